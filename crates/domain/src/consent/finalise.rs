//! What must be there before a consent is finalised (R2, R3, L5).

use chrono::NaiveDate;
use serde::Serialize;
use ts_rs::TS;

use super::{Consent, data_items};
use crate::fold::fold;
use crate::moment::{date, months_after};
use crate::record::{Fields, Path};
use crate::schema::{GIVEN_HOW, SEND_CHANNELS};

/// A consent holds so many months at most (L9).
pub const LONGEST_MONTHS: u32 = 3;

/// The shortest purpose that can say anything, in letters.
const SHORTEST_PURPOSE: usize = 15;

/// Words that name nobody in particular (R3), folded.
const ANYBODY: [&str; 10] = [
    "alle arbejdsgivere",
    "alle interesserede",
    "alle relevante",
    "alle virksomheder",
    "andre arbejdsgivere",
    "andre virksomheder",
    "forskellige virksomheder",
    "mulige arbejdsgivere",
    "relevante arbejdsgivere",
    "relevante virksomheder",
];

/// Words that say nothing in particular (R3), folded.
const ANYTHING: [&str; 4] = ["alle formaal", "alle oplysninger", "diverse", "generelt samtykke"];

/// Why a consent cannot be finalised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ConsentProblemCode")]
pub enum ProblemCode {
    /// Nobody consents (R2).
    Candidate,
    /// No workplace gets the data (R2).
    Workplace,
    /// The workplace's name names no one in particular (R3).
    WorkplaceGeneric,
    /// No order (L5 e).
    JobOrder,
    /// No purpose (R2).
    Purpose,
    /// The purpose says nothing in particular (R3).
    PurposeGeneric,
    /// No data (R2, R3).
    Data,
    /// An enclosure without a name (R3).
    AttachmentNames,
    /// No way of sending (L5 h).
    Channel,
    /// No last day (L5 i).
    ValidUntil,
    /// The last day has passed.
    ValidUntilPassed,
    /// The last day is more than three months ahead (L9).
    ValidUntilTooLate,
    /// Not said how it is given (R2).
    GivenHow,
    /// Given on the screen, and not signed (L5 o).
    Signature,
    /// Given on paper, and the signed paper is not there.
    Scan,
    /// Given orally, and not said when (L4).
    GivenAt,
    /// Given orally, and not said to whom (L4).
    GivenTo,
    /// Not said where it is given (L5 o).
    GivenPlace,
    /// Somebody consents for the citizen, and not said by what right (L5 q).
    Basis,
}

/// Something that stands in the way of finalising a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "ConsentProblem")]
pub struct Problem {
    /// The reason as a code.
    pub code: ProblemCode,
    /// The field to go to.
    pub path: Path,
    /// The sentence: what to do, and why.
    pub message: &'static str,
}

/// What stands in the way of finalising a consent on this day, in the order of the page; empty when nothing does. `workplace` is what
/// the workplace and its company are called.
pub fn finalise_problems(fields: &Fields, workplace: &str, today: NaiveDate) -> Vec<Problem> {
    problems(fields, workplace, Some(today))
}

/// Whether a consent says itself what one must say, whoever finalised it (R2, R3). Asked only where it is finalised are what
/// its workplace is called, which stands in another record, and how far ahead its last day is.
pub(super) fn says_enough(fields: &Fields) -> bool {
    problems(fields, "", None).is_empty()
}

fn problems(fields: &Fields, workplace: &str, today: Option<NaiveDate>) -> Vec<Problem> {
    let consent = Consent::new(fields);
    let mut found = Vec::new();
    let mut add = |code, path, message| found.push(Problem { code, path: Path::known(path), message });
    if consent.candidate().is_none() {
        add(ProblemCode::Candidate, "candidate", "Vælg den borger, der giver samtykket.");
    }
    match (consent.workplace(), means_anybody(workplace)) {
        (None, _) => add(
            ProblemCode::Workplace,
            "workplace",
            "Vælg det arbejdssted, der skal have oplysningerne. Et samtykke gælder kun ét arbejdssted.",
        ),
        (Some(_), true) => add(
            ProblemCode::WorkplaceGeneric,
            "workplace",
            "Navnet på arbejdsstedet peger ikke på ét bestemt sted. Vælg det arbejdssted, der skal have oplysningerne.",
        ),
        (Some(_), false) => {}
    }
    if consent.job_order().is_none() {
        add(ProblemCode::JobOrder, "job_order", "Vælg den jobordre, samtykket gælder.");
    }
    match consent.purpose() {
        None => {
            add(ProblemCode::Purpose, "purpose", "Skriv i én sætning, hvad arbejdsstedet skal bruge oplysningerne til.")
        }
        Some(purpose) if generic(purpose) || letters(purpose) < SHORTEST_PURPOSE => add(
            ProblemCode::PurposeGeneric,
            "purpose",
            "Formålet er for bredt. Skriv, hvad netop dette arbejdssted skal bruge oplysningerne til i netop denne sag.",
        ),
        Some(_) => {}
    }
    if data_items(fields).is_empty() {
        add(ProblemCode::Data, "data.contact", "Sæt kryds ved de oplysninger, borgeren siger ja til.");
    }
    if fields.flag("data.attachment") == Some(true) && consent.attachment_names().is_none_or(generic) {
        add(
            ProblemCode::AttachmentNames,
            "data.attachment_names",
            "Skriv, hvilke bilag borgeren siger ja til at sende.",
        );
    }
    if !one_of(SEND_CHANNELS, consent.channel()) {
        add(ProblemCode::Channel, "channel", "Vælg, hvordan oplysningerne sendes.");
    }
    match consent.valid_until().and_then(date) {
        None => add(ProblemCode::ValidUntil, "valid_until", "Skriv, hvilken dag samtykket gælder til og med."),
        Some(last) if today.is_some_and(|today| last < today) => {
            add(ProblemCode::ValidUntilPassed, "valid_until", "Dagen er passeret. Vælg en senere dag.")
        }
        Some(last) if today.is_some_and(|today| last > months_after(today, LONGEST_MONTHS)) => add(
            ProblemCode::ValidUntilTooLate,
            "valid_until",
            "Et samtykke gælder højst tre måneder. Vælg en tidligere dag.",
        ),
        Some(_) => {}
    }
    given(fields, &mut add);
    found
}

fn given(fields: &Fields, add: &mut impl FnMut(ProblemCode, &'static str, &'static str)) {
    let consent = Consent::new(fields);
    let how = consent.given_how().filter(|how| one_of(GIVEN_HOW, Some(how)));
    match how {
        None => add(ProblemCode::GivenHow, "given.how", "Vælg, hvordan borgeren giver sit samtykke."),
        Some("screen") if consent.signature().is_none() => {
            add(
                ProblemCode::Signature,
                "signature",
                "Borgeren mangler at skrive under. Et samtykke kan også gives på papir eller mundtligt.",
            );
        }
        Some("paper") if !fields.filled("scan.blob") => add(
            ProblemCode::Scan,
            "scan.blob",
            "Udskriv erklæringen, lad borgeren skrive under, og hent den underskrevne erklæring ind.",
        ),
        Some("oral") => {
            if consent.given_at().is_none() {
                add(ProblemCode::GivenAt, "given.at", "Skriv, hvornår borgeren sagde ja.");
            }
            if consent.given_to().is_none() {
                add(ProblemCode::GivenTo, "given.to", "Vælg den medarbejder, borgeren sagde ja til.");
            }
        }
        Some(_) => {}
    }
    if how.is_some_and(|how| how != "paper") && consent.given_place().is_none() {
        add(ProblemCode::GivenPlace, "given.place", "Skriv, hvor samtykket er givet, fx byen eller »telefon«.");
    }
    if fields.filled("given.representative") && !fields.filled("given.basis") {
        add(ProblemCode::Basis, "given.basis", "Skriv, hvad der giver den anden ret til at sige ja for borgeren.");
    }
}

fn one_of(choices: crate::schema::Choices, code: Option<&str>) -> bool {
    choices.iter().any(|(known, _)| Some(*known) == code)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|letter| letter.is_alphabetic()).count()
}

/// Whether a text is so broad that it could mean anybody or anything (R3).
fn generic(text: &str) -> bool {
    let words = words(text);
    words == "alt" || means_anybody(text) || ANYTHING.iter().any(|one| words.contains(one))
}

fn means_anybody(text: &str) -> bool {
    let words = words(text);
    words == "alle" || ANYBODY.iter().any(|one| words.contains(one))
}

/// The text folded, with one space between words.
fn words(text: &str) -> String {
    fold(text).text.split_whitespace().collect::<Vec<_>>().join(" ")
}
