//! Erasing by law: first the ledger, then the database, then the bytes of attachments.

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::Moved;

use crate::blobs::Blobs;
use crate::ledger::{Ledger, LedgerError};
use crate::storage::{Storage, StorageError};

/// What can stop an erasure, or anything else that goes into the ledger too. Doing it again goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum PurgeError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database or the attachments.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Erases a record everywhere. The feeds that have moved.
///
/// # Errors
/// [`PurgeError`]; once the ledger has it, the next start finishes what was begun.
pub async fn purge(
    storage: &Storage,
    blobs: &Blobs,
    ledger: &Ledger,
    key: RecordKey,
) -> Result<Vec<Moved>, PurgeError> {
    ledger.erase(key)?;
    let moved = erase(storage, blobs, key).await?;
    storage.scrub().await?;
    Ok(moved)
}

/// The same, once the ledger has it.
pub(crate) async fn erase(storage: &Storage, blobs: &Blobs, key: RecordKey) -> Result<Vec<Moved>, StorageError> {
    let (moved, gone) = storage.purge(key).await?;
    for (unit, blob) in gone {
        // Their key is destroyed already; this gives the room back.
        blobs.forget(unit, blob).await?;
    }
    Ok(moved)
}
