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

/// Whether only a step may set a field of a consent: it says that something was decided, or what was made then.
pub fn set_by_step(path: &Path) -> bool {
    let path = path.as_str();
    WITHDRAWAL.contains(&path)
        || ["document_id", "finalised_at", "finalised_by", "form_version", "replaces"].contains(&path)
        || path.ends_with(".blob")
        || path.ends_with(".hash")
}

/// What a signature stands under: when one of these changes, it was given to something else.
pub fn signed_for(path: &Path) -> bool {
    let path = path.as_str();
    path.starts_with("data.")
        || ["candidate", "channel", "company", "job_order", "purpose", "valid_until", "workplace"].contains(&path)
        || ["given.basis", "given.representative"].contains(&path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kind;
    use crate::schema::fields_of;

    #[test]
    fn r11_what_only_a_step_sets_is_told_from_what_is_typed() {
        let by_step = |path: &str| set_by_step(&Path::new(path).unwrap());
        for spec in fields_of(Kind::Consent) {
            let typed = spec.path.starts_with("data.")
                || spec.path.starts_with("given.")
                || spec.path.starts_with("filed.")
                || ["candidate", "company", "workplace", "job_order", "purpose", "channel", "valid_until", "signature"]
                    .contains(&spec.path);
            assert_eq!(by_step(spec.path), !typed, "{}", spec.path);
        }
    }
}
