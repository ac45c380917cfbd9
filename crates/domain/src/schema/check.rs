//! Format: is one value written correctly?

use serde_json::Value;

use super::{Choices, FieldSpec, FormatCode, FormatProblem, ValueType, spec_of};
use crate::numbers::{cpr, cvr, p_number};
use crate::record::{ALIVE, Kind, Path, RANK};
use crate::{branch_code, municipality, rank};

const MAX_RANK: usize = 1000;
const MAX_EMAIL: usize = 254;

/// What is wrong with a value, or none when it may enter the journal. Null, an empty text and a path that this version
/// does not know are always fine. Length counts Unicode scalars.
pub fn check(kind: Kind, path: &Path, value: &Value) -> Option<FormatProblem> {
    if value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty()) {
        return None;
    }
    match path.last_segment() {
        ALIVE => return flag(value),
        RANK => return place(value),
        _ => {}
    }
    spec_of(kind, path).and_then(|spec| check_spec(spec, value))
}

fn check_spec(spec: &FieldSpec, value: &Value) -> Option<FormatProblem> {
    match spec.value {
        ValueType::Flag => flag(value),
        ValueType::Integer { min, max } => integer(value, min, max),
        _ => match value.as_str() {
            Some(text) => too_long(spec, text).or_else(|| check_text(spec.value, text.trim())),
            None => Some(FormatProblem::new(FormatCode::WrongType, "Her skal stå en tekst.")),
        },
    }
}

fn check_text(value: ValueType, text: &str) -> Option<FormatProblem> {
    match value {
        ValueType::Text | ValueType::LongText | ValueType::Flag | ValueType::Integer { .. } => None,
        ValueType::Date => {
            problem(is_date(text), FormatCode::Date, "Skriv datoen som dag, måned og år, fx 24-11-2026.")
        }
        ValueType::DateTime => {
            problem(is_date_time(text), FormatCode::DateTime, "Skriv dato og klokkeslæt, fx 24-11-2026 kl. 10.30.")
        }
        ValueType::Choice(choices) => choice(choices, text),
        ValueType::Reference(kind) => problem(uuid::Uuid::try_parse(text).is_ok(), FormatCode::Reference, pick(kind)),
        ValueType::Item => problem(
            uuid::Uuid::try_parse(text).is_ok(),
            FormatCode::Reference,
            "Vælg et af spørgsmålene eller svarene på listen.",
        ),
        ValueType::Cvr => cvr::check(text).err(),
        ValueType::Cpr => cpr::check(text).err(),
        ValueType::Hash => problem(is_hash(text), FormatCode::WrongType, "Filens kontrolsum kan ikke læses."),
        ValueType::PNumber => p_number::check(text).err(),
        ValueType::BranchCode => branch_code::check(text).err(),
        ValueType::Email => problem(is_email(text), FormatCode::Email, "En mailadresse skrives som navn@firma.dk."),
        ValueType::Phone => problem(
            is_phone(text),
            FormatCode::Phone,
            "Et telefonnummer skrives med cifre, eventuelt med + foran, fx 70 10 11 55.",
        ),
        ValueType::Municipality => {
            problem(municipality::by_code(text).is_some(), FormatCode::Municipality, "Vælg en kommune fra listen.")
        }
    }
}

fn problem(fine: bool, code: FormatCode, message: &'static str) -> Option<FormatProblem> {
    (!fine).then(|| FormatProblem::new(code, message))
}

fn flag(value: &Value) -> Option<FormatProblem> {
    problem(value.is_boolean(), FormatCode::WrongType, "Her kan kun svares ja eller nej.")
}

fn place(value: &Value) -> Option<FormatProblem> {
    let fine = value.as_str().is_some_and(|text| text.len() <= MAX_RANK && rank::is_rank(text));
    problem(fine, FormatCode::WrongType, "Pladsen i listen kan ikke læses.")
}

fn integer(value: &Value, min: i64, max: i64) -> Option<FormatProblem> {
    match value.as_i64() {
        None => Some(FormatProblem::new(FormatCode::WrongType, "Her skal stå et helt tal.")),
        Some(number) if number < min || number > max => Some(FormatProblem::new(
            FormatCode::OutOfRange,
            format!("Tallet skal være mellem {} og {}.", grouped(min), grouped(max)),
        )),
        Some(_) => None,
    }
}

fn choice(choices: Choices, text: &str) -> Option<FormatProblem> {
    let fine = choices.iter().any(|(code, _)| *code == text);
    problem(fine, FormatCode::Choice, "Vælg en af mulighederne på listen.")
}

fn pick(kind: Kind) -> &'static str {
    match kind {
        Kind::Unit => "Vælg en enhed fra listen.",
        Kind::Employee => "Vælg en medarbejder fra listen.",
        Kind::Company => "Vælg en virksomhed fra listen.",
        Kind::Workplace => "Vælg et arbejdssted fra listen.",
        Kind::Contact => "Vælg en kontaktperson fra listen.",
        Kind::JobOrder => "Vælg en jobordre fra listen.",
        Kind::Template => "Vælg en skabelon fra listen.",
        Kind::Visit => "Vælg et besøg fra listen.",
        Kind::Promise => "Vælg en aftale fra listen.",
        Kind::MatchCheck => "Vælg et match-tjek fra listen.",
        Kind::Candidate => "Vælg en kandidat fra listen.",
        Kind::Conversation => "Vælg en samtale fra listen.",
        Kind::Consent => "Vælg et samtykke fra listen.",
        Kind::Submittal => "Vælg en formidling fra listen.",
    }
}

fn too_long(spec: &FieldSpec, text: &str) -> Option<FormatProblem> {
    let max = spec.max_chars? as usize;
    let over = text.chars().count().saturating_sub(max);
    let room = grouped(i64::from(spec.max_chars?));
    (over > 0).then(|| {
        let over = grouped(i64::try_from(over).unwrap_or(i64::MAX));
        FormatProblem::new(
            FormatCode::TooLong,
            format!("Teksten er {over} tegn for lang. Der er plads til {room} tegn."),
        )
    })
}

/// A whole number with dots between thousands, as Danes write it (L30).
fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (number(&bytes[..4]), number(&bytes[5..7]), number(&bytes[8..])) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return false,
    };
    (1900..=2999).contains(&year) && (1..=days).contains(&day)
}

fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else {
        return false;
    };
    let Some(offset_at) = time.find(['Z', '+', '-']) else {
        return false;
    };
    let (clock, offset) = time.split_at(offset_at);
    is_date(date) && is_clock(clock) && (offset == "Z" || is_hours_and_minutes(&offset[1..]))
}

/// `10:30:00`, with or without a fraction of a second.
fn is_clock(text: &str) -> bool {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let Some((hours_and_minutes, seconds)) = clock.rsplit_once(':') else {
        return false;
    };
    is_hours_and_minutes(hours_and_minutes)
        && seconds.len() == 2
        && number(seconds.as_bytes()).is_some_and(|seconds| seconds < 60)
        && (1..=9).contains(&fraction.len())
        && number(fraction.as_bytes()).is_some()
}

fn is_hours_and_minutes(text: &str) -> bool {
    text.split_once(':').is_some_and(|(hours, minutes)| {
        hours.len() == 2
            && minutes.len() == 2
            && number(hours.as_bytes()).is_some_and(|hours| hours < 24)
            && number(minutes.as_bytes()).is_some_and(|minutes| minutes < 60)
    })
}

fn number(digits: &[u8]) -> Option<u32> {
    let mut value: u32 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u32::from(digit - b'0'))?;
    }
    (!digits.is_empty()).then_some(value)
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= MAX_EMAIL
        && !local.is_empty()
        && !local.contains('@')
        && !text.contains(char::is_whitespace)
        && domain.contains('.')
        && domain.split('.').all(|label| !label.is_empty())
}

/// `(\+)?[0-9]{3,20}` once the separators people use are taken away (L40).
fn is_phone(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '.' | '(' | ')')).collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    (3..=20).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    fn code(kind: Kind, path: &'static str, value: Value) -> Option<FormatCode> {
        check(kind, &Path::known(path), &value).map(|problem| problem.code)
    }

    #[test]
    fn values_in_cases() {
        use FormatCode::*;
        use Kind::*;
        let cases = [
            (JobOrder, "title", json!("Kok"), None),
            (JobOrder, "title", json!("æ".repeat(100)), None),
            (JobOrder, "title", json!("æ".repeat(101)), Some(TooLong)),
            (JobOrder, "title", json!("👩🏽‍🔧".repeat(25)), None),
            (JobOrder, "title", json!("👩🏽‍🔧".repeat(26)), Some(TooLong)),
            (JobOrder, "title", json!(7), Some(WrongType)),
            (JobOrder, "title", json!(null), None),
            (JobOrder, "positions", json!(1), None),
            (JobOrder, "positions", json!(999), None),
            (JobOrder, "positions", json!(0), Some(OutOfRange)),
            (JobOrder, "positions", json!(1000), Some(OutOfRange)),
            (JobOrder, "positions", json!("to"), Some(WrongType)),
            (JobOrder, "terms.temp", json!(true), None),
            (JobOrder, "terms.temp", json!("ja"), Some(WrongType)),
            (JobOrder, "start_date", json!("2026-11-24"), None),
            (JobOrder, "start_date", json!("2028-02-29"), None),
            (JobOrder, "start_date", json!("2027-02-29"), Some(Date)),
            (JobOrder, "start_date", json!("2026-13-01"), Some(Date)),
            (JobOrder, "start_date", json!("24-11-2026"), Some(Date)),
            (JobOrder, "start_date", json!("0000-00-00"), Some(Date)),
            (JobOrder, "received_at", json!("2026-11-24T10:52:00+01:00"), None),
            (JobOrder, "received_at", json!("2026-11-24T10:52:00.123Z"), None),
            (JobOrder, "received_at", json!("2026-11-24T10:52:00"), Some(DateTime)),
            (JobOrder, "received_at", json!("2026-11-24T24:00:00Z"), Some(DateTime)),
            (JobOrder, "received_at", json!("2026-11-24"), Some(DateTime)),
            (JobOrder, "channel", json!("visit"), None),
            (JobOrder, "channel", json!("pigeon"), Some(Choice)),
            (JobOrder, "coordinator", json!(Uuid::nil().to_string()), None),
            (JobOrder, "coordinator", json!("Maja"), Some(Reference)),
            (JobOrder, "newer.field", json!(7), None),
            (JobOrder, "@alive", json!(false), None),
            (JobOrder, "@alive", json!("nej"), Some(WrongType)),
            (Company, "cvr", json!("13 74 81 36"), None),
            (Company, "cvr", json!("12345678"), Some(Cvr)),
            (Company, "branch.code", json!("561110"), None),
            (Company, "branch.code", json!("5611"), Some(BranchCode)),
            (Company, "branch.version", json!("DB25"), None),
            (Company, "employees", json!(-1), Some(OutOfRange)),
            (Workplace, "p_number", json!("1003388394"), None),
            (Workplace, "p_number", json!("1"), Some(PNumber)),
            (Workplace, "municipality", json!("0410"), None),
            (Workplace, "municipality", json!("0411"), Some(Municipality)),
            (Contact, "email", json!("bo@eksempel.dk"), None),
            (Contact, "email", json!("bo@eksempel"), Some(Email)),
            (Contact, "email", json!("bo bo@eksempel.dk"), Some(Email)),
            (Contact, "email", json!("bo@@eksempel.dk"), Some(Email)),
            (Contact, "email", json!("@."), Some(Email)),
            (Contact, "phone", json!("+45 70 10 11 55"), None),
            (Contact, "phone", json!("112"), None),
            (Contact, "phone", json!("12"), Some(Phone)),
            (Contact, "phone", json!("ring til Bo"), Some(Phone)),
            (Contact, "phone", json!(""), None),
        ];
        for (kind, path, value, expected) in cases {
            assert_eq!(code(kind, path, value.clone()), expected, "{kind} {path} {value}");
        }
    }

    #[test]
    fn r33_the_number_of_positions_is_at_least_one() {
        assert_eq!(code(Kind::JobOrder, "positions", json!(0)), Some(FormatCode::OutOfRange));
        assert_eq!(code(Kind::JobOrder, "positions", json!(1)), None);
    }

    #[test]
    fn r77_a_cvr_number_is_refused_by_modulus_11_and_a_p_number_only_by_format() {
        assert_eq!(code(Kind::Company, "cvr", json!("13585627")), Some(FormatCode::Cvr));
        assert_eq!(code(Kind::Workplace, "p_number", json!("0000000001")), None);
    }

    #[test]
    fn a_long_text_says_how_much_is_too_much_and_never_repeats_it() {
        let problem = check(Kind::JobOrder, &Path::known("tasks"), &json!("hemmelig".repeat(131_072))).unwrap();
        assert_eq!(problem.message, "Teksten er 1.043.576 tegn for lang. Der er plads til 5.000 tegn.");
    }

    #[test]
    fn list_items_are_checked_by_their_pattern() {
        let path = Path::item("requirements", Uuid::nil(), "text");
        assert!(check(Kind::JobOrder, &path, &json!("Kørekort B")).is_none());
        assert!(check(Kind::JobOrder, &path, &json!("x".repeat(201))).is_some());
        let rank = Path::item("requirements", Uuid::nil(), "@rank");
        assert!(check(Kind::JobOrder, &rank, &json!("V")).is_none());
        assert!(check(Kind::JobOrder, &rank, &json!("å")).is_some());
    }

    proptest! {
        #[test]
        fn any_text_in_any_field_is_answered_without_panic(text in any::<String>()) {
            for kind in Kind::ALL {
                for spec in super::super::fields_of(kind) {
                    let path = Path::new(&spec.path.replace('*', &Uuid::nil().to_string())).unwrap();
                    let _ = check(kind, &path, &json!(text));
                }
            }
        }
    }
}
