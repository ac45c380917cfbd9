use std::collections::BTreeMap;

use feltmappen_domain::{
    order::{Balance, Hint, Missing, SectionState},
    profile::SearchProfile,
    record::{Path, RecordId, RecordKey},
    requirement::{Class, Priority, Suggestion},
    schema::FormatProblem,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    CandidateView, CheckView, ConsentView, ConversationView, Named, PermitView, PromiseView, Scalar, VisitRow,
    VisitView,
};

/// A path with its value.
#[derive(Clone, Deserialize, Serialize, TS)]
pub struct PathValue {
    /// The field.
    pub path: Path,
    /// Its value; null removes it.
    pub value: Scalar,
}

/// The proof that a keystroke is on disk: given only after the commit is durable.
#[derive(Clone, Serialize, TS)]
pub struct Saved {
    /// When it became durable, RFC 3339 in UTC.
    pub at: String,
    /// What is wrong with the value's format; it is kept as a draft all the same.
    pub problem: Option<FormatProblem>,
}

/// A field whose draft cannot be sent as it stands.
#[derive(Clone, Serialize, TS)]
pub struct FieldProblem {
    /// The field.
    pub path: Path,
    /// What is wrong, in Danish.
    pub problem: FormatProblem,
}

/// One record as a form shows it: what is saved, with the user's drafts laid over it.
#[derive(Clone, Serialize, TS)]
pub struct RecordView {
    /// The record.
    pub key: RecordKey,
    /// What it is called.
    pub title: String,
    /// A second line for the page head.
    pub subtitle: String,
    /// False for a discarded record.
    pub alive: bool,
    /// Every field with its value, drafts included.
    pub fields: BTreeMap<Path, Scalar>,
    /// The items of each list, in order.
    pub lists: BTreeMap<String, Vec<RecordId>>,
    /// Drafts whose format does not hold yet.
    pub problems: Vec<FieldProblem>,
    /// Names of the records that reference fields point at, by path.
    pub names: BTreeMap<String, Named>,
    /// When the record was last saved on this computer, RFC 3339 in UTC.
    pub saved_at: Option<String>,
    /// What only a job order has.
    pub order: Option<OrderView>,
    /// What only a company has.
    pub company: Option<CompanyView>,
    /// What only a visit has.
    pub visit: Option<VisitView>,
    /// What only a match check has.
    pub check: Option<CheckView>,
    /// What only a candidate has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub candidate: Option<CandidateView>,
    /// What only a conversation has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub conversation: Option<ConversationView>,
    /// What only a consent has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub consent: Option<Box<ConsentView>>,
    /// What only a submittal has: the answer, as long as it is not discarded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub permit: Option<Box<PermitView>>,
}

/// What a job order's page shows beside its form.
#[derive(Clone, Serialize, TS)]
pub struct OrderView {
    /// draft, open, inactive or closed.
    pub status: String,
    /// How far each part of the form is.
    pub sections: Vec<SectionState>,
    /// What is missing before the order can be made ready (R16, R17 …).
    pub missing: Vec<Missing>,
    /// What is worth saying and stops nothing.
    pub hints: Vec<Hint>,
    /// The requirements in order.
    pub requirements: Vec<RequirementView>,
    /// Must-have against nice-to-have.
    pub balance: Balance,
    /// The text for the CV search of the fagsystem.
    pub profile: SearchProfile,
}

/// One requirement with what it can be used for.
#[derive(Clone, Serialize, TS)]
pub struct RequirementView {
    /// The list item.
    pub id: RecordId,
    /// The requirement in the company's words.
    pub text: String,
    /// What kind of requirement it is.
    pub class: Class,
    /// Ufravigeligt or mindre vigtigt; absent until chosen (R28).
    pub priority: Option<Priority>,
    /// Years of experience.
    pub years: Option<u32>,
    /// Whether a CV search can use it (R29).
    pub searchable: bool,
    /// The same in Danish, with what it is searched by.
    pub why: String,
    /// How it could be written to be searchable.
    pub suggestion: Option<Suggestion>,
}

/// What a company's page shows beside its form.
#[derive(Clone, Serialize, TS)]
pub struct CompanyView {
    /// Its workplaces.
    pub workplaces: Vec<Named>,
    /// Its contacts, the main contact first.
    pub contacts: Vec<Named>,
    /// Its job orders, open ones first.
    pub orders: Vec<Named>,
    /// Its visits, the latest first.
    pub visits: Vec<VisitRow>,
    /// What it has been promised, what is not kept first.
    pub promises: Vec<PromiseView>,
}

/// A new list item and the record after it.
#[derive(Clone, Serialize, TS)]
pub struct Added {
    /// The new item.
    pub id: RecordId,
    /// The record with it.
    pub view: RecordView,
}

/// The answer to "make the order ready" or "close it".
#[derive(Clone, Serialize, TS)]
pub struct StatusOutcome {
    /// True when the status changed.
    pub done: bool,
    /// What stands in the way, with the field to go to.
    pub missing: Vec<Missing>,
    /// The record afterwards.
    pub view: RecordView,
}

/// One change in a record's history of the last 30 days.
#[derive(Clone, Serialize, TS)]
pub struct HistoryRow {
    /// Its place in the history.
    pub id: i64,
    /// The user action it belongs to, for undoing it: all of its changes, or none.
    pub action: RecordId,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who, by name.
    pub who: String,
    /// What was done, in Danish: the field's label or the action.
    pub what: String,
    /// The value before, as text.
    pub before: String,
    /// The value after, as text.
    pub after: String,
    /// How the window writes both.
    pub look: ValueLook,
    /// The record it belongs to.
    pub record: Named,
    /// Whether it came from central: somebody else did it, or I did on another computer. It has no action to undo here.
    pub outside: bool,
}

/// How a value is written for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ValueLook {
    /// As it stands.
    Text,
    /// A day, in ISO form until the window writes it as Danes do.
    Day,
    /// A moment in RFC 3339, until the window writes it in Danish time.
    Moment,
}

/// What an undo did.
#[derive(Clone, Serialize, TS)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Undone {
    /// There was nothing left to undo.
    Nothing,
    /// The value is back.
    Done {
        /// The field's or action's name in Danish.
        what: String,
        /// The record afterwards.
        view: Box<RecordView>,
    },
    /// Somebody changed the field since: the user decides.
    Ask {
        /// The change in question.
        change: HistoryRow,
    },
}
