//! What the work is: records, forms, rules and search criteria.
//!
//! Everything here is pure. Time, ids and randomness are passed in; nothing is read from the machine.
//! The three kinds of rule have three places:
//!
//! * *format* ([`schema::check`]): is this one value written correctly? A value that is not stays in the draft layer.
//! * *transition* ([`order::ready_problems`], [`order::status_problems`], [`order::alignment_problems`],
//!   [`guide::publish_problems`], [`consent::finalise_problems`], [`submittal::permit`]): what must be there before a step
//!   is taken?
//! * *hint* ([`order::hints`]): what is worth saying? It stops nothing.
//!
//! Numbers such as D64, R16 and L24 in the comments point to the inventory in `docs/domain.md`.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

pub mod branch_code;
pub mod candidate;
pub mod canonical;
pub mod consent;
pub mod conversation;
pub mod fold;
pub mod form;
pub mod guide;
pub mod identity;
pub mod listing;
pub mod match_check;
pub mod merge;
pub mod moment;
pub mod municipality;
pub mod numbers;
pub mod order;
pub mod profile;
pub mod rank;
pub mod record;
pub mod requirement;
pub mod rule;
pub mod schema;
pub mod submittal;
pub mod summary;
pub mod typed;
pub mod visit;
