//! The commands that the window can call: one line each, expanded from the app's registry.

use feltmappen_app::{Failure, api::*};
use tauri::{State, WebviewWindow};

use crate::{shell::Shell, window};

macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident($($argument:ident: $kind:ty),*) -> $answer:ty;)*) => {
        $(
            $(#[$doc])*
            #[tauri::command(rename_all = "snake_case")]
            async fn $name(shell: State<'_, Shell>, $($argument: $kind),*) -> Result<$answer, Failure> {
                shell.run(move |app| app.$name($($argument),*)).await
            }
        )*

        /// Answers every command of the window.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool {
            tauri::generate_handler![$($name,)* zoom, window_flushed]
        }
    };
}
feltmappen_app::commands!(handlers);

/// Makes everything larger (1) or smaller (-1), or as large as it was made (0); answers the size in percent.
#[tauri::command(rename_all = "snake_case")]
async fn zoom(shell: State<'_, Shell>, window: WebviewWindow, step: i32) -> Result<u32, Failure> {
    Ok(window::zoom(&shell, &window, step))
}

/// The closing window has handed over what was typed.
#[tauri::command]
fn window_flushed(shell: State<'_, Shell>) {
    shell.note_flushed();
}
