//! What was promised (D35, R55).

use feltmappen_domain::{
    record::{Kind, Record, RecordId, RecordKey},
    visit::{Promise, Visit},
};
use feltmappen_store::{AccessAction, ListQuery, Sort};

use crate::{
    App, Open, Outcome,
    api::{Named, PromiseQuery, PromiseView},
};

/// A page never holds more promises.
const LARGEST_PAGE: u32 = 200;

impl App {
    /// What was promised, what is due first at the top; what is kept comes last.
    pub fn promises(&self, query: PromiseQuery) -> Outcome<Vec<PromiseView>> {
        let open = self.opened()?;
        let me = if query.mine { Some(open.me()?.employee) } else { None };
        let limit = query.limit.min(LARGEST_PAGE);
        let mut records = match query.company {
            Some(company) => open.workspace.children(company, Kind::Promise)?,
            None => {
                let open_ones = ListQuery {
                    status: query.open_only.then(|| "open".to_owned()),
                    owner: me,
                    sort: Sort::Deadline,
                    limit: limit.into(),
                    ..ListQuery::new(Kind::Promise)
                };
                let keys: Vec<RecordKey> = open.workspace.page(&open_ones)?.rows.iter().map(|row| row.key).collect();
                open.workspace.records(&keys)?
            }
        };
        records.retain(|record| {
            let promise = Promise::new(&record.fields);
            !(query.open_only && promise.done()) && me.is_none_or(|me| promise.owner() == Some(me))
        });
        sort(&mut records);
        records.truncate(limit as usize);
        let views = self.promise_views(&open, &records)?;
        self.log(&open, AccessAction::Read, &keys(&views), "promises");
        Ok(views)
    }

    /// My promises that are late or due within so many days.
    pub(crate) fn due_promises(&self, open: &Open, days: u32, most: usize) -> Outcome<Vec<PromiseView>> {
        let query = ListQuery {
            status: Some("open".to_owned()),
            owner: Some(open.me()?.employee),
            deadline_before: Some(self.day_in(days.saturating_add(1))),
            sort: Sort::Deadline,
            limit: most as u64,
            ..ListQuery::new(Kind::Promise)
        };
        let keys: Vec<RecordKey> = open.workspace.page(&query)?.rows.iter().map(|row| row.key).collect();
        self.promise_views(open, &open.workspace.records(&keys)?)
    }

    /// What a company was promised, what is not kept first.
    pub(crate) fn promises_of(&self, open: &Open, company: RecordId) -> Outcome<Vec<PromiseView>> {
        let mut records = open.workspace.children(company, Kind::Promise)?;
        sort(&mut records);
        self.promise_views(open, &records)
    }

    pub(super) fn promises_of_visit(&self, open: &Open, id: RecordId, visit: &Visit<'_>) -> Outcome<Vec<PromiseView>> {
        let records = self.made_at(open, Kind::Promise, id, visit)?;
        self.promise_views(open, &records)
    }

    fn promise_views(&self, open: &Open, records: &[Record]) -> Outcome<Vec<PromiseView>> {
        records.iter().map(|record| self.promise_view(open, record)).collect()
    }

    fn promise_view(&self, open: &Open, record: &Record) -> Outcome<PromiseView> {
        let promise = Promise::new(&record.fields);
        let named = |kind, id: Option<RecordId>| -> Outcome<Option<Named>> {
            let Some(id) = id else { return Ok(None) };
            let record = open.workspace.record(&RecordKey::new(kind, id))?;
            record.map(|record| self.describe(open, &record)).transpose()
        };
        let owner = match promise.owner() {
            Some(owner) => self.name_of(open, Kind::Employee, owner)?,
            None => String::new(),
        };
        Ok(PromiseView {
            key: record.key,
            promise_type: promise.promise_type().unwrap_or("agreement").to_owned(),
            text: promise.text().unwrap_or_default().to_owned(),
            due: promise.due().map(str::to_owned),
            owner,
            done_at: promise.done_at().map(str::to_owned),
            late: !promise.done() && promise.due().is_some_and(|due| *due < *self.danish_day()),
            question: promise.question(),
            quote: promise.quote().map(str::to_owned),
            visit: named(Kind::Visit, promise.visit())?,
            company: named(Kind::Company, promise.company())?,
            order: named(Kind::JobOrder, promise.job_order())?,
        })
    }
}

/// The promises shown, for the access log.
pub(crate) fn keys(views: &[PromiseView]) -> Vec<RecordKey> {
    views.iter().map(|view| view.key).collect()
}

/// What is not kept by when it is due, then what is kept, the latest first.
fn sort(records: &mut [Record]) {
    records.sort_by_cached_key(|record| {
        let promise = Promise::new(&record.fields);
        let kept = promise.done_at().map(|day| std::cmp::Reverse(day.to_owned()));
        (kept.is_some(), kept, promise.due().is_none(), promise.due().map(str::to_owned), record.key.id)
    });
}
