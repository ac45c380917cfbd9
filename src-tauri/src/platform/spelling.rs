//! Danish spell check in text fields. On Windows and macOS the web view follows the user's own languages.
//!
//! A word that the spell checker learns goes into a plain file in the user's home. Names of people are the words that it
//! does not know, so the menu does not offer to learn them.

use tauri::WebviewWindow;

/// Turns the web view's spell check on, in Danish.
#[cfg(target_os = "linux")]
pub(crate) fn check_danish(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{ContextMenuAction, ContextMenuExt, ContextMenuItemExt, WebContextExt, WebViewExt};
    window.with_webview(|web_view| {
        let web_view = web_view.inner();
        if let Some(context) = web_view.context() {
            context.set_spell_checking_languages(&["da_DK"]);
            context.set_spell_checking_enabled(true);
        }
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
#[cfg(not(target_os = "linux"))]
pub(crate) fn check_danish(_window: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
