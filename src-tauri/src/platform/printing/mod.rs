//! Printing. A paper goes from memory into the print system's own queue; no plain file of ours is ever made.

#[cfg(unix)]
mod cups;
#[cfg(windows)]
mod spooler;

#[cfg(unix)]
pub(crate) use cups::Cups as SystemPrinting;
#[cfg(windows)]
pub(crate) use spooler::Spooler as SystemPrinting;
