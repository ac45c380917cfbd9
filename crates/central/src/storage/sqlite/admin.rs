//! Enrolling, revoking, erasing, and what is handed in sealed.

use std::collections::BTreeSet;

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::{FeedId, Moved};
use rusqlite::{OptionalExtension as _, Transaction, params};
use uuid::Uuid;

use super::super::{Device, Orphan, Result, StorageError};
use super::push::{counter, put_counter};
use super::{Sqlite, row};

impl Sqlite {
    /// See [`super::super::Storage::enrol`].
    pub async fn enrol(&self, token: String, device: Device, now: String) -> Result<()> {
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO device (token, id, home_unit, employee, enrolled_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![token, device.id.as_bytes(), device.unit.as_bytes(), device.employee.as_bytes(), now],
            )?;
            let standing = counter(tx, device.unit)?;
            put_counter(tx, device.unit, &standing)
        })
        .await
    }

    /// See [`super::super::Storage::revoke`].
    pub async fn revoke(&self, device: Uuid, now: String) -> Result<bool> {
        self.write(move |tx| {
            let sql = "UPDATE device SET revoked_at = coalesce(revoked_at, ?2) WHERE id = ?1";
            Ok(tx.execute(sql, params![device.as_bytes(), now])? == 1)
        })
        .await
    }

    /// See [`super::super::Storage::purge`].
    pub async fn purge(&self, key: RecordKey) -> Result<(Vec<Moved>, Vec<(RecordId, Uuid)>)> {
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO purged (kind, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![key.kind.as_str(), key.id.as_bytes()],
            )?;
            let mut moved = Vec::new();
            let mut blobs = Vec::new();
            for unit in units(tx)? {
                moved.extend(erase(tx, unit, key)?);
                blobs.extend(forget_blobs(tx, unit, key)?.into_iter().map(|blob| (unit, blob)));
            }
            Ok((moved, blobs))
        })
        .await
    }

    /// See [`super::super::Storage::purged`].
    pub async fn purged(&self) -> Result<BTreeSet<RecordKey>> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT kind, id FROM purged")?;
            let mut rows = statement.query([])?;
            let mut keys = BTreeSet::new();
            while let Some(found) = rows.next()? {
                keys.insert(RecordKey::new(row::kind(found, 0)?, row::id(found, 1)?));
            }
            Ok(keys)
        })
        .await
    }

    /// See [`super::super::Storage::orphan`].
    pub async fn orphan(&self, device: Device, id: [u8; 32], sealed: Vec<u8>, now: String) -> Result<()> {
        self.write(move |tx| {
            tx.execute(
                "INSERT INTO orphan (home_unit, id, device, received_at, sealed) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO NOTHING",
                params![device.unit.as_bytes(), id, device.id.as_bytes(), now, sealed],
            )?;
            Ok(())
        })
        .await
    }

    /// See [`super::super::Storage::orphans`].
    pub async fn orphans(&self) -> Result<Vec<Orphan>> {
        self.read(move |connection| {
            let sql = "SELECT id, device, received_at, length(sealed), home_unit FROM orphan ORDER BY received_at, id";
            let mut statement = connection.prepare(sql)?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(at) = rows.next()? {
                let (id, device, unit) = (at.get(0)?, row::id(at, 1)?, row::id(at, 4)?);
                found.push(Orphan { id, unit, device, received_at: at.get(2)?, bytes: row::number(at, 3)? });
            }
            Ok(found)
        })
        .await
    }

    /// See [`super::super::Storage::sealed`].
    pub async fn sealed(&self, unit: RecordId, id: [u8; 32]) -> Result<Vec<u8>> {
        self.read(move |connection| {
            let mut find = connection.prepare("SELECT sealed FROM orphan WHERE home_unit = ?1 AND id = ?2")?;
            Ok(find.query_row(params![unit.as_bytes(), id], |row| row.get(0))?)
        })
        .await
    }
}

/// Every unit that has a feed.
fn units(tx: &Transaction<'_>) -> Result<Vec<RecordId>> {
    let mut statement = tx.prepare("SELECT id FROM feed ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut units = Vec::new();
    while let Some(found) = rows.next()? {
        units.extend(FeedId::new(row::text(found, 0)?).map_err(|_| StorageError::Damaged)?.as_unit());
    }
    Ok(units)
}

fn erase(tx: &Transaction<'_>, unit: RecordId, key: RecordKey) -> Result<Option<Moved>> {
    let (kind, id) = (key.kind.as_str(), key.id.as_bytes());
    let found = tx
        .query_row(
            "SELECT state, hash FROM record WHERE home_unit = ?1 AND kind = ?2 AND id = ?3 AND state <> 2",
            params![unit.as_bytes(), kind, id],
            |row| Ok((row.get::<_, i16>(0)?, row.get::<_, [u8; 32]>(1)?)),
        )
        .optional()?;
    let Some((state, hash)) = found else { return Ok(None) };
    let standing = counter(tx, unit)?.without(state == 0, hash);
    tx.execute(
        include_str!("sql/purge_record.sql"),
        params![unit.as_bytes(), kind, id, row::stored(standing.sequence)?],
    )?;
    put_counter(tx, unit, &standing)?;
    Ok(Some(Moved { feed: FeedId::unit(unit), sequence: standing.sequence }))
}

/// Destroys the key, which is what erases the attachments wherever copies of them lie.
fn forget_blobs(tx: &Transaction<'_>, unit: RecordId, key: RecordKey) -> Result<Vec<Uuid>> {
    let (kind, id) = (key.kind.as_str(), key.id.as_bytes());
    tx.execute(
        "DELETE FROM blob_key WHERE home_unit = ?1 AND kind = ?2 AND record = ?3",
        params![unit.as_bytes(), kind, id],
    )?;
    let mut statement =
        tx.prepare("DELETE FROM blob WHERE home_unit = ?1 AND kind = ?2 AND record = ?3 RETURNING id")?;
    let mut rows = statement.query(params![unit.as_bytes(), kind, id])?;
    let mut blobs = Vec::new();
    while let Some(found) = rows.next()? {
        blobs.push(row::id(found, 0)?);
    }
    Ok(blobs)
}
