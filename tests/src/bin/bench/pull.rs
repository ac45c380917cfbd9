//! A new device reads everything that its unit has, against a bare bulk insert of the same rows.

use std::time::{Duration, Instant};

use feltmappen_store::Workspace;
use rusqlite::{Connection, params_from_iter, types::Value};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::{device::Device, figure::Figure, office::Office};

/// Records in the unit's feed.
const RECORDS: u32 = 100_000;
/// Rows of one transaction: as many as a page has, and as the device stores at once.
const BATCH: usize = 500;
/// Rows that are read from the device's workspace at a time, while nothing is measured.
const READ: usize = 10_000;

/// The tables that a record of a feed ends in, and how the rows of job orders are found there.
const TABLES: [(&str, &str); 3] = [
    ("confirmed", "SELECT * FROM confirmed WHERE kind = 6 AND row > ?1 ORDER BY row LIMIT ?2"),
    ("record", "SELECT * FROM record WHERE kind = 6 AND row > ?1 ORDER BY row LIMIT ?2"),
    ("search_doc", "SELECT * FROM search_doc WHERE row >> 40 = 6 AND row > ?1 ORDER BY row LIMIT ?2"),
];
/// The indexes of the search: the folded title and body of a document.
const INDEXES: [&str; 2] = [
    "INSERT INTO search_words (rowid, folded_title, folded_body) VALUES (?1, ?2, ?3)",
    "INSERT INTO search_inside (rowid, folded_title, folded_body) VALUES (?1, ?2, ?3)",
];

/// From connecting a new device to the moment when it says that it has everything and finds everything, against bare
/// SQLCipher: the same rows into the same tables with the same indexes, those of the search among them, under the same
/// settings, in transactions of the same size, the log emptied whenever it is as long as the device lets it grow.
pub fn bench(runtime: &Runtime) -> Figure {
    let office = Office::on_sqlite();
    let records = crate::records(RECORDS);
    runtime.block_on(office.fill(records));
    let device = Device::new();
    let begun = Instant::now();
    device.connect(&office.address(), office.token());
    device.until_all_is_here();
    let pulled = begun.elapsed();
    drop(office);
    let (workspace, _folder) = device.into_workspace();
    let inserted = bare(&workspace, records);
    let rate = |took: Duration| f64::from(records) / took.as_secs_f64();
    Figure {
        name: "first_pull_100k_vs_raw_insert",
        value: inserted.as_secs_f64() / pulled.as_secs_f64(),
        unit: "ratio",
        detail: format!(
            "at least 0.6: {records} job orders of 30 fields from central into the encrypted workspace with its search, \
             over HTTP, in {:.1} s ({:.0}/s); the same rows and indexes by bare SQL into SQLCipher with the same settings \
             in transactions of {BATCH} in {:.1} s ({:.0}/s)",
            pulled.as_secs_f64(),
            rate(pulled),
            inserted.as_secs_f64(),
            rate(inserted)
        ),
    }
}

/// The time of the bare inserts.
fn bare(workspace: &Workspace, records: u32) -> Duration {
    let (copy, _folder) = empty_copy(workspace);
    let mut took = Duration::ZERO;
    let mut after = [0; TABLES.len()];
    let mut copied = 0;
    loop {
        let rows: Vec<Vec<Vec<Value>>> =
            TABLES.iter().zip(&mut after).map(|((_, sql), after)| read(workspace, sql, after)).collect();
        if rows[0].is_empty() {
            break;
        }
        copied += rows[0].len();
        assert!(rows.iter().all(|of| of.len() == rows[0].len()), "every record is confirmed, listed and found");
        let begun = Instant::now();
        for from in (0..rows[0].len()).step_by(BATCH) {
            insert(&copy, &rows, from);
        }
        took += begun.elapsed();
    }
    assert_eq!(copied, records as usize);
    took
}

/// A database of its own with the workspace's tables and the few rows that others refer to.
fn empty_copy(workspace: &Workspace) -> (Connection, TempDir) {
    let folder = crate::office::folder();
    let copy = Connection::open(folder.path().join("bare.db")).expect("a database");
    let prepare = |sql: &str| copy.execute_batch(sql).expect("it is prepared");
    prepare(&format!("PRAGMA key = \"x'{}'\"", "5a".repeat(48)));
    prepare(include_str!("../../../../crates/store/src/sql/connection.sql"));
    // What a page of a pull is stored with, and a log of 4 MiB.
    prepare(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 1024; PRAGMA cache_size = -8192;",
    );
    prepare(include_str!("../../../../crates/store/src/schema/0001.sql"));
    prepare(include_str!("../../../../crates/store/src/schema/0002.sql"));
    for (table, sql) in
        [("feed", "SELECT * FROM feed WHERE n > ?1 LIMIT ?2"), ("party", "SELECT * FROM party WHERE n > ?1 LIMIT ?2")]
    {
        for row in read(workspace, sql, &mut 0) {
            copy.execute(&insert_into(table, row.len()), params_from_iter(row)).expect("a row");
        }
    }
    (copy, folder)
}

/// The next rows of a table; the first column says how far that is.
fn read(workspace: &Workspace, sql: &str, after: &mut i64) -> Vec<Vec<Value>> {
    let rows = workspace.raw(|connection| {
        let mut find = connection.prepare_cached(sql)?;
        let columns = find.column_count();
        let row = |row: &rusqlite::Row<'_>| (0..columns).map(|at| row.get::<_, Value>(at)).collect();
        find.query_map([*after, READ as i64], row)?.collect::<rusqlite::Result<Vec<Vec<Value>>>>()
    });
    let rows = rows.expect("the rows");
    if let Some(Value::Integer(last)) = rows.last().and_then(|row| row.first()) {
        *after = *last;
    }
    rows
}

/// One transaction.
fn insert(copy: &Connection, rows: &[Vec<Vec<Value>>], from: usize) {
    let transaction = copy.unchecked_transaction().expect("a transaction");
    for at in from..(from + BATCH).min(rows[0].len()) {
        for ((table, _), rows) in TABLES.iter().zip(rows) {
            let mut insert = transaction.prepare_cached(&insert_into(table, rows[at].len())).expect("a statement");
            insert.execute(params_from_iter(&rows[at])).expect("a row");
        }
        let document = &rows[2][at];
        for sql in INDEXES {
            let mut index = transaction.prepare_cached(sql).expect("a statement");
            index.execute([&document[0], &document[3], &document[5]]).expect("it is found");
        }
    }
    transaction.commit().expect("it is stored");
}

fn insert_into(table: &str, columns: usize) -> String {
    let places: Vec<String> = (1..=columns).map(|at| format!("?{at}")).collect();
    format!("INSERT INTO {table} VALUES ({})", places.join(", "))
}
