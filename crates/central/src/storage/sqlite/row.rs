//! What stands in a row, as the program's types.

use feltmappen_domain::record::Kind;
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::ContentHash;
use rusqlite::Row;
use uuid::Uuid;

use super::super::{Result, StorageError, outcome_from};

/// The id in a column.
pub fn id(row: &Row<'_>, column: usize) -> Result<Uuid> {
    let bytes: [u8; 16] = row.get(column)?;
    Ok(Uuid::from_bytes(bytes))
}

/// The hash in a column.
pub fn hash(row: &Row<'_>, column: usize) -> Result<ContentHash> {
    Ok(ContentHash::from_bytes(row.get(column)?))
}

/// The number in a column, which is never negative.
pub fn number(row: &Row<'_>, column: usize) -> Result<u64> {
    let number: i64 = row.get(column)?;
    u64::try_from(number).map_err(|_| StorageError::Damaged)
}

/// The kind in a column.
pub fn kind(row: &Row<'_>, column: usize) -> Result<Kind> {
    text(row, column)?.parse().map_err(|_| StorageError::Damaged)
}

/// The text in a column, where it lies.
pub fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str> {
    row.get_ref(column)?.as_str().map_err(|_| StorageError::Damaged)
}

/// The outcome in two columns.
pub fn outcome(row: &Row<'_>, column: usize) -> Result<Outcome> {
    outcome_from(row.get(column)?, row.get(column + 1)?)
}

/// A number as SQLite keeps it.
pub fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StorageError::Internal("a number is too large"))
}
