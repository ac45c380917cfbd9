//! The desktop shell: one window, one-line commands, and everything that differs between operating systems
//! (in `platform/`). What a command does lives in `feltmappen-app`.

mod commands;
mod given;
mod platform;
mod shell;
mod watch;
mod window;

use std::{error::Error, path::PathBuf, process::ExitCode};

use chrono::Utc;
use feltmappen_app::App;
use feltmappen_store::Place;
use tauri::{Manager, RunEvent, WindowEvent};
use tauri_plugin_window_state::StateFlags;

/// What the benches' empty window has in common with the app.
pub use platform::spelling::check_danish;

use platform::paths;
use shell::Shell;

/// Runs the app until its window closes. A start that fails says so in one sentence on stderr.
#[must_use]
pub fn run() -> ExitCode {
    say_where_it_broke();
    if let Err(sentence) = platform::display::ready() {
        eprintln!("{sentence}");
        return ExitCode::FAILURE;
    }
    match build() {
        Ok(app) => {
            app.run(|handle, event| match event {
                RunEvent::WindowEvent { event: WindowEvent::CloseRequested { api, .. }, .. } => {
                    api.prevent_close();
                    window::close(handle);
                }
                // The system menu's "quit" asks without a code; our own exit brings one.
                RunEvent::ExitRequested { code: None, api, .. } => {
                    api.prevent_exit();
                    window::close(handle);
                }
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            if platform::instance::first_is_ending(&*error) {
                platform::instance::begin_again();
            }
            eprintln!("Feltmappen kan ikke starte: {error}. Intet er ændret på disken.");
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "the context that tauri generates can end the process by itself")]
fn build() -> Result<tauri::App, Box<dyn Error>> {
    let mut context = tauri::generate_context!();
    let home = paths::chosen_home()?;
    let app = tauri::Builder::default()
        .plugin(platform::instance::single(&mut context, home.as_deref(), window::bring_to_front))
        .invoke_handler(commands::handler())
        .setup(move |app| set_up(app, home))
        .build(context)?;
    Ok(app)
}

fn set_up(app: &mut tauri::App, chosen: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    let asks = chosen.is_none() || given::asks();
    let (demo, central) = if chosen.is_some() { (given::demo(), given::central()) } else { (None, None) };
    let home = match chosen {
        Some(home) => home,
        None => paths::make_private(app.path().app_local_data_dir()?)?,
    };
    // The file holds the window's size and place, nothing else.
    let window_state = tauri_plugin_window_state::Builder::new()
        .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
        .with_filename(home.join("window.json").to_string_lossy())
        .build();
    app.handle().plugin(window_state)?;

    let place = Place { dir: home.clone() };
    let (ears, told) = watch::ears();
    let mut use_cases = App::new(place, Box::new(platform::keyring::SystemKeyring::new()), Box::new(now))
        .with_watch(ears)
        .with_mail(Box::new(platform::mail::open_draft))
        .with_printing(Box::new(platform::printing::SystemPrinting));
    // Where the system knows no such folder, nothing can be exported, and the app says so.
    let downloads = app.path().download_dir().ok();
    if let Some(downloads) = &downloads {
        use_cases = use_cases.with_exports(downloads.clone());
    }
    if asks {
        let handle = app.handle().clone();
        let ask = move |name: &str| platform::save_as::ask(&handle, downloads.as_deref(), name);
        use_cases = use_cases.with_ask_where(Box::new(ask));
    }
    if let Some(demo) = demo {
        use_cases = use_cases.with_demo(demo);
    }
    if let Some((address, token)) = central {
        use_cases = use_cases.with_central(address, token);
    }
    let shell = Shell::new(use_cases, home.clone());
    watch::tell(shell.app(), app.handle().clone(), told);
    app.manage(shell);
    window::open(app.handle(), &home)?;
    // After the window: until its own process runs, that is what everybody waits for.
    app.state::<Shell>().warm_up();
    Ok(())
}

/// The clock of the whole app: everything inside is told what time it is.
#[allow(clippy::disallowed_methods, reason = "this is the edge where time comes in")]
fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

/// A panic's message can quote what a user typed, so only the place in the program is told.
fn say_where_it_broke() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        eprintln!("Feltmappen: fejl i programmet ved {}", place.as_deref().unwrap_or("ukendt sted"));
    }));
}
