//! What can go wrong with a workspace on disk, as codes. No variant and no text carries personal data:
//! messages from SQLite can quote values, so they are mapped by code and never passed on.

use std::path::PathBuf;

use feltmappen_domain::record::{Path, RecordKey};
use rusqlite::ErrorCode;
use rusqlite::ffi;

/// Every way a store operation can fail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The passphrase does not fit, or the file belongs to another key. Nothing was changed.
    #[error("the key does not fit this workspace")]
    WrongKey,
    /// The operating system has no keyring that can be used now (locked, not installed, refused).
    #[error("no keyring is available")]
    NoKeyring,
    /// The key slot asked for does not exist, or its entry is gone from the keyring. Nothing was changed.
    #[error("the key of this workspace is missing")]
    KeyLost,
    /// The file cannot be read although the key is right. When it could not even be opened it was moved (never
    /// deleted) to the folder `set_aside`.
    #[error("the workspace file is damaged")]
    Damaged {
        /// The folder that now holds the damaged files and their key slots; `None` when they are where they were.
        set_aside: Option<PathBuf>,
    },
    /// The folder or a file in it cannot be written.
    #[error("the workspace folder is read-only")]
    ReadOnly,
    /// No room left on the disk (or in a quota). The edit was not stored; everything before it was.
    #[error("the disk is full")]
    DiskFull,
    /// The file was written by a newer version of the program. It was not touched.
    #[error("the workspace is of schema {found}, this program knows up to {known}")]
    NewerVersion {
        /// Schema (or key file format) found on disk.
        found: u32,
        /// The newest one this program knows.
        known: u32,
    },
    /// Another process has this workspace open.
    #[error("the workspace is in use by another process")]
    InUse,
    /// The workspace is being closed: nothing begins in it any more.
    #[error("the workspace is closed")]
    Closed,
    /// There is no workspace here.
    #[error("there is no workspace in this folder")]
    Missing,
    /// There is a workspace here already; it was not touched.
    #[error("there is a workspace in this folder already")]
    Exists,
    /// A change's `base` is not the value that is stored now. Nothing of the commit was stored.
    #[error("the value has been changed meanwhile")]
    BaseMoved {
        /// The record.
        key: RecordKey,
        /// The path whose base has moved.
        path: Path,
    },
    /// A commit with this id, but with another content, is stored already.
    #[error("the commit id is taken by another content")]
    CommitReused,
    /// Another home unit than the record's own was named; a record never moves (D: `home_unit` is in every key).
    #[error("a record cannot change its home unit")]
    HomeUnitMoved,
    /// What came is from another central, or from another state of it, than what is stored here. Nothing was stored.
    #[error("this is from another central")]
    OtherCentral,
    /// An attachment is larger than central takes. Nothing of it was stored.
    #[error("the attachment is too large")]
    AttachmentTooLarge,
    /// The file is no file of unsent work.
    #[error("this is not a rescue file")]
    NotARescueFile,
    /// The last key slot cannot be removed: nobody could open the workspace again.
    #[error("the last key slot cannot be removed")]
    LastSlot,
    /// A step of the background that a save could not wait for. It is done again after it: nobody outside ever sees this.
    #[error("a save came first")]
    BrokenOff,
    /// Reading or writing failed for a reason outside the program.
    #[error("reading or writing the workspace failed")]
    Io,
    /// A mistake in the program; the text names the place, never a value.
    #[error("internal error: {0}")]
    Internal(&'static str),
}

/// The result of a store operation.
pub type Result<T> = std::result::Result<T, StoreError>;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => from_failure(failure),
            rusqlite::Error::SqlInputError { .. } => StoreError::Internal("sql"),
            rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) => {
                StoreError::Internal("column type")
            }
            rusqlite::Error::QueryReturnedNoRows => StoreError::Internal("a row is missing"),
            _ => StoreError::Internal("sqlite"),
        }
    }
}

fn from_failure(failure: ffi::Error) -> StoreError {
    match failure.code {
        ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => StoreError::Damaged { set_aside: None },
        ErrorCode::ReadOnly | ErrorCode::PermissionDenied => StoreError::ReadOnly,
        ErrorCode::DiskFull => StoreError::DiskFull,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed => StoreError::InUse,
        ErrorCode::CannotOpen => StoreError::Io,
        ErrorCode::SystemIoFailure => match failure.extended_code {
            ffi::SQLITE_IOERR_DATA | ffi::SQLITE_IOERR_CORRUPTFS => StoreError::Damaged { set_aside: None },
            _ => StoreError::Io,
        },
        ErrorCode::OperationInterrupted => StoreError::BrokenOff,
        ErrorCode::ConstraintViolation => StoreError::Internal("constraint"),
        _ => StoreError::Internal("sqlite"),
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => StoreError::ReadOnly,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => StoreError::DiskFull,
            _ => StoreError::Io,
        }
    }
}

impl From<serde_json::Error> for StoreError {
    /// What is stored as JSON was written by this program: unreadable means a mistake or damage, and the text of
    /// the error could quote a value.
    fn from(_: serde_json::Error) -> Self {
        StoreError::Internal("stored json")
    }
}
