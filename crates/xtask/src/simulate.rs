//! `cargo xtask simulate`: many devices against one central, with every fault between any two steps.

use crate::{
    Outcome,
    process::{Project, run},
};

/// As many schedules as a test run has.
const SEEDS: &str = "10000";

/// Runs the simulator with `--seeds N`, or one schedule again with `--seed S`.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let mut simulate = project.cargo(["run", "--quiet", "--locked", "--package", "feltmappen-sync"]);
    simulate.args(["--features", "simulate", "--bin", "simulate", "--"]);
    if arguments.is_empty() {
        simulate.args(["--seeds", SEEDS])
    } else {
        simulate.args(arguments)
    };
    run(&mut simulate)
}

/// As many schedules as a test run has on the real store and the real central, the first of them with a thousand devices.
const TRIALS: [&str; 3] = ["--seeds", "200", "--large"];

/// Runs trials with `--seeds N`, or one again with `--seed S`.
pub fn trials(project: &Project, arguments: &[String]) -> Outcome {
    let mut trials = project.cargo(["run", "--quiet", "--locked", "--package", "feltmappen-trials", "--"]);
    if arguments.is_empty() {
        trials.args(TRIALS)
    } else {
        trials.args(arguments)
    };
    run(&mut trials)
}

/// What a test run asks for: the planted faults are found, and all schedules hold.
pub fn stage(project: &Project) -> Outcome {
    run(&mut project.cargo([
        "test",
        "--quiet",
        "--locked",
        "--package",
        "feltmappen-sync",
        "--features",
        "simulate",
        "--test",
        "simulator",
    ]))?;
    command(project, &[])
}
