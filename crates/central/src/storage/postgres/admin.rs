//! Enrolling, revoking, erasing, and what is handed in sealed.

use std::collections::BTreeSet;

use deadpool_postgres::Transaction;
use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::{FeedId, Moved};
use uuid::Uuid;

use super::super::{Device, Orphan, Result, StorageError};
use super::push::{execute, lock_counter, put_counter, query};
use super::{Postgres, row};

impl Postgres {
    /// See [`super::super::Storage::enrol`].
    pub async fn enrol(&self, token: String, device: Device, now: String) -> Result<()> {
        attempt!(self, connection => {
            let tx = connection.transaction().await?;
            let sql = "INSERT INTO device (token, id, home_unit, employee, enrolled_at) VALUES ($1, $2, $3, $4, $5)";
            execute(&tx, sql, &[&token, &device.id, &device.unit, &device.employee, &now]).await?;
            lock_counter(&tx, device.unit).await?;
            Ok(tx.commit().await?)
        })
    }

    /// See [`super::super::Storage::revoke`].
    pub async fn revoke(&self, device: Uuid, now: String) -> Result<bool> {
        attempt!(self, connection => {
            let sql = "UPDATE device SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1";
            Ok(connection.execute(sql, &[&device, &now]).await? == 1)
        })
    }

    /// See [`super::super::Storage::purge`].
    pub async fn purge(&self, key: RecordKey) -> Result<(Vec<Moved>, Vec<(RecordId, Uuid)>)> {
        attempt!(self, connection => {
            let tx = connection.transaction().await?;
            // A push locks the records it touches before it asks what was erased. With the table locked here, none
            // can be between the two: it either ends before, and is erased, or asks after.
            tx.batch_execute("LOCK TABLE record IN EXCLUSIVE MODE").await?;
            let sql = "INSERT INTO purged (kind, id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
            execute(&tx, sql, &[&key.kind.as_str(), &key.id]).await?;
            let mut moved = Vec::new();
            let mut blobs = Vec::new();
            for unit in units(&tx).await? {
                moved.extend(erase(&tx, unit, key).await?);
                blobs.extend(forget_blobs(&tx, unit, key).await?.into_iter().map(|blob| (unit, blob)));
            }
            tx.commit().await?;
            Ok((moved, blobs))
        })
    }

    /// See [`super::super::Storage::purged`].
    pub async fn purged(&self) -> Result<BTreeSet<RecordKey>> {
        let found = self.select("SELECT kind, id FROM purged", &[]).await?;
        found.iter().map(|found| Ok(RecordKey::new(row::kind(found, 0)?, found.try_get(1)?))).collect()
    }

    /// See [`super::super::Storage::orphan`].
    pub async fn orphan(&self, device: Device, id: [u8; 32], sealed: Vec<u8>, now: String) -> Result<()> {
        attempt!(self, connection => {
            let sql = "INSERT INTO orphan (home_unit, id, device, received_at, sealed) VALUES ($1, $2, $3, $4, $5)
                       ON CONFLICT DO NOTHING";
            connection.execute(sql, &[&device.unit, &id.as_slice(), &device.id, &now, &sealed]).await?;
            Ok(())
        })
    }

    /// See [`super::super::Storage::orphans`].
    pub async fn orphans(&self) -> Result<Vec<Orphan>> {
        let sql = "SELECT id, device, received_at, length(sealed)::bigint, home_unit FROM orphan
                   ORDER BY received_at, id";
        let parcel = |found: &tokio_postgres::Row| {
            let id: Vec<u8> = found.try_get(0)?;
            let id = id.try_into().map_err(|_| StorageError::Internal("orphan"))?;
            let bytes = found.try_get::<_, i64>(3)?.unsigned_abs();
            let (device, unit) = (found.try_get(1)?, found.try_get(4)?);
            Ok(Orphan { id, unit, device, received_at: found.try_get(2)?, bytes })
        };
        self.select(sql, &[]).await?.iter().map(parcel).collect()
    }

    /// See [`super::super::Storage::sealed`].
    pub async fn sealed(&self, unit: RecordId, id: [u8; 32]) -> Result<Vec<u8>> {
        let sql = "SELECT sealed FROM orphan WHERE home_unit = $1 AND id = $2";
        let found = self.select(sql, &[&unit, &id.as_slice()]).await?;
        Ok(found.first().ok_or(StorageError::Internal("orphan"))?.try_get(0)?)
    }
}

/// Every unit that has a feed, in the order in which feeds are locked.
async fn units(tx: &Transaction<'_>) -> Result<Vec<RecordId>> {
    let mut units = Vec::new();
    for found in query(tx, "SELECT id FROM feed ORDER BY id", &[]).await? {
        units.extend(FeedId::new(found.try_get(0)?).map_err(|_| StorageError::Damaged)?.as_unit());
    }
    Ok(units)
}

async fn erase(tx: &Transaction<'_>, unit: RecordId, key: RecordKey) -> Result<Option<Moved>> {
    let kind = key.kind.as_str();
    let sql = "SELECT state, hash FROM record WHERE home_unit = $1 AND kind = $2 AND id = $3 AND state <> 2";
    let found = query(tx, sql, &[&unit, &kind, &key.id]).await?;
    let Some(found) = found.first() else { return Ok(None) };
    let present = found.try_get::<_, i16>(0)? == 0;
    let standing = lock_counter(tx, unit).await?.without(present, row::bytes(found, 1)?);
    let sequence = row::stored(standing.sequence)?;
    execute(tx, include_str!("sql/purge_record.sql"), &[&unit, &kind, &key.id, &sequence]).await?;
    put_counter(tx, unit, &standing, true).await?;
    Ok(Some(Moved { feed: FeedId::unit(unit), sequence: standing.sequence }))
}

/// Destroys the key, which is what erases the attachments wherever copies of them lie.
async fn forget_blobs(tx: &Transaction<'_>, unit: RecordId, key: RecordKey) -> Result<Vec<Uuid>> {
    let kind = key.kind.as_str();
    let sql = "DELETE FROM blob_key WHERE home_unit = $1 AND kind = $2 AND record = $3";
    execute(tx, sql, &[&unit, &kind, &key.id]).await?;
    let sql = "DELETE FROM blob WHERE home_unit = $1 AND kind = $2 AND record = $3 RETURNING id";
    query(tx, sql, &[&unit, &kind, &key.id]).await?.iter().map(|found| Ok(found.try_get(0)?)).collect()
}
