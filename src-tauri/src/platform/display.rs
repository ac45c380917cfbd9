//! Is there a screen to open a window on?

/// Says in one sentence why no window can be opened.
#[cfg(target_os = "linux")]
pub(crate) fn ready() -> Result<(), &'static str> {
    let named =
        ["WAYLAND_DISPLAY", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    if !named {
        return Err("Feltmappen har brug for en skærm: hverken DISPLAY eller WAYLAND_DISPLAY er sat.");
    }
    gtk::init()
        .map_err(|_| "Feltmappen kan ikke få forbindelse til skærmen, som DISPLAY eller WAYLAND_DISPLAY peger på.")
}

/// These systems always have one where a user can start an app.
#[cfg(not(target_os = "linux"))]
pub(crate) fn ready() -> Result<(), &'static str> {
    Ok(())
}
