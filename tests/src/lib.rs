//! The harness of the proofs: the real window, driven from outside as a person would, and real devices without a window with
//! a real central and a network that fails when it is told to.
//!
//! Every window has a home of its own (a temporary folder with the workspace, and with everything else that a program
//! finds by `HOME` and `XDG_*`), a driver of its own, and ends with the value that opened it. Nothing waits for a time:
//! everything waits for a condition, and says which one when it does not come.
//!
//! `cargo xtask test window` brings the screen, the session bus and the keyring; `cargo xtask screen -- COMMAND` does the
//! same for one command.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a harness of tests: it panics with the reason"
)]
#![allow(clippy::disallowed_methods, reason = "the edge: real time passes in a real window")]
#![allow(clippy::print_stdout, reason = "what a proof has to say goes to the terminal")]

mod axe;
pub mod central;
pub mod citizens;
mod cups;
mod device;
mod driver;
mod home;
mod keyboard;
mod keys;
mod layout;
mod look;
pub mod office;
mod paper;
mod pen;
mod processes;
mod proxy;
mod scan;
mod wait;
mod window;
mod x11;

pub use axe::Violation;
pub use cups::Cups;
pub use device::Device;
pub use home::Home;
pub use keyboard::Step;
pub use paper::PaperKeyring;
pub use proxy::{Fault, Proxy};
pub use scan::{Found, Hit, Scan};
pub use wait::{LIMIT, until, until_is};
pub use window::{Launch, Window};
pub use x11::{Cover, Key};

use std::path::PathBuf;

/// The project's folder, seen from `tests/`, where proofs run. No program keeps the path that it was built at: cargo
/// takes one over from a clone that is gone.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from("..").canonicalize().expect("proofs run in tests/")
}

/// Cargo's target folder.
#[must_use]
pub fn target() -> PathBuf {
    std::env::var_os("FELTMAPPEN_TARGET").map_or_else(|| root().join("target"), PathBuf::from)
}

/// The program under test: the debug build, or what `FELTMAPPEN_APP` names.
#[must_use]
pub fn app() -> PathBuf {
    let app = std::env::var_os("FELTMAPPEN_APP").map_or_else(|| target().join("debug/feltmappen"), PathBuf::from);
    assert!(app.is_file(), "{} is missing; `cargo xtask test window` builds it", app.display());
    app
}

/// Where pictures are put for people to look at.
#[must_use]
pub fn screenshots() -> PathBuf {
    let folder = target().join("screenshots");
    std::fs::create_dir_all(&folder).expect("the folder of pictures");
    folder
}
