//! The connections of an open workspace: one writer, and readers that are opened when they are needed.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::connection::{Rig, Role, connect};
use crate::error::Result;
use crate::gate::{Gate, Pass};
use crate::keeper::CHECKPOINT_BYTES;
use crate::search_index;
use crate::secret::Key;

/// So long after a save the user counts as working, in milliseconds.
const WORKING: u64 = 3_000;

/// Readers kept for reuse; more can be open at a time.
const READERS: usize = 4;

pub(crate) struct Core {
    pub(crate) path: PathBuf,
    pub(crate) key: Key,
    pub(crate) salt: Vec<u8>,
    pub(crate) rig: Rig,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
    maintenance: Mutex<()>,
    /// Everybody who reads or writes has gone in by it.
    gate: Gate,
    /// Saves that wait for the writer: the background lets them pass.
    wanted: AtomicUsize,
    started: Instant,
    /// When the user last saved, in milliseconds since the start; 0 for never.
    saved: AtomicU64,
    /// Whether search documents are behind the records.
    behind: AtomicBool,
    /// Grows with every commit: what was counted before is stale.
    version: AtomicU64,
}

impl Core {
    pub(crate) fn new(path: PathBuf, key: Key, salt: Vec<u8>, rig: Rig, writer: Connection) -> Self {
        Self {
            path,
            key,
            salt,
            rig,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            maintenance: Mutex::new(()),
            gate: Gate::default(),
            wanted: AtomicUsize::new(0),
            started: Instant::now(),
            saved: AtomicU64::new(0),
            behind: AtomicBool::new(true),
            version: AtomicU64::new(0),
        }
    }

    /// The writer. A panic while it was held rolled its transaction back, so it is sound.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while the database file itself is written or read past SQLite.
    pub(crate) fn maintenance(&self) -> MutexGuard<'_, ()> {
        self.maintenance.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One transaction, one sync. Nothing of it is stored when `work` fails.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let _inside = self.enter()?;
        self.wanted.fetch_add(1, Ordering::AcqRel);
        let mut writer = self.writer();
        self.wanted.fetch_sub(1, Ordering::AcqRel);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Says that the user has saved something.
    pub(crate) fn user_saved(&self) {
        self.saved.store(self.milliseconds(), Ordering::Release);
    }

    /// One transaction of what central sent, after every save that waits. No sync: what a power cut takes back is asked
    /// for again. Nothing of it is stored when `work` fails.
    pub(crate) fn write_beside<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let _inside = self.enter()?;
        while self.wanted.load(Ordering::Acquire) > 0 {
            std::thread::yield_now();
        }
        let mut writer = self.writer();
        let relaxed = Relaxed::start(&mut writer, &self.rig)?;
        let transaction = relaxed.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Whether the user saved a moment ago, and will soon again.
    pub(crate) fn somebody_works(&self) -> bool {
        let saved = self.saved.load(Ordering::Acquire);
        saved > 0 && self.milliseconds().saturating_sub(saved) < WORKING
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
    }

    /// Brings the search documents up to date, some at a time. No sync: what a power cut takes back is still on the
    /// list, and done again.
    pub(crate) fn catch_up(&self) -> Result<()> {
        if !self.is_behind() {
            return Ok(());
        }
        let _inside = self.enter()?;
        let mut writer = self.writer();
        let relaxed = Relaxed::start(&mut writer, &self.rig)?;
        let transaction = relaxed.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = search_index::catch_up(&transaction)?;
        transaction.commit()?;
        if done {
            self.behind.store(false, Ordering::Release);
        }
        Ok(())
    }

    /// As [`Core::catch_up`] before a search: on a full disk it is better to find what was there before than nothing.
    pub(crate) fn catch_up_if_possible(&self) {
        // Each round takes some off the list, so this ends.
        while self.is_behind() && self.catch_up().is_ok() {}
    }

    /// Says that a search document is behind.
    pub(crate) fn fall_behind(&self) {
        self.behind.store(true, Ordering::Release);
    }

    /// Whether search documents are (or may be) behind.
    pub(crate) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    /// Reads beside the writer, from one consistent state.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let _inside = self.enter()?;
        let pooled = self.pool().pop();
        let connection = match pooled {
            Some(connection) => connection,
            None => connect(&self.path, &self.key, &self.salt, Role::Reader, &self.rig)?,
        };
        let transaction = connection.unchecked_transaction()?;
        let done = work(&transaction)?;
        transaction.commit()?;
        let mut pool = self.pool();
        if pool.len() < READERS {
            pool.push(connection);
        }
        Ok(done)
    }

    /// Goes in to work past [`Core::read`] and [`Core::write`].
    pub(crate) fn enter(&self) -> Result<Pass<'_>> {
        self.gate.enter()
    }

    /// Begins nothing more, and waits for what is under way.
    pub(crate) fn shut(&self) {
        self.gate.shut();
        self.close_readers();
    }

    /// Closes the idle readers.
    pub(crate) fn close_readers(&self) {
        self.pool().clear();
    }

    /// Says that records have changed.
    pub(crate) fn records_changed(&self) {
        self.version.fetch_add(1, Ordering::AcqRel);
    }

    /// A number that differs whenever records may have changed.
    pub(crate) fn version(&self) -> u64 {
        self.version.load(Ordering::Acquire)
    }

    /// Whether the log has grown enough to be emptied.
    pub(crate) fn log_is_long(&self) -> bool {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let limit = self.rig.checkpoint_bytes.unwrap_or(CHECKPOINT_BYTES);
        std::fs::metadata(log).is_ok_and(|found| found.len() > limit)
    }

    fn pool(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer while it need not sync: atomic as ever, only not durable at once. Ends with the guard, whatever happens.
struct Relaxed<'a>(&'a mut Connection, bool);

impl<'a> Relaxed<'a> {
    fn start(writer: &'a mut Connection, rig: &Rig) -> Result<Self> {
        if !rig.synchronous_off {
            writer.execute_batch("PRAGMA synchronous = NORMAL")?;
        }
        Ok(Self(writer, !rig.synchronous_off))
    }
}

impl Drop for Relaxed<'_> {
    fn drop(&mut self) {
        if self.1 {
            // Refused only within a transaction; a rollback that failed is tried again first.
            if !self.0.is_autocommit() {
                let _ = self.0.execute_batch("ROLLBACK");
            }
            let _ = self.0.execute_batch("PRAGMA synchronous = FULL");
        }
    }
}
