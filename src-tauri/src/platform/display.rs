//! The screen: is there one to open a window on, and what draws on it?

#[cfg(target_os = "linux")]
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, WebviewWindowBuilder, Wry};

/// Says in one sentence why no window can be opened.
#[cfg(target_os = "linux")]
pub(crate) fn ready() -> Result<(), &'static str> {
    let named =
        ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !named {
        return Err("Feltmappen har brug for en skærm: hverken DISPLAY eller WAYLAND_DISPLAY er sat.");
    }
    paint_where_it_is_fastest();
    gtk::init()
        .map_err(|_| "Feltmappen kan ikke få forbindelse til skærmen, som DISPLAY eller WAYLAND_DISPLAY peger på.")
}

/// Without a graphics card the web view would put its layers together on an emulated one, which takes two cores longer
/// than a frame lasts. Painted as one picture by the processor, a scrolled list keeps up. Whoever has set the variable
/// knows better. Called before there is a second thread.
#[cfg(target_os = "linux")]
fn paint_where_it_is_fastest() {
    let has_card = std::fs::read_dir("/dev/dri").is_ok_and(|devices| {
        devices.flatten().any(|device| device.file_name().as_encoded_bytes().starts_with(b"render"))
    });
    if !has_card {
        // Not painting faster is no reason not to start.
        let _ = gtk::glib::setenv("WEBKIT_DISABLE_DMABUF_RENDERER", "1", false);
    }
}

/// A window that is shown before its page comes can stand still for half a second: while it waits for the web view's process
/// to paint, that one waits for it. Should no page ever come, a second start shows the window.
#[cfg(target_os = "linux")]
pub(crate) fn shown_with_its_page<'a>(
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    builder.visible(false).on_page_load(|window, page| {
        if page.event() == PageLoadEvent::Started {
            let _ = window.show();
        }
    })
}

/// Elsewhere nobody waits for anybody.
#[cfg(not(target_os = "linux"))]
pub(crate) fn shown_with_its_page<'a>(
    builder: WebviewWindowBuilder<'a, Wry, AppHandle>,
) -> WebviewWindowBuilder<'a, Wry, AppHandle> {
    builder
}

/// These systems always have one where a user can start an app.
#[cfg(not(target_os = "linux"))]
pub(crate) fn ready() -> Result<(), &'static str> {
    Ok(())
}
