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

/// Enough that reading them takes longer than the saves.
const RECORDS: u32 = 50_000;
const SAVES: usize = 1_000;
/// The user's pause between two saves.
const PAUSE: Duration = Duration::from_millis(10);

/// The same user on the same device saves what is typed in the same field, first alone and then while it reads.
pub fn bench(runtime: &Runtime) -> Figure {
    let office = Office::on_sqlite();
    runtime.block_on(office.fill(RECORDS));
    let device = Device::new();
    let order = device.app.create(Kind::JobOrder, Vec::new()).expect("a job order").key;
    saves(&device.app, order);
    let idle = saves(&device.app, order);
    device.connect(&office.address(), office.token());
    device.until(is_reading);
    let pulling = saves(&device.app, order);
    assert!(is_reading(&device.app), "it still reads when the last save is done");
    Figure {
        name: "save_stall_during_first_pull_p99",
        value: pulling.p99() / idle.p99(),
        unit: "ratio",
        detail: format!(
            "p99 of {} saves of 200 characters, at most 2: while the device reads {RECORDS} records for the first time \
             {:.2} ms (median {:.2}, most {:.2}), before it is connected {:.2} ms (median {:.2}, most {:.2})",
            idle.count(),
            pulling.p99(),
            pulling.median(),
            pulling.most(),
            idle.p99(),
            idle.median(),
            idle.most()
        ),
    }
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
