//! What lists and the search know about each kind.

use super::*;
use crate::record::{Path, RecordKey};
use crate::schema::REQUIREMENTS;
use serde_json::{Value, json};
use uuid::Uuid;

const HOME: Uuid = Uuid::from_u128(7);

fn record(kind: Kind, pairs: &[(&'static str, Value)]) -> Record {
    let mut record = Record::new(RecordKey::new(kind, Uuid::from_u128(1)), HOME);
    record.fields = pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect();
    record
}

#[test]
fn a_company() {
    let company = record(
        Kind::Company,
        &[
            ("name", json!("Nordhavn Kølelogistik A/S")),
            ("cvr", json!("13748136")),
            ("branch.code", json!("521000")),
            ("branch.text", json!("Oplagring")),
            ("notes", json!("Porten er blå")),
        ],
    );
    let line = listing(&company);
    assert_eq!(line.title, "Nordhavn Kølelogistik A/S");
    assert_eq!(line.subtitle, "CVR 13 74 81 36, Oplagring");
    assert_eq!(line.branch.as_deref(), Some("Oplagring"));
    assert_eq!((line.unit, line.status), (Some(HOME), None));
    let document = document(&company);
    assert_eq!(document.title, "Nordhavn Kølelogistik A/S");
    assert_eq!(document.body, "13748136 13 74 81 36\n521000\nOplagring\nPorten er blå");
}

#[test]
fn a_company_that_turned_out_to_be_another_one() {
    let company = record(Kind::Company, &[("alias_of", json!(HOME.to_string()))]);
    assert_eq!(listing(&company).status.as_deref(), Some("merged"));
    assert_eq!(listing(&company).title, "Uden navn");
}

#[test]
fn a_job_order() {
    let mut order = record(
        Kind::JobOrder,
        &[
            ("title", json!("Lagermedarbejder")),
            ("positions", json!(2)),
            ("tasks", json!("Pluk og pak\nKør truck")),
            ("company", json!(Uuid::from_u128(2).to_string())),
            ("coordinator", json!(Uuid::from_u128(3).to_string())),
            ("responsible_unit", json!(Uuid::from_u128(4).to_string())),
            ("start_date", json!("2026-12-01")),
            ("channel", json!("visit")),
        ],
    );
    order.fields.set(Path::item(REQUIREMENTS, Uuid::nil(), "text"), json!("Kørekort B"));
    let line = listing(&order);
    assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Lagermedarbejder, 2 stillinger", "Pluk og pak"));
    assert_eq!(line.status.as_deref(), Some("draft"));
    assert_eq!(line.parent, Some(Uuid::from_u128(2)));
    assert_eq!(line.owner, Some(Uuid::from_u128(3)));
    assert_eq!(line.unit, Some(Uuid::from_u128(4)));
    assert_eq!(line.deadline.as_deref(), Some("2026-12-01"));
    let body = document(&order).body;
    assert!(body.contains("Kør truck") && body.contains("Kørekort B") && !body.contains("visit"));

    order.fields.set(Path::known("status"), json!("inactive"));
    order.fields.set(Path::known("inactive_until"), json!("2027-01-15"));
    assert_eq!(listing(&order).deadline.as_deref(), Some("2027-01-15"));
    order.fields.set(Path::known("status"), json!("closed"));
    assert_eq!(listing(&order).deadline, None);
}

#[test]
fn a_workplace_and_a_contact() {
    let workplace = record(
        Kind::Workplace,
        &[
            ("address.street", json!("Havnevej 14")),
            ("address.postcode", json!("5500")),
            ("address.city", json!("Middelfart")),
            ("municipality", json!("0410")),
        ],
    );
    let line = listing(&workplace);
    assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Havnevej 14", "5500 Middelfart"));

    let contact = record(Kind::Contact, &[("name", json!("Bo Holm")), ("phone", json!("70 10 11 55"))]);
    assert_eq!(document(&contact).body, "70 10 11 55 70101155");
}

#[test]
fn a_visit_is_called_by_its_type_and_day_and_found_by_its_notes() {
    let mut visit = record(
        Kind::Visit,
        &[
            ("type", json!("first")),
            ("channel", json!("in_person")),
            ("purpose", json!("Sæsonen 2027")),
            ("company", json!(Uuid::from_u128(2).to_string())),
            ("consultant", json!(Uuid::from_u128(3).to_string())),
            ("starts_at", json!("2026-11-24T10:30:00+01:00")),
            ("preparation.postings", json!("Søger en kok")),
        ],
    );
    for (n, list, field, text) in [
        (1, "answers", "note", "De mangler chauffører"),
        (2, "notes", "text", "Husk porten"),
        (3, "answers", "note", "Slettet svar"),
    ] {
        visit.fields.set(Path::item(list, Uuid::from_u128(n), field), json!(text));
    }
    visit.fields.set(Path::item("answers", Uuid::from_u128(3), "@alive"), json!(false));
    let line = listing(&visit);
    assert_eq!(line.title, "Førstegangsbesøg, 24. november 2026");
    assert_eq!(line.subtitle, "Fysisk, Sæsonen 2027");
    assert_eq!(line.status.as_deref(), Some("planned"));
    assert_eq!(line.deadline.as_deref(), Some("2026-11-24"));
    assert_eq!((line.owner, line.parent), (Some(Uuid::from_u128(3)), Some(Uuid::from_u128(2))));
    let body = document(&visit).body;
    assert_eq!(body, "Sæsonen 2027\nSøger en kok\nDe mangler chauffører\nHusk porten");
}

#[test]
fn a_promise_is_called_by_its_first_line_until_and_after_it_is_kept() {
    let mut promise = record(
        Kind::Promise,
        &[
            ("type", json!("agreement")),
            ("text", json!("\n Send tre CV'er \nog ring")),
            ("due", json!("2026-12-01")),
            ("question", json!(HOME.to_string())),
        ],
    );
    let line = listing(&promise);
    assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Send tre CV'er", "Aftale"));
    assert_eq!((line.status.as_deref(), line.deadline.as_deref()), (Some("open"), Some("2026-12-01")));
    assert!(!document(&promise).body.contains(&HOME.to_string()));
    promise.fields.set(Path::known("done_at"), json!("2026-11-30"));
    let line = listing(&promise);
    assert_eq!((line.status.as_deref(), line.deadline), (Some("done"), None));
}

#[test]
fn a_template_shows_its_version_and_a_match_check_its_day() {
    let template =
        record(Kind::Template, &[("title", json!("Redskabsviften")), ("use", json!("tools")), ("version", json!(3))]);
    let line = listing(&template);
    assert_eq!((line.title.as_str(), line.subtitle.as_str()), ("Redskabsviften, version 3", "Redskabsvifte"));
    assert_eq!(line.status.as_deref(), Some("draft"));

    let mut check = record(Kind::MatchCheck, &[("title", json!("Efterår")), ("held_on", json!("2026-10-05"))]);
    check.fields.set(Path::item("plan", HOME, "activity"), json!("Kursus i udsøgning"));
    let line = listing(&check);
    assert_eq!((line.subtitle.as_str(), line.status.as_deref()), ("5. oktober 2026", Some("open")));
    assert_eq!(document(&check).body, "Kursus i udsøgning");
}

#[test]
fn every_kind_has_a_title_even_when_empty() {
    for kind in Kind::ALL {
        let title = listing(&record(kind, &[])).title;
        // What is called by its kind and its day is called by its kind until it has a day.
        let by_kind = matches!(kind, Kind::Conversation | Kind::Consent | Kind::Submittal);
        assert!(!title.is_empty() && title.starts_with("Uden ") != by_kind, "{kind} {title}");
    }
}

#[test]
fn nobody_is_found_by_a_cpr_number_a_signature_or_the_name_of_a_file() {
    let candidate = record(Kind::Candidate, &[("name", json!("Amina Prøve")), ("cpr", json!("0101900000"))]);
    assert!(!document(&candidate).body.contains("0101900000"));
    let consent = record(
        Kind::Consent,
        &[
            ("signature", json!("penselstrøg")),
            ("scan.blob", json!("blob:fil")),
            ("purpose", json!("Samtale om jobbet")),
        ],
    );
    assert_eq!(document(&consent).body, "Samtale om jobbet");
}
