//! What two people have changed differently: both sides side by side, and the choice of the one who knows the field.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::{
    canonical,
    record::{ALIVE, Kind, Path, Record, RecordId, RecordKey},
    rule, schema,
};
use feltmappen_store::{ConflictEntry, SyncCounts};
use feltmappen_sync::{
    Change, same,
    wire::{ConflictReason, Sides},
};
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{ConflictField, ConflictView, RecordView, Side, SideChoice, Whose},
    edit::guarded,
    labels,
    sync::Message,
};

/// So much of a record's history is looked through for who changed it.
const LATEST: usize = 500;

impl App {
    /// Open conflicts, one for each record and author.
    pub(crate) fn conflict_views(&self, open: &Open) -> Outcome<Vec<ConflictView>> {
        let mut open_ones: BTreeMap<(RecordKey, RecordId), Vec<ConflictEntry>> = BTreeMap::new();
        for entry in open.workspace.conflicts()? {
            open_ones.entry((entry.key, entry.conflict.author)).or_default().push(entry);
        }
        let views = open_ones.into_iter();
        views.map(|((key, author), entries)| self.conflict_view(open, key, author, &entries)).collect()
    }

    /// What waits for this user: conflicts by record and author, refused changes, and one for all that cannot be read.
    pub(crate) fn waiting_for_me(open: &Open, counts: &SyncCounts) -> Outcome<u64> {
        let mut open_ones: BTreeSet<(RecordKey, RecordId)> = BTreeSet::new();
        if counts.conflicts > 0 {
            open_ones.extend(open.workspace.conflicts()?.into_iter().map(|one| (one.key, one.conflict.author)));
        }
        Ok(open_ones.len() as u64 + counts.rejected + u64::from(counts.quarantined > 0))
    }

    fn conflict_view(
        &self,
        open: &Open,
        key: RecordKey,
        author: RecordId,
        entries: &[ConflictEntry],
    ) -> Outcome<ConflictView> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let current = |side: &Sides| record.fields.get(&side.path).cloned().unwrap_or_default();
        let mine = entries.iter().map(|one| &one.conflict).max_by(|a, b| a.device_time.cmp(&b.device_time));
        // Who made the value that stands: the latest change that ended in it, and not the one that lost to it. One's own work
        // may have lost to oneself on another computer; of others' only the author tells the two apart.
        let history = open.workspace.history(Some(key), LATEST)?;
        let sides = entries.iter().flat_map(|one| &one.conflict.sides);
        let theirs = history.iter().find(|one| {
            let ended_in = |side: &&Sides| side.path == one.path && current(side) == one.after;
            let cannot_have_lost =
                |side: &Sides| one.author != author || !one.outside && !same(&side.path, &side.mine, &one.after);
            !one.undone && sides.clone().filter(ended_in).any(cannot_have_lost)
        });
        let stands = theirs.map(|entry| entry.author);
        let mut fields = Vec::new();
        for one in entries {
            let mut field = ConflictField {
                id: one.conflict.id,
                label: String::new(),
                look: crate::api::ValueLook::Text,
                base: String::new(),
                theirs: String::new(),
                mine: String::new(),
                writable: false,
                sealed: one.conflict.sides.iter().any(|side| only_stands(&record, &side.path)),
            };
            // What only means something together is chosen together; what is the same on all sides says nothing.
            let sides = &one.conflict.sides;
            let differing: Vec<&Sides> =
                sides.iter().filter(|side| !same(&side.path, &side.mine, &current(side)) || sides.len() == 1).collect();
            let differing = if differing.is_empty() { sides.iter().collect() } else { differing };
            let several = differing.len() > 1;
            for side in &differing {
                let label = conflict_label(key.kind, &side.path);
                if field.label.is_empty() {
                    field.label.clone_from(&label);
                    field.look = if several { crate::api::ValueLook::Text } else { labels::look(key.kind, &side.path) };
                    field.writable = !several && !field.sealed && writable(key.kind, &side.path);
                }
                let values =
                    [(&mut field.base, &side.base), (&mut field.theirs, &current(side)), (&mut field.mine, &side.mine)];
                for (text, value) in values {
                    let words = self.conflict_text(open, key, &side.path, value)?;
                    if several {
                        let line = format!("{label}: {}", if words.is_empty() { "–" } else { &words });
                        *text = if text.is_empty() { line } else { format!("{text}\n{line}") };
                    } else {
                        *text = words;
                    }
                }
            }
            fields.push(field);
        }
        Ok(ConflictView {
            record: self.describe(open, &record)?,
            theirs: self.whose(open, stands)?,
            theirs_at: theirs.map(|entry| entry.at.clone()),
            mine: self.whose(open, Some(author))?,
            mine_at: mine.map(|conflict| conflict.device_time.clone()).unwrap_or_default(),
            author,
            one_person: stands == Some(author),
            fields,
        })
    }

    fn whose(&self, open: &Open, author: Option<RecordId>) -> Outcome<Whose> {
        if author.is_some() && author == open.identity().map(|me| me.employee) {
            return Ok(Whose::Me);
        }
        let name = author.map(|author| self.name_of(open, Kind::Employee, author)).transpose()?;
        Ok(Whose::Colleague { name: name.unwrap_or_default() })
    }

    fn conflict_text(&self, open: &Open, key: RecordKey, path: &Path, value: &Value) -> Outcome<String> {
        Ok(match (path.as_str().ends_with(ALIVE), value) {
            (true, Value::Bool(false)) => "Kasseret".to_owned(),
            (true, _) => "Beholdt".to_owned(),
            (false, value) => self.value_text(open, key, path, value)?,
        })
    }

    /// Decides some of a record's conflicts; the others go on waiting. What has been sealed meanwhile stays as it
    /// stands, and what rests on what its author saw is done again by its step (R11).
    pub fn decide(&self, key: RecordKey, choices: Vec<SideChoice>) -> Outcome<RecordView> {
        let open = self.opened()?;
        let me = open.me()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let mut changes: Vec<Change> = Vec::new();
        let mut resolves = Vec::new();
        let entries: Vec<_> = open.workspace.conflicts()?.into_iter().filter(|one| one.key == key).collect();
        for choice in choices {
            let entry = entries.iter().find(|one| one.conflict.id == choice.conflict);
            let conflict = &entry.ok_or(ErrorCode::DecidedMeanwhile)?.conflict;
            // A deletion names all that its author saw; what he only saw is not written back.
            let only_seen = |side: &&Sides| conflict.reason == ConflictReason::DeletedEdited && side.base == side.mine;
            for side in conflict.sides.iter().filter(|side| !only_seen(side)) {
                let current = record.fields.get(&side.path).cloned().unwrap_or_default();
                let value = match choice.side {
                    Side::Base => side.base.clone(),
                    Side::Theirs => current.clone(),
                    Side::Mine => side.mine.clone(),
                    // An own text is for the one field of several that is to be chosen.
                    Side::Own if conflict.sides.len() > 1 && same(&side.path, &side.mine, &current) => current.clone(),
                    Side::Own => own(key.kind, side, choice.text.as_deref())?,
                };
                if !same(&side.path, &value, &current) && !changes.iter().any(|change| change.path == side.path) {
                    changes.push(Change { path: side.path.clone(), base: current, value });
                }
            }
            resolves.push(conflict.id);
        }
        if changes.iter().any(|change| only_stands(&record, &change.path)) {
            return Err(ErrorCode::Sealed.into());
        }
        let mut change = guarded(&record, changes);
        change.resolves = resolves;
        self.commit(&open, me, "decide", vec![change])?;
        self.tell_sync(Message::Decided);
        self.view(&open, key)
    }
}

/// Whether nothing but what stands can be chosen: it is sealed, or what was written rests on what its author saw, and has to be
/// done again by its step. A consent would else be finalised on papers that say something else (R11).
fn only_stands(record: &Record, path: &Path) -> bool {
    rule::sealed(record.key.kind, &record.fields, path) || rule::vouches(record.key.kind, path)
}

/// An own text for a field of one value.
fn own(kind: Kind, side: &Sides, text: Option<&str>) -> Outcome<Value> {
    let text = text.ok_or(ErrorCode::BadValue)?;
    let value = if text.is_empty() { Value::Null } else { Value::from(text) };
    let value = canonical::normalise(value).map_err(|_| ErrorCode::BadValue)?;
    if !writable(kind, &side.path) || schema::check(kind, &side.path, &value).is_some() {
        return Err(ErrorCode::BadValue.into());
    }
    Ok(schema::stored_form(kind, &side.path, value))
}

/// Whether a field holds free text.
pub(crate) fn writable(kind: Kind, path: &Path) -> bool {
    use schema::ValueType;
    let value = schema::spec_of(kind, path).map(|spec| spec.value);
    matches!(value, Some(ValueType::Text | ValueType::LongText)) && !rule::set_by_step(kind, path)
}

fn conflict_label(kind: Kind, path: &Path) -> String {
    if path.as_str() == ALIVE { "Hele posten".to_owned() } else { labels::label(kind, path) }
}
