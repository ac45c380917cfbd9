//! Where the project lies, and how other programs are started.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Outcome;

/// The project on this machine.
pub struct Project {
    /// The folder with the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// Cargo's target folder, wherever it is.
    pub target: PathBuf,
}

impl Project {
    /// Finds the project that this program belongs to.
    pub fn here() -> Outcome<Self> {
        // Cargo says it to what it runs. The path that this was built at may be that of a clone that is gone.
        let package = std::env::var_os("CARGO_MANIFEST_DIR").ok_or("This is started as `cargo xtask`.")?;
        let root = Path::new(&package).ancestors().nth(2).ok_or("The project's folder was not found.")?.to_owned();
        // This program lies in TARGET/PROFILE/.
        let own = std::env::current_exe().map_err(|error| format!("This program cannot find itself: {error}."))?;
        let target = own.ancestors().nth(2).ok_or("The target folder was not found.")?.to_owned();
        Ok(Self { root, target })
    }

    /// A program to be run in the project's folder.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    /// Cargo, on the same target folder as this program.
    pub fn cargo<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = self.command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).env("CARGO_TARGET_DIR", &self.target);
        // What cargo told this program about itself is not for others: some build scripts would run again because of it.
        let own = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(own)) {
            command.env_remove(name);
        }
        command
    }

    /// Cargo building what is named. Everything is built as a part of the whole workspace: of a package by itself cargo
    /// would build the dependencies again, with its own choice of their features.
    pub fn build<const N: usize>(&self, targets: [&str; N]) -> Command {
        // An example may use what only tests need, so with one among them cargo chooses the features that tests have.
        let mut build = self.cargo(["build", "--locked", "--workspace", "--example", "bindings"]);
        build.args(targets);
        build
    }

    /// Cargo running what is named of the tests, in the same way.
    pub fn test<const N: usize>(&self, targets: [&str; N]) -> Command {
        let mut test = self.cargo(["test", "--locked", "--workspace"]);
        test.args(targets);
        test
    }

    /// A program as `cargo build` makes it.
    pub fn built(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(name).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// npm, in the window's folder.
    pub fn npm<const N: usize>(&self, arguments: [&str; N]) -> Command {
        let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.current_dir(self.root.join("ui")).args(arguments);
        command
    }

    /// A tool installed for this project alone.
    pub fn tool(&self, name: &str) -> PathBuf {
        self.tools().join("bin").join(name)
    }

    /// Where such tools are installed.
    pub fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// A program of a Python package, each in an environment of its own.
    pub fn python(&self, name: &str) -> PathBuf {
        let programs = if cfg!(windows) { "Scripts" } else { "bin" };
        self.tools().join(name).join(programs).join(name)
    }
}

/// Runs a command with its output on the terminal; fails when it fails.
pub fn run(command: &mut Command) -> Outcome {
    println!("$ {}", line(command));
    let status = command.status().map_err(|error| cannot_start(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status}).", line(command))) }
}

/// Runs tests with their output on the terminal; when they fail, says again what failed and why.
pub fn tell_again(command: &mut Command) -> Outcome {
    println!("$ {}", line(command));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|error| cannot_start(command, &error))?;
    let mut said = Vec::new();
    for text in child.stdout.take().into_iter().flat_map(|stdout| BufReader::new(stdout).split(b'\n')) {
        let text = text.map_err(|error| format!("`{}` cannot be read: {error}.", line(command)))?;
        let text = String::from_utf8_lossy(&text).into_owned();
        println!("{text}");
        said.push(text);
    }
    let status = child.wait().map_err(|error| format!("`{}` is lost: {error}.", line(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("`{}` failed ({status}).\n{}", line(command), why(&said)))
}

/// Of what a test program said: which tests failed, and where each broke last, with the two lines that follow.
fn why(said: &[String]) -> String {
    let names = said.iter().rposition(|line| line == "failures:").map_or(&[][..], |at| &said[at + 1..]);
    let broke = said.split(|line| line.starts_with("---- ")).filter_map(|test| {
        let at = test.iter().rposition(|line| line.contains("panicked at"))?;
        Some(&test[at..(at + 3).min(test.len())])
    });
    let told = names.iter().take_while(|line| !line.is_empty()).chain(broke.flatten());
    told.map(|line| format!("{line}\n")).collect()
}

/// Runs a command and gives what it wrote on stdout; its stderr goes to the terminal.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({}).", line(command), output.status));
    }
    String::from_utf8(output.stdout).map_err(|_| format!("`{}` did not write UTF-8.", line(command)))
}

/// What a command writes when it succeeds, quietly.
pub fn quiet(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Is there a program of this name?
pub fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|dir| dir.join(program).is_file())
}

/// Reads a file, with a sentence when it cannot be read.
pub fn read(file: &Path) -> Outcome<String> {
    std::fs::read_to_string(file).map_err(|error| format!("{} cannot be read: {error}.", file.display()))
}

/// Writes a file, with a sentence when it cannot be written.
pub fn write(file: &Path, content: impl AsRef<[u8]>) -> Outcome {
    std::fs::write(file, content).map_err(|error| format!("{} cannot be written: {error}.", file.display()))
}

/// How much this machine does at a time.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// Runs on a machine that nobody watches.
pub fn in_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| value == "true")
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("`{}` cannot be started: {error}.", command.get_program().to_string_lossy())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_that_fail_say_why_again() {
        let test = "\nfailures:\n\n---- one stdout ----\n1 panicked at\n\n2 panicked at a.rs:\nleft\nright\nmore\n";
        let script = format!("printf '{test}\nfailures:\n    one\n\ntest result: FAILED\n'; exit 1");
        let said = tell_again(Command::new("sh").args(["-c", &script])).unwrap_err();
        assert!(said.ends_with("\n    one\n2 panicked at a.rs:\nleft\nright\n"), "{said}");
        assert_eq!(tell_again(Command::new("sh").args(["-c", "echo panicked at nothing"])), Ok(()));
    }
}
