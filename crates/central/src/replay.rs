//! What stands in the ledger holds, whatever database there is: after a restore, or when something was interrupted.

use crate::blobs::Blobs;
use crate::clock;
use crate::ledger::Ledger;
use crate::purge::{PurgeError, erase};
use crate::storage::Storage;

/// Erases and strikes off whatever the ledger names, and brings both to the lowest number that a feed ever went back to.
/// How many feeds moved because of what was erased.
///
/// # Errors
/// [`PurgeError`]: central must not serve then.
pub async fn replay(storage: &Storage, blobs: &Blobs, ledger: &Ledger) -> Result<usize, PurgeError> {
    let entries = ledger.read()?;
    let mut moved = 0;
    // Each erasure locks out all pushes, and the ledger only grows: what this database has is not done again.
    let done = storage.purged().await?;
    for key in entries.erased.into_iter().filter(|key| !done.contains(key)) {
        moved += erase(storage, blobs, key).await?.len();
    }
    if moved > 0 {
        storage.scrub().await?;
    }
    for device in entries.revoked {
        storage.revoke(device, clock::now()).await?;
    }
    // A device may know any of the times that central has been through, also from before this database was made.
    storage.lower_restored(entries.restored.into_iter().collect()).await?;
    ledger.went_back(storage.restored().await?)?;
    Ok(moved)
}
