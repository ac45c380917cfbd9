use feltmappen_domain::record::{Path, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Named, Scalar, SyncStatus, ValueLook};

/// The status, with what has come from outside.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncView {
    /// Is everything saved and sent?
    #[serde(flatten)]
    pub status: SyncStatus,
    /// The number of the latest change that came from outside: when it grows, what is shown may be old.
    pub latest: i64,
    /// Records that others have changed, and that I have not said I have seen.
    pub news: u32,
    /// Whether this device is connected to central.
    pub connected: bool,
}

/// How this device is connected. Never the token.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct Connection {
    /// Central's address; absent while the device is not connected.
    pub address: Option<String>,
    /// Whether it is spoken with.
    pub running: bool,
}

/// Who wrote one side of a conflict.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "whose", rename_all = "snake_case")]
pub enum Whose {
    /// The user of this device.
    Me,
    /// Somebody else.
    Colleague {
        /// The name; empty when it is not known, or not yet.
        name: String,
    },
}

/// A record that two have changed differently. I may be either of them, or neither.
#[derive(Clone, Serialize, TS)]
pub struct ConflictView {
    /// The record.
    pub record: Named,
    /// Who wrote what stands.
    pub theirs: Whose,
    /// When that was, RFC 3339, if it is known.
    pub theirs_at: Option<String>,
    /// Who wanted something else.
    pub mine: Whose,
    /// The same, to tell one from another where nobody is named.
    pub author: RecordId,
    /// When that was, RFC 3339.
    pub mine_at: String,
    /// Whether both are of one person, who changed it on two computers.
    pub one_person: bool,
    /// What must be chosen, one by one.
    pub fields: Vec<ConflictField>,
}

/// One choice to make.
#[derive(Clone, Serialize, TS)]
pub struct ConflictField {
    /// The conflict.
    pub id: RecordId,
    /// The field's words; of several that belong together, the first one's.
    pub label: String,
    /// How the window writes the values.
    pub look: ValueLook,
    /// What both began from.
    pub base: String,
    /// What stands in the record now.
    pub theirs: String,
    /// What I wanted.
    pub mine: String,
    /// Whether an own text can be written instead.
    pub writable: bool,
    /// Only what stands can be chosen: it is sealed, or mine rests on what I saw and is done again by its step (R11).
    pub sealed: bool,
}

/// Which of the sides shall hold.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What both began from.
    Base,
    /// What stands in the record now.
    Theirs,
    /// What I wanted.
    Mine,
    /// A text of its own.
    Own,
}

/// What the user has chosen.
#[derive(Clone, Deserialize, TS)]
pub struct SideChoice {
    /// The conflict.
    pub conflict: RecordId,
    /// The side.
    pub side: Side,
    /// The own text.
    pub text: Option<String>,
}

/// Changes that central did not take, or that were discarded instead of being sent.
#[derive(Clone, Serialize, TS)]
pub struct RefusedView {
    /// The changes.
    pub commit: RecordId,
    /// The first record among them.
    pub record: Named,
    /// Why, as a sentence.
    pub why: String,
    /// What it says, value by value.
    pub values: Vec<RefusedValue>,
    /// So many later changes need it and wait with it.
    pub held: u32,
    /// When central answered, or when it was discarded; RFC 3339.
    pub at: Option<String>,
}

/// One value that was not taken.
#[derive(Clone, Serialize, TS)]
pub struct RefusedValue {
    /// The record.
    pub key: RecordKey,
    /// The field.
    pub path: Path,
    /// The field's words.
    pub label: String,
    /// The value, as a person reads it.
    pub text: String,
    /// How the window writes it.
    pub look: ValueLook,
    /// The value itself.
    pub value: Scalar,
    /// Whether it can be corrected as a text.
    pub writable: bool,
    /// What is wrong with it, as a sentence, where this program can tell.
    pub problem: Option<String>,
}

/// A corrected value.
#[derive(Clone, Deserialize, TS)]
pub struct RefusedFix {
    /// The record.
    pub key: RecordKey,
    /// The field.
    pub path: Path,
    /// The value.
    pub value: Scalar,
}

/// Something from central that this version cannot read.
#[derive(Clone, Serialize, TS)]
pub struct UnreadableView {
    /// Its number.
    pub sequence: u32,
    /// Why, as a sentence.
    pub why: String,
    /// When it came, RFC 3339.
    pub at: String,
}

/// Whether the visits of today and tomorrow can be made without a network.
#[derive(Clone, Serialize, TS)]
pub struct Tomorrow {
    /// Tomorrow, ISO date.
    pub day: String,
    /// The visits, those of today first.
    pub visits: Vec<ReadyVisit>,
    /// Whether everything that central has for this unit has been fetched; absent while the device is not connected.
    pub complete: Option<bool>,
    /// Central had nothing at that moment that is not here; RFC 3339, absent before the first time.
    pub fetched_at: Option<String>,
}

/// A visit, what of it is on this computer, and what is missing.
#[derive(Clone, Serialize, TS)]
pub struct ReadyVisit {
    /// The visit.
    pub visit: Named,
    /// It is held tomorrow, not today.
    pub tomorrow: bool,
    /// Other visits to the company that are here.
    pub earlier: u32,
    /// The company's job orders that are here.
    pub orders: u32,
    /// Promises to the company that are here.
    pub promises: u32,
    /// What is missing, in Danish; empty when all is here.
    pub missing: Vec<String>,
}

/// How far one record has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Everything that was written to it is sent.
    Sent,
    /// Something is saved here and not sent yet.
    SavedHere,
    /// Something waits for the user's decision.
    Waits,
}

/// What others have changed since the user last said that it was seen.
#[derive(Clone, Serialize, TS)]
pub struct News {
    /// The latest, the newest first.
    pub rows: Vec<NewsRow>,
    /// How many there are in all.
    pub total: u32,
    /// The number of the latest, for saying that they have been seen.
    pub until: i64,
}

/// What one person did to one record.
#[derive(Clone, Serialize, TS)]
pub struct NewsRow {
    /// The record.
    pub record: Named,
    /// The record whose page shows it.
    pub page: RecordKey,
    /// Who, by name; empty when it is not known.
    pub who: String,
    /// When it was last done, RFC 3339.
    pub at: String,
    /// What was done.
    pub what: NewsKind,
    /// The labels of the fields that were changed.
    pub fields: Vec<String>,
}

/// What was done to a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// It is new.
    Made,
    /// Fields were changed.
    Changed,
    /// It was discarded.
    Discarded,
    /// It was brought back.
    Restored,
}

/// What was written to, or read from, a file of unsent work.
#[derive(Clone, Serialize, TS)]
pub struct RescueFile {
    /// Where the file lies; empty after reading one.
    pub path: String,
    /// User actions.
    pub commits: u32,
    /// Fields that were typed in and not left.
    pub drafts: u32,
    /// Attachments that those name.
    pub attachments: u32,
    /// Attachments that there was no room for.
    pub left_out: u32,
    /// Of a file that was read: what was here before, and stayed as it was.
    pub known: u32,
}
