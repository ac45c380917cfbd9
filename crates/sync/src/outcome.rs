//! What became of a commit.

use serde::{Deserialize, Serialize};

/// What central answered to a commit. Final for its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Everything in it holds.
    Applied,
    /// It holds, but some field needs a person to choose. Blocks nothing.
    AppliedWithConflict,
    /// None of it holds; what needs it is held.
    Rejected {
        /// Why, as a code.
        code: String,
    },
    /// It was about a record that has been erased by law.
    Purged,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_json_shapes() {
        let cases = [
            (Outcome::Applied, json!({"outcome": "applied"})),
            (Outcome::AppliedWithConflict, json!({"outcome": "applied_with_conflict"})),
            (Outcome::Rejected { code: "rule".into() }, json!({"outcome": "rejected", "code": "rule"})),
            (Outcome::Purged, json!({"outcome": "purged"})),
        ];
        for (outcome, shape) in cases {
            assert_eq!(serde_json::to_value(&outcome).unwrap(), shape);
            assert_eq!(serde_json::from_value::<Outcome>(shape).unwrap(), outcome);
        }
    }
}
