//! A model of central: feeds, numbers, outcomes, backups.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::{ALIVE, Path, RecordId, RecordKey};
use uuid::Uuid;

use super::case::{says_sent, today};
use super::device::Blob;
use super::watch::written_over;
use super::{Bug, Counts};
use crate::engine::Failure;
use crate::merge::{Code, Meta, State, merge};
use crate::wire::{
    Answer, CommitResult, ContentHash, Dataset, Entry, EntryState, FeedId, FeedState, Feeds, Page, PushReply,
};
use crate::{Change, Commit, Outcome, payload_hash, permit};

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

    /// What a node reads before it carries out a push.
    pub fn read(&self, commits: &[Commit]) -> Reading {
        let keys = commits.iter().flat_map(|commit| &commit.records).map(|record| record.key);
        keys.map(|key| (key, self.data.records.get(&key).cloned())).collect()
    }

    pub fn push(
        &mut self,
        asker: Asker,
        dataset: Option<Dataset>,
        commits: Vec<Commit>,
        read: Option<Reading>,
    ) -> Result<PushReply, Failure> {
        if asker.revoked {
            return Err(Failure::Revoked);
        }
        if dataset.is_some_and(|dataset| dataset != self.dataset) {
            return Err(Failure::OtherDataset);
        }
        let mut stale = read.filter(|_| self.bug == Some(Bug::WriteSkew)).unwrap_or_default();
        let mut results = Vec::with_capacity(commits.len());
        for commit in commits {
            results.push(CommitResult { id: commit.id, answer: self.commit(asker, &commit, &mut stale) });
        }
        Ok(PushReply { dataset: self.dataset, results })
    }

    fn commit(&mut self, asker: Asker, commit: &Commit, stale: &mut Reading) -> Answer {
        let hash = payload_hash(commit);
        if let Some((known, outcome, feeds)) = self.data.commits.get(&commit.id) {
            if *known != hash {
                return Answer::OtherPayload;
            }
            return Answer::Done { outcome: outcome.clone(), feeds: feeds.clone() };
        }
        let met = |need: &&Uuid| !matches!(self.data.commits.get(*need), Some((_, outcome, _)) if !matches!(outcome, Outcome::Rejected { .. }));
        if let Some(needs) = commit.needs.iter().find(met) {
            return Answer::Held { needs: *needs };
        }
        let remaining = commit.records.iter().filter(|record| !self.purged.contains_key(&record.key));
        let mut named = remaining.flat_map(|record| &record.changes).filter_map(Change::attachment);
        if let Some(needs) = named.find(|id| !self.has(asker.unit, *id)) {
            return Answer::Held { needs };
        }
        let (outcome, feeds) = self.carry_out(asker, commit, stale);
        self.complaints.extend(self.lost_fact(commit, &outcome));
        self.data.commits.insert(commit.id, (hash, outcome.clone(), feeds.clone()));
        Answer::Done { outcome, feeds }
    }

    fn carry_out(&mut self, asker: Asker, commit: &Commit, stale: &mut Reading) -> (Outcome, Vec<(FeedId, u64)>) {
        let rejected = |code: &str| (Outcome::Rejected { code: code.to_owned() }, Vec::new());
        if commit.action == "newer_kind" {
            return rejected("unknown_kind");
        }
        let meta = Meta {
            commit: commit.id,
            author: commit.author,
            author_unit: asker.unit,
            device_time: &commit.device_time,
        };
        let mut merged = Vec::new();
        let mut asked = Vec::new();
        for change in commit.records.iter().filter(|change| !self.purged.contains_key(&change.key)) {
            let stands = stale.get(&change.key).map_or_else(|| self.data.records.get(&change.key), Option::as_ref);
            match merge(stands, change, &meta) {
                Ok(_) if self.bug == Some(Bug::FactRefused) && says_sent(change) && sent(stands) => {
                    return rejected(Code::Sealed.as_str());
                }
                Ok(done) => {
                    if permit::asks(change, stands.map(|state| &state.fields)) {
                        asked.push((done.conflict, done.state.fields.clone()));
                    }
                    merged.push((change, done));
                }
                Err(Code::Sealed) if self.bug == Some(Bug::SealBroken) => {
                    merged.extend(stands.map(|stands| (change, written_over(stands, change))));
                }
                Err(code) => return rejected(code.as_str()),
            }
        }
        let unseen = if asked.is_empty() { BTreeMap::new() } else { self.withdrawals_unseen() };
        let here = |key: RecordKey| {
            let staged = merged.iter().find(|(change, _)| change.key == key).map(|(_, done)| &done.state.fields);
            let stands = || self.data.records.get(&key).map(|state| &state.fields);
            unseen.get(&key).or(staged).or_else(stands)
        };
        if !asked.iter().all(|(conflict, fields)| !conflict && permit::given(fields, asker.unit, today(), here)) {
            return rejected(Code::NoPermit.as_str());
        }
        let purged = merged.is_empty();
        let mut conflict = false;
        for (change, mut done) in merged {
            conflict |= done.conflict;
            if self.bug == Some(Bug::Resurrects) {
                done.changed |= revive(&mut done.state, change);
            }
            if done.changed {
                stale.remove(&change.key); // a node sees what it has written itself
                self.write(asker, change, done.state);
            }
        }
        let mut feeds: BTreeMap<FeedId, u64> = BTreeMap::new();
        for change in &commit.records {
            for (feed, sequence) in self.landed(change.key, change.home_unit) {
                let highest = feeds.entry(feed).or_default();
                *highest = (*highest).max(sequence);
            }
        }
        let outcome = match (purged, conflict) {
            (true, _) => Outcome::Purged,
            (false, true) => Outcome::AppliedWithConflict,
            (false, false) => Outcome::Applied,
        };
        (outcome, feeds.into_iter().collect())
    }

    fn write(&mut self, asker: Asker, change: &crate::RecordChange, state: State) {
        let key = change.key;
        let before = self.data.records.get(&key).map(|state| state.fields.clone()).unwrap_or_default();
        for (path, value) in before.iter().filter(|(path, _)| path.as_str().ends_with(ALIVE)) {
            let named = change.changes.iter().any(|one| one.path == *path && !one.is_noop());
            // What has happened wishes it (R12).
            let happened = path.as_str() == ALIVE && says_sent(change);
            if *value == false && state.fields.get(path) != Some(value) && !named && !happened {
                self.complaints.push(format!("{path} of {:?} came back to life without anybody's wish", key));
            }
        }
        let unit = state.home_unit;
        let open = self.data.records.get(&key).map(|state| state.conflicts.clone()).unwrap_or_default();
        self.data.records.insert(key, state);
        self.watch(key, &before);
        let sequence = self.put(&FeedId::unit(unit), key, true);
        if self.data.shared.contains(&key) {
            self.put(&Self::shared_feed(), key, true);
        }
        // Who decides has been there, too, also when he left what stood.
        let decided = open.iter().filter(|one| change.resolves.contains(&one.id)).flat_map(|one| &one.sides);
        let written = change.changes.iter().filter(|one| !one.is_noop()).map(|one| &one.path);
        for path in written.chain(decided.map(|side| &side.path)) {
            let writers = self.writers.entry((key, path.to_string())).or_default();
            writers.insert(asker.device, sequence);
        }
    }

    /// Whether an attachment is whole.
    pub fn has(&self, unit: RecordId, id: Uuid) -> bool {
        self.data.blobs.get(&(unit, id)).is_some_and(|blob| blob.stored == blob.pieces)
    }

    /// Whether an attachment is whole, of whatever unit.
    pub fn has_somewhere(&self, id: Uuid) -> bool {
        self.data.blobs.iter().any(|((_, known), blob)| *known == id && blob.stored == blob.pieces)
    }

    /// How many pieces of an attachment are here.
    pub fn stands(&self, unit: RecordId, id: Uuid) -> u8 {
        self.data.blobs.get(&(unit, id)).map_or(0, |blob| blob.stored)
    }

    /// Takes a piece. One that is here already changes nothing, and one that comes too early neither.
    pub fn put_piece(&mut self, asker: Asker, id: Uuid, blob: Blob, piece: u8) -> Result<(), Failure> {
        if asker.revoked {
            return Err(Failure::Revoked);
        }
        // What names it is told that its record is erased.
        if self.purged.contains_key(&blob.key) {
            return Ok(());
        }
        let new = Stored { key: blob.key, pieces: blob.pieces, stored: 0 };
        let here = self.data.blobs.entry((asker.unit, id)).or_insert(new);
        if here.stored == piece && piece < here.pieces {
            here.stored += 1;
        }
        Ok(())
    }

    /// How many pieces an attachment has; none when it cannot be had.
    pub fn give_piece(&self, asker: Asker, id: Uuid) -> Result<bool, Failure> {
        self.admit(asker)?;
        Ok(self.has(asker.unit, id))
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

fn sent(stands: Option<&State>) -> bool {
    stands.is_some_and(|state| state.fields.filled("sent.at"))
}

/// The planted fault: an edit brings back to life what it touches.
fn revive(state: &mut State, change: &crate::RecordChange) -> bool {
    let kept = |path: &Path| change.changes.iter().any(|one| one.path == *path && one.value == false && !one.is_noop());
    let dead = state.fields.iter().filter(|(path, value)| path.as_str().ends_with(ALIVE) && **value == false);
    let dead: Vec<Path> = dead.map(|(path, _)| path.clone()).filter(|path| !kept(path)).collect();
    for path in &dead {
        state.fields.set(path, serde_json::Value::Null);
    }
    !dead.is_empty()
}
