//! Commits: the changes of one user action, all or nothing.

use std::fmt;

use feltmappen_domain::canonical::{write_text, write_value};
use feltmappen_domain::record::RecordId;
use serde::{Deserialize, Serialize};
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
    /// The attachments that it comes to name.
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

/// The canonical text of a commit: what is hashed. Written key by key, in byte order: a long push is hashed as it comes.
pub fn canonical_json(commit: &Commit) -> String {
    let mut out = String::with_capacity(1_024);
    out.push_str("{\"action\":");
    write_text(&mut out, &commit.action);
    out.push_str(",\"author\":");
    write_id(&mut out, commit.author);
    out.push_str(",\"device_time\":");
    write_text(&mut out, &commit.device_time);
    out.push_str(",\"id\":");
    write_id(&mut out, commit.id);
    out.push_str(",\"needs\":");
    write_list(&mut out, &commit.needs, |out, need| write_id(out, *need));
    out.push_str(",\"records\":");
    write_list(&mut out, &commit.records, write_record_change);
    out.push('}');
    out
}

/// SHA-256 of the canonical text. Central keeps it beside the id: the same id with another hash is an error.
pub fn payload_hash(commit: &Commit) -> [u8; 32] {
    Sha256::digest(canonical_json(commit)).into()
}

fn write_record_change(out: &mut String, record: &RecordChange) {
    out.push_str("{\"changes\":");
    write_list(out, &record.changes, write_change);
    out.push_str(",\"home_unit\":");
    write_id(out, record.home_unit);
    out.push_str(",\"key\":{\"id\":");
    write_id(out, record.key.id);
    out.push_str(",\"kind\":");
    write_text(out, record.key.kind.as_str());
    out.push('}');
    if !record.resolves.is_empty() {
        out.push_str(",\"resolves\":");
        write_list(out, &record.resolves, |out, conflict| write_id(out, *conflict));
    }
    out.push('}');
}

fn write_change(out: &mut String, change: &Change) {
    out.push_str("{\"base\":");
    write_value(out, &change.base);
    out.push_str(",\"path\":\"");
    out.push_str(change.path.as_str()); // the path grammar has nothing that JSON escapes
    out.push_str("\",\"value\":");
    write_value(out, &change.value);
    out.push('}');
}

fn write_list<T>(out: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    out.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(']');
}

fn write_id(out: &mut String, id: Uuid) {
    write_text(out, id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::golden_commit;
    use feltmappen_domain::canonical::value_to_canonical_json;
    use serde_json::Value;

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
