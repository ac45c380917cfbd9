//! The trials find what is planted between the engine and the real store.
#![allow(clippy::unwrap_used, reason = "a test")]

use std::panic::{AssertUnwindSafe, catch_unwind};

use feltmappen_trials::{Bug, Size, run};

/// Small enough for every test run; what is planted is met all the same.
const SMALL: Size = Size { actions: 60, faults: 10, ..Size::USUAL };
const SEEDS: u64 = 10;

/// Whether a trial holds; one that breaks off does not.
fn holds(seed: u64, bug: Option<Bug>) -> bool {
    let folder = tempfile::tempdir().unwrap();
    catch_unwind(AssertUnwindSafe(|| run(seed, SMALL, folder.path(), bug))).is_ok_and(|result| result.is_ok())
}

#[test]
fn every_planted_fault_is_found() {
    for bug in Bug::ALL {
        assert!((0..SEEDS).any(|seed| !holds(seed, Some(bug))), "{bug:?} is not found");
    }
}

#[test]
fn without_it_the_same_trials_hold() {
    for seed in 0..SEEDS {
        assert!(holds(seed, None), "seed {seed}");
    }
}
