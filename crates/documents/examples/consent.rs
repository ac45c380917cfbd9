//! Makes a consent form from a JSON file (`docs/consent.schema.json`), to be looked at with any tool:
//! `cargo run -p feltmappen-documents --example consent -- INPUT.json OUTPUT.pdf`.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::{error::Error, fs};

use feltmappen_documents::{Paper, consent::Consent};

fn main() -> Result<(), Box<dyn Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [input, output] = &files[..] else { return Err("Give INPUT.json and OUTPUT.pdf.".into()) };
    let consent: Consent = serde_json::from_slice(&fs::read(input)?)?;
    let bytes = consent.render()?;
    fs::write(output, &bytes)?;
    println!("{output}: {} bytes", bytes.len());
    Ok(())
}
