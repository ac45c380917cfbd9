use std::collections::BTreeMap;

use feltmappen_domain::{
    consent::State,
    record::{Path, RecordKey},
    submittal::{Check, Cover, Reason},
};
use serde::Serialize;
use ts_rs::TS;

use super::{Named, RecordView};

/// A workplace as it is set beside another one.
#[derive(Clone, Serialize, TS)]
pub struct PlaceView {
    /// The workplace, when it is here.
    pub key: Option<RecordKey>,
    /// Street and number, or what the workplace is called.
    pub street: String,
    /// The city; perhaps empty.
    pub city: String,
    /// The company and its numbers: "Nordhavn Kølelogistik A/S, P-nummer 1 099 000 303".
    pub company: String,
}

/// One check of a permit, as the page shows it.
#[derive(Clone, Serialize, TS)]
pub struct PermitLine {
    /// What was asked and what the answer is.
    #[serde(flatten)]
    pub check: Check,
    /// What is claimed, in Danish.
    pub title: String,
    /// Where that is known from, with its time.
    pub source: String,
}

/// A way on from the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PermitNextCode {
    /// Say what Jobnet says today.
    CheckCv,
    /// Make a consent for this workplace and order.
    AskConsent,
    /// Go on with the consent that is begun.
    OpenConsent,
    /// Send to the workplace that the consent names.
    SendToConsented,
    /// Choose what is passed on, or how.
    Choose,
    /// Look at the order.
    OpenOrder,
    /// I am the coordinator and approve the CV.
    Approve,
    /// Say that it may be sent, and by whom.
    GivePermit,
    /// Say that it has been sent.
    RecordSent,
    /// Send nothing; the citizen applies.
    LetApply,
}

/// A way on with its words.
#[derive(Clone, Serialize, TS)]
pub struct PermitNext {
    /// What it does.
    pub code: PermitNextCode,
    /// The words on its button.
    pub label: String,
    /// The record that it goes to, if it goes to one.
    pub target: Option<RecordKey>,
}

/// "Må jeg sende dette CV?": the answer, and what it rests on.
#[derive(Clone, Serialize, TS)]
pub struct PermitView {
    /// The submittal.
    pub key: RecordKey,
    /// The question, with the candidate's name.
    pub title: String,
    /// The candidate.
    pub candidate: Named,
    /// The order.
    pub order: Named,
    /// Whether it may be sent as things stand.
    pub allowed: bool,
    /// The first reason why not.
    pub reason: Option<Reason>,
    /// The answer in one line.
    pub headline: String,
    /// What that means.
    pub lead: String,
    /// Where the consent lets it be sent.
    pub consented_to: Option<PlaceView>,
    /// Where it is to be sent.
    pub sends_to: PlaceView,
    /// What was checked, what says no at the top.
    pub checks: Vec<PermitLine>,
    /// The ways on, the main one first.
    pub next: Vec<PermitNext>,
    /// The consent that it rests on.
    pub consent: Option<Named>,
    /// Another consent fits better than the one that was chosen.
    pub stale: bool,
    /// When it was permitted.
    pub permit_at: Option<String>,
    /// When it was sent.
    pub sent_at: Option<String>,
    /// Whether what was sent was covered.
    pub cover: Cover,
    /// Nothing covered it, and nobody has dealt with that.
    pub to_review: bool,
    /// When the candidate was told (R13).
    pub told_at: Option<String>,
    /// The day to follow up on (R36).
    pub follow_up: Option<String>,
}

/// What came of asking for a permit.
#[derive(Clone, Serialize, TS)]
pub struct PermitOutcome {
    /// True when it was given.
    pub done: bool,
    /// The answer as it stands.
    pub view: PermitView,
}

/// What stands in the way of finalising a consent, and where that is put right.
#[derive(Clone, Serialize, TS)]
pub struct ConsentObstacle {
    /// The reason as a code.
    pub code: String,
    /// The field.
    pub path: Path,
    /// The record that has the field, when it is another than the consent.
    pub record: Option<Named>,
    /// What to do, and why.
    pub message: String,
}

/// A paper as text, piece by piece, as it is read aloud.
#[derive(Clone, Serialize, TS)]
pub struct PaperPiece {
    /// `title`, `heading`, `text`, `fact` or `item`.
    pub look: String,
    /// The word before a fact.
    pub about: String,
    /// What it says.
    pub text: String,
}

/// A sending that rests on a consent.
#[derive(Clone, Serialize, TS)]
pub struct SentOn {
    /// The submittal.
    pub submittal: RecordKey,
    /// Who got the data.
    pub recipient: PlaceView,
    /// When it was sent, in words.
    pub sent: String,
    /// When the employer was asked to delete it.
    pub erasure_asked_at: Option<String>,
}

/// What a consent's page shows beside its fields.
#[derive(Clone, Serialize, TS)]
pub struct ConsentView {
    /// What it is today.
    pub state: State,
    /// The same in Danish, with its day.
    pub says: String,
    /// The candidate.
    pub candidate: Named,
    /// The order.
    pub order: Named,
    /// The submittal that waits for it, if there is one.
    pub submittal: Option<RecordKey>,
    /// Who asks: the municipality.
    pub authority: String,
    /// What it does in one sentence.
    pub lead: String,
    /// The only place that gets the data.
    pub recipient: PlaceView,
    /// The job it is about.
    pub job: String,
    /// What stands in the way of finalising it.
    pub problems: Vec<ConsentObstacle>,
    /// Exactly what the employer gets to see.
    pub employer: Vec<PaperPiece>,
    /// What is passed on, in words.
    pub items: Vec<String>,
    /// How it is passed on, in words.
    pub channel: String,
    /// The last day, in words.
    pub until: String,
    /// What has been sent on it.
    pub sent: Vec<SentOn>,
    /// The consent that came instead of it.
    pub replaced_by: Option<RecordKey>,
}

/// What came of finalising a consent.
#[derive(Clone, Serialize, TS)]
pub struct FinaliseOutcome {
    /// True when it was finalised.
    pub done: bool,
    /// What stands in the way.
    pub problems: Vec<ConsentObstacle>,
    /// The consent afterwards.
    pub view: RecordView,
}

/// Whether the papers of a consent are those that were made (R11).
#[derive(Clone, Serialize, TS)]
pub struct PapersChecked {
    /// Every stored paper has the hash that the consent holds.
    pub unchanged: bool,
    /// Making them again gives the same bytes; none when another version of the form or the app made them.
    pub made_again: Option<bool>,
    /// The hash of each paper by the name of its copy.
    pub hashes: BTreeMap<String, String>,
    /// The answer in Danish.
    pub says: String,
}

/// What a signed paper was taken in as. It is told by the bytes, never by a file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ScanLook {
    /// Pages that are drawn by the window's own reader.
    Pdf,
    /// A picture.
    Jpeg,
    /// A picture.
    Png,
}

/// A signed paper as it was taken in (L5 o).
#[derive(Clone, Serialize, TS)]
pub struct ScanView {
    /// What it is.
    pub look: ScanLook,
    /// Its bytes.
    pub base64: String,
}

/// A consent in a citizen's wallet.
#[derive(Clone, Serialize, TS)]
pub struct WalletRow {
    /// The consent.
    pub key: RecordKey,
    /// What it is today.
    pub state: State,
    /// The same in Danish, with its day.
    pub says: String,
    /// Who may get the data.
    pub recipient: PlaceView,
    /// The job it is about.
    pub job: String,
    /// How often data were sent on it.
    pub sent: u32,
}

/// Something about consents and sendings that somebody should do.
#[derive(Clone, Serialize, TS)]
pub struct ConsentTask {
    /// Why.
    pub code: ConsentTaskCode,
    /// Where it is done.
    pub key: RecordKey,
    /// What to do.
    pub title: String,
    /// About whom and where.
    pub detail: String,
}

/// Why there is something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConsentTaskCode {
    /// A CV was sent and nothing covered it: for the coordinator and the DPO.
    Uncovered,
    /// A consent was withdrawn, and the employer has not been asked to delete.
    Erasure,
    /// The candidate has not been told that the CV was sent (R13).
    Tell,
    /// A consent ends soon.
    Ending,
}
