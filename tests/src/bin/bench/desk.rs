//! The app without its window, on the same workspace and the same keyring as the window.

use std::{
    path::Path as FilePath,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use chrono::{TimeDelta, Utc};
use feltmappen_app::{
    App, Demo,
    api::{ListQuery, Path, RecordKey, Scalar, Sort, Start},
};
use feltmappen_store::{Keyring, KeyringUnavailable, Place, Secret};
use keyring::{Entry, Error};

/// The system's keyring, under the name that the app uses.
pub struct SystemKeyring;

impl Keyring for SystemKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        match entry(name)?.get_secret() {
            Ok(secret) => Ok(Some(Secret::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(_) => Err(KeyringUnavailable),
        }
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        entry(name)?.set_secret(secret.expose()).map_err(|_| KeyringUnavailable)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        entry(name)?.delete_credential().map_err(|_| KeyringUnavailable)
    }
}

fn entry(name: &str) -> Result<Entry, KeyringUnavailable> {
    Entry::new("dk.feltmappen", name).map_err(|_| KeyringUnavailable)
}

/// An open app. Its clock goes on by a second with every edit, as autosave does while somebody types.
pub struct Desk {
    pub app: App,
    order: RecordKey,
    ahead: Arc<AtomicI64>,
}

impl Desk {
    /// Makes a workspace with so many generated companies, and as many job orders.
    pub fn fill(workspace: &FilePath, records: u32) -> Self {
        let (app, ahead) = app_on(workspace);
        let app = app.with_demo(Demo::Data(records));
        app.create_workspace(String::new()).expect("a new workspace");
        Self::on(app, ahead)
    }

    /// Opens the workspace as the window does.
    pub fn open(workspace: &FilePath) -> Self {
        let (app, ahead) = app_on(workspace);
        assert!(matches!(app.start(), Ok(Start::Open { .. })), "the workspace opens");
        Self::on(app, ahead)
    }

    fn on(app: App, ahead: Arc<AtomicI64>) -> Self {
        let query = ListQuery {
            text: String::new(),
            status: Some("open".to_owned()),
            unit: None,
            mine: false,
            within_days: None,
            branch: None,
            sort: Sort::Title,
            descending: false,
            offset: 0,
            limit: 1,
        };
        let order = app.orders(query).expect("the list of job orders").rows[0].key;
        Self { app, order, ahead }
    }

    /// The job order that is worked on.
    pub const fn order(&self) -> RecordKey {
        self.order
    }

    /// What the window does while somebody types in a long field: it is durable when this returns.
    pub fn edit(&self, text: &str) {
        self.ahead.fetch_add(1, Ordering::Relaxed);
        self.app.save_draft(self.order, Path::known("tasks"), Scalar(text.into())).expect("it is saved");
    }

    /// Ends on this page, so that the window opens there.
    pub fn close_on(self, page: &str) {
        assert!(self.app.remember_place(page.to_owned()).expect("it is remembered"));
        self.app.close();
    }
}

fn app_on(workspace: &FilePath) -> (App, Arc<AtomicI64>) {
    let ahead = Arc::new(AtomicI64::new(0));
    let seconds = Arc::clone(&ahead);
    let clock = move || Utc::now() + TimeDelta::seconds(seconds.load(Ordering::Relaxed));
    (App::new(Place::new(workspace), Box::new(SystemKeyring), Box::new(clock)), ahead)
}

/// About 200 characters, other ones each time.
pub fn typed(number: usize) -> String {
    let text = "Modtage og pakke kølevarer, køre truck på lageret og holde orden i fryserummet. Der arbejdes i treholdsskift, \
                og man skal kunne løfte. Der er frokostordning, og man oplæres af en kollega.";
    format!("{number:06} {text}")
}
