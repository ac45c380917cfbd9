//! Attachments that a device began to hand in and never finished: after a while nobody comes back for them.

use chrono::{DateTime, TimeDelta, Utc};

use crate::blobs::Blobs;
use crate::storage::{Storage, StorageError};

/// So long after its last piece an attachment that is not whole is given up. A device that comes back after that begins anew.
pub const GIVEN_UP: TimeDelta = TimeDelta::days(30);

/// Takes away what was given up. How many there were.
///
/// # Errors
/// `Busy`, `ReadOnly` and the like.
pub async fn forget(storage: &Storage, blobs: &Blobs, now: DateTime<Utc>) -> Result<usize, StorageError> {
    let mut forgotten = 0;
    for (unit, id, stored) in storage.unfinished_blobs().await? {
        // What has no piece has just been announced, and the first one is on its way; else it costs no more than its line.
        let Some(touched) = blobs.touched(unit, id).await? else { continue };
        if touched + GIVEN_UP > now {
            continue;
        }
        // A piece that came meanwhile keeps it, and one that comes from now on is new.
        if storage.blob_given_up(unit, id, stored).await? {
            blobs.forget_until(unit, id, touched).await?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}
