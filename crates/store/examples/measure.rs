//! Measures one workspace of 100,000 companies and 100,000 orders against bare SQLCipher in the same run.
//!
//! `cargo run --release -p feltmappen-store --example measure [records]`
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A tool for developers.

use std::time::{Duration, Instant};

use feltmappen_domain::record::{Kind, Path, RecordKey};
use feltmappen_store::{ListQuery, NewSlots, OpenWith, Passphrase, Place, Sort, Workspace};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

const NOW: &str = "2026-11-24T10:00:00Z";
const UNIT: Uuid = Uuid::from_u128(0x0410);
const FIRST: [&str; 12] =
    ["Møller", "Ærø", "Østjysk", "Nordisk", "Aalborg", "Jensen", "Kvik", "Bager", "Lager", "Grøn", "Skov", "Hav"];
const SECOND: [&str; 12] = [
    "Smedje",
    "Transport",
    "VVS",
    "Tømrer",
    "Rengøring",
    "Maskinfabrik",
    "Hotel",
    "Café",
    "Byg",
    "Logistik",
    "Pleje",
    "El",
];
const WORK: [&str; 10] = [
    "Gaffeltruckfører",
    "Lagermedarbejder",
    "Kok",
    "Tjener",
    "Pædagogmedhjælper",
    "Chauffør",
    "Svejser",
    "Rengøringsassistent",
    "Elektriker",
    "Butiksmedarbejder",
];

fn commit(n: u128, key: RecordKey, changes: Vec<(&str, Value, Value)>) -> Commit {
    let change = |(path, base, value): (&str, Value, Value)| Change { path: Path::new(path).unwrap(), base, value };
    Commit {
        id: Uuid::from_u128(n),
        author: UNIT,
        device_time: NOW.into(),
        action: "import".into(),
        needs: Vec::new(),
        records: vec![RecordChange {
            key,
            home_unit: UNIT,
            changes: changes.into_iter().map(change).collect(),
            resolves: Vec::new(),
        }],
    }
}

fn company(n: usize) -> Commit {
    let key = RecordKey { kind: Kind::Company, id: Uuid::from_u128((1 << 100) + n as u128) };
    let name = format!("{} {} {n}", FIRST[n % 12], SECOND[n / 12 % 12]);
    let notes = format!("Virksomheden har {} ansatte og søger ofte {}.", n % 300, WORK[n / 7 % 10]);
    commit(
        (2 << 100) + n as u128,
        key,
        vec![
            ("name", Value::Null, json!(name)),
            ("cvr", Value::Null, json!(format!("{:08}", 10_000_000 + n))),
            ("notes", Value::Null, json!(notes)),
        ],
    )
}

fn order(n: usize) -> Commit {
    let key = RecordKey { kind: Kind::JobOrder, id: Uuid::from_u128((3 << 100) + n as u128) };
    let owner = Uuid::from_u128((5 << 100) + (n % 40) as u128);
    let tasks = format!(
        "Opgaverne er {} i {}, med ansvar for {} og kontakt til kunder. Nummer {n}.",
        WORK[n / 3 % 10],
        SECOND[n / 5 % 12],
        SECOND[n / 11 % 12]
    );
    commit(
        (4 << 100) + n as u128,
        key,
        vec![
            ("title", Value::Null, json!(format!("{} til {}", WORK[n % 10], FIRST[n / 10 % 12]))),
            ("status", Value::Null, json!(["open", "draft", "closed", "inactive"][n % 4])),
            ("coordinator", Value::Null, json!(owner.to_string())),
            ("responsible_unit", Value::Null, json!(UNIT.to_string())),
            ("start_date", Value::Null, json!(format!("2026-{:02}-{:02}", n % 12 + 1, n % 28 + 1))),
            ("tasks", Value::Null, json!(tasks)),
        ],
    )
}

/// Median and 99th percentile.
fn percentiles(mut times: Vec<Duration>) -> (f64, f64) {
    times.sort();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    (at(50), at(99))
}

fn time(rounds: usize, mut work: impl FnMut(usize)) -> (f64, f64) {
    percentiles(
        (0..rounds)
            .map(|n| {
                let start = Instant::now();
                work(n);
                start.elapsed()
            })
            .collect(),
    )
}

fn main() {
    let records: usize = std::env::args().nth(1).map_or(100_000, |n| n.parse().unwrap());
    let dir = std::env::temp_dir().join(format!("feltmappen-measure-{records}"));
    let place = Place::new(&dir);
    let word = Passphrase::new("x".into());
    if !dir.join("feltmappen.db").exists() {
        let slots = NewSlots { keyring: None, passphrase: Some(&word) };
        let workspace = Workspace::create(&place, slots, NOW).unwrap();
        let start = Instant::now();
        for chunk in (0..records).collect::<Vec<_>>().chunks(1_000) {
            workspace.commit_many(&chunk.iter().map(|n| company(*n)).collect::<Vec<_>>()).unwrap();
            workspace.commit_many(&chunk.iter().map(|n| order(*n)).collect::<Vec<_>>()).unwrap();
        }
        let speed = 2.0 * records as f64 / start.elapsed().as_secs_f64();
        println!(
            "import: {speed:.0} records/s, {} MB",
            dir.join("feltmappen.db").metadata().unwrap().len() / 1_000_000
        );
    }
    let start = Instant::now();
    let workspace = Workspace::open(&place, OpenWith::Passphrase(&word), NOW).unwrap();
    println!("open with passphrase: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);
    edits(&workspace);
    lists(&workspace, records);
    searches(&workspace);
}

fn edits(workspace: &Workspace) {
    workspace.raw(|c| c.execute_batch("CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, value TEXT); INSERT OR REPLACE INTO bare VALUES (1, '')")).unwrap();
    let key = company(7).records[0].key;
    let (mut bare, mut draft, mut committed) = (Vec::new(), Vec::new(), Vec::new());
    let path = Path::new("notes").unwrap();
    let standing = workspace.record(&key).unwrap().unwrap();
    let mut before = standing.fields.get("notes").cloned().unwrap_or_default();
    for n in 0..300u128 {
        let start = Instant::now();
        workspace
            .raw(|c| c.prepare_cached("UPDATE bare SET value = ?1 WHERE id = 1")?.execute([format!("værdi {n}")]))
            .unwrap();
        bare.push(start.elapsed());
        let start = Instant::now();
        workspace.save_draft(&key, UNIT, &path, &json!(format!("udkast {n}")), NOW).unwrap();
        draft.push(start.elapsed());
        let after = json!(format!("Virksomheden søger ofte medarbejdere nummer {n}"));
        let random = Uuid::from_u128((9 << 100) + u128::from(std::process::id()) * 1_000 + n);
        let edit = commit(random.as_u128(), key, vec![("notes", before, after.clone())]);
        before = after;
        let start = Instant::now();
        workspace.commit(&edit).unwrap();
        committed.push(start.elapsed());
    }
    workspace.raw(|c| c.execute_batch("DROP TABLE bare")).unwrap();
    for (name, times) in [("bare update", bare), ("draft", draft), ("commit", committed)] {
        let (median, p99) = percentiles(times);
        println!("{name}: p50 {median:.2} ms, p99 {p99:.2} ms");
    }
}

fn lists(workspace: &Workspace, records: usize) {
    for (name, kind, sort, filtered) in [
        ("companies by title", Kind::Company, Sort::Title, false),
        ("orders by title, filtered", Kind::JobOrder, Sort::Title, true),
        ("orders by deadline, filtered", Kind::JobOrder, Sort::Deadline, true),
        ("orders by change", Kind::JobOrder, Sort::Changed, false),
    ] {
        let mut query = ListQuery { sort, limit: 50, ..ListQuery::new(kind) };
        if filtered {
            query.include_closed = false;
            query.unit = Some(UNIT);
            query.owner = Some(Uuid::from_u128((5 << 100) + 7));
        }
        let total = workspace.page(&query).unwrap().total as usize;
        let pages = time(200, |n| {
            query.offset = (total * n / 200) as u64;
            workspace.page(&query).unwrap();
        });
        let path = Path::new("notes").unwrap();
        let key = company(7).records[0].key;
        let mut first = Vec::new();
        for n in 0..20 {
            // Every write empties the readers' caches, and a change of status would the totals.
            workspace.save_draft(&key, UNIT, &path, &json!(n), NOW).unwrap();
            query.status = Some(["open", "draft", "closed", "inactive"][n % 4].into()).filter(|_| n % 5 != 4);
            query.offset = (total / 2) as u64;
            let start = Instant::now();
            workspace.page(&query).unwrap();
            first.push(start.elapsed());
        }
        let cold = percentiles(first);
        println!(
            "{name} ({total} of {records}): page p50 {:.2} ms, p99 {:.2} ms; after a write, from the middle: p50 {:.2} ms, p99 {:.2} ms",
            pages.0, pages.1, cold.0, cold.1
        );
    }
    let query = ListQuery { text: Some("m".into()), ..ListQuery::new(Kind::Company) };
    let text = time(20, |_| drop(workspace.page(&query).unwrap()));
    println!("companies with \"m\": p50 {:.2} ms, p99 {:.2} ms", text.0, text.1);
}

fn searches(workspace: &Workspace) {
    let typed = [
        "m",
        "l",
        "mø",
        "sm",
        "ka",
        "møl",
        "lager",
        "lagermed",
        "truck",
        "jensen tr",
        "kok til ø",
        "chauff",
        "10000",
        "42",
        "zzz",
        "rengøring hotel",
        "fabrik",
        "ærø café 5",
    ];
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for round in 0..30 {
        for text in typed {
            let start = Instant::now();
            let hits = workspace.search(text, 20).unwrap();
            let took = start.elapsed();
            let terms = feltmappen_store::SearchHit::terms(text);
            let query = terms.iter().map(|term| format!("\"{term}\" *")).collect::<Vec<_>>().join(" AND ");
            let start = Instant::now();
            workspace
                .raw(|c| {
                    let mut statement = c.prepare_cached("SELECT d.title, d.body FROM search_words JOIN search_doc d ON d.row = search_words.rowid WHERE search_words MATCH ?1 LIMIT 20")?;
                    let found = statement.query_map([query], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
                    found.collect::<rusqlite::Result<Vec<_>>>()
                })
                .unwrap();
            let plain = start.elapsed();
            if round == 29 {
                println!(
                    "  {text:>16}: {} hits, {:.2} ms, bare {:.2} ms",
                    hits.len(),
                    took.as_secs_f64() * 1e3,
                    plain.as_secs_f64() * 1e3
                );
            }
            ours.push(took);
            bare.push(plain);
        }
    }
    let (ours, bare) = (percentiles(ours), percentiles(bare));
    println!(
        "search: p50 {:.2} ms, p99 {:.2} ms; bare FTS5: p50 {:.2} ms, p99 {:.2} ms",
        ours.0, ours.1, bare.0, bare.1
    );
}
