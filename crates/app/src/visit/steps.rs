//! The steps of a visit. Closing is never blocked (R51); what has happened is not undone by cancelling.

use feltmappen_domain::{
    record::{Kind, Path, RecordKey},
    visit::{Visit, VisitStatus},
};
use serde_json::Value;

use crate::{App, ErrorCode, Outcome, api::RecordView};

impl App {
    /// The visit begins.
    pub fn begin_visit(&self, key: RecordKey) -> Outcome<RecordView> {
        self.step(key, "begin", &[VisitStatus::Planned], |_| VisitStatus::Held)
    }

    /// The visit is over, also when nobody pressed begin.
    pub fn close_visit(&self, key: RecordKey) -> Outcome<RecordView> {
        self.step(key, "close", &[VisitStatus::Planned, VisitStatus::Held], |_| VisitStatus::Closed)
    }

    /// A closed or cancelled visit goes on where it was.
    pub fn reopen_visit(&self, key: RecordKey) -> Outcome<RecordView> {
        self.step(key, "reopen", &[VisitStatus::Closed, VisitStatus::Cancelled], |visit| match visit.started_at() {
            Some(_) => VisitStatus::Held,
            None => VisitStatus::Planned,
        })
    }

    /// The visit does not take place.
    pub fn cancel_visit(&self, key: RecordKey) -> Outcome<RecordView> {
        self.step(key, "cancel", &[VisitStatus::Planned, VisitStatus::Held], |_| VisitStatus::Cancelled)
    }

    /// One step; pressing twice is pressing once.
    fn step(
        &self,
        key: RecordKey,
        action: &str,
        from: &[VisitStatus],
        to: impl Fn(&Visit<'_>) -> VisitStatus,
    ) -> Outcome<RecordView> {
        let open = self.opened()?;
        if key.kind != Kind::Visit {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let visit = Visit::new(&record.fields);
        let status = to(&visit);
        if visit.status() == status {
            return self.view(&open, key);
        }
        if !from.contains(&visit.status()) {
            return Err(ErrorCode::WrongStep.into());
        }
        let now = Value::from(self.now());
        let mut values = vec![(Path::known("status"), status.as_str().into())];
        match status {
            VisitStatus::Held if visit.started_at().is_none() => values.push((Path::known("started_at"), now)),
            VisitStatus::Closed => values.push((Path::known("closed_at"), now)),
            _ => {}
        }
        if visit.closed_at().is_some() && status != VisitStatus::Closed {
            values.push((Path::known("closed_at"), Value::Null));
        }
        self.settle(&open, key, action, values)?;
        self.view(&open, key)
    }
}
