//! What was changed, by whom, and what can be undone: 30 days, on this device.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use feltmappen_domain::record::{Kind, Path, RecordId, RecordKey};
use feltmappen_sync::engine::mass_deletion;
use feltmappen_sync::{Change, Commit, RecordChange};
use rusqlite::{Connection, OptionalExtension, Rows, params};
use serde_json::Value;
use uuid::Uuid;

use crate::draft::{json_at, path_at};
use crate::error::Result;
use crate::kind::{id_at, id_from, key_at, number};
use crate::workspace::Workspace;

/// One changed value.
#[derive(Clone, PartialEq)]
pub struct HistoryEntry {
    /// Order on this device.
    pub id: i64,
    /// The commit it belongs to.
    pub commit: Uuid,
    /// Device time (RFC 3339).
    pub at: String,
    /// The employee.
    pub author: RecordId,
    /// Code of the user action.
    pub action: String,
    /// The record.
    pub key: RecordKey,
    /// The field.
    pub path: Path,
    /// Value before; null for none.
    pub before: Value,
    /// Value after; null for removed.
    pub after: Value,
    /// Whether it has been undone.
    pub undone: bool,
    /// Whether it came from central: somebody else did it, or this user elsewhere.
    pub outside: bool,
}

impl fmt::Debug for HistoryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HistoryEntry").field("id", &self.id).field("path", &self.path).finish_non_exhaustive()
    }
}

/// A user action that can be undone: turn `records` around with `feltmappen_sync::inverse` and store the result with
/// [`Workspace::commit_undo`].
#[derive(Clone, PartialEq)]
pub struct Undoable {
    /// The commit to undo.
    pub commit: Uuid,
    /// Device time (RFC 3339).
    pub at: String,
    /// Code of the user action.
    pub action: String,
    /// What it changed, as it was committed.
    pub records: Vec<RecordChange>,
}

impl fmt::Debug for Undoable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Undoable").field("commit", &self.commit).field("action", &self.action).finish_non_exhaustive()
    }
}

impl Workspace {
    /// The latest changes, of one record or of all, newest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn history(&self, key: Option<RecordKey>, limit: usize) -> Result<Vec<HistoryEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|connection| {
            let (sql, kind, id) = match key {
                Some(key) => (include_str!("sql/history_of.sql"), Some(number(key.kind)), Some(*key.id.as_bytes())),
                None => (include_str!("sql/history_all.sql"), None, None),
            };
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = match (kind, id) {
                (Some(kind), Some(id)) => statement.query(params![limit, kind, id])?,
                _ => statement.query([limit])?,
            };
            entries(&mut rows)
        })
    }

    /// The number of the latest change that came from outside; 0 when there is none.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn latest_outside(&self) -> Result<i64> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT ifnull(max(id), 0) FROM history WHERE outside = 1")?;
            Ok(find.query_row([], |row| row.get(0))?)
        })
    }

    /// The records that were deleted here within a day, or without central having heard of it yet, after
    /// [`Workspace::deletions_allowed`], and have not come back:
    /// who deletes one by one may make the same mistake as who deletes all at once.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn deleted_lately(&self, now: &str) -> Result<BTreeSet<RecordKey>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/deleted_lately.sql"))?;
            let mut rows = statement.query([now])?;
            let mut keys = BTreeSet::new();
            while let Some(row) = rows.next()? {
                keys.insert(key_at(row, 0)?);
            }
            Ok(keys)
        })
    }

    /// How many records are deleted, when these commits make them so many that the user must say yes; see
    /// [`feltmappen_sync::engine::mass_deletion`].
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn mass_deletion(&self, commits: &[Commit], now: &str) -> Result<Option<u64>> {
        let mut living = BTreeMap::new();
        for kind in Kind::ALL {
            living.insert(kind, self.count(kind)?);
        }
        // What cannot be read is asked about.
        let lives = |key: &RecordKey| matches!(self.record(key), Ok(Some(record)) if record.alive());
        Ok(mass_deletion(commits, lives, &self.deleted_lately(now)?, &living))
    }

    /// The user has said yes to what is deleted by now.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn deletions_allowed(&self, now: &str) -> Result<()> {
        let latest: i64 = self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT ifnull(max(id), 0) FROM history")?;
            Ok(find.query_row([], |row| row.get(0))?)
        })?;
        self.set_setting("deletions.allowed", &latest.into(), now)
    }

    /// What came from outside after the change with this number, the latest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn outside_since(&self, id: i64, limit: usize) -> Result<Vec<HistoryEntry>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/history_since.sql"))?;
            entries(&mut statement.query([limit, id])?)
        })
    }

    /// The author's latest action that is younger than 30 days, not undone, and no undoing itself.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn last_undoable(&self, author: RecordId, now: &str) -> Result<Option<Undoable>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/undo_last.sql"))?;
            let found: Option<Vec<u8>> =
                statement.query_row(params![author.as_bytes(), now], |row| row.get(0)).optional()?;
            match found {
                Some(id) => collect(connection, id_from(&id)?, now),
                None => Ok(None),
            }
        })
    }

    /// One action of the history, if it can still be undone.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn undoable(&self, commit: Uuid, now: &str) -> Result<Option<Undoable>> {
        self.read(|connection| collect(connection, commit, now))
    }
}

fn entries(rows: &mut Rows<'_>) -> Result<Vec<HistoryEntry>> {
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(HistoryEntry {
            id: row.get(0)?,
            commit: id_at(row, 1)?,
            at: row.get(2)?,
            author: id_at(row, 3)?,
            action: row.get(4)?,
            key: key_at(row, 5)?,
            path: path_at(row, 7)?,
            before: json_at(row, 8)?,
            after: json_at(row, 9)?,
            undone: row.get(10)?,
            outside: row.get(11)?,
        });
    }
    Ok(entries)
}

fn collect(connection: &Connection, commit: Uuid, now: &str) -> Result<Option<Undoable>> {
    let mut statement = connection.prepare_cached(include_str!("sql/undo_one.sql"))?;
    let mut rows = statement.query(params![commit.as_bytes(), now])?;
    let mut undoable: Option<Undoable> = None;
    while let Some(row) = rows.next()? {
        let undoable = match &mut undoable {
            Some(undoable) => undoable,
            None => undoable.insert(Undoable { commit, at: row.get(0)?, action: row.get(1)?, records: Vec::new() }),
        };
        let key = key_at(row, 2)?;
        let change = Change { path: path_at(row, 5)?, base: json_at(row, 6)?, value: json_at(row, 7)? };
        match undoable.records.last_mut().filter(|last| last.key == key) {
            Some(last) => last.changes.push(change),
            None => undoable.records.push(RecordChange {
                key,
                home_unit: id_at(row, 4)?,
                changes: vec![change],
                resolves: Vec::new(),
            }),
        }
    }
    Ok(undoable)
}
