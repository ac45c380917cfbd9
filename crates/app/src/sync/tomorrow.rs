//! *Klar til i morgen*: is everything for the visits of today and tomorrow on this computer? Nothing that is here is ever
//! thrown out to make room, so what is here today is here tomorrow. Attachments, which are not fetched unasked, are fetched
//! now.

use feltmappen_domain::record::{Kind, Record, RecordKey};
use feltmappen_store as store;

use super::fetched::FETCHED;
use crate::{
    App, Open, Outcome,
    api::{ReadyVisit, Tomorrow},
    lists::number,
};

/// More visits than fit into a day.
const MANY: u64 = 200;

impl App {
    /// Looks at each visit of today and tomorrow, and at what belongs to it.
    pub fn tomorrow(&self) -> Outcome<Tomorrow> {
        let open = self.opened()?;
        let day = self.day_in(1);
        let mut visits = Vec::new();
        for (on, after) in [(self.danish_day(), day.clone()), (day.clone(), self.day_in(2))] {
            for visit in self.visits_on(&open, &on, &after)? {
                visits.push(self.ready(&open, &visit, on == day)?);
            }
        }
        let central = open.workspace.central()?;
        let complete = central.map(|_| open.workspace.has_everything()).transpose()?;
        let fetched_at = open.workspace.setting(FETCHED)?.as_ref().and_then(|at| at.as_str()).map(str::to_owned);
        Ok(Tomorrow { day, visits, complete, fetched_at })
    }

    /// What of one visit is here, and what is not.
    fn ready(&self, open: &Open, visit: &Record, tomorrow: bool) -> Outcome<ReadyVisit> {
        let mut ready = ReadyVisit {
            visit: self.describe(open, visit)?,
            tomorrow,
            earlier: 0,
            orders: 0,
            promises: 0,
            missing: self.missing(open, visit)?,
        };
        let mut belongs = vec![visit.clone()];
        if let Some(company) = visit.fields.id("company") {
            let of = |kind| open.workspace.children(company, kind);
            let (visits, orders, promises) = (of(Kind::Visit)?, of(Kind::JobOrder)?, of(Kind::Promise)?);
            ready.earlier = number(visits.len() as u64).saturating_sub(1);
            ready.orders = number(orders.len() as u64);
            ready.promises = number(promises.len() as u64);
            belongs.extend(open.workspace.record(&RecordKey { kind: Kind::Company, id: company })?);
            belongs.extend(visits.into_iter().chain(orders).chain(promises));
            belongs.extend(of(Kind::Contact)?);
        }
        match self.fetch_attachments(open, &belongs)? {
            0 => {}
            1 => ready.missing.push("et bilag".to_owned()),
            several => ready.missing.push(format!("{several} bilag")),
        }
        Ok(ready)
    }

    /// My visits on a day, as they follow each other.
    fn visits_on(&self, open: &Open, day: &str, after: &str) -> Outcome<Vec<Record>> {
        let query = store::ListQuery {
            deadline_before: Some(after.to_owned()),
            sort: store::Sort::Deadline,
            descending: true,
            limit: MANY,
            owner: open.identity().map(|me| me.employee),
            ..store::ListQuery::new(Kind::Visit)
        };
        let keys: Vec<RecordKey> = open.workspace.page(&query)?.rows.iter().map(|row| row.key).collect();
        let records = open.workspace.records(&keys)?.into_iter();
        let held = |visit: &Record| visit.fields.text("status") != Some("cancelled");
        let on_the_day = |visit: &Record| visit.fields.text("starts_at").is_some_and(|at| at.starts_with(day));
        let mut visits: Vec<Record> = records.filter(|visit| on_the_day(visit) && held(visit)).collect();
        visits.sort_by(|one, other| one.fields.text("starts_at").cmp(&other.fields.text("starts_at")));
        Ok(visits)
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
        let several = [
            ("contacts", "contact", Kind::Contact, "en kontaktperson"),
            ("colleagues", "employee", Kind::Employee, "en kollega"),
        ];
        for (list, path, kind, words) in several {
            for id in visit.fields.items(list).into_iter().filter_map(|item| item.fields.id(path)) {
                if open.workspace.record(&RecordKey { kind, id })?.is_none() {
                    missing.push(words.to_owned());
                }
            }
        }
        missing.dedup();
        Ok(missing)
    }
}
