//! What a user meets, in the real window.
//!
//! One program: each test is started by itself, on a screen of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, reason = "tests, with something to say")]

mod accessibility;
mod at_spi;
mod bad_input;
mod conflict;
mod consent;
mod consultant;
mod dialogs;
mod guide_in_the_window;
mod kills;
mod leaks;
mod long_texts;
mod opening;
mod printing;
mod resend;
mod two_windows;
mod visit;
mod visit_edges;
