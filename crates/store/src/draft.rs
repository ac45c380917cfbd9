//! Drafts: what is being typed. Saving one can never be refused for what it says, and what a draft said before can
//! be brought back for 30 days.

use std::fmt;

use feltmappen_domain::record::{Path, RecordId, RecordKey};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, named_params, params};
use serde_json::Value;

use crate::error::{Result, StoreError};
use crate::kind::{id_at, id_from, key_at, number};
use crate::workspace::Workspace;

/// A value as it is being typed, on top of the record.
#[derive(Clone, PartialEq)]
pub struct Draft {
    /// Home unit of the record; it need not exist yet.
    pub home_unit: RecordId,
    /// The field.
    pub path: Path,
    /// As typed: perhaps half a number.
    pub value: Value,
    /// What the field said when the typing began, if it says something else now (null for nothing).
    pub base: Option<Value>,
    /// When it was saved (RFC 3339).
    pub at: String,
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Draft").field("path", &self.path).field("at", &self.at).finish_non_exhaustive()
    }
}

/// How a draft was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Overwritten by a later one.
    Replaced,
    /// Thrown away by the user.
    Discarded,
    /// Committed, but as another value.
    Committed,
}

/// A draft that was left in the last 30 days.
#[derive(Clone, PartialEq)]
pub struct LeftDraft {
    /// For [`Workspace::restore_draft`].
    pub id: i64,
    /// The record.
    pub key: RecordKey,
    /// What it said, and when it was saved.
    pub draft: Draft,
    /// When it was left (RFC 3339).
    pub left_at: String,
    /// How.
    pub reason: Left,
}

impl fmt::Debug for LeftDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LeftDraft").field("id", &self.id).field("reason", &self.reason).finish_non_exhaustive()
    }
}

impl Workspace {
    /// Saves what is being typed in one field. One transaction, one sync; saving the same value again is none. What
    /// the draft said before is kept at most every 10 seconds, and always when most of it is about to go.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`. The value itself is never refused.
    pub fn save_draft(
        &self,
        key: &RecordKey,
        home_unit: RecordId,
        path: &Path,
        value: &Value,
        now: &str,
    ) -> Result<()> {
        let value = serde_json::to_string(value)?;
        self.save(|tx| save(tx, key, home_unit, path, &value, now))
    }

    /// As [`Workspace::save_draft`] for a record that is here, by the home unit that it has; `false` when it is not
    /// here. The writer looks it up: a reader would have to read those pages anew after every save.
    ///
    /// # Errors
    /// As [`Workspace::save_draft`].
    pub fn save_typed(&self, key: &RecordKey, path: &Path, value: &Value, now: &str) -> Result<bool> {
        let value = serde_json::to_string(value)?;
        self.save(|tx| {
            let home_unit: Option<Vec<u8>> = tx
                .prepare_cached("SELECT home_unit FROM record WHERE kind = ?1 AND id = ?2")?
                .query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0))
                .optional()?;
            let Some(home_unit) = home_unit else { return Ok(false) };
            save(tx, key, id_from(&home_unit)?, path, &value, now)?;
            Ok(true)
        })
    }

    /// Throws a draft away, recoverably. One that is not there is fine.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn discard_draft(&self, key: &RecordKey, path: &Path, now: &str) -> Result<()> {
        self.write(|tx| leave(tx, key, path, now, Left::Discarded))
    }

    /// Removes a draft that has done its work: its value is in the record, or has become something else. It stays
    /// among the left drafts, but nobody has discarded it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn drop_draft(&self, key: &RecordKey, path: &Path, now: &str) -> Result<()> {
        self.write(|tx| leave(tx, key, path, now, Left::Committed))
    }

    /// The drafts of one record, by path.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn drafts(&self, key: &RecordKey) -> Result<Vec<Draft>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/drafts.sql"))?;
            let mut rows = statement.query(params![number(key.kind), key.id.as_bytes()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(Draft { base: base_at(row, 4)?, ..draft_at(row, 0)? });
            }
            Ok(found)
        })
    }

    /// Every draft there is, newest first: after a crash the app says what it recovered.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn all_drafts(&self) -> Result<Vec<(RecordKey, Draft)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/drafts_all.sql"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((key_at(row, 0)?, Draft { base: base_at(row, 6)?, ..draft_at(row, 2)? }));
            }
            Ok(found)
        })
    }

    /// What the drafts of a record said before, latest left first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn left_drafts(&self, key: &RecordKey) -> Result<Vec<LeftDraft>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/drafts_left.sql"))?;
            let mut rows = statement.query(params![number(key.kind), key.id.as_bytes()])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(left_at(row)?);
            }
            Ok(found)
        })
    }

    /// Makes a left draft the draft again; what is there now is kept in its turn. `None` when it is older than 30
    /// days and gone.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn restore_draft(&self, id: i64, now: &str) -> Result<Option<LeftDraft>> {
        self.write(|tx| {
            let Some(left) = one_left(tx, id)? else { return Ok(None) };
            let value = serde_json::to_string(&left.draft.value)?;
            leave(tx, &left.key, &left.draft.path, now, Left::Replaced)?;
            save(tx, &left.key, left.draft.home_unit, &left.draft.path, &value, now)?;
            Ok(Some(left))
        })
    }
}

fn save(tx: &Transaction<'_>, key: &RecordKey, home_unit: RecordId, path: &Path, value: &str, now: &str) -> Result<()> {
    let mut same = tx.prepare_cached("SELECT value = ?4 FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3")?;
    let standing: Option<bool> = same
        .query_row(params![number(key.kind), key.id.as_bytes(), path.as_str(), value], |row| row.get(0))
        .optional()?;
    if standing == Some(true) {
        return Ok(());
    }
    if standing == Some(false) {
        tx.prepare_cached(include_str!("sql/draft_keep.sql"))?.execute(named_params! {
            ":kind": number(key.kind), ":record": key.id.as_bytes(), ":path": path.as_str(), ":value": value, ":now": now,
        })?;
    }
    tx.prepare_cached(include_str!("sql/draft_save.sql"))?.execute(named_params! {
        ":kind": number(key.kind), ":record": key.id.as_bytes(), ":path": path.as_str(),
        ":home_unit": home_unit.as_bytes(), ":value": value, ":now": now,
    })?;
    Ok(())
}

/// Moves a draft to the history.
fn leave(tx: &Transaction<'_>, key: &RecordKey, path: &Path, now: &str, reason: Left) -> Result<()> {
    let reason = match reason {
        Left::Replaced => "replaced",
        Left::Discarded => "discarded",
        Left::Committed => "committed",
    };
    tx.prepare_cached(include_str!("sql/draft_leave.sql"))?.execute(named_params! {
        ":kind": number(key.kind), ":record": key.id.as_bytes(), ":path": path.as_str(), ":now": now, ":reason": reason,
    })?;
    tx.prepare_cached("DELETE FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3")?.execute(params![
        number(key.kind),
        key.id.as_bytes(),
        path.as_str()
    ])?;
    Ok(())
}

/// The draft of a committed field has done its work. One that says something else (typed meanwhile, or only half a
/// value) stays recoverable.
pub(crate) fn committed(tx: &Transaction<'_>, key: &RecordKey, path: &Path, value: &Value, now: &str) -> Result<()> {
    let mut find = tx.prepare_cached("SELECT value FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3")?;
    let draft: Option<String> =
        find.query_row(params![number(key.kind), key.id.as_bytes(), path.as_str()], |row| row.get(0)).optional()?;
    match draft {
        None => Ok(()),
        Some(draft) if serde_json::from_str::<Value>(&draft).is_ok_and(|draft| draft == *value) => {
            tx.prepare_cached("DELETE FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3")?.execute(params![
                number(key.kind),
                key.id.as_bytes(),
                path.as_str()
            ])?;
            Ok(())
        }
        Some(_) => leave(tx, key, path, now, Left::Committed),
    }
}

fn draft_at(row: &Row<'_>, at: usize) -> Result<Draft> {
    Ok(Draft {
        home_unit: id_at(row, at)?,
        path: path_at(row, at + 1)?,
        value: json_at(row, at + 2)?,
        at: row.get(at + 3)?,
        base: None,
    })
}

fn base_at(row: &Row<'_>, at: usize) -> Result<Option<Value>> {
    let base = row.get_ref(at)?.as_str_or_null().map_err(|_| StoreError::Internal("base"))?;
    Ok(base.map(serde_json::from_str).transpose()?)
}

pub(crate) fn left_at(row: &Row<'_>) -> Result<LeftDraft> {
    let reason = match row.get_ref(8)?.as_str().map_err(|_| StoreError::Internal("reason"))? {
        "replaced" => Left::Replaced,
        "discarded" => Left::Discarded,
        _ => Left::Committed,
    };
    Ok(LeftDraft { id: row.get(0)?, key: key_at(row, 1)?, draft: draft_at(row, 3)?, left_at: row.get(7)?, reason })
}

fn one_left(connection: &Connection, id: i64) -> Result<Option<LeftDraft>> {
    let mut statement = connection.prepare_cached(include_str!("sql/draft_left_one.sql"))?;
    let mut rows = statement.query([id])?;
    rows.next()?.map(left_at).transpose()
}

/// A path from a column.
pub(crate) fn path_at(row: &Row<'_>, at: usize) -> Result<Path> {
    let text = row.get_ref(at)?.as_str().map_err(|_| StoreError::Internal("path"))?;
    Path::new(text).map_err(|_| StoreError::Internal("path"))
}

/// A JSON value from a column.
pub(crate) fn json_at(row: &Row<'_>, at: usize) -> Result<Value> {
    Ok(serde_json::from_str(row.get_ref(at)?.as_str().map_err(|_| StoreError::Internal("json"))?)?)
}
