//! `cargo xtask bench`: figures, each compared in one run with something bare.
//!
//! All but that of papers are one program of the proofs (`tests/src/bin/bench`), so that they share one large workspace. It runs in
//! a release build, for those that need the window on a screen of its own, and prints one JSON object a line for each
//! figure: `{"name", "value", "unit", "detail"}`.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::{
    Outcome, node,
    process::{Project, output, run, write},
    run::APP,
    screen::Screen,
    setup::{self, Purpose},
    ui,
};

/// A bench.
struct Bench {
    name: &'static str,
    /// The figures that it gives.
    figures: &'static str,
    /// What it has to have around it.
    needs: Needs,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    /// A screen, and the app built to be shown on it.
    Window,
    /// Nothing but central.
    Central,
    /// Nothing: it is a program of its own, for what it is compared with is no part of the app.
    Nothing,
}

const BENCHES: &[Bench] = &[
    Bench { name: "push", figures: "push_20k_offline_edits_vs_raw_insert", needs: Needs::Central },
    Bench { name: "pull", figures: "first_pull_100k_vs_raw_insert", needs: Needs::Central },
    Bench {
        name: "growth",
        figures: "one_change_visible_growth, one_change_visible_p95, noop_sync",
        needs: Needs::Central,
    },
    Bench { name: "stall", figures: "save_stall_during_first_pull_p99", needs: Needs::Central },
    Bench { name: "load", figures: "load, load_vs_savepoints, load_memory_growth", needs: Needs::Central },
    Bench { name: "search", figures: "search_vs_raw_fts", needs: Needs::Window },
    Bench { name: "edit", figures: "edit_durable_vs_raw, edit_syncs", needs: Needs::Window },
    Bench { name: "start", figures: "start_vs_empty_window", needs: Needs::Window },
    Bench { name: "rss", figures: "rss_vs_empty_window", needs: Needs::Window },
    Bench { name: "scroll", figures: "list_scroll_long_frames", needs: Needs::Window },
    Bench {
        name: "visit",
        figures: "visit_keystroke_vs_empty_textarea, visit_long_tasks, visit_open_vs_order_open",
        needs: Needs::Window,
    },
    Bench { name: "consent", figures: "consent_pdf_bytes, consent_pdf_vs_krilla", needs: Needs::Nothing },
];

/// It keeps the machine busy for longer than all the others.
const ONLY_WHEN_NAMED: &str = "load";

/// Runs all benches, or those named, and writes their figures.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let (chosen, file) = read_arguments(arguments)?;
    setup::ensure(project, Purpose::Test, false)?;
    let (papers, others): (Vec<&Bench>, Vec<&Bench>) =
        chosen.into_iter().partition(|bench| bench.needs == Needs::Nothing);
    let mut printed = String::new();
    if !papers.is_empty() {
        let example = ["run", "--release", "--locked", "--package", "feltmappen-documents", "--example", "bench"];
        printed += &output(&mut project.cargo(example))?;
    }
    if !others.is_empty() {
        printed += &proofs(project, &others)?;
    }
    let figures = read_figures(&printed)?;
    for figure in &figures {
        println!("{} = {} {}", text(figure, "name"), figure["value"], text(figure, "unit"));
        println!("    {}", text(figure, "detail"));
    }
    match file {
        Some(file) => write(&file, format!("{:#}\n", json!({ "figures": figures }))),
        None => Ok(()),
    }
}

/// Runs the benches that are one program.
fn proofs(project: &Project, chosen: &[&Bench]) -> Outcome<String> {
    let built = project.target.join("release");
    let names = chosen.iter().map(|bench| bench.name);
    build(project)?;
    if chosen.iter().any(|bench| bench.needs == Needs::Window) {
        let screen = Screen::start()?;
        let mut benches = screen.session(project);
        output(benches.arg(built.join("bench")).args(names).env("FELTMAPPEN_APP", built.join("feltmappen")))
    } else {
        // Thousands of connections need as many file descriptors: the shell asks for all that are allowed.
        let mut benches = project.command("sh");
        benches.args(["-c", r#"ulimit -n "$(ulimit -H -n)"; exec "$0" "$@""#]);
        output(benches.arg(built.join("bench")).args(names))
    }
}

/// Builds the benches and what they measure, as it is shipped: without the features that tests turn on.
fn build(project: &Project) -> Outcome {
    ui::build_if_changed(project)?;
    let mut build = project.cargo(["build", "--release", "--locked", "--package", "feltmappen-proofs"]);
    build.args(["--package", "feltmappen-central", "--package", APP, "--example", "empty_window"]);
    run(build.args(["--bin", "bench", "--bin", node::PROGRAM, "--bin", APP]))
}

/// The benches to run, and the file for their figures.
fn read_arguments(arguments: &[String]) -> Outcome<(Vec<&'static Bench>, Option<PathBuf>)> {
    let mut chosen = Vec::new();
    let mut file = None;
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--json" {
            file = Some(PathBuf::from(words.next().ok_or("--json needs a file.")?));
        } else if let Some(bench) = BENCHES.iter().find(|bench| bench.name == word) {
            chosen.push(bench);
        } else {
            let known: Vec<String> =
                BENCHES.iter().map(|bench| format!("{} ({})", bench.name, bench.figures)).collect();
            return Err(format!("There is no bench `{word}`; there are {}.", known.join(", ")));
        }
    }
    if chosen.is_empty() {
        chosen.extend(BENCHES.iter().filter(|bench| bench.name != ONLY_WHEN_NAMED));
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
        let names: Vec<&str> = chosen.iter().map(|bench| bench.name).collect();
        assert_eq!((names, file), (vec!["edit"], Some(PathBuf::from("a.json"))));
    }
}
