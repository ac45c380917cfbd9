//! What the model does with what it reads: pages, and what central has lost.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::RecordKey;
use feltmappen_domain::rule;
use serde_json::Value;
use uuid::Uuid;

use super::super::central::NEWER;
use super::{Device, FeedRows, Journaled, Row, Status};
use crate::merge::{State, guard};
use crate::wire::{ContentHash, Dataset, EntryState, FeedId, Page};
use crate::{Change, Commit, RecordChange, apply, asks_for_permit};

impl Device {
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
    pub(super) fn land(&mut self) {
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
    pub fn forget(&mut self, feed: &FeedId) {
        self.feeds.remove(feed);
        self.aside.retain(|(id, _, _, _)| id != feed);
        self.land();
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
