//! What devices ask for: each answer is one statement, and so comes from one state of the database.

use deadpool_postgres::GenericClient as _;
use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::{FeedId, Moved};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::super::{Device, Result, Standing, StorageError, StoredEntry, StoredPage};
use super::{Postgres, row};
use crate::push::Counter;

impl Postgres {
    /// See [`super::super::Storage::ready`].
    pub async fn ready(&self) -> Result<()> {
        self.select("SELECT id FROM dataset", &[]).await?.first().map(|_| ()).ok_or(StorageError::Damaged)
    }

    /// See [`super::super::Storage::device`].
    pub async fn device(&self, token: String) -> Result<Option<Device>> {
        let found = self.select(include_str!("sql/device.sql"), &[&token]).await?;
        let device = |row: &Row| -> Result<Device> {
            Ok(Device {
                id: row.try_get(0)?,
                unit: row.try_get(1)?,
                employee: row.try_get(2)?,
                revoked: row.try_get(3)?,
            })
        };
        found.first().map(device).transpose()
    }

    /// See [`super::super::Storage::standing`].
    pub async fn standing(&self, unit: RecordId) -> Result<Standing> {
        let feed = FeedId::unit(unit);
        let found = self.select(include_str!("sql/standing.sql"), &[&feed.as_str()]).await?;
        let found = found.first().ok_or(StorageError::Damaged)?;
        let (dataset, sealing_secret) = (row::dataset(found, 0)?, row::bytes(found, 2)?);
        Ok(Standing { dataset, sealing_secret, counter: counter_if_any(found, 3)? })
    }

    /// See [`super::super::Storage::page`].
    pub async fn page(&self, unit: RecordId, after: u64, limit: u32, bytes: i64) -> Result<StoredPage> {
        // Past the largest number that PostgreSQL keeps there is nothing.
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let feed = FeedId::unit(unit);
        let (limit, bytes) = (i64::from(limit), bytes);
        let found = self.select(include_str!("sql/page.sql"), &[&feed.as_str(), &unit, &after, &limit, &bytes]).await?;
        let first = found.first().ok_or(StorageError::Damaged)?;
        let (dataset, counter) = (row::dataset(first, 0)?, counter_if_any(first, 2)?);
        let mut entries = Vec::with_capacity(found.len());
        // An empty page is one row without an entry.
        for found in found.iter().filter(|found| !matches!(found.try_get::<_, Option<i64>>(6), Ok(None))) {
            entries.push(StoredEntry {
                sequence: row::number(found, 6)?,
                key: RecordKey::new(row::kind(found, 7)?, found.try_get(8)?),
                state: found.try_get(9)?,
                fields: found.try_get(10)?,
                conflicts: found.try_get(11)?,
                by: found.try_get(12)?,
                at: found.try_get(13)?,
            });
        }
        Ok(StoredPage { dataset, counter, entries })
    }

    /// See [`super::super::Storage::sequences`].
    pub async fn sequences(&self) -> Result<Vec<Moved>> {
        let found = self.select("SELECT id, sequence FROM feed ORDER BY id", &[]).await?;
        let moved = |found: &Row| {
            let feed = FeedId::new(found.try_get(0)?).map_err(|_| StorageError::Damaged)?;
            Ok(Moved { feed, sequence: row::number(found, 1)? })
        };
        found.iter().map(moved).collect()
    }

    /// One prepared statement outside a transaction.
    pub(super) async fn select(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        attempt!(self, connection => {
            let statement = connection.prepare_cached(sql).await?;
            Ok(connection.query(&statement, values).await?)
        })
    }
}

fn counter_if_any(found: &Row, column: usize) -> Result<Counter> {
    match found.try_get::<_, Option<i64>>(column)? {
        Some(_) => row::counter(found, column),
        None => Ok(Counter::default()),
    }
}
