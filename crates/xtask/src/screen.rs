//! A screen, a session bus and an unlocked keyring of their own, for the proofs in the real window.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use crate::{
    Outcome,
    process::{Project, run},
};

/// How many screens this program has started: each has a folder of its own.
static STARTED: AtomicU32 = AtomicU32::new(0);
/// The screen of a small laptop.
const SIZE: &str = "1366x768x24";
/// Opens the keyring of the session, then becomes the command.
const UNLOCK: &str =
    "printf feltmappen | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";

/// `cargo xtask screen -- COMMAND…`
pub fn command(project: &Project, arguments: &[String]) -> Outcome {
    let words = arguments.iter().skip_while(|word| *word == "--");
    let mut words = words.peekable();
    if words.peek().is_none() {
        return Err("Usage: cargo xtask screen -- COMMAND…".to_owned());
    }
    let screen = Screen::start()?;
    run(screen.session(project).args(words))
}

/// A virtual screen; gone when dropped.
pub struct Screen {
    server: Child,
    display: String,
    folder: PathBuf,
}

impl Screen {
    /// Starts the screen on a free display.
    pub fn start() -> Outcome<Self> {
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("feltmappen-screen-{}-{number}", std::process::id()));
        private(&folder.join("run"))?;
        // Otherwise it begins anew when the last program has let go of it, and refuses whoever comes at that moment.
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("Xvfb cannot be started: {error}."))?;
        let mut number = String::new();
        let stdout = server.stdout.take().ok_or("Xvfb has no output.")?;
        BufReader::new(stdout).read_line(&mut number).map_err(|error| format!("Xvfb does not answer: {error}."))?;
        let screen = Self { server, display: format!(":{}", number.trim()), folder };
        if number.trim().is_empty() { Err("Xvfb found no free display.".to_owned()) } else { Ok(screen) }
    }

    /// A command line to which the program and its arguments are added.
    pub fn session(&self, project: &Project) -> Command {
        let mut command = project.command("dbus-run-session");
        command
            .args(["--", "sh", "-c", UNLOCK, "sh"])
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("GDK_BACKEND", "x11")
            .env("XDG_RUNTIME_DIR", self.folder.join("run"))
            .env("XDG_DATA_HOME", self.folder.join("data"))
            .env("XDG_CONFIG_HOME", self.folder.join("config"))
            .env("XDG_CACHE_HOME", self.folder.join("cache"))
            .env("CARGO_TARGET_DIR", &project.target)
            .env("FELTMAPPEN_TARGET", &project.target);
        command
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn private(folder: &PathBuf) -> Outcome {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| format!("{} cannot be made: {error}.", folder.display()))
}
