//! Makes each command of the registry a permission of its own, and refuses to build when the window's list of
//! permissions and the registry differ.

use std::{collections::BTreeSet, error::Error, fs, path::Path};

#[macro_use]
#[path = "../crates/app/src/commands.rs"]
mod commands;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {
        /// The app's commands, and the two that the shell has itself.
        const COMMANDS: &[&str] = &[$(stringify!($name),)* "zoom", "window_flushed"];
    };
}
commands!(names);

/// Listening to the app's events.
const HEARING: &[&str] = &["core:event:allow-listen", "core:event:allow-unlisten"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=../crates/app/src/commands.rs");
    println!("cargo:rerun-if-changed=../ui/dist");
    // A check of the code needs no built window; `cargo xtask` builds it before anything is started.
    fs::create_dir_all("../ui/dist")?;
    same_permissions(Path::new("capabilities/main.json"))?;
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))?;
    Ok(())
}

/// Fails unless the capability lists exactly the registry's commands, and listening.
fn same_permissions(file: &Path) -> Result<(), Box<dyn Error>> {
    let capability: serde_json::Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let listed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .ok_or("capabilities/main.json has no permissions")?
        .iter()
        .filter_map(|permission| permission.as_str().map(str::to_owned))
        .collect();
    let named = COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-")));
    let wanted: BTreeSet<String> = named.chain(HEARING.iter().map(|&name| name.to_owned())).collect();
    if listed == wanted {
        return Ok(());
    }
    let differing: Vec<&str> = listed.symmetric_difference(&wanted).map(String::as_str).collect();
    Err(format!(
        "capabilities/main.json and the registry differ in {}; run `cargo xtask bindings`",
        differing.join(", ")
    )
    .into())
}
