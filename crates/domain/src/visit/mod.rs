//! Visits and what is promised at them: the typed views and the rules of their steps.

mod closing;
mod day;

pub use closing::{Closing, closing};
pub use day::{danish_day, day_of};

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::record::{Fields, RecordId};
use crate::schema::FORMER;
use crate::typed::view;

/// The type of a visit (D122).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VisitType {
    /// Førstegangsbesøg: the whole guide, with the tour of the workplace.
    First,
    /// Opfølgningsbesøg: the whole guide, with what changed since last time.
    FollowUp,
    /// A visit about something concrete: the chosen themes only.
    Concrete,
}

impl VisitType {
    /// Every type.
    pub const ALL: [Self; 3] = [Self::First, Self::FollowUp, Self::Concrete];

    /// The code of the type.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::FollowUp => "follow_up",
            Self::Concrete => "concrete",
        }
    }

    /// The type with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == code)
    }
}

/// The state of a visit. Without a value it is planned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VisitStatus {
    /// Planlagt.
    #[default]
    Planned,
    /// Afholdt: begun, and not closed yet.
    Held,
    /// Afsluttet.
    Closed,
    /// Aflyst.
    Cancelled,
}

impl VisitStatus {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Planned, Self::Held, Self::Closed, Self::Cancelled];

    /// The code of the state.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The state with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == code)
    }
}

view! {
    /// A visit to a company, or a call (D36).
    Visit {
        /// The company.
        company: id("company") -> RecordId;
        /// The workplace.
        workplace: id("workplace") -> RecordId;
        /// The code of the way it is held.
        channel: filled_text("channel") -> &'a str;
        /// When it begins.
        starts_at: filled_text("starts_at") -> &'a str;
        /// When it ends.
        ends_at: filled_text("ends_at") -> &'a str;
        /// What it is for.
        purpose: filled_text("purpose") -> &'a str;
        /// The employee who visits.
        consultant: id("consultant") -> RecordId;
        /// The version of the guide that is used (R56).
        guide: id("guide") -> RecordId;
        /// The version of the tool list that is used (R56).
        tool_list: id("tool_list") -> RecordId;
        /// When it began.
        started_at: filled_text("started_at") -> &'a str;
        /// When it was closed.
        closed_at: filled_text("closed_at") -> &'a str;
        /// What the consultant wrote beforehand. Internal.
        preparation_note: filled_text("preparation.note") -> &'a str;
        /// The company's current job advertisements, as the consultant found them. Internal.
        preparation_postings: filled_text("preparation.postings") -> &'a str;
        /// The page for the company.
        summary: filled_text("summary.text") -> &'a str;
        /// When the page was saved.
        summary_saved_at: filled_text("summary.saved_at") -> &'a str;
    }
}

impl Visit<'_> {
    /// The type; none when nobody has chosen or this version does not know it.
    pub fn visit_type(&self) -> Option<VisitType> {
        self.fields().text("type").and_then(VisitType::from_code)
    }

    /// The state; planned when there is none or one that this version does not know.
    pub fn status(&self) -> VisitStatus {
        self.fields().text("status").and_then(VisitStatus::from_code).unwrap_or_default()
    }

    /// The companies that it was planned with before; nil where it had none.
    pub fn former_companies(&self) -> Vec<RecordId> {
        let items = self.fields().iter().filter_map(|(path, value)| {
            let (list, item, field) = path.parse_item()?;
            (list == FORMER && field == "left" && *value == true).then_some(item)
        });
        items.collect()
    }

    /// The day it begins, `2026-11-24`, where it is held.
    pub fn day(&self) -> Option<&str> {
        self.starts_at().and_then(day_of)
    }
}

view! {
    /// Something promised to a company, or wished for by it (D35).
    Promise {
        /// The code of the type.
        promise_type: filled_text("type") -> &'a str;
        /// What was promised.
        text: filled_text("text") -> &'a str;
        /// The company.
        company: id("company") -> RecordId;
        /// The workplace.
        workplace: id("workplace") -> RecordId;
        /// The contact person it was promised to.
        contact: id("contact") -> RecordId;
        /// The visit at which it was promised.
        visit: id("visit") -> RecordId;
        /// The question it came out of.
        question: id("question") -> RecordId;
        /// The sentence of the note that it was made of, as it stood then. Internal.
        quote: filled_text("quote") -> &'a str;
        /// The job order it is about.
        job_order: id("job_order") -> RecordId;
        /// The employee who keeps it.
        owner: id("owner") -> RecordId;
        /// The day it is due.
        due: filled_text("due") -> &'a str;
        /// The day it was kept.
        done_at: filled_text("done_at") -> &'a str;
        /// What came of it.
        result: filled_text("result") -> &'a str;
    }
}

impl Promise<'_> {
    /// Whether it has been kept.
    pub fn done(&self) -> bool {
        self.done_at().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use crate::schema::{VISIT_STATUSES, VISIT_TYPES};
    use serde_json::json;

    #[test]
    fn types_and_states_have_one_code() {
        let types: Vec<_> = VISIT_TYPES.iter().map(|(code, _)| *code).collect();
        assert_eq!(types, VisitType::ALL.map(VisitType::as_str));
        let states: Vec<_> = VISIT_STATUSES.iter().map(|(code, _)| *code).collect();
        assert_eq!(states, VisitStatus::ALL.map(VisitStatus::as_str));
        assert_eq!(Visit::new(&Fields::new()).status(), VisitStatus::Planned);
    }

    #[test]
    fn the_day_is_where_the_visit_is_held() {
        let mut fields = Fields::new();
        assert_eq!(Visit::new(&fields).day(), None);
        fields.set(Path::known("starts_at"), json!("2027-03-28T00:30:00+01:00"));
        assert_eq!(Visit::new(&fields).day(), Some("2027-03-28"));
    }

    #[test]
    fn the_companies_that_a_visit_was_planned_with_before_are_known() {
        let mut fields = Fields::new();
        let company = RecordId::from_u128(7);
        fields.set(Path::item(FORMER, company, "left"), json!(true));
        fields.set(Path::item(FORMER, RecordId::from_u128(8), "left"), json!(false));
        assert_eq!(Visit::new(&fields).former_companies(), [company]);
    }

    #[test]
    fn a_promise_is_open_until_it_is_kept() {
        let mut fields = Fields::new();
        assert!(!Promise::new(&fields).done());
        fields.set(Path::known("done_at"), json!("2026-12-01"));
        assert!(Promise::new(&fields).done());
    }
}
