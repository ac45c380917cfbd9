//! The simulator finds what is planted, and a few hundred schedules hold.

use feltmappen_sync::sim::{Bug, run};

#[test]
fn schedules_hold() {
    for seed in 0..200 {
        if let Err(wrong) = run(seed, None) {
            panic!("seed {seed}: {wrong}");
        }
    }
}

#[test]
fn a_seed_runs_again_exactly() {
    assert_eq!(run(7, None), run(7, None));
}

#[test]
fn every_planted_fault_is_found() {
    for bug in Bug::ALL {
        let found = (0..200).any(|seed| run(seed, Some(bug)).is_err());
        assert!(found, "{bug:?} is not found");
    }
}
