//! The consent to pass on CV data: one citizen, one workplace, one order (D34, D232, R1–R11, L5).
//!
//! A consent has no stored state. What has happened to it says what it is: it was finalised or not, withdrawn or not, and
//! the day it ends has come or not.

mod finalise;
mod seal;

pub use finalise::{LONGEST_MONTHS, Problem, ProblemCode, finalise_problems};
pub use seal::{sealed, sealed_by, set_by_step, signed_for};

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use self::finalise::says_enough;
use crate::moment::{danish_date, date};
use crate::record::{Fields, RecordId};
use crate::schema::DATA_ITEMS;
use crate::typed::view;

/// A consent that ends within so many days is about to.
const SOON_DAYS: i64 = 14;

view! {
    /// A consent (D34).
    Consent {
        /// Who consents.
        candidate: id("candidate") -> RecordId;
        /// The company of the workplace.
        company: id("company") -> RecordId;
        /// The only workplace that gets the data.
        workplace: id("workplace") -> RecordId;
        /// The only order it is for.
        job_order: id("job_order") -> RecordId;
        /// What the workplace needs the data for, in one sentence.
        purpose: filled_text("purpose") -> &'a str;
        /// The names of what is enclosed.
        attachment_names: filled_text("data.attachment_names") -> &'a str;
        /// The code of the way it is sent.
        channel: filled_text("channel") -> &'a str;
        /// The last day on which it holds.
        valid_until: filled_text("valid_until") -> &'a str;
        /// The code of the way it is given.
        given_how: filled_text("given.how") -> &'a str;
        /// When it was given.
        given_at: filled_text("given.at") -> &'a str;
        /// Where it was given.
        given_place: filled_text("given.place") -> &'a str;
        /// The employee it was given to, or who was there.
        given_to: id("given.to") -> RecordId;
        /// The line of the pen.
        signature: filled_text("signature") -> &'a str;
        /// When it was finalised.
        finalised_at: filled_text("finalised_at") -> &'a str;
        /// What tells its document from all others.
        document_id: filled_text("document_id") -> &'a str;
        /// When it was withdrawn.
        withdrawn_at: filled_text("withdrawn_at") -> &'a str;
        /// The consent that this one is a new version of.
        replaces: id("replaces") -> RecordId;
    }
}

/// What a consent is on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ConsentState")]
pub enum State {
    /// Not finalised yet.
    Draft,
    /// Gyldig.
    Valid,
    /// Gyldig, udløber snart.
    EndingSoon,
    /// Finalised without saying what a consent must say (R2, R3).
    SaysTooLittle,
    /// Udløbet (R8).
    Expired,
    /// Tilbagekaldt (R6).
    Withdrawn,
}

impl State {
    /// Whether data may be sent on it.
    pub const fn in_force(self) -> bool {
        matches!(self, Self::Valid | Self::EndingSoon)
    }
}

impl Consent<'_> {
    /// What it is on this day in Denmark. Without a last day it is never in force.
    pub fn state(&self, today: NaiveDate) -> State {
        if self.withdrawn_at().is_some() {
            return State::Withdrawn;
        }
        if self.finalised_at().is_none() {
            return State::Draft;
        }
        match self.valid_until().and_then(date).map(|last| (last - today).num_days()) {
            Some(left) if left >= 0 && !says_enough(self.fields()) => State::SaysTooLittle,
            Some(left) if left > SOON_DAYS => State::Valid,
            Some(left) if left >= 0 => State::EndingSoon,
            _ => State::Expired,
        }
    }

    /// The day on which it was withdrawn.
    pub fn withdrawn_on(&self) -> Option<NaiveDate> {
        self.withdrawn_at().and_then(danish_date)
    }

    /// What it lets be passed on (R10).
    pub fn data(&self) -> BTreeSet<&'static str> {
        data_items(self.fields())
    }
}

/// The data that a consent or a submittal names, by code (R10).
pub fn data_items(fields: &Fields) -> BTreeSet<&'static str> {
    let chosen = |code: &str| fields.flag(format!("data.{code}")) == Some(true);
    DATA_ITEMS.iter().map(|(code, _)| *code).filter(|code| chosen(code)).collect()
}

#[cfg(test)]
mod tests;
