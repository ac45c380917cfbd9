//! `cargo xtask simulate`: runs schedules of the simulator, on all cores.
//!
//! `simulate --seeds N [--from S]` runs N seeds from 0 or from S, and fails when one does not hold, or when something was
//! met less than 100 times in 10,000. `simulate --seed S` runs one again, exactly.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::process::ExitCode;

use feltmappen_sync::sim::{Seeds, count, program, run};

/// Each thing is met at least so often in so many schedules.
const LEAST: (u64, u64) = (100, 10_000);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(seeds) = Seeds::read(&arguments) else {
        println!("simulate --seeds N [--from S] | --seed S");
        return ExitCode::FAILURE;
    };
    program(seeds, |seed| run(seed, None), count::ALL, seeds.count * LEAST.0 / LEAST.1)
}
