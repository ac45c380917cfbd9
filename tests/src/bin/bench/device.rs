//! A consultant's device without a window: the app with its driver of sync, and the workspace behind it.

use std::{
    cell::Cell,
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
};

use chrono::{DateTime, Utc};
use feltmappen_app::{
    App, Stirred,
    api::{NewPerson, SyncStatus},
};
use feltmappen_proofs::PaperKeyring;
use feltmappen_store::{OpenWith, Place, Workspace};
use tempfile::TempDir;

use crate::{office::folder, sample::UNIT};

/// So many records are read between two lines of what is under way.
const TOLD: u32 = 10_000;

/// The device's clock stands still: what is measured is real time.
fn clock() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(1_795_514_040_000).expect("a moment")
}

/// A new device.
pub struct Device {
    pub app: App,
    /// Whenever the window would look again.
    stirred: Receiver<()>,
    folder: TempDir,
}

impl Device {
    /// With a workspace in which somebody has said who he is.
    pub fn new() -> Self {
        let device = Self::switched_on(folder());
        device.app.create_workspace(String::new()).expect("a workspace");
        let person = NewPerson { name: "Maja Thorsen".to_owned(), title: String::new(), unit: UNIT };
        device.app.introduce(person).expect("a name");
        device
    }

    fn switched_on(folder: TempDir) -> Self {
        let (tell, stirred) = channel();
        let keyring = PaperKeyring::new(Some(keyring(&folder)));
        let app = App::new(place(&folder), Box::new(keyring), Box::new(clock)).with_watch(Arc::new(move |what| {
            if what == Stirred::Sync {
                let _ = tell.send(());
            }
        }));
        Self { app, stirred, folder }
    }

    /// Connects it to central, at this address.
    pub fn connect(&self, address: &str, token: &str) {
        self.app.connect(address.to_owned(), token.to_owned()).expect("it is connected");
    }

    /// Waits until something can be seen, looking whenever the window would.
    pub fn until(&self, seen: impl Fn(&App) -> bool) {
        while !seen(&self.app) {
            self.steps(1);
        }
    }

    /// Waits until everything has been read and sent, and tells how far it is. Sync that breaks off and waits before it
    /// goes on is no measure of anything.
    pub fn until_all_is_here(&self) {
        let told = Cell::new(0);
        self.until(|app| match app.sync_status().expect("a status").status {
            SyncStatus::AllSent => true,
            SyncStatus::FirstSync { done, total, paused: false } => {
                if done >= told.get() + TOLD {
                    told.set(done);
                    eprintln!("{done} of {total} records are here");
                }
                false
            }
            SyncStatus::SavedHere { .. } | SyncStatus::Sending { .. } => false,
            stuck => panic!("sync is stuck: {}", serde_json::json!(stuck)),
        });
    }

    /// Waits for so many steps of the driver.
    pub fn steps(&self, count: usize) {
        for _ in 0..count {
            self.stirred.recv().expect("the driver runs");
        }
    }

    /// What has happened until now is not waited for.
    pub fn forget_steps(&self) {
        while self.stirred.try_recv().is_ok() {}
    }

    /// Closes the app, and opens what it left.
    pub fn into_workspace(self) -> (Workspace, TempDir) {
        self.app.close();
        drop(self.app);
        (open(&self.folder), self.folder)
    }
}

/// The workspace in a device's folder.
pub fn open(folder: &TempDir) -> Workspace {
    let keyring = PaperKeyring::new(Some(keyring(folder)));
    Workspace::open(&place(folder), OpenWith::Keyring(&keyring), "2026-11-24T10:34:00.000Z").expect("it opens")
}

fn place(folder: &TempDir) -> Place {
    Place::new(folder.path().join("workspace"))
}

fn keyring(folder: &TempDir) -> PathBuf {
    folder.path().join("keyring")
}
