//! Attachments at central.

use feltmappen_domain::record::RecordId;
use uuid::Uuid;

use super::{Asker, Central, Stored};
use crate::engine::Failure;
use crate::sim::device::Blob;

impl Central {
    /// Whether an attachment is whole.
    pub fn has(&self, unit: RecordId, id: Uuid) -> bool {
        self.data.blobs.get(&(unit, id)).is_some_and(|blob| blob.stored == blob.pieces)
    }

    /// Whether an attachment is whole, of whatever unit.
    pub fn has_somewhere(&self, id: Uuid) -> bool {
        self.data.blobs.iter().any(|((_, known), blob)| *known == id && blob.stored == blob.pieces)
    }

    /// How many pieces of an attachment are here.
    pub fn stands(&self, unit: RecordId, id: Uuid) -> u8 {
        self.data.blobs.get(&(unit, id)).map_or(0, |blob| blob.stored)
    }

    /// Takes a piece. One that is here already changes nothing, and one that comes too early neither.
    pub fn put_piece(&mut self, asker: Asker, id: Uuid, blob: Blob, piece: u8) -> Result<(), Failure> {
        if asker.revoked {
            return Err(Failure::Revoked);
        }
        // What names it is told that its record is erased.
        if self.purged.contains_key(&blob.key) {
            return Ok(());
        }
        let new = Stored { key: blob.key, pieces: blob.pieces, stored: 0 };
        let here = self.data.blobs.entry((asker.unit, id)).or_insert(new);
        if here.stored == piece && piece < here.pieces {
            here.stored += 1;
        }
        Ok(())
    }

    /// How many pieces an attachment has; none when it cannot be had.
    pub fn give_piece(&self, asker: Asker, id: Uuid) -> Result<bool, Failure> {
        self.admit(asker)?;
        Ok(self.has(asker.unit, id))
    }
}
