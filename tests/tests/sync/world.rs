//! One office: a central on a database, devices with a network each, and the question at the end whether everything is where
//! it belongs.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use feltmappen_domain::record::{Kind, Record, RecordKey};
use feltmappen_proofs::{
    Device, PaperKeyring, Proxy,
    central::{Central, enrol, operate},
    until,
};
use feltmappen_store::{OpenWith, Passphrase, Place, Workspace};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::postgres::cluster;

/// Longest wait for a device that has met several failures and tries again by itself, later each time.
const DRAINED: Duration = Duration::from_secs(90);
pub const KOMMUNE: &str = "Middelfart Kommune";
/// The passphrase of a device without a keyring.
pub const PASSPHRASE: &str = "tre ord at huske";
const NOW: &str = "2026-11-24T10:34:00.000Z";

/// What central keeps its data in.
#[derive(Clone, Copy, Debug)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// An office.
pub struct World {
    folder: TempDir,
    database: String,
    central: Mutex<Option<Central>>,
    devices: AtomicUsize,
}

impl World {
    pub fn new(backend: Backend) -> Self {
        let folder = tempfile::Builder::new().prefix("feltmappen-sync-").tempdir().unwrap();
        let database = match backend {
            Backend::Sqlite => format!("sqlite:{}", folder.path().join("central.db").display()),
            Backend::Postgres => cluster().database(),
        };
        let world = Self { folder, database, central: Mutex::default(), devices: AtomicUsize::new(0) };
        *world.central.lock().unwrap() = Some(Central::start(&world.database, world.folder.path()));
        world
    }

    /// A consultant of the office at a new device, connected to central.
    pub async fn consultant(&self, name: &str) -> Consultant {
        let consultant = self.newcomer(name).await;
        self.connect(&consultant).await;
        consultant
    }

    /// A consultant who is not connected yet.
    pub async fn newcomer(&self, name: &str) -> Consultant {
        let device = self.device(true).await;
        device.does("create_workspace", json!({ "passphrase": "" })).await;
        let catalogue = device.does("catalogue", json!({})).await;
        let units = catalogue["units"].as_array().unwrap();
        let unit = units.iter().find(|unit| unit["name"] == KOMMUNE).unwrap()["key"]["id"].clone();
        let person = json!({ "name": name, "title": "Virksomhedskonsulent", "unit": unit });
        let me = device.does("introduce", json!({ "person": person })).await["me"].take();
        let id = |name: &str| me[name].as_str().unwrap().to_owned();
        Consultant { device, unit: id("unit"), employee: id("employee"), enrolled: Mutex::default() }
    }

    /// Enrols a consultant's device and connects it.
    pub async fn connect(&self, consultant: &Consultant) {
        self.connect_in(consultant, &consultant.unit).await;
    }

    /// The same, in a unit that need not be the one that the consultant was of.
    pub async fn connect_in(&self, consultant: &Consultant, unit: &str) {
        let (id, token) = enrol(&self.database, self.folder.path(), unit, &consultant.employee);
        let connect = json!({ "address": consultant.device.proxy.address(), "token": token });
        consultant.device.does("connect", connect).await;
        *consultant.enrolled.lock().unwrap() = id;
    }

    /// A device that is switched on, with a network of its own and nothing in it.
    pub async fn device(&self, with_keyring: bool) -> Device {
        let number = self.devices.fetch_add(1, Ordering::SeqCst);
        let listens = self.central.lock().unwrap().as_ref().unwrap().listens.clone();
        let proxy = Proxy::start(&listens).await;
        Device::start(&self.folder.path().join(format!("device-{number}")), proxy, with_keyring).await
    }

    /// Ends central as a power cut would.
    pub fn kill_central(&self) {
        self.central.lock().unwrap().take().unwrap().kill();
    }

    /// Ends central in good order.
    pub fn stop_central(&self) {
        self.central.lock().unwrap().take().unwrap().stop();
    }

    /// Starts central on the same database, and leads the devices there.
    pub fn start_central(&self, devices: &[&Consultant]) {
        let central = Central::start(&self.database, self.folder.path());
        for one in devices {
            one.device.proxy.leads_to(&central.listens);
        }
        *self.central.lock().unwrap() = Some(central);
    }

    /// One of central's commands.
    pub fn operate(&self, words: &[&str]) -> Result<String, String> {
        operate(&self.database, self.folder.path(), words)
    }

    pub fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// How many records central has; their count and hash hold.
    pub fn records(&self) -> u64 {
        let said = self.operate(&["verify"]).unwrap();
        let records = said.split(", ").nth(1).and_then(|rest| rest.split(' ').next());
        records.and_then(|number| number.parse().ok()).unwrap_or_else(|| panic!("{said}"))
    }

    /// Waits until the devices say that all is sent and show the same, without anybody pressing anything.
    pub async fn settles(&self, devices: &[&Consultant], keys: &[&Value]) {
        let begun = Instant::now();
        loop {
            let mut seen = Vec::new();
            for one in devices {
                seen.push((one.device.status().await.0, one.shows(keys).await));
            }
            if seen.iter().all(|(state, shown)| (state == "all_sent" || state == "decide") && *shown == seen[0].1)
                && seen[0].1.iter().all(|fields| !fields.is_null())
            {
                return;
            }
            if begun.elapsed() > DRAINED {
                let states: Vec<&String> = seen.iter().map(|(state, _)| state).collect();
                let differing =
                    (0..=keys.len()).filter(|at| seen.iter().any(|(_, shown)| shown[*at] != seen[0].1[*at]));
                let differing: Vec<_> =
                    differing.map(|at| seen.iter().map(|(_, shown)| shown[at].clone()).collect::<Vec<_>>()).collect();
                panic!("the devices do not come to rest: {states:?}, {differing:#?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Switches everything off and looks at each workspace, and at central through a device that has never been here:
    /// the devices equal central, nothing waits unsent or unreadable, and every value stands where it is said to.
    pub async fn ends(&self, devices: Vec<Consultant>, stands: &[(&Value, &str, &str)]) -> End {
        let mut found = Vec::new();
        for one in &devices {
            one.device.switch_off().await;
        }
        let unit = devices[0].unit.clone();
        for one in &devices {
            found.push(State::of(one.device.folder.clone(), one.device.folder.join("keyring").exists()));
        }
        let auditor = self.device(true).await;
        auditor.does("create_workspace", json!({ "passphrase": "" })).await;
        let (_, token) = enrol(&self.database, self.folder.path(), &unit, &uuid(0xAD));
        auditor.does("connect", json!({ "address": auditor.proxy.address(), "token": token })).await;
        until("everything to be read from central", async || {
            (auditor.does("tomorrow", json!({})).await["complete"] == true).then_some(())
        })
        .await;
        auditor.switch_off().await;
        let central = State::of(auditor.folder.clone(), true);
        for (at, device) in found.iter().enumerate() {
            assert_eq!(device.feed, central.feed, "device {at} has read central's latest state: number, count, hash");
            assert_eq!(device.unsent, 0, "device {at} has sent everything");
            assert_eq!(device.unreadable, 0, "device {at} could read everything");
            assert_eq!(device.conflicts, central.conflicts, "device {at} knows the same conflicts");
            for (key, record) in &central.records {
                assert!(device.records.get(key) == Some(record), "device {at} has {key:?} as central has it");
            }
            assert_eq!(device.records.len(), central.records.len(), "device {at} has nothing besides");
        }
        for (key, path, value) in stands {
            let record = &central.records[&record_key(key)];
            assert_eq!(record.fields.text(path), Some(*value), "{path} of {key}");
        }
        self.records();
        End { central, devices: found }
    }
}

/// A consultant at a device.
pub struct Consultant {
    pub device: Device,
    pub unit: String,
    pub employee: String,
    enrolled: Mutex<String>,
}

impl Consultant {
    /// The same person at another device.
    pub fn of(device: Device, other: &Self) -> Self {
        Self { device, unit: other.unit.clone(), employee: other.employee.clone(), enrolled: Mutex::default() }
    }

    /// The device, as central knows it.
    pub fn enrolled(&self) -> String {
        self.enrolled.lock().unwrap().clone()
    }

    /// What the window would show of these records, with who is in conflict about them.
    async fn shows(&self, keys: &[&Value]) -> Vec<Value> {
        let mut shown = Vec::new();
        for key in keys {
            let view = self.device.tries("open", json!({ "key": key })).await.unwrap_or_default();
            shown.push(view["fields"].clone());
        }
        let attention = self.device.attention().await;
        let conflicts = attention["conflicts"].as_array().unwrap().iter();
        let mut conflicts: Vec<Value> = conflicts.flat_map(|one| one["fields"].as_array().unwrap().clone()).collect();
        conflicts.sort_by_key(|one| one["id"].to_string());
        shown.push(json!(conflicts.iter().map(|one| &one["id"]).collect::<Vec<_>>()));
        shown
    }

    /// Waits until a field shows a text, without anybody pressing anything.
    pub async fn sees(&self, key: &Value, path: &str, text: &str) {
        let begun = Instant::now();
        while self.device.text(key, path).await.as_deref() != Some(text) {
            assert!(begun.elapsed() < DRAINED, "{path} never shows “{text}”");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Waits until the corner of the window says this.
    pub async fn says(&self, state: &str) {
        let begun = Instant::now();
        loop {
            let status = self.device.status().await;
            if status.0 == state {
                return;
            }
            if begun.elapsed() > DRAINED {
                let attention = self.device.attention().await;
                panic!("the status is {status:?}, and never {state}; what waits is {attention:#}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// How everything was at the end.
pub struct End {
    pub central: State,
    pub devices: Vec<State>,
}

/// What is in a workspace.
pub struct State {
    pub records: BTreeMap<RecordKey, Record>,
    pub conflicts: Vec<(RecordKey, String)>,
    /// Number, count and hash of the unit's feed.
    pub feed: Vec<(u64, u64, String)>,
    pub unsent: u64,
    unreadable: u64,
    /// Every value that the user of this device has written, in the order of the history.
    pub written: Vec<String>,
}

impl State {
    fn of(folder: PathBuf, with_keyring: bool) -> Self {
        let keyring = PaperKeyring::new(Some(folder.join("keyring")));
        let passphrase = Passphrase::new(PASSPHRASE.to_owned());
        let with = if with_keyring { OpenWith::Keyring(&keyring) } else { OpenWith::Passphrase(&passphrase) };
        let workspace = Workspace::open(&Place::new(folder.join("workspace")), with, NOW).unwrap();
        let all = Kind::ALL.iter().flat_map(|kind| workspace.all(*kind).unwrap());
        let conflicts = workspace.conflicts().unwrap().into_iter();
        let counts = workspace.sync_counts().unwrap();
        let feeds = workspace.feeds().unwrap().into_iter();
        let history = workspace.history(None, usize::MAX).unwrap().into_iter();
        Self {
            records: all.map(|record| (record.key, record)).collect(),
            conflicts: conflicts.map(|one| (one.key, one.conflict.id.to_string())).collect(),
            feed: feeds.map(|feed| (feed.sequence, feed.count, json!(feed.hash).to_string())).collect(),
            unsent: counts.unsent,
            unreadable: counts.quarantined,
            written: history
                .filter(|entry| !entry.outside)
                .filter_map(|entry| entry.after.as_str().map(str::to_owned))
                .collect(),
        }
    }

    /// How many records have this text in this field.
    pub fn count(&self, path: &str, text: &str) -> usize {
        self.records.values().filter(|record| record.fields.text(path) == Some(text)).count()
    }
}

fn record_key(key: &Value) -> RecordKey {
    serde_json::from_value(key.clone()).unwrap()
}

fn uuid(n: u128) -> String {
    format!("019aa1b2-7c00-7000-8000-{n:012x}")
}
