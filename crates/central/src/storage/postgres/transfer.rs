//! Backup and restore on PostgreSQL. A backup is a file of the SQLite schema, so that one reader, one check and one way
//! between the two databases are enough.

use std::path::PathBuf;

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::FeedId;
use futures_util::{TryStreamExt as _, pin_mut};
use rusqlite::Connection;
use rusqlite::types::{Value, ValueRef};
use tokio_postgres::Row;
use tokio_postgres::binary_copy::BinaryCopyInWriter;
use tokio_postgres::types::{ToSql, Type};
use uuid::Uuid;

use super::super::sqlite::{empty_file, finish, open_file};
use super::super::{Result, StorageError};
use super::{Postgres, row};

/// Rows that are written to the file at once.
const ROWS: usize = 2000;

/// A table with its columns, in the order in which both databases have them. Without the keys of attachments.
struct Table {
    name: &'static str,
    columns: &'static [(&'static str, Type)],
}

const TABLES: [Table; 8] = [
    Table {
        name: "dataset",
        columns: &[
            ("one", Type::INT2),
            ("id", Type::UUID),
            ("generation", Type::INT8),
            ("sealing_secret", Type::BYTEA),
        ],
    },
    Table {
        name: "device",
        columns: &[
            ("token", Type::TEXT),
            ("id", Type::UUID),
            ("home_unit", Type::UUID),
            ("employee", Type::UUID),
            ("enrolled_at", Type::TEXT),
            ("revoked_at", Type::TEXT),
        ],
    },
    Table {
        name: "feed",
        columns: &[
            ("id", Type::TEXT),
            ("sequence", Type::INT8),
            ("count", Type::INT8),
            ("hash", Type::BYTEA),
            ("restored", Type::INT8),
        ],
    },
    Table {
        name: "record",
        columns: &[
            ("home_unit", Type::UUID),
            ("kind", Type::TEXT),
            ("id", Type::UUID),
            ("sequence", Type::INT8),
            ("state", Type::INT2),
            ("fields", Type::TEXT),
            ("conflicts", Type::TEXT),
            ("hash", Type::BYTEA),
            ("size", Type::INT8),
            ("changed_by", Type::UUID),
            ("changed_at", Type::TEXT),
        ],
    },
    Table {
        name: "answered",
        columns: &[
            ("home_unit", Type::UUID),
            ("id", Type::UUID),
            ("hash", Type::BYTEA),
            ("outcome", Type::INT2),
            ("code", Type::TEXT),
            ("sequence", Type::INT8),
        ],
    },
    Table { name: "purged", columns: &[("kind", Type::TEXT), ("id", Type::UUID)] },
    Table {
        name: "blob",
        columns: &[
            ("home_unit", Type::UUID),
            ("id", Type::UUID),
            ("kind", Type::TEXT),
            ("record", Type::UUID),
            ("size", Type::INT8),
            ("sha256", Type::BYTEA),
            ("stored", Type::INT8),
            ("complete", Type::BOOL),
        ],
    },
    Table {
        name: "orphan",
        columns: &[
            ("home_unit", Type::UUID),
            ("id", Type::BYTEA),
            ("device", Type::UUID),
            ("received_at", Type::TEXT),
            ("sealed", Type::BYTEA),
        ],
    },
];

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
    }

    fn types(&self) -> Vec<Type> {
        self.columns.iter().map(|(_, kind)| kind.clone()).collect()
    }
}

impl Postgres {
    /// See [`super::super::Storage::dump`].
    pub async fn dump(&self, to: PathBuf) -> Result<()> {
        let mut connection = self.connection().await?;
        // All tables from one state of the database.
        let tx = connection
            .build_transaction()
            .isolation_level(tokio_postgres::IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()
            .await?;
        let file = empty_file(&to)?;
        for table in &TABLES {
            let sql = format!("SELECT {} FROM {}", table.names(), table.name);
            let rows = tx.query_raw(&sql, std::iter::empty::<&(dyn ToSql + Sync)>()).await?;
            pin_mut!(rows);
            let mut batch = Vec::with_capacity(ROWS);
            while let Some(row) = rows.try_next().await? {
                batch.push(to_file(&row, table)?);
                if batch.len() == ROWS {
                    add_rows(&file, table, &batch)?;
                    batch.clear();
                }
            }
            add_rows(&file, table, &batch)?;
        }
        tx.commit().await?;
        finish(&file)
    }

    /// See [`super::super::Storage::restore`].
    pub async fn restore(&self, from: PathBuf, at_least: i64) -> Result<i64> {
        let file = open_file(&from)?;
        let mut connection = self.connection().await?;
        let tx = connection.transaction().await?;
        let before: i64 = tx.query_one("SELECT generation FROM dataset", &[]).await?.try_get(0)?;
        tx.batch_execute("CREATE TEMP TABLE earlier ON COMMIT DROP AS SELECT id, restored FROM feed").await?;
        for table in &TABLES {
            tx.batch_execute(&format!("TRUNCATE {}", table.name)).await?;
            let copy = format!("COPY {} ({}) FROM STDIN BINARY", table.name, table.names());
            let writer = BinaryCopyInWriter::new(tx.copy_in(&copy).await?, &table.types());
            pin_mut!(writer);
            for row in rows_of(&file, table)? {
                let values: Vec<&(dyn ToSql + Sync)> = row.iter().map(|cell| &**cell as &(dyn ToSql + Sync)).collect();
                writer.as_mut().write(&values).await?;
            }
            writer.finish().await?;
        }
        tx.batch_execute(include_str!("sql/restored.sql")).await?;
        let sql = "UPDATE dataset SET generation = greatest($1, $2::bigint + 1, generation + 1) RETURNING generation";
        let generation = tx.query_one(sql, &[&at_least, &before]).await?.try_get(0)?;
        tx.commit().await?;
        Ok(generation)
    }

    /// See [`super::super::Storage::restored`].
    pub async fn restored(&self) -> Result<Vec<(FeedId, u64)>> {
        let found = self.select("SELECT id, restored FROM feed WHERE restored IS NOT NULL", &[]).await?;
        let feed = |found: &Row| {
            let feed = FeedId::new(found.try_get(0)?).map_err(|_| StorageError::Damaged)?;
            Ok((feed, row::number(found, 1)?))
        };
        found.iter().map(feed).collect()
    }

    /// See [`super::super::Storage::lower_restored`].
    pub async fn lower_restored(&self, feeds: Vec<(FeedId, u64)>) -> Result<()> {
        attempt!(self, connection => {
            let tx = connection.transaction().await?;
            for (feed, number) in &feeds {
                let number = row::stored(*number)?;
                tx.execute(include_str!("sql/restored_lower.sql"), &[&feed.as_str(), &number]).await?;
            }
            Ok(tx.commit().await?)
        })
    }

    /// See [`super::super::Storage::keys`].
    pub async fn keys(&self) -> Result<Vec<(RecordId, RecordKey, [u8; 32])>> {
        let found = self.select("SELECT home_unit, kind, record, key FROM blob_key", &[]).await?;
        let key = |found: &Row| {
            let record = RecordKey::new(row::kind(found, 1)?, found.try_get(2)?);
            Ok((found.try_get(0)?, record, row::bytes(found, 3)?))
        };
        found.iter().map(key).collect()
    }

    /// See [`super::super::Storage::put_keys`].
    pub async fn put_keys(&self, keys: Vec<(RecordId, RecordKey, [u8; 32])>) -> Result<()> {
        attempt!(self, connection => {
            let tx = connection.transaction().await?;
            let sql = "INSERT INTO blob_key (home_unit, kind, record, key) SELECT $1, $2::text, $3::uuid, $4
                       WHERE NOT EXISTS (SELECT 1 FROM purged WHERE kind = $2 AND id = $3) ON CONFLICT DO NOTHING";
            for (unit, record, key) in &keys {
                tx.execute(sql, &[unit, &record.kind.as_str(), &record.id, &key.as_slice()]).await?;
            }
            Ok(tx.commit().await?)
        })
    }

    /// See [`super::super::Storage::scrub`].
    pub async fn scrub(&self) -> Result<()> {
        Ok(self.connection().await?.batch_execute("VACUUM record").await?)
    }
}

fn to_file(row: &Row, table: &Table) -> Result<Vec<Value>> {
    let cell = |(index, (_, kind)): (usize, &(&str, Type))| -> Result<Value> {
        Ok(match *kind {
            Type::UUID => optional(row.try_get::<_, Option<Uuid>>(index)?.map(|id| id.as_bytes().to_vec())),
            Type::TEXT => optional(row.try_get::<_, Option<String>>(index)?),
            Type::BYTEA => Value::Blob(row.try_get(index)?),
            Type::INT8 => optional(row.try_get::<_, Option<i64>>(index)?),
            Type::INT2 => Value::Integer(row.try_get::<_, i16>(index)?.into()),
            Type::BOOL => Value::Integer(row.try_get::<_, bool>(index)?.into()),
            _ => return Err(StorageError::Internal("a column of another type")),
        })
    };
    table.columns.iter().enumerate().map(cell).collect()
}

fn optional<T: Into<Value>>(value: Option<T>) -> Value {
    value.map_or(Value::Null, Into::into)
}

fn add_rows(file: &Connection, table: &Table, rows: &[Vec<Value>]) -> Result<()> {
    let transaction = file.unchecked_transaction()?;
    let places = vec!["?"; table.columns.len()].join(", ");
    let sql = format!("INSERT INTO {} ({}) VALUES ({places})", table.name, table.names());
    let mut statement = transaction.prepare_cached(&sql)?;
    for row in rows {
        statement.execute(rusqlite::params_from_iter(row))?;
    }
    drop(statement);
    transaction.commit()?;
    Ok(())
}

type Cell = Box<dyn ToSql + Sync + Send>;

fn rows_of(file: &Connection, table: &Table) -> Result<Vec<Vec<Cell>>> {
    let mut statement = file.prepare(&format!("SELECT {} FROM {}", table.names(), table.name))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let cells = table.columns.iter().enumerate().map(|(index, (_, kind))| from_file(row.get_ref(index)?, kind));
        found.push(cells.collect::<Result<_>>()?);
    }
    Ok(found)
}

fn from_file(value: ValueRef<'_>, kind: &Type) -> Result<Cell> {
    let damaged = |_| StorageError::Damaged;
    Ok(match *kind {
        Type::UUID => {
            let id = value.as_blob_or_null().map_err(damaged)?.map(Uuid::from_slice).transpose();
            Box::new(id.map_err(|_| StorageError::Damaged)?)
        }
        Type::TEXT => Box::new(value.as_str_or_null().map_err(damaged)?.map(str::to_owned)),
        Type::BYTEA => Box::new(value.as_blob().map_err(damaged)?.to_vec()),
        Type::INT8 => Box::new(value.as_i64_or_null().map_err(damaged)?),
        Type::INT2 => Box::new(i16::try_from(value.as_i64().map_err(damaged)?).map_err(|_| StorageError::Damaged)?),
        Type::BOOL => Box::new(value.as_i64().map_err(damaged)? == 1),
        _ => return Err(StorageError::Internal("a column of another type")),
    })
}
