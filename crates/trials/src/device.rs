//! A device: the encrypted store in a folder of its own, and the engine.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use feltmappen_domain::record::RecordId;
use feltmappen_store::{Keyring, KeyringUnavailable, NewSlots, OpenWith, Place, Rig, Secret, Workspace};
use feltmappen_sync::engine::{Effect, Engine, Start};
use feltmappen_sync::wire::FeedId;
use rusqlite::Connection;

use crate::central::Token;

/// When nothing else is said.
pub const NOW: &str = "2026-11-24T10:52:00.000Z";

#[derive(Default)]
pub struct MemoryKeyring(Mutex<HashMap<String, Secret>>);

impl Keyring for MemoryKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        Ok(self.0.lock().unwrap().get(name).cloned())
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().insert(name.into(), secret.clone());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// An empty workspace that every device begins with a copy of.
pub struct Template {
    folder: PathBuf,
    keyring: Arc<MemoryKeyring>,
}

impl Template {
    pub fn new(folder: PathBuf) -> Self {
        let keyring = Arc::new(MemoryKeyring::default());
        let slots = NewSlots { keyring: Some(&*keyring), passphrase: None };
        drop(Workspace::create(&Place::new(&folder), slots, NOW).unwrap());
        Self { folder, keyring }
    }

    pub fn device(&self, folder: PathBuf, author: RecordId, token: Token) -> Device {
        copy(&self.folder, &folder);
        let unit = token.unit;
        let mut device = Device {
            folder,
            copies: 0,
            keyring: Arc::clone(&self.keyring),
            workspace: None,
            engine: Engine::new(Start::default()),
            queue: VecDeque::new(),
            request: None,
            asked: BTreeMap::new(),
            sealing_key: String::new(),
            author,
            unit,
            token,
            protocol: 1,
            timer: false,
            listening: false,
            running: true,
            signed_in: true,
            spoilt: false,
            knows: false,
        };
        device.restart();
        device
    }
}

pub struct Device {
    folder: PathBuf,
    copies: u32,
    keyring: Arc<MemoryKeyring>,
    workspace: Option<Workspace>,
    pub engine: Engine,
    pub queue: VecDeque<Effect>,
    /// The number of the request under way.
    pub request: Option<u64>,
    pub asked: BTreeMap<FeedId, u64>,
    pub sealing_key: String,
    pub author: RecordId,
    /// The unit that the user works for, as the device knows it.
    pub unit: RecordId,
    pub token: Token,
    /// What the program speaks; 0 is too old for central.
    pub protocol: u16,
    pub timer: bool,
    pub listening: bool,
    pub running: bool,
    pub signed_in: bool,
    /// What it has added up no longer agrees with what it has.
    pub spoilt: bool,
    /// It has found that out.
    pub knows: bool,
}

impl Device {
    /// The store; opened when it was put away.
    pub fn store(&mut self) -> &Workspace {
        if self.workspace.is_none() {
            let place = Place::new(&self.folder);
            let with = OpenWith::Keyring(&*self.keyring);
            self.workspace = Some(Workspace::open_with(&place, with, NOW, &unmoved()).unwrap());
        }
        self.workspace.as_ref().unwrap()
    }

    /// Closes the files, so that a thousand devices need not have theirs open at once. What is in memory stays.
    pub fn put_away(&mut self) {
        self.workspace = None;
    }

    /// The program ends without a word: what lies on disk at this moment is what there is.
    pub fn crash(&mut self) {
        self.copies += 1;
        let image = self.folder.with_extension(self.copies.to_string());
        copy(&self.folder, &image);
        self.workspace = None;
        fs::remove_dir_all(&self.folder).unwrap();
        self.folder = image;
        self.stop();
    }

    /// The engine ends; what it had not stored is gone.
    pub fn stop(&mut self) {
        self.queue.clear();
        self.request = None;
        self.timer = false;
        self.listening = false;
        self.running = false;
    }

    /// A fault of the disk: the sum over what is confirmed is another one.
    pub fn spoil(&mut self) {
        let spoil =
            |connection: &Connection| connection.execute("UPDATE feed SET hash = CAST(printf('%032d', 7) AS BLOB)", []);
        self.spoilt = self.store().raw(spoil).unwrap() > 0;
        self.knows = false;
    }

    /// Reads all feeds again when it starts.
    pub fn read_again(&mut self) {
        let feeds = self.store().feeds().unwrap();
        feeds.iter().for_each(|state| self.store().read_again(&state.feed).unwrap());
    }

    /// A new engine on what the store knows, as the app makes it.
    pub fn restart(&mut self) {
        let workspace = self.store();
        let _ = workspace.read_quarantined(NOW);
        let again = workspace.read_again_now().unwrap();
        let central = workspace.central().unwrap();
        let feeds = workspace.feeds().unwrap().into_iter();
        let feeds = feeds.map(|state| {
            let reread = again.contains(&state.feed);
            (state.feed, state.sequence, reread)
        });
        let start = Start {
            dataset: central.as_ref().map(|central| central.dataset),
            reconciling: workspace.is_reconciling().unwrap(),
            feeds: feeds.collect(),
            awaited: workspace.feeds_awaited().unwrap(),
            unsent: self.unsent(),
            waiting: self.waiting(),
            orphans: self.store().sync_counts().unwrap().orphans,
            wanted: self.store().wanted_attachments().unwrap(),
            sealing_key: central.map(|central| central.sealing_key),
        };
        self.engine = Engine::new(start);
        self.running = true;
    }

    pub fn unsent(&mut self) -> u64 {
        self.store().sync_counts().unwrap().unsent
    }

    pub fn waiting(&mut self) -> u64 {
        let counts = self.store().sync_counts().unwrap();
        counts.rejected + counts.conflicts + u64::from(counts.quarantined > 0)
    }
}

/// While a store is open its log only grows. Were it emptied in the background, an image of the files could be of two
/// moments, which no crash leaves behind, and no seed would run again exactly.
fn unmoved() -> Rig {
    Rig { checkpoint_bytes: Some(u64::MAX), ..Rig::default() }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
