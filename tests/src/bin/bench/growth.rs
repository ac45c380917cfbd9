//! What sync costs on a device that holds a million records, against one that holds ten thousand. The million is read as any
//! device reads it, which takes long; with `FELTMAPPEN_BENCH_RECORDS` fewer are enough.

use std::time::{Duration, Instant};

use feltmappen_app::api::Path;
use tokio::runtime::Runtime;

use crate::{
    device::Device,
    figure::{Figure, Samples},
    office::{Office, packed},
    relay::Relay,
    sample::{self, NOTE},
};

const FEW: u32 = 10_000;
const MANY: u32 = 1_000_000;
/// Changes that a colleague makes, and looks that find nothing, on each device.
const CHANGES: u32 = 300;
const LOOKS: u32 = 300;

/// A device that has read everything its unit has.
struct Full {
    office: Office,
    relay: Relay,
    device: Device,
    records: u32,
}

/// Both devices read their unit's feed from a central of their own; then they take turns.
pub fn bench(runtime: &Runtime) -> Vec<Figure> {
    let many = crate::records(MANY);
    let both = [Full::new(runtime, FEW.min(many)), Full::new(runtime, many)];
    let mut seen = [Vec::new(), Vec::new()];
    let mut looked = [Vec::new(), Vec::new()];
    for turn in 0..=CHANGES {
        for (at, full) in both.iter().enumerate() {
            let took = full.change(runtime, turn);
            // The first of all only warms up.
            if turn > 0 {
                seen[at].push(took);
            }
        }
    }
    for turn in 0..=LOOKS {
        for (at, full) in both.iter().enumerate() {
            let look = full.look();
            if turn > 0 {
                looked[at].push(look);
            }
        }
    }
    let [few, much] = seen.map(|times| Samples::of_times(&times));
    let mut figures = vec![
        Figure {
            name: "one_change_visible_growth",
            value: much.median() / few.median(),
            unit: "ratio",
            detail: format!(
                "medians of {} by turns, at most 1.2: a colleague's change from leaving his device to being shown on this \
                 one, which holds {} records {:.2} ms (p95 {:.2}), or {} records {:.2} ms (p95 {:.2})",
                much.count(),
                both[1].records,
                much.median(),
                much.p95(),
                both[0].records,
                few.median(),
                few.p95()
            ),
        },
        Figure {
            name: "one_change_visible_p95",
            value: much.p95(),
            unit: "ms",
            detail: format!("of {} on the device with {} records", much.count(), both[1].records),
        },
    ];
    figures.push(noop(looked, [both[0].records, both[1].records]));
    figures
}

fn noop(looked: [Vec<Look>; 2], records: [u32; 2]) -> Figure {
    assert!(looked.iter().flatten().all(|look| look.requests == 1), "a look that finds nothing is one request");
    let bytes = looked.iter().flatten().map(|look| look.bytes).max().expect("looks");
    assert!(bytes < 1_024, "a look that finds nothing is {bytes} bytes");
    let times = |looks: Vec<Look>| Samples::of_times(&looks.iter().map(|look| look.took).collect::<Vec<_>>());
    let [few, much] = looked.map(times);
    Figure {
        name: "noop_sync",
        value: much.median() / few.median(),
        unit: "ratio",
        detail: format!(
            "medians of {} by turns, at most 1.2: a look at central that finds nothing new, one request and at most {bytes} \
             bytes in both directions, with {} records {:.2} ms (p95 {:.2}), with {} {:.2} ms (p95 {:.2})",
            much.count(),
            records[1],
            much.median(),
            much.p95(),
            records[0],
            few.median(),
            few.p95()
        ),
    }
}

/// A look at central that finds nothing.
struct Look {
    took: Duration,
    requests: u64,
    bytes: u64,
}

impl Full {
    fn new(runtime: &Runtime, records: u32) -> Self {
        let begun = Instant::now();
        let office = Office::on_sqlite();
        runtime.block_on(office.fill(records));
        let relay = Relay::start(runtime.handle(), office.listens().to_owned());
        let device = Device::new();
        device.connect(&relay.address, office.token());
        device.until_all_is_here();
        eprintln!("{records} records made and read in {:.0} s", begun.elapsed().as_secs_f64());
        Self { office, relay, device, records }
    }

    /// A colleague changes a record somewhere among the others; the time until this device shows it.
    fn change(&self, runtime: &Runtime, turn: u32) -> Duration {
        let number = turn * (self.records / (CHANGES + 1));
        let body = packed(vec![sample::edit(number, 0)]);
        let (key, note) = (sample::key(number), sample::noted(number, 0));
        let begun = Instant::now();
        let pushing = runtime.spawn(self.office.pushing(body));
        self.device.until(|app| {
            let shown = app.open(key).expect("the record").fields;
            shown.get(&Path::known(NOTE)).is_some_and(|value| value.0 == note)
        });
        let took = begun.elapsed();
        runtime.block_on(pushing).expect("it is pushed");
        took
    }

    /// Until central's answer has been dealt with.
    fn look(&self) -> Look {
        self.device.forget_steps();
        self.relay.counted();
        let begun = Instant::now();
        self.device.app.send_now().expect("a look");
        self.device.steps(2);
        let took = begun.elapsed();
        let (requests, bytes) = self.relay.counted();
        Look { took, requests, bytes }
    }
}
