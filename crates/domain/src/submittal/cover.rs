//! Whether something that was sent was covered by a permit, and the permit by the consent (R1, R6, R8).

use serde::Serialize;
use ts_rs::TS;

use super::Submittal;
use crate::candidate::CvStatus;
use crate::consent::Consent;
use crate::moment::{danish_date, date, instant};
use crate::record::Fields;

/// Whether what was sent was covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// Nothing has been sent.
    NotSent,
    /// It was sent with a permit that held.
    Covered,
    /// It was sent without one: a task for the coordinator and the DPO until they have dealt with it.
    Uncovered,
}

/// Whether a submittal was covered when it was sent. A permit that central refused is not in the record, so its absence is the
/// mark; one that was given afterwards, by somebody who had not heard of the sending, covers nothing; and a permit does not
/// outlive the consent it rests on. `consent` is the consent that the submittal names, if it is here.
pub fn cover(submittal: &Fields, consent: Option<&Fields>) -> Cover {
    let submittal = Submittal::new(submittal);
    let Some(sent) = submittal.sent_at() else { return Cover::NotSent };
    let in_time = submittal.permit_at().and_then(instant).zip(instant(sent)).is_some_and(|(given, sent)| given <= sent);
    if !in_time {
        return Cover::Uncovered;
    }
    if submittal.cv_status() == CvStatus::Searchable {
        return Cover::Covered;
    }
    let held = consent.map(Consent::new).is_some_and(|consent| {
        let finalised = consent.finalised_at().is_some();
        let withdrawn = consent.withdrawn_at().is_some_and(|withdrawn| match (instant(withdrawn), instant(sent)) {
            (Some(withdrawn), Some(sent)) => withdrawn <= sent,
            _ => true,
        });
        let last = consent.valid_until().and_then(date);
        let expired = last.zip(danish_date(sent)).is_none_or(|(last, sent)| last < sent);
        finalised && !withdrawn && !expired
    });
    if held { Cover::Covered } else { Cover::Uncovered }
}
