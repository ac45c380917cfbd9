//! `cargo xtask simulate`: runs schedules of the simulator, on all cores.
//!
//! `simulate --seeds N` runs the seeds 0 to N−1 and fails when one does not hold, or when something was met less than 100
//! times in 10,000. `simulate --seed S` runs one again, exactly.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use feltmappen_sync::sim::{Counts, run};

/// Each thing is met at least so often in so many schedules.
const LEAST: (u64, u64) = (100, 10_000);
const SHOWN: usize = 10;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    match (number("--seed"), number("--seeds")) {
        (Some(seed), _) => one(seed),
        (None, Some(seeds)) => many(seeds),
        (None, None) => {
            println!("simulate --seeds N | --seed S");
            ExitCode::FAILURE
        }
    }
}

fn one(seed: u64) -> ExitCode {
    match run(seed, None) {
        Ok(counts) => {
            for (name, count) in &counts.0 {
                println!("{count:>9}  {name}");
            }
            ExitCode::SUCCESS
        }
        Err(wrong) => {
            println!("seed {seed}: {wrong}");
            ExitCode::FAILURE
        }
    }
}

fn many(seeds: u64) -> ExitCode {
    let begun = Instant::now();
    let next = AtomicU64::new(0);
    let result = Mutex::new((Counts::default(), Vec::new()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                let mut counts = Counts::default();
                let mut wrong = Vec::new();
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= seeds {
                        break;
                    }
                    match run(seed, None) {
                        Ok(met) => counts.add(&met),
                        Err(sentence) => wrong.push((seed, sentence)),
                    }
                }
                let mut result = result.lock().unwrap_or_else(PoisonError::into_inner);
                result.0.add(&counts);
                result.1.extend(wrong);
            });
        }
    });
    let (counts, mut wrong) = result.into_inner().unwrap_or_else(PoisonError::into_inner);
    report(&counts, seeds, begun.elapsed().as_secs_f64());
    wrong.sort();
    for (seed, sentence) in wrong.iter().take(SHOWN) {
        println!("seed {seed}: {sentence}");
    }
    let rare = counts.rare(seeds * LEAST.0 / LEAST.1);
    for (name, count) in &rare {
        println!("met too seldom: {name} ({count})");
    }
    println!("{} of {seeds} schedules do not hold", wrong.len());
    if wrong.is_empty() && rare.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[expect(clippy::cast_precision_loss, reason = "a rate for a person")]
fn report(counts: &Counts, seeds: u64, seconds: f64) {
    for (name, count) in &counts.0 {
        println!("{count:>11}  {name}");
    }
    println!("{seeds} schedules in {seconds:.1} s: {:.0} schedules per second", seeds as f64 / seconds);
}
