//! The step from draft to use: a published template never changes again (R56).

use super::export::export;
use super::problems::{Problem, ProblemCode, problems};
use crate::record::Fields;

/// Whether a template takes no change any more (R56).
pub fn frozen(fields: &Fields) -> bool {
    fields.text("status") == Some("published")
}

/// What stands in the way of publishing a draft. Subjects are the ids of its items.
pub fn publish_problems(fields: &Fields) -> Vec<Problem> {
    let file = export(fields);
    let mut found = problems(&file);
    // A draft may have empty parts while it is being written, and a file may hold such a draft.
    let empty = file.parts.iter().filter(|part| part.questions.is_empty());
    found.extend(empty.map(|part| Problem::new(ProblemCode::EmptyPart, Some(&part.id))));
    found
}
