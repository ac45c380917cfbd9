pub use feltmappen_domain::candidate::CvStatus;
use feltmappen_domain::{
    consent::State as ConsentState,
    guide::Coverage,
    record::{RecordId, RecordKey},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Named;

/// A candidate in the list.
#[derive(Clone, Serialize, TS)]
pub struct CandidateRow {
    /// The candidate.
    pub key: RecordKey,
    /// The name.
    pub name: String,
    /// What the candidate looks for, first line; perhaps empty.
    pub job_goals: String,
    /// The municipality's name, perhaps empty.
    pub municipality: String,
    /// Whether employers find the CV, as it was last read.
    pub cv_status: CvStatus,
    /// When somebody last looked, RFC 3339.
    pub cv_checked_at: Option<String>,
    /// The name of whom the candidate knows at the unit.
    pub consultant: String,
    /// What the best consent is today; none when there is none.
    pub consent: Option<ConsentState>,
    /// What comes next.
    pub next: Option<NextStep>,
}

/// What comes next with a candidate.
#[derive(Clone, Serialize, TS)]
pub struct NextStep {
    /// What.
    pub what: NextStepKind,
    /// On which day, ISO date; none when it has no day.
    pub day: Option<String>,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NextStepKind {
    /// A conversation is under way.
    Held,
    /// The CV has to be looked at on Jobnet.
    CheckCv,
    /// A conversation is planned.
    Conversation,
    /// An agreement is due.
    Agreement,
}

/// One page of candidates.
#[derive(Clone, Serialize, TS)]
pub struct CandidatePage {
    /// Rows that fit the filter.
    pub total: u32,
    /// Candidates in all.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<CandidateRow>,
}

/// What a candidate's page shows beside its form.
#[derive(Clone, Serialize, TS)]
pub struct CandidateView {
    /// What is worth saying about the CPR number, in Danish (R76).
    pub cpr_note: Option<String>,
    /// The conversations, the latest first.
    pub conversations: Vec<ConversationRow>,
    /// What was agreed and is still to be done, across the conversations; what is due first at the top.
    pub agreements: Vec<AgreementView>,
    /// The submittals, the latest first.
    pub submittals: Vec<Named>,
}

/// A conversation in a list.
#[derive(Clone, Serialize, TS)]
pub struct ConversationRow {
    /// The conversation.
    pub key: RecordKey,
    /// first or follow_up; empty until chosen.
    pub conversation_type: String,
    /// in_person, digital or phone; empty until chosen.
    pub channel: String,
    /// When it begins, RFC 3339.
    pub starts_at: Option<String>,
    /// planned, held, closed or cancelled.
    pub status: String,
    /// The name of who holds it.
    pub consultant: String,
    /// What was agreed in it and is still to be done.
    pub open_agreements: u32,
}

/// What a conversation's page shows beside its fields.
#[derive(Clone, Serialize, TS)]
pub struct ConversationView {
    /// planned, held, closed or cancelled.
    pub status: String,
    /// The candidate.
    pub candidate: Option<Named>,
    /// The questions that are shown now, by type of conversation and conditions (R53).
    pub visible: Vec<RecordId>,
    /// How much of the guide has been touched.
    pub coverage: Coverage,
    /// What was agreed here, in its order.
    pub agreements: Vec<AgreementView>,
    /// What was agreed in earlier conversations and is still to be done, or was done since this one began (R53).
    pub earlier: Vec<AgreementView>,
    /// The newest published version of the guide when it is newer than the one in use.
    pub newer: Option<u32>,
}

/// Something agreed with a citizen (D153, R55).
#[derive(Clone, Serialize, TS)]
pub struct AgreementView {
    /// The conversation it was agreed in.
    pub conversation: RecordKey,
    /// The day of that conversation, ISO date.
    pub agreed: Option<String>,
    /// The item.
    pub id: RecordId,
    /// What is to be done.
    pub text: String,
    /// citizen or employee; none until somebody has said.
    pub owner: Option<String>,
    /// The employee's name, perhaps empty.
    pub employee: String,
    /// The day it is due, ISO date.
    pub due: Option<String>,
    /// The day it was done, ISO date.
    pub done_at: Option<String>,
    /// What came of it.
    pub result: Option<String>,
    /// True when it is due before today and not done.
    pub late: bool,
    /// Whether it says who and when, as every agreement must.
    pub complete: bool,
}

/// A step of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ConversationStep {
    /// It begins.
    Begin,
    /// It is over.
    Close,
    /// It goes on.
    Reopen,
    /// It does not take place.
    Cancel,
}

/// Something that was done with what is known of a citizen. Who did it is not told (L16).
#[derive(Clone, Serialize, TS)]
pub struct AccessRow {
    /// When it was noted, RFC 3339.
    pub at: String,
    /// What was done, in Danish.
    pub done: String,
    /// Where in the app, by which step, or which paper, in Danish.
    pub place: String,
    /// What it was done with: the candidate's own details, a consent, a conversation, a submittal.
    pub about: Vec<String>,
}

/// What was done with what is known of a citizen, on this computer.
#[derive(Clone, Serialize, TS)]
pub struct AccessOverview {
    /// So many times in all; the rows are the latest of them.
    pub total: u32,
    /// The latest first.
    pub rows: Vec<AccessRow>,
}
