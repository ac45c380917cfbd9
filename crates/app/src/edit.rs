//! Editing: drafts while typing, changes when a field is left, lists of items, making and discarding records.

use feltmappen_domain::{
    canonical, identity, numbers, order, rank,
    record::{ALIVE, Fields, Kind, Path, RANK, Record, RecordId, RecordKey},
    schema,
};
use feltmappen_store::{AccessAction, AccessEntry};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::Value;

use crate::{
    App, ErrorCode, Me, Open, Outcome,
    api::{Added, PathValue, RecordView, Saved, Scalar},
};

impl App {
    /// Keeps what is being typed. Never refused for its content; answers when it is durable.
    pub fn save_draft(&self, key: RecordKey, path: Path, value: Scalar) -> Outcome<Saved> {
        let open = self.opened()?;
        let value = canonical::normalise(value.0).map_err(|_| ErrorCode::BadValue)?;
        let now = self.now();
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
        if values.iter().any(|one| one.path.as_str() == "status") {
            // A status is a step with a guard, never a plain value.
            return Err(ErrorCode::BadValue.into());
        }
        self.settle(&open, key, "edit", values.into_iter().map(|one| (one.path, one.value.0)).collect())?;
        self.view(&open, key)
    }

    /// Makes a record. A company or workplace with a natural key that is known already is opened instead.
    pub fn create(&self, kind: Kind, values: Vec<PathValue>) -> Outcome<RecordView> {
        let open = self.opened()?;
        let me = open.me()?;
        let mut fields: Fields = values.into_iter().map(|one| (one.path, one.value.0)).collect();
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
        if kind == Kind::JobOrder {
            for (path, value) in [("status", "draft"), ("sharing", "internal"), ("received_at", &*self.now())] {
                if fields.text(path).is_none() {
                    fields.set(Path::known(path), value.into());
                }
            }
            for (path, value) in self.order_defaults(&open, &Fields::new(), &fields)? {
                fields.set(path, value);
            }
        }
        let values = fields.iter().map(|(path, value)| (path.clone(), value.clone())).collect();
        self.settle_new(&open, me, key, values)?;
        self.view(&open, key)
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
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let me = open.me()?;
        let (mut good, bad) = sort_out(key.kind, values)?;
        if key.kind == Kind::JobOrder {
            let mut after = record.fields.clone();
            for (path, value) in &good {
                after.set(path.clone(), value.clone());
            }
            let closed = after.text("status") == Some("closed");
            if closed && !after.filled("close_reason") {
                return Err(ErrorCode::BadValue.into());
            }
            for (path, value) in self.order_defaults(open, &record.fields, &after)? {
                good.retain(|(known, _)| *known != path);
                good.push((path, value));
            }
        }
        for (path, value) in bad {
            open.workspace.save_draft(&key, me.unit, &path, &value, &self.now())?;
        }
        self.commit(open, me, action, vec![changes_to(&record, good)])
    }

    fn settle_new(&self, open: &Open, me: Me, key: RecordKey, values: Vec<(Path, Value)>) -> Outcome<()> {
        let (mut good, bad) = sort_out(key.kind, values)?;
        good.push((Path::known(ALIVE), Value::Bool(true)));
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        self.commit(open, me, "create", vec![changes_to(&record, good)])?;
        for (path, value) in bad {
            open.workspace.save_draft(&key, me.unit, &path, &value, &self.now())?;
        }
        Ok(())
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
        let records: Vec<_> = records.into_iter().filter(|record| !record.changes.is_empty()).collect();
        if records.is_empty() {
            return Ok(());
        }
        let access = records.iter().map(|record| AccessEntry {
            who: me.employee,
            action: AccessAction::Change,
            kind: record.key.kind,
            id: Some(record.key.id),
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

    /// What follows from choosing a company or workplace: its only workplace, its main contact, and the unit that is
    /// responsible by the workplace's kommune (R18). Never replaces what somebody has chosen.
    fn order_defaults(&self, open: &Open, before: &Fields, after: &Fields) -> Outcome<Vec<(Path, Value)>> {
        let mut values = Vec::new();
        let mut workplace = after.id("workplace");
        if let Some(company) = after.id("company").filter(|company| before.id("company") != Some(*company)) {
            let workplaces = open.workspace.children(company, Kind::Workplace)?;
            if let ([only], None) = (&workplaces[..], workplace) {
                workplace = Some(only.key.id);
                values.push((Path::known("workplace"), only.key.id.to_string().into()));
            }
            let contacts = open.workspace.children(company, Kind::Contact)?;
            let only = contacts.first().filter(|_| contacts.len() == 1);
            let main = contacts.iter().find(|one| one.fields.flag("main") == Some(true)).or(only);
            if let (Some(main), None) = (main, after.id("contact")) {
                values.push((Path::known("contact"), main.key.id.to_string().into()));
            }
        }
        if workplace != before.id("workplace") {
            let units = open.workspace.all(Kind::Unit)?;
            let unit_of = |workplace: Option<RecordId>| -> Outcome<Option<RecordId>> {
                let Some(id) = workplace else { return Ok(None) };
                let place = open.workspace.record(&RecordKey::new(Kind::Workplace, id))?;
                Ok(place.and_then(|place| order::default_responsible_unit(&place.fields, &units)))
            };
            let chosen = after.id("responsible_unit");
            // The unit follows the workplace as long as nobody has chosen another.
            if chosen.is_none() || chosen == unit_of(before.id("workplace"))? {
                let unit = unit_of(workplace)?.filter(|unit| chosen != Some(*unit));
                values.extend(unit.map(|unit| (Path::known("responsible_unit"), unit.to_string().into())));
            }
        }
        Ok(values)
    }
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

/// The changes that turn a record's fields into these values; what is so already is left out.
pub(crate) fn changes_to(record: &Record, values: Vec<(Path, Value)>) -> RecordChange {
    let changes = values.into_iter().filter_map(|(path, value)| {
        let base = record.fields.get(&path).cloned().unwrap_or_default();
        (base != value).then_some(Change { path, base, value })
    });
    RecordChange { key: record.key, home_unit: record.home_unit, changes: changes.collect() }
}
