//! One merge: what is left of a change is carried out, is there already, or becomes a conflict.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::merge::group_of;
use feltmappen_domain::record::{ALIVE, Fields, Kind, Path, RecordId};
use feltmappen_domain::rule;
use feltmappen_domain::schema::{self, ValueType};
use serde_json::Value;
use uuid::Uuid;

use super::guard::is_rank;
use super::text::three_way;
use super::{Meta, State};
use crate::change::{is_alive_mark, same};
use crate::wire::{Conflict, ConflictReason, Sides};
use crate::{Change, RecordChange};

/// A merge under way. What is written and not dealt with yet stands in `open`. Most changes are carried out as they came, so
/// nothing is copied before it has to be.
pub(super) struct Merging<'a> {
    kind: Kind,
    record: RecordId,
    meta: &'a Meta<'a>,
    before: &'a State,
    /// What the author named: changes and guards, with what he saw.
    named: BTreeMap<&'a Path, Cow<'a, Change>>,
    open: BTreeMap<&'a Path, Cow<'a, Change>>,
    /// What was carried out, by unit.
    done: Vec<Vec<Cow<'a, Change>>>,
    fields: Fields,
    waiting: Vec<Conflict>,
    new: Vec<Conflict>,
}

impl<'a> Merging<'a> {
    pub fn new(before: &'a State, change: &'a RecordChange, meta: &'a Meta<'a>) -> Self {
        let mut waiting = before.conflicts.clone();
        waiting.retain(|conflict| !change.resolves.contains(&conflict.id));
        let mut merging = Self {
            kind: change.key.kind,
            record: change.key.id,
            meta,
            before,
            named: change.changes.iter().map(|one| (&one.path, Cow::Borrowed(one))).collect(),
            open: BTreeMap::new(),
            done: Vec::new(),
            fields: before.fields.clone(),
            waiting,
            new: Vec::new(),
        };
        merging.go_on_from_what_waits();
        let written = merging.named.iter().filter(|(_, one)| !one.is_noop());
        merging.open = written.map(|(path, one)| (*path, one.clone())).collect();
        merging
    }

    /// The author sees his own values also where they wait in a conflict. What he writes on top of them rests on what
    /// they rested on, and takes their place.
    fn go_on_from_what_waits(&mut self) {
        let kind = self.kind;
        if self.waiting.iter().all(|conflict| conflict.author != self.meta.author) {
            return;
        }
        let written: BTreeSet<&Path> =
            self.named.iter().filter(|(_, one)| !one.is_noop()).map(|(path, _)| *path).collect();
        let groups: BTreeSet<_> = written.iter().filter_map(|path| group_of(kind, path)).collect();
        for conflict in self.waiting.iter_mut().filter(|conflict| conflict.author == self.meta.author) {
            let count = conflict.sides.len();
            conflict.sides.retain(|side| {
                let in_group = group_of(kind, &side.path).is_some_and(|group| groups.contains(group));
                let own = self.named.get_mut(&side.path).filter(|one| same(&one.path, &one.base, &side.mine));
                let Some(own) = own.filter(|_| in_group || written.contains(&side.path)) else {
                    return true;
                };
                if !same(&own.path, &own.base, value_at(&self.before.fields, &own.path)) {
                    own.to_mut().base = side.base.clone();
                }
                false
            });
            let edited_deleted = conflict.reason == ConflictReason::EditedDeleted;
            let says_nothing = |side: &Sides| side.base == side.mine || edited_deleted && is_alive_mark(&side.path);
            if conflict.sides.len() < count && conflict.sides.iter().all(says_nothing) {
                conflict.sides.clear();
            }
        }
        self.waiting.retain(|conflict| !conflict.sides.is_empty());
    }

    /// Deleting against changing, for the record and for each item of a list.
    pub fn record_and_items(&mut self) {
        self.deletions(&Path::known(ALIVE), |path| path.as_str() != ALIVE);
        let items: BTreeSet<(&str, Uuid)> =
            self.open.keys().filter_map(|path| path.parse_item()).map(|(list, id, _)| (list, id)).collect();
        for (list, id) in items {
            let alive = Path::item(list, id, ALIVE);
            self.deletions(&alive.clone(), |path| {
                *path != alive && path.parse_item().is_some_and(|(other, other_id, _)| other == list && other_id == id)
            });
        }
    }

    /// `alive` is the mark, `inside` says what belongs to the thing that it marks.
    fn deletions(&mut self, alive: &Path, inside: impl Fn(&Path) -> bool) {
        let is_dead = *value_at(&self.before.fields, alive) == false;
        let saw_alive = self.named.get(alive).is_none_or(|seen| seen.base != false);
        let deletes = self.open.get(alive).is_some_and(|one| one.value == false);
        if is_dead && saw_alive && !deletes {
            let happened = self.open.keys().any(|path| rule::states_fact(self.kind, path));
            if happened && alive.as_str() == ALIVE && !rule::sealed(self.kind, &self.before.fields, alive) {
                // What has happened is nobody's to delete, whoever was first (R12).
                self.fields.set(alive, Value::Null);
                self.open.remove(alive);
            } else {
                self.edited_deleted(alive, inside);
            }
        } else if !is_dead && saw_alive && deletes {
            self.deleted_edited(alive, inside);
        }
    }

    fn edited_deleted(&mut self, alive: &Path, inside: impl Fn(&Path) -> bool) {
        let before = &self.before.fields;
        let lost =
            |one: &&Change| inside(&one.path) && !is_rank(&one.path) && one.value != *value_at(before, &one.path);
        let mut sides: Vec<Sides> = self.open.values().map(AsRef::as_ref).filter(lost).map(sides_of).collect();
        if sides.is_empty() {
            return;
        }
        for side in &sides {
            self.open.remove(&side.path);
        }
        let base = self.named.get(alive).map(|seen| seen.base.clone()).unwrap_or_default();
        sides.push(Sides { path: alive.clone(), base, mine: Value::Bool(true) });
        self.open.remove(alive);
        self.conflict(ConflictReason::EditedDeleted, sides);
    }

    fn deleted_edited(&mut self, alive: &Path, inside: impl Fn(&Path) -> bool) {
        let before = &self.before.fields;
        let paths: BTreeSet<&Path> = before.iter().map(|(path, _)| path).chain(self.named.keys().copied()).collect();
        let nothing = Value::Null;
        let moved = |path: &&&Path| {
            let seen = self.named.get(**path).map_or(&nothing, |seen| &seen.base);
            inside(path) && !is_rank(path) && !same(path, seen, value_at(before, path))
        };
        let mut sides: Vec<Sides> = paths
            .iter()
            .filter(moved)
            .map(|path| match self.named.get(*path) {
                Some(seen) => sides_of(seen),
                None => Sides { path: (*path).clone(), base: Value::Null, mine: Value::Null },
            })
            .collect();
        if sides.is_empty() {
            return;
        }
        sides.extend(self.open.get(alive).map(|one| sides_of(one)));
        for side in &sides {
            self.open.remove(&side.path);
        }
        self.conflict(ConflictReason::DeletedEdited, sides);
    }

    /// Each merge group, or else each path, by itself.
    pub fn units(&mut self) {
        let before = self.before;
        while let Some((path, change)) = self.open.pop_first() {
            let Some(group) = group_of(self.kind, path) else {
                self.single(change);
                continue;
            };
            let in_group = |other: &&Path| group_of(self.kind, other) == Some(group);
            let named = self.named.keys().copied().filter(in_group);
            let paths: BTreeSet<&Path> =
                before.fields.iter().map(|(path, _)| path).filter(in_group).chain(named).collect();
            let unit = paths.into_iter().map(|path| {
                self.open.remove(path);
                let unseen = || Cow::Owned(Change { path: path.clone(), base: Value::Null, value: Value::Null });
                self.named.get(path).cloned().unwrap_or_else(unseen)
            });
            let unit: Vec<_> = unit.collect();
            self.unit(unit);
        }
    }

    fn single(&mut self, change: Cow<'a, Change>) {
        let stands = value_at(&self.before.fields, &change.path);
        let long = schema::spec_of(self.kind, &change.path).is_some_and(|spec| spec.value == ValueType::LongText);
        let texts = (change.base.as_str(), change.value.as_str(), stands.as_str());
        if let (true, (Some(base), Some(mine), Some(theirs))) = (long, texts)
            && base != theirs
            && mine != theirs
            && let Some(merged) = three_way(base, mine, theirs).map(Value::from)
            && schema::check(self.kind, &change.path, &merged).is_none()
        {
            self.fields.set(&change.path, merged);
            self.done.push(vec![change]);
            return;
        }
        self.unit(vec![change]);
    }

    fn unit(&mut self, unit: Vec<Cow<'a, Change>>) {
        let stands = |one: &Change| value_at(&self.before.fields, &one.path);
        if unit.iter().all(|one| same(&one.path, &one.value, stands(one))) {
            return;
        }
        if unit.iter().all(|one| same(&one.path, &one.base, stands(one))) {
            for one in &unit {
                self.fields.set(&one.path, one.value.clone());
            }
            self.done.push(unit);
        } else {
            self.conflict(ConflictReason::Value, unit.iter().map(|one| sides_of(one)).collect());
        }
    }

    /// Whether the author writes something else into a field that he saw sealed. What he did not name he did not see, and a
    /// fact is never turned away: that has happened, whatever stands.
    pub fn breaks_a_seal(&self) -> bool {
        let mut seen = None;
        let saw = || self.named.values().map(|one| (one.path.clone(), one.base.clone())).collect::<Fields>();
        let written = self.open.values().filter(|one| !rule::states_fact(self.kind, &one.path));
        let mut met = written.filter(|one| self.meets_a_seal(one));
        met.any(|one| rule::sealed(self.kind, seen.get_or_insert_with(saw), &one.path))
    }

    fn meets_a_seal(&self, one: &Change) -> bool {
        let before = &self.before.fields;
        rule::sealed(self.kind, before, &one.path) && !same(&one.path, &one.value, value_at(before, &one.path))
    }

    /// Whether the author vouches for something else than what stands once his changes have been carried out.
    fn is_blind(&self, one: &Change) -> bool {
        if one.is_noop() || !rule::vouches(self.kind, &one.path) {
            return false;
        }
        rule::read_with(self.kind, &one.path).iter().any(|read| {
            let read = Path::known(read);
            let left = self.named.get(&read).map_or(&Value::Null, |named| &named.value);
            !same(&read, left, value_at(&self.fields, &read))
        })
    }

    fn take_back_where(&mut self, refused: impl Fn(&Self, &Change) -> bool) {
        let done = self.done.iter().flatten().filter(|one| refused(self, one));
        let paths: BTreeSet<Path> = done.map(|one| one.path.clone()).collect();
        self.take_back(|one| paths.contains(&one.path));
    }

    /// What was carried out must not break a rule that neither side broke.
    pub fn rules(&mut self) {
        self.take_back_where(Self::meets_a_seal);
        self.take_back_where(Self::is_blind);
        let (kind, before) = (self.kind, &self.before.fields);
        if rule::frozen(kind, before) && !rule::frozen(kind, &self.author_had(|one| &one.base)) {
            return self.take_back(|_| true);
        }
        let counts = |one: &Change| !rule::read_with(kind, &one.path).is_empty();
        if !self.done.iter().flatten().any(|one| counts(one)) {
            return;
        }
        let broken = rule::broken(kind, &self.fields);
        if broken.is_empty() {
            return;
        }
        let mine = rule::broken(kind, &self.author_had(|one| &one.value));
        let theirs = rule::broken(kind, before);
        if !broken.iter().all(|rule| mine.contains(rule) || theirs.contains(rule)) {
            self.take_back(counts);
        }
    }

    /// The record as the author saw it, or as he left it.
    fn author_had(&self, which: impl Fn(&Change) -> &Value) -> Fields {
        let mut had = self.before.fields.clone();
        for one in self.named.values() {
            had.set(&one.path, which(one).clone());
        }
        had
    }

    fn take_back(&mut self, which: impl Fn(&Change) -> bool) {
        let (back, stay): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.done).into_iter().partition(|unit| unit.iter().any(|one| which(one)));
        self.done = stay;
        for one in back.iter().flatten() {
            self.fields.set(&one.path, value_at(&self.before.fields, &one.path).clone());
        }
        let sides: Vec<Sides> = back.iter().flatten().map(|one| sides_of(one)).collect();
        if !sides.is_empty() {
            self.conflict(ConflictReason::Rule, sides);
        }
    }

    fn conflict(&mut self, reason: ConflictReason, mut sides: Vec<Sides>) {
        let before = &self.before.fields;
        sides.retain(|side| !(side.base.is_null() && side.mine.is_null() && before.get(&side.path).is_none()));
        sides.sort_by(|a, b| a.path.cmp(&b.path));
        let Some(first) = sides.first() else { return };
        let Meta { commit, author, device_time, .. } = *self.meta;
        let id = Conflict::id_of(commit, self.record, &first.path);
        self.new.push(Conflict { id, commit, author, device_time: device_time.to_owned(), reason, sides });
    }

    /// The record now, and whether a person must choose.
    pub fn finish(self) -> (State, bool) {
        let conflict = !self.new.is_empty();
        let mut conflicts = self.waiting;
        conflicts.retain(|one| self.new.iter().all(|new| new.id != one.id));
        for new in self.new {
            // The same choice is asked for once, whoever brings it.
            if conflicts.iter().all(|one| one.reason != new.reason || one.sides != new.sides) {
                conflicts.push(new);
            }
        }
        conflicts.sort_by_key(|one| one.id);
        (State { home_unit: self.before.home_unit, fields: self.fields, conflicts }, conflict)
    }
}

fn sides_of(change: &Change) -> Sides {
    Sides { path: change.path.clone(), base: change.base.clone(), mine: change.value.clone() }
}

fn value_at<'a>(fields: &'a Fields, path: &Path) -> &'a Value {
    fields.get(path).unwrap_or(&Value::Null)
}
