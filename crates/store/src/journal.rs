//! Commits that central has not answered yet.

use feltmappen_sync::Commit;

use crate::error::{Result, StoreError};
use crate::workspace::Workspace;

impl Workspace {
    /// The commits that are not sent, oldest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn unsent(&self) -> Result<Vec<Commit>> {
        self.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT payload FROM journal WHERE outcome IS NULL AND own = 0 ORDER BY seq")?;
            let mut rows = statement.query([])?;
            let mut commits = Vec::new();
            while let Some(row) = rows.next()? {
                commits.push(serde_json::from_str(
                    row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("payload"))?,
                )?);
            }
            Ok(commits)
        })
    }

    /// How many commits are not sent.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn unsent_count(&self) -> Result<u64> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT count(*) FROM journal WHERE outcome IS NULL AND own = 0")?;
            Ok(statement.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
        })
    }
}
