//! The simulator's schedules on the real thing: devices with the encrypted store and the engine, against central's own
//! routes and database, in one process. The network is a queue in which everything can happen.
//!
//! What the models of `feltmappen_sync::sim` and the programs do differently shows here. All chance comes from one seed.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "whatever fails ends the trial, with the reason")]
#![allow(missing_docs, reason = "a program of tests")]

mod attachments;
mod central;
mod device;
mod effects;
mod judge;
mod user;
mod watch;
mod world;

pub use world::{Bug, Size, run};

/// What trials must meet: every outcome, and whatever the engine takes and gives. Which faults there are is another matter
/// than in the simulator.
pub fn must_meet() -> Vec<&'static str> {
    let wanted = ["event ", "failure ", "effect ", "status ", "outcome "];
    let all = feltmappen_sync::sim::count::ALL.iter().copied();
    all.filter(|name| wanted.iter().any(|prefix| name.starts_with(prefix))).collect()
}
