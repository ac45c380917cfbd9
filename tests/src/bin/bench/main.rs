//! The benches: the app against something bare, by turns in the same run. `cargo xtask bench` builds and runs them.
//!
//! Every figure is a line of JSON on standard output; what is under way is told on standard error.
#![allow(clippy::expect_used, reason = "a bench panics with the reason")]
#![allow(clippy::print_stdout, reason = "the figures go to standard output")]
#![allow(clippy::disallowed_methods, reason = "the edge: real time is what is measured")]

mod desk;
mod edit;
mod figure;
mod memory;
mod pair;
mod scroll;
mod search;
mod start;
mod visit;

use std::{path::Path, time::Instant};

use desk::Desk;
use feltmappen_proofs::Home;

/// Companies, and as many job orders.
const RECORDS: u32 = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [command, folder] = &words[..]
        && command == edit::COUNTED
    {
        return edit::counted(Path::new(folder));
    }
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    let home = Home::new();
    let begun = Instant::now();
    let desk = Desk::fill(&home.workspace(), records());
    eprintln!("{0} companies and {0} job orders made in {1:.0} s", records(), begun.elapsed().as_secs_f64());
    if wanted("search") {
        search::bench(&home, &desk).print();
    }
    if wanted("edit") {
        edit::bench(&home, &desk).print();
    }
    let pages = wanted("visit").then(|| visit::prepare(&desk));
    desk.close_on("/virksomheder");
    if wanted("edit") {
        edit::syncs(&home).print();
    }
    if wanted("start") {
        start::bench(&home).print();
    }
    if wanted("rss") {
        memory::bench(&home).print();
    }
    if wanted("scroll") {
        scroll::bench(&home).print();
    }
    if let Some(pages) = pages {
        for figure in visit::bench(&home, &pages) {
            figure.print();
        }
    }
}

/// Fewer are enough to try a bench out.
fn records() -> u32 {
    std::env::var("FELTMAPPEN_BENCH_RECORDS").map_or(RECORDS, |value| value.parse().expect("a number of records"))
}
