//! The step from draft to use: a published template never changes again (R56).

use super::export::export;
use super::problems::{Problem, problems};
use crate::record::Fields;

/// Whether a template takes no change any more (R56).
pub fn frozen(fields: &Fields) -> bool {
    fields.text("status") == Some("published")
}

/// What stands in the way of publishing a draft. Subjects are the ids of its items.
pub fn publish_problems(fields: &Fields) -> Vec<Problem> {
    problems(&export(fields))
}
