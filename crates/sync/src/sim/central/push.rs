//! What central does with what is handed in.

use std::collections::BTreeMap;

use feltmappen_domain::record::{ALIVE, Path, RecordKey};
use uuid::Uuid;

use super::{Asker, Central, Reading};
use crate::engine::Failure;
use crate::merge::{Code, Meta, State, merge};
use crate::sim::Bug;
use crate::sim::case::{says_sent, today};
use crate::sim::watch::written_over;
use crate::wire::{Answer, CommitResult, Dataset, FeedId, PushReply};
use crate::{Change, Commit, Outcome, RecordChange, payload_hash, permit};

impl Central {
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

    fn write(&mut self, asker: Asker, change: &RecordChange, state: State) {
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
}

fn sent(stands: Option<&State>) -> bool {
    stands.is_some_and(|state| state.fields.filled("sent.at"))
}

/// The planted fault: an edit brings back to life what it touches.
fn revive(state: &mut State, change: &RecordChange) -> bool {
    let kept = |path: &Path| change.changes.iter().any(|one| one.path == *path && one.value == false && !one.is_noop());
    let dead = state.fields.iter().filter(|(path, value)| path.as_str().ends_with(ALIVE) && **value == false);
    let dead: Vec<Path> = dead.map(|(path, _)| path.clone()).filter(|path| !kept(path)).collect();
    for path in &dead {
        state.fields.set(path, serde_json::Value::Null);
    }
    !dead.is_empty()
}
