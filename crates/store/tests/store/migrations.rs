//! Every released schema opens, and becomes exactly what a new workspace is.

use std::fs;
use std::path::PathBuf;

use feltmappen_domain::record::Kind;
use feltmappen_store::{ListQuery, LogVerdict, OpenWith, Passphrase, Place, SCHEMA, Workspace};

use crate::support::*;

/// A copy of the fixture of one schema, opened.
fn fixture(schema: u32, home: &Home) -> Workspace {
    let from = PathBuf::from(format!("tests/fixtures/schema-{schema}"));
    let place = home.place();
    fs::create_dir_all(&place.dir).unwrap();
    for name in ["feltmappen.db", "feltmappen.keys"] {
        fs::copy(from.join(name), place.dir.join(name)).unwrap();
    }
    let word = Passphrase::new("fixture".into());
    Workspace::open(&Place::new(place.dir), OpenWith::Passphrase(&word), NOW).unwrap()
}

fn schema_of(workspace: &Workspace) -> Vec<(String, String, Option<String>)> {
    workspace
        .raw(|connection| {
            let mut statement = connection.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")?;
            statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect()
        })
        .unwrap()
}

#[test]
fn every_released_schema_becomes_the_newest() {
    let fresh = Home::new();
    let newest = schema_of(&fresh.create());
    for schema in 1..=SCHEMA {
        let home = Home::new();
        let workspace = fixture(schema, &home);
        assert!(schema_of(&workspace) == newest, "schema {schema} differs from a new one");
        let found: u32 = workspace.raw(|c| c.query_row("PRAGMA user_version", [], |row| row.get(0))).unwrap();
        assert_eq!(found, SCHEMA);
        workspace.check().unwrap();
    }
}

#[test]
fn what_was_stored_under_schema_1_is_there() {
    let home = Home::new();
    let workspace = fixture(1, &home);
    assert_eq!(workspace.page(&ListQuery::new(Kind::Company)).unwrap().total, 1);
    let hit = workspace.search("truck", 5).unwrap().remove(0);
    let order = workspace.record(&hit.key).unwrap().unwrap();
    assert_eq!(order.fields.text("title"), Some("Gaffeltruckfører"));
    assert_eq!(workspace.all_drafts().unwrap().len(), 1);
    assert_eq!(workspace.unsent_count().unwrap(), 3);
    assert_eq!(workspace.verify_access_log().unwrap(), LogVerdict::Whole { lines: 2 });
    assert!(workspace.last_undoable(ME, "2026-11-24T10:00:00Z").unwrap().is_some());
    assert!(workspace.setting("me").unwrap().is_some());
}
