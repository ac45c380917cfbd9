//! What can no longer be changed once a consent is finalised or withdrawn (R11).

use crate::record::{Fields, Path};

const WITHDRAWAL: [&str; 3] = ["withdrawn_at", "withdrawn_to", "withdrawn_how"];

/// What is written after a consent was finalised and is no part of it.
const AFTERWARDS: [&str; 2] = ["filed.on", "filed.case"];

/// The fields that say whether a field is sealed: whoever writes it says how he saw them.
pub fn sealed_by(path: &Path) -> &'static [&'static str] {
    let path = path.as_str();
    if WITHDRAWAL.contains(&path) {
        &["withdrawn_at"]
    } else if AFTERWARDS.contains(&path) {
        &[]
    } else {
        &["finalised_at"]
    }
}

/// Whether a field of this consent is as it is for good. Once finalised everything is, its deletion included: a change is a new
/// version. What follows on it (the withdrawal, where it was filed) is written afterwards; a withdrawal is for good too.
pub fn sealed(before: &Fields, path: &Path) -> bool {
    let path = path.as_str();
    if WITHDRAWAL.contains(&path) {
        return before.filled("withdrawn_at");
    }
    before.filled("finalised_at") && !AFTERWARDS.contains(&path)
}
