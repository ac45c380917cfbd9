//! From any released schema to the newest, in one transaction. A newer file is left alone.

use rusqlite::{Connection, TransactionBehavior, params};

use super::super::{Result, StorageError};
use crate::random;

/// The steps: index 0 makes schema 1 from an empty file. A released step is never edited.
const STEPS: &[&str] = &[include_str!("schema/0001.sql")];
/// Marks a file as central's: "FmCe".
const APPLICATION: i64 = 0x466d_4365;

/// Brings the file to the newest schema. Several processes may try at once: the first does it, the others find it done.
pub fn migrate(connection: &mut Connection) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let number = |pragma: &str| transaction.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
    let (application, found) = (number("application_id")?, number("user_version")?);
    let known = i64::try_from(STEPS.len()).map_err(|_| StorageError::Internal("steps"))?;
    let objects: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if application != APPLICATION && (application != 0 || found != 0 || objects != 0) {
        return Err(StorageError::Damaged);
    }
    if found > known {
        return Err(StorageError::Newer { found, known });
    }
    let from = usize::try_from(found).map_err(|_| StorageError::Damaged)?;
    for step in STEPS.iter().skip(from) {
        transaction.execute_batch(step)?;
    }
    transaction.execute_batch(&format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {known};"))?;
    transaction.execute(
        "INSERT INTO dataset (one, id, generation, sealing_secret) VALUES (1, ?1, 1, ?2) ON CONFLICT DO NOTHING",
        params![random::id()?.as_bytes(), random::bytes::<32>()?],
    )?;
    transaction.commit()?;
    Ok(())
}
