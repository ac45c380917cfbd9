//! One window per workspace: a second start brings the first to the front. Where the system cannot tell (no session
//! bus), the store's lock file still answers.

use std::{error::Error, path::Path};

use sha2::{Digest, Sha256};
use tauri::{AppHandle, Context, plugin::TauriPlugin};

/// Set in a start that has begun again.
#[cfg(target_os = "linux")]
const AGAIN: &str = "FELTMAPPEN_AGAIN";

/// The plugin that hands a second start over to the first. A chosen home is an instance of its own.
pub(crate) fn single(context: &mut Context, home: Option<&Path>, again: fn(&AppHandle)) -> TauriPlugin<tauri::Wry> {
    let name = match home {
        Some(home) => format!("{}.h{}", context.config().identifier, short_hash(home)),
        None => context.config().identifier.clone(),
    };
    // Linux takes the name for the session bus; the other systems build theirs from the identifier.
    if cfg!(not(target_os = "linux")) {
        context.config_mut().identifier.clone_from(&name);
    }
    tauri_plugin_single_instance::Builder::new().callback(move |handle, _, _| again(handle)).dbus_id(name).build()
}

/// Did the first window end just when this start called it? Then it could not answer.
pub(crate) fn first_is_ending(error: &(dyn Error + 'static)) -> bool {
    let known = error.downcast_ref::<tauri::Error>();
    matches!(known, Some(tauri::Error::PluginInitialization(plugin, _)) if plugin == "single-instance")
}

/// Begins this start again, once: now it is the first. Comes back only where that is not possible.
pub(crate) fn begin_again() {
    #[cfg(target_os = "linux")]
    if let (None, Ok(program)) = (std::env::var_os(AGAIN), std::env::current_exe()) {
        use std::os::unix::process::CommandExt;
        let _ = std::process::Command::new(program).args(std::env::args_os().skip(1)).env(AGAIN, "1").exec();
    }
}

/// Eight bytes of the path's hash, in hex: the path itself may hold a user's name.
fn short_hash(path: &Path) -> String {
    Sha256::digest(path.as_os_str().as_encoded_bytes()).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_homes_are_two_instances_and_one_home_is_one() {
        assert_eq!(short_hash(Path::new("/a")), short_hash(Path::new("/a")));
        assert_ne!(short_hash(Path::new("/a")), short_hash(Path::new("/b")));
        assert_eq!(short_hash(Path::new("/a")).len(), 16);
    }
}
