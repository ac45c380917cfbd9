//! `cargo xtask bindings`: what the window knows of the commands, written from their registry.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    Outcome,
    process::{Project, output, read, run, write},
};

/// Commands that the shell has itself, beside the registry's.
const SHELL: &[&str] = &["zoom", "window_flushed"];
/// What the window needs to hear the registry's events: to listen and to stop, never to send.
const HEARING: &[&str] = &["core:event:allow-listen", "core:event:allow-unlisten"];

/// Writes the files, or with `--check` compares them.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let check = arguments.iter().any(|argument| argument == "--check");
    for (file, wanted) in files(project)? {
        let name = file.strip_prefix(&project.root).unwrap_or(&file).display().to_string();
        let found = read(&file).unwrap_or_default();
        if found == wanted {
            println!("{name} is up to date");
        } else if check {
            let line = 1 + found.lines().zip(wanted.lines()).take_while(|(found, wanted)| found == wanted).count();
            return Err(format!("{name} differs from the registry from line {line} on; run `cargo xtask bindings`."));
        } else {
            write(&file, wanted)?;
            println!("{name} written");
        }
    }
    Ok(())
}

/// The files with what they should hold.
fn files(project: &Project) -> Outcome<[(PathBuf, String); 2]> {
    run(&mut project.build(["--quiet"]))?;
    let example = || project.command(project.built("examples/bindings"));
    let client = output(&mut example())?;
    let commands = output(example().arg("commands"))?;
    Ok([
        (project.root.join("ui/src/bindings.ts"), client),
        (project.root.join("src-tauri/capabilities/main.json"), capability(commands.lines())),
    ])
}

/// The window's permissions: each command by name, nothing of the system.
fn capability<'a>(commands: impl Iterator<Item = &'a str>) -> String {
    let named = commands.chain(SHELL.iter().copied()).map(|name| format!("allow-{}", name.replace('_', "-")));
    let permissions: Vec<String> = named.chain(HEARING.iter().map(|&name| name.to_owned())).collect();
    let capability = json!({
        "identifier": "main",
        "description": "What the window may ask for: the app's own commands, one by one, its events, and nothing of the system. \
                        Written by `cargo xtask bindings`.",
        "local": true,
        "windows": ["main"],
        "permissions": permissions,
    });
    format!("{capability:#}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_is_a_permission_of_its_own() {
        let text = capability(["save_draft", "open"].into_iter());
        assert!(text.contains("\"allow-save-draft\""));
        assert!(text.contains("\"allow-open\""));
        assert!(text.contains("\"allow-window-flushed\""));
        assert!(!text.contains('*'));
    }
}
