//! What can go wrong in the database, as codes. Messages of a database can quote values, so they are never passed on.

use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;

/// Every way a storage operation can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The database cannot be reached, is starting, or is taken up. Trying again later helps.
    #[error("the database cannot be used right now")]
    Busy,
    /// Somebody else wrote the same rows in the meantime. Trying again at once helps.
    #[error("another transaction came first")]
    Again,
    /// The disk is full, or the database may not be written.
    #[error("the database cannot be written")]
    ReadOnly,
    /// The push was made for data that this is not, or no longer: central was restored or swapped.
    #[error("the push was made for other data")]
    OtherDataset,
    /// The database is of a newer version of this program. It was not touched.
    #[error("the database is of schema {found}, this program knows up to {known}")]
    Newer {
        /// Found in the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file is no database of central, or is damaged.
    #[error("this is no database of central, or it is damaged")]
    Damaged,
    /// A mistake in the program; the text names the place, never a value.
    #[error("internal error: {0}")]
    Internal(&'static str),
}

/// The result of a storage operation.
pub type Result<T> = std::result::Result<T, StorageError>;

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(failure, _) = error else {
            return match error {
                rusqlite::Error::QueryReturnedNoRows => Self::Internal("a row is missing"),
                rusqlite::Error::SqlInputError { .. } => Self::Internal("sql"),
                _ => Self::Internal("sqlite"),
            };
        };
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen => {
                Self::ReadOnly
            }
            ErrorCode::SystemIoFailure => Self::ReadOnly,
            ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => Self::Damaged,
            ErrorCode::ConstraintViolation => Self::Internal("constraint"),
            _ => Self::Internal("sqlite"),
        }
    }
}

impl From<tokio_postgres::Error> for StorageError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(state) = error.code() else {
            // Without a state the server did not answer: the connection is gone. Whether a commit that was under way
            // came through is not known, and need not be: the same push sent again gets the same answers.
            return if error.is_closed()
                || std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>())
            {
                Self::Busy
            } else {
                Self::Internal("postgres")
            };
        };
        match state.code() {
            // The last: an earlier statement of the same transaction failed, and says why.
            "40001" | "40P01" | "23505" | "25P02" => Self::Again,
            "53100" | "25006" => Self::ReadOnly,
            "55P03" => Self::Busy,
            code if ["08", "53", "57"].contains(&&code[..2]) => Self::Busy,
            _ => {
                tracing::error!(sqlstate = state.code(), "the database refused a statement");
                if *state == SqlState::UNDEFINED_TABLE { Self::Damaged } else { Self::Internal("postgres") }
            }
        }
    }
}

impl From<deadpool_postgres::PoolError> for StorageError {
    fn from(error: deadpool_postgres::PoolError) -> Self {
        match error {
            deadpool_postgres::PoolError::Backend(error) => Self::from(error),
            deadpool_postgres::PoolError::Timeout(_) | deadpool_postgres::PoolError::Closed => Self::Busy,
            _ => Self::Internal("pool"),
        }
    }
}
