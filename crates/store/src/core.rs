//! The connections of an open workspace: one writer, and readers that are opened when they are needed.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use feltmappen_domain::record::RecordKey;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::connection::{Rig, Role, connect};
use crate::error::{Result, StoreError};
use crate::gate::{Gate, Pass};
use crate::keeper::CHECKPOINT_BYTES;
use crate::search_index;
use crate::secret::Key;
use crate::turn::Turns;

/// So long after a save the user counts as working, in milliseconds.
const WORKING: u64 = 3_000;

/// So long after a step of what central sent more is expected, in milliseconds.
const READING: u64 = 1_000;

/// While somebody works, a step of what central sent is followed by a rest so many times as long: a save nearly always finds
/// the writer free, and the disk has less to write before it is durable.
const REST: u32 = 8;
/// But no longer than this, whatever held a step up.
const LONGEST_REST: Duration = Duration::from_millis(100);

/// How often a step gives way to saves before they wait for it once: whoever never stops saving cannot stop sync.
const GIVES_WAY: u32 = 20;

/// While central's news are stored and somebody works, the log grows to so many times its usual size before it is emptied:
/// emptying keeps the disk busy, and every save waits for the disk.
const PATIENT_LOG: u64 = 16;

/// Documents of one transaction of the background, while somebody works and otherwise.
const DOCUMENTS: [usize; 2] = [4, 50];

/// How long a search waits for documents that are behind. More than this is only behind while a device reads a great deal.
const SEARCH_WAITS: Duration = Duration::from_millis(200);

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
    turns: Turns,
    started: Instant,
    /// When the user last saved, in milliseconds since the start; 0 for never.
    saved: AtomicU64,
    /// When something of what central sent was last stored, likewise.
    beside: AtomicU64,
    /// Whether search documents are behind the records.
    behind: AtomicBool,
    /// The user's own records among them: those first.
    own_behind: Mutex<Vec<RecordKey>>,
    /// Grows with every commit: what was counted before is stale.
    version: AtomicU64,
}

impl Core {
    pub(crate) fn new(path: PathBuf, key: Key, salt: Vec<u8>, rig: Rig, mut writer: Connection) -> Result<Self> {
        let turns = Turns::default();
        turns.watch(&mut writer)?;
        Ok(Self {
            path,
            key,
            salt,
            rig,
            writer: Mutex::new(writer),
            readers: Mutex::new(Vec::new()),
            maintenance: Mutex::new(()),
            gate: Gate::default(),
            turns,
            started: Instant::now(),
            saved: AtomicU64::new(0),
            beside: AtomicU64::new(0),
            behind: AtomicBool::new(true),
            own_behind: Mutex::new(Vec::new()),
            version: AtomicU64::new(0),
        })
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
        self.turns.save_comes();
        let mut writer = self.writer();
        self.turns.save_begins();
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }

    /// Says that the user saves something.
    pub(crate) fn user_saves(&self) {
        self.saved.store(self.milliseconds(), Ordering::Release);
    }

    /// One transaction of what central sent, after every save that waits; one that comes meanwhile breaks it off, and it is
    /// done again. No sync: what a power cut takes back is asked for again. Nothing of it is stored when `work` fails.
    pub(crate) fn write_beside<T>(&self, work: impl FnMut(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.step_beside(work).map(|(done, _)| done)
    }

    /// As [`Core::write_beside`]; says how long it had the writer, too.
    pub(crate) fn step_beside<T>(&self, work: impl FnMut(&Transaction<'_>) -> Result<T>) -> Result<(T, Duration)> {
        self.beside.store(self.milliseconds(), Ordering::Release);
        self.give_way(GIVES_WAY, work)
    }

    /// Between two steps of which the first took so long.
    pub(crate) fn rest_after(&self, took: Duration) {
        if self.somebody_works() {
            std::thread::park_timeout((took * REST).min(LONGEST_REST));
        }
    }

    fn give_way<T>(&self, times: u32, mut work: impl FnMut(&Transaction<'_>) -> Result<T>) -> Result<(T, Duration)> {
        let _inside = self.enter()?;
        let mut left = times;
        loop {
            while self.turns.save_waits() {
                std::thread::yield_now();
            }
            let mut writer = self.writer();
            if self.turns.save_waits() {
                continue;
            }
            let begun = Instant::now();
            let relaxed = Relaxed::start(&mut writer, &self.rig)?;
            let done = self.turns.step(&mut *relaxed.0, left > 0, &mut work);
            match done {
                Err(StoreError::BrokenOff) if left > 0 => left -= 1,
                done => return done.map(|done| (done, begun.elapsed())),
            }
        }
    }

    /// Whether the step at the writer has to end for a save. It may still end well before its end.
    pub(crate) fn is_up(&self) -> bool {
        self.turns.is_up()
    }

    /// Whether the user saved a moment ago, and will soon again.
    pub(crate) fn somebody_works(&self) -> bool {
        self.is_since(&self.saved, WORKING)
    }

    /// Whether somebody works while what central sent is being stored: all that can wait waits.
    pub(crate) fn works_while_reading(&self) -> bool {
        self.is_since(&self.beside, READING) && self.somebody_works()
    }

    fn is_since(&self, moment: &AtomicU64, milliseconds: u64) -> bool {
        let moment = moment.load(Ordering::Acquire);
        moment > 0 && self.milliseconds().saturating_sub(moment) < milliseconds
    }

    fn milliseconds(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX).max(1)
    }

    /// Brings the search documents up to date, some at a time, the user's own first. No sync: what a power cut takes back is
    /// still on the list, and done again.
    pub(crate) fn catch_up(&self) -> Result<()> {
        if !self.is_behind() {
            return Ok(());
        }
        let own = self.own_behind().clone();
        let limit = DOCUMENTS[usize::from(!self.somebody_works())];
        let (done, _) = self.give_way(u32::MAX, |tx| search_index::catch_up(tx, &own, limit))?;
        self.own_behind().retain(|key| !own.contains(key));
        if done {
            self.behind.store(false, Ordering::Release);
        }
        Ok(())
    }

    /// Whether a document is behind that should not wait until there is nothing else to do.
    pub(crate) fn has_own_behind(&self) -> bool {
        !self.own_behind().is_empty()
    }

    /// As [`Core::catch_up`] before a search: on a full disk, or in the middle of a long reading, it is better to find what
    /// was there before than nothing.
    pub(crate) fn catch_up_if_possible(&self) {
        let begun = Instant::now();
        // Each round takes some off the list, so this ends.
        while self.is_behind() && begun.elapsed() < SEARCH_WAITS && self.catch_up().is_ok() {}
    }

    /// Says that the documents of records that the user has changed are behind.
    pub(crate) fn own_fall_behind(&self, keys: impl Iterator<Item = RecordKey>) {
        self.own_behind().extend(keys);
        self.fall_behind();
    }

    fn own_behind(&self) -> MutexGuard<'_, Vec<RecordKey>> {
        self.own_behind.lock().unwrap_or_else(PoisonError::into_inner)
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

    /// Whether the log has grown enough to be emptied now.
    pub(crate) fn log_is_long(&self) -> bool {
        let patience = if self.works_while_reading() { PATIENT_LOG } else { 1 };
        self.log_exceeds(patience)
    }

    /// Whether the log is longer than so many times the size at which it is usually emptied.
    pub(crate) fn log_exceeds(&self, times: u64) -> bool {
        let mut log = self.path.clone().into_os_string();
        log.push("-wal");
        let limit = self.rig.checkpoint_bytes.unwrap_or(CHECKPOINT_BYTES).saturating_mul(times);
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
