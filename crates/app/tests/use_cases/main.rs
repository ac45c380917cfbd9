//! What a user can do, on a real encrypted workspace in a temporary folder.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod access;
mod candidate;
mod company;
mod consent;
mod desk;
mod histories;
mod job_order;
mod match_check;
mod paper;
mod paper_citizen;
mod proof;
mod submittal;
mod template;
mod template_file;
mod visit;
mod visit_after;
