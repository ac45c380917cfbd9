//! Makes any document from a JSON file: `document KIND INPUT.json OUTPUT.pdf`.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]

use std::{error::Error, fs};

use feltmappen_documents::{kind, pdf};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [kind, input, output] = &words[..] else { return Err("Give KIND, INPUT.json and OUTPUT.pdf.".into()) };
    let kind = kind::Kind::named(kind).ok_or("There is no such kind.")?;
    let bytes = pdf::render(&kind.document(&fs::read(input)?)?)?;
    fs::write(output, &bytes)?;
    println!("{output}: {} bytes", bytes.len());
    Ok(())
}
