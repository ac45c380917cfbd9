//! Sync: the shapes that travel, how changes meet, and the engine that plans what is asked and stored next.
//! `docs/protocol.md` describes it.
//!
//! Pure: nothing here reads a clock, a random source or the network.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod engine;
pub mod merge;
pub mod permit;
#[cfg(feature = "simulate")]
pub mod sim;
pub mod wire;

mod change;
mod commit;
mod freeze;
mod needs;
mod offer;
mod outcome;
mod squash;

pub use change::{Change, RecordChange, apply, attachment, inverse, makes, same};
pub use commit::{Commit, canonical_json, payload_hash};
pub use freeze::freeze;
pub use needs::{asks_for_permit, makes_record, needs, states_fact};
pub use offer::offer;
pub use outcome::Outcome;
pub use squash::squash;

#[cfg(test)]
mod samples;
