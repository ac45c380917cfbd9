//! The web view keeps nothing: it runs without storage. What its library writes all the same (salts, an empty list of
//! hosts) goes into a folder inside the workspace's, removed at start and at the end.
//!
//! A web view that a test drives has to have storage (the library refuses to be driven without). What is found in its
//! folder is found by the leak test.

use std::{fs, path::Path};

use tauri::{AppHandle, WebviewWindowBuilder, Wry};

const FOLDER: &str = "web-view";

/// Set by the driver of the tests.
fn driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

/// A web view that leaves nothing behind.
pub(crate) fn leave_nothing<'a>(
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
    home: &Path,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    clean_up(home);
    builder.data_directory(home.join(FOLDER)).incognito(!driven())
}

/// Removes the web view's folder.
pub(crate) fn clean_up(home: &Path) {
    // The last processes of the web view may still write; the next start removes what they leave.
    let _ = fs::remove_dir_all(home.join(FOLDER));
}
