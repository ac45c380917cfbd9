//! A model of a device's store: what survives a crash. Every function is one transaction.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::identity::NAMESPACE;
use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use feltmappen_domain::rule;
use serde_json::Value;
use uuid::Uuid;

use super::Bug;
use super::case::asked;
use super::central::NEWER;
use crate::engine::Start;
use crate::merge::{State, guard};
use crate::wire::{Answer, Conflict, ContentHash, Dataset, EntryState, FeedId, Page, PushReply};
use crate::{Change, Commit, Outcome, RecordChange, apply, asks_for_permit, attachment, freeze, needs};

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

    /// The first half of storing a page, as the planted fault does it.
    pub fn store_cursor(&mut self, page: &Page) {
        if let Some(feed) = self.feeds.get_mut(&page.feed) {
            feed.cursor = page.until;
        }
    }

    /// Stores a page and its cursor. Says whether count and hash agree when it is the last one.
    pub fn store_page(&mut self, page: &Page) -> (Option<bool>, u64) {
        let version = self.version;
        let feed =
            self.feeds.entry(page.feed.clone()).or_insert_with(|| FeedRows { reread: true, ..FeedRows::default() });
        let mut purged = Vec::new();
        for entry in &page.entries {
            match &entry.state {
                EntryState::Present { fields, conflicts, .. } => {
                    let hash = ContentHash::of(entry.key, entry.home_unit, fields, conflicts);
                    let state =
                        State { home_unit: entry.home_unit, fields: fields.clone(), conflicts: conflicts.clone() };
                    let quarantined = version < 2 && fields.get(NEWER).is_some();
                    let row = Row { state, sequence: entry.sequence, pass: feed.pass, hash, quarantined };
                    feed.rows.insert(entry.key, row);
                }
                EntryState::Retracted => {
                    feed.rows.remove(&entry.key);
                }
                EntryState::Purged => {
                    feed.rows.remove(&entry.key);
                    purged.push(entry.key);
                }
            }
        }
        feed.cursor = page.until;
        let agrees = page.complete.as_ref().map(|complete| {
            feed.whole = page.until;
            if feed.reread {
                feed.reread = false;
                let pass = feed.pass;
                feed.rows.retain(|_, row| row.pass == pass);
            }
            let sum = feed.rows.values().fold(ContentHash::EMPTY, |sum, row| sum.plus(row.hash));
            feed.disagrees = complete.count != feed.rows.len() as u64 || complete.hash != sum;
            !feed.disagrees
        });
        for key in purged {
            self.erase(key);
        }
        self.land();
        let quarantined = self.feeds.values().flat_map(|feed| feed.rows.values()).filter(|row| row.quarantined).count();
        (agrees, quarantined as u64)
    }

    fn erase(&mut self, key: RecordKey) {
        self.aside.retain(|(_, aside, _, _)| *aside != key);
        self.blobs.retain(|_, blob| blob.key != key);
        for one in self.journal.iter_mut().filter(|one| one.status == Status::Unsent) {
            one.commit.records.retain(|record| record.key != key);
        }
        self.journal.retain(|one| {
            !one.commit.records.is_empty() && one.commit.records.iter().any(|record| record.key != key)
                || one.status == Status::Sent
        });
    }

    /// An own commit is laid over what is confirmed until its outcome has been read back. Having read past its number is
    /// not enough: the record may have moved to a later number that has not been read.
    fn land(&mut self) {
        let feeds = &self.feeds;
        self.journal.retain(|one| match &one.status {
            // A device that may only hand in follows no feed yet, and keeps its own values until it does.
            Status::Answered(landed) => {
                let mut followed = landed.iter().filter_map(|(id, number)| Some((feeds.get(id)?, number))).peekable();
                followed.peek().is_none() && feeds.is_empty() && !landed.is_empty()
                    || followed.any(|(feed, number)| feed.whole < *number)
            }
            _ => true,
        });
    }

    pub fn begin_reread(&mut self, id: &FeedId) {
        let feed = self.feeds.entry(id.clone()).or_default();
        feed.cursor = 0;
        feed.reread = true;
        feed.disagrees = false;
        feed.whole = 0;
        feed.pass += 1;
    }

    pub fn reconcile(&mut self, dataset: Dataset, restored: &[(FeedId, u64)]) {
        let known: BTreeSet<RecordKey> = self.aside.iter().map(|(_, key, _, _)| *key).collect();
        for (id, feed) in &mut self.feeds {
            for (key, row) in feed.rows.iter().filter(|(key, row)| !row.quarantined && !known.contains(key)) {
                self.aside.push((id.clone(), *key, row.sequence, row.state.clone()));
            }
            feed.cursor = 0;
            feed.reread = true;
            feed.pass += 1;
            feed.restored = 0;
            feed.whole = 0;
        }
        for (id, number) in restored {
            let feed = self.feeds.entry(id.clone()).or_insert_with(|| FeedRows { reread: true, ..FeedRows::default() });
            feed.restored = *number;
        }
        for one in self.journal.iter_mut().filter(|one| matches!(one.status, Status::Answered(_))) {
            one.status = Status::Sent;
        }
        self.dataset = Some(dataset);
        self.reconciling = true;
    }

    pub fn offer_earlier(&mut self, mut new_id: impl FnMut() -> Uuid) {
        let own = self.own_feed();
        let (mut offers, mut permits) = (Vec::new(), Vec::new());
        for (id, key, sequence, ours) in std::mem::take(&mut self.aside) {
            let Some(feed) = self.feeds.get(&id).filter(|_| id == own) else { continue };
            if sequence <= feed.restored || ours.home_unit != self.unit {
                continue;
            }
            let row = feed.rows.get(&key);
            if row.is_some_and(|row| row.quarantined) {
                continue;
            }
            let (values, permit) = earlier_values(key, &ours, row, feed.restored);
            offers.extend(values);
            permits.extend(permit);
            let stands = row.map(|row| row.state.conflicts.as_slice()).unwrap_or_default();
            for conflict in ours.conflicts.iter().filter(|ours| stands.iter().all(|one| one.sides != ours.sides)) {
                let sides = conflict.sides.iter();
                let changes = sides.map(|side| Change {
                    path: side.path.clone(),
                    base: side.base.clone(),
                    value: side.mine.clone(),
                });
                offers.push(RecordChange {
                    key,
                    home_unit: ours.home_unit,
                    changes: changes.collect(),
                    resolves: vec![],
                });
            }
        }
        // A permit may be refused now: it is asked for last, and rests on what was offered of its record.
        let mut last: BTreeMap<RecordKey, Uuid> = BTreeMap::new();
        let commits = offers.into_iter().chain(permits).map(|record| {
            let id = new_id();
            let before = last.insert(record.key, id).filter(|_| asks_for_permit(&record));
            let commit = Commit {
                id,
                author: self.author,
                device_time: String::new(),
                action: "restore".to_owned(),
                needs: before.into_iter().collect(),
                records: vec![record],
            };
            Journaled { commit, status: Status::Sent }
        });
        let mut journal: Vec<Journaled> = commits.collect();
        journal.append(&mut self.journal);
        self.journal = journal;
        self.reconciling = false;
    }

    pub fn batch(&mut self, limit: usize) -> Vec<Commit> {
        let frozen_bug = self.bug == Some(Bug::SentChanges);
        let is_unsent = |one: &Journaled| one.status == Status::Unsent || frozen_bug && one.status == Status::Sent;
        let unsent: Vec<Commit> =
            self.journal.iter().filter(|one| is_unsent(one)).map(|one| one.commit.clone()).collect();
        let before: Vec<Commit> = self
            .journal
            .iter()
            .filter(|one| !is_unsent(one) && !matches!(one.status, Status::Answered(_)))
            .map(|one| one.commit.clone())
            .collect();
        self.journal.retain(|one| !is_unsent(one));
        let mut waits: BTreeSet<Uuid> = self
            .journal
            .iter()
            .filter(|one| matches!(one.status, Status::Rejected | Status::Held))
            .map(|one| one.commit.id)
            .collect();
        for commit in freeze(&before, unsent) {
            let held = commit.needs.iter().any(|need| waits.contains(need));
            if held {
                waits.insert(commit.id);
            }
            self.journal.push(Journaled { commit, status: if held { Status::Held } else { Status::Unsent } });
        }
        // What names an attachment waits until central has that, and so does what needs it.
        let blobs = self.unsent_blobs();
        for one in &self.journal {
            if one.commit.attachments().any(|id| blobs.contains(&id))
                || one.commit.needs.iter().any(|id| waits.contains(id))
            {
                waits.insert(one.commit.id);
            }
        }
        let mut batch = Vec::new();
        for one in &mut self.journal {
            let goes = matches!(one.status, Status::Sent | Status::Unsent) && !waits.contains(&one.commit.id);
            if batch.len() < limit && goes {
                one.status = Status::Sent;
                batch.push(one.commit.clone());
            }
        }
        batch
    }

    pub fn store_reply(&mut self, reply: &PushReply) {
        for result in &reply.results {
            let Some(at) = self.journal.iter().position(|one| one.commit.id == result.id && one.status == Status::Sent)
            else {
                continue;
            };
            match &result.answer {
                Answer::Done { outcome: Outcome::Applied | Outcome::AppliedWithConflict, feeds } => {
                    // Numbers of other data than the device has read say nothing about how far it has read: the
                    // commit stays until the two have been compared, and is asked about again then.
                    let same = self.dataset == Some(reply.dataset);
                    let number = |number: &u64| if same { *number } else { u64::MAX };
                    let feeds = feeds.iter().map(|(id, at)| (id.clone(), number(at))).collect();
                    self.journal[at].status = Status::Answered(feeds);
                }
                Answer::Done { outcome: Outcome::Purged, .. } => {
                    self.journal.remove(at);
                }
                Answer::Done { outcome: Outcome::Rejected { .. }, .. } => {
                    self.journal[at].status = Status::Rejected;
                    if self.bug == Some(Bug::DependentLost) {
                        let id = result.id;
                        self.journal.retain(|one| !one.commit.needs.contains(&id));
                    }
                }
                Answer::Held { needs } => {
                    let need = self.journal.iter().find(|one| one.commit.id == *needs).map(|one| one.status.clone());
                    let names = self.journal[at].commit.attachments().any(|id| id == *needs);
                    match need {
                        None if names && self.bug != Some(Bug::AttachmentIsCommit) => self.miss(at, *needs),
                        Some(Status::Rejected | Status::Held) => self.journal[at].status = Status::Held,
                        Some(_) => {}
                        None => self.renew(at),
                    }
                }
                Answer::OtherPayload => {
                    self.complaints.push(format!("the payload of {} has changed", result.id));
                    self.journal[at].status = Status::Rejected;
                }
            }
        }
        self.hold();
    }

    /// Central does not have an attachment that a commit names. It goes again if it is here; else a person must know.
    fn miss(&mut self, at: usize, id: Uuid) {
        match self.blobs.get_mut(&id) {
            Some(blob) if blob.here == blob.pieces => blob.sent = false,
            // Whoever has it offers it too.
            _ if self.journal[at].commit.action == "restore" => {
                let commit = &mut self.journal[at].commit;
                commit.records.iter_mut().for_each(|one| one.changes.retain(|change| change.attachment() != Some(id)));
                commit.records.retain(|one| !one.changes.is_empty());
                commit.id = Uuid::new_v5(&NAMESPACE, format!("without:{id}:{}", commit.id).as_bytes());
                if commit.records.is_empty() {
                    self.journal.remove(at);
                }
            }
            _ => self.journal[at].status = Status::Rejected,
        }
    }

    /// A commit that was never accepted goes on under another id, and so does what rests on it: that was not accepted either.
    fn renew(&mut self, at: usize) {
        let mut gone = BTreeSet::from([self.journal[at].commit.id]);
        for one in self.journal.iter_mut().skip(at).filter(|one| one.status == Status::Sent) {
            if !gone.contains(&one.commit.id) && one.commit.needs.iter().all(|need| !gone.contains(need)) {
                continue;
            }
            let old = one.commit.id;
            gone.insert(old);
            one.commit.id = Uuid::new_v5(&NAMESPACE, format!("renewed:{}", old.hyphenated()).as_bytes());
            one.commit.needs.clear();
            one.status = Status::Unsent;
            let seen = self.seen.get(&old).copied().unwrap_or_default();
            self.seen.insert(one.commit.id, seen);
        }
    }

    /// The user gives up what was rejected, with all that rests on it.
    pub fn discard(&mut self) -> Vec<Commit> {
        let waits = |one: &Journaled| matches!(one.status, Status::Rejected | Status::Held);
        let gone = self.journal.iter().filter(|one| waits(one)).map(|one| one.commit.clone()).collect();
        self.journal.retain(|one| !waits(one));
        gone
    }

    /// Whether something waits that holds only for what its author saw: it is made anew, and never sent again as it was.
    pub fn makes_anew(&self) -> bool {
        let waits = self.journal.iter().filter(|one| matches!(one.status, Status::Rejected | Status::Held));
        let mut records = waits.flat_map(|one| &one.commit.records);
        records.any(|record| {
            let mut written = record.changes.iter().filter(|change| !change.is_noop());
            written.any(|change| rule::vouches(record.key.kind, &change.path))
        })
    }

    /// The user has put right what was rejected: it goes again under a new id, and what rests on it too.
    pub fn resend(&mut self, unit: RecordId, mut new_id: impl FnMut() -> Uuid) {
        for one in self.journal.iter_mut().filter(|one| matches!(one.status, Status::Rejected | Status::Held)) {
            let old = one.commit.id;
            one.commit.id = new_id();
            let seen = self.seen.get(&old).copied().unwrap_or_default();
            self.seen.insert(one.commit.id, seen);
            one.commit.needs.clear();
            one.commit.action = "edit".to_owned();
            for record in &mut one.commit.records {
                record.home_unit = unit;
                record.changes.retain(|change| change.path.as_str() != "positions");
            }
            one.status = Status::Unsent;
        }
        self.journal.retain(|one| {
            one.commit.records.iter().any(|record| !record.changes.is_empty() || !record.resolves.is_empty())
        });
    }

    /// What is not sent about the records of lost feeds is sealed, and the records go in the same transaction: nobody can
    /// write to them in between.
    pub fn seal(&mut self, feeds: &[FeedId]) {
        let lost = |record: &RecordChange| feeds.contains(&FeedId::unit(record.home_unit));
        let only_lost =
            |one: &Journaled| one.commit.records.iter().all(lost) && !matches!(one.status, Status::Answered(_));
        let sealed: Vec<Commit> =
            self.journal.iter().filter(|one| only_lost(one)).map(|one| one.commit.clone()).collect();
        self.journal.retain(|one| !one.commit.records.iter().all(lost));
        if !sealed.is_empty() {
            // Also what was handed in: it may have been as somebody of another unit.
            let named = sealed.iter().flat_map(Commit::attachments);
            self.orphaned_blobs
                .extend(named.filter(|id| self.blobs.get(id).is_some_and(|blob| blob.here == blob.pieces)));
            self.orphans.push(sealed);
        }
        self.blobs.retain(|_, blob| !feeds.contains(&FeedId::unit(blob.unit)));
        for id in feeds {
            self.begin_reread(id);
            if let Some(feed) = self.feeds.get_mut(id) {
                feed.rows.clear();
            }
        }
        self.aside.retain(|(id, _, _, _)| !feeds.contains(id));
    }

    pub fn forget(&mut self, feed: &FeedId) {
        self.feeds.remove(feed);
        self.aside.retain(|(id, _, _, _)| id != feed);
        self.land();
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

/// What a restored central lacks of a record, and the permit by itself.
fn earlier_values(
    key: RecordKey,
    ours: &State,
    row: Option<&Row>,
    restored: u64,
) -> (Option<RecordChange>, Option<RecordChange>) {
    let theirs = row.map(|row| row.state.fields.clone()).unwrap_or_default();
    let touched = row.is_some_and(|row| row.sequence > restored);
    let paths: BTreeSet<_> = ours.fields.iter().chain(theirs.iter()).map(|(path, _)| path).collect();
    let mut changes: Vec<Change> = Vec::new();
    for path in paths {
        let value = ours.fields.get(path).cloned().unwrap_or_default();
        let stands = theirs.get(path).cloned().unwrap_or_default();
        if value == stands || touched && value.is_null() {
            continue;
        }
        // Somebody has been there since: what he saw is not known, so a person must choose.
        let base = if touched { Value::Null } else { stands };
        changes.push(Change { path: path.clone(), base, value });
    }
    let (mut permit, mut changes): (Vec<Change>, Vec<Change>) =
        changes.into_iter().partition(|one| rule::asks_for_permit(key.kind, &one.path));
    let mut seen = theirs.clone();
    apply(&mut seen, &changes);
    if !touched && !changes.is_empty() {
        changes.extend(guard(key.kind, &theirs, &changes));
    }
    if !permit.is_empty() {
        permit.extend(guard(key.kind, &seen, &permit));
    }
    let offer = |changes: Vec<Change>| {
        let offered = RecordChange { key, home_unit: ours.home_unit, changes, resolves: Vec::new() };
        (!offered.changes.is_empty()).then_some(offered)
    };
    (offer(changes), offer(permit))
}
