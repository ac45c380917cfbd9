//! The real window, as a proof handles it.

use std::{fs, os::unix::fs::PermissionsExt, path::PathBuf};

use fantoccini::{Client, ClientBuilder, Locator, wd::Capabilities};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{
    Home, Violation, app, axe,
    driver::Driver,
    keys,
    processes::{self, Process},
    screenshots,
    wait::{LIMIT, until},
    x11,
};

/// How a window is started.
#[derive(Clone, Default)]
pub struct Launch {
    program: Option<PathBuf>,
    dark: bool,
    environment: Vec<(String, PathBuf)>,
    log: Option<PathBuf>,
}

impl Launch {
    /// In the light, without demo data.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another program than the app; its page has a heading too.
    #[must_use]
    pub fn program(mut self, program: PathBuf) -> Self {
        self.program = Some(program);
        self
    }

    /// On a system that prefers dark windows.
    #[must_use]
    pub const fn dark(mut self) -> Self {
        self.dark = true;
        self
    }

    /// A new workspace is filled with fictitious data and so many generated records.
    #[must_use]
    pub fn demo(self, generated: u32) -> Self {
        self.variable("FELTMAPPEN_DEMO", generated.to_string())
    }

    /// With an environment variable.
    #[must_use]
    pub fn variable(mut self, name: &str, value: impl Into<PathBuf>) -> Self {
        self.environment.push((name.to_owned(), value.into()));
        self
    }

    /// What the app writes on stdout and stderr goes to the end of this file, with all that GLib can tell.
    #[must_use]
    pub fn log(mut self, file: PathBuf) -> Self {
        self.log = Some(file);
        self.variable("G_MESSAGES_DEBUG", "all")
    }

    /// The program, or a script that becomes it with its output in the log.
    fn start(&self, home: &Home) -> PathBuf {
        let program = self.program.clone().unwrap_or_else(app);
        let Some(log) = &self.log else { return program };
        let script = home.everything().join("start");
        fs::write(&script, format!("#!/bin/sh\nexec '{}' \"$@\" >>'{}' 2>&1\n", program.display(), log.display()))
            .and_then(|()| fs::set_permissions(&script, fs::Permissions::from_mode(0o700)))
            .expect("the script is written");
        script
    }

    /// Opens the window on this home.
    pub async fn open(self, home: &Home) -> Window {
        let theme = if self.dark { "Adwaita:dark" } else { "Adwaita" };
        let own = home.environment().into_iter().map(|(name, value)| (name.to_owned(), value));
        let theme = ("GTK_THEME".to_owned(), PathBuf::from(theme));
        let program = self.start(home);
        let driver = Driver::start(own.chain([theme]).chain(self.environment)).await;
        let mut wanted = Capabilities::new();
        wanted.insert("browserName".to_owned(), json!("wry"));
        wanted.insert("tauri:options".to_owned(), json!({ "application": program }));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = driver.address();
        let connected = tokio::time::timeout(LIMIT, builder.capabilities(wanted).connect(&address)).await;
        let client = connected.expect("the window opens in time").expect("the window opens");
        let window = Window { client, workspace: home.workspace(), _driver: driver };
        window.wait_for("main h1").await;
        window
    }
}

/// An open window; it ends when this is dropped.
pub struct Window {
    /// The driver's own client, for what is not offered here.
    pub client: Client,
    workspace: PathBuf,
    _driver: Driver,
}

impl Window {
    /// Opens a window in the light, without demo data.
    pub async fn open(home: &Home) -> Self {
        Launch::new().open(home).await
    }

    /// Presses keys together: `Ctrl+K`, `Shift+Tab`, `Enter`.
    pub async fn press(&self, chord: &str) {
        self.client.perform_actions(keys::chord(chord)).await.expect("keys can be pressed");
    }

    /// Types where the focus is, key by key.
    pub async fn type_text(&self, text: &str) {
        self.client.perform_actions(keys::text(text)).await.expect("text can be typed");
    }

    /// Types where the focus is at a steady pace, longer than the app waits before it saves.
    pub async fn type_steadily(&self, text: &str) {
        self.client.perform_actions(keys::steady_text(text)).await.expect("text can be typed");
    }

    /// What has the focus, for a person: its label, its name or its text.
    pub async fn focused(&self) -> String {
        let script = "const e = document.activeElement;
            const label = e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.textContent ?? '';
            return label.trim().replace(/\\s+/g, ' ').slice(0, 200);";
        self.run(script).await.as_str().unwrap_or_default().to_owned()
    }

    /// The page's heading.
    pub async fn heading(&self) -> String {
        self.text_of("main h1").await
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Keeps a picture of the page in `target/screenshots/NAME.png`.
    pub async fn screenshot(&self, name: &str) -> PathBuf {
        self.settle().await;
        let file = screenshots().join(format!("{name}.png"));
        // The driver waits for the page to be painted, and where nothing changes it never is: what changes is the place of
        // a background that is not there.
        let painting = "let at = 0;
            globalThis.painting = setInterval(() => { document.documentElement.style.backgroundPositionX = `${at = 1 - at}px`; }, 20);";
        self.run(painting).await;
        fs::write(&file, self.client.screenshot().await.expect("a picture")).expect("the picture is kept");
        self.run("clearInterval(painting); document.documentElement.style.backgroundPositionX = '';").await;
        file
    }

    /// Waits until nothing moves or loads any more and the page has been painted so.
    async fn settle(&self) {
        until("the page to be loaded", async || {
            // What colleagues have is fetched beside the work; no page waits for it.
            let waiting = ":is(.spinner, .fm-waiting):not(.fm-sync *, .fm-fetching *)";
            self.client.find_all(Locator::Css(waiting)).await.ok().filter(Vec::is_empty)
        })
        .await;
        self.stand_still().await;
    }

    /// Waits until nothing fades and the page stands where it stood a frame ago: who presses meanwhile misses.
    pub(crate) async fn stand_still(&self) {
        let script = "const done = arguments[arguments.length - 1];
            const moving = () => document.getAnimations().filter((one) => one.playState === 'running' && one.effect.getTiming().iterations !== Infinity);
            const frame = () => new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
            const place = () => [innerWidth, scrollY, document.documentElement.scrollHeight].join();
            (async () => {
                for (let before = ''; before !== place() || moving().length > 0;) {
                    before = place();
                    await Promise.allSettled(moving().map((one) => one.finished));
                    await frame();
                }
            })().then(() => done(true));";
        self.client.execute_async(script, Vec::new()).await.expect("the page comes to rest");
    }

    /// What axe-core finds wrong with the page as it stands.
    pub async fn violations(&self) -> Vec<Violation> {
        self.settle().await;
        // The page stays as long as its window: half a megabyte of program is handed over once.
        if self.run("return typeof axe").await == "undefined" {
            self.run(&axe::program()).await;
        }
        axe::read(&self.client.execute_async(axe::RUN, Vec::new()).await.expect("axe answers"))
    }

    /// Makes everything 200 % as large, as Ctrl and plus do.
    pub async fn zoom_to_200(&self) {
        let script = "const done = arguments[arguments.length - 1];
            const zoom = (step) => window.__TAURI_INTERNALS__.invoke('zoom', { step });
            (async () => { await zoom(0); let size = 100; while (size < 200) size = await zoom(1); return size; })()
                .then(done, (error) => done(String(error)));";
        let size = self.client.execute_async(script, Vec::new()).await.expect("zooming answers");
        assert_eq!(size, 200, "zooming");
    }

    /// By how many CSS pixels the page is wider than the window; 0 when it reflows as it must.
    pub async fn sideways_scroll(&self) -> i64 {
        let script = "const page = document.documentElement; return page.scrollWidth - page.clientWidth;";
        self.run(script).await.as_i64().expect("a width")
    }

    /// The app's process and those of its web view.
    #[must_use]
    pub fn processes(&self) -> Vec<Process> {
        processes::of_workspace(&self.workspace)
    }

    /// The id of the app's own process.
    #[must_use]
    pub fn process(&self) -> u32 {
        processes::app_of(&self.workspace).expect("the app runs").id
    }

    /// The titles of the app's windows, as the desktop shows them, and the page's.
    pub async fn titles(&self) -> Vec<String> {
        let mut titles = x11::titles(self.process());
        titles.push(self.client.title().await.expect("a title"));
        titles
    }

    /// Waits for a dialog of the system with this title, and answers it with a key.
    pub async fn system_dialog(&self, title: &str, key: x11::Key) {
        let process = self.process();
        until(&format!("the dialog “{title}”"), async || x11::window_titled(process, title)).await;
        // A dialog that is not ready yet hears no key.
        until(&format!("the dialog “{title}” to go"), async || match x11::window_titled(process, title) {
            None => Some(()),
            Some(window) => {
                x11::press_key(window, key);
                None
            }
        })
        .await;
    }

    /// Ends the app and its web view at once, as a power cut would.
    pub async fn kill(self) {
        let processes = self.processes();
        processes::kill_now(&processes);
        wait_for_end(&processes).await;
    }

    /// Presses the window's close button and waits until the app has ended.
    pub async fn close(self) {
        let app = processes::app_of(&self.workspace).expect("the app runs");
        x11::press_close_button(app.id);
        wait_for_end(&[app]).await;
    }
}

async fn wait_for_end(processes: &[Process]) {
    until("the app to end", async || processes.iter().all(processes::has_ended).then_some(())).await;
}
