//! *Klar til i morgen*: is everything for tomorrow's visits on this computer? Nothing that is here is ever thrown out to
//! make room, so what is here today is here tomorrow.

use chrono::Days;
use feltmappen_domain::record::{Kind, Record, RecordKey};
use feltmappen_store as store;

use crate::{
    App, Open, Outcome,
    api::{ReadyVisit, Tomorrow},
    lists::number,
};

/// More visits than fit into a day.
const MANY: u64 = 200;

impl App {
    /// Looks at each of tomorrow's visits and what belongs to it.
    pub fn tomorrow(&self) -> Outcome<Tomorrow> {
        let open = self.opened()?;
        let today = self.danish_now().date_naive();
        let day = today.checked_add_days(Days::new(1)).unwrap_or(today).format("%Y-%m-%d").to_string();
        let mut visits = Vec::new();
        let (mut orders, mut promises) = (0, 0);
        for visit in self.visits_on(&open, &day)? {
            visits.push(ReadyVisit { visit: self.describe(&open, &visit)?, missing: self.missing(&open, &visit)? });
            if let Some(company) = visit.fields.id("company") {
                orders += open.workspace.children(company, Kind::JobOrder)?.len() as u64;
                promises += open.workspace.children(company, Kind::Promise)?.len() as u64;
            }
        }
        let complete = match open.workspace.central()? {
            Some(_) => Some(open.workspace.has_everything()?),
            None => None,
        };
        Ok(Tomorrow { day, visits, orders: number(orders), promises: number(promises), complete })
    }

    fn visits_on(&self, open: &Open, day: &str) -> Outcome<Vec<Record>> {
        let query = store::ListQuery {
            deadline_before: Some(day.to_owned()),
            sort: store::Sort::Deadline,
            descending: true,
            limit: MANY,
            owner: open.identity().map(|me| me.employee),
            ..store::ListQuery::new(Kind::Visit)
        };
        let keys: Vec<RecordKey> = open.workspace.page(&query)?.rows.iter().map(|row| row.key).collect();
        let records = open.workspace.records(&keys)?.into_iter();
        let on_the_day = records.filter(|visit| visit.fields.text("starts_at").is_some_and(|at| at.starts_with(day)));
        Ok(on_the_day.filter(|visit| visit.fields.text("status") != Some("cancelled")).collect())
    }

    /// What a visit names and this computer does not have.
    fn missing(&self, open: &Open, visit: &Record) -> Outcome<Vec<String>> {
        let mut missing = Vec::new();
        let single = [
            ("company", Kind::Company, "virksomheden"),
            ("workplace", Kind::Workplace, "arbejdsstedet"),
            ("guide", Kind::Template, "samtaleguiden"),
        ];
        for (path, kind, words) in single {
            let named = visit.fields.id(path);
            if let Some(id) = named
                && open.workspace.record(&RecordKey { kind, id })?.is_none()
            {
                missing.push(words.to_owned());
            }
        }
        let contacts = visit.fields.items("contacts").into_iter().filter_map(|item| item.fields.id("contact"));
        for id in contacts {
            if open.workspace.record(&RecordKey { kind: Kind::Contact, id })?.is_none() {
                missing.push("en kontaktperson".to_owned());
            }
        }
        missing.dedup();
        Ok(missing)
    }
}
