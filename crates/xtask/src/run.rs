//! `cargo xtask run`: from a fresh clone to an open window.

use crate::{
    Outcome,
    process::{Project, run},
    setup::{self, Purpose},
    ui,
};

/// Generated records beside the written ones in the demo.
const RECORDS: u32 = 60;

/// Sets up, builds, and opens the window on a workspace with fictitious data.
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    has_screen()?;
    let records = option(arguments, "--records")?.unwrap_or(RECORDS);
    setup::ensure(project, Purpose::Run, arguments.iter().any(|argument| argument == "--yes"))?;
    ui::build_if_changed(project)?;
    run(&mut project.cargo(["build", "--package", "feltmappen"]))?;
    // The workspace is filled when it is first made; afterwards it is as the user left it.
    let mut app = project.command(project.app());
    run(app.env("FELTMAPPEN_HOME", project.target.join("demo")).env("FELTMAPPEN_DEMO", records.to_string()))
}

fn has_screen() -> Outcome {
    let named = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !named("DISPLAY") && !named("WAYLAND_DISPLAY") {
        return Err(
            "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can be opened. \
                    `cargo xtask test` brings a screen of its own."
                .to_owned(),
        );
    }
    Ok(())
}

/// The number after an option.
pub fn option(arguments: &[String], name: &str) -> Outcome<Option<u32>> {
    let Some(at) = arguments.iter().position(|argument| argument == name) else { return Ok(None) };
    let value = arguments.get(at + 1).and_then(|value| value.parse().ok());
    value.map(Some).ok_or_else(|| format!("{name} needs a number."))
}
