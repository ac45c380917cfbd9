//! Which feeds are followed, and how far they are read.

use feltmappen_sync::wire::{ContentHash, Dataset, FeedId, FeedState};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kind::id_from;
use crate::workspace::Workspace;

/// Which central the confirmed state is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Central {
    /// Its data.
    pub dataset: Dataset,
    /// Its public key for sealing, base64.
    pub sealing_key: String,
}

/// How a feed is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// From where it was left.
    On,
    /// From the start, to heal.
    Again,
    /// From the start, after central was restored or swapped.
    AfterRestore,
}

/// A followed feed.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) n: i64,
    pub(crate) cursor: u64,
    pub(crate) count: u64,
    pub(crate) hash: ContentHash,
    pub(crate) complete: bool,
    pub(crate) reading: Reading,
    pub(crate) known: u64,
}

impl Feed {
    pub(crate) fn add(&mut self, hash: ContentHash) {
        self.count += 1;
        self.hash = self.hash.plus(hash);
    }

    pub(crate) fn take(&mut self, hash: ContentHash) {
        self.count = self.count.saturating_sub(1);
        self.hash = self.hash.minus(hash);
    }

    /// Adds up anew what is here. A sum that was wrong once would stay wrong through every reading, since each entry only
    /// changes it by what is new.
    pub(crate) fn add_up(&mut self, connection: &Connection) -> Result<()> {
        (self.count, self.hash) = (0, ContentHash::EMPTY);
        let mut find = connection.prepare_cached(include_str!("../sql/feed_hashes.sql"))?;
        let mut rows = find.query([self.n])?;
        while let Some(row) = rows.next()? {
            self.add(hash_at(row, 0)?);
        }
        Ok(())
    }

    pub(crate) fn save(&self, tx: &Transaction<'_>) -> Result<()> {
        let reading = match self.reading {
            Reading::On => 0,
            Reading::Again => 1,
            Reading::AfterRestore => 2,
        };
        tx.prepare_cached(include_str!("../sql/feed_save.sql"))?.execute(named_params! {
            ":n": self.n, ":cursor": signed(self.cursor), ":count": signed(self.count),
            ":hash": self.hash.as_bytes().as_slice(), ":complete": self.complete, ":reading": reading,
            ":known": signed(self.known),
        })?;
        Ok(())
    }
}

/// The feed of this name, followed from now on if it was not before.
pub(crate) fn follow(tx: &Transaction<'_>, id: &FeedId) -> Result<Feed> {
    tx.prepare_cached("INSERT OR IGNORE INTO feed (id) VALUES (?1)")?.execute([id.as_str()])?;
    find(tx, id)?.ok_or(StoreError::Internal("feed"))
}

pub(crate) fn find(connection: &Connection, id: &FeedId) -> Result<Option<Feed>> {
    let mut find = connection.prepare_cached(include_str!("../sql/feed_one.sql"))?;
    let mut rows = find.query([id.as_str()])?;
    rows.next()?.map(feed_at).transpose()
}

fn feed_at(row: &Row<'_>) -> Result<Feed> {
    Ok(Feed {
        n: row.get(0)?,
        cursor: unsigned(row, 1)?,
        count: unsigned(row, 2)?,
        hash: hash_at(row, 3)?,
        complete: row.get(4)?,
        reading: match row.get(5)? {
            0 => Reading::On,
            1 => Reading::Again,
            _ => Reading::AfterRestore,
        },
        known: unsigned(row, 6)?,
    })
}

/// Whether only one feed is followed.
pub(crate) fn is_alone(tx: &Transaction<'_>) -> Result<bool> {
    Ok(tx.prepare_cached("SELECT count(*) = 1 FROM feed")?.query_row([], |row| row.get(0))?)
}

pub(crate) fn hash_at(row: &Row<'_>, at: usize) -> Result<ContentHash> {
    let bytes = row.get_ref(at)?.as_blob().map_err(|_| StoreError::Internal("hash"))?;
    Ok(ContentHash::from_bytes(bytes.try_into().map_err(|_| StoreError::Internal("hash"))?))
}

pub(crate) fn unsigned(row: &Row<'_>, at: usize) -> Result<u64> {
    Ok(row.get::<_, i64>(at)?.unsigned_abs())
}

/// A sequence as SQLite holds it. Central's never come near the limit.
pub(crate) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

pub(crate) fn central(connection: &Connection) -> Result<Option<Central>> {
    let mut find = connection.prepare_cached("SELECT dataset, generation, sealing_key FROM central")?;
    let read = |row: &Row<'_>| Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?));
    let Some((id, generation, sealing_key)) = find.query_row([], read).optional()? else { return Ok(None) };
    let dataset = Dataset { id: id_from(&id)?, generation: generation.unsigned_abs() };
    Ok(Some(Central { dataset, sealing_key }))
}

impl Workspace {
    /// The feeds that are followed, and how far: `sequence` is this device's cursor, `count` and `hash` are what is here.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn feeds(&self) -> Result<Vec<FeedState>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT cursor, count, hash, id FROM feed ORDER BY id")?;
            let mut rows = statement.query([])?;
            let mut feeds = Vec::new();
            while let Some(row) = rows.next()? {
                let feed = FeedId::new(&row.get::<_, String>(3)?).map_err(|_| StoreError::Internal("feed id"))?;
                let (sequence, count) = (unsigned(row, 0)?, unsigned(row, 1)?);
                feeds.push(FeedState { feed, sequence, count, hash: hash_at(row, 2)?, restored: 0 });
            }
            Ok(feeds)
        })
    }

    /// Whether every followed feed has been read to its end at least once; false before there is one.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn has_everything(&self) -> Result<bool> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT ifnull(min(complete), 0) FROM feed")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    /// The feeds in which answered commits have landed that are still laid over what is confirmed.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn feeds_awaited(&self) -> Result<Vec<FeedId>> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT DISTINCT feed FROM landing")?;
            let ids = find.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(ids.iter().filter_map(|id| FeedId::new(id).ok()).collect())
        })
    }

    /// Whether a followed feed has never been read to its end.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn is_half_read(&self) -> Result<bool> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM feed WHERE complete = 0)")?;
            Ok(statement.query_row([], |row| row.get(0))?)
        })
    }

    /// Which central the confirmed state is from; `None` before the first answer.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn central(&self) -> Result<Option<Central>> {
        self.read(central)
    }

    /// Notes which central this is. Only for the first one, or for another sealing key of the same data: when the data
    /// changed, see [`Workspace::begin_reconcile`].
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn meet_central(&self, found: &Central) -> Result<()> {
        if self.central()?.as_ref() == Some(found) {
            return Ok(());
        }
        self.write(|tx| {
            note_central(tx, found.dataset, &found.sealing_key)?;
            Ok(())
        })
    }
}

pub(crate) fn note_central(tx: &Transaction<'_>, dataset: Dataset, sealing_key: &str) -> Result<()> {
    let id: Uuid = dataset.id;
    tx.prepare_cached(include_str!("../sql/central_save.sql"))?.execute(params![
        id.as_bytes(),
        signed(dataset.generation),
        sealing_key
    ])?;
    Ok(())
}
