use chrono::NaiveDate;
use serde_json::{Value, json};
use uuid::Uuid;

use super::*;
use crate::record::{ALIVE, Path};
use crate::schema;

const TODAY: &str = "2026-11-24";

fn today() -> NaiveDate {
    date(TODAY).unwrap()
}

/// A consent that lacks nothing.
fn whole() -> Fields {
    let id = |number: u128| Value::from(Uuid::from_u128(number).to_string());
    let values = [
        ("candidate", id(1)),
        ("company", id(2)),
        ("workplace", id(3)),
        ("job_order", id(4)),
        ("purpose", json!("Virksomheden kan vurdere, om borgeren skal til samtale om jobbet som kok.")),
        ("data.education", json!(true)),
        ("channel", json!("secure_mail")),
        ("valid_until", json!("2027-01-15")),
        ("given.how", json!("oral")),
        ("given.at", json!("2026-11-24T10:00:00+01:00")),
        ("given.to", id(5)),
        ("given.place", json!("telefon")),
    ];
    values.into_iter().map(|(path, value)| (Path::known(path), value)).collect()
}

fn with(changes: &[(&'static str, Value)]) -> Fields {
    let mut fields = whole();
    for (path, value) in changes {
        fields.set(Path::known(path), value.clone());
    }
    fields
}

fn codes(fields: &Fields) -> Vec<ProblemCode> {
    finalise_problems(fields, "Nordhavn Kølelogistik A/S, Kajen 3", today()).into_iter().map(|one| one.code).collect()
}

#[test]
fn r2_each_thing_that_a_consent_lacks_stands_in_its_way() {
    assert_eq!(codes(&whole()), []);
    let cases = [
        ("candidate", ProblemCode::Candidate),
        ("workplace", ProblemCode::Workplace),
        ("job_order", ProblemCode::JobOrder),
        ("purpose", ProblemCode::Purpose),
        ("data.education", ProblemCode::Data),
        ("channel", ProblemCode::Channel),
        ("valid_until", ProblemCode::ValidUntil),
        ("given.how", ProblemCode::GivenHow),
        ("given.at", ProblemCode::GivenAt),
        ("given.to", ProblemCode::GivenTo),
        ("given.place", ProblemCode::GivenPlace),
    ];
    for (path, code) in cases {
        assert_eq!(codes(&with(&[(path, Value::Null)])), [code], "{path}");
    }
    let empty = codes(&Fields::new());
    for (path, code) in cases {
        assert!(empty.contains(&code) || path.starts_with("given."), "{path}");
    }
}

#[test]
fn r2_each_way_of_giving_asks_for_its_own_proof() {
    let screen = [("given.how", json!("screen"))];
    assert_eq!(codes(&with(&screen)), [ProblemCode::Signature]);
    let paper = [("given.how", json!("paper"))];
    assert_eq!(codes(&with(&paper)), [ProblemCode::Scan]);
    let scanned = [("given.how", json!("paper")), ("scan.blob", json!("blob:x")), ("given.place", Value::Null)];
    assert_eq!(codes(&with(&scanned)), [], "where it was signed stands on the paper");
    let by_another = [("given.representative", json!("Bo Prøve"))];
    assert_eq!(codes(&with(&by_another)), [ProblemCode::Basis]);
}

#[test]
fn r3_what_could_mean_anybody_or_anything_is_refused() {
    for purpose in
        ["Formidling til relevante virksomheder i området", "Bruges til alle formål hos kommunen", "job", "ALLE"]
    {
        assert_eq!(codes(&with(&[("purpose", json!(purpose))])), [ProblemCode::PurposeGeneric], "{purpose}");
    }
    for name in ["Relevante virksomheder", "Alle arbejdsgivere i Egelund", "alle"] {
        let found = finalise_problems(&whole(), name, today());
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [ProblemCode::WorkplaceGeneric], "{name}");
    }
    let attachment = |names: Value| codes(&with(&[("data.attachment", json!(true)), ("data.attachment_names", names)]));
    assert_eq!(attachment(Value::Null), [ProblemCode::AttachmentNames]);
    assert_eq!(attachment(json!("Diverse")), [ProblemCode::AttachmentNames]);
    assert_eq!(attachment(json!("Truckcertifikat B")), []);
    assert_eq!(finalise_problems(&whole(), "Diverse & Søn ApS", today()), [], "a firm may be called that");
}

#[test]
fn l9_a_consent_holds_from_today_and_three_months_at_most() {
    let until = |day: &str| codes(&with(&[("valid_until", json!(day))]));
    assert_eq!(until("2026-11-23"), [ProblemCode::ValidUntilPassed]);
    assert_eq!(until(TODAY), []);
    assert_eq!(until("2027-02-24"), []);
    assert_eq!(until("2027-02-25"), [ProblemCode::ValidUntilTooLate]);
    assert_eq!(until("snart"), [ProblemCode::ValidUntil]);
}

#[test]
fn r8_the_last_day_counts_and_the_next_does_not() {
    let state = |last: &str, day: &str| {
        let fields = with(&[("finalised_at", json!("2026-11-24T10:00:00+01:00")), ("valid_until", json!(last))]);
        Consent::new(&fields).state(date(day).unwrap())
    };
    assert_eq!(state("2027-01-15", TODAY), State::Valid);
    assert_eq!(state("2027-01-15", "2026-12-31"), State::Valid);
    assert_eq!(state("2027-01-15", "2027-01-01"), State::EndingSoon);
    assert_eq!(state("2027-01-15", "2027-01-15"), State::EndingSoon);
    assert_eq!(state("2027-01-15", "2027-01-16"), State::Expired);
    assert_eq!(state("", TODAY), State::Expired, "without a last day it is never in force");
    assert_eq!(Consent::new(&whole()).state(today()), State::Draft);
}

#[test]
fn r6_withdrawn_is_withdrawn_whatever_else_it_is() {
    for extra in [("finalised_at", json!("2026-11-24T10:00:00+01:00")), ("valid_until", json!("2020-01-01"))] {
        let fields = with(&[extra, ("withdrawn_at", json!("2026-11-24T12:00:00+01:00"))]);
        assert_eq!(Consent::new(&fields).state(today()), State::Withdrawn);
        assert!(!State::Withdrawn.in_force());
    }
}

#[test]
fn r11_a_finalised_consent_takes_only_its_withdrawal_and_where_it_was_filed() {
    let draft = whole();
    let done = with(&[("finalised_at", json!("2026-11-24T10:00:00+01:00"))]);
    let mut withdrawn = done.clone();
    withdrawn.set(Path::known("withdrawn_at"), json!("2026-11-25T10:00:00+01:00"));
    let paths =
        schema::fields_of(crate::record::Kind::Consent).iter().map(|spec| spec.path).chain([ALIVE, "something.newer"]);
    for path in paths.map(Path::known) {
        let after = ["filed.on", "filed.case"].contains(&path.as_str());
        let withdrawal = path.as_str().starts_with("withdrawn_");
        assert!(!sealed(&draft, &path), "{path}");
        assert_eq!(sealed(&done, &path), !after && !withdrawal, "{path}");
        assert_eq!(sealed(&withdrawn, &path), !after, "{path}");
    }
}

#[test]
fn r10_the_data_are_those_that_are_ticked() {
    assert_eq!(data_items(&Fields::new()), BTreeSet::new(), "nothing is ticked beforehand");
    let fields = with(&[("data.languages", json!(true)), ("data.contact", json!(false))]);
    assert_eq!(Consent::new(&fields).data(), BTreeSet::from(["education", "languages"]));
}

#[test]
fn every_kind_of_data_is_a_field_of_consents_and_submittals() {
    use crate::record::Kind;
    for (code, _) in schema::DATA_ITEMS {
        let path = Path::new(&format!("data.{code}")).unwrap();
        for kind in [Kind::Consent, Kind::Submittal] {
            assert!(schema::spec_of(kind, &path).is_some(), "{kind} {path}");
        }
    }
}
