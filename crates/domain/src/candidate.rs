//! Candidates: what the work needs to know about a citizen, and no more (D13, D33).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod relevance;

pub use relevance::fits;

use crate::record::{Fields, RecordId};
use crate::typed::view;

/// Whether employers find a CV themselves (D231, D232, L15).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CvStatus {
    /// Søgbart: sending it needs no consent (R4).
    Searchable,
    /// Ikke søgbart: sending it needs a consent (R1).
    NotSearchable,
    /// Nobody has looked.
    #[default]
    Unknown,
}

impl CvStatus {
    /// The code.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Searchable => "searchable",
            Self::NotSearchable => "not_searchable",
            Self::Unknown => "unknown",
        }
    }

    /// The status with a code; unknown for any other.
    pub fn from_code(code: Option<&str>) -> Self {
        match code {
            Some("searchable") => Self::Searchable,
            Some("not_searchable") => Self::NotSearchable,
            _ => Self::Unknown,
        }
    }
}

view! {
    /// A candidate (D33).
    Candidate {
        /// The name.
        name: filled_text("name") -> &'a str;
        /// The phone number.
        phone: filled_text("phone") -> &'a str;
        /// The mail address.
        email: filled_text("email") -> &'a str;
        /// The code of the municipality.
        municipality: filled_text("municipality") -> &'a str;
        /// The CPR number, ten digits. To be masked wherever it is shown (R75).
        cpr: filled_text("cpr") -> &'a str;
        /// The categories of the driving licence.
        driving_licence: filled_text("driving_licence") -> &'a str;
        /// Which jobs the candidate looks for.
        job_goals: filled_text("job_goals") -> &'a str;
        /// What the candidate can.
        qualifications: filled_text("qualifications") -> &'a str;
        /// When somebody last looked at the CV on Jobnet.
        cv_checked_at: filled_text("cv.checked_at") -> &'a str;
        /// The unit that the CV comes from.
        cv_unit: id("cv.unit") -> RecordId;
        /// The employee who knows the candidate.
        consultant: id("consultant") -> RecordId;
    }
}

impl Candidate<'_> {
    /// Whether employers find the CV themselves, as it was last read.
    pub fn cv_status(&self) -> CvStatus {
        CvStatus::from_code(self.fields().filled_text("cv.status"))
    }
}
