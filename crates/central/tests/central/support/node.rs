//! A node as it really runs: a process of its own, on a free port, ready when it says so.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{Device, http, id, until};

/// The program under test.
pub fn binary() -> PathBuf {
    env!("CARGO_BIN_EXE_feltmappe-central").into()
}

/// A running node. It ends with the value.
pub struct Node {
    child: Child,
    pub url: String,
}

impl Node {
    /// Starts a node and waits until it is ready.
    pub async fn start(database: &str, folder: &Path) -> Self {
        let node = Self::spawn(database, folder);
        node.ready().await;
        node
    }

    /// Starts a node that looks at the feeds by itself so seldom that a test hears of nothing that way.
    pub async fn start_trusting(database: &str, folder: &Path) -> Self {
        let node = Self::spawn_sweeping(database, folder, "3600000");
        node.ready().await;
        node
    }

    /// Starts a node; it may not be ready yet.
    pub fn spawn(database: &str, folder: &Path) -> Self {
        Self::spawn_sweeping(database, folder, "500")
    }

    fn spawn_sweeping(database: &str, folder: &Path, milliseconds: &str) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("node.log")).unwrap();
        let mut child = Command::new(binary())
            .args(["serve", "--listen", "127.0.0.1:0", "--sweep-ms", milliseconds, "--database", database])
            .arg("--ledger")
            .arg(folder.join("ledger"))
            .arg("--blobs")
            .arg(folder.join("blobs"))
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap_or_else(|| panic!("no address: {line}")).to_owned();
        Self { child, url }
    }

    pub async fn ready(&self) {
        let url = format!("{}/readyz", self.url);
        until("a node to be ready", async || {
            let answer = http().get(&url).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop, and waits until it has. Whether it ended well.
    pub fn stop(&mut self) -> bool {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        asked.success() && self.child.wait().unwrap().success()
    }

    /// Enrols a device with the command line, as an operator does.
    pub fn enrol(&self, database: &str, unit: u128) -> Device {
        let (unit, employee) = (id(unit), id(0xa1));
        let done = Command::new(binary())
            .args(["enrol", "--database", database, "--unit", &unit.to_string(), "--employee", &employee.to_string()])
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let printed = String::from_utf8(done.stdout).unwrap();
        let value = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name)).unwrap().trim().to_owned();
        Device::new(&self.url, &value("token"), value("device").parse().unwrap(), unit)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
    }
}
