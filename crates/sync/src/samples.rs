//! Samples for the tests of this crate.

use std::collections::BTreeMap;

use feltmappen_domain::record::{Fields, Kind, Path, RecordId, RecordKey};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::merge::guard;
use crate::{Change, Commit, RecordChange, apply, needs};

const PATHS: [&str; 6] = ["title", "tasks", "positions", "terms.temp", "terms.temp_from", "status"];
const KIND: Kind = Kind::JobOrder;

fn key(id: u128) -> RecordKey {
    RecordKey::new(KIND, Uuid::from_u128(id))
}

pub fn edit(id: u128, path: &'static str, base: Value, value: Value) -> RecordChange {
    RecordChange {
        key: key(id),
        home_unit: Uuid::from_u128(1),
        changes: vec![Change { path: Path::known(path), base, value }],
        resolves: Vec::new(),
    }
}

pub fn commit(id: u128, records: Vec<RecordChange>) -> Commit {
    Commit {
        id: Uuid::from_u128(id),
        author: Uuid::from_u128(2),
        device_time: "2026-11-24T10:52:00Z".to_owned(),
        action: "edit".to_owned(),
        needs: Vec::new(),
        records,
    }
}

pub fn golden_commit() -> Commit {
    let id = |text: &str| Uuid::try_parse(text).unwrap();
    let item = id("01890a5d-ac96-774b-bcce-b302099a8057");
    Commit {
        id: id("019aa1b2-7c00-7000-8000-0000000000c1"),
        author: id("019aa1b2-7c00-7000-8000-0000000000a1"),
        device_time: "2026-11-24T10:52:00.000+01:00".to_owned(),
        action: "edit".to_owned(),
        needs: vec![id("019aa1b2-7c00-7000-8000-0000000000c0")],
        records: vec![RecordChange {
            key: RecordKey::new(Kind::JobOrder, id("019aa1b2-7c00-7000-8000-0000000000d1")),
            home_unit: id("019aa1b2-7c00-7000-8000-0000000000e1"),
            changes: vec![
                Change { path: Path::known("title"), base: json!(null), value: json!("Lagermedarbejder") },
                Change { path: Path::known("positions"), base: json!(1), value: json!(2) },
                Change {
                    path: Path::item("requirements", item, "text"),
                    base: json!("Kørekort"),
                    value: json!("Kørekort \"B\"\n🚚"),
                },
                Change { path: Path::known("terms.temp"), base: json!(true), value: json!(null) },
            ],
            resolves: Vec::new(),
        }],
    }
}

/// What a user does to a record: paths with new values.
pub type Steps = Vec<(usize, Value)>;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from)
    ]
}

pub fn change_list() -> impl Strategy<Value = Steps> {
    proptest::collection::vec((0..PATHS.len(), value()), 0..5)
}

pub fn start() -> Fields {
    [(Path::known("title"), json!("Kok")), (Path::known("positions"), json!(2))].into_iter().collect()
}

/// The steps as changes of one record with the right bases, carried out on `fields`.
pub fn record(fields: &mut Fields, steps: &Steps) -> RecordChange {
    let mut changes: BTreeMap<Path, Change> = BTreeMap::new();
    for (path, value) in steps {
        let path = Path::known(PATHS[*path]);
        let base = fields.get(&path).cloned().unwrap_or_default();
        let change = Change { path: path.clone(), base, value: value.clone() };
        changes.insert(path, change);
    }
    let mut changes: Vec<Change> = changes.into_values().collect();
    changes.extend(guard(KIND, fields, &changes));
    apply(fields, &changes);
    RecordChange { key: key(9), home_unit: Uuid::from_u128(1), changes, resolves: Vec::new() }
}

/// Commits as a device makes them: one or two records each, true bases, true needs.
pub fn commit_list() -> impl Strategy<Value = Vec<Commit>> {
    let action = proptest::collection::btree_map(0..3_u128, change_list(), 1..3);
    proptest::collection::vec((action, 0..8_u128), 0..12).prop_map(|actions| {
        let mut state: BTreeMap<RecordId, Fields> = BTreeMap::new();
        let mut commits: Vec<Commit> = Vec::new();
        for (n, (action, author)) in (1000_u128..).zip(actions) {
            let records: Vec<RecordChange> = action
                .into_iter()
                .map(|(id, steps)| {
                    let fields = state.entry(Uuid::from_u128(id)).or_default();
                    RecordChange { key: key(id), ..record(fields, &steps) }
                })
                .collect();
            let mut next = commit(n, records);
            next.author = Uuid::from_u128(author / 7); // nearly always the same
            next.needs = needs(&next.records, &commits);
            commits.push(next);
        }
        commits
    })
}
