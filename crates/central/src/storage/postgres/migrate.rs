//! From any released schema to the newest, under one lock. A newer database is left alone.

use deadpool_postgres::Object;

use super::super::{Result, StorageError};
use crate::random;

/// The steps: index 0 makes schema 1. A released step is never edited.
const STEPS: &[&str] = &[include_str!("schema/0001.sql")];
/// The lock that nodes take while they migrate: "FmCe".
const LOCK: i64 = 0x466d_4365;

/// Brings the database to the newest schema. Several nodes may try at once: the first does it, the others find it done.
pub async fn migrate(connection: &mut Object) -> Result<()> {
    let transaction = connection.transaction().await?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    transaction.batch_execute(include_str!("sql/schema_version.sql")).await?;
    let found: i64 = transaction.query_one("SELECT max(version) FROM schema_version", &[]).await?.get(0);
    let known = i64::try_from(STEPS.len()).map_err(|_| StorageError::Internal("steps"))?;
    if found > known {
        return Err(StorageError::Newer { found, known });
    }
    let from = usize::try_from(found).map_err(|_| StorageError::Damaged)?;
    for step in STEPS.iter().skip(from) {
        transaction.batch_execute(step).await?;
    }
    if found < known {
        transaction.execute("INSERT INTO schema_version (version) VALUES ($1)", &[&known]).await?;
        let (id, secret) = (random::id()?, random::bytes::<32>()?.to_vec());
        let sql =
            "INSERT INTO dataset (one, id, generation, sealing_secret) VALUES (1, $1, 1, $2) ON CONFLICT DO NOTHING";
        transaction.execute(sql, &[&id, &secret]).await?;
    }
    transaction.commit().await?;
    Ok(())
}
