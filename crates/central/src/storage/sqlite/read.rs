//! What devices ask for, read beside the writer.

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::{FeedId, Moved};
use rusqlite::{OptionalExtension as _, params};
use uuid::Uuid;

use super::super::{Device, Result, Standing, StorageError, StoredEntry, StoredPage};
use super::push::{counter, dataset};
use super::{Sqlite, row};

impl Sqlite {
    /// See [`super::super::Storage::ready`].
    pub async fn ready(&self) -> Result<()> {
        self.read(|connection| dataset(connection).map(|_| ())).await
    }

    /// See [`super::super::Storage::device`].
    pub async fn device(&self, token: String) -> Result<Option<Device>> {
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/device.sql"))?;
            let id = |bytes: [u8; 16]| Uuid::from_bytes(bytes);
            let found = statement.query_row([token], |row| {
                let (device, unit, employee) = (id(row.get(0)?), id(row.get(1)?), id(row.get(2)?));
                Ok(Device { id: device, unit, employee, revoked: row.get(3)? })
            });
            Ok(found.optional()?)
        })
        .await
    }

    /// See [`super::super::Storage::standing`].
    pub async fn standing(&self, unit: RecordId) -> Result<Standing> {
        self.read(move |connection| {
            let secret = connection
                .prepare_cached("SELECT sealing_secret FROM dataset")?
                .query_row([], |row| row.get(0))
                .optional()?;
            Ok(Standing {
                dataset: dataset(connection)?,
                sealing_secret: secret.ok_or(StorageError::Damaged)?,
                counter: counter(connection, unit)?,
            })
        })
        .await
    }

    /// See [`super::super::Storage::page`].
    pub async fn page(&self, unit: RecordId, after: u64, limit: u32, bytes: i64) -> Result<StoredPage> {
        // Past the largest number that SQLite keeps there is nothing.
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.read(move |connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/page.sql"))?;
            let mut rows = statement.query(params![unit.as_bytes(), after, limit, bytes])?;
            let mut entries = Vec::new();
            while let Some(found) = rows.next()? {
                entries.push(StoredEntry {
                    sequence: row::number(found, 0)?,
                    key: RecordKey::new(row::kind(found, 1)?, row::id(found, 2)?),
                    state: found.get(3)?,
                    fields: found.get(4)?,
                    conflicts: found.get(5)?,
                    by: found.get::<_, Option<[u8; 16]>>(6)?.map(Uuid::from_bytes),
                    at: found.get(7)?,
                });
            }
            Ok(StoredPage { dataset: dataset(connection)?, counter: counter(connection, unit)?, entries })
        })
        .await
    }

    /// See [`super::super::Storage::sequences`].
    pub async fn sequences(&self) -> Result<Vec<Moved>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT id, sequence FROM feed ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut feeds = Vec::new();
            while let Some(found) = rows.next()? {
                let feed = FeedId::new(row::text(found, 0)?).map_err(|_| StorageError::Damaged)?;
                feeds.push(Moved { feed, sequence: row::number(found, 1)? });
            }
            Ok(feeds)
        })
        .await
    }
}
