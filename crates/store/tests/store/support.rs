//! What the tests share: a keyring in memory, a workspace in a temporary folder, and short ways to write commits.

use std::collections::HashMap;
use std::path::Path as FilePath;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use feltmappen_domain::record::{Kind, Path, RecordId, RecordKey};
use feltmappen_store::{Keyring, KeyringUnavailable, NewSlots, OpenWith, Place, Rig, Secret, StoreError, Workspace};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::Value;
use tempfile::TempDir;
use uuid::Uuid;

pub const NOW: &str = "2026-11-24T10:00:00Z";
pub const UNIT: RecordId = Uuid::from_u128(0x0410);
pub const ME: RecordId = Uuid::from_u128(0xE1);

/// A keyring that forgets when it is dropped, and can be locked.
#[derive(Default)]
pub struct MemoryKeyring {
    pub entries: Mutex<HashMap<String, Secret>>,
    pub locked: bool,
}

impl Keyring for MemoryKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        if self.locked { Err(KeyringUnavailable) } else { Ok(self.entries.lock().unwrap().get(name).cloned()) }
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        if self.locked {
            return Err(KeyringUnavailable);
        }
        self.entries.lock().unwrap().insert(name.into(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        self.entries.lock().unwrap().remove(name);
        Ok(())
    }
}

/// A workspace in a folder that goes away with it.
pub struct Home {
    pub folder: TempDir,
    pub keyring: MemoryKeyring,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), keyring: MemoryKeyring::default() }
    }

    pub fn place(&self) -> Place {
        Place::new(self.folder.path().join("arbejdsmappe"))
    }

    pub fn file(&self, name: &str) -> std::path::PathBuf {
        self.place().dir.join(name)
    }

    pub fn create(&self) -> Workspace {
        self.create_with(&Rig::default())
    }

    pub fn create_with(&self, rig: &Rig) -> Workspace {
        let slots = NewSlots { keyring: Some(&self.keyring), passphrase: None };
        Workspace::create_with(&self.place(), slots, NOW, rig).unwrap()
    }

    pub fn open(&self) -> Result<Workspace, StoreError> {
        self.open_at(&self.place().dir)
    }

    pub fn open_at(&self, dir: &FilePath) -> Result<Workspace, StoreError> {
        Workspace::open(&Place::new(dir), OpenWith::Keyring(&self.keyring), NOW)
    }
}

static NEXT: AtomicU64 = AtomicU64::new(1);

/// An id that no other test has.
pub fn id() -> Uuid {
    Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0000 + u128::from(NEXT.fetch_add(1, Ordering::Relaxed)))
}

pub fn key(kind: Kind) -> RecordKey {
    RecordKey { kind, id: id() }
}

pub fn path(text: &str) -> Path {
    Path::new(text).unwrap()
}

pub fn change(at: &str, base: impl Into<Value>, value: impl Into<Value>) -> Change {
    Change { path: path(at), base: base.into(), value: value.into() }
}

pub fn commit(key: RecordKey, changes: Vec<Change>) -> Commit {
    commit_at(key, changes, NOW)
}

pub fn commit_at(key: RecordKey, changes: Vec<Change>, at: &str) -> Commit {
    Commit {
        id: id(),
        author: ME,
        device_time: at.into(),
        action: "edit".into(),
        needs: Vec::new(),
        records: vec![RecordChange { key, home_unit: UNIT, changes, resolves: Vec::new() }],
    }
}

/// A new record with the given texts.
pub fn fresh(key: RecordKey, texts: &[(&str, &str)]) -> Commit {
    commit(key, texts.iter().map(|(at, text)| change(at, Value::Null, *text)).collect())
}

/// Tidies as a device that is used once a week does, and last on this day.
pub fn used_until(workspace: &Workspace, day: &str) {
    let weeks = ["2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29"];
    for day in weeks.into_iter().filter(|week| *week < day).chain([day]) {
        workspace.tidy(&format!("{day}T10:00:00Z")).unwrap();
    }
}

/// Stores a new company and returns its key.
pub fn company(workspace: &Workspace, name: &str) -> RecordKey {
    let key = key(Kind::Company);
    workspace.commit(&fresh(key, &[("name", name)])).unwrap();
    key
}

/// The text of a field as it is stored.
pub fn text(workspace: &Workspace, key: &RecordKey, at: &str) -> Option<String> {
    workspace.record(key).unwrap()?.fields.text(at).map(str::to_owned)
}

/// A small random generator with a seed, so that a failing run can be repeated.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.roll() % n.max(1)
    }
}
