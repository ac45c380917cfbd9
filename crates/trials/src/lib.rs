//! The simulator's schedules on the real thing: devices with the encrypted store and the engine, against central's own
//! routes and database, in one process. The network is a queue in which everything can happen.
//!
//! What the models of `feltmappen_sync::sim` and the programs do differently shows here. All chance comes from one seed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whatever fails ends the trial, with the reason")]
#![allow(missing_docs, reason = "a program of tests")]

mod central;
mod device;
mod effects;
mod judge;
mod user;
mod watch;
mod world;

pub use world::{Bug, Size, run};

/// Attachments, which no trial has: the model and real processes prove them.
const ATTACHMENTS: [&str; 5] =
    ["event piece_sent", "event piece_came", "event wanted", "effect send_piece", "effect get_piece"];

/// What trials must meet: every outcome, and whatever the engine takes and gives. Which faults there are is another matter
/// than in the simulator.
pub fn must_meet() -> Vec<&'static str> {
    let wanted = ["event ", "failure ", "effect ", "status ", "outcome "];
    let all = feltmappen_sync::sim::count::ALL.iter().copied();
    let met = |name: &&str| wanted.iter().any(|prefix| name.starts_with(prefix)) && !ATTACHMENTS.contains(name);
    all.filter(met).collect()
}
