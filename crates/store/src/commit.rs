//! Commits: the only way a record changes. Journal, history, record, list columns, search and drafts move together in
//! one transaction, or not at all.

use feltmappen_domain::record::{Fields, Record};
use feltmappen_sync::{Change, Commit, RecordChange, payload_hash, same};
use rusqlite::{OptionalExtension, Transaction, named_params, params};
use serde_json::Value;
use uuid::Uuid;

use crate::access::{AccessEntry, append};
use crate::draft::committed;
use crate::error::{Result, StoreError};
use crate::kind::number;
use crate::search_index;
use crate::sync::{decided, landing};
use crate::table;
use crate::workspace::Workspace;

impl Workspace {
    /// Stores one user action: one transaction, one sync, all or nothing. The drafts of the changed paths are done
    /// with. The same commit again is fine and changes nothing.
    ///
    /// # Errors
    /// `BaseMoved` when a base is not the current value; `CommitReused`; `HomeUnitMoved`; `DiskFull`, `ReadOnly`,
    /// `Io`, `Damaged`.
    pub fn commit(&self, commit: &Commit) -> Result<()> {
        self.commit_all(std::slice::from_ref(commit), None, &[])
    }

    /// Several commits in one transaction, for an import.
    ///
    /// # Errors
    /// As [`Workspace::commit`]; then none of them is stored.
    pub fn commit_many(&self, commits: &[Commit]) -> Result<()> {
        self.commit_all(commits, None, &[])
    }

    /// As [`Workspace::commit_many`], with the lines of the access log that belong to it (R78), at the cost of no
    /// further sync.
    ///
    /// # Errors
    /// As [`Workspace::commit`].
    pub fn commit_logged(&self, commits: &[Commit], access: &[AccessEntry]) -> Result<()> {
        self.commit_all(commits, None, access)
    }

    /// Stores the commit that undoes another one (made by `feltmappen_sync::inverse`), and marks that as undone.
    ///
    /// # Errors
    /// As [`Workspace::commit`]: `BaseMoved` when somebody has changed a value since.
    pub fn commit_undo(&self, commit: &Commit, undoes: Uuid, access: &[AccessEntry]) -> Result<()> {
        self.commit_all(std::slice::from_ref(commit), Some(undoes), access)
    }

    fn commit_all(&self, commits: &[Commit], undoes: Option<Uuid>, access: &[AccessEntry]) -> Result<()> {
        self.save(|tx| {
            // The documents of an import are made with it; those of a single edit in the background, for rewriting
            // the trigrams costs several times the edit itself.
            let indexing = if commits.len() > 1 { Indexing::Now } else { Indexing::Later };
            for commit in commits {
                store(tx, commit, indexing)?;
                if let Some(undoes) = undoes {
                    tx.prepare_cached("UPDATE history SET undone_by = ?1 WHERE commit_id = ?2")?
                        .execute(params![commit.id.as_bytes(), undoes.as_bytes()])?;
                }
            }
            if let Some(last) = commits.last() {
                append(tx, access, &last.device_time)?;
            }
            Ok(())
        })?;
        self.core.records_changed();
        if commits.len() == 1 {
            let changed = commits.iter().flat_map(|commit| &commit.records);
            self.core.own_fall_behind(changed.map(|record| record.key));
            self.keep();
        }
        Ok(())
    }
}

/// When the search documents of changed records are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Indexing {
    Now,
    Later,
}

/// One commit: journal, overlay, history, records.
pub(crate) fn store(tx: &Transaction<'_>, commit: &Commit, indexing: Indexing) -> Result<()> {
    let hash = payload_hash(commit);
    let known: Option<Vec<u8>> = tx
        .prepare_cached("SELECT hash FROM journal WHERE id = ?1")?
        .query_row([commit.id.as_bytes()], |row| row.get(0))
        .optional()?;
    match known {
        Some(known) if known == hash => return Ok(()),
        Some(_) => return Err(StoreError::CommitReused),
        None => {}
    }
    // Nobody made it: the catalogue that each device makes for itself, which gives way to central's.
    let own = commit.author.is_nil();
    tx.prepare_cached("INSERT INTO journal (id, hash, payload, own) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
        commit.id.as_bytes(),
        hash,
        serde_json::to_string(commit)?,
        own
    ])?;
    landing::lay(tx, tx.last_insert_rowid(), commit)?;
    for change in &commit.records {
        store_record(tx, commit, change, indexing)?;
    }
    Ok(())
}

fn store_record(tx: &Transaction<'_>, commit: &Commit, change: &RecordChange, indexing: Indexing) -> Result<()> {
    let mut stored = match table::find(tx, change.key)? {
        Some(stored) => stored,
        None => {
            let record = Record { key: change.key, home_unit: change.home_unit, fields: Fields::default() };
            table::fresh(tx, record)?
        }
    };
    if stored.record.home_unit != change.home_unit {
        return Err(StoreError::HomeUnitMoved);
    }
    for one in &change.changes {
        let current = stored.record.fields.get(&one.path).unwrap_or(&Value::Null);
        if !same(&one.path, current, &one.base) && !begun_on(tx, change, one)? {
            return Err(StoreError::BaseMoved { key: change.key, path: one.path.clone() });
        }
        // A guard says what its author saw, and writes nothing.
        if one.is_noop() {
            continue;
        }
        if *current != one.value {
            let before = serde_json::to_string(current)?;
            tx.prepare_cached(include_str!("sql/history_add.sql"))?.execute(named_params! {
                ":commit": commit.id.as_bytes(), ":at": commit.device_time, ":author": commit.author.as_bytes(),
                ":action": commit.action, ":kind": number(change.key.kind), ":record": change.key.id.as_bytes(),
                ":home_unit": change.home_unit.as_bytes(), ":path": one.path.as_str(),
                ":before": before, ":after": serde_json::to_string(&one.value)?,
            })?;
        }
        stored.record.fields.set(one.path.clone(), one.value.clone());
        committed(tx, &change.key, &one.path, &one.value, &commit.device_time)?;
    }
    decided::keep(tx, commit, change, &stored.record.fields)?;
    table::put(tx, &stored, &commit.device_time)?;
    match indexing {
        Indexing::Now => search_index::put(tx, stored.row, &stored.record),
        Indexing::Later => search_index::put_later(tx, stored.row),
    }
}

/// The value changed from outside while the user was typing: the change says what the user had seen, and central lets a
/// person decide.
fn begun_on(tx: &Transaction<'_>, record: &RecordChange, change: &Change) -> Result<bool> {
    let mut find =
        tx.prepare_cached("SELECT base FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3 AND base IS NOT NULL")?;
    let seen: Option<String> = find
        .query_row(params![number(record.key.kind), record.key.id.as_bytes(), change.path.as_str()], |row| row.get(0))
        .optional()?;
    Ok(seen.is_some_and(|seen| serde_json::from_str::<Value>(&seen).is_ok_and(|seen| seen == change.base)))
}
