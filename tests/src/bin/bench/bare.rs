//! What handing in is held against: the same rows into the same tables with the same indexes by plain statements,
//! prepared once, in transactions of the same size, on the same database. They are written for another unit, so that none
//! is there yet.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use feltmappen_domain::record::RecordId;
use rusqlite::{Connection, params};
use tokio_postgres::{Client, NoTls, Statement, Transaction};
use uuid::Uuid;

use crate::{office::Database, sample::UNIT};

/// A connection beside central's.
pub enum Bare {
    Sqlite(Connection),
    Postgres { client: Client, many: Inserts, one: Inserts },
}

/// How the rows of a transaction are written to PostgreSQL.
#[derive(Clone, Copy)]
pub enum Way {
    /// All in one statement for each table: the fastest there is.
    Many,
    /// A savepoint for each commit, and in it a statement for each row.
    Savepoints,
}

/// The two statements that write a record and an answer, or many of them.
pub struct Inserts {
    record: Statement,
    answered: Statement,
}

/// A record as central has stored it.
struct Row {
    kind: String,
    id: Uuid,
    sequence: i64,
    fields: String,
    conflicts: String,
    hash: Vec<u8>,
    size: i64,
    by: Uuid,
    at: String,
}

impl Bare {
    pub async fn beside(database: &Database) -> Self {
        match database {
            Database::Sqlite(file) => Self::Sqlite(sqlite(file)),
            Database::Postgres { address, .. } => postgres(address).await,
        }
    }

    /// Writes the rows that the latest pushes left, a record and an answer for each, for another unit. Gives the time that
    /// it took. SQLite, where a statement is no journey, knows one way.
    pub async fn insert(&mut self, way: Way, unit: RecordId, count: usize, batch: usize) -> Duration {
        match self {
            Self::Sqlite(connection) => insert_sqlite(connection, unit, &latest_sqlite(connection, count), batch),
            Self::Postgres { client, many, one } => {
                let rows = latest_postgres(client, count).await;
                let begun = Instant::now();
                for rows in rows.chunks(batch) {
                    let mut transaction = client.transaction().await.expect("a transaction");
                    match way {
                        Way::Many => insert_many(&transaction, many, unit, rows).await,
                        Way::Savepoints => insert_one_by_one(&mut transaction, one, unit, rows).await,
                    }
                    transaction.commit().await.expect("it is durable");
                }
                begun.elapsed()
            }
        }
    }
}

/// With central's own settings.
fn sqlite(file: &Path) -> Connection {
    let connection = Connection::open(file).expect("central's database");
    connection
        .execute_batch(include_str!("../../../../crates/central/src/storage/sqlite/sql/connection.sql"))
        .expect("settings");
    connection
}

fn latest_sqlite(connection: &Connection, count: usize) -> Vec<Row> {
    let mut latest = connection
        .prepare_cached(
            "SELECT kind, id, sequence, fields, conflicts, hash, size, changed_by, changed_at FROM record
             WHERE home_unit = ?1 ORDER BY sequence DESC LIMIT ?2",
        )
        .expect("a statement");
    let row = |row: &rusqlite::Row<'_>| {
        Ok(Row {
            kind: row.get(0)?,
            id: Uuid::from_bytes(row.get(1)?),
            sequence: row.get(2)?,
            fields: row.get(3)?,
            conflicts: row.get(4)?,
            hash: row.get(5)?,
            size: row.get(6)?,
            by: Uuid::from_bytes(row.get(7)?),
            at: row.get(8)?,
        })
    };
    let rows = latest.query_map(params![UNIT.as_bytes(), count as i64], row).expect("rows");
    let mut rows: Vec<Row> = rows.collect::<rusqlite::Result<_>>().expect("rows");
    rows.reverse();
    rows
}

fn insert_sqlite(connection: &Connection, unit: Uuid, rows: &[Row], batch: usize) -> Duration {
    let begun = Instant::now();
    for rows in rows.chunks(batch) {
        let transaction = connection.unchecked_transaction().expect("a transaction");
        let mut record = transaction
            .prepare_cached(
                "INSERT INTO record (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at)
                 VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)",
            )
            .expect("a statement");
        let mut answered = transaction
            .prepare_cached(
                "INSERT INTO answered (home_unit, id, hash, outcome, code, sequence) VALUES (?1, ?2, ?3, 0, NULL, ?4)",
            )
            .expect("a statement");
        for row in rows {
            let (unit, id, by) = (unit.as_bytes(), row.id.as_bytes(), row.by.as_bytes());
            let Row { kind, sequence, fields, conflicts, hash, size, at, .. } = row;
            record
                .execute(params![unit, kind, id, sequence, fields, conflicts, hash, size, by, at])
                .expect("a record is written");
            answered.execute(params![unit, id, hash, sequence]).expect("an answer is written");
        }
        drop((record, answered));
        transaction.commit().expect("it is durable");
    }
    begun.elapsed()
}

async fn postgres(address: &str) -> Bare {
    let (client, connection) = tokio_postgres::connect(address, NoTls).await.expect("the server");
    tokio::spawn(connection);
    let record = "INSERT INTO record (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at)";
    let answered = "INSERT INTO answered (home_unit, id, hash, outcome, code, sequence)";
    let prepare =
        async |table: &str, rows: &str| client.prepare(&format!("{table} {rows}")).await.expect("a statement");
    let many = Inserts {
        record: prepare(
            record,
            "SELECT $1, kind, id, sequence, 0, fields, conflicts, hash, size, by, at
             FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::bigint[], $9::uuid[], $10::text[])
             AS new (kind, id, sequence, fields, conflicts, hash, size, by, at)",
        )
        .await,
        answered: prepare(
            answered,
            "SELECT $1, id, hash, 0, NULL, sequence
             FROM unnest($2::uuid[], $3::bytea[], $4::bigint[]) AS new (id, hash, sequence)",
        )
        .await,
    };
    let one = Inserts {
        record: prepare(record, "VALUES ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10)").await,
        answered: prepare(answered, "VALUES ($1, $2, $3, 0, NULL, $4)").await,
    };
    Bare::Postgres { client, many, one }
}

async fn latest_postgres(client: &Client, count: usize) -> Vec<Row> {
    let sql = "SELECT kind, id, sequence, fields, conflicts, hash, size, changed_by, changed_at FROM record
               WHERE home_unit = $1 ORDER BY sequence DESC LIMIT $2";
    let rows = client.query(sql, &[&UNIT, &(count as i64)]).await.expect("rows");
    let row = |row: &tokio_postgres::Row| Row {
        kind: row.get(0),
        id: row.get(1),
        sequence: row.get(2),
        fields: row.get(3),
        conflicts: row.get(4),
        hash: row.get(5),
        size: row.get(6),
        by: row.get(7),
        at: row.get(8),
    };
    rows.iter().rev().map(row).collect()
}

async fn insert_many(transaction: &Transaction<'_>, inserts: &Inserts, unit: Uuid, rows: &[Row]) {
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let sequences: Vec<i64> = rows.iter().map(|row| row.sequence).collect();
    let fields: Vec<&str> = rows.iter().map(|row| row.fields.as_str()).collect();
    let conflicts: Vec<&str> = rows.iter().map(|row| row.conflicts.as_str()).collect();
    let hashes: Vec<&[u8]> = rows.iter().map(|row| row.hash.as_slice()).collect();
    let sizes: Vec<i64> = rows.iter().map(|row| row.size).collect();
    let by: Vec<Uuid> = rows.iter().map(|row| row.by).collect();
    let at: Vec<&str> = rows.iter().map(|row| row.at.as_str()).collect();
    transaction
        .execute(&inserts.record, &[&unit, &kinds, &ids, &sequences, &fields, &conflicts, &hashes, &sizes, &by, &at])
        .await
        .expect("records are written");
    transaction.execute(&inserts.answered, &[&unit, &ids, &hashes, &sequences]).await.expect("answers are written");
}

async fn insert_one_by_one(transaction: &mut Transaction<'_>, inserts: &Inserts, unit: Uuid, rows: &[Row]) {
    for Row { kind, id, sequence, fields, conflicts, hash, size, by, at } in rows {
        let savepoint = transaction.savepoint("commit_within").await.expect("a savepoint");
        savepoint
            .execute(&inserts.record, &[&unit, kind, id, sequence, fields, conflicts, hash, size, by, at])
            .await
            .expect("a record is written");
        savepoint.execute(&inserts.answered, &[&unit, id, hash, sequence]).await.expect("an answer is written");
        savepoint.commit().await.expect("the savepoint is let go");
    }
}
