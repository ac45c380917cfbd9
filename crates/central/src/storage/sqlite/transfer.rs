//! Backup and restore on SQLite, and the file that a backup is: a database of central without the keys of attachments.

use std::path::{Path, PathBuf};
use std::time::Duration;

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::FeedId;
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags, TransactionBehavior, params};

use super::super::{Result, StorageError};
use super::{Sqlite, blocking, connect, migrate, row};

/// Pages that are copied before a writer gets a turn.
const PAGES: i32 = 1024;

impl Sqlite {
    /// See [`super::super::Storage::dump`].
    pub async fn dump(&self, to: PathBuf) -> Result<()> {
        let path = self.0.path.clone();
        blocking(move || {
            let source = connect(&path, OpenFlags::empty())?;
            let mut file = Connection::open(&to)?;
            Backup::new(&source, &mut file)?.run_to_completion(PAGES, Duration::ZERO, None)?;
            finish(&file)
        })
        .await
    }

    /// See [`super::super::Storage::restore`].
    pub async fn restore(&self, from: PathBuf, at_least: i64) -> Result<i64> {
        let inner = std::sync::Arc::clone(&self.0);
        blocking(move || {
            drop(open_file(&from)?);
            let mut writer = super::lock(&inner.writer);
            let name = from.to_str().ok_or(StorageError::ReadOnly)?;
            writer.execute("ATTACH DATABASE ?1 AS backup", [name])?;
            let done = restore_attached(&mut writer, at_least);
            writer.execute_batch("DETACH DATABASE backup")?;
            done
        })
        .await
    }

    /// See [`super::super::Storage::restored`].
    pub async fn restored(&self) -> Result<Vec<(FeedId, u64)>> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT id, restored FROM feed WHERE restored IS NOT NULL")?;
            let mut rows = statement.query([])?;
            let mut feeds = Vec::new();
            while let Some(found) = rows.next()? {
                let feed = FeedId::new(row::text(found, 0)?).map_err(|_| StorageError::Damaged)?;
                feeds.push((feed, row::number(found, 1)?));
            }
            Ok(feeds)
        })
        .await
    }

    /// See [`super::super::Storage::lower_restored`].
    pub async fn lower_restored(&self, feeds: Vec<(FeedId, u64)>) -> Result<()> {
        self.write(move |tx| {
            let mut statement = tx.prepare(include_str!("sql/restored_lower.sql"))?;
            for (feed, number) in &feeds {
                statement.execute(params![feed.as_str(), row::stored(*number)?])?;
            }
            Ok(())
        })
        .await
    }

    /// See [`super::super::Storage::keys`].
    pub async fn keys(&self) -> Result<Vec<(RecordId, RecordKey, [u8; 32])>> {
        self.read(|connection| {
            let mut statement = connection.prepare("SELECT home_unit, kind, record, key FROM blob_key")?;
            let mut rows = statement.query([])?;
            let mut keys = Vec::new();
            while let Some(found) = rows.next()? {
                let record = RecordKey::new(row::kind(found, 1)?, row::id(found, 2)?);
                keys.push((row::id(found, 0)?, record, found.get(3)?));
            }
            Ok(keys)
        })
        .await
    }

    /// See [`super::super::Storage::put_keys`].
    pub async fn put_keys(&self, keys: Vec<(RecordId, RecordKey, [u8; 32])>) -> Result<()> {
        self.write(move |tx| {
            let mut statement = tx.prepare(
                "INSERT INTO blob_key (home_unit, kind, record, key) SELECT ?1, ?2, ?3, ?4
                 WHERE NOT EXISTS (SELECT 1 FROM purged WHERE kind = ?2 AND id = ?3) ON CONFLICT DO NOTHING",
            )?;
            for (unit, record, key) in &keys {
                statement.execute(params![unit.as_bytes(), record.kind.as_str(), record.id.as_bytes(), key])?;
            }
            Ok(())
        })
        .await
    }

    /// See [`super::super::Storage::scrub`].
    pub async fn scrub(&self) -> Result<()> {
        let inner = std::sync::Arc::clone(&self.0);
        blocking(move || {
            super::lock(&inner.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(())
        })
        .await
    }
}

fn restore_attached(writer: &mut Connection, at_least: i64) -> Result<i64> {
    let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute(include_str!("sql/restore_generation.sql"), [at_least])?;
    transaction.execute_batch(include_str!("sql/restore.sql"))?;
    let generation = transaction.query_row("SELECT generation FROM dataset", [], |row| row.get(0))?;
    transaction.commit()?;
    Ok(generation)
}

/// Makes an empty backup file, for rows that come from elsewhere.
pub fn empty_file(path: &Path) -> Result<Connection> {
    let mut file = Connection::open(path)?;
    file.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA secure_delete = ON;")?;
    migrate::migrate(&mut file)?;
    file.execute_batch("DELETE FROM dataset")?;
    Ok(file)
}

/// Opens a backup that is whole and brings it to the newest schema: a copy, for a backup is never changed.
pub fn open_file(path: &Path) -> Result<Connection> {
    let mut file = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    whole(&file)?;
    migrate::migrate(&mut file)?;
    Ok(file)
}

/// One file without a log, without keys, and on disk.
pub fn finish(file: &Connection) -> Result<()> {
    file.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    file.execute_batch("PRAGMA secure_delete = ON; PRAGMA synchronous = FULL; DELETE FROM blob_key; VACUUM;")?;
    whole(file)
}

fn whole(file: &Connection) -> Result<()> {
    let verdict: String = file.query_row("PRAGMA quick_check", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(StorageError::Damaged) }
}
