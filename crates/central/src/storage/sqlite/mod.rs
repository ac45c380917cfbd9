//! Central on embedded SQLite: one writer, several readers, everything in one file.

mod admin;
mod blobs;
mod migrate;
mod push;
mod read;
mod row;
mod transfer;

pub use transfer::{empty_file, finish, open_file};

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use tokio::time::Instant;

use super::{Result, StorageError};

/// Readers kept for reuse; more can be open at a time.
const READERS: usize = 8;
/// How long a statement waits for another process on the same file.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two tries to open a file.
const AGAIN: Duration = Duration::from_millis(20);

/// A database file of central.
#[derive(Clone)]
pub struct Sqlite(Arc<Inner>);

struct Inner {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl Sqlite {
    /// Opens the file, makes it when there is none, and brings it to the newest schema.
    ///
    /// # Errors
    /// `Newer`, `Damaged`, `ReadOnly`, `Busy`.
    pub async fn open(path: &Path) -> Result<Self> {
        let limit = Instant::now() + PATIENCE;
        loop {
            match Self::try_open(path.to_owned()).await {
                // Of those that turn the log of a new file on at once SQLite refuses some without waiting: each would
                // wait for the other.
                Err(StorageError::Busy) if Instant::now() < limit => tokio::time::sleep(AGAIN).await,
                opened => return opened,
            }
        }
    }

    async fn try_open(path: PathBuf) -> Result<Self> {
        blocking(move || {
            let mut writer = connect(&path, OpenFlags::SQLITE_OPEN_CREATE)?;
            let mode: String = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
            if mode != "wal" {
                return Err(StorageError::ReadOnly);
            }
            migrate::migrate(&mut writer)?;
            Ok(Self(Arc::new(Inner { path, writer: Mutex::new(writer), readers: Mutex::default() })))
        })
        .await
    }

    /// One transaction on the writer. Nothing of it is stored when `work` fails.
    async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let mut writer = lock(&inner.writer);
            // Immediate: what is read in it cannot be changed by anybody before it is written.
            let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
        .await
    }

    /// Reads beside the writer, from one consistent state.
    async fn read<T: Send + 'static>(&self, work: impl FnOnce(&Connection) -> Result<T> + Send + 'static) -> Result<T> {
        let inner = Arc::clone(&self.0);
        blocking(move || {
            let pooled = lock(&inner.readers).pop();
            let connection = match pooled {
                Some(connection) => connection,
                None => {
                    let connection = connect(&inner.path, OpenFlags::empty())?;
                    connection.execute_batch("PRAGMA query_only = ON;")?;
                    connection
                }
            };
            let transaction = connection.unchecked_transaction()?;
            let done = work(&transaction)?;
            transaction.commit()?;
            let mut readers = lock(&inner.readers);
            if readers.len() < READERS {
                readers.push(connection);
            }
            Ok(done)
        })
        .await
    }
}

/// Opens a file with the settings that every connection needs.
fn connect(path: &Path, more: OpenFlags) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(include_str!("sql/connection.sql"))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(connection)
}

/// A panic while it was held rolled its transaction back, so what it guards is sound.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Off the threads that serve requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.unwrap_or(Err(StorageError::Internal("a storage task panicked")))
}
