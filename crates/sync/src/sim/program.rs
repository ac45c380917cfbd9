//! The programs of the simulator and of the trials: seeds on all cores, what they met, and which do not hold.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use super::Counts;

/// The most seeds that are named when they do not hold.
const SHOWN: usize = 10;

/// Which seeds are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seeds {
    /// The first.
    pub first: u64,
    /// How many.
    pub count: u64,
}

impl Seeds {
    /// From the command line: `--seeds N`, from 0 or from `--from S`; or `--seed S`, one again.
    pub fn read(arguments: &[String]) -> Option<Self> {
        let number = |name: &str| {
            let at = arguments.iter().position(|argument| argument == name)?;
            arguments.get(at + 1)?.parse::<u64>().ok()
        };
        match number("--seed") {
            Some(first) => Some(Self { first, count: 1 }),
            None => Some(Self { first: number("--from").unwrap_or_default(), count: number("--seeds")? }),
        }
    }
}

/// Runs seeds, says what they met, and fails when one does not hold or when something of `met` was met less than
/// `least` times.
pub fn program(
    seeds: Seeds,
    run: impl Fn(u64) -> Result<Counts, String> + Sync,
    met: &[&'static str],
    least: u64,
) -> ExitCode {
    let begun = Instant::now();
    let (counts, wrong) = all(seeds, run);
    for (name, count) in &counts.0 {
        println!("{count:>11}  {name}");
    }
    let rare = counts.rare(met, least);
    for (name, count) in &rare {
        println!("met too seldom: {name} ({count} times, not {least})");
    }
    for (seed, sentence) in wrong.iter().take(SHOWN) {
        println!("seed {seed}: {sentence}");
    }
    let Seeds { first, count } = seeds;
    let seconds = begun.elapsed().as_secs_f64();
    println!("{} of {count} schedules do not hold: seeds {first} to {}", wrong.len(), first + count.saturating_sub(1));
    println!("{seconds:.1} s, {:.1} schedules per second", rate(count, seconds));
    if wrong.is_empty() && rare.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Every seed once; what was met, and what did not hold, by seed.
fn all(seeds: Seeds, run: impl Fn(u64) -> Result<Counts, String> + Sync) -> (Counts, Vec<(u64, String)>) {
    let next = AtomicU64::new(0);
    let result = Mutex::new((Counts::default(), Vec::new()));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        // Twice as many as there are cores: a schedule on the real store waits half its time for its threads.
        for _ in 0..2 * cores {
            scope.spawn(|| {
                loop {
                    let nth = next.fetch_add(1, Ordering::Relaxed);
                    if nth >= seeds.count {
                        break;
                    }
                    let seed = seeds.first.wrapping_add(nth);
                    let outcome = run(seed);
                    let mut result = result.lock().unwrap_or_else(PoisonError::into_inner);
                    match outcome {
                        Ok(met) => result.0.add(&met),
                        Err(sentence) => result.1.push((seed, sentence)),
                    }
                }
            });
        }
    });
    let (counts, mut wrong) = result.into_inner().unwrap_or_else(PoisonError::into_inner);
    wrong.sort();
    (counts, wrong)
}

#[expect(clippy::cast_precision_loss, reason = "a rate for a person")]
fn rate(count: u64, seconds: f64) -> f64 {
    count as f64 / seconds
}
