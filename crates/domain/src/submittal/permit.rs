//! "Må jeg sende dette CV?": the one function that answers, on the device and at central (R1–R10, R12, R14, R23).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use super::Submittal;
use crate::candidate::{Candidate, CvStatus};
use crate::consent::{Consent, State};
use crate::moment::{danish_date, instant};
use crate::order::JobOrder;
use crate::record::{Fields, RecordId};
use crate::schema::SEND_CHANNELS;

/// Everything that the answer rests on. Records that are not here, or deleted, are none.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The submittal as it would be sent.
    pub submittal: &'a Fields,
    /// The candidate it names.
    pub candidate: Option<&'a Fields>,
    /// The order it names.
    pub job_order: Option<&'a Fields>,
    /// The consent it names.
    pub consent: Option<&'a Fields>,
    /// The unit that asks.
    pub unit: RecordId,
    /// Today in Denmark, by the clock of whoever decides.
    pub today: NaiveDate,
}

/// What is asked about, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PermitCheckCode")]
pub enum CheckCode {
    /// The CV was looked at on Jobnet today (R5).
    CvChecked,
    /// The CV is searchable, or there is a consent (R1, R4).
    Consent,
    /// It is this candidate's consent.
    ConsentCandidate,
    /// It names this workplace (R1, R9).
    ConsentWorkplace,
    /// It names this order (R9).
    ConsentJobOrder,
    /// It is finalised, says what it must, and is neither withdrawn nor expired (R2, R3, R6, R8).
    ConsentInForce,
    /// It names this way of sending (L5 h).
    ConsentChannel,
    /// All that is passed on is in it (R10).
    Data,
    /// The order is open (R23) and at this workplace.
    JobOrder,
    /// A way of sending is chosen (R12).
    Channel,
    /// The coordinator has approved a CV from another unit (R14).
    Approved,
}

/// Why a check says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "PermitReason")]
pub enum Reason {
    /// Nobody has looked at the CV for this sending today (R5).
    CvNotChecked,
    /// Somebody has seen since that the CV is no longer searchable (R5).
    CvChanged,
    /// The CV is not searchable and there is no consent (R1).
    NoConsent,
    /// The consent is somebody else's.
    OtherCandidate,
    /// The consent is for another workplace (R9).
    OtherWorkplace,
    /// The consent is for another order (R9).
    OtherJobOrder,
    /// The consent is not finalised (R2).
    Draft,
    /// The consent does not say what one must say (R2, R3).
    SaysTooLittle,
    /// The consent has been withdrawn (R6).
    Withdrawn,
    /// The consent has expired (R8).
    Expired,
    /// The consent is for another way of sending.
    OtherChannel,
    /// Nothing is chosen to be passed on.
    NoData,
    /// More is to be passed on than was consented to (R10).
    DataBeyond,
    /// There is no such order, or it is at another workplace.
    NoJobOrder,
    /// The order takes no candidates (R23).
    JobOrderNotOpen,
    /// No way of sending that may be used (R12).
    NoChannel,
    /// The coordinator has not approved the CV (R14).
    NotApproved,
    /// There is no such candidate.
    NoCandidate,
}

/// What a check says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case", tag = "says", content = "reason")]
pub enum Ruling {
    /// Nothing stands in the way.
    Yes,
    /// It does not apply.
    NotNeeded,
    /// It may not be sent.
    No(Reason),
}

/// One check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "PermitCheck")]
pub struct Check {
    /// What is asked about.
    pub code: CheckCode,
    /// What it says.
    #[serde(flatten)]
    pub ruling: Ruling,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Every check, in the order of the page.
    pub checks: Vec<Check>,
}

impl Decision {
    /// Whether it may be sent.
    pub fn allowed(&self) -> bool {
        self.reason().is_none()
    }

    /// The first reason why not.
    pub fn reason(&self) -> Option<Reason> {
        self.checks.iter().find_map(|check| match check.ruling {
            Ruling::No(reason) => Some(reason),
            Ruling::Yes | Ruling::NotNeeded => None,
        })
    }
}

/// May this be sent? The same answer for the same records on every machine.
pub fn permit(ask: &Ask<'_>) -> Decision {
    let submittal = Submittal::new(ask.submittal);
    let needed = ask.candidate.is_none_or(|candidate| cv_status(&submittal, candidate) != CvStatus::Searchable);
    let mut checks = vec![
        check(CheckCode::CvChecked, cv_checked(ask, &submittal)),
        check(CheckCode::Consent, consent_there(ask, needed)),
    ];
    let consent = ask.consent.filter(|_| needed).map(Consent::new);
    checks.extend([
        rule_on(CheckCode::ConsentCandidate, consent, |one| {
            same(one.candidate(), submittal.candidate(), Reason::OtherCandidate)
        }),
        rule_on(CheckCode::ConsentWorkplace, consent, |one| {
            same(one.workplace(), submittal.workplace(), Reason::OtherWorkplace)
        }),
        rule_on(CheckCode::ConsentJobOrder, consent, |one| {
            same(one.job_order(), submittal.job_order(), Reason::OtherJobOrder)
        }),
        rule_on(CheckCode::ConsentInForce, consent, |one| in_force(one, ask.today)),
        rule_on(CheckCode::ConsentChannel, consent, |one| {
            if one.channel() == submittal.channel() { Ruling::Yes } else { Ruling::No(Reason::OtherChannel) }
        }),
        check(CheckCode::Data, data(&submittal.data(), consent.map(|one| one.data()))),
        check(CheckCode::JobOrder, job_order(ask, &submittal)),
        check(CheckCode::Channel, channel(&submittal)),
        check(CheckCode::Approved, approved(ask, &submittal)),
    ]);
    Decision { checks }
}

const fn check(code: CheckCode, ruling: Ruling) -> Check {
    Check { code, ruling }
}

fn rule_on(code: CheckCode, consent: Option<Consent<'_>>, rule: impl Fn(&Consent<'_>) -> Ruling) -> Check {
    check(code, consent.as_ref().map_or(Ruling::NotNeeded, rule))
}

/// Whether the CV is searchable: as it was read for this sending, or as somebody has read it since.
fn cv_status(submittal: &Submittal<'_>, candidate: &Fields) -> CvStatus {
    let candidate = Candidate::new(candidate);
    let read = |moment: Option<&str>| moment.and_then(instant);
    if read(candidate.cv_checked_at()) > read(submittal.cv_checked_at()) {
        candidate.cv_status()
    } else {
        submittal.cv_status()
    }
}

/// The CV must have been looked at on the day of the permit; without one yet, today.
fn cv_checked(ask: &Ask<'_>, submittal: &Submittal<'_>) -> Ruling {
    let Some(candidate) = ask.candidate else { return Ruling::No(Reason::NoCandidate) };
    let day = match submittal.permit_at() {
        Some(permit) => danish_date(permit),
        None => Some(ask.today),
    };
    let checked = submittal.cv_checked_at().and_then(danish_date);
    if submittal.cv_status() == CvStatus::Unknown || checked.is_none() || checked != day {
        return Ruling::No(Reason::CvNotChecked);
    }
    let (now, then) = (cv_status(submittal, candidate), submittal.cv_status());
    if now == then || now == CvStatus::Searchable { Ruling::Yes } else { Ruling::No(Reason::CvChanged) }
}

const fn consent_there(ask: &Ask<'_>, needed: bool) -> Ruling {
    match (needed, ask.consent.is_some()) {
        (false, _) => Ruling::NotNeeded,
        (true, true) => Ruling::Yes,
        (true, false) => Ruling::No(Reason::NoConsent),
    }
}

/// A record that the consent and the submittal must both name.
fn same(consented: Option<RecordId>, sent: Option<RecordId>, otherwise: Reason) -> Ruling {
    if consented.is_some() && consented == sent { Ruling::Yes } else { Ruling::No(otherwise) }
}

fn in_force(consent: &Consent<'_>, today: NaiveDate) -> Ruling {
    match consent.state(today) {
        State::Valid | State::EndingSoon => Ruling::Yes,
        State::Draft => Ruling::No(Reason::Draft),
        State::SaysTooLittle => Ruling::No(Reason::SaysTooLittle),
        State::Withdrawn => Ruling::No(Reason::Withdrawn),
        State::Expired => Ruling::No(Reason::Expired),
    }
}

fn data(sent: &BTreeSet<&str>, consented: Option<BTreeSet<&str>>) -> Ruling {
    match consented {
        _ if sent.is_empty() => Ruling::No(Reason::NoData),
        Some(consented) if !sent.is_subset(&consented) => Ruling::No(Reason::DataBeyond),
        _ => Ruling::Yes,
    }
}

fn job_order(ask: &Ask<'_>, submittal: &Submittal<'_>) -> Ruling {
    let Some(order) = ask.job_order.map(JobOrder::new) else { return Ruling::No(Reason::NoJobOrder) };
    if order.workplace().is_none() || order.workplace() != submittal.workplace() {
        Ruling::No(Reason::NoJobOrder)
    } else if order.takes_submittals() {
        Ruling::Yes
    } else {
        Ruling::No(Reason::JobOrderNotOpen)
    }
}

fn channel(submittal: &Submittal<'_>) -> Ruling {
    let known = SEND_CHANNELS.iter().any(|(code, _)| Some(*code) == submittal.channel());
    if known { Ruling::Yes } else { Ruling::No(Reason::NoChannel) }
}

fn approved(ask: &Ask<'_>, submittal: &Submittal<'_>) -> Ruling {
    let from = ask.candidate.and_then(|candidate| Candidate::new(candidate).cv_unit());
    let coordinator = ask.job_order.and_then(|order| JobOrder::new(order).coordinator());
    if from.is_none_or(|unit| unit == ask.unit) {
        Ruling::NotNeeded
    } else if submittal.approved_at().is_some()
        && submittal.approved_by().is_some()
        && submittal.approved_by() == coordinator
    {
        Ruling::Yes
    } else {
        Ruling::No(Reason::NotApproved)
    }
}
