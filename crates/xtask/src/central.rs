//! The stages of central: its suite on both databases, and its description held against a running node.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
};

use crate::{
    Outcome,
    process::{Project, output, run},
};

/// A unit and an employee that are invented.
const UNIT: &str = "019aa1b2-7c00-7000-8000-0000000000e1";
const EMPLOYEE: &str = "019aa1b2-7c00-7000-8000-0000000000a1";
/// What every answer is held against.
const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_schema_conformance,response_headers_conformance";

/// The one suite on SQLite and PostgreSQL, and the proofs with real processes. The tests start a PostgreSQL of their own, and
/// fail where there is none.
pub fn suite(project: &Project, arguments: &[String]) -> Outcome {
    run(project.cargo(["test", "--locked", "--package", "feltmappen-central", "--"]).args(arguments))
}

/// Asks a running node for everything that its description allows, and more, and holds the answers against it.
pub fn description(project: &Project, _: &[String]) -> Outcome {
    run(&mut project.cargo(["build", "--locked", "--package", "feltmappen-central"]))?;
    let folder = project.target.join("central-described");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    let database = format!("sqlite:{}", folder.join("central.db").display());
    let node = Node::start(project, &database)?;
    let enrol = ["enrol", "--database", &database, "--unit", UNIT, "--employee", EMPLOYEE];
    let printed = output(project.command(binary(project)).args(enrol))?;
    let token = printed.lines().find_map(|line| line.strip_prefix("token ")).ok_or("No token was printed.")?;
    let mut check = project.command(project.python("schemathesis"));
    check.args(["run", &format!("{}/openapi.json", node.url), "--checks", CHECKS]);
    check.args(["--max-examples", "40", "--seed", "1", "--request-timeout", "10", "--no-color"]);
    let header = format!("Authorization: Bearer {token}");
    run(check.args(["--header", &header]).current_dir(&folder))
}

fn binary(project: &Project) -> std::path::PathBuf {
    project.target.join("debug").join(if cfg!(windows) { "feltmappe-central.exe" } else { "feltmappe-central" })
}

/// A node that ends with the value.
struct Node {
    child: Child,
    url: String,
}

impl Node {
    fn start(project: &Project, database: &str) -> Outcome<Self> {
        let mut serve = Command::new(binary(project));
        // Streams end soon: whoever looks at one waits for its end.
        serve.args(["serve", "--listen", "127.0.0.1:0", "--stream-seconds", "1", "--database", database]);
        let mut child = serve
            .env("FELTMAPPE_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("Central cannot be started: {error}."))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            let _ = BufReader::new(stdout).read_line(&mut line);
        }
        let url = line.trim().strip_prefix("listening on ").unwrap_or_default().to_owned();
        let node = Self { child, url };
        if node.url.is_empty() { Err("Central did not say where it listens.".to_owned()) } else { Ok(node) }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
