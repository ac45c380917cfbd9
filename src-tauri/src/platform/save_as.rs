//! Asks where a file is to be saved, in the system's own dialog.

use std::path::Path;

use feltmappen_app::Where;
use tauri::AppHandle;

/// What the dialog is called, and the ending that it is about, by the name that is proposed.
fn words(name: &str) -> (&'static str, &'static str) {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("zip") => ("Gem bevispakken", "zip"),
        Some("csv") => ("Gem som CSV", "csv"),
        _ => ("Gem som PDF", "pdf"),
    }
}

/// Waits for the user's answer, on a thread that nothing else waits for.
#[cfg(target_os = "linux")]
pub(crate) fn ask(handle: &AppHandle, folder: Option<&Path>, name: &str) -> Where {
    use gtk::{
        glib,
        prelude::{FileChooserExt, NativeDialogExt, NativeDialogExtManual},
    };
    use tauri::Manager;

    let (title, _) = words(name);
    let (tell, told) = std::sync::mpsc::channel();
    let (window, folder, name) =
        (handle.get_webview_window(crate::window::LABEL), folder.map(Path::to_owned), name.to_owned());
    let shown = handle.run_on_main_thread(move || {
        let parent = window.and_then(|window| window.gtk_window().ok());
        let save = gtk::FileChooserAction::Save;
        let dialog = gtk::FileChooserNative::new(Some(title), parent.as_ref(), save, Some("Gem"), Some("Fortryd"));
        dialog.set_modal(true);
        dialog.set_do_overwrite_confirmation(true);
        if let Some(folder) = folder {
            dialog.set_current_folder(folder);
        }
        dialog.set_current_name(&name);
        glib::MainContext::default().spawn_local(async move {
            let answer = dialog.run_future().await;
            let file = dialog.filename().filter(|_| answer == gtk::ResponseType::Accept);
            // Who asked may have gone with the window.
            let _ = tell.send(file.map_or(Where::Nowhere, Where::Here));
        });
    });
    shown.ok().and_then(|()| told.recv().ok()).unwrap_or(Where::Unasked)
}

/// Waits for the user's answer.
#[cfg(not(target_os = "linux"))]
pub(crate) fn ask(_: &AppHandle, folder: Option<&Path>, name: &str) -> Where {
    let (title, ending) = words(name);
    let mut dialog =
        rfd::FileDialog::new().set_title(title).set_file_name(name).add_filter(ending.to_uppercase(), &[ending]);
    if let Some(folder) = folder {
        dialog = dialog.set_directory(folder);
    }
    dialog.save_file().map_or(Where::Nowhere, Where::Here)
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn the_dialog_is_called_by_what_is_saved() {
        assert_eq!(words("jobordre-2026-11-24-4f2a91.pdf").0, "Gem som PDF");
        assert_eq!(words("bevispakke-2026-11-24-4f2a91.zip"), ("Gem bevispakken", "zip"));
        assert_eq!(words("adgangslog-2026-11-24-4f2a91.csv"), ("Gem som CSV", "csv"));
    }
}
