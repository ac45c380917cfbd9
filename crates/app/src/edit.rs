//! Editing: drafts while typing, changes when a field is left, lists of items, making and discarding records.

use feltmappen_domain::{
    canonical, consent, identity,
    match_check::MatchCheck,
    numbers, rank,
    record::{ALIVE, Fields, Kind, Path, RANK, Record, RecordId, RecordKey},
    rule, schema,
};
use feltmappen_store::{AccessAction, AccessEntry, Draft};
use feltmappen_sync::{Change, Commit, RecordChange, merge::guard};
use serde_json::Value;

use crate::{
    App, ErrorCode, Me, Open, Outcome,
    api::{Added, PathValue, RecordView, Saved, Scalar},
    sync::Message,
    template::refuse_frozen,
};

/// A status is a step with a guard, never a plain value.
const STATUS: &str = "status";
/// What was signed, and the paper that it was signed on.
const SIGNED: [&str; 4] = ["document_id", "scan.blob", "scan.hash", "signature"];
/// What can be done with a closed match check; to change an answer it is opened again first.
const WHEN_CLOSED: [&str; 4] = ["close", "reopen", "discard", "restore"];

impl App {
    /// Keeps what is being typed. Never refused for its content; answers when it is durable.
    pub fn save_draft(&self, key: RecordKey, path: Path, value: Scalar) -> Outcome<Saved> {
        let open = self.opened()?;
        let value = canonical::normalise(value.0).map_err(|_| ErrorCode::BadValue)?;
        refuse_step(key.kind, [&path])?;
        let now = self.now();
        // Only these can be closed to changes: nothing is read while somebody types in anything else.
        if matches!(key.kind, Kind::Template | Kind::Consent | Kind::Submittal) {
            let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
            refuse_frozen(&record)?;
            refuse_sealed(&record, [&path])?;
        }
        if !open.workspace.save_typed(&key, &path, &value, &now)? {
            return Err(ErrorCode::NotHere.into());
        }
        Ok(Saved { at: now, problem: schema::check(key.kind, &path, &value) })
    }

    /// The field was left: its draft becomes a change if its format holds, and stays a draft if not.
    pub fn leave_field(&self, key: RecordKey, path: Path) -> Outcome<RecordView> {
        let open = self.opened()?;
        let draft = open.workspace.drafts(&key)?.into_iter().find(|draft| draft.path == path);
        if let Some(draft) = draft {
            refuse_step(key.kind, [&path])?;
            let holds = schema::check(key.kind, &path, &draft.value).is_none();
            let before = open.workspace.record(&key)?.and_then(|record| record.fields.get(&path).cloned());
            if holds && before.unwrap_or_default() == schema::stored_form(key.kind, &path, draft.value.clone()) {
                // Typed and typed back: nothing to tell anybody.
                open.workspace.drop_draft(&key, &path, &self.now())?;
            } else {
                self.settle(&open, key, "edit", vec![(draft.path, draft.value)])?;
            }
        }
        self.view(&open, key)
    }

    /// Drops a draft; it stays in the draft history for 30 days.
    pub fn discard_draft(&self, key: RecordKey, path: Path) -> Outcome<RecordView> {
        let open = self.opened()?;
        if schema::spec_of(key.kind, &path).is_some() {
            open.workspace.discard_draft(&key, &path, &self.now())?;
        } else {
            // What was being written has become something else, such as a list item.
            open.workspace.drop_draft(&key, &path, &self.now())?;
        }
        self.view(&open, key)
    }

    /// Sets fields at once, as one user action.
    pub fn set_fields(&self, key: RecordKey, values: Vec<PathValue>) -> Outcome<RecordView> {
        let open = self.opened()?;
        refuse_step(key.kind, values.iter().map(|one| &one.path))?;
        self.settle(&open, key, "edit", values.into_iter().map(|one| (one.path, one.value.0)).collect())?;
        self.view(&open, key)
    }

    /// Makes a record. A company or workplace with a natural key that is known already is opened instead.
    pub fn create(&self, kind: Kind, values: Vec<PathValue>) -> Outcome<RecordView> {
        let open = self.opened()?;
        let me = open.me()?;
        // A consent and a submittal are about somebody from the first: they have steps that make them.
        if matches!(kind, Kind::Consent | Kind::Submittal) {
            return Err(ErrorCode::BadValue.into());
        }
        let fields: Fields = values.into_iter().map(|one| (one.path, one.value.0)).collect();
        let id = match natural_id(kind, me.unit, &fields) {
            Some(id) => id,
            None => self.new_id()?,
        };
        let key = RecordKey { kind, id };
        match open.workspace.record(&key)? {
            Some(record) if record.alive() => return self.view(&open, key),
            Some(_) => {
                let kept = self.kept(&open, key)?;
                if kept == key {
                    self.restore(key)?;
                    let values = fields.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
                    self.settle(&open, key, "create", values)?;
                }
                return self.view(&open, kept);
            }
            None => {}
        }
        self.make_record(&open, me, key, "create", fields)?;
        self.view(&open, key)
    }

    /// Makes a record with what follows from its first values, as one commit.
    pub(crate) fn make_record(&self, open: &Open, me: Me, key: RecordKey, action: &str, fields: Fields) -> Outcome<()> {
        let (fields, also) = self.with_defaults(open, me, key.kind, fields)?;
        let values = fields.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        let (mut good, bad) = sort_out(key.kind, values)?;
        good.push((Path::known(ALIVE), Value::Bool(true)));
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        let records = std::iter::once(changes_to(&record, good)).chain(also).collect();
        self.commit(open, me, action, records)?;
        for (path, value) in bad {
            open.workspace.save_draft(&key, me.unit, &path, &value, &self.now())?;
        }
        Ok(())
    }

    /// Adds an item at the end of a list.
    pub fn add_item(&self, key: RecordKey, list: String, values: Vec<PathValue>) -> Outcome<Added> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let items = record.fields.items(&list);
        let last = items.last().and_then(|item| item.fields.text(RANK)).map(str::to_owned);
        let id = self.new_id()?;
        let mut changes = vec![
            (item_path(&list, id, ALIVE)?, Value::Bool(true)),
            (item_path(&list, id, RANK)?, rank::between(last.as_deref(), None).into()),
        ];
        for one in values {
            changes.push((item_path(&list, id, one.path.as_str())?, one.value.0));
        }
        self.settle(&open, key, "add_item", changes)?;
        Ok(Added { id, view: self.view(&open, key)? })
    }

    /// Removes an item. Undo brings it back as it was.
    pub fn remove_item(&self, key: RecordKey, list: String, item: RecordId) -> Outcome<RecordView> {
        let open = self.opened()?;
        self.settle(&open, key, "remove_item", vec![(item_path(&list, item, ALIVE)?, Value::Bool(false))])?;
        self.view(&open, key)
    }

    /// Moves an item before another, or to the end.
    pub fn move_item(
        &self,
        key: RecordKey,
        list: String,
        item: RecordId,
        before: Option<RecordId>,
    ) -> Outcome<RecordView> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let others: Vec<_> = record.fields.items(&list).into_iter().filter(|other| other.id != item).collect();
        let place = before.and_then(|id| others.iter().position(|other| other.id == id)).unwrap_or(others.len());
        let rank_at = |index: usize| others.get(index).and_then(|other| other.fields.text(RANK)).map(str::to_owned);
        let low = place.checked_sub(1).and_then(rank_at);
        let rank = rank::between(low.as_deref(), rank_at(place).as_deref());
        self.settle(&open, key, "move_item", vec![(item_path(&list, item, RANK)?, rank.into())])?;
        self.view(&open, key)
    }

    /// Discards a record; it can be brought back for 30 days.
    pub fn discard(&self, key: RecordKey) -> Outcome<RecordView> {
        self.set_alive(key, "discard", false)
    }

    /// Brings a discarded record back.
    pub fn restore(&self, key: RecordKey) -> Outcome<RecordView> {
        self.set_alive(key, "restore", true)
    }

    fn set_alive(&self, key: RecordKey, action: &str, alive: bool) -> Outcome<RecordView> {
        let open = self.opened()?;
        if open.workspace.record(&key)?.is_some_and(|record| record.alive() == alive) {
            return self.view(&open, key);
        }
        let mut values = vec![(Path::known(ALIVE), Value::Bool(alive))];
        if key.kind == Kind::Company && alive {
            // A company that was made one with another stands for itself again.
            values.push((Path::known("alias_of"), Value::Null));
        }
        self.settle(&open, key, action, values)?;
        self.view(&open, key)
    }

    /// Makes changes of those values whose format holds, as one commit; keeps the others as drafts.
    pub(crate) fn settle(&self, open: &Open, key: RecordKey, action: &str, values: Vec<(Path, Value)>) -> Outcome<()> {
        self.settle_with(open, key, action, values, Vec::new())
    }

    /// The same, with changes of other records in the same commit.
    pub(crate) fn settle_with(
        &self,
        open: &Open,
        key: RecordKey,
        action: &str,
        values: Vec<(Path, Value)>,
        also: Vec<RecordChange>,
    ) -> Outcome<()> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        refuse_frozen(&record)?;
        let closed = key.kind == Kind::MatchCheck && MatchCheck::new(&record.fields).closed();
        if closed && !WHEN_CLOSED.contains(&action) {
            return Err(ErrorCode::Closed.into());
        }
        let me = open.me()?;
        let (mut good, bad) = sort_out(key.kind, values)?;
        let moved = |path: &Path, value: &Value| record.fields.get(path).unwrap_or(&Value::Null) != value;
        refuse_sealed(&record, good.iter().filter(|(path, value)| moved(path, value)).map(|(path, _)| path))?;
        if key.kind == Kind::Consent && good.iter().any(|(path, value)| consent::signed_for(path) && moved(path, value))
        {
            // Nobody has signed what it says now.
            let signed = SIGNED.into_iter().filter(|path| record.fields.filled(path)).map(Path::known);
            good.extend(signed.map(|path| (path, Value::Null)));
        }
        let mut after = record.fields.clone();
        for (path, value) in &good {
            after.set(path.clone(), value.clone());
        }
        if key.kind == Kind::JobOrder && after.text(STATUS) == Some("closed") && !after.filled("close_reason") {
            return Err(ErrorCode::BadValue.into());
        }
        for (path, value) in self.follows(open, key.kind, &record.fields, &after)? {
            good.retain(|(known, _)| *known != path);
            good.push((path, value));
        }
        for (path, value) in bad {
            open.workspace.save_draft(&key, me.unit, &path, &value, &self.now())?;
        }
        let own = begun_on(changes_to(&record, good), &open.workspace.drafts(&key)?);
        self.commit(open, me, action, std::iter::once(own).chain(also).collect())
    }

    /// Makes a record from values that are known to hold.
    pub(crate) fn make(
        &self,
        open: &Open,
        me: Me,
        key: RecordKey,
        action: &str,
        values: impl IntoIterator<Item = (&'static str, Value)>,
    ) -> Outcome<()> {
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        let mut fields = Fields::default();
        for (path, value) in values {
            fields.set(Path::known(path), canonical::normalise(value).map_err(|_| ErrorCode::BadValue)?);
        }
        let mut values: Vec<_> = fields.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        values.push((Path::known(ALIVE), Value::Bool(true)));
        self.commit(open, me, action, vec![changes_to(&record, values)])
    }

    /// One user action: all of it or nothing, durable when this returns.
    pub(crate) fn commit(&self, open: &Open, me: Me, action: &str, records: Vec<RecordChange>) -> Outcome<()> {
        let records: Vec<_> =
            records.into_iter().filter(|one| !one.changes.is_empty() || !one.resolves.is_empty()).collect();
        if records.is_empty() {
            return Ok(());
        }
        let keys: Vec<_> = records.iter().map(|record| record.key).collect();
        let mut named = self.with_candidates(open, &keys)?;
        named.extend(records.iter().flat_map(candidate_named).filter(|key| !keys.contains(key)));
        named.dedup();
        let access = named.iter().map(|key| AccessEntry {
            who: me.employee,
            action: AccessAction::Change,
            kind: key.kind,
            id: Some(key.id),
            why: action.to_owned(),
        });
        let mut lines = std::mem::take(&mut *open.access());
        let noted = lines.len();
        lines.extend(access);
        let commit = self.new_commit(me, action, records)?;
        if let Err(error) = open.workspace.commit_logged(&[commit], &lines) {
            lines.truncate(noted);
            open.access().splice(0..0, lines);
            return Err(error.into());
        }
        self.tell_sync(Message::Local);
        Ok(())
    }

    pub(crate) fn new_commit(&self, me: Me, action: &str, records: Vec<RecordChange>) -> Outcome<Commit> {
        Ok(Commit {
            id: self.new_id()?,
            author: me.employee,
            device_time: self.now(),
            action: action.to_owned(),
            needs: Vec::new(),
            records,
        })
    }

    /// The company itself, or the one that it was made one with, however often.
    pub(crate) fn kept(&self, open: &Open, company: RecordKey) -> Outcome<RecordKey> {
        let mut seen = vec![company];
        let mut kept = company;
        while let Some(alias) = open.workspace.record(&kept)?.and_then(|record| record.fields.id("alias_of")) {
            kept = RecordKey { id: alias, ..kept };
            if seen.contains(&kept) {
                return Ok(company);
            }
            seen.push(kept);
        }
        Ok(kept)
    }
}

/// A status, and what a step says, is never a plain value.
pub(crate) fn refuse_step<'a>(kind: Kind, paths: impl IntoIterator<Item = &'a Path>) -> Outcome<()> {
    let by_step = |path: &Path| path.as_str() == STATUS || rule::set_by_step(kind, path);
    if paths.into_iter().any(by_step) { Err(ErrorCode::BadValue.into()) } else { Ok(()) }
}

/// What is as it is for good takes no change, whichever way it comes (R11).
pub(crate) fn refuse_sealed<'a>(record: &Record, paths: impl IntoIterator<Item = &'a Path>) -> Outcome<()> {
    let sealed = |path: &Path| rule::sealed(record.key.kind, &record.fields, path);
    if paths.into_iter().any(sealed) { Err(ErrorCode::Sealed.into()) } else { Ok(()) }
}

/// The candidate that a new record says it is about.
fn candidate_named(record: &RecordChange) -> Option<RecordKey> {
    let named = record.changes.iter().find(|change| change.path.as_str() == "candidate")?;
    Some(RecordKey::new(Kind::Candidate, named.value.as_str()?.parse().ok()?))
}

/// Values whose format holds, in the form they are stored in, and those that stay drafts.
type SortedOut = (Vec<(Path, Value)>, Vec<(Path, Value)>);

fn sort_out(kind: Kind, values: Vec<(Path, Value)>) -> Outcome<SortedOut> {
    let mut good = Vec::new();
    let mut bad = Vec::new();
    for (path, value) in values {
        let value = canonical::normalise(value).map_err(|_| ErrorCode::BadValue)?;
        match schema::check(kind, &path, &value) {
            None => good.push((path.clone(), schema::stored_form(kind, &path, value))),
            Some(_) => bad.push((path, value)),
        }
    }
    Ok((good, bad))
}

/// A list item's path, from names that the window gave.
fn item_path(list: &str, item: RecordId, field: &str) -> Outcome<Path> {
    Path::new(&format!("{list}.{item}.{field}")).map_err(|_| ErrorCode::BadValue.into())
}

fn natural_id(kind: Kind, unit: RecordId, fields: &Fields) -> Option<RecordId> {
    match kind {
        Kind::Company => Some(identity::company_id(unit, &numbers::cvr::check(fields.text("cvr")?).ok()?)),
        Kind::Workplace => {
            let number = numbers::p_number::check(fields.text("p_number")?).ok()?;
            Some(identity::workplace_id(fields.id("company")?, &number))
        }
        _ => None,
    }
}

/// The changes that turn a record's fields into these values, with what their author saw and relied on; what is so already
/// is left out.
pub(crate) fn changes_to(record: &Record, values: Vec<(Path, Value)>) -> RecordChange {
    let changes = values.into_iter().filter_map(|(path, value)| {
        let base = record.fields.get(&path).cloned().unwrap_or_default();
        (base != value).then_some(Change { path, base, value })
    });
    guarded(record, changes.collect())
}

/// Changes of a record with their guards.
pub(crate) fn guarded(record: &Record, mut changes: Vec<Change>) -> RecordChange {
    changes.extend(guard(record.key.kind, &record.fields, &changes));
    RecordChange { key: record.key, home_unit: record.home_unit, changes, resolves: Vec::new() }
}

/// What was being typed when the value changed from outside says what its author had seen, not what stands there now.
fn begun_on(mut change: RecordChange, drafts: &[Draft]) -> RecordChange {
    for one in change.changes.iter_mut().filter(|one| !one.is_noop()) {
        if let Some(base) = drafts.iter().find(|draft| draft.path == one.path).and_then(|draft| draft.base.clone()) {
            one.base = base;
        }
    }
    change
}
