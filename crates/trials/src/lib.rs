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
mod world;

pub use feltmappen_sync::sim::count::ALL as MET;
pub use world::{Size, run};
