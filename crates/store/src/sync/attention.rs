//! What waits for the user: conflicts, refused commits with those that need them, and what was discarded.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use feltmappen_domain::record::{Record, RecordId, RecordKey};
use feltmappen_sync::wire::Conflict;
use feltmappen_sync::{Commit, asks_for_permit, makes_record, states_fact};
use rusqlite::{Connection, params};
use serde_json::Value;
use uuid::Uuid;

use crate::access::{AccessEntry, append};
use crate::commit::{self, Indexing};
use crate::error::{Result, StoreError};
use crate::kind::key_at;
use crate::sync::landing;
use crate::sync::overlay::{self, Laid, News, Refresh};
use crate::workspace::Workspace;

/// A conflict that nobody has decided, as far as this device knows.
#[derive(Clone, PartialEq)]
pub struct ConflictEntry {
    /// The record.
    pub key: RecordKey,
    /// Both sides; what stands in the record is the third.
    pub conflict: Conflict,
}

impl fmt::Debug for ConflictEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConflictEntry").field("key", &self.key).finish_non_exhaustive()
    }
}

/// Why a commit is not on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JournalState {
    /// Central refused it.
    Rejected {
        /// Why, as a code.
        code: String,
    },
    /// It needs a refused one.
    Held,
    /// The user has discarded it; it can be brought back for 30 days.
    Discarded {
        /// When (RFC 3339).
        at: String,
    },
}

/// A commit that is not on its way.
#[derive(Clone, PartialEq)]
pub struct HeldBack {
    /// What it says.
    pub commit: Commit,
    /// Why it is here.
    pub state: JournalState,
    /// When central answered (RFC 3339), if it did.
    pub answered_at: Option<String>,
}

impl fmt::Debug for HeldBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HeldBack").field("commit", &self.commit.id).field("state", &self.state).finish()
    }
}

impl Workspace {
    /// Open conflicts, by record.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn conflicts(&self) -> Result<Vec<ConflictEntry>> {
        self.read(conflicts)
    }

    /// Refused commits, those that need them, and discarded ones, oldest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn held_back(&self) -> Result<Vec<HeldBack>> {
        self.read(|connection| {
            let held: BTreeSet<i64> = blocked(connection)?.into_iter().collect();
            let mut statement = connection.prepare_cached(include_str!("../sql/journal_open.sql"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let seq: i64 = row.get(0)?;
                let (code, dropped): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
                let state = match (dropped, code) {
                    (Some(at), _) => JournalState::Discarded { at },
                    (None, Some(code)) => JournalState::Rejected { code },
                    (None, None) if held.contains(&seq) => JournalState::Held,
                    (None, None) => continue,
                };
                let payload = row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
                found.push(HeldBack { commit: serde_json::from_str(payload)?, state, answered_at: row.get(4)? });
            }
            Ok(found)
        })
    }

    /// A record as it is seen without these commits.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn record_without(&self, key: RecordKey, commits: &[Uuid]) -> Result<Option<Record>> {
        self.read(|connection| {
            let confirmed = overlay::confirmed(connection, key)?;
            let mut laid = overlay::laid(connection, key)?;
            laid.retain(|one: &Laid| !commits.contains(&one.commit.id));
            Ok(overlay::visible(confirmed.as_ref().map(|one| &one.record), &laid, key))
        })
    }

    /// Discards commits that are not on their way. They can be brought back for 30 days.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn discard_commits(&self, commits: &[Uuid], access: &[AccessEntry], now: &str) -> Result<()> {
        self.write(|tx| {
            drop_commits(tx, commits, None, now)?;
            append(tx, access, now)
        })?;
        self.core.records_changed();
        self.core.fall_behind();
        self.keep();
        Ok(())
    }

    /// Puts one new commit in the place of others that are not on their way, or were discarded.
    ///
    /// # Errors
    /// As [`Workspace::commit`]; then nothing has changed.
    pub fn replace_commits(&self, commits: &[Uuid], new: &Commit, access: &[AccessEntry]) -> Result<()> {
        self.write(|tx| {
            drop_commits(tx, commits, Some(new.id), &new.device_time)?;
            commit::store(tx, new, Indexing::Later)?;
            append(tx, access, &new.device_time)
        })?;
        self.core.records_changed();
        self.core.fall_behind();
        self.keep();
        Ok(())
    }
}

fn drop_commits(tx: &rusqlite::Transaction<'_>, commits: &[Uuid], became: Option<Uuid>, now: &str) -> Result<()> {
    let mut keys = BTreeSet::new();
    for id in commits {
        let mut find = tx.prepare_cached(include_str!("../sql/journal_droppable.sql"))?;
        let mut rows = find.query([id.as_bytes()])?;
        let Some(row) = rows.next()? else { continue };
        let seq: i64 = row.get(0)?;
        drop(rows);
        keys.extend(landing::lift(tx, seq)?);
        if became.is_some() {
            tx.prepare_cached("DELETE FROM journal WHERE seq = ?1")?.execute([seq])?;
        } else {
            tx.prepare_cached("UPDATE journal SET dropped_at = ?2, dropped_day = NULL WHERE seq = ?1")?
                .execute(params![seq, now])?;
        }
    }
    let how = Refresh::new(News::No, now);
    keys.into_iter().try_for_each(|key| overlay::refresh(tx, key, how).map(|_| ()))
}

/// Open conflicts but for those that a commit of the journal resolves, and those whose own commit still lies over the record:
/// until that has landed, what is seen is not what stands against it.
pub(crate) fn conflicts(connection: &Connection) -> Result<Vec<ConflictEntry>> {
    let mut statement = connection.prepare_cached(include_str!("../sql/conflicts_all.sql"))?;
    let mut rows = statement.query([])?;
    let mut found: Vec<ConflictEntry> = Vec::new();
    while let Some(row) = rows.next()? {
        let key = key_at(row, 0)?;
        let text = row.get_ref(2)?.as_str().map_err(|_| StoreError::Internal("conflicts"))?;
        for conflict in serde_json::from_str::<Vec<Conflict>>(text)? {
            if !found.iter().any(|known| known.conflict.id == conflict.id) {
                found.push(ConflictEntry { key, conflict });
            }
        }
    }
    drop(rows);
    let mut laid: BTreeMap<RecordKey, Vec<Laid>> = BTreeMap::new();
    for key in found.iter().map(|one| one.key).collect::<BTreeSet<_>>() {
        laid.insert(key, overlay::laid(connection, key)?);
    }
    found.retain(|ConflictEntry { key, conflict }| {
        let laid = laid.get(key).map_or(&[][..], Vec::as_slice);
        let hidden = laid.iter().any(|one| !one.own && one.commit.id == conflict.commit);
        let mut changes = laid.iter().flat_map(|one| &one.commit.records).filter(|record| record.key == *key);
        !hidden && !changes.any(|record| record.resolves.contains(&conflict.id))
    });
    Ok(found)
}

/// Refused commits that the user has not decided about.
pub(crate) fn refused(connection: &Connection) -> Result<Vec<Commit>> {
    let mut statement = connection.prepare_cached(include_str!("../sql/journal_refused.sql"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("payload"))?)?);
    }
    Ok(found)
}

/// Commits without an answer that rest on a refused one: they touch, or refer to, a record whose latest commit is refused
/// or rests on a refused one itself. As in [`feltmappen_sync::needs`], nothing rests on a permit, and a fact on the making of
/// its record alone.
pub(crate) fn blocked(connection: &Connection) -> Result<Vec<i64>> {
    let mut find =
        connection.prepare_cached("SELECT seq FROM journal WHERE outcome = 'rejected' AND dropped_at IS NULL")?;
    let rejected = find.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<BTreeSet<i64>>>()?;
    resting_on(connection, &rejected)
}

/// Commits without an answer that rest on these.
pub(crate) fn resting_on(connection: &Connection, these: &BTreeSet<i64>) -> Result<Vec<i64>> {
    let Some(first) = these.first() else { return Ok(Vec::new()) };
    let mut statement = connection.prepare_cached(include_str!("../sql/journal_after.sql"))?;
    let mut rows = statement.query([first])?;
    let mut stuck: BTreeMap<RecordId, bool> = BTreeMap::new();
    let mut made: BTreeMap<RecordId, bool> = BTreeMap::new();
    let mut blocked = Vec::new();
    while let Some(row) = rows.next()? {
        let payload = row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
        let commit: Commit = serde_json::from_str(payload)?;
        let seq: i64 = row.get(0)?;
        let stands = these.contains(&seq);
        let rests = commit.records.iter().any(|record| {
            if states_fact(record) {
                return made.get(&record.key.id) == Some(&true);
            }
            let refers = |value: &Value| value.as_str().and_then(|text| Uuid::try_parse(text).ok());
            let named = record.changes.iter().filter_map(|change| refers(&change.value));
            named.chain([record.key.id]).any(|id| stuck.get(&id) == Some(&true))
        });
        if rests && !stands && !row.get::<_, bool>(2)? {
            blocked.push(seq);
        }
        for record in &commit.records {
            made.entry(record.key.id).or_insert(makes_record(record) && (stands || rests));
            if !asks_for_permit(record) {
                stuck.insert(record.key.id, stands || rests);
            }
        }
    }
    Ok(blocked)
}
