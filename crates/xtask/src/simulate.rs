//! `cargo xtask simulate`: many devices against one central, with every fault between any two steps.

use crate::{
    Outcome,
    process::{Project, run},
    programs,
};

/// The tests that plant faults in the simulator.
pub const PLANTED: &str = "simulator";
/// As many schedules as a test run has.
const SEEDS: &str = "10000";

/// Runs the simulator with `--seeds N`, or one schedule again with `--seed S`.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    run(&mut project.build(["--quiet", "--bin", "simulate"]))?;
    let mut simulate = project.command(project.built("simulate"));
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
    run(&mut project.build(["--quiet", "--bin", "trials"]))?;
    let mut trials = project.command(project.built("trials"));
    if arguments.is_empty() {
        trials.args(TRIALS)
    } else {
        trials.args(arguments)
    };
    run(&mut trials)
}

/// What a test run asks for: the planted faults are found, and all schedules hold.
pub fn stage(project: &Project) -> Outcome {
    let programs = programs::build(project, &["--test".to_owned(), PLANTED.to_owned()])?;
    programs::run_all(project, &programs, &[])?;
    command(project, &[])
}
