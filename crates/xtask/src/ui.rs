//! Building the window's pages.

use std::{fs, path::Path, time::SystemTime};

use crate::{
    Outcome,
    process::{Project, run},
};

/// Builds the pages.
pub fn build(project: &Project) -> Outcome {
    run(&mut project.npm(["run", "build", "--silent"]))
}

/// Builds the pages when a source is newer than what was built.
pub fn build_if_changed(project: &Project) -> Outcome {
    let ui = project.root.join("ui");
    let built = modified(&ui.join("dist/index.html"));
    let entries = fs::read_dir(&ui).map_err(|error| format!("ui/ cannot be read: {error}."))?;
    let newest = entries
        .flatten()
        .filter(|entry| !["dist", "node_modules"].iter().any(|skipped| entry.file_name() == *skipped))
        .filter_map(|entry| newest(&entry.path()))
        .max();
    if built.is_some() && built >= newest { Ok(()) } else { build(project) }
}

fn newest(path: &Path) -> Option<SystemTime> {
    match fs::read_dir(path) {
        Ok(entries) => entries.flatten().filter_map(|entry| newest(&entry.path())).max(),
        Err(_) => modified(path),
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|data| data.modified()).ok()
}
