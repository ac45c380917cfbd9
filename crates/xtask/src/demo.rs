//! `cargo xtask demo`: a workspace with fictitious data, without a window.

use crate::{
    Outcome,
    process::{Project, run},
};

/// Makes the workspace; the arguments are those of the example.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    run(&mut project.build(["--quiet", "--example", "demo"]))?;
    run(project.command(project.built("examples/demo")).args(arguments))
}
