//! What can go wrong, as a code for programs and as Danish sentences for people.

mod code;
mod sentences;

use feltmappen_store::StoreError;
use serde::Serialize;
use ts_rs::TS;

pub use code::ErrorCode;

/// A failed use case: a code, and what happened, what was kept, what to do now. Never personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Failure {
    /// For programs.
    pub code: ErrorCode,
    /// What happened.
    pub happened: String,
    /// What was kept.
    pub kept: String,
    /// What to do now.
    pub todo: String,
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        let [happened, kept, todo] = code.sentences().map(str::to_owned);
        Self { code, happened, kept, todo }
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        ErrorCode::from(&error).into()
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.code)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_says_what_happened_what_was_kept_and_what_to_do() {
        for code in ErrorCode::ALL {
            for sentence in code.sentences() {
                assert!(sentence.ends_with('.'), "{code:?}: {sentence}");
                assert!(sentence.chars().count() > 12, "{code:?}: {sentence}");
                assert!(!sentence.contains('!') && !sentence.to_lowercase().contains("desværre"), "{code:?}");
            }
        }
    }

    #[test]
    fn all_lists_every_code_once() {
        let names: std::collections::BTreeSet<String> = ErrorCode::ALL.iter().map(|code| format!("{code:?}")).collect();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }
}
