//! Everything that differs between operating systems, and nothing else. Proven on Linux; written for Windows and
//! macOS.

pub(crate) mod display;
pub(crate) mod instance;
pub(crate) mod keyring;
pub(crate) mod mail;
pub(crate) mod paths;
pub(crate) mod printing;
pub(crate) mod save_as;
pub(crate) mod spelling;
pub(crate) mod web_data;
