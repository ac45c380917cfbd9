//! The bytes of attachments: in pieces, each sealed under the key of its record, in a folder or an object store.
//!
//! A piece is sealed with XChaCha20-Poly1305 under a random nonce that stands before it; which attachment it belongs to and
//! where is part of what is sealed, so pieces cannot be swapped. Without the key nothing of it can be read again, wherever
//! a copy lies.

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use chrono::{DateTime, Utc};
use object_store::local::LocalFileSystem;
use object_store::path::Path as ObjectPath;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt as _};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use feltmappen_domain::record::RecordId;
use feltmappen_sync::wire::PIECE_BYTES;

use crate::random;
use crate::storage::StorageError;

/// Bytes of a nonce.
const NONCE: usize = 24;

/// Where the bytes of attachments lie.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

/// The key of a record's attachments.
pub type Key = [u8; 32];

impl Blobs {
    /// A folder of this machine. It is made when there is none.
    ///
    /// # Errors
    /// `ReadOnly` when it cannot be made or used.
    pub fn folder(path: &Path) -> Result<Self, StorageError> {
        std::fs::create_dir_all(path).map_err(|_| StorageError::ReadOnly)?;
        let folder = LocalFileSystem::new_with_prefix(path).map_err(|_| StorageError::ReadOnly)?;
        // What is answered as stored survives a power cut.
        Ok(Self(Arc::new(folder.with_fsync(true))))
    }

    /// A bucket, with everything else from the environment (`AWS_…`).
    ///
    /// # Errors
    /// `Damaged` when the environment does not say enough.
    #[cfg(feature = "s3")]
    pub fn bucket(name: &str) -> Result<Self, StorageError> {
        let bucket = object_store::aws::AmazonS3Builder::from_env().with_bucket_name(name).build();
        Ok(Self(Arc::new(bucket.map_err(|_| StorageError::Damaged)?)))
    }

    /// Stores a piece. The same piece again replaces itself.
    ///
    /// # Errors
    /// `ReadOnly`, `Internal`.
    pub async fn put(&self, place: Place, key: &Key, piece: Bytes) -> Result<(), StorageError> {
        let nonce: [u8; NONCE] = random::bytes()?;
        let sealed = cipher(key)
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: &piece, aad: &place.bytes() })
            .map_err(|_| StorageError::Internal("seal"))?;
        let mut content = nonce.to_vec();
        content.extend(sealed);
        self.0.put(&place.path(), content.into()).await.map_err(|error| failure(&error))?;
        Ok(())
    }

    /// Reads a piece.
    ///
    /// # Errors
    /// `Damaged` when it is not what was stored; `Busy`, `ReadOnly`.
    pub async fn get(&self, place: Place, key: &Key) -> Result<Bytes, StorageError> {
        let found = self.0.get(&place.path()).await.map_err(|error| failure(&error))?;
        let content = found.bytes().await.map_err(|error| failure(&error))?;
        let (nonce, sealed) = content.split_at_checked(NONCE).ok_or(StorageError::Damaged)?;
        let piece = cipher(key)
            .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: &place.bytes() })
            .map_err(|_| StorageError::Damaged)?;
        Ok(piece.into())
    }

    /// SHA-256 of the whole.
    ///
    /// # Errors
    /// As [`Blobs::get`].
    pub async fn sha256(&self, unit: RecordId, id: Uuid, size: u64, key: &Key) -> Result<[u8; 32], StorageError> {
        let mut hash = Sha256::new();
        for offset in offsets(size) {
            hash.update(self.get(Place { unit, id, offset }, key).await?);
        }
        Ok(hash.finalize().into())
    }

    /// When a piece of an attachment last came; none when there is no piece.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly`.
    pub async fn touched(&self, unit: RecordId, id: Uuid) -> Result<Option<DateTime<Utc>>, StorageError> {
        Ok(self.pieces(unit, id).await?.iter().map(|piece| piece.last_modified).max())
    }

    async fn pieces(&self, unit: RecordId, id: Uuid) -> Result<Vec<ObjectMeta>, StorageError> {
        use futures_util::TryStreamExt as _;
        let folder = ObjectPath::from(format!("{unit}/{id}"));
        self.0.list(Some(&folder)).try_collect().await.map_err(|error| failure(&error))
    }

    /// Takes the pieces away. What is gone already is fine.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly`.
    pub async fn forget(&self, unit: RecordId, id: Uuid) -> Result<(), StorageError> {
        self.forget_until(unit, id, DateTime::<Utc>::MAX_UTC).await
    }

    /// Takes the pieces away that came until then.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly`.
    pub async fn forget_until(&self, unit: RecordId, id: Uuid, until: DateTime<Utc>) -> Result<(), StorageError> {
        for piece in self.pieces(unit, id).await?.into_iter().filter(|piece| piece.last_modified <= until) {
            match self.0.delete(&piece.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(failure(&error)),
            }
        }
        Ok(())
    }
}

/// Where a piece belongs.
#[derive(Clone, Copy)]
pub struct Place {
    /// The unit.
    pub unit: RecordId,
    /// The attachment.
    pub id: Uuid,
    /// Its first byte.
    pub offset: u64,
}

impl Place {
    fn path(self) -> ObjectPath {
        ObjectPath::from(format!("{}/{}/{:016x}", self.unit, self.id, self.offset))
    }

    fn bytes(self) -> Vec<u8> {
        [self.unit.as_bytes(), self.id.as_bytes(), self.offset.to_be_bytes().as_slice()].concat()
    }
}

/// How long the piece at an offset is; none when no piece begins there.
pub fn piece_length(size: u64, offset: u64) -> Option<u64> {
    let piece = PIECE_BYTES as u64;
    let begins = offset.is_multiple_of(piece) && (offset < size || (size == 0 && offset == 0));
    begins.then(|| piece.min(size - offset))
}

/// Where the pieces begin.
pub fn offsets(size: u64) -> impl Iterator<Item = u64> {
    (0..size).step_by(PIECE_BYTES)
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

/// The text of an error can hold a path, which says nothing of a person, but also an address with a secret.
fn failure(error: &object_store::Error) -> StorageError {
    match error {
        object_store::Error::NotFound { .. } => StorageError::Damaged,
        object_store::Error::PermissionDenied { .. } | object_store::Error::Unauthenticated { .. } => {
            StorageError::ReadOnly
        }
        _ => StorageError::Busy,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_in_cases() {
        let piece = PIECE_BYTES as u64;
        let cases = [
            ("nothing", 0, 0, Some(0)),
            ("one byte", 1, 0, Some(1)),
            ("one less than a piece", piece - 1, 0, Some(piece - 1)),
            ("a piece", piece, 0, Some(piece)),
            ("past a piece", piece, piece, None),
            ("one more than a piece", piece + 1, piece, Some(1)),
            ("between pieces", piece + 1, 5, None),
            ("far past", 5, u64::MAX, None),
        ];
        for (name, size, offset, length) in cases {
            assert_eq!(piece_length(size, offset), length, "{name}");
        }
    }

    #[tokio::test]
    async fn what_comes_after_the_moment_stays() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let first = Place { unit: Uuid::from_u128(1), id: Uuid::from_u128(2), offset: 0 };
        let second = Place { offset: PIECE_BYTES as u64, ..first };
        for place in [first, second] {
            blobs.put(place, &[7; 32], Bytes::from_static(b"Agnete")).await.unwrap();
        }
        let file = std::fs::File::open(folder.path().join(first.path().to_string())).unwrap();
        file.set_modified(DateTime::<Utc>::UNIX_EPOCH.into()).unwrap();
        blobs.forget_until(first.unit, first.id, DateTime::<Utc>::UNIX_EPOCH).await.unwrap();
        assert_eq!(blobs.get(first, &[7; 32]).await.unwrap_err(), StorageError::Damaged, "gone");
        assert_eq!(blobs.get(second, &[7; 32]).await.unwrap(), "Agnete");
    }

    #[tokio::test]
    async fn a_piece_reads_at_its_place_with_its_key_only() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(folder.path()).unwrap();
        let place = Place { unit: Uuid::from_u128(1), id: Uuid::from_u128(2), offset: 0 };
        blobs.put(place, &[7; 32], Bytes::from_static(b"Agnete")).await.unwrap();
        assert_eq!(blobs.get(place, &[7; 32]).await.unwrap(), "Agnete");
        assert_eq!(blobs.get(place, &[8; 32]).await.unwrap_err(), StorageError::Damaged);
        let stored = std::fs::read(folder.path().join(place.path().to_string())).unwrap();
        assert!(!stored.windows(6).any(|bytes| bytes == b"Agnete"));

        let other = Place { id: Uuid::from_u128(3), ..place };
        let target = folder.path().join(other.path().to_string());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, stored).unwrap();
        assert_eq!(blobs.get(other, &[7; 32]).await.unwrap_err(), StorageError::Damaged, "a piece of another one");
    }
}
