//! From any released schema to the newest, in one transaction. A newer file is left alone.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, StoreError};

/// The steps: index 0 makes schema 1 from an empty file. A released step is never edited.
const STEPS: &[&str] =
    &[include_str!("schema/0001.sql"), include_str!("schema/0002.sql"), include_str!("schema/0003.sql")];

/// The newest schema this program knows.
pub const SCHEMA: u32 = STEPS.len() as u32;

pub(crate) fn version(connection: &Connection) -> Result<u32> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    u32::try_from(found).map_err(|_| StoreError::Damaged { set_aside: None })
}

/// Refuses a file of a newer schema before anything is written to it.
pub(crate) fn refuse_newer(connection: &Connection) -> Result<u32> {
    let found = version(connection)?;
    if found > SCHEMA {
        return Err(StoreError::NewerVersion { found, known: SCHEMA });
    }
    Ok(found)
}

/// Brings the file to [`SCHEMA`]. `may_create`: an empty file may become a workspace; otherwise an empty one is
/// damage, for a workspace that was there is never taken for a new one.
pub(crate) fn migrate(connection: &mut Connection, may_create: bool) -> Result<()> {
    let found = refuse_newer(connection)?;
    if found == SCHEMA {
        return Ok(());
    }
    if found == 0 && !may_create {
        return Err(StoreError::Damaged { set_aside: None });
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let from = refuse_newer(&transaction)?;
    for step in STEPS.iter().skip(from as usize) {
        transaction.execute_batch(step)?;
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {SCHEMA};"))?;
    transaction.commit()?;
    Ok(())
}
