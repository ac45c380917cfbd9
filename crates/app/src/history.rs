//! The changes of the last 30 days, and undoing them. An undo is a new change; nothing is ever rewritten.

use feltmappen_domain::{
    guide::{Guide, Use},
    merge,
    record::{ALIVE, Kind, Path, RANK, RecordKey},
};
use feltmappen_store::{AccessAction, AccessEntry, HistoryEntry, Undoable};
use feltmappen_sync::{Change, RecordChange, makes, same};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{HistoryRow, Undone},
    edit::{guarded, refuse_sealed},
    labels,
    sync::Message,
    template::refuse_frozen,
};

/// So many changes are shown at once.
const ROWS: usize = 500;
/// A record's whole history: what an undo looks through, and a proof tells.
pub(crate) const WHOLE: usize = 100_000;
/// Records made in bulk are discarded one by one; who I am is changed, not undone.
const KEPT: [&str; 3] = ["import", "seed", "introduce"];

impl App {
    /// The changes of the last 30 days, the latest first, of one record or of all.
    pub fn history(&self, key: Option<RecordKey>) -> Outcome<Vec<HistoryRow>> {
        let open = self.opened()?;
        let entries = open.workspace.history(key, ROWS)?;
        entries.into_iter().filter(shown).map(|entry| self.history_row(&open, entry)).collect()
    }

    /// Undoes my last user action, whatever fields it touched. Asks if one of them has changed since.
    pub fn undo(&self) -> Outcome<Undone> {
        let open = self.opened()?;
        match open.workspace.last_undoable(open.me()?.employee, &self.now())? {
            Some(action) => self.undo_action(&open, action, false),
            None => Ok(Undone::Nothing),
        }
    }

    /// Undoes the action of one change; with `force` also where a field has changed since.
    pub fn undo_change(&self, action: Uuid, force: bool) -> Outcome<Undone> {
        let open = self.opened()?;
        match open.workspace.undoable(action, &self.now())? {
            Some(action) => self.undo_action(&open, action, force),
            None => Ok(Undone::Nothing),
        }
    }

    fn undo_action(&self, open: &Open, action: Undoable, force: bool) -> Outcome<Undone> {
        if KEPT.contains(&&*action.action) {
            return Ok(Undone::Nothing);
        }
        let mut records: Vec<RecordChange> = Vec::new();
        for done in &action.records {
            let record = open.workspace.record(&done.key)?.ok_or(ErrorCode::NotHere)?;
            match refuse_frozen(&record) {
                Err(frozen) if action.records.len() == 1 => return Err(frozen),
                // A template that was taken into use along with something else stays in use.
                Err(_) => continue,
                Ok(()) => {}
            }
            refuse_sealed(&record, done.changes.iter().filter(|change| !change.is_noop()).map(|change| &change.path))?;
            let entries = open.workspace.history(Some(done.key), WHOLE)?;
            let last = entries.iter().filter(|one| one.commit == action.commit).map(|one| one.id).max();
            let mut changes = Vec::new();
            for change in &done.changes {
                let current = record.fields.get(&change.path).cloned().unwrap_or_default();
                // What never was is gone again, not alive for want of a mark.
                let made = makes(&change.path, &change.base, &change.value);
                let before = if made { Value::Bool(false) } else { change.base.clone() };
                let is = |value: &Value| same(&change.path, &current, value);
                let group = merge::group_of(done.key.kind, &change.path);
                let moved = |one: &&HistoryEntry| {
                    Some(one.id) > last
                        && !one.undone
                        && one.action != "undo"
                        && group.is_some()
                        && merge::group_of(done.key.kind, &one.path) == group
                };
                let asked = if !is(&change.value) && !is(&before) {
                    entries.iter().find(|one| one.commit == action.commit && one.path == change.path)
                } else {
                    entries.iter().find(moved)
                };
                if let (Some(asked), false) = (asked, force) {
                    return Ok(Undone::Ask { change: self.history_row(open, asked.clone())? });
                }
                if !is(&before) {
                    changes.push(Change { path: change.path.clone(), base: current, value: before });
                }
            }
            records.push(guarded(&record, changes));
        }
        let Some(key) = records.first().map(|record| record.key) else { return Ok(Undone::Nothing) };
        let what = action.records.first().and_then(|record| record.changes.last().map(|change| (record.key, change)));
        let what = what.map(|(key, change)| name(key.kind, change)).unwrap_or_default();
        records.retain(|record| !record.changes.is_empty());
        let me = open.me()?;
        let access = records.iter().map(|record| AccessEntry {
            who: me.employee,
            action: AccessAction::Change,
            kind: record.key.kind,
            id: Some(record.key.id),
            why: "undo".to_owned(),
        });
        let access: Vec<_> = access.collect();
        open.workspace.commit_undo(&self.new_commit(me, "undo", records)?, action.commit, &access)?;
        self.tell_sync(Message::Local);
        Ok(Undone::Done { what, view: Box::new(self.view(open, key)?) })
    }

    pub(crate) fn history_row(&self, open: &Open, entry: HistoryEntry) -> Outcome<HistoryRow> {
        let record = open.workspace.record(&entry.key)?.ok_or(ErrorCode::NotHere)?;
        let change = Change { path: entry.path.clone(), base: entry.before.clone(), value: entry.after.clone() };
        Ok(HistoryRow {
            id: entry.id,
            action: entry.commit,
            who: self.name_of(open, Kind::Employee, entry.author)?,
            what: name(entry.key.kind, &change),
            before: self.as_text(open, &entry, &entry.before)?,
            after: self.as_text(open, &entry, &entry.after)?,
            look: labels::look(entry.key.kind, &entry.path),
            record: self.describe(open, &record)?,
            outside: entry.outside,
            at: entry.at,
        })
    }

    /// What a question, a choice or a part says in the template that a record uses, or is.
    fn item_words(&self, open: &Open, key: RecordKey, id: &str) -> Outcome<String> {
        let (path, template_use) = match key.kind {
            Kind::MatchCheck => ("template", Use::MatchCheck),
            Kind::Conversation => ("guide", Use::Conversation),
            _ => ("guide", Use::Visit),
        };
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let fields = match (key.kind, record.fields.id("visit")) {
            (Kind::Promise, Some(visit)) => open.workspace.record(&RecordKey::new(Kind::Visit, visit))?,
            _ => None,
        };
        let fields = fields.map_or(record.fields, |visit| visit.fields);
        let guide = match key.kind {
            Kind::Template => Guide::new(&fields),
            _ => self.in_use(open, &fields, path, template_use)?.guide.clone(),
        };
        let id = id.parse().unwrap_or_default();
        let part = guide.part(id).map(|part| part.title.clone());
        let question = guide.question(id).map(|(_, question)| question.text.clone());
        let mut choices = guide.questions().flat_map(|(_, question)| &question.choices);
        let choice = choices.find(|choice| choice.id == id).map(|choice| choice.label.clone());
        Ok(question.or(choice).or(part).unwrap_or_default())
    }

    /// A value as a person reads it: names for references, words for codes.
    pub(crate) fn as_text(&self, open: &Open, entry: &HistoryEntry, value: &Value) -> Outcome<String> {
        self.value_text(open, entry.key, &entry.path, value)
    }

    /// A value of a field as a person reads it.
    pub(crate) fn value_text(&self, open: &Open, key: RecordKey, path: &Path, value: &Value) -> Outcome<String> {
        if let (Some(kind), Some(id)) = (labels::reference(key.kind, path), value.as_str()) {
            return id.parse().map_or(Ok(String::new()), |id| self.name_of(open, kind, id));
        }
        if let (true, Some(id)) = (labels::points_at_item(key.kind, path), value.as_str()) {
            return self.item_words(open, key, id);
        }
        Ok(match value {
            Value::Null => String::new(),
            Value::Bool(true) => "ja".to_owned(),
            Value::Bool(false) => "nej".to_owned(),
            Value::String(text) => labels::words(key.kind, path, text),
            other => other.to_string(),
        })
    }
}

/// Ranks and the making of items say nothing to a reader.
pub(crate) fn shown(entry: &HistoryEntry) -> bool {
    !makes(&entry.path, &entry.before, &entry.after) && !entry.path.as_str().ends_with(RANK)
}

/// The field's label, or what was done in words.
pub(crate) fn name(kind: Kind, change: &Change) -> String {
    let gone = change.value == Value::Bool(false);
    match (change.path.as_str() == ALIVE, change.path.as_str().ends_with(ALIVE)) {
        (true, _) if gone => "Kasseret".to_owned(),
        (true, _) => "Hentet frem".to_owned(),
        (false, true) if gone => format!("{} fjernet", labels::label(kind, &change.path)),
        _ => labels::label(kind, &change.path),
    }
}
