//! What must hold: nothing that was called saved is gone unseen, nothing is there twice, nobody is asked without need,
//! and in the end all devices are equal to central.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::merge::group_of;
use feltmappen_domain::record::{Path, RecordKey};
use serde_json::Value;
use uuid::Uuid;

use super::case::{asked, is_moment};
use super::central::Central;
use super::device::Status;
use super::world::World;
use crate::engine::SyncState;
use crate::merge::State;
use crate::wire::{Conflict, ConflictReason, FeedId};
use crate::{Change, Commit, RecordChange, attachment};

/// What users wrote and what they have seen.
#[derive(Default)]
pub struct Log {
    written: BTreeMap<String, RecordKey>,
    /// Seen by a person, who then wrote something else or decided.
    seen: BTreeSet<String>,
}

/// The words that users made, moments, and the names of attachments: each of them is made once.
fn words(value: &Value) -> impl Iterator<Item = &str> {
    let text = value.as_str().unwrap_or_default();
    let written = |word: &str| word.len() > 1 && word.starts_with('w') && word[1..].bytes().all(|b| b.is_ascii_digit());
    text.split_whitespace().filter(move |word| written(word) || word.starts_with("blob:") || is_moment(word))
}

impl Log {
    pub fn wrote(&mut self, commit: &Commit) {
        for record in &commit.records {
            for change in record.changes.iter().filter(|change| !change.is_noop()) {
                for word in words(&change.value) {
                    self.written.entry(word.to_owned()).or_insert(record.key);
                }
                self.seen.extend(
                    words(&change.base).filter(|word| words(&change.value).all(|new| new != *word)).map(str::to_owned),
                );
            }
        }
    }

    pub fn saw(&mut self, conflict: &Conflict) {
        self.seen.extend(conflict.sides.iter().flat_map(|side| words(&side.mine)).map(str::to_owned));
    }

    pub fn gave_up(&mut self, commit: &Commit) {
        self.seen.extend(all_words(commit));
    }
}

fn all_words(commit: &Commit) -> impl Iterator<Item = String> + '_ {
    let changes = commit.records.iter().flat_map(|record| &record.changes);
    changes.flat_map(|change| words(&change.value).map(str::to_owned))
}

fn words_of(state: &State, into: &mut BTreeSet<String>) {
    let sides = state.conflicts.iter().flat_map(|conflict| &conflict.sides).map(|side| &side.mine);
    let values = state.fields.iter().map(|(_, value)| value);
    into.extend(values.chain(sides).flat_map(words).map(str::to_owned));
}

impl World {
    /// What is wrong in the end; nothing when all is well.
    pub(super) fn judge(&self) -> Result<(), String> {
        self.complaints()?;
        self.nothing_is_gone()?;
        self.nothing_is_there_twice()?;
        self.what_is_named_is_whole()?;
        (0..self.peers.len()).try_for_each(|at| self.is_equal(at).and_then(|()| self.no_refused_permit_is_shown(at)))
    }

    /// Whoever was refused a permit is not told that he has it (R1, R6), unless central has given the same one since: after a
    /// restore several devices offer it.
    fn no_refused_permit_is_shown(&self, at: usize) -> Result<(), String> {
        let disk = &self.peers[at].disk;
        let refused = disk.journal.iter().filter(|one| one.status == Status::Rejected);
        for record in refused.flat_map(|one| &one.commit.records) {
            let given = self.central.data.records.get(&record.key).and_then(|state| state.fields.get("permit.at"));
            let shown = |permit: &Value| disk.view(record.key).get("permit.at") == Some(permit);
            if asked(record).is_some_and(|permit| shown(permit) && given != Some(permit)) {
                return Err(format!("device {at} shows a permit of {:?} that was refused", record.key));
            }
        }
        Ok(())
    }

    pub(super) fn complaints(&self) -> Result<(), String> {
        let of_devices = self.peers.iter().flat_map(|peer| &peer.disk.complaints);
        match self.central.complaints.iter().chain(of_devices).chain(&self.complaints).next() {
            Some(complaint) => Err(complaint.clone()),
            None => Ok(()),
        }
    }

    fn nothing_is_gone(&self) -> Result<(), String> {
        let mut there = BTreeSet::new();
        for state in self.central.data.records.values() {
            words_of(state, &mut there);
        }
        there.extend(self.central.orphans.iter().flat_map(all_words));
        for one in self.peers.iter().flat_map(|peer| &peer.disk.journal) {
            if matches!(one.status, Status::Rejected | Status::Held) {
                there.extend(all_words(&one.commit));
            }
        }
        let lost = self.log.written.iter().find(|(word, key)| {
            !there.contains(*word) && !self.log.seen.contains(*word) && !self.central.purged.contains_key(key)
        });
        match lost {
            Some((word, key)) => Err(format!("{word} of {key:?} is gone, and nobody has seen it go")),
            None => Ok(()),
        }
    }

    /// Central has every attachment that a value names, and what was handed in sealed brings its own.
    fn what_is_named_is_whole(&self) -> Result<(), String> {
        for (key, state) in &self.central.data.records {
            let written = state.conflicts.iter().flat_map(|one| &one.sides).filter(|side| side.base != side.mine);
            let sides = written.map(|side| (&side.path, &side.mine));
            let mut named = state.fields.iter().chain(sides).filter_map(|(path, value)| attachment(path, value));
            if let Some(id) = named.find(|id| !self.central.has(state.home_unit, *id)) {
                return Err(format!("{key:?} names the attachment {id}, and central does not have it"));
            }
        }
        // Whoever handed it in before may have left for another unit since, and everybody with him.
        let whole = |id: &Uuid| self.central.orphaned_blobs.contains(id) || self.central.has_somewhere(*id);
        let records = self.central.orphans.iter().flat_map(|commit| &commit.records);
        let kept = records.filter(|record| !self.central.purged.contains_key(&record.key));
        let mut named = kept.flat_map(|record| &record.changes).filter_map(Change::attachment);
        match named.find(|id| !whole(id)) {
            Some(id) => Err(format!("the attachment {id} was not handed in with what names it")),
            None => Ok(()),
        }
    }

    fn nothing_is_there_twice(&self) -> Result<(), String> {
        for (key, state) in &self.central.data.records {
            for (path, value) in &state.fields {
                let mut met = BTreeSet::new();
                if let Some(word) = words(value).find(|word| !met.insert(*word)) {
                    return Err(format!("{word} stands twice in {path} of {key:?}"));
                }
            }
        }
        Ok(())
    }

    fn is_equal(&self, at: usize) -> Result<(), String> {
        let peer = &self.peers[at];
        for feed in Central::readable(self.asker(at)) {
            let state = self.central.state_of(&feed);
            let Some(rows) = peer.disk.feeds.get(&feed) else {
                return Err(format!("device {at} does not follow {feed}"));
            };
            if rows.cursor != state.sequence || rows.reread || rows.rows.len() as u64 != state.count {
                return Err(format!("device {at} has read {feed} to {} of {}", rows.cursor, state.sequence));
            }
            for (key, row) in &rows.rows {
                if self.central.data.records.get(key) != Some(&row.state) {
                    return Err(format!("device {at} has another {key:?} than central in {feed}"));
                }
            }
        }
        let disk = &peer.disk;
        if disk.unsent() > 0 || !disk.orphans.is_empty() || disk.feeds.len() != 2 {
            return Err(format!("device {at} has not sent all it has"));
        }
        if disk.journal.iter().any(|one| matches!(one.status, Status::Answered(_))) {
            return Err(format!("device {at} still lays over what has been read back"));
        }
        if disk.wanted() > 0 {
            return Err(format!("device {at} has not fetched what is wanted"));
        }
        match (peer.engine.state(), disk.waiting()) {
            (SyncState::AllSent, 0) | (SyncState::Waiting { .. }, 1..) => Ok(()),
            (state, waiting) => Err(format!("device {at} says {state:?} with {waiting} waiting")),
        }
    }

    /// A person is asked only about what somebody else did meanwhile.
    pub(super) fn no_false_conflict(&mut self, at: usize, commit: &Commit) {
        // What a restored central lacks may have been written again by two.
        if self.central.dataset.generation > 0 {
            return;
        }
        let seen = self.peers[at].disk.seen.get(&commit.id).copied().unwrap_or_default();
        for record in &commit.records {
            let Some(state) = self.central.data.records.get(&record.key) else { continue };
            for conflict in state.conflicts.iter().filter(|one| one.commit == commit.id) {
                self.counts.met(match conflict.reason {
                    ConflictReason::Value => "conflict value",
                    ConflictReason::EditedDeleted => "conflict edited_deleted",
                    ConflictReason::DeletedEdited => "conflict deleted_edited",
                    ConflictReason::Rule => "conflict rule",
                });
                if !self.peers[at].saw_less && !self.foreign(at, record, conflict, seen) {
                    let paths: Vec<&Path> = conflict.sides.iter().map(|side| &side.path).collect();
                    self.complaints.push(format!(
                        "{:?} asks about {paths:?} of {:?}, where nobody else was",
                        commit.id, record.key
                    ));
                }
            }
        }
    }

    fn foreign(&self, at: usize, record: &RecordChange, conflict: &Conflict, seen: u64) -> bool {
        let touches = |path: &str| {
            conflict.sides.iter().any(|side| {
                let group = group_of(record.key.kind, &side.path);
                side.path.as_str() == path
                    || conflict.reason != ConflictReason::Value
                    || group.is_some() && Path::new(path).is_ok_and(|path| group_of(record.key.kind, &path) == group)
            })
        };
        self.central.writers.iter().any(|((key, path), writers)| {
            *key == record.key
                && touches(path)
                && writers.iter().any(|(device, sequence)| *device != at && *sequence > seen)
        })
    }

    /// The feeds of a device that have moved, for the event stream.
    pub(super) fn numbers(&self, at: usize) -> Vec<(FeedId, u64)> {
        let feeds = Central::readable(self.asker(at));
        feeds.into_iter().map(|feed| (feed.clone(), self.central.state_of(&feed).sequence)).collect()
    }
}
