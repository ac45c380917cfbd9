//! Which changes of a submittal ask for something, which state a fact, and which can no longer be made.

use crate::record::{Fields, Path};

/// What a permit rests on: whoever asks for one must have seen these.
pub const RESTS_ON: &[&str] = &[
    "approved.at",
    "approved.by",
    "candidate",
    "channel",
    "company",
    "consent",
    "cv.checked_at",
    "cv.status",
    "data.attachment",
    "data.contact",
    "data.description",
    "data.driving_licence",
    "data.education",
    "data.experience",
    "data.languages",
    "data.qualifications",
    "job_order",
    "workplace",
];

/// Whether writing this field asks for a permit.
pub fn asks_for_permit(path: &Path) -> bool {
    path.as_str().starts_with("permit.")
}

/// Whether writing this field says that something has happened, which nobody can refuse (R12).
pub fn states_fact(path: &Path) -> bool {
    path.as_str().starts_with("sent.")
}

/// The fields that say whether a field is sealed: whoever writes it says how he saw them.
pub fn sealed_by(path: &Path) -> &'static [&'static str] {
    if states_fact(path) || path.as_str() == crate::record::ALIVE {
        &["sent.at"]
    } else if RESTS_ON.contains(&path.as_str()) {
        &["permit.at", "sent.at"]
    } else if asks_for_permit(path) {
        &["permit.at"]
    } else {
        &[]
    }
}

/// Whether a field of this submittal is as it is for good: what a permit rests on once it is given, the permit itself, and
/// that the CV was sent. What was sent cannot be deleted either.
pub fn sealed(before: &Fields, path: &Path) -> bool {
    let permitted = before.filled("permit.at");
    let sent = before.filled("sent.at");
    if states_fact(path) || path.as_str() == crate::record::ALIVE {
        return sent;
    }
    (permitted || sent) && RESTS_ON.contains(&path.as_str()) || permitted && asks_for_permit(path)
}

/// Whether only a step may set a field of a submittal: what it is about, what was read, decided, and what has happened.
pub fn set_by_step(path: &Path) -> bool {
    const STEPS: [&str; 5] = ["approved.", "cv.", "permit.", "review", "sent."];
    const FIELDS: [&str; 6] = ["candidate", "company", "consent", "erasure_asked_at", "job_order", "workplace"];
    STEPS.iter().any(|step| path.as_str().starts_with(step)) || FIELDS.contains(&path.as_str())
}
