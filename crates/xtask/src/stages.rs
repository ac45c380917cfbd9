//! The stages of a test run, in the order in which a fault is found soonest.

use std::path::Path;

use crate::{
    Outcome, bindings, central, documents, fuzz, node,
    process::{Project, run},
    programs::{self, Program},
    proofs::{self, ROOM, SYNC},
    purity,
    setup::{self, Purpose},
    simulate, ui,
};

/// One stage.
pub struct Stage {
    /// Its name on the command line and in the table.
    pub name: &'static str,
    /// What it proves.
    pub proves: &'static str,
    /// Does it.
    pub work: fn(&Project, &[String]) -> Outcome,
}

/// Every stage.
pub const STAGES: &[Stage] = &[
    Stage {
        name: "setup",
        proves: "the machine has what is needed",
        work: |project, _| setup::ensure(project, Purpose::Test, false),
    },
    Stage {
        name: "fmt",
        proves: "one layout of the code",
        work: |project, _| run(&mut project.cargo(["fmt", "--all", "--check"])),
    },
    Stage { name: "deny", proves: "licences, sources and bans of dependencies", work: deny },
    Stage { name: "purity", proves: "domain and sync are pure", work: |project, _| purity::check(project) },
    Stage {
        name: "bindings",
        proves: "the window's client is the registry's",
        work: |project, _| bindings::command(project, &["--check".to_owned()]),
    },
    Stage {
        name: "ui-check",
        proves: "types of the window's code",
        work: |project, _| run(&mut project.npm(["run", "check", "--silent"])),
    },
    Stage {
        name: "ui-test",
        proves: "the window's parts",
        work: |project, _| run(&mut project.npm(["test", "--silent"])),
    },
    Stage { name: "ui-build", proves: "the window's pages build", work: |project, _| ui::build(project) },
    Stage { name: "clippy", proves: "no warnings", work: clippy },
    Stage { name: "unit", proves: "every room by itself", work: unit },
    Stage {
        name: "documents",
        proves: "papers conform to PDF/A-2a and PDF/UA-1, and look as they did",
        work: documents::stage,
    },
    Stage {
        name: "simulation",
        proves: "no schedule of faults loses a value",
        work: |project, _| simulate::stage(project),
    },
    Stage {
        name: "trials",
        proves: "nor on the real store and the real central",
        work: |project, _| simulate::trials(project, &[]),
    },
    Stage { name: "fuzz", proves: "bytes from outside break no reader", work: |project, _| fuzz::stage(project) },
    Stage { name: "central", proves: "central on SQLite and PostgreSQL, kill -9 and restore", work: central::suite },
    Stage { name: "openapi", proves: "central answers as its description says", work: central::description },
    Stage { name: "sync", proves: "real devices and central through cuts, kills and restores", work: sync },
    Stage { name: "window", proves: "the real window, start to kill -9", work: proofs::window },
];

/// The names of the stages.
pub fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

fn deny(project: &Project, _: &[String]) -> Outcome {
    let mut deny = project.command(project.tool("cargo-deny"));
    // Known vulnerabilities need a database from outside; they are asked for where there is a network.
    run(deny.args(["--locked", "--workspace", "check", "--hide-inclusion-graph", "licenses", "bans", "sources"]))
}

fn clippy(project: &Project, _: &[String]) -> Outcome {
    run(&mut project.cargo(["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"]))
}

fn unit(project: &Project, _: &[String]) -> Outcome {
    let programs = programs::build(project, &[])?;
    let with_a_stage = [central::SUITE, simulate::PLANTED];
    let elsewhere =
        |program: &Program| program.room == Path::new(ROOM) || with_a_stage.contains(&program.name.as_str());
    programs::run_all(project, programs.iter().filter(|program| !elsewhere(program)), &[])
}

/// Devices without a window and central as real processes. Many at a time: most of the time they wait for each other.
fn sync(project: &Project, arguments: &[String]) -> Outcome {
    run(&mut project.build(["--bin", node::PROGRAM, "--bin", "device"]))?;
    let programs = programs::build(project, &["--test".to_owned(), SYNC.to_owned()])?;
    let options = ["--test-threads=8", "--nocapture"].map(str::to_owned);
    let options: Vec<String> = options.into_iter().chain(arguments.iter().cloned()).collect();
    programs::run_all(project, programs.iter().filter(|program| program.room == Path::new(ROOM)), &options)
}
