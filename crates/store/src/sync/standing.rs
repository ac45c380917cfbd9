//! How far one record has come: is all that was written to it at central?

use feltmappen_domain::record::RecordKey;
use rusqlite::params;

use crate::error::Result;
use crate::kind::number;
use crate::sync::attention::conflicts;
use crate::workspace::Workspace;

/// How far one record has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Commits about it that central has not answered.
    pub unsent: u64,
    /// A commit about it was refused, or two people have changed it differently.
    pub waits: bool,
}

impl Workspace {
    /// How far one record has come. Costs what lies over that record, however many there are.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn standing(&self, key: &RecordKey) -> Result<Standing> {
        self.read(|connection| {
            let mut standing = Standing::default();
            let mut find = connection.prepare_cached(include_str!("../sql/standing.sql"))?;
            let mut rows = find.query(params![number(key.kind), key.id.as_bytes()])?;
            while let Some(row) = rows.next()? {
                standing.unsent += u64::from(row.get::<_, bool>(0)?);
                standing.waits |= row.get::<_, Option<bool>>(1)?.unwrap_or_default();
            }
            let conflict: bool = connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM confirmed INDEXED BY confirmed_in_conflict
                     WHERE kind = ?1 AND id = ?2 AND conflicts IS NOT NULL)",
                )?
                .query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0))?;
            if conflict {
                standing.waits |= conflicts(connection)?.iter().any(|one| one.key == *key);
            }
            Ok(standing)
        })
    }
}
