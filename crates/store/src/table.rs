//! The table of records: what the user sees, with the columns that lists are made of.

use feltmappen_domain::canonical::to_canonical_json;
use feltmappen_domain::listing::listing;
use feltmappen_domain::record::{Fields, Kind, Record, RecordId, RecordKey};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

use crate::error::{Result, StoreError};
use crate::kind::{id_at, number, rows_of};
use crate::search_index;
use crate::sort::sort_key;

/// What stands in `record.due` when there is no deadline: sorts last.
pub(crate) const NO_DEADLINE: &str = "9999-12-31";

/// A record as it lies in the table.
pub(crate) struct Stored {
    pub(crate) row: i64,
    pub(crate) record: Record,
    listed: Option<Columns>,
}

impl Stored {
    /// The same row with other values.
    pub(crate) fn with(self, record: Record) -> Self {
        Self { record, ..self }
    }
}

/// A record in the table.
pub(crate) fn find(tx: &Transaction<'_>, key: RecordKey) -> Result<Option<Stored>> {
    let mut find = tx.prepare_cached(include_str!("sql/record_for_change.sql"))?;
    let mut rows = find.query(params![number(key.kind), key.id.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let fields: Fields = serde_json::from_str(row.get_ref(2)?.as_str().map_err(|_| StoreError::Internal("fields"))?)?;
    Ok(Some(Stored {
        row: row.get(0)?,
        record: Record { key, home_unit: id_at(row, 1)?, fields },
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
    }))
}

/// A record that is not in the table yet, at the next free row.
pub(crate) fn fresh(tx: &Transaction<'_>, record: Record) -> Result<Stored> {
    Ok(Stored { row: next_row(tx, record.key.kind)?, record, listed: None })
}

fn next_row(tx: &Transaction<'_>, kind: Kind) -> Result<i64> {
    let (first, last) = rows_of(kind);
    let mut next = tx.prepare_cached("SELECT ifnull(max(row), ?1) + 1 FROM record WHERE row BETWEEN ?1 AND ?2")?;
    Ok(next.query_row([first, last], |row| row.get(0))?)
}

/// Takes a record out of the table and out of the search.
pub(crate) fn remove(tx: &Transaction<'_>, row: i64) -> Result<()> {
    search_index::remove(tx, row)?;
    tx.prepare_cached("DELETE FROM search_todo WHERE row = ?1")?.execute([row])?;
    tx.prepare_cached("DELETE FROM record WHERE row = ?1")?.execute([row])?;
    Ok(())
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
pub(crate) fn put(tx: &Transaction<'_>, stored: &Stored, changed_at: &str) -> Result<()> {
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
