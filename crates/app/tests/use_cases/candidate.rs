//! Candidates and conversations with them: reading the CV, importing, agreements, and what the access log says.

use super::desk::{Desk, MemoryKeyring, app_on, everything, pairs, text, workspace};
use base64::{Engine, prelude::BASE64_STANDARD};
use feltmappen_app::{
    Demo, ErrorCode,
    api::{
        AgreementView, ConversationStep, CvStatus, ImportKind, ImportProgress, Kind, NextStepKind, RecordId,
        RecordView, Undone,
    },
};
use feltmappen_domain::guide::item_id;
use feltmappen_store::AccessAction;
use serde_json::{Value, json};

/// A replacement number, as nobody has by birth. Passes modulus 11.
const CPR: &str = "6101900000";

fn candidate(desk: &Desk, name: &str) -> RecordView {
    desk.create(Kind::Candidate, &[("name", json!(name))])
}

fn conversation(desk: &Desk, candidate: &RecordView, values: &[(&str, Value)]) -> RecordView {
    let mut all = vec![("candidate", json!(candidate.key.id))];
    all.extend_from_slice(values);
    desk.create(Kind::Conversation, &all)
}

fn agree(desk: &Desk, conversation: &RecordView, values: &[(&str, Value)]) -> RecordId {
    desk.app.add_item(conversation.key, "agreements".into(), pairs(values)).unwrap().id
}

fn asked(name: &str) -> RecordId {
    item_id("question", "conversation", name)
}

fn texts(agreements: &[AgreementView]) -> Vec<&str> {
    agreements.iter().map(|one| one.text.as_str()).collect()
}

fn import(desk: &Desk, rows: &str) -> Result<ImportProgress, ErrorCode> {
    let code = |failure: feltmappen_app::Failure| failure.code;
    let size = u32::try_from(rows.len()).unwrap();
    desk.app.import_begin("kandidater.csv".into(), size, ImportKind::Candidates).map_err(code)?;
    desk.app.import_chunk(BASE64_STANDARD.encode(rows)).map_err(code)?;
    let preview = desk.app.import_preview().map_err(code)?;
    desk.app.import_start(preview.columns.iter().map(|column| column.target).collect()).map_err(code)?;
    desk.app.import_step().map_err(code)
}

#[test]
fn the_cv_is_looked_at_as_one_action_with_its_moment_in_denmark() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    assert_eq!(amina.names["consultant"].name, "Maja Thorsen");
    let row = desk.app.candidates(everything()).unwrap().rows.remove(0);
    assert_eq!((row.cv_status, row.next.unwrap().what), (CvStatus::Unknown, NextStepKind::CheckCv));
    let view = desk.app.check_cv(amina.key, CvStatus::NotSearchable).unwrap();
    assert_eq!(text(&view, "cv.status"), "not_searchable");
    assert_eq!(text(&view, "cv.checked_at"), "2026-11-24T11:34:00.000+01:00");
    let row = desk.app.candidates(everything()).unwrap().rows.remove(0);
    assert_eq!((row.cv_status, row.next.is_none(), row.consent.is_none()), (CvStatus::NotSearchable, true, true));
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!() };
    assert_eq!((text(&view, "cv.status"), text(&view, "cv.checked_at")), ("", ""));
    let company = desk.company("Nordhavn");
    assert_eq!(desk.app.check_cv(company.key, CvStatus::Searchable).err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn r75_r76_a_cpr_number_is_masked_everywhere_and_noted_without_modulus_11() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    let view = desk.type_and_leave(amina.key, "cpr", CPR);
    assert_eq!(text(&view, "cpr"), "610190-••••");
    assert!(view.candidate.as_ref().unwrap().cpr_note.is_none());
    let view = desk.type_and_leave(amina.key, "cpr", "610190-1234");
    assert!(view.candidate.as_ref().unwrap().cpr_note.is_some(), "R76");
    assert!(view.problems.is_empty(), "accepted all the same");
    let view = desk.type_and_leave(amina.key, "cpr", "610190123");
    assert_eq!(text(&view, "cpr"), "610190123", "what is half typed can be corrected");
    let shown = [
        serde_json::to_string(&desk.app.attention().unwrap()).unwrap(),
        serde_json::to_string(&desk.app.history(Some(amina.key)).unwrap()).unwrap(),
        serde_json::to_string(&desk.app.candidates(everything()).unwrap()).unwrap(),
        serde_json::to_string(&desk.app.search("Amina".into()).unwrap()).unwrap(),
        serde_json::to_string(&desk.app.choices(Kind::Candidate, None, "Amina".into()).unwrap()).unwrap(),
    ];
    for (at, shown) in shown.iter().enumerate() {
        for secret in [CPR, "6101901234", "610190-1234", "610190123"] {
            assert!(!shown.contains(secret), "{at} shows the number");
        }
    }
    assert!(desk.app.search("6101901234".into()).unwrap().groups.is_empty(), "nobody is found by number");
}

#[test]
fn r53_the_type_follows_from_earlier_conversations_and_decides_what_is_asked() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    let first = conversation(&desk, &amina, &[]);
    assert_eq!((text(&first, "type"), text(&first, "status")), ("first", "planned"));
    let shown = |view: &RecordView, name: &str| view.conversation.as_ref().unwrap().visible.contains(&asked(name));
    assert!(shown(&first, "work_life") && shown(&first, "cv_review") && !shown(&first, "agreements_kept"));
    assert_eq!(desk.app.guide(first.key).unwrap().form.sections.len(), 6);
    let second = conversation(&desk, &amina, &[]);
    assert_eq!(text(&second, "type"), "follow_up");
    assert!(!shown(&second, "work_life") && shown(&second, "cv_review") && shown(&second, "agreements_kept"));
    let answered = desk.answer(second.key, asked("cv_review"), "Truckcertifikatet mangler.");
    assert_eq!(answered.conversation.unwrap().coverage.questions_touched, 1);
    let family = desk.app.templates().unwrap().into_iter().find(|one| one.title == "Samtaleguide til ledige").unwrap();
    assert_eq!(family.published.unwrap().used, 2);
}

#[test]
fn the_steps_of_a_conversation_and_each_pressed_twice() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    let talk = conversation(&desk, &amina, &[]).key;
    let status = |step| text(&desk.app.conversation_step(talk, step).unwrap(), "status").to_owned();
    assert_eq!(status(ConversationStep::Begin), "held");
    assert_eq!(status(ConversationStep::Begin), "held");
    let view = desk.app.open(talk).unwrap();
    assert_eq!(text(&view, "starts_at"), "2026-11-24T11:34:00.000+01:00", "a conversation that begins has a day");
    assert_eq!(status(ConversationStep::Close), "closed");
    assert_eq!(desk.app.conversation_step(talk, ConversationStep::Cancel).err().unwrap().code, ErrorCode::WrongStep);
    assert_eq!(status(ConversationStep::Reopen), "held");
    assert_eq!(text(&desk.app.open(talk).unwrap(), "closed_at"), "");
    assert_eq!(status(ConversationStep::Cancel), "cancelled");
}

#[test]
fn r53_r55_what_is_open_from_earlier_comes_first_and_stays_when_it_is_ticked() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    let first = conversation(&desk, &amina, &[("starts_at", json!("2026-11-03T10:00:00+01:00"))]);
    let me = desk.app.catalogue().unwrap().me.unwrap();
    let cv = agree(
        &desk,
        &first,
        &[
            ("text", json!("Skrive truckcertifikat på CV'et")),
            ("owner", json!("citizen")),
            ("due", json!("2026-11-20")),
        ],
    );
    agree(
        &desk,
        &first,
        &[("text", json!("Ringe til a-kassen")), ("owner", json!("employee")), ("employee", json!(me))],
    );
    agree(&desk, &first, &[("text", json!("Gjort før")), ("done_at", json!("2026-11-10"))]);
    let second = conversation(&desk, &amina, &[("starts_at", json!("2026-11-24T10:00:00+01:00"))]);
    let talk = second.conversation.as_ref().unwrap();
    assert_eq!(texts(&talk.earlier), ["Skrive truckcertifikat på CV'et", "Ringe til a-kassen"]);
    assert!(talk.earlier[0].late && talk.earlier[0].complete);
    assert_eq!((talk.earlier[1].employee.as_str(), talk.earlier[1].complete), ("Maja Thorsen", false));
    let view = desk.app.open(amina.key).unwrap().candidate.unwrap();
    assert_eq!((view.agreements.len(), view.conversations[0].key), (2, second.key), "the latest first");
    desk.set(first.key, &[(&*format!("agreements.{cv}.done_at"), json!("2026-11-24"))]);
    let earlier = desk.app.open(second.key).unwrap().conversation.unwrap().earlier;
    assert_eq!(texts(&earlier), ["Ringe til a-kassen", "Skrive truckcertifikat på CV'et"], "ticked today: still there");
    assert!(desk.app.open(first.key).unwrap().conversation.unwrap().earlier.is_empty());
}

#[test]
fn a_list_of_candidates_is_read_in_row_by_row_and_again() {
    let desk = Desk::new();
    let rows = "Navn;Telefon;Mail;CPR;Kommune;Jobmål;Helbred;A-kasse\n\
        Amina Testperson;00112233;;;Middelfart;Lagermedarbejder;astma;3F\n\
        Bo Prøvesen;;bo@eksempel.example;6101900000;410;Kok;;\n\
        ;00112244;;;;;;\n\
        Carl Forsøg;;;12;;;;\n";
    let done = import(&desk, rows).unwrap();
    assert_eq!((done.created, done.error_count), (2, 2));
    let lines: Vec<_> = done.errors.iter().map(|one| (one.line, one.message.as_str())).collect();
    assert_eq!(lines[0], (4, "Navnet mangler."));
    assert_eq!(lines[1].0, 5);
    let listed = desk.app.candidates(everything()).unwrap().rows;
    assert_eq!((listed[0].name.as_str(), listed[0].municipality.as_str()), ("Amina Testperson", "Middelfart"));
    assert_eq!((listed[0].consultant.as_str(), listed[0].cv_status), ("Maja Thorsen", CvStatus::Unknown));
    let amina = desk.app.open(listed[0].key).unwrap();
    let kept = serde_json::to_string(&amina).unwrap();
    assert!(!kept.contains("astma") && !kept.contains("3F"), "R80");
    let again = import(&desk, rows).unwrap();
    assert_eq!((again.created, again.updated, again.unchanged), (0, 0, 2), "the same file again changes nothing");
    let newer = "Navn;Tlf;Mail;CPR;Jobmål\namina testperson;00 11 22 33;;;Chauffør\nBo Nytnavn;;;610190-0000;\n\
        Amina Testperson;00998877;;;Lagermedarbejder\n";
    let done = import(&desk, newer).unwrap();
    assert_eq!((done.created, done.updated), (1, 2), "met by name and telephone, by CPR, and another of the same name");
}

#[test]
fn r75_the_preview_masks_numbers_whatever_their_column_is_called() {
    let desk = Desk::new();
    let rows = "Navn;Nøgle;CPR\nAmina Testperson;6101900000;610190-0000\n";
    desk.app.import_begin("k.csv".into(), 60, ImportKind::Candidates).unwrap();
    desk.app.import_chunk(BASE64_STANDARD.encode(rows)).unwrap();
    let preview = desk.app.import_preview().unwrap();
    let samples: Vec<_> = preview.columns.iter().map(|column| column.samples[0].as_str()).collect();
    assert_eq!(samples, ["Amina Testperson", "610190-••••", "610190-••••"]);
    assert!(preview.columns[1].target.is_none());
}

#[test]
fn relevant_candidates_are_on_the_preparation_card_and_never_on_the_page_for_the_company() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[]);
    let card = |desk: &Desk| {
        let groups = desk.app.preparation(visit.key).unwrap().groups;
        groups.into_iter().find(|group| group.id == "candidates").unwrap().facts
    };
    assert!(card(&desk)[0].text.is_none(), "no candidates are here");
    let amina = desk.create(Kind::Candidate, &[("name", json!("Wirunya Testperson")), ("job_goals", json!("Lager"))]);
    desk.create(Kind::Candidate, &[("name", json!("Bo Prøvesen")), ("job_goals", json!("Kok"))]);
    assert!(card(&desk)[0].text.as_ref().unwrap().contains("ingen åbne jobordrer"));
    let of = json!(company.key.id);
    let order = desk.create(Kind::JobOrder, &[("company", of), ("title", json!("Lagermedarbejder"))]);
    assert_eq!(card(&desk).len(), 1, "a draft takes no candidates (R23)");
    let me = desk.app.catalogue().unwrap().me.unwrap();
    desk.set(order.key, &[("tasks", json!("Pakke og plukke")), ("coordinator", json!(me))]);
    assert!(desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap().done);
    let facts = card(&desk);
    assert_eq!(facts[0].text.as_deref(), Some("1 ledig passer på ordene i de åbne jobordrer"));
    assert_eq!((facts[1].label.as_str(), facts[1].record), ("Wirunya Testperson", Some(amina.key)));
    let page = desk.app.summary(visit.key).unwrap();
    assert!(!page.text.contains("Wirunya"));
    let found = desk.app.summary_findings(visit.key, "Vi talte om wirunya testperson.".into()).unwrap();
    assert_eq!(found.len(), 1, "the name of a candidate is pointed out");
}

#[test]
fn the_demo_has_three_candidates_and_one_conversation_with_what_was_agreed() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_on(&folder.path().join("mappe"), &MemoryKeyring::default()).with_demo(Demo::Data(0));
    app.create_workspace(String::new()).unwrap();
    let rows = app.candidates(everything()).unwrap().rows;
    let names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Amina Eksempel", "Bo Prøvesen", "Carla Opdigtet"]);
    assert_eq!(rows[0].next.as_ref().unwrap().what, NextStepKind::Agreement);
    assert_eq!(rows[2].next.as_ref().unwrap().what, NextStepKind::CheckCv);
    let view = app.open(rows[0].key).unwrap().candidate.unwrap();
    assert_eq!((view.conversations.len(), view.conversations[0].status.as_str()), (1, "closed"));
    assert_eq!((view.agreements.len(), view.agreements[1].employee.as_str()), (2, "Maja Thorsen"));
    assert!(view.agreements.iter().all(|one| one.complete));
}

#[test]
fn r78_reading_listing_and_finding_a_citizen_is_logged() {
    let desk = Desk::new();
    let amina = candidate(&desk, "Amina Testperson");
    let talk = conversation(&desk, &amina, &[]);
    agree(&desk, &talk, &[("text", json!("Skrive CV"))]);
    desk.app.open(amina.key).unwrap();
    desk.app.open(talk.key).unwrap();
    desk.app.search("Amina".into()).unwrap();
    desk.app.candidates(everything()).unwrap();
    desk.app.close();
    let store = workspace(&desk);
    let has = |action, key, why: &str| {
        store.access_log(&key).unwrap().iter().any(|one| one.entry.action == action && one.entry.why == why)
    };
    assert!(has(AccessAction::Read, amina.key, "open"));
    assert!(has(AccessAction::Read, talk.key, "open"));
    assert!(has(AccessAction::Search, amina.key, "search"));
    assert!(has(AccessAction::Read, amina.key, "list"));
}
