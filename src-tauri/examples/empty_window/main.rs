//! A window with one word in it: what the benches hold the app against. Its text fields are spelled in Danish like the
//! app's, which costs the web view something at each word.

use tauri::Manager;

#[allow(clippy::disallowed_methods, reason = "the framework's own macro")]
fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default()
        .setup(|app| {
            if let Some(window) = app.get_webview_window("main") {
                feltmappen::check_danish(&window)?;
            }
            Ok(())
        })
        .run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
}
