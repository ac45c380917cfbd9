//! Visits in lists: all of them, a company's, the day's.

use chrono::{DateTime, FixedOffset};
use feltmappen_domain::{
    record::{Kind, Record, RecordId, RecordKey},
    visit::{Visit, VisitStatus},
};

use feltmappen_store as store;

use crate::{
    App, Open, Outcome,
    api::{ListQuery, Sort, VisitPage, VisitRow},
    lists::number,
};

/// My visits that are not closed: so many are looked through for the next ones.
const LOOKED_THROUGH: u64 = 1_000;

impl App {
    /// A page of visits.
    pub fn visits(&self, query: ListQuery) -> Outcome<VisitPage> {
        let open = self.opened()?;
        let by_time = (query.sort == Sort::Deadline).then_some(query.descending);
        let page = open.workspace.page(&self.page_query(&open, Kind::Visit, query)?)?;
        let mut rows = Vec::new();
        for row in &page.rows {
            let Some(record) = open.workspace.record(&row.key)? else { continue };
            rows.push((row.deadline.clone(), self.visit_row(&open, &record)?));
        }
        if let Some(descending) = by_time {
            sort_within_days(&mut rows, descending);
        }
        let rows = rows.into_iter().map(|(_, row)| row).collect();
        Ok(VisitPage { total: number(page.total), all: number(open.workspace.count(Kind::Visit)?), rows })
    }

    /// My visits that are under way, today and next.
    pub(crate) fn next_visits(&self, open: &Open, most: usize) -> Outcome<Vec<VisitRow>> {
        let query = store::ListQuery {
            owner: Some(open.me()?.employee),
            include_closed: false,
            sort: store::Sort::Deadline,
            limit: LOOKED_THROUGH,
            ..store::ListQuery::new(Kind::Visit)
        };
        let today = self.danish_day();
        let held = |status: Option<&str>| status == Some(VisitStatus::Held.as_str());
        let mut rows: Vec<(Option<String>, VisitRow)> = Vec::new();
        for row in open.workspace.page(&query)?.rows {
            let next = row.deadline.as_ref().is_some_and(|day| *day >= today) || held(row.status.as_deref());
            let another_day = rows.last().is_some_and(|(day, _)| *day != row.deadline);
            if rows.len() >= most && another_day {
                break;
            }
            if let Some(record) = open.workspace.record(&row.key)?.filter(|_| next) {
                rows.push((row.deadline, self.visit_row(open, &record)?));
            }
        }
        sort_within_days(&mut rows, false);
        rows.truncate(most);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// A company's visits, the latest first.
    pub(crate) fn visits_of(&self, open: &Open, company: RecordId) -> Outcome<Vec<VisitRow>> {
        let mut records = open.workspace.children(company, Kind::Visit)?;
        records.sort_by(latest_first);
        records.iter().map(|record| self.visit_row(open, record)).collect()
    }

    fn visit_row(&self, open: &Open, record: &Record) -> Outcome<VisitRow> {
        let visit = Visit::new(&record.fields);
        let text = |path| record.fields.text(path).unwrap_or_default().to_owned();
        let name = |id: Option<RecordId>, kind| match id {
            Some(id) => self.name_of(open, kind, id),
            None => Ok(String::new()),
        };
        let promises = self.made_at(open, Kind::Promise, record.key.id, &visit)?;
        let waiting = promises.iter().filter(|promise| !promise.fields.filled("done_at"));
        Ok(VisitRow {
            key: record.key,
            company: name(visit.company(), Kind::Company)?,
            place: name(visit.workplace(), Kind::Workplace)?,
            visit_type: text("type"),
            channel: text("channel"),
            starts_at: visit.starts_at().map(str::to_owned),
            ends_at: visit.ends_at().map(str::to_owned),
            status: visit.status().as_str().to_owned(),
            consultant: name(visit.consultant(), Kind::Employee)?,
            purpose: text("purpose"),
            open_promises: number(waiting.count() as u64),
        })
    }

    /// The latest closed visit at the company, before this one.
    pub(crate) fn last_visit(&self, open: &Open, key: RecordKey, visit: &Visit<'_>) -> Outcome<Option<Record>> {
        let Some(company) = visit.company() else { return Ok(None) };
        let mut others = open.workspace.children_in_time(company, Kind::Visit)?;
        others.retain(|other| {
            let one = Visit::new(&other.fields);
            let before = match (super::span(visit), super::span(&one)) {
                (Some(this), Some(that)) => that.0 < this.0,
                _ => true,
            };
            other.key != key && one.status() == VisitStatus::Closed && before
        });
        others.sort_by(latest_first);
        // Only the one that is chosen is read whole.
        others.first().map_or(Ok(None), |last| Ok(open.workspace.record(&last.key)?))
    }
}

/// By when they begin; without a time, by when they were made.
pub(super) fn latest_first(one: &Record, other: &Record) -> std::cmp::Ordering {
    let key = |record: &Record| (super::span(&Visit::new(&record.fields)).map(|span| span.0), record.key.id);
    key(other).cmp(&key(one))
}

/// The store orders by day; within a day the clock does.
fn sort_within_days(rows: &mut [(Option<String>, VisitRow)], descending: bool) {
    for day in rows.chunk_by_mut(|one, other| one.0 == other.0) {
        day.sort_by(|(_, one), (_, other)| {
            // Offsets differ: as texts, 11.00 in UTC would come before 10.30 in Danish time.
            let order = moment(one).cmp(&moment(other));
            if descending { order.reverse() } else { order }
        });
    }
}

fn moment(row: &VisitRow) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(row.starts_at.as_deref()?).ok()
}
