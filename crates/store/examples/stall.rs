//! How long a save takes while pages of a first reading are stored, against the same saves before; with the sync of each save,
//! or without (`off`), which shows the waiting for the writer alone.
//!
//! `cargo run --release -p feltmappen-store --example stall [off]`
#![allow(clippy::unwrap_used, clippy::print_stdout)] // A tool for developers.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use feltmappen_store::{Central, NewSlots, Passphrase, Place, Rig, Workspace};
use feltmappen_sync::wire::{Dataset, Entry, EntryState, FeedId, Page};
use serde_json::json;
use uuid::Uuid;

const NOW: &str = "2026-11-24T10:00:00Z";
const UNIT: Uuid = Uuid::from_u128(0x0410);
const PAGE: u64 = 500;
const SAVES: u64 = 1_000;
const PAUSE: Duration = Duration::from_millis(10);
const WORDS: [&str; 8] =
    ["gaffeltruck", "kølelageret", "frokost", "regnskab", "pakker", "svejsning", "plejehjem", "vinduer"];

fn fields(n: u64) -> Fields {
    let word = |step: u64| WORDS[(n / step % 8) as usize];
    let mut fields = Fields::default();
    let mut set = |path: &str, value: serde_json::Value| fields.set(Path::new(path).unwrap(), value);
    set("title", json!(format!("Medarbejder til {} {n}", word(1))));
    set("status", json!("open"));
    set("responsible_unit", json!(UNIT.to_string()));
    set("coordinator", json!(Uuid::from_u128(u128::from(n % 40)).to_string()));
    set("start_date", json!(format!("2026-12-{:02}", 1 + n % 28)));
    set("tasks", json!(format!("Du skal arbejde med {} og {} på et hold på {}.", word(3), word(5), n % 40)));
    set("internal_note", json!(format!("Talte med lederen om {}, ring igen i uge {}.", word(7), n % 52)));
    for extra in 'a'..='t' {
        set(&format!("extra.{extra}"), json!(format!("værdi {}", n % 7)));
    }
    fields
}

fn page(first: u64) -> Page {
    let entry = |n: u64| Entry {
        sequence: n,
        key: RecordKey { kind: Kind::JobOrder, id: Uuid::from_u128((3 << 100) + u128::from(n)) },
        home_unit: UNIT,
        state: EntryState::Present { fields: fields(n), conflicts: Vec::new(), by: None, at: None },
    };
    Page {
        dataset: Dataset { id: Uuid::from_u128(1), generation: 1 },
        feed: FeedId::unit(UNIT),
        entries: (first..first + PAGE).map(entry).collect(),
        until: first + PAGE - 1,
        complete: None,
    }
}

fn saves(workspace: &Workspace) -> Vec<f64> {
    let key = RecordKey { kind: Kind::JobOrder, id: Uuid::from_u128(7) };
    let path = Path::new("tasks").unwrap();
    let mut times: Vec<f64> = (0..SAVES)
        .map(|n| {
            let text = json!(format!(
                "{n:06} Modtage og pakke kølevarer, køre truck på lageret og holde orden i fryserummet."
            ));
            let begun = Instant::now();
            workspace.save_draft(&key, UNIT, &path, &text, NOW).unwrap();
            let took = begun.elapsed();
            std::thread::park_timeout(PAUSE);
            took.as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times
}

fn tell(name: &str, times: &[f64]) {
    let at = |share: usize| times[(times.len() * share).div_ceil(1_000) - 1];
    println!("{name}: p50 {:.2} ms, p90 {:.2}, p99 {:.2}, most {:.2}", at(500), at(900), at(990), at(1_000));
}

fn main() {
    let dir = std::env::temp_dir().join(format!("feltmappen-stall-{}", std::process::id()));
    let word = Passphrase::new("x".into());
    let slots = NewSlots { keyring: None, passphrase: Some(&word) };
    let rig = Rig { synchronous_off: std::env::args().any(|word| word == "off"), ..Rig::default() };
    let workspace = Workspace::create_with(&Place::new(&dir), slots, NOW, &rig).unwrap();
    workspace.meet_central(&Central { dataset: page(1).dataset, sealing_key: String::new() }).unwrap();
    saves(&workspace);
    tell("idle", &saves(&workspace));
    let (stop, stored) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut after = 0;
            while !stop.load(Ordering::Relaxed) {
                let page = page(after + 1);
                workspace.store_page(&page, after, &[], NOW).unwrap();
                after = page.until;
                stored.store(after, Ordering::Relaxed);
            }
        });
        let begun = Instant::now();
        let times = saves(&workspace);
        let rate = stored.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
        stop.store(true, Ordering::Relaxed);
        tell("while reading", &times);
        println!("meanwhile {rate:.0} entries/s were stored");
    });
    workspace.settle();
    drop(workspace);
    std::fs::remove_dir_all(dir).unwrap();
}
