//! How large a consent is, and how long it takes to draw it, against krilla drawing the same pages by turns in the same run.
//! `cargo xtask bench consent` runs it; with a folder as its argument it leaves both files there.
#![allow(clippy::print_stdout, reason = "the figures go to standard output")]

mod oracle;

use std::{
    error::Error,
    time::{Duration, Instant},
};

use feltmappen_documents::{Paper, consent::Consent, layout, pdf};
use serde_json::{Value, json};

const SAMPLE: &str = include_str!("../../tests/samples/consent/authority.json");
/// So many times each is drawn.
const RUNS: usize = 1_000;

fn main() -> Result<(), Box<dyn Error>> {
    let consent: Consent = serde_json::from_str(SAMPLE)?;
    let document = consent.document()?;
    let laid = layout::lay_out(&document);
    let ours = pdf::draw(&document, &laid)?;
    let theirs = oracle::draw(&document, &laid)?;
    if let Some(folder) = std::env::args().nth(1) {
        std::fs::write(format!("{folder}/ours.pdf"), &ours)?;
        std::fs::write(format!("{folder}/krilla.pdf"), &theirs)?;
    }
    let (mut our_times, mut their_times) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        our_times.push(timed(|| pdf::draw(&document, &laid).map(|bytes| bytes.len()))?);
        their_times.push(timed(|| oracle::draw(&document, &laid).map(|bytes| bytes.len()))?);
    }
    let (our_time, their_time) = (median(our_times), median(their_times));
    figure("consent_pdf_bytes", json!(ours.len()), "bytes", &format!("krilla: {}", theirs.len()));
    let ratio = our_time.as_secs_f64() / their_time.as_secs_f64();
    let detail = format!(
        "median of {RUNS}: {:.3} ms, krilla {:.3} ms as it comes (it packs with miniz_oxide, we with zlib-rs), {} pages that are laid out",
        our_time.as_secs_f64() * 1e3,
        their_time.as_secs_f64() * 1e3,
        laid.pages.len(),
    );
    figure("consent_pdf_vs_krilla", json!((ratio * 1e3).round() / 1e3), "ratio", &detail);
    Ok(())
}

/// One line, as `cargo xtask bench` reads it.
fn figure(name: &str, value: Value, unit: &str, detail: &str) {
    println!("{}", json!({ "name": name, "value": value, "unit": unit, "detail": detail }));
}

fn timed<T, E>(work: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let begun = Instant::now();
    std::hint::black_box(work()?);
    Ok(begun.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
