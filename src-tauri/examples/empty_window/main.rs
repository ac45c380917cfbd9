//! A window with one word in it: what the benches hold the app against.

#[allow(clippy::disallowed_methods, reason = "the framework's own macro")]
fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
}
