//! Central as it really runs: a process of its own, which a proof can kill and start again.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

use crate::target;

/// A running central. It ends with the value, and with the proof however that ends.
pub struct Central {
    child: Child,
    /// Where it listens: host and port.
    pub listens: String,
}

/// The program, as `cargo build` makes it: beside a bench, which is a release build; otherwise the debug build.
fn program() -> PathBuf {
    let beside = std::env::current_exe().expect("this program").with_file_name("feltmappe-central");
    let program = if beside.is_file() { beside } else { target().join("debug/feltmappe-central") };
    assert!(program.is_file(), "{} is missing; `cargo xtask test sync` builds it", program.display());
    program
}

/// What belongs to a central besides its database.
fn data(command: &mut Command, database: &str, folder: &Path) {
    command.args(["--database", database]);
    command.arg("--ledger").arg(folder.join("ledger")).arg("--blobs").arg(folder.join("blobs"));
}

impl Central {
    /// Starts it on a database and waits until it listens. Its log is `central.log` in the folder.
    #[must_use]
    pub fn start(database: &str, folder: &Path) -> Self {
        let log = File::options().create(true).append(true).open(folder.join("central.log")).expect("a log");
        let mut serve = Command::new(program());
        serve.args(["serve", "--listen", "127.0.0.1:0", "--stop-with-stdin"]);
        data(&mut serve, database, folder);
        let mut child = serve.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log).spawn().expect("central starts");
        let mut line = String::new();
        let _ = BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line);
        let listens = line.trim().strip_prefix("listening on http://");
        let listens = listens.unwrap_or_else(|| panic!("central says where it listens: {line}")).to_owned();
        Self { child, listens }
    }

    /// Its process.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Ends it in good order.
    pub fn stop(mut self) {
        drop(self.child.stdin.take());
        assert!(self.child.wait().expect("central ends").success(), "central ends in good order");
    }
}

impl Drop for Central {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs one of central's other commands, as its operator does, and gives what it printed.
pub fn operate(database: &str, folder: &Path, words: &[&str]) -> Result<String, String> {
    let mut command = Command::new(program());
    command.args(words);
    if matches!(words.first(), Some(&"verify" | &"enrol" | &"backup")) {
        command.args(["--database", database]);
    } else {
        data(&mut command, database, folder);
    }
    let Output { status, stdout, stderr } = command.output().expect("central's command line");
    let said = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    if status.success() { Ok(said(stdout)) } else { Err(said(stderr)) }
}

/// Enrols a device; gives its id and its token.
#[must_use]
pub fn enrol(database: &str, folder: &Path, unit: &str, employee: &str) -> (String, String) {
    let printed = operate(database, folder, &["enrol", "--unit", unit, "--employee", employee]).expect("enrolled");
    let value = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name)).expect(name).trim().to_owned();
    (value("device "), value("token "))
}
