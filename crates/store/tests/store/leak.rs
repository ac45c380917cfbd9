//! Nothing on disk can be read without the key, and the scanner that says so finds what is planted for it.

use std::fs;
#[cfg(unix)]
use std::os::unix::fs::PermissionsExt;
use std::path::Path as FilePath;

use feltmappen_domain::record::Kind;
use feltmappen_store::{AccessAction, AccessEntry};
use serde_json::json;

use crate::support::*;

const PLANTED: [&str; 6] =
    ["Agnete Sørensen", "agnete soerensen", "13748136", "+45 12 34 56 78", "Hemmelig note", "tolv blå heste"];

/// The planted texts found in any file below `folder`, as UTF-8, UTF-16 or JSON with escapes.
fn scan(folder: &FilePath) -> Vec<(std::path::PathBuf, &'static str)> {
    let mut hits = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            hits.extend(scan(&path));
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        for planted in PLANTED {
            let utf16: Vec<u8> = planted.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let escaped: String = planted
                .chars()
                .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) })
                .collect();
            let needles = [planted.as_bytes(), &utf16, escaped.as_bytes()];
            if needles.iter().any(|needle| bytes.windows(needle.len()).any(|window| window == *needle)) {
                hits.push((path.clone(), planted));
            }
        }
    }
    hits
}

#[test]
fn no_file_of_the_workspace_holds_anything_that_can_be_read() {
    let home = Home::new();
    let workspace = home.create();
    workspace.set_passphrase(&feltmappen_store::Passphrase::new("tolv blå heste".into())).unwrap();
    let key = key(Kind::Contact);
    let texts = [("name", "Agnete Sørensen"), ("cvr", "13748136"), ("phone", "+45 12 34 56 78")];
    workspace.commit(&fresh(key, &texts)).unwrap();
    workspace.save_draft(&key, UNIT, &path("notes"), &json!("Hemmelig note"), NOW).unwrap();
    workspace.set_setting("last", &json!("Hemmelig note"), NOW).unwrap();
    let why = "Hemmelig note".to_owned();
    let entry = AccessEntry { who: ME, action: AccessAction::Read, kind: Kind::Contact, id: Some(key.id), why };
    workspace.log_access(&[entry], NOW).unwrap();
    assert_eq!(workspace.search("agnete", 5).unwrap().len(), 1);
    for name in ["feltmappen.db", "feltmappen.db-wal", "feltmappen.db-shm", "feltmappen.keys", "feltmappen.lock"] {
        assert!(home.file(name).exists(), "{name} is there while the workspace is open");
        #[cfg(unix)]
        assert_eq!(home.file(name).metadata().unwrap().permissions().mode() & 0o077, 0, "{name} is its owner's alone");
    }
    assert_eq!(scan(home.folder.path()), []);
    workspace.prepare_close().unwrap();
    assert_eq!(scan(home.folder.path()), [], "after the log was moved into the database");
    drop(workspace);
    assert_eq!(scan(home.folder.path()), [], "after closing");
}

#[test]
fn the_scanner_finds_a_plain_file_that_was_planted() {
    let home = Home::new();
    drop(home.create());
    let planted = home.file("plain");
    for text in ["{\"n\":\"Agnete S\\u00f8rensen\"}".as_bytes().to_vec(), b"x13748136x".to_vec()] {
        fs::write(&planted, text).unwrap();
        assert_eq!(scan(home.folder.path()).len(), 1);
    }
    let utf16: Vec<u8> = "Hemmelig note".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(&planted, utf16).unwrap();
    assert_eq!(scan(home.folder.path()).len(), 1);
}
