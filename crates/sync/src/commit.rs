//! Commits: the changes of one user action, all or nothing.

use std::fmt;

use feltmappen_domain::canonical::value_to_canonical_json;
use feltmappen_domain::record::RecordId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::{Change, RecordChange};

/// The changes of one user action. Once sent it is frozen: the same id always has the same payload.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commit {
    /// Its id, UUIDv7.
    pub id: Uuid,
    /// The employee who did it.
    pub author: RecordId,
    /// The device's time, RFC 3339. For display only: it orders nothing and wins nothing.
    pub device_time: String,
    /// What the user did, as a code such as `edit`, `create`, `ready` or `close`.
    pub action: String,
    /// Commits that must be accepted before this one can be.
    pub needs: Vec<Uuid>,
    /// What changes, at most once per record.
    pub records: Vec<RecordChange>,
}

impl Commit {
    /// The attachments that it names.
    pub fn attachments(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.records.iter().flat_map(|record| &record.changes).filter_map(Change::attachment)
    }
}

impl fmt::Debug for Commit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Commit")
            .field("id", &self.id)
            .field("author", &self.author)
            .field("action", &self.action)
            .field("needs", &self.needs)
            .field("records", &self.records.len())
            .finish_non_exhaustive()
    }
}

/// The canonical text of a commit: what is hashed.
pub fn canonical_json(commit: &Commit) -> String {
    value_to_canonical_json(&object([
        ("action", Value::from(commit.action.as_str())),
        ("author", id(commit.author)),
        ("device_time", Value::from(commit.device_time.as_str())),
        ("id", id(commit.id)),
        ("needs", commit.needs.iter().copied().map(id).collect()),
        ("records", commit.records.iter().map(record_change).collect()),
    ]))
}

/// SHA-256 of the canonical text. Central keeps it beside the id: the same id with another hash is an error.
pub fn payload_hash(commit: &Commit) -> [u8; 32] {
    Sha256::digest(canonical_json(commit)).into()
}

fn record_change(record: &RecordChange) -> Value {
    let key = ("key", object([("kind", Value::from(record.key.kind.as_str())), ("id", id(record.key.id))]));
    let home_unit = ("home_unit", id(record.home_unit));
    let changes = ("changes", record.changes.iter().map(change).collect());
    if record.resolves.is_empty() {
        return object([key, home_unit, changes]);
    }
    object([key, home_unit, changes, ("resolves", record.resolves.iter().copied().map(id).collect())])
}

fn change(change: &Change) -> Value {
    object([
        ("path", Value::from(change.path.as_str())),
        ("base", change.base.clone()),
        ("value", change.value.clone()),
    ])
}

fn id(id: Uuid) -> Value {
    Value::from(id.hyphenated().to_string())
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::golden_commit;

    const GOLDEN: &str = include_str!("../tests/golden/commit.json");
    const GOLDEN_HASH: &str = include_str!("../tests/golden/commit.sha256");

    fn hex(bytes: [u8; 32]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_protocol_document_shows_the_golden_bytes() {
        let protocol = include_str!("../../../docs/protocol.md");
        assert!(protocol.contains(GOLDEN.trim_end()) && protocol.contains(GOLDEN_HASH.trim_end()));
    }

    #[test]
    fn golden_bytes_and_hash() {
        assert_eq!(canonical_json(&golden_commit()), GOLDEN.trim_end());
        assert_eq!(hex(payload_hash(&golden_commit())), GOLDEN_HASH.trim_end());
    }

    #[test]
    fn the_json_that_travels_has_the_same_meaning_as_the_canonical_text() {
        let commit = golden_commit();
        let read: Commit = serde_json::from_str(GOLDEN).unwrap();
        assert_eq!(read, commit);
        assert_eq!(value_to_canonical_json(&serde_json::to_value(&commit).unwrap()), GOLDEN.trim_end());
    }

    #[test]
    fn every_part_of_a_commit_is_in_its_hash() {
        let hash = payload_hash(&golden_commit());
        let other = |edit: fn(&mut Commit)| {
            let mut commit = golden_commit();
            edit(&mut commit);
            payload_hash(&commit)
        };
        assert_ne!(hash, other(|commit| commit.id = Uuid::nil()));
        assert_ne!(hash, other(|commit| commit.author = Uuid::nil()));
        assert_ne!(hash, other(|commit| commit.device_time.clear()));
        assert_ne!(hash, other(|commit| commit.action.clear()));
        assert_ne!(hash, other(|commit| commit.needs.clear()));
        assert_ne!(hash, other(|commit| commit.records[0].changes[0].value = Value::Null));
        assert_ne!(hash, other(|commit| commit.records[0].changes[0].base = Value::from(1)));
        assert_ne!(hash, other(|commit| commit.records[0].home_unit = Uuid::nil()));
        assert_ne!(hash, other(|commit| commit.records[0].resolves.push(Uuid::nil())));
    }

    #[test]
    fn debug_shows_no_values_and_no_times() {
        let shown = format!("{:?}", golden_commit());
        assert!(shown.contains("edit"));
        assert!(!shown.contains("Lagermedarbejder"));
    }
}
