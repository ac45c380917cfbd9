//! Reading records.

use feltmappen_domain::record::{Fields, Kind, Record, RecordId, RecordKey};
use rusqlite::{Connection, Row, params};

use crate::error::{Result, StoreError};
use crate::kind::{id_at, key_at, number};
use crate::workspace::Workspace;

impl Workspace {
    /// One record as it stands, deleted or not; `None` when it was never stored.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn record(&self, key: &RecordKey) -> Result<Option<Record>> {
        self.read(|connection| find(connection, key))
    }

    /// Several records, in the order asked for; unknown ones are left out.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn records(&self, keys: &[RecordKey]) -> Result<Vec<Record>> {
        self.read(|connection| keys.iter().filter_map(|key| find(connection, key).transpose()).collect())
    }

    /// The records of one kind that belong to `parent` (a company) and are not deleted, in Danish order of title.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn children(&self, parent: RecordId, kind: Kind) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/record_children.sql"))?;
            collect(statement.query(params![parent.as_bytes(), number(kind)])?)
        })
    }

    /// The records of one kind that belong to `parent`, those that are discarded too: what was logged with them counts.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn all_children(&self, parent: RecordId, kind: Kind) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/record_children_all.sql"))?;
            collect(statement.query(params![parent.as_bytes(), number(kind)])?)
        })
    }

    /// The records that belong to `parent`, with nothing but status, beginning and end: all that choosing among many needs.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn children_in_time(&self, parent: RecordId, kind: Kind) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/record_children_when.sql"))?;
            collect(statement.query(params![parent.as_bytes(), number(kind)])?)
        })
    }

    /// Every record of a small kind (units, employees) that is not deleted, in Danish order of title.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn all(&self, kind: Kind) -> Result<Vec<Record>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/record_all.sql"))?;
            collect(statement.query([number(kind)])?)
        })
    }
}

fn find(connection: &Connection, key: &RecordKey) -> Result<Option<Record>> {
    let mut statement = connection.prepare_cached(include_str!("sql/record_one.sql"))?;
    let mut rows = statement.query(params![number(key.kind), key.id.as_bytes()])?;
    rows.next()?.map(record_at).transpose()
}

fn collect(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Record>> {
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(record_at(row)?);
    }
    Ok(found)
}

/// A record from kind, id, home unit and fields, the first four columns.
pub(crate) fn record_at(row: &Row<'_>) -> Result<Record> {
    let fields: Fields = serde_json::from_str(row.get_ref(3)?.as_str().map_err(|_| StoreError::Internal("fields"))?)?;
    Ok(Record { key: key_at(row, 0)?, home_unit: id_at(row, 2)?, fields })
}
