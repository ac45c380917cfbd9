//! Commits as devices make them. All names and numbers are invented.

use std::sync::atomic::{AtomicU64, Ordering};

use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use feltmappen_sync::merge::guard;
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

static NEXT: AtomicU64 = AtomicU64::new(1);

/// An id that no other call of this process gives: above those that tests choose.
fn fresh() -> Uuid {
    Uuid::from_u128(
        0x019a_a1b2_7c00_7000_8000_0000_0000_0000 | u128::from(NEXT.fetch_add(1, Ordering::Relaxed) + 0x10000),
    )
}

/// An id that a test chooses.
pub fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x019a_a1b2_7c00_7000_8000_0000_0000_0000 | n)
}

fn key(kind: Kind, n: u128) -> RecordKey {
    RecordKey::new(kind, id(n))
}

pub fn contact(n: u128) -> RecordKey {
    key(Kind::Contact, n)
}

pub fn company(n: u128) -> RecordKey {
    key(Kind::Company, n)
}

/// A commit with changes of some records.
pub fn commit(records: Vec<RecordChange>) -> Commit {
    Commit {
        id: fresh(),
        author: id(0xa1),
        device_time: "2026-11-24T10:52:00.000+01:00".to_owned(),
        action: "edit".to_owned(),
        needs: Vec::new(),
        records,
    }
}

/// Changes of one record: path, value before, value after. Guards are added as a device adds them.
pub fn edit(key: RecordKey, home_unit: Uuid, changes: &[(&'static str, Value, Value)]) -> RecordChange {
    let changes: Vec<Change> = changes
        .iter()
        .map(|(path, base, value)| Change { path: Path::known(path), base: base.clone(), value: value.clone() })
        .collect();
    let before: Fields = changes.iter().map(|change| (change.path.clone(), change.base.clone())).collect();
    let guards = guard(key.kind, &before, &changes);
    RecordChange { key, home_unit, changes: changes.into_iter().chain(guards).collect(), resolves: Vec::new() }
}

/// A new contact with a name.
pub fn create(key: RecordKey, home_unit: Uuid, name: &str) -> RecordChange {
    edit(key, home_unit, &[("name", json!(null), json!(name))])
}
