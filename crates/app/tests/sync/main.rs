//! Two devices and a central over real HTTP: what one writes the other sees, and nothing is lost on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod central;
mod conflicts;
mod landed;
mod news;
mod shown;

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::Ordering,
        mpsc::{Receiver, channel},
    },
    time::{Duration, Instant},
};

use central::{Central, TOKEN};
use chrono::{DateTime, Utc};
use feltmappen_app::{
    App, Stirred,
    api::{Kind, NewPerson, Path, PathValue, RecordId, RecordKey, Scalar, SyncStatus},
};
use feltmappen_store::{Keyring, KeyringUnavailable, Place, Secret};
use serde_json::json;
use tempfile::TempDir;

const LIMIT: Duration = Duration::from_secs(30);

#[derive(Clone, Default)]
struct MemoryKeyring(Arc<Mutex<HashMap<String, Vec<u8>>>>);

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

struct Device {
    folder: TempDir,
    keyring: MemoryKeyring,
    app: App,
    unit: RecordId,
    stirred: Receiver<Stirred>,
}

fn clock() -> DateTime<Utc> {
    "2026-11-24T10:34:00Z".parse().unwrap()
}

impl Device {
    fn new(name: &str) -> Self {
        let (folder, keyring) = (tempfile::tempdir().unwrap(), MemoryKeyring::default());
        let (tell, stirred) = channel();
        let app = App::new(Place::new(folder.path().join("mappe")), Box::new(keyring.clone()), Box::new(clock))
            .with_watch(Arc::new(move |what| {
                let _ = tell.send(what);
            }))
            .with_exports(folder.path().to_owned());
        app.create_workspace(String::new()).unwrap();
        let units = app.catalogue().unwrap().units;
        let unit = units.into_iter().find(|unit| unit.name == "Middelfart Kommune").unwrap().key.id;
        app.introduce(NewPerson { name: name.into(), title: String::new(), unit }).unwrap();
        Self { folder, keyring, app, unit, stirred }
    }

    fn connect(&self, central: &Central) {
        self.app.connect(central.address.clone(), TOKEN.into()).unwrap();
    }

    fn again(mut self) -> Self {
        self.app.close();
        let place = Place::new(self.folder.path().join("mappe"));
        self.app = App::new(place, Box::new(self.keyring.clone()), Box::new(clock));
        self.app.start().unwrap();
        self
    }

    fn set(&self, key: RecordKey, path: &str, value: &str) {
        let value = Scalar(value.into());
        self.app.set_fields(key, vec![PathValue { path: Path::new(path).unwrap(), value }]).unwrap();
    }

    fn text(&self, key: RecordKey, path: &str) -> Option<String> {
        let view = self.app.open(key).ok()?;
        view.fields.get(&Path::new(path).unwrap()).and_then(|value| value.0.as_str().map(str::to_owned))
    }

    /// Looks again and again, as a user who presses "send now" would.
    fn until(&self, what: &str, look: impl Fn(&Self) -> bool) {
        let limit = Instant::now() + LIMIT;
        while !look(self) {
            assert!(Instant::now() < limit, "waited for {what}");
            self.app.send_now().unwrap();
            std::thread::park_timeout(Duration::from_millis(50));
        }
    }

    fn sent(&self) {
        self.until("everything to be sent", |device| {
            !matches!(
                device.app.sync_status().unwrap().status,
                SyncStatus::Sending { .. } | SyncStatus::SavedHere { .. } | SyncStatus::FirstSync { .. }
            )
        });
    }
}

/// An order of Maja's that Søren has, and that she has read back: what he wrote to it lies behind what she did.
fn an_order_that_both_have(maja: &Device, soren: &Device, central: &Central) -> RecordKey {
    let key = order(maja, "Kok");
    maja.connect(central);
    soren.connect(central);
    soren.until("the order", |soren| soren.text(key, "title").is_some());
    soren.set(key, "tasks", "Smørrebrød");
    maja.until("his words", |maja| maja.text(key, "tasks").is_some());
    key
}

fn order(device: &Device, title: &str) -> RecordKey {
    let values = vec![PathValue { path: Path::new("title").unwrap(), value: Scalar(json!(title)) }];
    device.app.create(Kind::JobOrder, values).unwrap().key
}

#[test]
fn what_one_writes_the_other_sees_with_the_name_of_who_did_it() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    let key = order(&maja, "Lagermedarbejder");
    maja.connect(&central);
    maja.sent();
    assert!(maja.app.sync_status().unwrap().connected);
    soren.connect(&central);
    soren.until("the order", |soren| soren.text(key, "title").as_deref() == Some("Lagermedarbejder"));
    soren.sent();
    soren.app.news_seen(soren.app.news().unwrap().until).unwrap();
    maja.set(key, "title", "Lagermedarbejder, aften");
    soren.until("the change", |soren| soren.text(key, "title").as_deref() == Some("Lagermedarbejder, aften"));
    soren.until("the name", |soren| soren.app.news().unwrap().rows.iter().any(|row| row.who == "Maja Thorsen"));
    let before = central.commits();
    let maja = maja.again();
    maja.sent();
    assert_eq!(central.commits(), before, "after a restart nothing is sent twice");
}

#[test]
fn a_lost_reply_and_a_network_that_wants_a_password_lose_and_double_nothing() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    central.lose_replies.store(2, Ordering::SeqCst);
    let key = order(&maja, "Kok");
    maja.connect(&central);
    maja.sent();
    assert_eq!(central.text(key, "title").as_deref(), Some("Kok"));
    let sent = central.commits();
    central.portal.store(true, Ordering::SeqCst);
    maja.set(key, "title", "Kok, dag");
    assert_eq!(maja.text(key, "title").as_deref(), Some("Kok, dag"), "work goes on");
    central.portal.store(false, Ordering::SeqCst);
    maja.sent();
    assert_eq!(central.text(key, "title").as_deref(), Some("Kok, dag"));
    assert_eq!(central.commits(), sent + 1);
}

#[test]
fn a_wrong_token_asks_to_sign_in_and_work_goes_on() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.app.connect(central.address.clone(), "et-forkert".into()).unwrap();
    maja.until("the question", |maja| matches!(maja.app.sync_status().unwrap().status, SyncStatus::SignIn { .. }));
    let key = order(&maja, "Kok");
    maja.connect(&central);
    maja.sent();
    assert_eq!(central.text(key, "title").as_deref(), Some("Kok"));
    assert!(maja.app.connect("http://central.example".into(), TOKEN.into()).is_err(), "a token never goes in the open");
}

#[test]
fn unsent_work_is_rescued_to_another_computer_and_its_file_says_nothing() {
    let (maja, other) = (Device::new("Maja Thorsen"), Device::new("Maja Thorsen"));
    let key = order(&maja, "Hemmelig stilling");
    let file = maja.app.rescue_save("tre ord at huske".into()).unwrap();
    assert!(file.commits > 0 && !file.path.to_lowercase().contains("maja"));
    let bytes = std::fs::read(&file.path).unwrap();
    assert!(!bytes.windows(8).any(|part| part == b"Hemmelig"));
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
    assert!(other.app.rescue_take("tre andre ord".into(), text.clone()).is_err());
    assert_eq!(other.app.rescue_take("tre ord at huske".into(), text.clone()).unwrap().commits, file.commits);
    let again = other.app.rescue_take("tre ord at huske".into(), text).unwrap();
    assert_eq!((again.commits, again.known), (0, file.commits), "what was known stays as it was");
    assert_eq!(other.text(key, "title").as_deref(), Some("Hemmelig stilling"));
}

#[test]
fn many_deletions_one_by_one_wait_for_a_yes_too() {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    let orders: Vec<RecordKey> = (0..=MANY).map(|number| order(&maja, &format!("Kok {number}"))).collect();
    let (last, others) = orders.split_last().unwrap();
    let (twentieth, others) = others.split_last().unwrap();
    for key in others {
        maja.app.discard(*key).unwrap();
        maja.sent();
    }
    assert_eq!(maja.app.attention().unwrap().deletions, 0);
    let before = central.commits();
    maja.app.discard(*twentieth).unwrap();
    maja.until("the question", |maja| maja.app.attention().unwrap().deletions == MANY);
    assert_eq!(central.commits(), before, "nothing is sent before the answer");
    maja.app.allow_deletions().unwrap();
    maja.sent();
    maja.app.discard(*last).unwrap();
    maja.sent();
    assert_eq!(maja.app.attention().unwrap().deletions, 0, "who has said yes is not asked about each one after that");
}

/// So many deletions are asked about.
const MANY: u32 = 20;

fn with_many_orders() -> (Central, Device, Vec<RecordKey>) {
    let maja = Device::new("Maja Thorsen");
    let central = Central::start(maja.unit);
    maja.connect(&central);
    let orders = (0..MANY).map(|number| order(&maja, &format!("Kok {number}"))).collect();
    maja.sent();
    (central, maja, orders)
}

#[test]
fn deletions_that_were_fetched_back_hold_nothing_up() {
    let (_central, maja, orders) = with_many_orders();
    for key in &orders {
        maja.app.discard(*key).unwrap();
    }
    maja.until("the question", |maja| maja.app.attention().unwrap().deletions == MANY);
    for _ in &orders {
        maja.app.undo().unwrap();
        maja.until("the question about the rest", |maja| maja.app.attention().unwrap().deletions < MANY);
    }
    maja.until("the end of the question", |maja| maja.app.attention().unwrap().deletions == 0);
    maja.until("all sent", |maja| maja.app.sync_status().unwrap().status == SyncStatus::AllSent);
    order(&maja, "Tjener");
    maja.sent();
    assert!(orders.iter().all(|key| maja.app.open(*key).unwrap().alive));
}

#[test]
fn many_deletions_at_once_wait_for_a_yes() {
    let (central, maja, orders) = with_many_orders();
    maja.app.disconnect().unwrap();
    for key in &orders {
        maja.app.discard(*key).unwrap();
    }
    let before = central.commits();
    maja.connect(&central);
    maja.until("the question", |maja| maja.app.attention().unwrap().deletions == MANY);
    assert!(matches!(maja.app.sync_status().unwrap().status, SyncStatus::Decide { items: 1, .. }));
    assert_eq!(central.commits(), before, "nothing is sent before the answer");
    maja.app.allow_deletions().unwrap();
    assert_eq!(maja.app.attention().unwrap().deletions, 0);
    maja.sent();
    assert!(central.commits() > before);
    assert!(matches!(maja.app.sync_status().unwrap().status, SyncStatus::AllSent));
}
