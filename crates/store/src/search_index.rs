//! Keeps the two search indexes in step with the records.

use feltmappen_domain::fold::fold;
use feltmappen_domain::listing::document;
use feltmappen_domain::record::{Record, RecordKey};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

use crate::error::Result;
use crate::kind::number;
use crate::records::record_at;

/// Characters of the folded title that "begins with" is decided on.
pub(crate) const START_CHARS: usize = 40;

struct Doc {
    title: String,
    folded_title: String,
    body: String,
    folded_body: String,
}

/// Replaces the record's search document when it says something new; removes it when the record is deleted.
pub(crate) fn put(tx: &Transaction<'_>, row: i64, record: &Record) -> Result<()> {
    let alive = record.alive();
    let old = known(tx, row)?;
    let new = alive.then(|| document(record));
    if let (Some(old), Some(new)) = (&old, &new)
        && old.title == new.title
        && old.body == new.body
    {
        return Ok(());
    }
    if let Some(old) = old {
        forget(tx, row, &old)?;
    }
    if let Some(new) = new {
        let folded_title = fold(&new.title).text;
        let folded_body = fold(&new.body).text;
        add(tx, row, &Doc { title: new.title, folded_title, body: new.body, folded_body })?;
    }
    Ok(())
}

/// Forgets the record's search document.
pub(crate) fn remove(tx: &Transaction<'_>, row: i64) -> Result<()> {
    match known(tx, row)? {
        Some(old) => forget(tx, row, &old),
        None => Ok(()),
    }
}

fn known(tx: &Transaction<'_>, row: i64) -> Result<Option<Doc>> {
    let mut find = tx.prepare_cached("SELECT title, folded_title, body, folded_body FROM search_doc WHERE row = ?1")?;
    let read = |found: &rusqlite::Row<'_>| {
        Ok(Doc { title: found.get(0)?, folded_title: found.get(1)?, body: found.get(2)?, folded_body: found.get(3)? })
    };
    Ok(find.query_row([row], read).optional()?)
}

/// The document of a record that has none yet.
pub(crate) fn put_first(tx: &Transaction<'_>, row: i64, record: &Record) -> Result<()> {
    if !record.alive() {
        return Ok(());
    }
    let new = document(record);
    let folded_title = fold(&new.title).text;
    let folded_body = fold(&new.body).text;
    add(tx, row, &Doc { title: new.title, folded_title, body: new.body, folded_body })
}

/// Leaves the document for later.
pub(crate) fn put_later(tx: &Transaction<'_>, row: i64) -> Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO search_todo (row) VALUES (?1)")?.execute([row])?;
    Ok(())
}

/// Does what was left for later, at most so many documents, those of `first` before all others; `true` when nothing is left.
pub(crate) fn catch_up(tx: &Transaction<'_>, first: &[RecordKey], limit: usize) -> Result<bool> {
    let mut found = Vec::new();
    for key in first {
        let mut one = tx.prepare_cached(include_str!("sql/search_todo_one.sql"))?;
        let mut rows = one.query(params![number(key.kind), key.id.as_bytes()])?;
        if let Some(row) = rows.next()? {
            found.push((row.get(4)?, record_at(row)?));
        }
    }
    let room = limit.saturating_sub(found.len());
    do_now(tx, &found)?;
    if room == 0 {
        return Ok(false);
    }
    found.clear();
    {
        let mut some = tx.prepare_cached(include_str!("sql/search_todo.sql"))?;
        let mut rows = some.query([room as i64])?;
        while let Some(row) = rows.next()? {
            found.push((row.get(4)?, record_at(row)?));
        }
    }
    do_now(tx, &found)?;
    Ok(found.len() < room)
}

fn do_now(tx: &Transaction<'_>, records: &[(i64, Record)]) -> Result<()> {
    for (row, record) in records {
        put(tx, *row, record)?;
        tx.prepare_cached("DELETE FROM search_todo WHERE row = ?1")?.execute([row])?;
    }
    Ok(())
}

fn add(tx: &Transaction<'_>, row: i64, doc: &Doc) -> Result<()> {
    let start: String = doc.folded_title.chars().take(START_CHARS).collect();
    tx.prepare_cached(include_str!("sql/search_add.sql"))?.execute(named_params! {
        ":row": row, ":start": start, ":title": doc.title, ":folded_title": doc.folded_title, ":body": doc.body,
        ":folded_body": doc.folded_body,
    })?;
    for sql in [
        "INSERT INTO search_words (rowid, folded_title, folded_body) VALUES (?1, ?2, ?3)",
        "INSERT INTO search_inside (rowid, folded_title, folded_body) VALUES (?1, ?2, ?3)",
    ] {
        tx.prepare_cached(sql)?.execute(params![row, doc.folded_title, doc.folded_body])?;
    }
    Ok(())
}

/// The indexes must be handed exactly the text they were given.
fn forget(tx: &Transaction<'_>, row: i64, doc: &Doc) -> Result<()> {
    for sql in [
        "INSERT INTO search_words (search_words, rowid, folded_title, folded_body) VALUES ('delete', ?1, ?2, ?3)",
        "INSERT INTO search_inside (search_inside, rowid, folded_title, folded_body) VALUES ('delete', ?1, ?2, ?3)",
    ] {
        tx.prepare_cached(sql)?.execute(params![row, doc.folded_title, doc.folded_body])?;
    }
    tx.prepare_cached("DELETE FROM search_doc WHERE row = ?1")?.execute([row])?;
    Ok(())
}
