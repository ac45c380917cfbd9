//! The programs that hold the tests.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

use crate::{
    Outcome,
    process::{Project, output, tell_again},
};

/// One of them.
pub struct Program {
    /// The package's folder, within the project.
    pub room: PathBuf,
    /// The target's name: the package's own, or that of a file in `tests/`.
    pub name: String,
    /// Where it lies.
    pub file: PathBuf,
}

impl Program {
    /// To be started as cargo would start it, and told where the programs lie that it is about.
    pub fn command(&self, project: &Project) -> Command {
        let room = project.root.join(&self.room);
        let mut command = Command::new(&self.file);
        command.env("CARGO_MANIFEST_DIR", &room).env("FELTMAPPEN_TARGET", &project.target).current_dir(room);
        command
    }
}

/// Builds tests and tells where their programs are: those of the targets, or of everything.
pub fn build(project: &Project, targets: &[String]) -> Outcome<Vec<Program>> {
    let mut build = project.test(["--no-run", "--message-format=json-render-diagnostics"]);
    let built = output(build.args(targets))?;
    let messages = built.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    Ok(messages.filter_map(|message| program(&project.root, &message)).collect())
}

/// Runs programs one after the other; one that fails stops no other. None at all is a fault: nothing would be proven.
pub fn run_all<'a>(
    project: &Project,
    programs: impl IntoIterator<Item = &'a Program>,
    arguments: &[String],
) -> Outcome {
    let outcomes: Vec<Outcome> =
        programs.into_iter().map(|program| tell_again(program.command(project).args(arguments))).collect();
    if outcomes.is_empty() {
        return Err("Cargo built no such tests.".to_owned());
    }
    let failed: Vec<String> = outcomes.into_iter().filter_map(Outcome::err).collect();
    if failed.is_empty() { Ok(()) } else { Err(failed.join("\n")) }
}

/// The program that a line of cargo's speaks of, if it does.
fn program(root: &Path, message: &Value) -> Option<Program> {
    if message["profile"]["test"] != true {
        return None;
    }
    let manifest = Path::new(message["manifest_path"].as_str()?);
    Some(Program {
        room: manifest.parent()?.strip_prefix(root).ok()?.to_owned(),
        name: message["target"]["name"].as_str()?.to_owned(),
        file: message["executable"].as_str()?.into(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn no_tests_at_all_prove_nothing() {
        assert!(run_all(&Project::here().unwrap(), &[], &[]).is_err());
    }

    #[test]
    fn only_what_holds_tests_is_a_program() {
        let message = |test: bool| {
            json!({
                "manifest_path": "/there/crates/store/Cargo.toml",
                "profile": { "test": test },
                "target": { "name": "store" },
                "executable": "/there/target/debug/deps/store-1",
            })
        };
        let found = program(Path::new("/there"), &message(true)).unwrap();
        assert_eq!((found.room.to_str(), &*found.name), (Some("crates/store"), "store"));
        assert!(program(Path::new("/there"), &message(false)).is_none());
        assert!(program(Path::new("/there"), &json!({ "reason": "build-finished", "success": true })).is_none());
    }
}
