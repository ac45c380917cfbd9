//! The one window: opening, zooming, closing without losing a word.

use std::{fs, path::Path, sync::atomic::Ordering};

use tauri::{AppHandle, Manager, WebviewWindow, WebviewWindowBuilder, webview::NewWindowResponse};

use crate::{platform, shell::Shell};

/// The one window.
pub(crate) const LABEL: &str = "main";
const ZOOM_FILE: &str = "zoom";
const ZOOM_STEP: u32 = 10;
const SMALLEST_ZOOM: u32 = 50;
const LARGEST_ZOOM: u32 = 400;

/// Ctrl and plus, minus or 0 (or the wheel), before the page sees them.
const ZOOM_KEYS: &str = "
(() => {
  const steps = { '+': 1, '=': 1, '-': -1, 0: 0 };
  const zoom = (event, step) => {
    event.preventDefault();
    window.__TAURI_INTERNALS__.invoke('zoom', { step });
  };
  addEventListener('keydown', (event) => {
    const step = steps[event.key];
    if ((event.ctrlKey || event.metaKey) && !event.altKey && step !== undefined) zoom(event, step);
  }, true);
  addEventListener('wheel', (event) => {
    if (event.ctrlKey) zoom(event, event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
})();
";

/// The page's first questions, asked while its script is still being read (`ui/src/lib/backend.ts` takes the answers).
const FIRST_QUESTIONS: &str = "
window.firstAnswers = Object.fromEntries(['start', 'reference'].map((name) => {
  const answer = window.__TAURI_INTERNALS__.invoke(name);
  answer.catch(() => {});
  return [name, answer];
}));
";

/// The first date or number of a window reads every language that the system knows. That is done while the page's script is
/// on its way, not when the first rows wait for it.
const LANGUAGES: &str = "setTimeout(() => new Intl.NumberFormat('da-DK'));";

/// Asks the page to save what is being typed, and to say so when those commands are on their way.
const LAST_WORDS: &str = "
(() => {
  window.dispatchEvent(new Event('pagehide'));
  setTimeout(() => window.__TAURI_INTERNALS__.invoke('window_flushed'), 0);
})();
";

/// Opens the window on the workspace in this folder.
pub(crate) fn open(handle: &AppHandle, home: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let config = handle.config().app.windows.first().cloned().ok_or("tauri.conf.json has no window")?;
    let builder = WebviewWindowBuilder::from_config(handle, &config)?
        .initialization_script(ZOOM_KEYS)
        .initialization_script(FIRST_QUESTIONS)
        .initialization_script(LANGUAGES)
        // The page is in the program; it goes nowhere, opens nothing and downloads nothing.
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"))
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false);
    let builder = platform::display::shown_with_its_page(platform::web_data::leave_nothing(builder, home));
    let window = builder.build()?;
    platform::spelling::check_danish(&window)?;
    let shell = handle.state::<Shell>();
    if let Some(percent) = fs::read_to_string(home.join(ZOOM_FILE)).ok().and_then(|text| text.trim().parse().ok()) {
        set_zoom(&shell, &window, percent);
    }
    Ok(())
}

/// Zooms by a step, or back to 100 % for 0; remembered for the next start.
pub(crate) fn zoom(shell: &Shell, window: &WebviewWindow, step: i32) -> u32 {
    let now = shell.zoom.load(Ordering::Relaxed);
    let wanted = match step.signum() {
        0 => 100,
        1 => now.saturating_add(ZOOM_STEP),
        _ => now.saturating_sub(ZOOM_STEP),
    };
    let percent = set_zoom(shell, window, wanted);
    // A size that is not remembered is no reason to stop anybody.
    let _ = fs::write(shell.home.join(ZOOM_FILE), percent.to_string());
    percent
}

fn set_zoom(shell: &Shell, window: &WebviewWindow, percent: u32) -> u32 {
    let percent = percent.clamp(SMALLEST_ZOOM, LARGEST_ZOOM);
    shell.zoom.store(percent, Ordering::Relaxed);
    let _ = window.set_zoom(f64::from(percent) / 100.0);
    percent
}

/// A second start on the same workspace: the first window comes to the front.
pub(crate) fn bring_to_front(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(LABEL) {
        let _ = window.unminimize();
        let _ = window.show();
        let _ = window.set_focus();
    }
}

/// Closes in good order: the page hands over what is being typed, the workspace closes, the app ends.
pub(crate) fn close(handle: &AppHandle) {
    if !handle.state::<Shell>().begin_closing() {
        return;
    }
    if let Some(window) = handle.get_webview_window(LABEL) {
        let _ = window.eval(LAST_WORDS);
    }
    let handle = handle.clone();
    std::thread::spawn(move || {
        let shell = handle.state::<Shell>();
        shell.finish();
        platform::web_data::clean_up(&shell.home);
        handle.exit(0);
    });
}
