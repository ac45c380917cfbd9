//! Erasing by law: first the ledger, then the database, then the bytes of attachments.

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::Moved;

use crate::blobs::Blobs;
use crate::ledger::{Ledger, LedgerError};
use crate::storage::{Storage, StorageError};

/// What can stop an erasure. Doing it again goes on where it stopped.
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
    ledger.add(key)?;
    let moved = erase(storage, blobs, key).await?;
    storage.scrub().await?;
    Ok(moved)
}

/// Erases whatever stands in the ledger and is not erased in the database: after a restore, or when an erasure was
/// interrupted. How many feeds moved.
///
/// # Errors
/// [`PurgeError`]: central must not serve then.
pub async fn replay(storage: &Storage, blobs: &Blobs, ledger: &Ledger) -> Result<usize, PurgeError> {
    let mut moved = 0;
    for key in ledger.read()? {
        moved += erase(storage, blobs, key).await?.len();
    }
    if moved > 0 {
        storage.scrub().await?;
    }
    Ok(moved)
}

async fn erase(storage: &Storage, blobs: &Blobs, key: RecordKey) -> Result<Vec<Moved>, StorageError> {
    let (moved, gone) = storage.purge(key).await?;
    for (unit, blob) in gone {
        // Their key is destroyed already; this gives the room back.
        blobs.forget(unit, blob).await?;
    }
    Ok(moved)
}
