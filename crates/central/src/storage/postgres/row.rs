//! What stands in a row, as the program's types.

use feltmappen_domain::record::Kind;
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{ContentHash, Dataset};
use tokio_postgres::Row;

use super::super::{Result, StorageError, outcome_from};
use crate::push::Counter;

/// The number in a column, which is never negative.
pub fn number(row: &Row, column: usize) -> Result<u64> {
    let number: i64 = row.try_get(column)?;
    u64::try_from(number).map_err(|_| StorageError::Damaged)
}

/// 32 bytes in a column.
pub fn bytes(row: &Row, column: usize) -> Result<[u8; 32]> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes.try_into().map_err(|_| StorageError::Damaged)
}

/// The kind in a column.
pub fn kind(row: &Row, column: usize) -> Result<Kind> {
    let code: &str = row.try_get(column)?;
    code.parse().map_err(|_| StorageError::Damaged)
}

/// The outcome in two columns.
pub fn outcome(row: &Row, column: usize) -> Result<Outcome> {
    outcome_from(row.try_get(column)?, row.try_get(column + 1)?)
}

/// The counter in four columns.
pub fn counter(row: &Row, column: usize) -> Result<Counter> {
    let hash = ContentHash::from_bytes(bytes(row, column + 2)?);
    let restored: Option<i64> = row.try_get(column + 3)?;
    Ok(Counter {
        sequence: number(row, column)?,
        count: number(row, column + 1)?,
        hash,
        restored: restored.unwrap_or(0).unsigned_abs(),
    })
}

/// Which data, in two columns.
pub fn dataset(row: &Row, column: usize) -> Result<Dataset> {
    Ok(Dataset { id: row.try_get(column)?, generation: number(row, column + 1)? })
}

/// A number as PostgreSQL keeps it.
pub fn stored(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|_| StorageError::Internal("a number is too large"))
}
