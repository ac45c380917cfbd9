use feltmappen_domain::record::{Kind, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ConflictView, Named, PromiseView, RefusedView, UnreadableView, VisitRow};

/// How a list is sorted.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By name, as Danes sort: æ, ø, å last.
    Title,
    /// By status.
    Status,
    /// By the nearest date.
    Deadline,
    /// By the latest change.
    Changed,
}

/// Which rows of a list, and in which order.
#[derive(Clone, Deserialize, TS)]
pub struct ListQuery {
    /// Words that a row must contain; empty for all.
    pub text: String,
    /// Only rows with this status; `not_closed` leaves out the closed ones.
    pub status: Option<String>,
    /// Only rows of this unit.
    pub unit: Option<RecordId>,
    /// Only my own rows.
    pub mine: bool,
    /// Only rows with a date within so many days from today (and before).
    pub within_days: Option<u32>,
    /// Only companies of this branche text.
    pub branch: Option<String>,
    /// The order.
    pub sort: Sort,
    /// The reverse order.
    pub descending: bool,
    /// The first row, counted from 0.
    pub offset: u32,
    /// How many rows, at most 200.
    pub limit: u32,
}

/// A company in the list.
#[derive(Clone, Serialize, TS)]
pub struct CompanyRow {
    /// The company.
    pub key: RecordKey,
    /// Its name.
    pub name: String,
    /// Its CVR number as shown, "13 74 81 36"; perhaps empty.
    pub cvr: String,
    /// Its branche in words.
    pub branch: String,
    /// Where its first workplace lies.
    pub place: String,
    /// The main contact's name.
    pub contact: String,
    /// Open job orders.
    pub open_orders: u32,
    /// Job orders in all.
    pub orders: u32,
    /// When it last changed, RFC 3339 in UTC.
    pub changed_at: String,
}

/// One page of companies.
#[derive(Clone, Serialize, TS)]
pub struct CompanyPage {
    /// Rows that fit the filter.
    pub total: u32,
    /// Companies in all.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<CompanyRow>,
}

/// A job order in the list.
#[derive(Clone, Serialize, TS)]
pub struct OrderRow {
    /// The job order.
    pub key: RecordKey,
    /// Its title.
    pub title: String,
    /// How many positions.
    pub positions: Option<u32>,
    /// The company's name.
    pub company: String,
    /// The workplace's name or address.
    pub workplace: String,
    /// draft, open, inactive or closed.
    pub status: String,
    /// The tovholder's name.
    pub coordinator: String,
    /// The responsible unit's name.
    pub unit: String,
    /// The wished start, ISO date.
    pub deadline: Option<String>,
    /// When it last changed, RFC 3339 in UTC.
    pub changed_at: String,
}

/// One page of job orders.
#[derive(Clone, Serialize, TS)]
pub struct OrderPage {
    /// Rows that fit the filter.
    pub total: u32,
    /// Job orders in all.
    pub all: u32,
    /// The rows asked for.
    pub rows: Vec<OrderRow>,
}

/// A stretch of text to mark, in UTF-16 units as the window counts.
#[derive(Clone, Copy, Serialize, TS)]
pub struct Mark {
    /// First unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
}

/// One find.
#[derive(Clone, Serialize, TS)]
pub struct Hit {
    /// The record found.
    pub key: RecordKey,
    /// Its name.
    pub title: String,
    /// Marks in the name.
    pub title_marks: Vec<Mark>,
    /// The second line: where the word stands, or what the record is.
    pub detail: String,
    /// Marks in the second line.
    pub detail_marks: Vec<Mark>,
}

/// The finds of one kind.
#[derive(Clone, Serialize, TS)]
pub struct HitGroup {
    /// The kind.
    pub kind: Kind,
    /// The best first.
    pub hits: Vec<Hit>,
}

/// What one search found.
#[derive(Clone, Serialize, TS)]
pub struct SearchView {
    /// The text that was searched for.
    pub text: String,
    /// Groups in the order of their best find.
    pub groups: Vec<HitGroup>,
}

/// The day's page.
#[derive(Clone, Serialize, TS)]
pub struct Today {
    /// Job orders of mine that the company has not been contacted about (R19).
    pub contact: Vec<OrderRow>,
    /// My drafts, the latest first.
    pub drafts: Vec<OrderRow>,
    /// Ready job orders with the nearest start.
    pub soon: Vec<OrderRow>,
    /// The companies I worked with last.
    pub companies: Vec<CompanyRow>,
    /// My visits today and next.
    pub visits: Vec<VisitRow>,
    /// My promises that are late or due soon.
    pub promises: Vec<PromiseView>,
}

/// What waits for the user's decision, and what can still be brought back.
#[derive(Clone, Serialize, TS)]
pub struct Attention {
    /// Records that I and somebody else have changed differently.
    pub conflicts: Vec<ConflictView>,
    /// What central did not take.
    pub refused: Vec<RefusedView>,
    /// What came from central and cannot be read by this version.
    pub unreadable: Vec<UnreadableView>,
    /// So many deletions at once that they wait for the user's yes; 0 when none do.
    pub deletions: u32,
    /// Whether this version may no longer read what colleagues do.
    pub too_old: bool,
    /// Changes that were discarded within 30 days instead of being sent.
    pub dropped: Vec<RefusedView>,
    /// Fields that stand as drafts because their format does not hold.
    pub drafts: Vec<WaitingDraft>,
    /// Companies that look like the same one.
    pub duplicates: Vec<Duplicate>,
    /// Records discarded within 30 days.
    pub discarded: Vec<Discarded>,
    /// Drafts discarded within 30 days.
    pub discarded_drafts: Vec<DiscardedDraft>,
}

/// A value that is kept here and cannot be sent as it stands.
#[derive(Clone, Serialize, TS)]
pub struct WaitingDraft {
    /// The record.
    pub record: Named,
    /// The field.
    pub path: String,
    /// The field's label.
    pub label: String,
    /// What was typed, cut to 200 characters.
    pub value: String,
    /// What is wrong, in Danish.
    pub message: String,
}

/// A draft that was discarded and can be brought back.
#[derive(Clone, Serialize, TS)]
pub struct DiscardedDraft {
    /// Its number, for bringing it back.
    pub id: i64,
    /// The record.
    pub record: Named,
    /// The field's label.
    pub label: String,
    /// What it said, cut to 200 characters.
    pub value: String,
    /// When it was discarded, RFC 3339 in UTC.
    pub at: String,
}

/// Two companies that look like one.
#[derive(Clone, Serialize, TS)]
pub struct Duplicate {
    /// The one made first.
    pub first: Named,
    /// The other.
    pub second: Named,
    /// Why they look alike, in Danish.
    pub reason: String,
}

/// A record that was discarded and can be brought back.
#[derive(Clone, Serialize, TS)]
pub struct Discarded {
    /// The record.
    pub record: Named,
    /// When, RFC 3339 in UTC.
    pub at: String,
}
