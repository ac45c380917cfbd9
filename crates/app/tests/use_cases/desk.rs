//! A consultant's desk for tests: an app on a temporary folder, a keyring in memory and a clock that stands still.

use std::{
    collections::HashMap,
    path::Path as FilePath,
    sync::{Arc, Mutex},
};

use chrono::{TimeZone, Utc};
use feltmappen_app::{
    App,
    api::{Kind, ListQuery, NewPerson, Path, PathValue, RecordId, RecordKey, RecordView, Scalar, Sort, Start},
};
use feltmappen_store::{Keyring, KeyringUnavailable, Place, Secret};
use serde_json::Value;
use tempfile::TempDir;

/// A keyring in memory, shared by the apps of one test.
#[derive(Clone, Default)]
pub struct MemoryKeyring(Arc<Mutex<HashMap<String, Vec<u8>>>>);

impl Keyring for MemoryKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        Ok(self.0.lock().unwrap().get(name).cloned().map(Secret::new))
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().insert(name.to_owned(), secret.expose().to_vec());
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        self.0.lock().unwrap().remove(name);
        Ok(())
    }
}

/// One test's folder, keyring and app.
pub struct Desk {
    pub folder: TempDir,
    pub keyring: MemoryKeyring,
    pub app: App,
}

pub fn app_on(folder: &FilePath, keyring: &MemoryKeyring) -> App {
    let clock = || Utc.with_ymd_and_hms(2026, 11, 24, 10, 34, 0).unwrap();
    App::new(Place::new(folder), Box::new(keyring.clone()), Box::new(clock))
}

impl Desk {
    /// A new workspace where Maja works in Middelfart.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keyring = MemoryKeyring::default();
        let app = app_on(&folder.path().join("mappe"), &keyring);
        app.create_workspace(String::new()).unwrap();
        let unit = app.catalogue().unwrap().units.into_iter().find(|unit| unit.name == "Middelfart Kommune").unwrap();
        let me = NewPerson { name: "Maja Thorsen".into(), title: "Virksomhedskonsulent".into(), unit: unit.key.id };
        app.introduce(me).unwrap();
        Self { folder, keyring, app }
    }

    /// Starts again without a clean end, as after a crash.
    pub fn crash_and_start(mut self) -> (Self, Start) {
        let elsewhere = tempfile::tempdir().unwrap();
        self.app = app_on(elsewhere.path(), &self.keyring);
        self.app = app_on(&self.folder.path().join("mappe"), &self.keyring);
        let start = self.app.start().unwrap();
        (self, start)
    }

    pub fn create(&self, kind: Kind, values: &[(&str, Value)]) -> RecordView {
        self.app.create(kind, pairs(values)).unwrap()
    }

    pub fn set(&self, key: RecordKey, values: &[(&str, Value)]) -> RecordView {
        self.app.set_fields(key, pairs(values)).unwrap()
    }

    /// Types a value and leaves the field.
    pub fn type_and_leave(&self, key: RecordKey, path: &str, text: &str) -> RecordView {
        let path = Path::new(path).unwrap();
        self.app.save_draft(key, path.clone(), Scalar(text.into())).unwrap();
        self.app.leave_field(key, path).unwrap()
    }
}

pub fn pairs(values: &[(&str, Value)]) -> Vec<PathValue> {
    let pair =
        |(path, value): &(&str, Value)| PathValue { path: Path::new(path).unwrap(), value: Scalar(value.clone()) };
    values.iter().map(pair).collect()
}

pub fn text<'a>(view: &'a RecordView, path: &str) -> &'a str {
    view.fields.get(&Path::new(path).unwrap()).and_then(|value| value.0.as_str()).unwrap_or_default()
}

pub fn everything() -> ListQuery {
    ListQuery {
        text: String::new(),
        status: None,
        unit: None,
        mine: false,
        within_days: None,
        branch: None,
        sort: Sort::Title,
        descending: false,
        offset: 0,
        limit: 200,
    }
}

pub fn id(view: &RecordView) -> RecordId {
    view.key.id
}
