//! The processes behind a window, found by the home they live in.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A process of a window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    pub id: u32,
    pub program: PathBuf,
}

/// Everything of the app that runs on this workspace: the app itself and the web view's processes, no drivers.
pub fn of_workspace(workspace: &Path) -> Vec<Process> {
    let wanted = [b"FELTMAPPEN_HOME=".as_slice(), workspace.as_os_str().as_encoded_bytes()].concat();
    let processes = fs::read_dir("/proc").expect("/proc").flatten();
    processes
        .filter_map(|entry| {
            let id = entry.file_name().to_str()?.parse().ok()?;
            let program = fs::read_link(entry.path().join("exe")).ok()?;
            let environment = fs::read(entry.path().join("environ")).ok()?;
            let here = environment.split(|byte| *byte == 0).any(|variable| variable == wanted);
            let driver = program.file_name().is_some_and(|name| name.to_string_lossy().ends_with("river"));
            (here && !driver).then_some(Process { id, program })
        })
        .collect()
}

/// The app's own process on this workspace.
pub fn app_of(workspace: &Path) -> Option<Process> {
    let name = crate::app();
    of_workspace(workspace).into_iter().find(|process| process.program.file_name() == name.file_name())
}

/// Has the process ended, with all its threads, and let go of its files and connections? One that nobody has asked after
/// yet counts as ended.
pub fn has_ended(process: &Process) -> bool {
    let own = PathBuf::from(format!("/proc/{}", process.id));
    let threads = fs::read_dir(own.join("task")).map_or(0, Iterator::count);
    let Ok(stat) = fs::read_to_string(own.join("stat")) else { return true };
    // The state follows the name, which stands in brackets and may hold anything.
    let dead = stat.rsplit_once(')').is_some_and(|(_, rest)| rest.trim_start().starts_with(['Z', 'X']));
    dead && threads <= 1
}

/// Ends processes at once, as a power cut would: no last words.
pub fn kill_now(processes: &[Process]) {
    let ids: Vec<String> = processes.iter().map(|process| process.id.to_string()).collect();
    signal(&ids.join(" "));
}

/// Ends a process and all that it started.
pub fn kill_group(leader: u32) {
    signal(&format!("-{leader}"));
}

fn signal(ids: &str) {
    let _ = Command::new("sh").args(["-c", &format!("kill -9 {ids}")]).stderr(Stdio::null()).status();
}
