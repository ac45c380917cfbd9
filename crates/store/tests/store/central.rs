//! Central as the tests play it.

use feltmappen_domain::record::{Fields, RecordKey};
use feltmappen_store::Workspace;
use feltmappen_sync::wire::{
    Answer, CommitResult, Conflict, ContentHash, Dataset, Entry, EntryState, FeedId, FeedState, Feeds, Page, PushReply,
};
use feltmappen_sync::{Commit, Outcome};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

pub const DATASET: Dataset = Dataset { id: Uuid::from_u128(0xDA7A), generation: 1 };

pub fn feed() -> FeedId {
    FeedId::unit(UNIT)
}

/// Central as the tests play it: the latest state of each record.
#[derive(Default)]
pub struct Central {
    pub entries: Vec<Entry>,
    pub last: u64,
    pub generation: u64,
    pub restored: u64,
    /// Another central, that has taken the place of the first.
    pub swapped: bool,
}

impl Central {
    pub fn dataset(&self) -> Dataset {
        let id = if self.swapped { Uuid::from_u128(0xDA7B) } else { DATASET.id };
        Dataset { id, generation: DATASET.generation + self.generation }
    }

    pub fn put(&mut self, key: RecordKey, state: EntryState) -> u64 {
        self.last += 1;
        self.entries.retain(|entry| entry.key != key);
        self.entries.push(Entry { sequence: self.last, key, home_unit: UNIT, state });
        self.last
    }

    pub fn set(&mut self, key: RecordKey, fields: &[(&str, Value)]) -> u64 {
        let fields: Fields = fields.iter().map(|(at, value)| (path(at), value.clone())).collect();
        self.put(key, present(fields, Vec::new()))
    }

    pub fn state(&self) -> FeedState {
        let mut hash = ContentHash::EMPTY;
        let mut count = 0;
        for entry in &self.entries {
            if let EntryState::Present { fields, conflicts, .. } = &entry.state {
                hash = hash.plus(ContentHash::of(entry.key, entry.home_unit, fields, conflicts));
                count += 1;
            }
        }
        FeedState { feed: feed(), sequence: self.last, count, hash, restored: self.restored }
    }

    pub fn feeds(&self) -> Feeds {
        let sealing_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
        Feeds { protocol: 1, oldest: 1, dataset: self.dataset(), feeds: vec![self.state()], sealing_key }
    }

    pub fn page(&self, after: u64, limit: usize) -> Page {
        let mut entries: Vec<Entry> = self.entries.iter().filter(|entry| entry.sequence > after).cloned().collect();
        entries.sort_by_key(|entry| entry.sequence);
        let last = entries.len() <= limit;
        entries.truncate(limit);
        let until = if last { self.last } else { entries.last().map_or(after, |entry| entry.sequence) };
        Page { dataset: self.dataset(), feed: feed(), entries, until, complete: last.then(|| self.state()) }
    }

    /// Everything after the device's cursor; whether the sums agree.
    pub fn pull(&self, workspace: &Workspace) -> bool {
        self.pull_from(workspace, workspace.feeds().unwrap().first().map_or(0, |feed| feed.sequence))
    }

    pub fn pull_from(&self, workspace: &Workspace, mut after: u64) -> bool {
        loop {
            let page = self.page(after, 3);
            let outcome = workspace.store_page(&page, after, &[], NOW).unwrap();
            if let Some(agrees) = outcome.agrees {
                return agrees;
            }
            after = outcome.until;
        }
    }

    /// Takes commits over as they are, and answers.
    pub fn push(&mut self, commits: &[Commit]) -> PushReply {
        let mut results = Vec::new();
        for commit in commits {
            let mut sequence = 0;
            for record in &commit.records {
                let standing = self.entries.iter().find(|entry| entry.key == record.key);
                let mut fields = match standing.map(|entry| &entry.state) {
                    Some(EntryState::Present { fields, .. }) => fields.clone(),
                    _ => Fields::new(),
                };
                feltmappen_sync::apply(&mut fields, &record.changes);
                sequence = self.put(record.key, present(fields, Vec::new()));
            }
            results.push(done(commit.id, Outcome::Applied, sequence));
        }
        PushReply { dataset: self.dataset(), results }
    }
}

pub fn present(fields: Fields, conflicts: Vec<Conflict>) -> EntryState {
    EntryState::Present { fields, conflicts, by: None, at: None }
}

pub fn done(id: Uuid, outcome: Outcome, sequence: u64) -> CommitResult {
    CommitResult { id, answer: Answer::Done { outcome, feeds: vec![(feed(), sequence)] } }
}

pub fn reply(result: CommitResult) -> PushReply {
    PushReply { dataset: DATASET, results: vec![result] }
}

pub fn rejected(id: Uuid) -> PushReply {
    let outcome = Outcome::Rejected { code: "format".into() };
    reply(CommitResult { id, answer: Answer::Done { outcome, feeds: Vec::new() } })
}

pub fn met(home: &Home) -> (Workspace, Central) {
    let (workspace, central) = (home.create(), Central::default());
    let feeds = central.feeds();
    let found = feltmappen_store::Central { dataset: feeds.dataset, sealing_key: feeds.sealing_key };
    workspace.meet_central(&found).unwrap();
    (workspace, central)
}

pub fn freeze(workspace: &Workspace) -> Vec<Commit> {
    workspace.freeze_batch(500, &mut id).unwrap()
}

pub fn named(name: &str) -> Vec<(&'static str, Value)> {
    vec![("name", json!(name))]
}
