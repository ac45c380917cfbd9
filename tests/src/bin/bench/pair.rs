//! The two windows that are compared: the app on its list, and one with nothing in it.

use std::{
    fs,
    future::Future,
    path::PathBuf,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use feltmappen_proofs::{Home, Launch, Window, until};

/// A window with its process.
pub struct Opened {
    pub window: Window,
    pub process: u32,
}

/// Opens the app and waits for the first row of its list.
pub async fn app(home: &Home) -> Opened {
    let window = Launch::new().open(home).await;
    window.wait_for("[data-index='0'] a").await;
    let process = window.process();
    Opened { window, process }
}

/// Opens the empty window.
pub async fn empty(home: &Home) -> Opened {
    let program = feltmappen_proofs::app().with_file_name("examples").join("empty_window");
    assert!(program.is_file(), "{} is missing; `cargo xtask bench` builds it", program.display());
    let window = Launch::new().program(program.clone()).open(home).await;
    let process = window.processes().into_iter().find(|one| one.program == program).expect("the empty window").id;
    Opened { window, process }
}

impl Opened {
    /// Closes the app in good order; nothing is lost with the empty window.
    pub async fn close(self, is_app: bool) {
        if is_app { self.window.close().await } else { self.window.kill().await }
    }

    /// Milliseconds from the start of the process to a moment in the page (a script that gives it, or null until then).
    pub async fn since_start(&self, moment: &str) -> f64 {
        let script = format!("const at = {moment}; return at == null ? null : performance.timeOrigin + at;");
        until("the moment in the page", async || self.window.run(&script).await.as_f64()).await - self.started()
    }

    /// When the process started, in milliseconds since 1970; known to a hundredth of a second.
    fn started(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.process)).expect("the process runs");
        let after_name = stat.rsplit_once(')').expect("a name").1;
        let ticks: f64 = after_name.split_whitespace().nth(19).and_then(|text| text.parse().ok()).expect("a start");
        booted() + (ticks + 0.5) * 10.0
    }

    /// Memory of the app and its web view that is theirs, shared pages by share, in MiB.
    pub fn memory(&self) -> f64 {
        self.window.processes().iter().filter_map(|process| memory_of(process.id)).sum()
    }
}

/// Memory of a process that is its own, shared pages by share, in MiB. None when it has ended.
pub fn memory_of(process: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let kilobytes: f64 =
        rollup.lines().find_map(|line| line.strip_prefix("Pss:")?.split_whitespace().next()?.parse().ok())?;
    Some(kilobytes / 1_024.0)
}

/// When the machine started, in milliseconds since 1970. The counter goes by hundredths: its step is waited for.
fn booted() -> f64 {
    let uptime = || fs::read_to_string("/proc/uptime").expect("the time since the start");
    let before = uptime();
    let stepped = loop {
        let now = uptime();
        if now != before {
            break now;
        }
    };
    let seconds: f64 = stepped.split_whitespace().next().and_then(|text| text.parse().ok()).expect("seconds");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    now.as_secs_f64() * 1_000.0 - seconds * 1_000.0
}

/// Runs to its end what happens in windows.
pub fn wait_for<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
}

/// A home of its own for the empty window.
pub fn empty_home() -> Home {
    let home = Home::new();
    let folder: PathBuf = home.workspace();
    fs::create_dir_all(folder).expect("a folder");
    home
}
