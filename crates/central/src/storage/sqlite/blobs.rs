//! Attachments: what is known of them. Their bytes lie in the blob store.

use feltmappen_domain::record::{RecordId, RecordKey};
use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

use super::super::{Blob, Result, StorageError};
use super::{Sqlite, row};

impl Sqlite {
    /// See [`super::super::Storage::blob`].
    pub async fn blob(&self, unit: RecordId, id: Uuid) -> Result<Option<Blob>> {
        self.read(move |connection| find(connection, unit, id)).await
    }

    /// See [`super::super::Storage::blob_begin`].
    pub async fn blob_begin(
        &self,
        unit: RecordId,
        id: Uuid,
        blob: Blob,
        key: [u8; 32],
    ) -> Result<Option<(Blob, [u8; 32])>> {
        self.write(move |tx| {
            let (kind, record) = (blob.record.kind.as_str(), blob.record.id.as_bytes());
            if tx.prepare_cached("SELECT 1 FROM purged WHERE kind = ?1 AND id = ?2")?.exists(params![kind, record])? {
                return Ok(None);
            }
            tx.execute(
                "INSERT INTO blob (home_unit, id, kind, record, size, sha256, stored, complete)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, 0) ON CONFLICT DO NOTHING",
                params![unit.as_bytes(), id.as_bytes(), kind, record, row::stored(blob.size)?, blob.sha256],
            )?;
            let found = find(tx, unit, id)?.ok_or(StorageError::Internal("blob"))?;
            let (kind, record) = (found.record.kind.as_str(), found.record.id.as_bytes());
            tx.execute(
                "INSERT INTO blob_key (home_unit, kind, record, key) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
                params![unit.as_bytes(), kind, record, key],
            )?;
            let key = key_of(tx, unit, found.record)?.ok_or(StorageError::Internal("blob key"))?;
            Ok(Some((found, key)))
        })
        .await
    }

    /// See [`super::super::Storage::blob_grown`].
    pub async fn blob_grown(&self, unit: RecordId, id: Uuid, from: u64, to: u64, complete: bool) -> Result<bool> {
        self.write(move |tx| {
            let (from, to) = (row::stored(from)?, row::stored(to)?);
            let grown = tx.prepare_cached(include_str!("sql/blob_grown.sql"))?.execute(params![
                unit.as_bytes(),
                id.as_bytes(),
                from,
                to,
                complete
            ])?;
            Ok(grown == 1)
        })
        .await
    }

    /// See [`super::super::Storage::unfinished_blobs`].
    pub async fn unfinished_blobs(&self) -> Result<Vec<(RecordId, Uuid, u64)>> {
        self.read(move |connection| {
            let mut statement = connection.prepare("SELECT home_unit, id, stored FROM blob WHERE complete = 0")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(at) = rows.next()? {
                found.push((row::id(at, 0)?, row::id(at, 1)?, row::number(at, 2)?));
            }
            Ok(found)
        })
        .await
    }

    /// See [`super::super::Storage::blob_given_up`].
    pub async fn blob_given_up(&self, unit: RecordId, id: Uuid, stored: u64) -> Result<bool> {
        self.write(move |tx| {
            let sql = "DELETE FROM blob WHERE home_unit = ?1 AND id = ?2 AND complete = 0 AND stored = ?3";
            Ok(tx.execute(sql, params![unit.as_bytes(), id.as_bytes(), row::stored(stored)?])? == 1)
        })
        .await
    }

    /// See [`super::super::Storage::blob_key`].
    pub async fn blob_key(&self, unit: RecordId, record: RecordKey) -> Result<Option<[u8; 32]>> {
        self.read(move |connection| key_of(connection, unit, record)).await
    }
}

fn find(connection: &Connection, unit: RecordId, id: Uuid) -> Result<Option<Blob>> {
    let mut statement = connection.prepare_cached(include_str!("sql/blob.sql"))?;
    let mut rows = statement.query(params![unit.as_bytes(), id.as_bytes()])?;
    let Some(found) = rows.next()? else { return Ok(None) };
    Ok(Some(Blob {
        record: RecordKey::new(row::kind(found, 0)?, row::id(found, 1)?),
        size: row::number(found, 2)?,
        sha256: found.get(3)?,
        stored: row::number(found, 4)?,
        complete: found.get(5)?,
    }))
}

fn key_of(connection: &Connection, unit: RecordId, record: RecordKey) -> Result<Option<[u8; 32]>> {
    let sql = "SELECT key FROM blob_key WHERE home_unit = ?1 AND kind = ?2 AND record = ?3";
    let mut statement = connection.prepare_cached(sql)?;
    let key = params![unit.as_bytes(), record.kind.as_str(), record.id.as_bytes()];
    Ok(statement.query_row(key, |row| row.get(0)).optional()?)
}
