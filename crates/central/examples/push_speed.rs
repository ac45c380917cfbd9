//! How fast pushes are, against bare inserts of the same rows into the same tables in transactions of the same size.
//! `cargo run --release -p feltmappen-central --example push_speed -- sqlite:PATH|postgres://…` (an empty database).
//! The whole way is measured: a real server, HTTP, reading, merging, hashing, writing.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "a measurement for a terminal")]
#![allow(clippy::disallowed_methods, reason = "the edge: it measures real time")]

use std::time::{Duration, Instant};

use feltmappen_central::blobs::Blobs;
use feltmappen_central::central::Central;
use feltmappen_central::identity::enrol;
use feltmappen_central::limits::Limits;
use feltmappen_central::server::serve;
use feltmappen_central::storage::{Place, Rig, Storage};
use feltmappen_domain::record::{Kind, Path, RecordKey};
use feltmappen_sync::wire::{Push, PushReply};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::json;
use uuid::Uuid;

const COMMITS: usize = 20_000;
const BATCH: usize = 500;

fn id(n: usize) -> Uuid {
    Uuid::from_u128(0x019a_a1b2_7c00_7000_8000_0000_0000_0000 | n as u128)
}

/// A contact of about 1.2 KB with 30 fields, as a device makes it.
fn commit(n: usize, unit: Uuid) -> Commit {
    let fields =
        (0..29).map(|field| (format!("note_{field}"), json!(format!("en bemærkning nummer {n} om felt {field}"))));
    let changes = fields
        .chain([("name".to_owned(), json!(format!("Person {n}")))])
        .map(|(path, value)| Change { path: Path::new(&path).unwrap(), base: json!(null), value })
        .collect();
    let key = RecordKey::new(Kind::Contact, id(0x100_0000 + n));
    Commit {
        id: id(0x200_0000 + n),
        author: id(1),
        device_time: "2026-11-24T10:52:00.000+01:00".to_owned(),
        action: "create".to_owned(),
        needs: Vec::new(),
        records: vec![RecordChange { key, home_unit: unit, changes, resolves: Vec::new() }],
    }
}

/// An edit of one field of it.
fn edit(n: usize, unit: Uuid) -> Commit {
    let mut made = commit(n, unit);
    made.id = id(0x300_0000 + n);
    made.records[0].changes.truncate(1);
    let change = &mut made.records[0].changes[0];
    change.base = std::mem::replace(&mut change.value, json!(format!("en anden bemærkning nummer {n}")));
    made
}

#[tokio::main]
async fn main() {
    let place: Place = std::env::args().nth(1).expect("a database").parse().unwrap();
    let storage = Storage::open(&place, Rig::default()).await.unwrap();
    let folder = std::env::temp_dir().join(format!("push-speed-{}", std::process::id()));
    let (_stop, stopping) = tokio::sync::watch::channel(false);
    let central = Central::start(storage.clone(), Blobs::folder(&folder).unwrap(), Limits::default(), stopping.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1/commits", listener.local_addr().unwrap());
    tokio::spawn(serve(listener, central, stopping));

    let unit = id(2);
    let (_, token) = enrol(&storage, unit, id(1)).await.unwrap();
    let http = reqwest::Client::new();
    let mut pushed = [Duration::ZERO; 2];
    let rounds: [fn(usize, Uuid) -> Commit; 2] = [commit, edit];
    for (round, make) in rounds.into_iter().enumerate() {
        for batch in 0..COMMITS / BATCH {
            let commits: Vec<_> = (0..BATCH).map(|n| make(batch * BATCH + n, unit)).collect();
            let body = serde_json::to_vec(&Push { dataset: None, commits }).unwrap();
            let begun = Instant::now();
            let request = http.post(&url).bearer_auth(token.expose()).header("Feltmappen-Protocol", "1").body(body);
            let answer = request.send().await.unwrap().bytes().await.unwrap();
            pushed[round] += begun.elapsed();
            let reply: PushReply = serde_json::from_slice(&answer).unwrap();
            assert_eq!(reply.results.len(), BATCH);
        }
    }
    let other = id(3);
    let bare = match &place {
        Place::Sqlite(path) => bare_sqlite(path, unit, other),
        Place::Postgres(address) => bare_postgres(address, unit, other).await,
    };
    let rate = |took: Duration| COMMITS as f64 / took.as_secs_f64();
    for (what, took) in ["new records of 30 fields", "edits of one field"].iter().zip(pushed) {
        let ratio = bare.as_secs_f64() / took.as_secs_f64();
        println!("{what}: pushed {:.0}/s, bare {:.0}/s, ratio {ratio:.2}", rate(took), rate(bare));
    }
}

/// The rows of a unit once more under another one: plain statements, prepared once, in transactions of the same size.
fn bare_sqlite(path: &std::path::Path, unit: Uuid, other: Uuid) -> Duration {
    type Record = (String, Vec<u8>, i64, String, String, Vec<u8>, i64, Vec<u8>, String);
    let file = rusqlite::Connection::open(path).unwrap();
    file.execute_batch("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;").unwrap();
    let mut statement = file
        .prepare("SELECT kind, id, sequence, fields, conflicts, hash, size, changed_by, changed_at FROM record WHERE home_unit = ?1 ORDER BY sequence")
        .unwrap();
    let columns = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Record> {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
            row.get(8)?,
        ))
    };
    let records: Vec<Record> = statement.query_map([unit.as_bytes()], columns).unwrap().map(Result::unwrap).collect();
    let begun = Instant::now();
    for batch in records.chunks(BATCH) {
        let transaction = file.unchecked_transaction().unwrap();
        let mut record = transaction
            .prepare_cached("INSERT INTO record (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10)")
            .unwrap();
        let mut answered = transaction
            .prepare_cached(
                "INSERT INTO answered (home_unit, id, hash, outcome, code, sequence) VALUES (?1, ?2, ?3, 0, NULL, ?4)",
            )
            .unwrap();
        for (kind, id, sequence, fields, conflicts, hash, size, by, at) in batch {
            let other = other.as_bytes();
            record
                .execute(rusqlite::params![other, kind, id, sequence, fields, conflicts, hash, size, by, at])
                .unwrap();
            answered.execute(rusqlite::params![other, id, hash, sequence]).unwrap();
        }
        drop((record, answered));
        transaction.commit().unwrap();
    }
    begun.elapsed()
}

/// As [`bare_sqlite`], many rows to a statement.
async fn bare_postgres(address: &str, unit: Uuid, other: Uuid) -> Duration {
    let (mut client, connection) = tokio_postgres::connect(address, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let sql = "SELECT kind, id, sequence, fields, conflicts, hash, size, changed_by, changed_at FROM record WHERE home_unit = $1 ORDER BY sequence";
    let rows = client.query(sql, &[&unit]).await.unwrap();
    let record = "INSERT INTO record (home_unit, kind, id, sequence, state, fields, conflicts, hash, size, changed_by, changed_at)
        SELECT $1, kind, id, sequence, 0, fields, conflicts, hash, size, by, at
        FROM unnest($2::text[], $3::uuid[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::bigint[], $9::uuid[], $10::text[])
        AS new (kind, id, sequence, fields, conflicts, hash, size, by, at)";
    let answered = "INSERT INTO answered (home_unit, id, hash, outcome, code, sequence)
        SELECT $1, id, hash, 0, NULL, sequence FROM unnest($2::uuid[], $3::bytea[], $4::bigint[]) AS new (id, hash, sequence)";
    let (record, answered) = (client.prepare(record).await.unwrap(), client.prepare(answered).await.unwrap());
    let begun = Instant::now();
    for batch in rows.chunks(BATCH) {
        let texts = |column: usize| batch.iter().map(|row| row.get(column)).collect::<Vec<&str>>();
        let ids = |column: usize| batch.iter().map(|row| row.get(column)).collect::<Vec<Uuid>>();
        let numbers = |column: usize| batch.iter().map(|row| row.get(column)).collect::<Vec<i64>>();
        let hashes: Vec<&[u8]> = batch.iter().map(|row| row.get(5)).collect();
        let transaction = client.transaction().await.unwrap();
        let (kinds, fields, conflicts, at) = (texts(0), texts(3), texts(4), texts(8));
        let (own, by, sequences, sizes) = (ids(1), ids(7), numbers(2), numbers(6));
        transaction
            .execute(&record, &[&other, &kinds, &own, &sequences, &fields, &conflicts, &hashes, &sizes, &by, &at])
            .await
            .unwrap();
        transaction.execute(&answered, &[&other, &own, &hashes, &sequences]).await.unwrap();
        transaction.commit().await.unwrap();
    }
    begun.elapsed()
}
