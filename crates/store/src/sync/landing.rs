//! Commits leave the journal when central has them and the device has read that.

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::Commit;
use feltmappen_sync::wire::FeedId;
use rusqlite::{Transaction, params};

use crate::error::{Result, StoreError};
use crate::kind::{key_at, number};
use crate::sync::attachments;
use crate::sync::feeds::signed;
use crate::sync::overlay::{self, Refresh};

/// True when a commit is laid over a record.
pub(crate) fn is_laid(tx: &Transaction<'_>, key: RecordKey) -> Result<bool> {
    let mut find = tx.prepare_cached("SELECT EXISTS (SELECT 1 FROM overlay WHERE kind = ?1 AND id = ?2)")?;
    Ok(find.query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0))?)
}

/// Lays a commit over its records.
pub(crate) fn lay(tx: &Transaction<'_>, seq: i64, commit: &Commit) -> Result<()> {
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO overlay (kind, id, seq) VALUES (?1, ?2, ?3)")?;
    for record in &commit.records {
        add.execute(params![number(record.key.kind), record.key.id.as_bytes(), seq])?;
    }
    attachments::note(tx, seq, commit)
}

/// Takes a commit off its records; answers which.
pub(crate) fn lift(tx: &Transaction<'_>, seq: i64) -> Result<Vec<RecordKey>> {
    let mut find = tx.prepare_cached("SELECT kind, id FROM overlay WHERE seq = ?1")?;
    let mut rows = find.query([seq])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(key_at(row, 0)?);
    }
    drop(rows);
    tx.prepare_cached("DELETE FROM overlay WHERE seq = ?1")?.execute([seq])?;
    Ok(keys)
}

/// Removes a commit from the journal, and shows its records as they are without it.
pub(crate) fn end(tx: &Transaction<'_>, seq: i64, how: Refresh<'_>) -> Result<bool> {
    let keys = lift(tx, seq)?;
    tx.prepare_cached("DELETE FROM landing WHERE seq = ?1")?.execute([seq])?;
    tx.prepare_cached("DELETE FROM journal WHERE seq = ?1")?.execute([seq])?;
    let mut changed = false;
    for key in keys {
        changed |= overlay::refresh(tx, key, how)?;
    }
    Ok(changed)
}

/// Ends the commits whose landing places have all been read.
pub(crate) fn land(tx: &Transaction<'_>, feed: &FeedId, cursor: u64, how: Refresh<'_>) -> Result<bool> {
    let mut reached = Vec::new();
    {
        // What landed in a feed that is not read here is not waited for.
        let mut find = tx.prepare_cached(
            "DELETE FROM landing WHERE feed = ?1 AND sequence <= ?2 OR feed NOT IN (SELECT id FROM feed) RETURNING seq",
        )?;
        let mut rows = find.query(params![feed.as_str(), signed(cursor)])?;
        while let Some(row) = rows.next()? {
            reached.push(row.get::<_, i64>(0)?);
        }
    }
    reached.sort_unstable();
    reached.dedup();
    let mut changed = false;
    for seq in reached {
        let open: bool = tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM landing WHERE seq = ?1)")?
            .query_row([seq], |row| row.get(0))?;
        if !open {
            changed |= end(tx, seq, how)?;
        }
    }
    Ok(changed)
}

/// The payload of a commit in the journal.
pub(crate) fn payload(tx: &Transaction<'_>, seq: i64) -> Result<Commit> {
    let mut find = tx.prepare_cached("SELECT payload FROM journal WHERE seq = ?1")?;
    let mut rows = find.query([seq])?;
    let row = rows.next()?.ok_or(StoreError::Internal("a commit is missing"))?;
    Ok(serde_json::from_str(row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("payload"))?)?)
}
