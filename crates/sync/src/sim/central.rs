//! A model of central: feeds, numbers, outcomes, backups.

mod pieces;
mod push;

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::{RecordId, RecordKey};
use uuid::Uuid;

use super::{Bug, Counts};
use crate::engine::Failure;
use crate::merge::State;
use crate::wire::{ContentHash, Dataset, Entry, EntryState, FeedId, FeedState, Feeds, Page};
use crate::{Commit, Outcome};

/// The feed that records are shared to.
pub const SHARED: &str = "community:00000000-0000-0000-0000-00000000c0c0";
/// A field that only the newer version of the app can read.
pub const NEWER: &str = "newer_only";

#[derive(Clone, Default)]
pub struct FeedData {
    pub sequence: u64,
    entries: BTreeMap<u64, RecordKey>,
    at: BTreeMap<RecordKey, u64>,
    hashes: BTreeMap<RecordKey, ContentHash>,
    sum: ContentHash,
}

/// The payload's hash, the outcome and where it landed.
type Known = ([u8; 32], Outcome, Vec<(FeedId, u64)>);

#[derive(Clone, Default)]
pub struct Data {
    pub records: BTreeMap<RecordKey, State>,
    pub feeds: BTreeMap<FeedId, FeedData>,
    commits: BTreeMap<Uuid, Known>,
    shared: BTreeSet<RecordKey>,
    /// Attachments, in the unit of whoever handed them in.
    blobs: BTreeMap<(RecordId, Uuid), Stored>,
}

/// An attachment as far as it has come.
#[derive(Clone, Copy)]
struct Stored {
    key: RecordKey,
    pieces: u8,
    stored: u8,
}

/// Who wrote a field last, by device, with the number in the unit's feed.
pub type Writers = BTreeMap<(RecordKey, String), BTreeMap<usize, u64>>;

pub struct Central {
    pub data: Data,
    pub dataset: Dataset,
    /// What has been erased by law, with its unit. Outlives every restore.
    pub purged: BTreeMap<RecordKey, RecordId>,
    restored: BTreeMap<FeedId, u64>,
    backup: Option<Data>,
    pub orphans: Vec<Commit>,
    /// Attachments that lie in what was handed in sealed.
    pub orphaned_blobs: BTreeSet<Uuid>,
    pub oldest: u16,
    pub writers: Writers,
    pub bug: Option<Bug>,
    pub complaints: Vec<String>,
    /// What has been carried out since the world last looked.
    pub counts: Counts,
}

/// What a node has read of the records that a push is about. Others may write before the node does; what it writes must
/// rest on what stands then, as the locks of a database see to.
pub type Reading = BTreeMap<RecordKey, Option<State>>;

/// Who asks.
#[derive(Clone, Copy)]
pub struct Asker {
    pub device: usize,
    pub unit: RecordId,
    pub version: u16,
    pub revoked: bool,
}

impl Central {
    pub fn new(bug: Option<Bug>) -> Self {
        Self {
            data: Data::default(),
            dataset: Dataset { id: Uuid::from_u128(0xce), generation: 0 },
            purged: BTreeMap::new(),
            restored: BTreeMap::new(),
            backup: None,
            orphans: Vec::new(),
            orphaned_blobs: BTreeSet::new(),
            oldest: 1,
            writers: Writers::new(),
            bug,
            complaints: Vec::new(),
            counts: Counts::default(),
        }
    }

    pub fn readable(asker: Asker) -> [FeedId; 2] {
        [FeedId::new(SHARED).unwrap_or_else(|_| FeedId::unit(asker.unit)), FeedId::unit(asker.unit)]
    }

    fn admit(&self, asker: Asker) -> Result<(), Failure> {
        if asker.revoked {
            Err(Failure::Revoked)
        } else if asker.version < self.oldest {
            Err(Failure::TooOld)
        } else {
            Ok(())
        }
    }

    pub fn state_of(&self, feed: &FeedId) -> FeedState {
        let data = self.data.feeds.get(feed);
        FeedState {
            feed: feed.clone(),
            sequence: data.map_or(0, |data| data.sequence),
            count: data.map_or(0, |data| data.hashes.len() as u64),
            hash: data.map_or(ContentHash::EMPTY, |data| data.sum),
            restored: self.restored.get(feed).copied().unwrap_or_default(),
        }
    }

    pub fn feeds(&self, asker: Asker) -> Result<Feeds, Failure> {
        self.admit(asker)?;
        let feeds = Self::readable(asker).iter().map(|feed| self.state_of(feed)).collect();
        Ok(Feeds { protocol: 2, oldest: self.oldest, dataset: self.dataset, feeds, sealing_key: "key".to_owned() })
    }

    pub fn page(&self, asker: Asker, feed: &FeedId, after: u64, limit: usize) -> Result<Page, Failure> {
        self.admit(asker)?;
        if !Self::readable(asker).contains(feed) {
            return Err(Failure::Server { retry_after: None });
        }
        let state = self.state_of(feed);
        let mut entries = Vec::new();
        let mut until = after;
        let mut more = false;
        let empty = FeedData::default();
        let data = self.data.feeds.get(feed).unwrap_or(&empty);
        let skip = usize::from(self.bug == Some(Bug::PageSkipsRow) && after > 0);
        for (sequence, key) in data.entries.range(after + 1..).skip(skip) {
            if entries.len() == limit {
                more = true;
                break;
            }
            until = *sequence;
            entries.push(self.entry(feed, *sequence, *key));
        }
        let complete = (!more).then(|| state.clone());
        let until = if more { until } else { state.sequence.max(after) };
        Ok(Page { dataset: self.dataset, feed: feed.clone(), entries, until, complete })
    }

    fn entry(&self, feed: &FeedId, sequence: u64, key: RecordKey) -> Entry {
        let present = self.data.feeds.get(feed).is_some_and(|data| data.hashes.contains_key(&key));
        let record = self.data.records.get(&key);
        let (home_unit, state) = match (self.purged.get(&key), record) {
            (Some(unit), _) => (*unit, EntryState::Purged),
            (None, Some(state)) if present => {
                let (fields, conflicts) = (state.fields.clone(), state.conflicts.clone());
                (state.home_unit, EntryState::Present { fields, conflicts, by: None, at: None })
            }
            (None, record) => (record.map_or(Uuid::nil(), |state| state.home_unit), EntryState::Retracted),
        };
        Entry { sequence, key, home_unit, state }
    }

    /// Gives a record its newest number in a feed.
    fn put(&mut self, feed: &FeedId, key: RecordKey, present: bool) -> u64 {
        let hash = self.data.records.get(&key).filter(|_| present);
        let hash = hash.map(|state| ContentHash::of(key, state.home_unit, &state.fields, &state.conflicts));
        let data = self.data.feeds.entry(feed.clone()).or_default();
        data.sequence += 1;
        if let Some(old) = data.at.insert(key, data.sequence) {
            data.entries.remove(&old);
        }
        data.entries.insert(data.sequence, key);
        if let Some(old) = data.hashes.remove(&key) {
            data.sum = data.sum.minus(old);
        }
        if let Some(hash) = hash {
            data.sum = data.sum.plus(hash);
            data.hashes.insert(key, hash);
        }
        data.sequence
    }

    fn shared_feed() -> FeedId {
        FeedId::new(SHARED).unwrap_or_else(|_| FeedId::unit(Uuid::nil()))
    }

    fn landed(&self, key: RecordKey, unit: RecordId) -> Vec<(FeedId, u64)> {
        let feeds = [FeedId::unit(unit), Self::shared_feed()];
        let at = |feed: &FeedId| self.data.feeds.get(feed).and_then(|data| data.at.get(&key)).copied();
        feeds.iter().filter_map(|feed| Some((feed.clone(), at(feed)?))).collect()
    }

    /// Shares a record, or no longer.
    pub fn share(&mut self, key: RecordKey) {
        if self.data.shared.remove(&key) {
            self.put(&Self::shared_feed(), key, false);
        } else if self.data.records.contains_key(&key) {
            self.data.shared.insert(key);
            self.put(&Self::shared_feed(), key, true);
        }
    }

    /// Erases a record by law.
    pub fn purge(&mut self, key: RecordKey) {
        let Some(state) = self.data.records.remove(&key) else { return };
        self.data.blobs.retain(|_, blob| blob.key != key);
        self.purged.insert(key, state.home_unit);
        self.put(&FeedId::unit(state.home_unit), key, false);
        if self.data.shared.remove(&key) {
            self.put(&Self::shared_feed(), key, false);
        }
    }

    pub fn knows(&self, commit: Uuid) -> bool {
        self.data.commits.contains_key(&commit)
    }

    pub fn take_backup(&mut self) {
        self.backup = Some(self.data.clone());
    }

    /// Goes back to the backup. What has been erased stays erased.
    pub fn restore(&mut self) -> bool {
        let Some(backup) = self.backup.clone() else { return false };
        // A feed that the backup does not have yet stands at nothing in it.
        let before = std::mem::replace(&mut self.data, backup);
        self.dataset.generation += 1;
        let feeds: Vec<(FeedId, u64)> = self
            .restored
            .keys()
            .chain(before.feeds.keys())
            .chain(self.data.feeds.keys())
            .map(|feed| (feed.clone(), self.state_of(feed).sequence))
            .collect();
        for (feed, sequence) in feeds {
            let lowest = self.restored.entry(feed).or_insert(sequence);
            *lowest = (*lowest).min(sequence);
        }
        let ledger: Vec<(RecordKey, RecordId)> = self.purged.iter().map(|(key, unit)| (*key, *unit)).collect();
        for (key, unit) in ledger {
            self.data.records.remove(&key);
            self.data.blobs.retain(|_, blob| blob.key != key);
            if self.data.shared.remove(&key) {
                self.put(&Self::shared_feed(), key, false);
            }
            self.put(&FeedId::unit(unit), key, false);
        }
        true
    }
}
