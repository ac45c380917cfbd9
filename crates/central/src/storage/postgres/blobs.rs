//! Attachments: what is known of them. Their bytes lie in the blob store.

use feltmappen_domain::record::{RecordId, RecordKey};
use tokio_postgres::Row;
use uuid::Uuid;

use super::super::{Blob, Result, StorageError};
use super::push::{execute, query};
use super::{Postgres, row};

impl Postgres {
    /// See [`super::super::Storage::blob`].
    pub async fn blob(&self, unit: RecordId, id: Uuid) -> Result<Option<Blob>> {
        self.select(include_str!("sql/blob.sql"), &[&unit, &id]).await?.first().map(stored_blob).transpose()
    }

    /// See [`super::super::Storage::blob_begin`].
    pub async fn blob_begin(
        &self,
        unit: RecordId,
        id: Uuid,
        blob: Blob,
        key: [u8; 32],
    ) -> Result<Option<(Blob, [u8; 32])>> {
        attempt!(self, connection => {
            let tx = connection.transaction().await?;
            // Erasing locks this table against it: a key that is made here is either seen there or not made.
            tx.batch_execute("LOCK TABLE record IN ROW SHARE MODE").await?;
            let (kind, record) = (blob.record.kind.as_str(), blob.record.id);
            let purged = query(&tx, "SELECT 1 FROM purged WHERE kind = $1 AND id = $2", &[&kind, &record]).await?;
            if !purged.is_empty() {
                return Ok(None);
            }
            let (size, sha256) = (row::stored(blob.size)?, blob.sha256.as_slice());
            execute(&tx, include_str!("sql/blob_add.sql"), &[&unit, &id, &kind, &record, &size, &sha256]).await?;
            let found = query(&tx, include_str!("sql/blob.sql"), &[&unit, &id]).await?;
            let found = stored_blob(found.first().ok_or(StorageError::Internal("blob"))?)?;
            let (kind, record) = (found.record.kind.as_str(), found.record.id);
            execute(&tx, include_str!("sql/blob_key_add.sql"), &[&unit, &kind, &record, &key.as_slice()]).await?;
            let keys = query(&tx, include_str!("sql/blob_key.sql"), &[&unit, &kind, &record]).await?;
            let key = row::bytes(keys.first().ok_or(StorageError::Internal("blob key"))?, 0)?;
            tx.commit().await?;
            Ok(Some((found, key)))
        })
    }

    /// See [`super::super::Storage::blob_grown`].
    pub async fn blob_grown(&self, unit: RecordId, id: Uuid, from: u64, to: u64, complete: bool) -> Result<bool> {
        let (from, to) = (row::stored(from)?, row::stored(to)?);
        attempt!(self, connection => {
            let sql = include_str!("sql/blob_grown.sql");
            Ok(connection.execute(sql, &[&unit, &id, &from, &to, &complete]).await? == 1)
        })
    }

    /// See [`super::super::Storage::unfinished_blobs`].
    pub async fn unfinished_blobs(&self) -> Result<Vec<(RecordId, Uuid, u64)>> {
        let found = self.select("SELECT home_unit, id, stored FROM blob WHERE NOT complete", &[]).await?;
        found.iter().map(|found| Ok((found.try_get(0)?, found.try_get(1)?, row::number(found, 2)?))).collect()
    }

    /// See [`super::super::Storage::blob_given_up`].
    pub async fn blob_given_up(&self, unit: RecordId, id: Uuid, stored: u64) -> Result<bool> {
        let stored = row::stored(stored)?;
        attempt!(self, connection => {
            let sql = "DELETE FROM blob WHERE home_unit = $1 AND id = $2 AND NOT complete AND stored = $3";
            Ok(connection.execute(sql, &[&unit, &id, &stored]).await? == 1)
        })
    }

    /// See [`super::super::Storage::blob_key`].
    pub async fn blob_key(&self, unit: RecordId, record: RecordKey) -> Result<Option<[u8; 32]>> {
        let found = self.select(include_str!("sql/blob_key.sql"), &[&unit, &record.kind.as_str(), &record.id]).await?;
        found.first().map(|found| row::bytes(found, 0)).transpose()
    }
}

fn stored_blob(found: &Row) -> Result<Blob> {
    Ok(Blob {
        record: RecordKey::new(row::kind(found, 0)?, found.try_get(1)?),
        size: row::number(found, 2)?,
        sha256: row::bytes(found, 3)?,
        stored: row::number(found, 4)?,
        complete: found.try_get(5)?,
    })
}
