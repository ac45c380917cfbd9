use super::desk::{Desk, app_on, pairs, text, workspace};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_app::{
    ErrorCode,
    api::{ConsentTaskCode, ConsentView, Kind, PaperKind, Path, RecordId, RecordKey, RecordView, Scalar},
};
use feltmappen_domain::consent::State;
use feltmappen_store::{AccessAction, Workspace};
use feltmappen_sync::{
    Outcome,
    wire::{Answer, CommitResult, Dataset, PushReply},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A picture as far as its size: 16 dots by 16.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x10\0\0\0\x10\x08\x02\0\0\0";

/// A desk with a candidate and an open order at a workplace that is known in full.
pub struct Case {
    pub desk: Desk,
    pub company: RecordView,
    pub workplace: RecordKey,
    pub order: RecordKey,
    pub candidate: RecordKey,
}

impl Case {
    pub fn new() -> Self {
        let desk = Desk::new();
        let me = desk.app.catalogue().unwrap();
        let unit = me.units.into_iter().find(|unit| unit.name == "Middelfart Kommune").unwrap();
        desk.set(
            unit.key,
            &[
                ("phone", "70 00 00 01".into()),
                ("email", "virksomhed@middelfart.example".into()),
                ("address.street", "Rådhuspladsen 1".into()),
                ("address.postcode", "0999".into()),
                ("address.city", "Egelund".into()),
                ("dpo.email", "dpo@middelfart.example".into()),
            ],
        );
        let company = desk.company("Nordhavn Kølelogistik A/S");
        desk.set(company.key, &[("cvr", "99060816".into())]);
        let workplace = desk.app.open(company.key).unwrap().company.unwrap().workplaces[0].key;
        desk.set(workplace, &address("Kajen 3"));
        let order = open_order(&desk, company.key, workplace, "Lagermedarbejder");
        let candidate = desk.create(Kind::Candidate, &[("name", "Amina Prøve".into())]).key;
        Self { desk, company, workplace, order, candidate }
    }

    /// Does something at the store while the app is closed, and opens it again.
    pub fn behind_its_back(&mut self, work: impl FnOnce(&Workspace)) {
        self.desk.app.close();
        work(&workspace(&self.desk));
        let folder = self.desk.folder.path();
        self.desk.app = app_on(&folder.join("mappe"), &self.desk.keyring).with_exports(folder.join("hentet"));
        self.desk.app.start().unwrap();
    }

    pub fn draft(&self) -> RecordView {
        self.desk.app.new_consent(self.order, self.candidate).unwrap()
    }

    /// Everything but how it is given.
    pub fn filled(&self) -> RecordKey {
        let key = self.draft().key;
        let values = [
            ("data.education", true.into()),
            ("data.experience", true.into()),
            ("channel", "jobag".into()),
            ("valid_until", "2027-01-15".into()),
            ("given.place", "Egelund".into()),
        ];
        self.desk.set(key, &values);
        key
    }

    pub fn oral(&self) -> RecordKey {
        let key = self.filled();
        let me = self.desk.app.catalogue().unwrap().me.unwrap().to_string();
        let values =
            [("given.how", "oral".into()), ("given.at", "2026-11-24T11:00:00+01:00".into()), ("given.to", me.into())];
        self.desk.set(key, &values);
        key
    }

    pub fn finalised(&self) -> RecordKey {
        let key = self.oral();
        let outcome = self.desk.app.finalise_consent(key).unwrap();
        assert!(outcome.done, "{:?}", outcome.problems.iter().map(|one| &one.message).collect::<Vec<_>>());
        key
    }
}

fn address(street: &str) -> [(&'static str, Value); 4] {
    [
        ("name", street.into()),
        ("address.street", street.into()),
        ("address.postcode", "0999".into()),
        ("address.city", "Egelund".into()),
    ]
}

pub fn open_order(desk: &Desk, company: RecordKey, workplace: RecordKey, title: &str) -> RecordKey {
    let me = desk.app.catalogue().unwrap().me.unwrap().to_string();
    let order = desk.create(
        Kind::JobOrder,
        &[
            ("company", company.id.to_string().into()),
            ("workplace", workplace.id.to_string().into()),
            ("title", title.into()),
            ("tasks", "Pakke og køre truck.".into()),
            ("positions", 2.into()),
            ("coordinator", me.into()),
            ("education_demand", "without".into()),
            ("experience_demand", "without".into()),
        ],
    );
    let outcome = desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    assert!(outcome.done, "{:?}", outcome.missing.iter().map(|one| one.message).collect::<Vec<_>>());
    order.key
}

/// SHA-256 as a record holds it.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a consent's page shows beside its fields.
fn beside(record: &RecordView) -> &ConsentView {
    record.consent.as_ref().unwrap()
}

fn codes(record: &RecordView) -> Vec<&str> {
    beside(record).problems.iter().map(|one| &*one.code).collect()
}

#[test]
fn l1_a_new_consent_names_one_place_and_one_job_and_nothing_is_ticked() {
    let case = Case::new();
    let record = case.draft();
    let view = beside(&record);
    assert_eq!(
        text(&record, "purpose"),
        "Virksomheden kan vurdere, om Amina skal til samtale om jobbet som lagermedarbejder."
    );
    assert_eq!((&*view.recipient.street, &*view.recipient.city), ("Kajen 3", "Egelund"));
    assert_eq!(view.authority, "Middelfart Kommune");
    assert!(record.fields.iter().all(|(path, _)| !path.as_str().starts_with("data.")), "nothing is ticked");
    assert_eq!(text(&record, "valid_until"), "");
    assert_eq!(codes(&record), ["data", "channel", "valid_until", "given_how"]);
    assert_eq!(case.draft().key, record.key, "the one that is begun");
}

#[test]
fn r2_what_lacks_stands_in_the_way_and_nothing_is_sealed() {
    let case = Case::new();
    let key = case.draft().key;
    let outcome = case.desk.app.finalise_consent(key).unwrap();
    assert!(!outcome.done);
    assert_eq!(outcome.problems[0].path.as_str(), "data.contact");
    assert_eq!(beside(&outcome.view).state, State::Draft);
}

#[test]
fn r3_a_purpose_that_says_anything_is_refused() {
    let case = Case::new();
    let key = case.oral();
    let view = case.desk.set(key, &[("purpose", "Alle formål".into())]);
    assert_eq!(text(&view, "purpose"), "Alle formål");
    let outcome = case.desk.app.finalise_consent(key).unwrap();
    assert_eq!(outcome.problems.iter().map(|one| &*one.code).collect::<Vec<_>>(), ["purpose_generic"]);
}

#[test]
fn l5_what_the_papers_need_of_others_is_asked_for_where_it_stands() {
    let case = Case::new();
    let key = case.oral();
    case.desk.set(case.workplace, &[("address.street", Value::Null)]);
    let outcome = case.desk.app.finalise_consent(key).unwrap();
    let problem = &outcome.problems[0];
    assert_eq!((&*problem.code, problem.path.as_str()), ("record", "address.street"));
    assert_eq!(problem.record.as_ref().unwrap().key, case.workplace);
    assert_eq!(problem.message, "Arbejdsstedet mangler vej og nummer. Det skal stå på erklæringen.");
}

#[test]
fn r11_a_finalised_consent_is_a_file_with_a_hash_and_never_changes() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.finalised();
    let checked = app.verify_consent(key).unwrap();
    assert!(checked.unchanged);
    assert_eq!(checked.made_again, Some(true));
    assert_eq!(checked.hashes.len(), 4, "three copies and what they were made from");
    let record = app.open(key).unwrap();
    let view = beside(&record);
    assert_eq!((view.state, &*view.says), (State::Valid, "Gyldigt til og med 15. januar 2027"));
    assert_eq!(app.undo().err().unwrap().code, ErrorCode::Sealed);
    // The world goes on; the papers do not.
    case.desk.set(case.workplace, &address("Havnevej 14"));
    assert_eq!(app.verify_consent(key).unwrap().made_again, Some(true));
    for refused in [
        app.set_fields(key, pairs(&[("purpose", json!("Noget andet end det, der blev sagt ja til"))])).err(),
        app.save_draft(key, Path::new("purpose").unwrap(), Scalar(json!("Noget"))).err(),
        app.discard(key).err(),
        app.attach_scan(key, STANDARD.encode(b"%PDF-1.7")).err(),
    ] {
        assert_eq!(refused.unwrap().code, ErrorCode::Sealed);
    }
    let filed = case.desk.set(key, &[("filed.case", "2026-118".into())]);
    assert_eq!(text(&filed, "filed.case"), "2026-118", "where it is filed is written afterwards (L17)");
}

#[test]
fn r11_only_a_step_says_that_it_was_finalised_or_withdrawn() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.oral();
    for path in ["finalised_at", "withdrawn_at", "document_id", "citizen.blob", "citizen.hash", "replaces", "scan.blob"]
    {
        let path = Path::new(path).unwrap();
        let value = json!("2026-11-24T11:00:00+01:00");
        let set = app.set_fields(key, pairs(&[(path.as_str(), value.clone())])).err().unwrap();
        let typed = app.save_draft(key, path.clone(), Scalar(value)).err().unwrap();
        assert_eq!([set.code, typed.code], [ErrorCode::BadValue; 2], "{path}");
    }
    assert_eq!(app.create(Kind::Consent, Vec::new()).err().unwrap().code, ErrorCode::BadValue);
    let attached = app.attach(key, Path::new("citizen.blob").unwrap(), &mut &b"%PDF-"[..]).err().unwrap();
    assert_eq!(attached.code, ErrorCode::BadValue);
}

impl Case {
    /// Central refuses the action that wrote this; the action's id.
    pub fn refuse(&self, key: RecordKey, what: &str, code: &str) -> RecordId {
        let app = &self.desk.app;
        let action = app.history(Some(key)).unwrap().into_iter().find(|row| row.what == what).unwrap().action;
        app.close();
        let store = workspace(&self.desk);
        let dataset = Dataset { id: RecordId::nil(), generation: 0 };
        let answer = Answer::Done { outcome: Outcome::Rejected { code: code.to_owned() }, feeds: Vec::new() };
        let results = vec![CommitResult { id: action, answer }];
        store.store_reply(&PushReply { dataset, results }, "2026-11-24T11:00:00Z").unwrap();
        drop(store);
        app.start().unwrap();
        action
    }
}

#[test]
fn r11_a_finalising_that_central_refused_is_made_anew_and_never_sent_again_as_it_was() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.finalised();
    let refused = case.refuse(key, "Færdiggjort", "no_attachment");
    assert_eq!(app.open(key).unwrap().consent.unwrap().state, State::Draft, "R1: it covers nothing");
    assert_eq!(app.attention().unwrap().refused.len(), 1);
    let again = app.resend(refused, Vec::new()).err().unwrap();
    assert_eq!(again.code, ErrorCode::FinaliseAgain);
    assert!(again.todo.contains("færdiggør det igen"), "{}", again.todo);
    assert_eq!(app.attention().unwrap().refused.len(), 1, "it waits as before");
    app.discard_refused(refused).unwrap();
    assert_eq!(app.recover(refused).err().unwrap().code, ErrorCode::FinaliseAgain);
    assert_eq!(app.open(key).unwrap().consent.unwrap().state, State::Draft, "nothing was brought back");
    assert_eq!(app.attention().unwrap().dropped.len(), 1);
    assert!(app.finalise_consent(key).unwrap().done, "the way that the sentence names");
    assert_eq!(app.verify_consent(key).unwrap().made_again, Some(true));
}

#[test]
fn r1_a_permit_that_central_refused_is_asked_for_anew() {
    let case = Case::new();
    let app = &case.desk.app;
    case.finalised();
    let key = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(key, "not_searchable".into()).unwrap();
    assert!(app.give_permit(key).unwrap().done);
    let refused = case.refuse(key, "Må sendes", "no_permit");
    assert_eq!(app.open(key).unwrap().permit.unwrap().permit_at, None);
    assert_eq!(app.resend(refused, Vec::new()).err().unwrap().code, ErrorCode::NotPermitted);
    app.discard_refused(refused).unwrap();
    assert_eq!(app.recover(refused).err().unwrap().code, ErrorCode::NotPermitted);
    assert!(app.give_permit(key).unwrap().done);
}

#[test]
fn r11_a_change_is_a_new_version_with_nothing_ticked() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.finalised();
    let new = app.new_consent_version(key).unwrap();
    assert_ne!(new.key, key);
    assert_eq!(text(&new, "replaces"), key.id.to_string());
    assert!(beside(&new).items.is_empty() && beside(&new).state == State::Draft);
    assert_eq!(beside(&app.open(key).unwrap()).replaced_by, Some(new.key));
    assert_eq!(app.new_consent_version(key).unwrap().key, new.key, "pressed twice");
}

#[test]
fn l20_a_signature_stands_under_what_it_was_given_to() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.filled();
    case.desk.set(key, &[("given.how", "screen".into())]);
    assert_eq!(codes(&app.open(key).unwrap()), ["signature"]);
    let signed = case.desk.set(key, &[("signature", "320x130|30,90 38,60 48,34|38,70 50,66".into())]);
    assert_eq!(text(&signed, "signature"), "320x130|30,90 38,60 48,34|38,70 50,66");
    let changed = case.desk.set(key, &[("data.languages", true.into())]);
    assert_eq!(text(&changed, "signature"), "", "it was given to something else");
    case.desk.set(key, &[("signature", "320x130|30,90,0.7".into())]);
    assert_eq!(codes(&app.open(key).unwrap()), ["signature"], "no room for pressure");
    case.desk.set(key, &[("signature", "320x130|30,90 38,60".into())]);
    assert!(app.finalise_consent(key).unwrap().done);
    assert_eq!(app.verify_consent(key).unwrap().made_again, Some(true));
}

#[test]
fn l5_paper_is_printed_signed_and_taken_in() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.filled();
    case.desk.set(key, &[("given.how", "paper".into()), ("given.place", Value::Null)]);
    assert_eq!(
        app.attach_scan(key, STANDARD.encode(b"%PDF-1.7")).err().unwrap().code,
        ErrorCode::WrongStep,
        "no paper yet"
    );
    let paper = STANDARD.decode(app.paper(key, PaperKind::ConsentForm).unwrap().base64).unwrap();
    assert!(paper.starts_with(b"%PDF-"));
    let document = text(&app.open(key).unwrap(), "document_id").to_owned();
    assert!(!document.is_empty());
    for hostile in [&b"MZ\x90\x00"[..], b"<svg onload=alert(1)>", b"", b"#!/bin/sh\n%PDF-"] {
        assert_eq!(app.attach_scan(key, STANDARD.encode(hostile)).err().unwrap().code, ErrorCode::NotAPaper);
    }
    assert_eq!(app.attach_scan(key, "ikke base64 …".into()).err().unwrap().code, ErrorCode::NotAPaper);
    assert_eq!(app.attach_scan(key, "A".repeat(30_000_000)).err().unwrap().code, ErrorCode::AttachmentTooLarge);
    let scan = [PNG, b" broken, and stored as it is"].concat();
    let view = app.attach_scan(key, STANDARD.encode(&scan)).unwrap();
    assert_eq!(codes(&view), [] as [&str; 0]);
    assert!(app.finalise_consent(key).unwrap().done);
    assert_eq!(app.verify_consent(key).unwrap().hashes["scan"], sha256(&scan), "stored as it is");
    let sealed = app.open(key).unwrap();
    assert_eq!(text(&sealed, "document_id"), document, "what is on the paper");
}

#[test]
fn l5_a_changed_consent_is_printed_anew() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.filled();
    case.desk.set(key, &[("given.how", "paper".into())]);
    app.paper(key, PaperKind::ConsentForm).unwrap();
    app.attach_scan(key, STANDARD.encode(PNG)).unwrap();
    let changed = case.desk.set(key, &[("valid_until", "2027-02-01".into())]);
    assert_eq!((text(&changed, "scan.blob"), text(&changed, "document_id")), ("", ""));
}

#[test]
fn r15_r75_the_employer_is_told_neither_number_nor_age() {
    let case = Case::new();
    let app = &case.desk.app;
    case.desk.set(case.candidate, &[("cpr", "0101900000".into())]);
    let key = case.oral();
    let view = app.open(key).unwrap();
    let said: String = beside(&view).employer.iter().map(|piece| format!("{} {}\n", piece.about, piece.text)).collect();
    assert!(said.contains("Amina Prøve") && said.contains("Kajen 3"), "{said}");
    assert!(!said.contains("010190"), "{said}");
    case.desk.set(key, &[("purpose", "Virksomheden kan vurdere 010190-1234 til jobbet som kok.".into())]);
    let outcome = app.finalise_consent(key).unwrap();
    assert_eq!(outcome.problems.iter().map(|one| &*one.code).collect::<Vec<_>>(), ["looks_like_cpr"]);
}

#[test]
fn what_cannot_be_printed_is_named_with_a_way_on() {
    let case = Case::new();
    let key = case.oral();
    case.desk.set(case.candidate, &[("name", "Amina يلماز 🙂".into())]);
    let outcome = case.desk.app.finalise_consent(key).unwrap();
    let problem = &outcome.problems[0];
    assert_eq!((&*problem.code, problem.path.as_str()), ("undrawable", "name"));
    assert_eq!(problem.record.as_ref().unwrap().key, case.candidate);
    assert!(problem.message.contains("🙂") && problem.message.contains("udfyldes i hånden"), "{}", problem.message);
    case.desk.set(case.candidate, &[("name", "Amina Yilmaz".into())]);
    assert!(case.desk.app.finalise_consent(key).unwrap().done);
}

#[test]
fn r6_r7_withdrawal_is_one_step_and_names_whom_to_tell() {
    let case = Case::new();
    let app = &case.desk.app;
    let key = case.finalised();
    let submittal = app.prepare_submittal(case.order, case.candidate).unwrap().key;
    app.confirm_cv(submittal, "not_searchable".into()).unwrap();
    assert!(app.give_permit(submittal).unwrap().done);
    app.record_sent(submittal, "jobag".into()).unwrap();
    assert_eq!(app.withdraw_consent(key, "due".into(), None).err().unwrap().code, ErrorCode::BadValue);
    let record = app.withdraw_consent(key, "phone".into(), None).unwrap();
    let view = beside(&record);
    assert_eq!((view.state, &*view.says), (State::Withdrawn, "Trukket tilbage i dag kl. 11.34"));
    assert_eq!(view.sent.len(), 1);
    assert_eq!((&*view.sent[0].recipient.street, &*view.sent[0].sent), ("Kajen 3", "i dag kl. 11.34"));
    assert_eq!(app.undo().err().unwrap().code, ErrorCode::Sealed);
    let tasks = app.consent_tasks().unwrap();
    assert!(tasks.iter().any(|task| task.code == ConsentTaskCode::Erasure && task.key == key));
    app.erasure_asked(submittal).unwrap();
    assert!(beside(&app.open(key).unwrap()).sent[0].erasure_asked_at.is_some());
    assert!(app.consent_tasks().unwrap().iter().all(|task| task.code != ConsentTaskCode::Erasure));
    assert_eq!(app.withdraw_consent(case.draft().key, "phone".into(), None).err().unwrap().code, ErrorCode::WrongStep);
}

#[test]
fn the_wallet_says_what_each_consent_is_today() {
    let case = Case::new();
    let app = &case.desk.app;
    let first = case.finalised();
    let rows = app.wallet(case.candidate).unwrap();
    assert_eq!((rows[0].key, rows[0].state, &*rows[0].job), (first, State::Valid, "Lagermedarbejder"));
    app.withdraw_consent(first, "mail".into(), None).unwrap();
    let second = case.oral();
    case.desk.set(second, &[("valid_until", "2026-12-01".into())]);
    assert!(app.finalise_consent(second).unwrap().done);
    let states: Vec<_> = app.wallet(case.candidate).unwrap().iter().map(|row| row.state).collect();
    assert_eq!(states, [State::EndingSoon, State::Withdrawn]);
    assert!(app.consent_tasks().unwrap().iter().any(|task| task.code == ConsentTaskCode::Ending && task.key == second));
}

#[test]
fn r78_whoever_reads_or_changes_a_consent_is_noted_with_the_candidate() {
    let case = Case::new();
    let key = case.finalised();
    case.desk.app.open(key).unwrap();
    case.desk.app.close();
    let store = workspace(&case.desk);
    for (action, why) in [(AccessAction::Read, "open"), (AccessAction::Change, "finalise")] {
        for noted in [key, case.candidate] {
            let lines = store.access_log(&noted).unwrap();
            let found = lines.iter().any(|line| line.entry.action == action && line.entry.why == why);
            assert!(found, "{why} of {:?}", noted.kind);
        }
    }
    drop(store);
    let again = app_on(&case.desk.folder.path().join("mappe"), &case.desk.keyring);
    again.start().unwrap();
    assert!(again.verify_consent(key).unwrap().unchanged, "after a restart");
}

#[test]
fn r78_one_look_at_a_consent_is_one_read_however_many_fields_are_filled_in() {
    let case = Case::new();
    let key = case.draft().key;
    case.desk.app.open(key).unwrap();
    let ticked = case.desk.set(key, &[("data.education", true.into())]);
    assert_eq!(beside(&ticked).items, ["Uddannelse"], "a save answers with what came of it");
    for (path, text) in
        [("purpose", "Virksomheden kan vurdere Amina til jobbet."), ("given.interpreter", "Leila Prøve")]
    {
        let left = case.desk.type_and_leave(key, path, text);
        assert_eq!(codes(&left), ["channel", "valid_until", "given_how"]);
    }
    assert!(!case.desk.app.finalise_consent(key).unwrap().done);
    assert_eq!(read(case, &key), [1, 1], "the consent and its candidate");
}

/// How often a record and the candidate were read by opening it, and by nothing else.
fn read(case: Case, key: &RecordKey) -> [usize; 2] {
    case.desk.app.close();
    let store = workspace(&case.desk);
    [key, &case.candidate].map(|noted| {
        let lines = store.access_log(noted).unwrap();
        let reads: Vec<_> = lines.iter().filter(|line| line.entry.action == AccessAction::Read).collect();
        assert!(reads.iter().all(|line| line.entry.why == "open"), "{:?}", noted.kind);
        reads.len()
    })
}
