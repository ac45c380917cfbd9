//! The keyring of the operating system as the store needs it. The desktop shell implements it; tests use a map.

use crate::secret::Secret;

/// The keyring could not be asked: locked, not installed, or refused. Not the same as "no such entry".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the keyring is unavailable")]
pub struct KeyringUnavailable;

/// Named secrets that the operating system keeps for this user.
pub trait Keyring: Send + Sync {
    /// The entry, or `None` when there is none of that name.
    ///
    /// # Errors
    /// [`KeyringUnavailable`] when the keyring cannot be asked.
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable>;

    /// Stores or replaces the entry.
    ///
    /// # Errors
    /// [`KeyringUnavailable`] when it cannot be stored.
    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable>;

    /// Removes the entry; one that is not there is fine.
    ///
    /// # Errors
    /// [`KeyringUnavailable`] when the keyring cannot be asked.
    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable>;
}
