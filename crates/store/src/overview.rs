//! What a whole kind looks like: counts, branches, discarded records, and records that look alike.

use feltmappen_domain::record::{Kind, Path, RecordId, RecordKey};
use rusqlite::{OptionalExtension, params};

use crate::{
    LeftDraft, Workspace,
    draft::left_at,
    error::Result,
    kind::{key_at, number},
};

/// Why two records look like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// The CVR number is the same.
    Number,
    /// The title sorts as the same; whoever shows them compares the letters.
    Title,
}

impl Workspace {
    /// How many records of a kind there are, deleted ones left out.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn count(&self, kind: Kind) -> Result<u64> {
        Ok(self.page(&crate::ListQuery { limit: 0, ..crate::ListQuery::new(kind) })?.total)
    }

    /// How many records of a kind point at another one in a field; deleted ones left out. Reads the whole kind.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn count_pointing(&self, kind: Kind, field: &Path, at: RecordId) -> Result<u64> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/count_pointing.sql"))?;
            let json = format!("$.\"{field}\"");
            let count: i64 = statement.query_row(params![number(kind), json, at.to_string()], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    /// The branches that companies have, in Danish order.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn branches(&self) -> Result<Vec<String>> {
        let mut branches: Vec<String> = self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/branches.sql"))?;
            let rows = statement.query_map([number(Kind::Company)], |row| row.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })?;
        branches.sort_by_cached_key(|branch| crate::sort_key(branch));
        Ok(branches)
    }

    /// Records that were discarded within 30 days, the latest first, with the time; those that became an alias of
    /// another are among them.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn discarded(&self) -> Result<Vec<(RecordKey, String)>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/discarded.sql"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((key_at(row, 0)?, row.get(2)?));
            }
            Ok(found)
        })
    }

    /// Drafts that were discarded within 30 days, the latest first.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn discarded_drafts(&self) -> Result<Vec<LeftDraft>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/discarded_drafts.sql"))?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(left_at(row)?);
            }
            Ok(found)
        })
    }

    /// Pairs of records of a kind that look like one, at most fifty of each likeness.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn lookalikes(&self, kind: Kind) -> Result<Vec<(RecordKey, RecordKey, Likeness)>> {
        self.read(|connection| {
            let mut found = Vec::new();
            for (sql, likeness) in [
                (include_str!("sql/lookalikes_number.sql"), Likeness::Number),
                (include_str!("sql/lookalikes_title.sql"), Likeness::Title),
            ] {
                let mut statement = connection.prepare_cached(sql)?;
                let mut rows = statement.query([number(kind)])?;
                while let Some(row) = rows.next()? {
                    found.push((key_at(row, 0)?, key_at(row, 2)?, likeness));
                }
            }
            Ok(found)
        })
    }

    /// When a record last changed on this device.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn changed_at(&self, key: &RecordKey) -> Result<Option<String>> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT changed_at FROM record WHERE kind = ?1 AND id = ?2")?;
            Ok(statement.query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0)).optional()?)
        })
    }
}
