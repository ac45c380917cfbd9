//! A model of a device's store: what survives a crash. Every function is one transaction.

mod reading;
mod sending;

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use serde_json::Value;
use uuid::Uuid;

use super::Bug;
use super::case::asked;
use crate::engine::Start;
use crate::merge::State;
use crate::wire::{Conflict, ContentHash, Dataset, FeedId};
use crate::{Commit, RecordChange, apply, attachment, needs};

#[derive(Clone)]
pub struct Row {
    pub state: State,
    pub sequence: u64,
    pass: u64,
    hash: ContentHash,
    /// This version cannot read it: set aside.
    pub quarantined: bool,
}

#[derive(Clone, Default)]
pub struct FeedRows {
    pub cursor: u64,
    pub reread: bool,
    /// Where the last page ended that had all there was. Up to here the rows are as central's were.
    pub whole: u64,
    pass: u64,
    pub rows: BTreeMap<RecordKey, Row>,
    restored: u64,
    /// Count or hash did not agree when last compared. Survives a crash, or nobody would look again without news.
    disagrees: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    Unsent,
    Sent,
    Answered(Vec<(FeedId, u64)>),
    Rejected,
    Held,
}

#[derive(Clone)]
pub struct Journaled {
    pub commit: Commit,
    pub status: Status,
}

/// An attachment on a device.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Blob {
    pub key: RecordKey,
    pub unit: RecordId,
    pub pieces: u8,
    /// So many pieces are here.
    pub here: u8,
    /// Central has all of it.
    pub sent: bool,
}

#[derive(Clone)]
pub struct Device {
    pub author: RecordId,
    pub unit: RecordId,
    /// The feed of the unit.
    own: FeedId,
    pub version: u16,
    pub dataset: Option<Dataset>,
    pub reconciling: bool,
    pub feeds: BTreeMap<FeedId, FeedRows>,
    pub journal: Vec<Journaled>,
    aside: Vec<(FeedId, RecordKey, u64, State)>,
    pub blobs: BTreeMap<Uuid, Blob>,
    pub orphans: Vec<Vec<Commit>>,
    /// Attachments that lie sealed beside the orphans.
    pub orphaned_blobs: BTreeSet<Uuid>,
    sealing_key: Option<String>,
    pub bug: Option<Bug>,
    /// What the user has deleted since he last said yes.
    pub deleted: BTreeSet<RecordKey>,
    /// Cursor of the unit's feed when the first edit of a commit was made.
    pub seen: BTreeMap<Uuid, u64>,
    pub complaints: Vec<String>,
}

impl Device {
    pub fn new(author: RecordId, unit: RecordId, version: u16, bug: Option<Bug>) -> Self {
        Self {
            author,
            unit,
            own: FeedId::unit(unit),
            version,
            dataset: None,
            reconciling: false,
            feeds: BTreeMap::new(),
            journal: Vec::new(),
            aside: Vec::new(),
            blobs: BTreeMap::new(),
            orphans: Vec::new(),
            orphaned_blobs: BTreeSet::new(),
            sealing_key: None,
            bug,
            deleted: BTreeSet::new(),
            seen: BTreeMap::new(),
            complaints: Vec::new(),
        }
    }

    pub fn start(&mut self) -> Start {
        let disagree: Vec<FeedId> =
            self.feeds.iter().filter(|(_, feed)| feed.disagrees).map(|(id, _)| id.clone()).collect();
        for id in disagree {
            self.begin_reread(&id);
        }
        Start {
            dataset: self.dataset,
            reconciling: self.reconciling,
            feeds: self.feeds.iter().map(|(id, feed)| (id.clone(), feed.cursor, feed.reread)).collect(),
            awaited: self.awaited(),
            unsent: self.unsent(),
            waiting: self.waiting(),
            orphans: self.orphans.len() as u64,
            wanted: self.wanted(),
            sealing_key: self.sealing_key.clone(),
        }
    }

    fn awaited(&self) -> Vec<FeedId> {
        let landed = self.journal.iter().filter_map(|one| match &one.status {
            Status::Answered(feeds) => Some(feeds),
            _ => None,
        });
        landed.flatten().map(|(feed, _)| feed.clone()).collect()
    }

    pub fn unsent(&self) -> u64 {
        self.sendable().count() as u64 + self.unsent_blobs().len() as u64
    }

    fn sendable(&self) -> impl Iterator<Item = &Journaled> {
        self.journal.iter().filter(|one| matches!(one.status, Status::Unsent | Status::Sent))
    }

    /// Attachments that central does not have and that commits wait for.
    fn unsent_blobs(&self) -> BTreeSet<Uuid> {
        let unsent = |id: &Uuid| self.blobs.get(id).is_some_and(|blob| blob.here == blob.pieces && !blob.sent);
        self.sendable().flat_map(|one| one.commit.attachments()).filter(unsent).collect()
    }

    /// The attachment that goes next, when no commit can.
    pub fn next_blob(&self) -> Option<Uuid> {
        self.unsent_blobs().first().copied()
    }

    pub fn wanted(&self) -> u64 {
        self.blobs.values().filter(|blob| blob.here < blob.pieces).count() as u64
    }

    /// The attachment that is fetched next.
    pub fn next_wanted(&self) -> Option<Uuid> {
        self.blobs.iter().find(|(_, blob)| blob.here < blob.pieces).map(|(id, _)| *id)
    }

    /// The user wants to look at attachments that are not here.
    pub fn want(&mut self, key: RecordKey) {
        let fields = self.view(key);
        for id in fields.iter().filter_map(|(path, value)| attachment(path, value)) {
            let wanted = Blob { key, unit: self.unit, pieces: 3, here: 0, sent: true };
            self.blobs.entry(id).or_insert(wanted);
        }
    }

    /// One more piece is here; without central's there is nothing to be had.
    pub fn piece_came(&mut self, id: Uuid, given: bool) {
        match self.blobs.get_mut(&id) {
            Some(blob) if given && blob.here < blob.pieces => blob.here += 1,
            Some(blob) if !given && blob.here < blob.pieces => {
                self.blobs.remove(&id);
            }
            _ => {}
        }
    }

    pub fn waiting(&self) -> u64 {
        self.journal.iter().filter(|one| matches!(one.status, Status::Rejected | Status::Held)).count() as u64
    }

    pub fn remember_key(&mut self, key: &str) {
        self.sealing_key = Some(key.to_owned());
    }

    /// The user works for another unit from now on.
    pub fn work_for(&mut self, unit: RecordId) {
        self.unit = unit;
        self.own = FeedId::unit(unit);
    }

    pub fn own_feed(&self) -> FeedId {
        self.own.clone()
    }

    /// What is confirmed about a record of the own unit.
    pub fn confirmed(&self, key: RecordKey) -> Option<&Row> {
        self.feeds.get(&self.own)?.rows.get(&key).filter(|row| !row.quarantined)
    }

    /// What the user sees: confirmed, with the own commits over it.
    pub fn view(&self, key: RecordKey) -> Fields {
        let mut fields = self.confirmed(key).map(|row| row.state.fields.clone()).unwrap_or_default();
        let laid =
            self.journal.iter().flat_map(|one| one.commit.records.iter().map(move |record| (&one.status, record)));
        let laid: Vec<(&Status, &RecordChange)> = laid.filter(|(_, record)| record.key == key).collect();
        // A permit that was refused is none, whatever offers it once more.
        let rejected = laid.iter().filter(|(status, _)| **status == Status::Rejected);
        let mut refused: Vec<&Value> = rejected.filter_map(|(_, record)| asked(record)).collect();
        if self.bug == Some(Bug::RefusedPermitShown) {
            refused.clear();
        }
        for (_, record) in laid {
            if !asked(record).is_some_and(|permit| refused.contains(&permit)) {
                apply(&mut fields, &record.changes);
            }
        }
        fields
    }

    /// The records of the own unit that the user can open.
    pub fn records(&self) -> Vec<RecordKey> {
        let confirmed = self.feeds.get(&self.own).into_iter().flat_map(|feed| &feed.rows);
        let mut keys: BTreeSet<RecordKey> =
            confirmed.filter(|(_, row)| !row.quarantined).map(|(key, _)| *key).collect();
        let quarantined = |key: &RecordKey| {
            self.feeds.get(&self.own).and_then(|feed| feed.rows.get(key)).is_some_and(|row| row.quarantined)
        };
        let journaled = self.journal.iter().flat_map(|one| &one.commit.records);
        keys.extend(
            journaled.filter(|one| one.home_unit == self.unit).map(|one| one.key).filter(|key| !quarantined(key)),
        );
        keys.into_iter().collect()
    }

    pub fn open_conflicts(&self) -> Vec<(RecordKey, Conflict)> {
        let decided: BTreeSet<Uuid> =
            self.journal.iter().flat_map(|one| &one.commit.records).flat_map(|one| one.resolves.clone()).collect();
        // While own values are laid over the record the user does not see what stands at central.
        let laid_over: BTreeSet<RecordKey> =
            self.journal.iter().flat_map(|one| &one.commit.records).map(|one| one.key).collect();
        let rows =
            self.feeds.get(&self.own).into_iter().flat_map(|feed| &feed.rows).filter(|(_, row)| !row.quarantined);
        rows.flat_map(|(key, row)| row.state.conflicts.iter().map(|one| (*key, one.clone())))
            .filter(|(key, one)| !decided.contains(&one.id) && !laid_over.contains(key))
            .collect()
    }

    pub fn save(&mut self, commit: Commit) {
        let touches = |one: &&Journaled| {
            one.commit.records.iter().any(|mine| commit.records.iter().any(|record| record.key == mine.key))
        };
        let cursor = self.feeds.get(&self.own).map_or(0, |feed| feed.whole);
        let earlier = self.journal.iter().filter(touches).filter_map(|one| self.seen.get(&one.commit.id)).min();
        let seen = earlier.copied().unwrap_or(cursor).min(cursor);
        self.seen.insert(commit.id, seen);
        if commit.action == "delete" {
            self.deleted.extend(commit.records.iter().map(|record| record.key));
        }
        self.journal.push(Journaled { commit, status: Status::Unsent });
        self.hold();
    }

    /// What rests on something rejected is not sent before the user has decided about that.
    fn hold(&mut self) {
        let mut waiting: Vec<Commit> = Vec::new();
        for one in &mut self.journal {
            let rests = match one.status {
                Status::Rejected | Status::Held => true,
                Status::Sent => one.commit.needs.iter().any(|need| waiting.iter().any(|wait| wait.id == *need)),
                Status::Unsent => !needs(&one.commit.records, &waiting).is_empty(),
                Status::Answered(_) => false,
            };
            if rests {
                if one.status != Status::Rejected {
                    one.status = Status::Held;
                }
                waiting.push(one.commit.clone());
            }
        }
    }

    /// A fault of the disk: a confirmed record is gone.
    pub fn rot(&mut self, nth: usize) -> bool {
        let own = self.own_feed();
        let Some(feed) = self.feeds.get_mut(&own).filter(|feed| !feed.rows.is_empty()) else { return false };
        let key = feed.rows.keys().nth(nth % feed.rows.len()).copied();
        key.is_some_and(|key| feed.rows.remove(&key).is_some())
    }

    /// The app has been replaced by a newer one, which can read what was set aside.
    pub fn upgrade(&mut self) {
        self.version = 2;
        let aside: Vec<FeedId> = self
            .feeds
            .iter()
            .filter(|(_, feed)| feed.rows.values().any(|row| row.quarantined))
            .map(|(id, _)| id.clone())
            .collect();
        for id in aside {
            self.begin_reread(&id);
        }
    }
}
