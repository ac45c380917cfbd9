//! Commits: the only way a record changes. Journal, history, record, list columns, search and drafts move together in
//! one transaction, or not at all.

use feltmappen_domain::canonical::to_canonical_json;
use feltmappen_domain::listing::listing;
use feltmappen_domain::record::{Fields, Record, RecordId};
use feltmappen_sync::{Commit, RecordChange, payload_hash};
use rusqlite::{OptionalExtension, Transaction, named_params, params};
use serde_json::Value;
use uuid::Uuid;

use crate::access::{AccessEntry, append};
use crate::draft::committed;
use crate::error::{Result, StoreError};
use crate::kind::{id_from, number, rows_of};
use crate::search_index;
use crate::sort::sort_key;
use crate::workspace::Workspace;

/// What stands in `record.due` when there is no deadline: sorts last.
pub(crate) const NO_DEADLINE: &str = "9999-12-31";

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
        self.write(|tx| {
            // The documents of an import are made with it; those of a single edit in the background, for rewriting
            // the trigrams costs several times the edit itself.
            let index_now = commits.len() > 1;
            for commit in commits {
                store(tx, commit, index_now)?;
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
            self.core.fall_behind();
            self.keep();
        }
        Ok(())
    }
}

fn store(tx: &Transaction<'_>, commit: &Commit, index_now: bool) -> Result<()> {
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
    tx.prepare_cached("INSERT INTO journal (id, hash, payload) VALUES (?1, ?2, ?3)")?.execute(params![
        commit.id.as_bytes(),
        hash,
        serde_json::to_string(commit)?
    ])?;
    for change in &commit.records {
        store_record(tx, commit, change, index_now)?;
    }
    Ok(())
}

/// A record as it lies in the table.
struct Stored {
    row: i64,
    record: Record,
    listed: Option<Columns>,
}

fn store_record(tx: &Transaction<'_>, commit: &Commit, change: &RecordChange, index_now: bool) -> Result<()> {
    let mut stored = load(tx, change)?;
    if stored.record.home_unit != change.home_unit {
        return Err(StoreError::HomeUnitMoved);
    }
    for one in &change.changes {
        let current = stored.record.fields.get(&one.path).unwrap_or(&Value::Null);
        if *current != one.base {
            return Err(StoreError::BaseMoved { key: change.key, path: one.path.clone() });
        }
        if one.base != one.value {
            tx.prepare_cached(include_str!("sql/history_add.sql"))?.execute(named_params! {
                ":commit": commit.id.as_bytes(), ":at": commit.device_time, ":author": commit.author.as_bytes(),
                ":action": commit.action, ":kind": number(change.key.kind), ":record": change.key.id.as_bytes(),
                ":home_unit": change.home_unit.as_bytes(), ":path": one.path.as_str(),
                ":before": serde_json::to_string(&one.base)?, ":after": serde_json::to_string(&one.value)?,
            })?;
        }
        stored.record.fields.set(one.path.clone(), one.value.clone());
        committed(tx, &change.key, &one.path, &one.value, &commit.device_time)?;
    }
    put(tx, &stored, &commit.device_time)?;
    if index_now { search_index::put(tx, stored.row, &stored.record) } else { search_index::put_later(tx, stored.row) }
}

fn load(tx: &Transaction<'_>, change: &RecordChange) -> Result<Stored> {
    let kind = number(change.key.kind);
    let mut find = tx.prepare_cached(include_str!("sql/record_for_change.sql"))?;
    let mut rows = find.query(params![kind, change.key.id.as_bytes()])?;
    if let Some(row) = rows.next()? {
        let fields: Fields =
            serde_json::from_str(row.get_ref(2)?.as_str().map_err(|_| StoreError::Internal("fields"))?)?;
        let home_unit = id_from(&row.get::<_, Vec<u8>>(1)?)?;
        return Ok(Stored {
            row: row.get(0)?,
            record: Record { key: change.key, home_unit, fields },
            listed: Some(Columns {
                alive: row.get(3)?,
                title: row.get(4)?,
                subtitle: row.get(5)?,
                status: row.get(6)?,
                unit: row.get(7)?,
                owner: row.get(8)?,
                parent: row.get(9)?,
                due: row.get(10)?,
                branch: row.get(11)?,
            }),
        });
    }
    let (first, last) = rows_of(change.key.kind);
    let row: i64 = tx
        .prepare_cached("SELECT ifnull(max(row), ?1) + 1 FROM record WHERE row BETWEEN ?1 AND ?2")?
        .query_row([first, last], |row| row.get(0))?;
    let record = Record { key: change.key, home_unit: change.home_unit, fields: Fields::default() };
    Ok(Stored { row, record, listed: None })
}

/// The columns that lists are made of.
#[derive(PartialEq)]
struct Columns {
    alive: bool,
    title: String,
    subtitle: String,
    status: Option<String>,
    unit: Option<i64>,
    owner: Option<i64>,
    parent: Option<Vec<u8>>,
    due: String,
    branch: Option<String>,
}

impl Columns {
    fn of(tx: &Transaction<'_>, record: &Record) -> Result<Self> {
        let listed = listing(record);
        Ok(Self {
            alive: record.alive(),
            title: listed.title,
            subtitle: listed.subtitle,
            status: listed.status,
            unit: listed.unit.map(|id| party(tx, id)).transpose()?,
            owner: listed.owner.map(|id| party(tx, id)).transpose()?,
            parent: listed.parent.map(|id| id.as_bytes().to_vec()),
            due: listed.deadline.filter(|date| date.len() == 10).unwrap_or_else(|| NO_DEADLINE.into()),
            branch: listed.branch,
        })
    }
}

/// Writes the record; its list columns only when they differ, for every index they are in costs pages of the log.
fn put(tx: &Transaction<'_>, stored: &Stored, changed_at: &str) -> Result<()> {
    let record = &stored.record;
    let columns = Columns::of(tx, record)?;
    let fields = to_canonical_json(&record.fields);
    let id = record.key.id.as_bytes();
    let home_unit = record.home_unit.as_bytes();
    let sort_key = sort_key(&columns.title);
    if stored.listed.is_none() {
        tx.prepare_cached(include_str!("sql/record_add.sql"))?.execute(named_params! {
            ":row": stored.row, ":kind": number(record.key.kind), ":id": id, ":home_unit": home_unit,
            ":fields": fields, ":changed_at": changed_at, ":alive": columns.alive, ":title": columns.title,
            ":subtitle": columns.subtitle, ":sort_key": sort_key, ":status": columns.status, ":unit": columns.unit,
            ":owner": columns.owner, ":parent": columns.parent, ":due": columns.due, ":branch": columns.branch,
        })?;
    } else {
        tx.prepare_cached("UPDATE record SET fields = ?2, changed_at = ?3 WHERE row = ?1")?
            .execute(params![stored.row, fields, changed_at])?;
        if stored.listed.as_ref() != Some(&columns) {
            tx.prepare_cached(include_str!("sql/record_relist.sql"))?.execute(named_params! {
                ":row": stored.row, ":alive": columns.alive, ":title": columns.title,
                ":subtitle": columns.subtitle, ":sort_key": sort_key, ":status": columns.status,
                ":unit": columns.unit, ":owner": columns.owner, ":parent": columns.parent, ":due": columns.due,
                ":branch": columns.branch,
            })?;
        }
    }
    Ok(())
}

/// The small number of a unit or employee.
fn party(tx: &Transaction<'_>, id: RecordId) -> Result<i64> {
    let known = tx
        .prepare_cached("SELECT n FROM party WHERE id = ?1")?
        .query_row([id.as_bytes()], |row| row.get(0))
        .optional()?;
    match known {
        Some(n) => Ok(n),
        None => {
            tx.prepare_cached("INSERT INTO party (id) VALUES (?1)")?.execute([id.as_bytes()])?;
            Ok(tx.last_insert_rowid())
        }
    }
}
