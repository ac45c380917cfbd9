//! Empties the write-ahead log and brings the search documents up to date in the background, so that no edit ever
//! pays for it.
//!
//! An edit costs exactly one sync. Two things would make one cost more: the checkpoint that the full log triggers,
//! and the extra sync of the log's new header after it. The keeper does the bulk of a checkpoint beside the writer,
//! takes the writer only for the rest, and then writes one small row itself, which pays for the header.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::Connection;

use crate::connection::{Role, connect};
use crate::core::Core;
use crate::error::{Result, StoreError};

/// Log size from which it is emptied.
pub(crate) const CHECKPOINT_BYTES: u64 = 4 * 1024 * 1024;

/// How long nothing is written before the keeper begins.
const QUIET: Duration = Duration::from_millis(40);
/// After so long it looks again at what it has postponed.
const LATER: Duration = Duration::from_millis(500);
/// Edits that it lets pass at most.
const PATIENCE: u32 = 24;

/// The background thread of one open workspace.
pub(crate) struct Keeper {
    wake: Option<Sender<()>>,
    asked: Arc<AtomicBool>,
    working: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    pub(crate) fn start(core: Arc<Core>) -> Result<Self> {
        let (wake, woken) = mpsc::channel();
        let asked = Arc::new(AtomicBool::new(false));
        let working = Arc::new(AtomicBool::new(false));
        let flags = (Arc::clone(&asked), Arc::clone(&working));
        let thread = std::thread::Builder::new()
            .name("feltmappen-keeper".into())
            .spawn(move || run(&core, &woken, &flags.0, &flags.1))
            .map_err(|_| StoreError::Internal("thread"))?;
        Ok(Self { wake: Some(wake), asked, working, thread: Some(thread) })
    }

    /// Asks for a round soon; returns at once.
    pub(crate) fn ask(&self) {
        if !self.asked.swap(true, Ordering::AcqRel)
            && let Some(wake) = &self.wake
        {
            // A keeper that has ended only means that the log is emptied at the next start.
            let _ = wake.send(());
        }
    }

    /// Whether an asked-for round is still to come or under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.asked.load(Ordering::Acquire) || self.working.load(Ordering::Acquire)
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.wake = None;
        if let Some(thread) = self.thread.take() {
            // Nothing is lost when it panicked: the log is emptied at the next start.
            let _ = thread.join();
        }
    }
}

/// The keeper's own connections.
struct Own {
    /// Does the checkpoint.
    bulk: Connection,
    /// Reads meanwhile: as long as somebody reads, the writer appends to the log and never starts it anew.
    holder: Connection,
}

fn run(core: &Core, woken: &Receiver<()>, asked: &AtomicBool, working: &AtomicBool) {
    let mut own: Option<Own> = None;
    let mut postponed = false;
    while next(woken, postponed) {
        working.store(true, Ordering::Release);
        await_quiet(woken, asked);
        // A failure (a full disk) leaves list and log as they are: both are read as before, and tried again after
        // the next edit.
        while core.is_behind() && (core.has_own_behind() || !core.works_while_reading()) {
            if core.catch_up().is_err() {
                break;
            }
        }
        if core.log_is_long() && round(core, &mut own).is_err() {
            own = None;
        }
        postponed = core.works_while_reading() && (core.is_behind() || core.log_exceeds(1));
        working.store(false, Ordering::Release);
    }
}

/// Waits until a round is asked for, or until it is time to look whether what was postponed can be done. False at the end.
fn next(woken: &Receiver<()>, postponed: bool) -> bool {
    if !postponed {
        return woken.recv().is_ok();
    }
    match woken.recv_timeout(LATER) {
        Ok(()) | Err(RecvTimeoutError::Timeout) => true,
        Err(RecvTimeoutError::Disconnected) => false,
    }
}

/// Lets a burst of edits pass first: none of them should wait for the keeper. What is asked for after that is a
/// further round.
fn await_quiet(woken: &Receiver<()>, asked: &AtomicBool) {
    for _ in 0..PATIENCE {
        asked.store(false, Ordering::Release);
        if woken.recv_timeout(QUIET).is_err() {
            return;
        }
    }
    asked.store(false, Ordering::Release);
}

fn round(core: &Core, own: &mut Option<Own>) -> Result<()> {
    let _inside = core.enter()?;
    let own = match own {
        Some(own) => own,
        None => own.insert(Own { bulk: open(core, Role::Writer)?, holder: open(core, Role::Reader)? }),
    };
    let _alone = core.maintenance();
    let reading = own.holder.unchecked_transaction()?;
    reading.query_row("SELECT one FROM workspace", [], |_| Ok(()))?;
    // The long part, beside the writer and the readers.
    own.bulk.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    let writer = core.writer();
    reading.commit()?;
    empty(&writer)?;
    Ok(())
}

fn open(core: &Core, role: Role) -> Result<Connection> {
    let connection = connect(&core.path, &core.key, &core.salt, role, &core.rig)?;
    connection.execute_batch("PRAGMA cache_size = -256;")?;
    Ok(connection)
}

/// Empties the log with the writer held, at once. `false` when a reader was in the middle of something.
pub(crate) fn finish(core: &Core) -> Result<bool> {
    empty(&core.writer())
}

/// The short part. A reader in the middle of something only postpones it.
fn empty(writer: &Connection) -> Result<bool> {
    writer.busy_timeout(Duration::ZERO)?;
    let emptied = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
    writer.busy_timeout(Duration::from_secs(5))?;
    let emptied = emptied? == 0;
    if emptied {
        writer.execute("UPDATE workspace SET checkpoints = checkpoints + 1", [])?;
    }
    Ok(emptied)
}
