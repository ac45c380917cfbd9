//! Danish spell check in text fields. On Windows and macOS the web view follows the user's own languages.
//!
//! A word that the spell checker learns goes into a plain file in the user's home. Names of people are the words that it
//! does not know, so the menu does not offer to learn them.

use tauri::WebviewWindow;

/// How long after the page the dictionary is read: that takes a tenth of a second in which nothing else is answered.
#[cfg(target_os = "linux")]
const AFTER_THE_PAGE: std::time::Duration = std::time::Duration::from_secs(1);

/// Turns the web view's spell check on, in Danish, as soon as the first page stands.
///
/// # Errors
/// When the window has no web view any more.
#[cfg(target_os = "linux")]
pub fn check_danish(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{
        ContextMenuAction, ContextMenuExt, ContextMenuItemExt, LoadEvent, WebContextExt, WebViewExt, glib,
    };
    window.with_webview(|web_view| {
        let web_view = web_view.inner();
        web_view.connect_load_changed(|web_view, event| {
            if let (LoadEvent::Finished, Some(context)) = (event, web_view.context()) {
                glib::timeout_add_local_once(AFTER_THE_PAGE, move || {
                    context.set_spell_checking_languages(&["da_DK"]);
                    context.set_spell_checking_enabled(true);
                });
            }
        });
        web_view.connect_context_menu(|_, menu, _, _| {
            let items = menu.items();
            for item in items.iter().filter(|item| item.stock_action() == ContextMenuAction::LearnSpelling) {
                menu.remove(item);
            }
            false
        });
    })
}

/// Nothing to do: the web view follows the user's own languages.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn check_danish(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
