//! How much waits, and for what.

use std::collections::BTreeSet;

use rusqlite::Connection;
use uuid::Uuid;

use crate::error::Result;
use crate::sync::attachments;
use crate::sync::attention::blocked;
use crate::workspace::Workspace;

/// Numbers for the status in the corner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SyncCounts {
    /// Commits that can be sent and have no answer yet, and the attachments that they wait for.
    pub unsent: u64,
    /// Commits with an answer that the device has not read back yet.
    pub waiting: u64,
    /// Commits that central refused, and the user has not decided about.
    pub rejected: u64,
    /// Commits that are not sent because they need a refused one.
    pub held: u64,
    /// Conflicts that wait for a decision.
    pub conflicts: u64,
    /// Entries that could not be read or stored.
    pub quarantined: u64,
    /// Parcels of sealed work that are not handed in yet.
    pub orphans: u64,
}

impl Workspace {
    /// How much waits, and for what.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn sync_counts(&self) -> Result<SyncCounts> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("../sql/sync_counts.sql"))?;
            let mut counts = statement.query_row([], |row| {
                let at = |n: usize| row.get::<_, i64>(n).map(i64::unsigned_abs);
                Ok(SyncCounts {
                    unsent: at(0)?,
                    waiting: at(1)?,
                    rejected: at(2)?,
                    held: 0,
                    conflicts: 0,
                    quarantined: at(3)?,
                    orphans: at(4)?,
                })
            })?;
            counts.conflicts = open_conflicts(connection)?;
            let held = if counts.rejected > 0 { blocked(connection)? } else { Vec::new() };
            counts.held = held.len() as u64;
            let named = attachments::unsent(connection)?.into_iter().filter(|(seq, _)| !held.contains(seq));
            let attachments: BTreeSet<Uuid> = named.map(|(_, id)| id).collect();
            counts.unsent = counts.unsent.saturating_sub(counts.held) + attachments.len() as u64;
            Ok(counts)
        })
    }
}

fn open_conflicts(connection: &Connection) -> Result<u64> {
    Ok(crate::sync::attention::conflicts(connection)?.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new() -> Connection {
        let mut connection = Connection::open_in_memory().unwrap();
        crate::migrate::migrate(&mut connection, true).unwrap();
        connection
    }

    #[test]
    fn a_long_journal_is_counted_without_reading_what_it_says() {
        let connection = new();
        let plan = |sql: &str| -> Vec<String> {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            explain.query_map([], |row| row.get(3)).unwrap().map(|step| step.unwrap()).collect()
        };
        let counts = plan(include_str!("../sql/sync_counts.sql"));
        let journal: Vec<&String> = counts.iter().filter(|step| step.contains("journal")).collect();
        assert_eq!(journal.len(), 2, "what was answered, never what waits: {counts:?}");
        assert!(journal.iter().all(|step| step.contains("COVERING INDEX")), "{journal:?}");
        let tidy = plan(&include_str!("../sql/tidy_journal.sql").replace("?1", "'2026-11-24T10:00:00Z'"));
        assert!(tidy.iter().any(|step| step.contains("journal_dropped")), "{tidy:?}");
    }

    #[test]
    fn the_number_of_unsent_commits_follows_every_change_of_the_journal() {
        let connection = new();
        let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
        let steps = [
            ("INSERT INTO journal (id, hash, payload, own) VALUES (randomblob(16), randomblob(32), '{}', 0)", 1),
            ("INSERT INTO journal (id, hash, payload, own) VALUES (randomblob(16), randomblob(32), '{}', 1)", 1),
            ("INSERT INTO journal (id, hash, payload, own) VALUES (randomblob(16), randomblob(32), '{}', 0)", 2),
            ("UPDATE journal SET frozen = 1", 2),
            ("UPDATE journal SET outcome = 'applied' WHERE seq = 1", 1),
            ("UPDATE journal SET outcome = NULL WHERE seq = 1", 2),
            ("UPDATE journal SET lost = 1 WHERE seq = 1", 1),
            ("UPDATE journal SET dropped_at = '2026-11-24T10:00:00Z'", 0),
            ("UPDATE journal SET dropped_at = NULL, lost = 0", 2),
            ("UPDATE journal SET own = 0", 3),
            ("DELETE FROM journal WHERE seq > 1", 1),
            ("UPDATE journal SET outcome = 'rejected'", 0),
            ("DELETE FROM journal", 0),
        ];
        for (step, expected) in steps {
            connection.execute_batch(step).unwrap();
            assert_eq!(number("SELECT commits FROM unsent"), expected, "{step}");
        }
    }
}
