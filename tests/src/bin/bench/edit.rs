//! A user's edit until it is durable, against one bare update on SQLCipher.

use std::{
    fs::File,
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use feltmappen_proofs::Home;
use rusqlite::{Connection, params};

use crate::{
    desk::{Desk, typed},
    figure::{Figure, Samples},
};

const EDITS: usize = 2_000;
const COUNTED_EDITS: usize = 200;
/// The command that the bench gives to itself, to be watched.
pub const COUNTED: &str = "counted-edits";

/// How long an edit takes, against the bare update.
pub fn bench(home: &Home, desk: &Desk) -> Figure {
    let bare = Bare::new(&home.workspace());
    for number in 0..20 {
        desk.edit(&typed(number));
        bare.update(&typed(number));
    }
    let mut edits = Vec::new();
    let mut updates = Vec::new();
    for number in 20..20 + EDITS {
        let text = typed(number);
        if number.is_multiple_of(2) {
            edits.push(timed(|| desk.edit(&text)));
            updates.push(timed(|| bare.update(&text)));
        } else {
            updates.push(timed(|| bare.update(&text)));
            edits.push(timed(|| desk.edit(&text)));
        }
    }
    let (edits, updates) = (Samples::of_times(&edits), Samples::of_times(&updates));
    Figure {
        name: "edit_durable_vs_raw",
        value: edits.median() / updates.median(),
        unit: "ratio",
        detail: format!(
            "medians of {} by turns, at most 1.5: an edit of 200 characters {:.2} ms (p99 {:.1}), one UPDATE on a bare \
             SQLCipher connection with the same pragmas in the same folder {:.2} ms (p99 {:.1})",
            edits.count(),
            edits.median(),
            edits.p99(),
            updates.median(),
            updates.p99()
        ),
    }
}

/// How often an edit is synced to disk: another process makes edits, and its system calls are counted.
pub fn syncs(home: &Home) -> Figure {
    let log = home.everything().join("syncs");
    let status = Command::new("strace")
        .args(["-f", "-y", "-e", "trace=fsync,fdatasync,sync,syncfs,msync,sync_file_range", "-e", "signal=none", "-o"])
        .arg(&log)
        .arg(std::env::current_exe().expect("this program"))
        .args([Path::new(COUNTED), home.everything()])
        .env("FELTMAPPEN_HOME", home.workspace())
        .status()
        .expect("strace starts");
    assert!(status.success(), "the counted edits are made");
    let log = std::fs::read_to_string(&log).expect("the calls");
    let calls: Vec<&str> = log.lines().filter(|line| line.contains("sync") && !line.contains("resumed>")).collect();
    let mark = |name: &str| calls.iter().position(|call| call.contains(name)).expect("a mark in the calls");
    let (first, last) = (mark("/first-edit>"), mark("/last-edit>"));
    let thread = calls[first].split_whitespace().next();
    let between = &calls[first + 1..last];
    let own = between.iter().filter(|call| call.split_whitespace().next() == thread).count();
    Figure {
        name: "edit_syncs",
        value: own as f64 / COUNTED_EDITS as f64,
        unit: "syncs per edit",
        detail: format!(
            "exactly 1: {own} syncs by {COUNTED_EDITS} edits, counted by strace between two marks; {} more by the \
             thread that empties the log",
            between.len() - own
        ),
    }
}

/// Makes the edits that are counted.
pub fn counted(folder: &Path) {
    let desk = Desk::open(&folder.join("workspace"));
    desk.edit(&typed(0));
    mark(&folder.join("first-edit"));
    for number in 1..=COUNTED_EDITS {
        desk.edit(&typed(number));
    }
    mark(&folder.join("last-edit"));
    desk.close_on("/virksomheder");
}

fn mark(file: &Path) {
    File::create(file).and_then(|file| file.sync_all()).expect("a mark");
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

/// A database of one table with one row.
struct Bare(Connection);

impl Bare {
    fn new(folder: &Path) -> Self {
        let connection = Connection::open(folder.join("bare.db")).expect("a database");
        let prepare = |sql: &str| connection.execute_batch(sql).expect("it is prepared");
        prepare(&format!("PRAGMA key = \"x'{}'\"", "5a".repeat(48)));
        prepare(include_str!("../../../../crates/store/src/sql/connection.sql"));
        prepare("PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -8192;");
        prepare("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL); INSERT INTO bare VALUES (1, '');");
        Self(connection)
    }

    fn update(&self, text: &str) {
        let mut update = self.0.prepare_cached("UPDATE bare SET text = ?1 WHERE id = 1").expect("an update");
        assert_eq!(update.execute(params![text]).expect("it is updated"), 1);
    }
}
