//! The benches: the app against something bare, by turns in the same run. `cargo xtask bench` builds and runs them.
//!
//! Every figure is a line of JSON on standard output; what is under way is told on standard error.
#![allow(clippy::expect_used, reason = "a bench panics with the reason")]
#![allow(clippy::print_stdout, reason = "the figures go to standard output")]
#![allow(clippy::disallowed_methods, reason = "the edge: real time is what is measured")]

mod bare;
mod desk;
mod device;
mod edit;
mod figure;
mod growth;
mod load;
mod memory;
mod office;
mod pair;
#[path = "../../../../crates/central/tests/central/support/postgres.rs"]
#[allow(clippy::unwrap_used, dead_code, reason = "central's own tests need more of it")]
mod postgres;
mod pull;
mod push;
mod relay;
mod sample;
mod scroll;
mod search;
mod stall;
mod start;
mod visit;

use std::{path::Path, time::Instant};

use desk::Desk;
use feltmappen_proofs::{Home, LIMIT};

/// Companies, and as many job orders.
const RECORDS: u32 = 100_000;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let [command, folder] = &words[..]
        && command == edit::COUNTED
    {
        return edit::counted(Path::new(folder));
    }
    let wanted = |name: &str| words.iter().any(|word| word == name);
    // The app's own client brings no cipher along, and so this one does not either.
    rustls::crypto::ring::default_provider().install_default().expect("the first one");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    if wanted("push") {
        runtime.block_on(push::bench()).print();
    }
    if wanted("pull") {
        pull::bench(&runtime).print();
    }
    if wanted("growth") {
        growth::bench(&runtime).iter().for_each(figure::Figure::print);
    }
    if wanted("stall") {
        stall::bench(&runtime).print();
    }
    if wanted("load") {
        runtime.block_on(load::bench()).iter().for_each(figure::Figure::print);
    }
    if ["search", "edit", "start", "rss", "scroll", "visit"].into_iter().any(wanted) {
        at_the_desk(wanted);
    }
}

/// The benches of the window and of what lies behind it, on one large workspace.
fn at_the_desk(wanted: impl Fn(&str) -> bool) {
    let home = Home::new();
    let records = records(RECORDS);
    let begun = Instant::now();
    let desk = Desk::fill(&home.workspace(), records);
    eprintln!("{records} companies and {records} job orders made in {:.0} s", begun.elapsed().as_secs_f64());
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
fn records(usual: u32) -> u32 {
    std::env::var("FELTMAPPEN_BENCH_RECORDS").map_or(usual, |value| value.parse().expect("a number of records"))
}
