//! `cargo xtask …`: everything that is done to the project, in one place. Depends on next to nothing, so that it is
//! there in seconds on a fresh clone.
#![allow(clippy::print_stdout, reason = "a program for a terminal")]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod bench;
mod bindings;
mod central;
mod demo;
mod documents;
mod fuzz;
mod help;
mod icons;
mod node;
mod process;
mod programs;
mod proofs;
mod purity;
mod run;
mod screen;
mod setup;
mod simulate;
mod stages;
mod test;
mod ui;

use std::process::ExitCode;

use process::Project;

/// What went wrong, in a sentence.
type Outcome<T = ()> = Result<T, String>;

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let command = if arguments.is_empty() { "help".to_owned() } else { arguments.remove(0) };
    match Project::here().and_then(|project| dispatch(&project, &command, &arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(project: &Project, command: &str, arguments: &[String]) -> Outcome {
    match command {
        "setup" => setup::command(project, arguments),
        "run" => run::command(project, arguments),
        "test" => test::command(project, arguments),
        "bindings" => bindings::command(project, arguments),
        "demo" => demo::command(project, arguments),
        "bench" => bench::command(project, arguments),
        "simulate" => simulate::command(project, arguments),
        "trials" => simulate::trials(project, arguments),
        "soak" => fuzz::soak(project, arguments),
        "screen" => screen::command(project, arguments),
        "icons" => icons::command(project),
        "help" | "--help" | "-h" => {
            help::print();
            Ok(())
        }
        other => Err(format!("There is no command `{other}`. `cargo xtask help` lists them.")),
    }
}
