//! Makes the fixture of the newest schema: see `tests/fixtures/README.md`.
#![allow(clippy::unwrap_used)] // A tool for developers: whatever fails should stop it.

use std::path::PathBuf;

use feltmappen_domain::record::{Kind, Path, RecordKey};
use feltmappen_store::{AccessAction, AccessEntry, NewSlots, Passphrase, Place, SCHEMA, Workspace};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

const NOW: &str = "2026-11-23T10:00:00Z";
const UNIT: Uuid = Uuid::from_u128(0x0410);
const ME: Uuid = Uuid::from_u128(0xE1);

fn commit(n: u128, key: RecordKey, changes: &[(&str, Value, Value)]) -> Commit {
    let change = |(path, base, value): &(&str, Value, Value)| Change {
        path: Path::new(path).unwrap(),
        base: base.clone(),
        value: value.clone(),
    };
    Commit {
        id: Uuid::from_u128(n),
        author: ME,
        device_time: NOW.into(),
        action: "edit".into(),
        needs: Vec::new(),
        records: vec![RecordChange {
            key,
            home_unit: UNIT,
            changes: changes.iter().map(change).collect(),
            resolves: Vec::new(),
        }],
    }
}

fn main() {
    let dir =
        PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap()).join(format!("tests/fixtures/schema-{SCHEMA}"));
    let word = Passphrase::new("fixture".into());
    let slots = NewSlots { keyring: None, passphrase: Some(&word) };
    let workspace = Workspace::create(&Place::new(&dir), slots, NOW).unwrap();
    let company = RecordKey { kind: Kind::Company, id: Uuid::from_u128(0xC1) };
    let order = RecordKey { kind: Kind::JobOrder, id: Uuid::from_u128(0x01) };
    let none = Value::Null;
    let named = [("name", none.clone(), json!("Ærø Lager A/S")), ("cvr", none.clone(), json!("13748136"))];
    workspace.commit(&commit(0xA1, company, &named)).unwrap();
    let titled = [
        ("title", none.clone(), json!("Gaffeltruckfører")),
        ("company", none.clone(), json!(company.id.to_string())),
        ("status", none, json!("draft")),
    ];
    let entry =
        |action| AccessEntry { who: ME, action, kind: Kind::JobOrder, id: Some(order.id), why: "fixture".into() };
    workspace.commit_logged(&[commit(0xA2, order, &titled)], &[entry(AccessAction::Change)]).unwrap();
    workspace.commit(&commit(0xA3, order, &[("status", json!("draft"), json!("open"))])).unwrap();
    workspace.save_draft(&order, UNIT, &Path::new("tasks").unwrap(), &json!("Kører"), NOW).unwrap();
    workspace.log_access(&[entry(AccessAction::Read)], NOW).unwrap();
    workspace.set_setting("me", &json!(ME.to_string()), NOW).unwrap();
    workspace.prepare_close().unwrap();
    drop(workspace);
    std::fs::remove_file(dir.join("feltmappen.lock")).unwrap();
}
