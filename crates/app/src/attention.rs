//! What waits for the user's decision, and what can still be brought back.

use feltmappen_domain::{
    record::{Kind, Path},
    schema,
};
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Attention, Discarded, DiscardedDraft, RecordView, WaitingDraft},
    edit::refuse_sealed,
    labels,
    lists::number,
    sync::Driver,
    template::refuse_frozen,
};

/// So much of a typed value is shown.
const SHOWN: usize = 200;

impl App {
    /// What waits for a decision, and what was discarded within 30 days.
    pub fn attention(&self) -> Outcome<Attention> {
        let open = self.opened()?;
        let discarded = open.workspace.discarded()?;
        let discarded = discarded.into_iter().map(|(key, at)| Ok(Discarded { record: self.named(&open, &key)?, at }));
        let (refused, dropped) = self.refused(&open)?;
        let asks = self.driver().as_ref().map(Driver::asks).unwrap_or_default();
        Ok(Attention {
            conflicts: self.conflict_views(&open)?,
            refused,
            unreadable: Self::unreadable(&open)?,
            deletions: number(asks.deletions.unwrap_or_default()),
            too_old: asks.too_old,
            dropped,
            drafts: self.waiting_drafts(&open)?,
            duplicates: self.duplicates(&open)?,
            discarded: discarded.collect::<Outcome<_>>()?,
            discarded_drafts: self.discarded_drafts(&open)?,
        })
    }

    /// Makes a discarded draft the field's value again, or its draft where the format does not hold.
    pub fn restore_draft(&self, id: i64) -> Outcome<RecordView> {
        let open = self.opened()?;
        let left = open.workspace.restore_draft(id, &self.now())?.ok_or(ErrorCode::NotHere)?;
        let record = open.workspace.record(&left.key)?.ok_or(ErrorCode::NotHere)?;
        if let Err(frozen) = refuse_frozen(&record).and_then(|()| refuse_sealed(&record, [&left.draft.path])) {
            open.workspace.drop_draft(&left.key, &left.draft.path, &self.now())?;
            return Err(frozen);
        }
        self.leave_field(left.key, left.draft.path)
    }

    /// Discarded drafts that say something else than the record says now.
    fn discarded_drafts(&self, open: &Open) -> Outcome<Vec<DiscardedDraft>> {
        let mut discarded = Vec::new();
        for left in open.workspace.discarded_drafts()? {
            let Some(record) = open.workspace.record(&left.key)? else { continue };
            let known = schema::spec_of(left.key.kind, &left.draft.path).is_some() && refuse_frozen(&record).is_ok();
            if known && !left.draft.value.is_null() && record.fields.get(&left.draft.path) != Some(&left.draft.value) {
                discarded.push(DiscardedDraft {
                    id: left.id,
                    record: self.describe(open, &record)?,
                    label: labels::label(left.key.kind, &left.draft.path),
                    value: shown(left.key.kind, &left.draft.path, &left.draft.value),
                    at: left.left_at,
                });
            }
        }
        Ok(discarded)
    }

    /// Drafts whose format does not hold: kept here, and not to be sent as they stand.
    pub(crate) fn waiting_drafts(&self, open: &Open) -> Outcome<Vec<WaitingDraft>> {
        let mut waiting = Vec::new();
        for (key, draft) in open.workspace.all_drafts()? {
            let Some(problem) = schema::check(key.kind, &draft.path, &draft.value) else { continue };
            waiting.push(WaitingDraft {
                record: match self.named(open, &key) {
                    Ok(record) => record,
                    Err(_) => continue,
                },
                path: draft.path.as_str().to_owned(),
                label: labels::label(key.kind, &draft.path),
                value: shown(key.kind, &draft.path, &draft.value),
                message: problem.message.into_owned(),
            });
        }
        Ok(waiting)
    }
}

/// A value as text, cut to what fits in a list; a CPR number masked, whole or not (R75).
fn shown(kind: Kind, path: &Path, value: &Value) -> String {
    match value {
        Value::String(text) if labels::is_cpr(kind, path) => labels::words(kind, path, text),
        Value::String(text) => text.chars().take(SHOWN).collect(),
        other => other.to_string(),
    }
}
