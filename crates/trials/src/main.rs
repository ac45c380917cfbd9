//! `cargo xtask trials`: schedules of faults on the real store and the real central.
//!
//! `trials --seeds N [--large]` runs the seeds 0 to N−1, the first of them with a thousand devices when it shall be large;
//! `trials --seed S [--large]` runs one again, exactly.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]
#![allow(clippy::unwrap_used, reason = "whatever fails ends the trial, with the reason")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use feltmappen_sync::sim::Counts;
use feltmappen_trials::{Size, run};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let large = arguments.iter().any(|argument| argument == "--large");
    match (number("--seed"), number("--seeds")) {
        (Some(seed), _) => many(&[seed], large),
        (None, Some(seeds)) => many(&(0..seeds).collect::<Vec<_>>(), large),
        (None, None) => {
            println!("trials --seeds N | --seed S [--large]");
            ExitCode::FAILURE
        }
    }
}

/// A folder in memory where there is one: what is proven here is not the disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

fn one(seed: u64, size: Size) -> Result<Counts, String> {
    let folder = folder();
    catch_unwind(AssertUnwindSafe(|| run(seed, size, folder.path()))).unwrap_or_else(|_| Err("it broke".to_owned()))
}

/// Runs seeds on all cores; the first is large when one shall be.
fn many(seeds: &[u64], large: bool) -> ExitCode {
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let result = Mutex::new((Counts::default(), Vec::new()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(seed) = seeds.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                    let is_large = large && *seed == seeds[0];
                    let outcome = one(*seed, if is_large { Size::LARGE } else { Size::USUAL });
                    let mut result = result.lock().unwrap();
                    match outcome {
                        Ok(counts) => result.0.add(&counts),
                        Err(wrong) => result.1.push((*seed, wrong)),
                    }
                }
            });
        }
    });
    let (counts, mut wrong) = result.into_inner().unwrap();
    for (name, count) in &counts.0 {
        println!("{count:>9}  {name}");
    }
    wrong.sort();
    for (seed, sentence) in wrong.iter().take(20) {
        println!("seed {seed}: {sentence}");
    }
    println!("{} of {} trials do not hold; {:.1} s", wrong.len(), seeds.len(), begun.elapsed().as_secs_f64());
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
