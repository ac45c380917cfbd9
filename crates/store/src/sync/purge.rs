//! Erasing by law: it outranks history, undo, quarantine, conflicts, drafts and what waits to be sent.

use feltmappen_domain::identity::NAMESPACE;
use feltmappen_domain::record::RecordKey;
use feltmappen_sync::payload_hash;
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use crate::attachment;
use crate::error::Result;
use crate::kind::number;
use crate::sync::landing;
use crate::table;

/// Erases a record and everything that was kept of it. What is confirmed of it is gone already. A commit that only
/// touches this record goes; one that touches others too goes on without it. If it is frozen it goes on under another id,
/// since the same id always has the same payload: what central may have carried out of it already it then meets again,
/// and finds done.
pub(crate) fn purge(tx: &Transaction<'_>, key: RecordKey) -> Result<bool> {
    let row: Option<i64> = tx
        .prepare_cached("SELECT row FROM record WHERE kind = ?1 AND id = ?2")?
        .query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0))
        .optional()?;
    if let Some(row) = row {
        table::remove(tx, row)?;
    }
    for (seq, renew) in commits_on(tx, key)? {
        let mut commit = landing::payload(tx, seq)?;
        commit.records.retain(|record| record.key != key);
        if commit.records.is_empty() {
            landing::lift(tx, seq)?;
            tx.prepare_cached("DELETE FROM landing WHERE seq = ?1")?.execute([seq])?;
            tx.prepare_cached("DELETE FROM journal WHERE seq = ?1")?.execute([seq])?;
        } else {
            tx.prepare_cached("DELETE FROM overlay WHERE seq = ?1 AND kind = ?2 AND id = ?3")?.execute(params![
                seq,
                number(key.kind),
                key.id.as_bytes()
            ])?;
            if renew {
                let name = format!("without:{}:{}", key.id.hyphenated(), commit.id.hyphenated());
                commit.id = Uuid::new_v5(&NAMESPACE, name.as_bytes());
            }
            tx.prepare_cached("UPDATE journal SET id = ?2, payload = ?3, hash = ?4 WHERE seq = ?1")?
                .execute(params![seq, commit.id.as_bytes(), serde_json::to_string(&commit)?, payload_hash(&commit)])?;
        }
    }
    attachment::erase(tx, key)?;
    for sql in [
        "DELETE FROM history WHERE kind = ?1 AND record = ?2",
        "DELETE FROM draft WHERE kind = ?1 AND record = ?2",
        "DELETE FROM draft_history WHERE kind = ?1 AND record = ?2",
        "DELETE FROM earlier WHERE kind = ?1 AND id = ?2",
        "DELETE FROM seen WHERE kind = ?1 AND id = ?2",
    ] {
        tx.prepare_cached(sql)?.execute(params![number(key.kind), key.id.as_bytes()])?;
    }
    tx.prepare_cached("DELETE FROM quarantine WHERE kind = ?1 AND id = ?2")?
        .execute(params![key.kind.as_str(), key.id.as_bytes()])?;
    Ok(row.is_some())
}

/// Every commit of the journal that touches a record, also those that are laid over nothing any more; and whether it is
/// frozen and may be sent again.
fn commits_on(tx: &Transaction<'_>, key: RecordKey) -> Result<Vec<(i64, bool)>> {
    let mut find = tx.prepare_cached(include_str!("../sql/commits_on.sql"))?;
    let id = key.id.hyphenated().to_string();
    let rows = find.query_map(params![key.kind.as_str(), id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
