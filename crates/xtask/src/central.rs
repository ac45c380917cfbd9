//! The stages of central: its suite on both databases, and its description held against a running node.

use std::fs;

use crate::{
    Outcome,
    node::{self, Node, enrol},
    process::{Project, run},
    programs,
};

/// The tests of central beside those in its own files.
pub const SUITE: &str = "central";
/// A unit and an employee that are invented.
const UNIT: &str = "019aa1b2-7c00-7000-8000-0000000000e1";
const EMPLOYEE: &str = "019aa1b2-7c00-7000-8000-0000000000a1";
/// What every answer is held against.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,response_headers_conformance";

/// The one suite on SQLite and PostgreSQL, and the proofs with real processes. The tests start a PostgreSQL of their own, and
/// fail where there is none. And attachments in a bucket.
pub fn suite(project: &Project, arguments: &[String]) -> Outcome {
    let programs = programs::build(project, &["--test".to_owned(), SUITE.to_owned()])?;
    programs::run_all(project, &programs, arguments)?;
    // What no other program is built with.
    let bucket = ["test", "--locked", "--package", "feltmappen-central", "--features", "s3", "--test", "s3"];
    run(&mut project.cargo(bucket))
}

/// Asks a running node for everything that its description allows, and more, and holds the answers against it.
pub fn description(project: &Project, _: &[String]) -> Outcome {
    run(&mut project.build(["--bin", node::PROGRAM]))?;
    let folder = project.target.join("central-described");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    let database = format!("sqlite:{}", folder.join("central.db").display());
    // Streams end soon: whoever looks at one waits for its end.
    let node = Node::start(project, &database, &["--stream-seconds", "1"], None)?;
    let token = enrol(project, &database, UNIT, EMPLOYEE)?;
    let mut check = project.command(project.python("schemathesis"));
    check.args(["run", &format!("{}/openapi.json", node.url), "--checks", CHECKS]);
    check.args(["--max-examples", "40", "--seed", "1", "--request-timeout", "10", "--no-color"]);
    let header = format!("Authorization: Bearer {token}");
    run(check.args(["--header", &header]).current_dir(&folder))
}
