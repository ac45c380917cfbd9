//! `cargo xtask trials`: schedules of faults on the real store and the real central.
//!
//! `trials --seeds N [--from S] [--large]` runs N seeds from 0 or from S, the first of them with a thousand devices when it
//! shall be large, and fails when one does not hold, or when something was met less than 100 times in 200.
//! `trials --seed S [--large]` runs one again, exactly.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]
#![allow(clippy::unwrap_used, reason = "whatever fails ends the trial, with the reason")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;

use feltmappen_sync::sim::{Counts, Seeds, program};
use feltmappen_trials::{Size, must_meet, run};

/// Each thing is met at least so often in so many trials.
const LEAST: (u64, u64) = (100, 200);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let large = arguments.iter().any(|argument| argument == "--large");
    let Some(seeds) = Seeds::read(&arguments) else {
        println!("trials --seeds N [--from S] [--large] | --seed S [--large]");
        return ExitCode::FAILURE;
    };
    let size = |seed| if large && seed == seeds.first { Size::LARGE } else { Size::USUAL };
    let least = if seeds.count == 1 { 0 } else { seeds.count * LEAST.0 / LEAST.1 };
    program(seeds, |seed| one(seed, size(seed)), &must_meet(), least)
}

/// A folder in memory where there is one: what is proven here is not the disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn one(seed: u64, size: Size) -> Result<Counts, String> {
    let folder = folder();
    catch_unwind(AssertUnwindSafe(|| run(seed, size, folder.path(), None)))
        .unwrap_or_else(|_| Err("it broke".to_owned()))
}
