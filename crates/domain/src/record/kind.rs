//! The kinds of record.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a record is about. The code is the word used in the program, on the wire and in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A unit of a municipality: jobcenter or virksomhedsindgang (D5, L28).
    Unit,
    /// An employee of a unit (D1, D4).
    Employee,
    /// A company, one per CVR number and home unit (D27).
    Company,
    /// A workplace (arbejdssted) of a company, one per P-nummer (D28).
    Workplace,
    /// A contact person at a company (D10, D29).
    Contact,
    /// A job order (D30, D52).
    JobOrder,
    /// A version of a guide, a tool list, a checklist or a set of sentences (D123, D175, R56).
    Template,
    /// A visit to a company, or a call (D36, D122).
    Visit,
    /// Something promised to a company, or wished for by it (D35, D133).
    Promise,
    /// A run of the checklist for better matching, with its plan (D45, D46).
    MatchCheck,
    /// A citizen who looks for work, with as little about him as the work needs (D13, D33).
    Candidate,
    /// A conversation with a candidate, and what was agreed (D37, D153).
    Conversation,
    /// The consent to pass on CV data to one workplace for one order (D34, D232).
    Consent,
    /// A candidate sent to a company, or about to be (D32).
    Submittal,
}

impl Kind {
    /// Every kind, in the order in which they refer to each other.
    pub const ALL: [Self; 14] = [
        Self::Unit,
        Self::Employee,
        Self::Company,
        Self::Workplace,
        Self::Contact,
        Self::JobOrder,
        Self::Template,
        Self::Visit,
        Self::Promise,
        Self::MatchCheck,
        Self::Candidate,
        Self::Conversation,
        Self::Consent,
        Self::Submittal,
    ];

    /// The code of the kind, for example `job_order`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Employee => "employee",
            Self::Company => "company",
            Self::Workplace => "workplace",
            Self::Contact => "contact",
            Self::JobOrder => "job_order",
            Self::Template => "template",
            Self::Visit => "visit",
            Self::Promise => "promise",
            Self::MatchCheck => "match_check",
            Self::Candidate => "candidate",
            Self::Conversation => "conversation",
            Self::Consent => "consent",
            Self::Submittal => "submittal",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not the code of a kind that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown kind of record")]
pub struct UnknownKind;

impl FromStr for Kind {
    type Err = UnknownKind;

    fn from_str(code: &str) -> Result<Self, UnknownKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == code).ok_or(UnknownKind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_one_code_in_program_and_json() {
        for kind in Kind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        assert_eq!("citizen".parse::<Kind>(), Err(UnknownKind));
    }
}
