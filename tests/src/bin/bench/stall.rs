//! How long a save takes while a new device reads everything that its unit has, against the same saves before.

use std::{
    thread::park_timeout,
    time::{Duration, Instant},
};

use feltmappen_app::{
    App,
    api::{Kind, Path, RecordKey, Scalar, SyncStatus},
};
use tokio::runtime::Runtime;

use crate::{
    desk::typed,
    device::Device,
    figure::{Figure, Samples},
    office::Office,
};

/// A few saves of a thousand decide, and the disk has moods: each round has its own idle minute.
const ROUNDS: usize = 5;
/// Enough that reading them takes longer than the saves.
const RECORDS: u32 = 50_000;
const SAVES: usize = 1_000;
/// The user's pause between two saves.
const PAUSE: Duration = Duration::from_millis(10);

/// The same user on the same device saves what is typed in the same field, first alone and then while it reads.
pub fn bench(runtime: &Runtime) -> Figure {
    let office = Office::on_sqlite();
    runtime.block_on(office.fill(RECORDS));
    let rounds: Vec<Round> = (0..ROUNDS).map(|_| round(&office)).collect();
    let ratios = Samples::new(rounds.iter().map(|round| round.pulling.p99() / round.idle.p99()).collect());
    let all = |which: fn(&Round) -> f64| {
        let found = Samples::new(rounds.iter().map(which).collect());
        format!("{:.2} ms ({:.2} to {:.2})", found.median(), found.least(), found.most())
    };
    Figure {
        name: "save_stall_during_first_pull_p99",
        value: ratios.median(),
        unit: "ratio",
        detail: format!(
            "median of {ROUNDS} rounds ({:.2} to {:.2}), at most 2: p99 of {SAVES} saves of 200 characters while the device \
             reads {RECORDS} records for the first time {}, their median {}, the longest {}; before it is connected p99 {}, \
             median {}, longest {}",
            ratios.least(),
            ratios.most(),
            all(|round| round.pulling.p99()),
            all(|round| round.pulling.median()),
            all(|round| round.pulling.most()),
            all(|round| round.idle.p99()),
            all(|round| round.idle.median()),
            all(|round| round.idle.most()),
        ),
    }
}

/// The saves of one new device.
struct Round {
    idle: Samples,
    pulling: Samples,
}

fn round(office: &Office) -> Round {
    let device = Device::new();
    let order = device.app.create(Kind::JobOrder, Vec::new()).expect("a job order").key;
    saves(&device.app, order);
    let idle = saves(&device.app, order);
    device.connect(&office.address(), office.token());
    device.until(is_reading);
    let pulling = saves(&device.app, order);
    assert!(is_reading(&device.app), "it still reads when the last save is done");
    device.app.close();
    Round { idle, pulling }
}

fn is_reading(app: &App) -> bool {
    matches!(app.sync_status().expect("a status").status, SyncStatus::FirstSync { done: 1.., .. })
}

fn saves(app: &App, order: RecordKey) -> Samples {
    let times: Vec<Duration> = (0..SAVES)
        .map(|number| {
            let text = Scalar(typed(number).into());
            let begun = Instant::now();
            app.save_draft(order, Path::known("tasks"), text).expect("it is saved");
            let took = begun.elapsed();
            park_timeout(PAUSE);
            took
        })
        .collect();
    Samples::of_times(&times)
}
