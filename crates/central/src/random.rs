//! Randomness from the operating system.

use uuid::{Builder, Uuid};

use crate::storage::StorageError;

/// Random bytes.
///
/// # Errors
/// `Internal` when the system has none.
pub fn bytes<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| StorageError::Internal("randomness"))?;
    Ok(bytes)
}

/// A random id.
///
/// # Errors
/// `Internal` when the system has no randomness.
pub fn id() -> Result<Uuid, StorageError> {
    Ok(Builder::from_random_bytes(bytes()?).into_uuid())
}
