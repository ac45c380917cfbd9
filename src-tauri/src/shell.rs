//! What lives as long as the window: the use cases, and what is under way.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use feltmappen_app::{App, ErrorCode, Failure};

/// Longest wait for the window's last words: a web view that hangs must not keep the user from closing.
const LAST_WORDS: Duration = Duration::from_secs(3);
/// So long no command may be under way before the last one is taken to be done: a saved draft may be followed by
/// leaving its field.
const QUIET: Duration = Duration::from_millis(80);
const LOOK: Duration = Duration::from_millis(5);

/// The window's other half.
pub(crate) struct Shell {
    app: Arc<App>,
    under_way: Arc<AtomicUsize>,
    flushed: AtomicBool,
    closing: AtomicBool,
    /// How large everything is shown, in percent.
    pub(crate) zoom: AtomicU32,
    /// The folder of the workspace.
    pub(crate) home: PathBuf,
}

/// Counts a command as long as it lives.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn new(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(counter))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Shell {
    pub(crate) fn new(app: App, home: PathBuf) -> Self {
        Self {
            app: Arc::new(app),
            under_way: Arc::default(),
            flushed: AtomicBool::new(false),
            closing: AtomicBool::new(false),
            zoom: AtomicU32::new(100),
            home,
        }
    }

    /// Opens the workspace and reads the first list while the web view is still starting, so that the page's first
    /// questions are answered at once.
    pub(crate) fn warm_up(&self) {
        let app = Arc::clone(&self.app);
        std::thread::spawn(move || app.warm_up());
    }

    /// The use cases.
    pub(crate) const fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Runs a use case away from the window's thread. A use case that breaks is a failure like any other.
    pub(crate) async fn run<T, F>(&self, work: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&App) -> Result<T, Failure> + Send + 'static,
    {
        let counted = UnderWay::new(&self.under_way);
        let app = Arc::clone(&self.app);
        tauri::async_runtime::spawn_blocking(move || {
            let answer = work(&app);
            drop(counted);
            answer
        })
        .await
        .unwrap_or_else(|_| Err(ErrorCode::Internal.into()))
    }

    /// True the first time it is asked.
    pub(crate) fn begin_closing(&self) -> bool {
        !self.closing.swap(true, Ordering::SeqCst)
    }

    pub(crate) fn note_flushed(&self) {
        self.flushed.store(true, Ordering::SeqCst);
    }

    /// Waits for the window's last commands, then closes the workspace in good order.
    #[allow(clippy::disallowed_methods, reason = "the edge: a thread of its own waits for the web view")]
    pub(crate) fn finish(&self) {
        let limit = Instant::now() + LAST_WORDS;
        let mut quiet_since = None;
        while Instant::now() < limit {
            if self.flushed.load(Ordering::SeqCst) && self.under_way.load(Ordering::SeqCst) == 0 {
                if quiet_since.get_or_insert_with(Instant::now).elapsed() >= QUIET {
                    break;
                }
            } else {
                quiet_since = None;
            }
            std::thread::sleep(LOOK);
        }
        self.app.close();
    }
}
