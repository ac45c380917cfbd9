use std::collections::BTreeMap;

use feltmappen_domain::{
    form::Form,
    guide::Coverage,
    order::Missing,
    record::{RecordId, RecordKey},
    summary::Finding,
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Named;

/// A visit in a list.
#[derive(Clone, Serialize, TS)]
pub struct VisitRow {
    /// The visit.
    pub key: RecordKey,
    /// The company's name.
    pub company: String,
    /// The workplace's name, perhaps empty.
    pub place: String,
    /// first, follow_up or concrete; empty until chosen.
    pub visit_type: String,
    /// in_person, digital or phone; empty until chosen.
    pub channel: String,
    /// When it begins, RFC 3339.
    pub starts_at: Option<String>,
    /// When it ends, RFC 3339.
    pub ends_at: Option<String>,
    /// planned, held, closed or cancelled.
    pub status: String,
    /// The consultant's name.
    pub consultant: String,
    /// What it is for, perhaps empty.
    pub purpose: String,
    /// Promises from this visit that are not kept yet.
    pub open_promises: u32,
}

/// One page of visits.
#[derive(Clone, Serialize, TS)]
pub struct VisitPage {
    /// Rows that fit the filter.
    pub total: u32,
    /// Visits in all.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<VisitRow>,
}

/// What a visit's pages show beside its fields.
#[derive(Clone, Serialize, TS)]
pub struct VisitView {
    /// planned, held, closed or cancelled.
    pub status: String,
    /// The questions that are shown now, by type of visit, themes and conditions.
    pub visible: Vec<RecordId>,
    /// How much of the guide has been touched (R50).
    pub coverage: Coverage,
    /// The questions that have not been touched, in the order of the guide (R51).
    pub untouched: Vec<RecordId>,
    /// What was promised at the visit.
    pub promises: Vec<PromiseView>,
    /// The job orders made at the visit.
    pub orders: Vec<Named>,
    /// The consultant's other visits at the same time.
    pub overlapping: Vec<Named>,
    /// On how many days it is held; 1 for an ordinary visit.
    pub days: u32,
    /// The newest published version of the guide, or of the tool list, when it is newer than the one in use.
    pub newer: Option<u32>,
}

/// Something promised to a company, or wished for by it.
#[derive(Clone, Serialize, TS)]
pub struct PromiseView {
    /// The promise.
    pub key: RecordKey,
    /// agreement, follow_up, sparring or alignment.
    pub promise_type: String,
    /// What was promised.
    pub text: String,
    /// The day it is due, ISO date.
    pub due: Option<String>,
    /// The name of who keeps it.
    pub owner: String,
    /// The day it was kept, ISO date.
    pub done_at: Option<String>,
    /// True when it is due before today and not kept.
    pub late: bool,
    /// The question it came out of.
    pub question: Option<RecordId>,
    /// The sentence of the note that it was made of, as it stood then.
    pub quote: Option<String>,
    /// The visit it was made at.
    pub visit: Option<Named>,
    /// The company.
    pub company: Option<Named>,
    /// The job order it is about.
    pub order: Option<Named>,
}

/// Which promises.
#[derive(Clone, Deserialize, TS)]
pub struct PromiseQuery {
    /// Only those to this company.
    pub company: Option<RecordId>,
    /// Only those that are not kept.
    pub open_only: bool,
    /// Only my own.
    pub mine: bool,
    /// How many, at most 200.
    pub limit: u32,
}

/// A guide or a checklist as a form, with what stands beside its questions.
#[derive(Clone, Serialize, TS)]
pub struct GuideView {
    /// The template.
    pub template: RecordKey,
    /// Its name.
    pub title: String,
    /// Which version it is.
    pub version: u32,
    /// True when it is in use and never changes again.
    pub published: bool,
    /// A part for each theme, a field for each question. Which of them are shown stands in the record's view.
    pub form: Form,
    /// The tools of each question about tools.
    pub tools: Vec<ToolGroup>,
    /// What was answered at the company's last visit.
    pub earlier: Option<Earlier>,
}

/// The tools that one question is about.
#[derive(Clone, Serialize, TS)]
pub struct ToolGroup {
    /// The question.
    pub question: RecordId,
    /// The part of the tool list.
    pub part: RecordId,
    /// The part's name.
    pub title: String,
    /// The tools in order.
    pub tools: Vec<Tool>,
}

/// A tool that can be offered.
#[derive(Clone, Serialize, TS)]
pub struct Tool {
    /// The tool; its marks have the same id.
    pub id: RecordId,
    /// What it is called.
    pub name: String,
    /// A sentence for the consultant.
    pub help: Option<String>,
    /// From this day it is udgået, ISO date.
    pub until: Option<String>,
    /// True when it is udgået on the visit's day, and stands here because it has been marked.
    pub gone: bool,
}

/// What was answered last time.
#[derive(Clone, Serialize, TS)]
pub struct Earlier {
    /// The visit.
    pub visit: Named,
    /// When it began, RFC 3339; perhaps empty.
    pub at: String,
    /// The consultant's name.
    pub who: String,
    /// The answers in words, by question.
    pub answers: BTreeMap<String, String>,
}

/// The preparation card (D253, R62).
#[derive(Clone, Serialize, TS)]
pub struct Preparation {
    /// Its groups in order.
    pub groups: Vec<FactGroup>,
}

/// A group of the preparation card.
#[derive(Clone, Serialize, TS)]
pub struct FactGroup {
    /// business, postings, history, promises or candidates.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// Its facts. Never empty: what nobody knows is a fact without a text.
    pub facts: Vec<Fact>,
}

/// One fact with where it comes from.
#[derive(Clone, Serialize, TS)]
pub struct Fact {
    /// What it is about.
    pub label: String,
    /// What is known; absent when nobody typed or imported it ("ikke hentet").
    pub text: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// From when, an ISO date or RFC 3339.
    pub at: Option<String>,
    /// The record to open.
    pub record: Option<RecordKey>,
}

/// What a sentence of a note becomes.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SentenceUse {
    /// A job order in draft.
    JobOrder,
    /// An agreement.
    Agreement,
    /// A follow-up.
    FollowUp,
    /// A wish for sparring.
    Sparring,
}

/// The page for the company.
#[derive(Clone, Serialize, TS)]
pub struct SummaryView {
    /// The page, made anew from the visit.
    pub text: String,
    /// The page as it has been edited, typing included.
    pub saved: Option<String>,
    /// When it was saved, RFC 3339.
    pub saved_at: Option<String>,
    /// What looks like it is about a citizen, in the edited page or else in the one made anew.
    pub findings: Vec<Finding>,
    /// The mail addresses of the company's participants.
    pub mail_to: Vec<String>,
    /// The mail's subject.
    pub subject: String,
}

/// The alignment of a job order.
#[derive(Clone, Serialize, TS)]
pub struct AlignmentView {
    /// Its form.
    pub form: Form,
    /// What can be told the company.
    pub sentences: Vec<SentenceGroup>,
    /// What stands in the way of ending it (R34).
    pub missing: Vec<Missing>,
    /// When it was ended, RFC 3339.
    pub done_at: Option<String>,
}

/// Sentences for one type of need.
#[derive(Clone, Serialize, TS)]
pub struct SentenceGroup {
    /// direct, substitution, upskilling or plan; the part's id where a unit has made another.
    pub id: String,
    /// Its name.
    pub title: String,
    /// When it applies, perhaps empty.
    pub lead: String,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// A sentence to tell the company.
#[derive(Clone, Serialize, TS)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// When to say it.
    pub help: Option<String>,
}
