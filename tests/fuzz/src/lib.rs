//! What must hold of everything that reads bytes from outside, whatever the bytes.
//!
//! One function for each reader. It ends well for all bytes, or it panics and says what does not hold. `cargo fuzz` looks
//! for such bytes (`targets`); the examples that it begins with (`corpus`) are tried in every test run.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "what does not hold ends the run, with its bytes")]

mod files;
mod paper;
mod text;
mod wire;

pub use files::{ledger, scan, table, template};
pub use paper::consent;
pub use text::{text, values};
pub use wire::{events, feeds, merge, page, push, reply};

/// A reader's name and what must hold of it.
pub type Target = (&'static str, fn(&[u8]));

/// Every reader.
pub const TARGETS: &[Target] = &[
    ("page", page),
    ("feeds", feeds),
    ("push", push),
    ("reply", reply),
    ("events", events),
    ("merge", merge),
    ("values", values),
    ("text", text),
    ("template", template),
    ("table", table),
    ("scan", scan),
    ("ledger", ledger),
    ("consent", consent),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    fn names_in(folder: &str) -> BTreeSet<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn every_reader_is_a_target_with_examples() {
        let names: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(names_in("targets"), names);
        assert_eq!(names_in("corpus"), names);
    }

    #[test]
    #[allow(clippy::print_stdout, reason = "the last one said is the one that does not hold")]
    fn the_examples_hold() {
        for (name, target) in TARGETS {
            let folder = Path::new("corpus").join(name);
            for example in fs::read_dir(folder).unwrap() {
                let file = example.unwrap().path();
                println!("{}", file.display());
                target(&fs::read(file).unwrap());
            }
        }
    }
}
