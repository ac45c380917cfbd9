//! What is written on paper: consents, letters and summaries, as PDF that anybody can read and any archive can keep
//! (PDF/A-2a and PDF/UA-1 at once, L22).
//!
//! Three steps, each knowing only the one before: a [`Paper`] such as [`consent::Consent`] becomes a [`tree::Document`] of
//! headings, paragraphs and lists; [`layout`] puts it on pages; [`pdf`] draws them. The same input gives the same bytes.
//!
//! Everything here is pure. Numbers such as L5 and R75 in the comments point to the inventory in `docs/domain.md`.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod age;
pub mod consent;
pub mod fonts;
pub mod input;
pub mod kind;
pub mod layout;
mod paper;
pub mod papers;
mod parts;
pub mod pdf;
mod refusal;
#[cfg(test)]
mod said;
pub mod text;
pub mod tree;

pub use paper::Paper;
pub use refusal::Refusal;
