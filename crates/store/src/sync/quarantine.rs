//! Entries that this version cannot read or store: kept with payload and reason, never in the way of others.

use std::fmt;

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::{ContentHash, Entry, FeedId, Unreadable};
use rusqlite::{OptionalExtension, named_params, params};
use uuid::Uuid;

use crate::error::Result;
use crate::sync::feeds;
use crate::sync::feeds::{hash_at, signed};
use crate::sync::heal;
use crate::sync::overlay::{News, Refresh};
use crate::sync::page::Reader;
use crate::workspace::Workspace;

/// An entry that was put aside.
#[derive(Clone, PartialEq)]
pub struct Quarantined {
    /// The feed it was read in.
    pub feed: String,
    /// Central's sequence.
    pub sequence: u64,
    /// Why, as a code: `format`, `unknown_kind` or `not_stored`.
    pub reason: String,
    /// The entry as it came.
    pub payload: String,
    /// When it came (RFC 3339).
    pub at: String,
}

impl fmt::Debug for Quarantined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Quarantined")
            .field("sequence", &self.sequence)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// An entry to put aside.
pub(crate) struct Aside<'a> {
    pub(crate) sequence: u64,
    pub(crate) kind: Option<&'a str>,
    pub(crate) id: Option<Uuid>,
    pub(crate) reason: &'a str,
    pub(crate) hash: Option<ContentHash>,
    pub(crate) payload: &'a str,
}

impl<'a> Aside<'a> {
    pub(crate) fn of(one: &'a Unreadable, sequence: u64) -> Self {
        Self {
            sequence,
            kind: one.kind.as_deref(),
            id: one.id,
            reason: one.reason.as_str(),
            hash: one.hash,
            payload: &one.payload,
        }
    }
}

/// Puts an entry aside. It counts in the feed's hash, so that the feed still adds up.
pub(crate) fn put(reader: &mut Reader<'_>, one: &Aside<'_>) -> Result<()> {
    let mut hash = one.hash;
    if let (Some(kind), Some(id)) = (one.kind, one.id) {
        forget_by(reader, kind, id)?;
        // The older state stays in sight, also where the feed is read again; the feed counts the newer one.
        if let Ok(kind) = kind.parse()
            && let Some((row, old)) = reader.contribution(RecordKey { kind, id })?
        {
            heal::see(reader.tx, reader.feed, RecordKey { kind, id })?;
            reader.feed.take(old);
            let new = hash.take().unwrap_or_default();
            reader.feed.add(new);
            let mut set = reader.tx.prepare_cached("UPDATE confirmed SET hash = ?2 WHERE row = ?1")?;
            set.execute(params![row, new.as_bytes().as_slice()])?;
        }
    }
    if let Some(hash) = hash {
        reader.feed.add(hash);
    }
    reader.tx.prepare_cached(include_str!("../sql/quarantine_add.sql"))?.execute(named_params! {
        ":feed": reader.feed.n, ":sequence": signed(one.sequence), ":kind": one.kind,
        ":id": one.id.as_ref().map(|id| id.as_bytes().as_slice()), ":reason": one.reason,
        ":payload": one.payload, ":hash": hash.as_ref().map(|hash| hash.as_bytes().as_slice()),
        ":at": reader.how.now,
    })?;
    Ok(())
}

/// A readable entry takes the place of what was put aside of the same record.
pub(crate) fn forget(reader: &mut Reader<'_>, key: RecordKey) -> Result<()> {
    forget_by(reader, key.kind.as_str(), key.id)
}

fn forget_by(reader: &mut Reader<'_>, kind: &str, id: Uuid) -> Result<()> {
    let feed = reader.feed.n;
    let named = params![feed, kind, id.as_bytes()];
    // Looked for first: at a statement that takes rows away and answers them the search writes out what it has gathered,
    // and nearly always there is none.
    let mut found = false;
    {
        let mut find =
            reader.tx.prepare_cached("SELECT hash FROM quarantine WHERE feed = ?1 AND kind = ?2 AND id = ?3")?;
        let mut rows = find.query(named)?;
        while let Some(row) = rows.next()? {
            found = true;
            if row.get_ref(0)?.as_blob_or_null().is_ok_and(|hash| hash.is_some()) {
                reader.feed.take(hash_at(row, 0)?);
            }
        }
    }
    if found {
        let sql = "DELETE FROM quarantine WHERE feed = ?1 AND kind = ?2 AND id = ?3";
        reader.tx.prepare_cached(sql)?.execute(named)?;
    }
    Ok(())
}

impl Workspace {
    /// What was put aside, the latest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("../sql/quarantine_all.sql"))?;
            let rows = statement.query_map([], |row| {
                Ok(Quarantined {
                    feed: row.get(0)?,
                    sequence: row.get::<_, i64>(1)?.unsigned_abs(),
                    reason: row.get(2)?,
                    payload: row.get(3)?,
                    at: row.get(4)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Reads again what was put aside: a newer version of the program may understand it. Answers how many were.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn read_quarantined(&self, now: &str) -> Result<usize> {
        let mut read = 0;
        for one in self.quarantined()? {
            let Ok(entry) = serde_json::from_str::<Entry>(&one.payload) else { continue };
            let Ok(id) = FeedId::new(&one.feed) else { continue };
            self.write(|tx| {
                let still: Option<i64> = tx
                    .prepare_cached("SELECT 1 FROM quarantine WHERE sequence = ?1")?
                    .query_row([signed(one.sequence)], |row| row.get(0))
                    .optional()?;
                let Some(mut feed) = feeds::find(tx, &id)?.filter(|_| still.is_some()) else { return Ok(()) };
                let alone = feeds::is_alone(tx)?;
                let mut reader = Reader { tx, feed: &mut feed, alone, how: Refresh::new(News::Yes, now) };
                reader.entry(&entry)?;
                feed.save(tx)?;
                read += 1;
                Ok(())
            })?;
        }
        if read > 0 {
            self.core.records_changed();
            self.core.fall_behind();
            self.keep();
        }
        Ok(read)
    }
}
