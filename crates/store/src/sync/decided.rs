//! What a person has decided against. It was typed long ago perhaps, and seen by nobody but its author; the 30 days in which
//! it can be brought back begin with the decision.

use feltmappen_domain::record::Fields;
use feltmappen_sync::wire::Conflict;
use feltmappen_sync::{Commit, RecordChange, same};
use rusqlite::{Transaction, named_params, params};
use serde_json::Value;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kind::number;

/// Keeps the values that give way, in the history: as an action of its own, so that it can be undone. `after` is the record
/// as the decision leaves it.
pub(crate) fn keep(tx: &Transaction<'_>, commit: &Commit, change: &RecordChange, after: &Fields) -> Result<()> {
    if change.resolves.is_empty() {
        return Ok(());
    }
    let mut find = tx.prepare_cached(
        "SELECT conflicts FROM confirmed WHERE kind = ?1 AND id = ?2 AND conflicts IS NOT NULL ORDER BY feed LIMIT 1",
    )?;
    let mut rows = find.query(params![number(change.key.kind), change.key.id.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(()) };
    let text = row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("conflicts"))?;
    let conflicts: Vec<Conflict> = serde_json::from_str(text)?;
    let mut add = tx.prepare_cached(include_str!("../sql/history_add.sql"))?;
    for conflict in conflicts.iter().filter(|conflict| change.resolves.contains(&conflict.id)) {
        let action = Uuid::new_v5(&commit.id, conflict.id.as_bytes());
        for side in &conflict.sides {
            let stands = after.get(&side.path).unwrap_or(&Value::Null);
            if same(&side.path, &side.mine, stands) {
                continue;
            }
            add.execute(named_params! {
                ":commit": action.as_bytes(), ":at": commit.device_time, ":author": commit.author.as_bytes(),
                ":action": commit.action, ":kind": number(change.key.kind), ":record": change.key.id.as_bytes(),
                ":home_unit": change.home_unit.as_bytes(), ":path": side.path.as_str(),
                ":before": serde_json::to_string(&side.mine)?, ":after": serde_json::to_string(stands)?,
            })?;
        }
    }
    Ok(())
}
