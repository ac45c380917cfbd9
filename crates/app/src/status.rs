//! A job order's steps: draft → open → inactive or closed, and back. Each step has its guard (R16, R17, R21, R22).

use feltmappen_domain::{
    order::{self, ReadyContext, Status},
    record::{Fields, Kind, Path, RecordKey},
    schema,
};
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{PathValue, StatusOutcome},
};

impl App {
    /// Changes a job order's status if nothing stands in the way; `values` (a reason, a date) are part of the step.
    pub fn set_status(&self, key: RecordKey, status: String, values: Vec<PathValue>) -> Outcome<StatusOutcome> {
        let open = self.opened()?;
        let target = Status::from_code(&status).ok_or(ErrorCode::BadValue)?;
        if key.kind != Kind::JobOrder {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let mut changes: Vec<(Path, Value)> = values.into_iter().map(|one| (one.path, one.value.0)).collect();
        if changes.iter().any(|(path, value)| schema::check(key.kind, path, value).is_some()) {
            return Err(ErrorCode::BadValue.into());
        }
        // Reopening leaves no stale reason or date beside the status; the history keeps both (R22).
        for path in ["close_reason", "close_note", "inactive_until"].map(Path::known) {
            if !changes.iter().any(|(known, _)| *known == path) {
                changes.push((path, Value::Null));
            }
        }
        changes.push((Path::known("status"), status.into()));
        let mut after = record.fields.clone();
        for (path, value) in &changes {
            after.set(path.clone(), value.clone());
        }
        let missing = order::status_problems(&after, target, &self.ready_context(&open, &after)?);
        if missing.is_empty() {
            let also = self.new_alignment(&open, &record, &after)?;
            self.settle_with(&open, key, "status", changes, also)?;
        }
        Ok(StatusOutcome { done: missing.is_empty(), missing, view: self.view(&open, key)? })
    }

    /// What the rules need to know of other records.
    pub(crate) fn ready_context(&self, open: &Open, fields: &Fields) -> Outcome<ReadyContext> {
        let lookup = |path, kind| {
            fields.id(path).map(|id| open.workspace.record(&RecordKey { kind, id })).transpose().map(Option::flatten)
        };
        let coordinator = lookup("coordinator", Kind::Employee)?;
        let workplace = lookup("workplace", Kind::Workplace)?;
        Ok(ReadyContext {
            coordinator_unit: coordinator.and_then(|employee| employee.fields.id("unit")),
            workplace_known: workplace.is_some_and(|workplace| workplace.alive()),
        })
    }
}
