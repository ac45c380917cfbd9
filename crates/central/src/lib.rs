//! Central: what the devices of a unit share, on embedded SQLite or PostgreSQL. `docs/protocol.md` says what travels,
//! `docs/operations.md` how it is run.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod abandoned;
pub mod backup;
pub mod blobs;
pub mod central;
mod clock;
mod hub;
pub mod identity;
pub mod ledger;
pub mod limits;
mod listening;
mod metrics;
pub mod orphans;
pub mod problem;
pub mod purge;
pub mod push;
mod random;
pub mod replay;
mod routes;
pub mod sealing;
pub mod server;
pub mod storage;

pub use clock::now;
pub use routes::{description, router};
