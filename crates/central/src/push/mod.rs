//! A push: what it needs to know, what it decides, and what is then written.
//!
//! Between one load and one batch of writes everything happens in memory and is the same on both databases. A commit
//! is staged on a copy of the records it touches and taken over as a whole or not at all: that is its savepoint.

mod plan;

pub use plan::{Planned, plan};

use std::collections::{BTreeSet, HashMap, HashSet};

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::merge::State;
use feltmappen_sync::wire::{Answer, ContentHash, FeedId, Pushed};
use feltmappen_sync::{Change, Outcome, permit};
use uuid::Uuid;

use crate::storage::Device;

/// Who hands in, as the token says it. What a commit says about its author proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The unit whose records he may write.
    pub unit: RecordId,
    /// Who he is: the author of all that he hands in.
    pub employee: RecordId,
}

impl Sender {
    /// The user of a device.
    pub fn of(device: &Device) -> Self {
        Self { unit: device.unit, employee: device.employee }
    }
}

/// A record as it lies in the database.
#[derive(Clone)]
pub struct Row {
    /// Its values, when it is present.
    pub state: RowState,
    /// When it last changed, in the feed of its home unit.
    pub sequence: u64,
    /// Its part of the feed's hash.
    pub hash: ContentHash,
}

/// What has become of a record.
#[derive(Clone)]
pub enum RowState {
    /// It is there, perhaps marked as deleted.
    Present(State),
    /// It no longer belongs to the feed.
    Retracted,
    /// Erased by law.
    Purged,
}

/// What was answered to a commit earlier.
#[derive(Clone)]
pub struct Answered {
    /// The payload's hash.
    pub hash: [u8; 32],
    /// The answer.
    pub outcome: Outcome,
    /// Where it landed in the unit's feed; 0: nowhere.
    pub sequence: u64,
}

/// What a push must know before it can be planned.
#[derive(Default)]
pub struct Known {
    /// Records that the push touches, or that its permits rest on, as far as they exist.
    pub records: HashMap<RecordKey, Row>,
    /// Commits of the push, or needed by it, that were answered before.
    pub commits: HashMap<Uuid, Answered>,
    /// Records that the push touches and that have been erased.
    pub purged: HashSet<RecordKey>,
    /// Attachments that the push names and that are whole.
    pub blobs: HashSet<Uuid>,
}

/// What has to be loaded for a push.
pub struct Wanted {
    /// Every record it touches, and what the permits that it asks for rest on, in the order in which rows are locked.
    pub records: BTreeSet<RecordKey>,
    /// Its commits and what they need.
    pub commits: BTreeSet<Uuid>,
    /// Attachments that it names.
    pub blobs: BTreeSet<Uuid>,
}

impl Wanted {
    /// Everything that one load has to fetch for these commits.
    pub fn of(received: &[Pushed]) -> Self {
        let commits = || received.iter().filter_map(|received| received.commit.as_ref().ok());
        let records = || commits().flat_map(|commit| &commit.records);
        Self {
            records: records().map(|record| record.key).chain(records().flat_map(permit::rests_on)).collect(),
            commits: received
                .iter()
                .map(|received| received.id)
                .chain(commits().flat_map(|commit| commit.needs.iter().copied()))
                .collect(),
            blobs: records().flat_map(|record| &record.changes).filter_map(Change::attachment).collect(),
        }
    }
}

/// A record to be written.
pub struct RecordWrite {
    /// Which one.
    pub key: RecordKey,
    /// Its place in the feed.
    pub sequence: u64,
    /// Canonical JSON of its values.
    pub fields: String,
    /// Canonical JSON of its conflicts.
    pub conflicts: String,
    /// Its part of the feed's hash.
    pub hash: ContentHash,
    /// Who changed its fields, and when by that device's time. For display only; absent: what was known stays.
    pub by: Option<(RecordId, String)>,
    /// Whether there was no row for it before.
    pub new: bool,
}

/// An answer to be written.
pub struct AnswerWrite {
    /// The commit.
    pub id: Uuid,
    /// Its payload's hash.
    pub hash: [u8; 32],
    /// The outcome.
    pub outcome: Outcome,
    /// Where it landed; 0: nowhere.
    pub sequence: u64,
}

/// A feed's counter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counter {
    /// The last number assigned.
    pub sequence: u64,
    /// Records present.
    pub count: u64,
    /// Sum of their hashes.
    pub hash: ContentHash,
    /// Where it stood in a backup that was restored, the lowest; 0: never, or at nothing.
    pub restored: u64,
}

impl Counter {
    /// The counter once a record has been erased: one number further, and without what the record added.
    #[must_use]
    pub fn without(self, present: bool, hash: [u8; 32]) -> Self {
        let sequence = self.sequence + 1;
        if !present {
            return Self { sequence, ..self };
        }
        let hash = self.hash.minus(ContentHash::from_bytes(hash));
        Self { sequence, count: self.count.saturating_sub(1), hash, ..self }
    }
}

/// Everything that a push writes, once its feed's counter is known.
pub struct Writes {
    /// Records.
    pub records: Vec<RecordWrite>,
    /// Answers.
    pub answers: Vec<AnswerWrite>,
    /// The feed's counter afterwards.
    pub counter: Counter,
}

/// What a push is answered with, one for each commit in its order.
pub type Answers = Vec<(Uuid, Answer)>;

/// Where a commit of this unit landed, as the answer says it.
fn landed(unit: RecordId, sequence: u64) -> Vec<(FeedId, u64)> {
    if sequence == 0 { Vec::new() } else { vec![(FeedId::unit(unit), sequence)] }
}
