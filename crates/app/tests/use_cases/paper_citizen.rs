//! The papers about citizens: agreements, consents, and what is written once a consent was taken back.

use super::{
    consent::{Case, sha256},
    desk::{pairs, text, workspace},
};
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chrono::Duration;
use feltmappen_app::{
    ErrorCode,
    api::{Kind, PaperKind, PaperView, RecordKey, RecordView},
};
use feltmappen_store::AccessAction;
use serde_json::{Value, json};

const COPIES: [(PaperKind, &str, &str); 3] = [
    (PaperKind::ConsentCitizen, "citizen.hash", "samtykke-borger"),
    (PaperKind::ConsentAuthority, "authority.hash", "samtykke-kommune"),
    (PaperKind::ConsentEmployer, "employer.hash", "samtykke-virksomhed"),
];

fn pdf(view: &PaperView) -> Vec<u8> {
    BASE64.decode(&view.base64).unwrap()
}

/// A conversation with the candidate, and its agreements.
fn talk(case: &Case, agreements: &[&[(&str, Value)]]) -> RecordView {
    let values = [("candidate", json!(case.candidate.id)), ("starts_at", json!("2026-11-24T10:00:00+01:00"))];
    let talk = case.desk.create(Kind::Conversation, &values);
    for one in agreements {
        case.desk.app.add_item(talk.key, "agreements".into(), pairs(one)).unwrap();
    }
    talk
}

/// A consent on which something was sent.
fn sent(case: &Case) -> [RecordKey; 2] {
    let app = &case.desk.app;
    let consent = case.finalised();
    let submittal = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(submittal, "not_searchable".into()).unwrap();
    assert!(app.give_permit(submittal).unwrap().done);
    app.record_sent(submittal, "jobag".into()).unwrap();
    case.desk.clock.pass(Duration::milliseconds(1));
    [consent, submittal]
}

fn whole<'a>(text: &str) -> [(&'a str, Value); 3] {
    [("text", json!(text)), ("owner", json!("citizen")), ("due", json!("2026-12-01"))]
}

#[test]
fn r55_agreements_go_on_paper_when_each_says_who_and_when_and_the_one_that_does_not_is_named() {
    let case = Case::new();
    let app = &case.desk.app;
    let first = whole("Rette CV'et på Jobnet");
    let open = [("text", json!("Ringe til skolen")), ("owner", json!("employee"))];
    let key = talk(&case, &[&first, &open]).key;
    let refused = app.paper(key, PaperKind::AgreementSheet).err().unwrap();
    assert_eq!((refused.code, &*refused.happened), (ErrorCode::PaperIncomplete, "Aftale 2 mangler hvornår."));
    let item = app.open(key).unwrap().lists["agreements"][1];
    case.desk.set(key, &[(&*format!("agreements.{item}.due"), json!("2026-12-02"))]);
    let shown = app.paper(key, PaperKind::AgreementSheet).unwrap();
    assert!(pdf(&shown).starts_with(b"%PDF-1.7"));
    assert!(shown.file_name.starts_with("aftalepapir-2026-11-24-") && !shown.file_name.contains("Amina"));
    assert_eq!(shown.title, "Aftalepapir");
    let bare = talk(&case, &[&[("text", json!("Bare noget"))]]).key;
    let refused = app.paper(bare, PaperKind::AgreementSheet).err().unwrap();
    assert_eq!(refused.happened, "Aftale 1 mangler hvem og hvornår.");
    case.desk.app.close();
    let lines = workspace(&case.desk).access_log(&case.candidate).unwrap();
    assert!(lines.iter().any(|line| line.entry.why == "aftalepapir"), "the candidate is named (R78)");
}

#[test]
fn r55_an_earlier_agreement_that_lacks_something_is_told_apart_from_those_of_today() {
    let case = Case::new();
    let before = [("candidate", json!(case.candidate.id)), ("starts_at", json!("2026-11-10T10:00:00+01:00"))];
    let before = case.desk.create(Kind::Conversation, &before);
    case.desk.app.add_item(before.key, "agreements".into(), pairs(&[("text", json!("Finde beviset"))])).unwrap();
    let key = talk(&case, &[&whole("Rette CV'et på Jobnet")]).key;
    let refused = case.desk.app.paper(key, PaperKind::AgreementSheet).err().unwrap();
    assert_eq!(refused.happened, "En aftale fra en tidligere samtale mangler hvem og hvornår.");
}

#[test]
fn r11_the_copies_of_a_consent_are_the_bytes_that_were_kept() {
    let case = Case::new();
    let app = &case.desk.app;
    let draft = case.oral();
    for (what, _, _) in COPIES {
        assert_eq!(app.paper(draft, what).err().unwrap().code, ErrorCode::WrongStep, "not finalised");
    }
    assert!(app.finalise_consent(draft).unwrap().done);
    // The world goes on; the papers do not.
    case.desk.set(case.candidate, &[("name", "Amina Prøve-Holm".into())]);
    case.desk.set(case.company.key, &[("name", "Et andet navn".into())]);
    let record = app.open(draft).unwrap();
    let end = &text(&record, "document_id")[30..];
    for (what, hash, word) in COPIES {
        let shown = app.paper(draft, what).unwrap();
        assert_eq!(sha256(&pdf(&shown)), text(&record, hash), "{what:?}");
        assert_eq!(shown.file_name, format!("{word}-2026-11-24-{end}.pdf"));
        assert!(pdf(&shown).len() < 60_000, "{what:?}");
        assert!(app.print_paper(draft, what, "Lager".into(), 1).unwrap());
        assert_eq!(case.desk.printed.lock().unwrap().last().unwrap().3, pdf(&shown));
    }
    case.desk.app.close();
    let store = workspace(&case.desk);
    for key in [draft, case.candidate] {
        let lines = store.access_log(&key).unwrap();
        for (_, _, word) in COPIES {
            for action in [AccessAction::Read, AccessAction::Print] {
                let found = lines.iter().any(|line| line.entry.action == action && line.entry.why == word);
                assert!(found, "{word} of {:?} (R78)", key.kind);
            }
        }
    }
}

#[test]
fn l5_the_form_to_sign_says_what_lacks_and_keeps_its_id_however_often_it_is_looked_at() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.filled();
    assert_eq!(app.paper(key, PaperKind::ConsentForm).err().unwrap().code, ErrorCode::WrongStep, "not on paper");
    case.desk.set(key, &[("given.how", "paper".into()), ("valid_until", Value::Null)]);
    let refused = app.paper(key, PaperKind::ConsentForm).err().unwrap();
    assert_eq!(refused.code, ErrorCode::PaperIncomplete);
    assert!(refused.happened.contains("dato") || refused.happened.contains("gælde"), "{}", refused.happened);
    assert_eq!(text(&app.open(key).unwrap(), "document_id"), "", "nothing was made");
    case.desk.set(key, &[("valid_until", "2027-01-15".into())]);
    let shown = app.paper(key, PaperKind::ConsentForm).unwrap();
    let id = text(&app.open(key).unwrap(), "document_id").to_owned();
    assert!(shown.file_name.ends_with(&format!("{}.pdf", &id[30..])), "{}", shown.file_name);
    app.paper(key, PaperKind::ConsentForm).unwrap();
    assert_eq!(text(&app.open(key).unwrap(), "document_id"), id);
}

#[test]
fn r6_l8_after_a_withdrawal_the_citizen_and_each_employer_are_written_to() {
    let case = Case::new();
    let app = &case.desk.app;
    let [consent, submittal] = sent(&case);
    let papers = [(consent, PaperKind::WithdrawalLetter), (submittal, PaperKind::EmployerNotice)];
    for (key, what) in papers {
        assert_eq!(app.paper(key, what).err().unwrap().code, ErrorCode::WrongStep, "{what:?}: it holds");
    }
    app.withdraw_consent(consent, "phone".into(), None).unwrap();
    app.erasure_asked(submittal).unwrap();
    for (key, what) in papers {
        let shown = app.paper(key, what).unwrap();
        assert!(pdf(&shown).starts_with(b"%PDF-1.7"), "{what:?}");
        assert!(!shown.file_name.contains("Amina") && !shown.title.contains("Amina"), "{}", shown.file_name);
    }
    case.desk.app.close();
    let lines = workspace(&case.desk).access_log(&case.candidate).unwrap();
    for word in ["brev-tilbagetrukket", "besked-om-sletning"] {
        assert!(lines.iter().any(|line| line.entry.why == word), "{word} (R78)");
    }
}

#[test]
fn l8_no_letter_calls_lawful_what_nothing_covered_but_the_employer_is_still_asked_to_delete_it() {
    let case = Case::new();
    let app = &case.desk.app;
    let consent = case.finalised();
    let submittal = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(submittal, "not_searchable".into()).unwrap();
    app.record_sent(submittal, "secure_mail".into()).unwrap();
    app.withdraw_consent(consent, "phone".into(), None).unwrap();
    let refused = app.paper(consent, PaperKind::WithdrawalLetter).err().unwrap();
    assert_eq!(refused.code, ErrorCode::PaperIncomplete);
    assert!(refused.happened.contains("ikke dækkede"), "{}", refused.happened);
    assert!(app.paper(submittal, PaperKind::EmployerNotice).is_ok());
}

#[test]
fn r75_no_paper_to_an_employer_is_made_while_a_cpr_number_would_stand_on_it() {
    let case = Case::new();
    let app = &case.desk.app;
    case.desk.set(case.candidate, &[("cpr", "0101900000".into())]);
    let [consent, submittal] = sent(&case);
    app.withdraw_consent(consent, "mail".into(), None).unwrap();
    assert!(app.paper(submittal, PaperKind::EmployerNotice).is_ok(), "the candidate's own number is not on it");
    let of = ("company", json!(case.company.key.id));
    let contact = case.desk.create(Kind::Contact, &[of, ("name", json!("Mette 010190-1234"))]);
    case.desk.set(case.order, &[("contact", json!(contact.key.id))]);
    let refused = app.paper(submittal, PaperKind::EmployerNotice).err().unwrap();
    assert_eq!(refused.code, ErrorCode::PaperHasCpr);
}

#[test]
fn each_paper_about_a_citizen_is_made_of_its_kind_of_record_and_of_no_other() {
    let case = Case::new();
    let all =
        [PaperKind::AgreementSheet, PaperKind::ConsentForm, PaperKind::WithdrawalLetter, PaperKind::EmployerNotice];
    for what in all.into_iter().chain(COPIES.map(|(what, _, _)| what)) {
        for key in [case.order, case.candidate, case.company.key] {
            assert_eq!(case.desk.app.paper(key, what).err().unwrap().code, ErrorCode::BadValue, "{what:?}");
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_named_on_every_paper_about_a_citizen() {
    let case = Case::new();
    let app = &case.desk.app;
    let said = |key, what| {
        let refused = app.paper(key, what).err().unwrap();
        assert_eq!(refused.code, ErrorCode::PaperUndrawable);
        refused.happened
    };
    let agreed = talk(&case, &[&whole("Rette CV'et 🙂")]).key;
    let happened = said(agreed, PaperKind::AgreementSheet);
    assert_eq!(happened, "En aftale har tegn, der ikke kan trykkes: \u{2068}🙂\u{2069}.");
    let [consent, submittal] = sent(&case);
    app.withdraw_consent(consent, "mail".into(), None).unwrap();
    let form = app.new_consent(case.order, case.candidate).unwrap().key;
    let values = [("data.education", true.into()), ("channel", "jobag".into()), ("valid_until", "2027-01-15".into())];
    case.desk.set(form, &values);
    case.desk.set(form, &[("given.how", "paper".into())]);
    let me = app.catalogue().unwrap().me.unwrap();
    case.desk.set(RecordKey::new(Kind::Employee, me), &[("title", "Konsulent 🙂".into())]);
    for (key, what) in [(consent, PaperKind::WithdrawalLetter), (submittal, PaperKind::EmployerNotice)] {
        assert!(said(key, what).starts_with("Medarbejderens stilling har tegn"), "{what:?}");
    }
    case.desk.set(case.candidate, &[("name", "Amina يلماز".into())]);
    let happened = said(form, PaperKind::ConsentForm);
    assert!(happened.starts_with("Kandidatens navn har tegn, der ikke kan trykkes: \u{2068}ا\u{2069}"), "{happened}");
}
