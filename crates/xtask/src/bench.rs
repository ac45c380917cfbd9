//! `cargo xtask bench`: figures, each compared in one run with something bare.
//!
//! The benches are one program of the proofs (`tests/src/bin/bench`), so that they share one large workspace. It runs in
//! a release build on a screen of its own and prints one JSON object a line for each figure:
//! `{"name", "value", "unit", "detail"}`.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    Outcome,
    process::{Project, output, run, write},
    screen::Screen,
    setup::{self, Purpose},
    ui,
};

/// The benches, with the figures that they give.
const BENCHES: &[(&str, &str)] = &[
    ("search", "search_vs_raw_fts"),
    ("edit", "edit_durable_vs_raw, edit_syncs"),
    ("start", "start_vs_empty_window"),
    ("rss", "rss_vs_empty_window"),
    ("scroll", "list_scroll_long_frames"),
    ("visit", "visit_keystroke_vs_empty_textarea, visit_long_tasks, visit_open_vs_order_open"),
];

/// Runs all benches, or those named, and writes their figures.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let (chosen, file) = read_arguments(arguments)?;
    setup::ensure(project, Purpose::Test, false)?;
    ui::build_if_changed(project)?;
    run(project
        .cargo(["build", "--release", "--locked", "--package", "feltmappen", "--package", "feltmappen-proofs"])
        .args(["--bin", "feltmappen", "--bin", "bench", "--example", "empty_window"]))?;
    let screen = Screen::start()?;
    let built = project.target.join("release");
    let mut benches = screen.session(project);
    benches.arg(built.join("bench")).args(chosen).env("FELTMAPPEN_APP", built.join("feltmappen"));
    let figures = read_figures(&output(&mut benches)?)?;
    for figure in &figures {
        println!("{} = {} {}", text(figure, "name"), figure["value"], text(figure, "unit"));
        println!("    {}", text(figure, "detail"));
    }
    match file {
        Some(file) => write(&file, format!("{:#}\n", json!({ "figures": figures }))),
        None => Ok(()),
    }
}

fn read_arguments(arguments: &[String]) -> Outcome<(Vec<String>, Option<PathBuf>)> {
    let mut chosen = Vec::new();
    let mut file = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--json" {
            file = Some(PathBuf::from(words.next().ok_or("--json needs a file.")?));
        } else if BENCHES.iter().any(|(name, _)| name == word) {
            chosen.push(word.clone());
        } else {
            let known: Vec<String> = BENCHES.iter().map(|(name, figures)| format!("{name} ({figures})")).collect();
            return Err(format!("There is no bench `{word}`; there are {}.", known.join(", ")));
        }
    }
    Ok((chosen, file))
}

/// The figures among the lines that the benches printed; without any, they have failed.
fn read_figures(printed: &str) -> Outcome<Vec<Value>> {
    let figures: Vec<Value> = printed
        .lines()
        .filter(|line| line.starts_with('{'))
        .map(|line| serde_json::from_str(line).map_err(|error| format!("This is no figure: {line} ({error}).")))
        .collect::<Outcome<_>>()?;
    let complete =
        |figure: &Value| figure["name"].is_string() && figure["value"].is_number() && figure["unit"].is_string();
    if figures.is_empty() || !figures.iter().all(complete) {
        return Err("The benches printed no complete figure.".to_owned());
    }
    Ok(figures)
}

fn text<'a>(figure: &'a Value, name: &str) -> &'a str {
    figure[name].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_the_lines_that_are_json() {
        let figures =
            read_figures("warming up\n{\"name\":\"a\",\"value\":1.2,\"unit\":\"ratio\",\"detail\":\"\"}\n").unwrap();
        assert_eq!(figures[0]["value"], 1.2);
        assert!(read_figures("nothing\n").is_err());
        assert!(read_figures("{\"name\":\"a\"}\n").is_err());
    }

    #[test]
    fn a_bench_that_does_not_exist_is_an_error() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert!(read_arguments(&words(&["edits"])).is_err());
        assert!(read_arguments(&words(&["--json"])).is_err());
        let (chosen, file) = read_arguments(&words(&["edit", "--json", "a.json"])).unwrap();
        assert_eq!((chosen, file), (words(&["edit"]), Some(PathBuf::from("a.json"))));
    }
}
