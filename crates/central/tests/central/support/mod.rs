//! A world with a central in it: a database of its own, a server on a free port, devices.

mod device;
mod node;
mod postgres;
mod samples;

pub use device::{Device, http};
pub use node::{Node, binary};
pub use postgres::{Cluster, cluster};
pub use samples::{commit, company, contact, create, edit, id};

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use feltmappen_central::blobs::Blobs;
use feltmappen_central::central::Central;
use feltmappen_central::identity;
use feltmappen_central::ledger::Ledger;
use feltmappen_central::limits::Limits;
use feltmappen_central::replay::replay;
use feltmappen_central::server::serve;
use feltmappen_central::storage::{Place, Rig, Storage};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::watch;
use uuid::Uuid;

/// Longest wait for anything; only a real fault reaches it.
pub const LIMIT: Duration = Duration::from_secs(30);

/// Looks until there is something.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let limit = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < limit, "waited {} s for {what}", LIMIT.as_secs());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A central in this process.
pub struct World {
    pub place: Place,
    pub folder: TempDir,
    pub storage: Storage,
    pub url: String,
    stop: watch::Sender<bool>,
}

impl World {
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::Sqlite(folder.path().join("central.db"));
        Self::start(place, folder, Rig::default(), Limits::default()).await
    }

    pub async fn postgres() -> Self {
        let place = Place::Postgres(cluster().database());
        Self::start(place, tempfile::tempdir().unwrap(), Rig::default(), Limits::default()).await
    }

    pub async fn start(place: Place, folder: TempDir, rig: Rig, limits: Limits) -> Self {
        let storage = Storage::open(&place, rig).await.unwrap();
        let (url, stop) = Self::serve(&storage, &folder, limits).await;
        Self { place, folder, storage, url, stop }
    }

    async fn serve(storage: &Storage, folder: &TempDir, limits: Limits) -> (String, watch::Sender<bool>) {
        let blobs = Blobs::folder(&folder.path().join("blobs")).unwrap();
        replay(storage, &blobs, &Ledger::at(folder.path().join("ledger"))).await.unwrap();
        let (stop, stopping) = watch::channel(false);
        let central = Central::start(storage.clone(), blobs, limits, stopping.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(serve(listener, Arc::clone(&central), stopping));
        (url, stop)
    }

    /// The same database, served again with other limits.
    pub async fn again(mut self, limits: Limits) -> Self {
        let _ = self.stop.send(true);
        (self.url, self.stop) = Self::serve(&self.storage, &self.folder, limits).await;
        self
    }

    pub fn blobs(&self) -> Blobs {
        Blobs::folder(&self.folder.path().join("blobs")).unwrap()
    }

    pub fn ledger(&self) -> Ledger {
        Ledger::at(self.folder.path().join("ledger"))
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A device of a unit.
    pub async fn device(&self, unit: Uuid) -> Device {
        let employee = id(0xa1);
        let (device, token) = identity::enrol(&self.storage, unit, employee).await.unwrap();
        Device::new(&self.url, token.expose(), device, unit)
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
    }
}
