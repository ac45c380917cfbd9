//! Handing in a long time's work, against bare inserts of the same rows.

use std::time::{Duration, Instant};

use feltmappen_sync::{
    Commit, Outcome,
    wire::{Answer, PushReply},
};

use crate::{
    bare::{Bare, Way},
    figure::Figure,
    office::{Office, packed},
    sample,
};

/// Commits of each sort, and how many of them are one push: as many as a device hands in at once.
const COMMITS: u32 = 20_000;
const BATCH: u32 = 500;
/// The bare inserts take turns with the pushes after so many.
const TURN: u32 = 5_000;

/// Seconds on one database, pushed and bare.
struct Took {
    made: [Duration; 2],
    edited: [Duration; 2],
}

/// The slower of the two databases. One push is one transaction, and each commit in it holds or not by itself; a real
/// central answers it over HTTP, from reading and merging to the last sync.
pub async fn bench() -> Figure {
    let sqlite = on(&Office::on_sqlite()).await;
    let postgres = on(&Office::on_postgres()).await;
    let ratio = |[pushed, bare]: [Duration; 2]| bare.as_secs_f64() / pushed.as_secs_f64();
    let rate = |took: Duration| f64::from(COMMITS) / took.as_secs_f64();
    let says = |name: &str, took: &Took| {
        let line = |what: &str, took: [Duration; 2]| {
            format!("{what} {:.2} ({:.0}/s, bare {:.0}/s)", ratio(took), rate(took[0]), rate(took[1]))
        };
        format!("{name}: {}, {}", line("edits", took.edited), line("new records", took.made))
    };
    Figure {
        name: "push_20k_offline_edits_vs_raw_insert",
        value: ratio(sqlite.edited).min(ratio(postgres.edited)),
        unit: "ratio",
        detail: format!(
            "the lower of two databases, at least 0.25: {COMMITS} edits of a field in job orders of 30 fields, {BATCH} a \
             push, over HTTP to central, against the same rows by bare SQL in transactions of {BATCH} on the same \
             database, by turns; {}; {}",
            says("SQLite", &sqlite),
            says("PostgreSQL", &postgres)
        ),
    }
}

async fn on(office: &Office) -> Took {
    let mut bare = Bare::beside(&office.database).await;
    let made = round(office, &mut bare, sample::create, 0).await;
    let edited = round(office, &mut bare, |number| sample::edit(number, 0), COMMITS).await;
    Took { made, edited }
}

async fn round(office: &Office, bare: &mut Bare, commit: impl Fn(u32) -> Commit, units: u32) -> [Duration; 2] {
    let (mut pushed, mut inserted) = (Duration::ZERO, Duration::ZERO);
    for turn in (0..COMMITS).step_by(TURN as usize) {
        for from in (turn..turn + TURN).step_by(BATCH as usize) {
            let body = packed((from..from + BATCH).map(&commit).collect());
            let begun = Instant::now();
            let reply = office.pushing(body).await;
            pushed += begun.elapsed();
            all_applied(&reply);
        }
        inserted += bare.insert(Way::Many, sample::other_unit(units + turn), TURN as usize, BATCH as usize).await;
    }
    [pushed, inserted]
}

fn all_applied(reply: &PushReply) {
    let applied = |answer: &Answer| matches!(answer, Answer::Done { outcome: Outcome::Applied, .. });
    assert_eq!(reply.results.len(), BATCH as usize);
    assert!(reply.results.iter().all(|result| applied(&result.answer)), "every commit is carried out");
}
