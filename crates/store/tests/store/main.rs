//! The workspace on real files: what is saved stays, what is secret stays secret, and every failure says its name.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod attachments;
mod central;
mod edits;
mod faults;
mod feeds;
mod keys;
mod leak;
mod leaving;
mod lists;
mod migrations;
mod own_work;
mod power_cut;
mod restores;
mod search;
mod support;
mod tripwires;
