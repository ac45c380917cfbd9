//! A user's home that exists for one proof.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use tempfile::TempDir;

use crate::{wait::until, x11};

/// A home with a workspace in it. The folders go when it is dropped; windows may come and go meanwhile.
pub struct Home {
    folder: TempDir,
}

impl Default for Home {
    fn default() -> Self {
        Self::new()
    }
}

impl Home {
    /// An empty home.
    #[must_use]
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("feltmappen-proof-").tempdir().expect("a temporary folder");
        for name in ["home", "data", "config", "cache", "state", "tmp"] {
            fs::create_dir(folder.path().join(name)).expect("a folder in the home");
        }
        Self { folder }
    }

    /// Everything: the workspace, and whatever any program has left. Leak tests search here.
    #[must_use]
    pub fn everything(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the workspace.
    #[must_use]
    pub fn workspace(&self) -> PathBuf {
        self.folder.path().join("workspace")
    }

    /// The state of the workspace's files: it changes when anything is written to them.
    #[must_use]
    pub fn written(&self) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
        let entries = fs::read_dir(self.workspace()).into_iter().flatten().flatten();
        let files = entries.filter_map(|entry| Some((entry.path(), entry.metadata().ok()?)));
        let mut state: Vec<_> = files
            .filter(|(_, known)| known.is_file())
            .map(|(path, known)| (path, known.len(), known.modified().ok()))
            .collect();
        state.sort();
        state
    }

    /// What a program must be told to live here. Screen, bus and runtime folder stay those of the proof.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let at = |name: &str| self.folder.path().join(name);
        vec![
            ("HOME", at("home")),
            ("XDG_DATA_HOME", at("data")),
            ("XDG_CONFIG_HOME", at("config")),
            ("XDG_CACHE_HOME", at("cache")),
            ("XDG_STATE_HOME", at("state")),
            ("TMPDIR", at("tmp")),
            ("FELTMAPPEN_HOME", self.workspace()),
        ]
    }

    /// The app as a user starts it, without a driver.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(crate::app());
        command.envs(self.environment());
        command
    }

    /// Starts the app as a user does, waits for its window and presses its close button.
    pub async fn opens_and_closes(&self) {
        let mut app = self.command().spawn().expect("the app starts");
        until("the window", async || x11::window_titled(app.id(), "Feltmappen")).await;
        x11::press_close_button(app.id());
        let ended = until("the app to end", async || app.try_wait().expect("its state")).await;
        assert!(ended.success(), "the app ends in good order");
    }
}
