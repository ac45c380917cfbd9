//! The workspace on real files: what is saved stays, what is secret stays secret, and every failure says its name.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod attachments;
mod edits;
mod faults;
mod feeds;
mod keys;
mod leak;
mod lists;
mod migrations;
mod power_cut;
mod search;
mod support;
mod tripwires;
