//! Submittals: a candidate sent to a company (D32, D230–D239). A submittal has a *permit* (may I send? It can be refused)
//! and a *sent* fact (it has happened, so it is always taken down, R12).

mod cover;
mod permit;
mod seal;

pub use cover::{Cover, cover};
pub use permit::{Ask, Check, CheckCode, Decision, Reason, Ruling, permit};
pub use seal::{RESTS_ON, asks_for_permit, sealed, sealed_by, set_by_step, states_fact};

use std::collections::BTreeSet;

use crate::candidate::CvStatus;
use crate::consent::data_items;
use crate::record::{Fields, RecordId};
use crate::typed::view;

view! {
    /// A submittal (D32).
    Submittal {
        /// The candidate.
        candidate: id("candidate") -> RecordId;
        /// The order that it is for.
        job_order: id("job_order") -> RecordId;
        /// The company.
        company: id("company") -> RecordId;
        /// The workplace that gets the CV.
        workplace: id("workplace") -> RecordId;
        /// The consent that it rests on; none when the CV is searchable.
        consent: id("consent") -> RecordId;
        /// The code of the way it is sent.
        channel: filled_text("channel") -> &'a str;
        /// When the CV was looked at on Jobnet for this sending (R5).
        cv_checked_at: filled_text("cv.checked_at") -> &'a str;
        /// When the order's coordinator approved a CV from another unit (R14).
        approved_at: filled_text("approved.at") -> &'a str;
        /// Who approved it.
        approved_by: id("approved.by") -> RecordId;
        /// When sending was permitted.
        permit_at: filled_text("permit.at") -> &'a str;
        /// When it was sent.
        sent_at: filled_text("sent.at") -> &'a str;
        /// When the candidate was told (R13).
        told_at: filled_text("told_at") -> &'a str;
        /// The day to follow up on (R36).
        follow_up: filled_text("follow_up") -> &'a str;
        /// The code of what came of it (R38).
        result: filled_text("result") -> &'a str;
        /// When the employer was asked to delete what he got (L8).
        erasure_asked_at: filled_text("erasure_asked_at") -> &'a str;
        /// When coordinator and DPO had dealt with a sending that nothing covered.
        reviewed_at: filled_text("reviewed_at") -> &'a str;
    }
}

impl Submittal<'_> {
    /// Whether the CV was searchable when it was looked at for this sending.
    pub fn cv_status(&self) -> CvStatus {
        CvStatus::from_code(self.fields().filled_text("cv.status"))
    }

    /// What is passed on (R10).
    pub fn data(&self) -> BTreeSet<&'static str> {
        data_items(self.fields())
    }

    /// Whether the candidate must still be told that the CV was sent (R13).
    pub fn candidate_to_be_told(&self) -> bool {
        self.sent_at().is_some() && self.told_at().is_none()
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
