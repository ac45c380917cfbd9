//! A central of this machine's own, for as long as something here needs it.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use crate::{
    Outcome,
    process::{Project, output},
};

/// The program's name.
pub const PROGRAM: &str = "feltmappe-central";

/// The program, as `cargo build` makes it.
pub fn binary(project: &Project) -> PathBuf {
    project.built(PROGRAM)
}

/// A running central on a free port of this machine. It ends with the value, and with this program however that ends.
pub struct Node {
    child: Child,
    /// Where it answers.
    pub url: String,
}

impl Node {
    /// Starts it on a database, with its log in a file or on the terminal.
    pub fn start(project: &Project, database: &str, options: &[&str], log: Option<File>) -> Outcome<Self> {
        let mut serve = Command::new(binary(project));
        serve.args(["serve", "--listen", "127.0.0.1:0", "--stop-with-stdin", "--database", database]).args(options);
        let mut child = serve
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log.map_or_else(Stdio::inherit, Stdio::from))
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
        // The end of its input tells it to stop in good order.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Enrols a device and gives its token.
pub fn enrol(project: &Project, database: &str, unit: &str, employee: &str) -> Outcome<String> {
    let enrol = ["enrol", "--database", database, "--unit", unit, "--employee", employee];
    let printed = output(project.command(binary(project)).args(enrol))?;
    let token = printed.lines().find_map(|line| line.strip_prefix("token "));
    token.map(str::to_owned).ok_or_else(|| "Central gave no token.".to_owned())
}

/// How many records central has.
pub fn records(project: &Project, database: &str) -> Outcome<u64> {
    let printed = output(project.command(binary(project)).args(["verify", "--database", database]))?;
    let count = printed.split(", ").nth(1).and_then(|rest| rest.split(' ').next()?.parse().ok());
    count.ok_or_else(|| "Central did not say how much it has.".to_owned())
}
