use super::desk::{Desk, id, pairs, question, text, workspace};
use feltmappen_app::{
    ErrorCode, Failure,
    api::{Path, RecordKey, Scalar, Undone, VersionFrom},
};
use feltmappen_domain::{
    guide::{ChangeCode, KeptReason, ProblemCode, item_id},
    record::{ALIVE, Record},
};
use feltmappen_store::StoreError;
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};

fn field(name: &str, path: &str) -> String {
    format!("questions.{}.{path}", question(name))
}

#[test]
fn a_new_version_is_a_draft_of_everything_and_there_is_one_of_it() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap();
    assert_eq!((text(&draft, "status"), draft.fields[&Path::new("version").unwrap()].0.clone()), ("draft", json!(2)));
    assert_eq!(desk.app.new_version("visit".into(), VersionFrom::Default).unwrap().key, draft.key);
    let families = desk.app.templates().unwrap();
    let visit = &families[0];
    assert_eq!(visit.published.as_ref().unwrap().version, 1);
    assert_eq!(visit.draft.as_ref().unwrap().key, draft.key);
    assert_eq!(families.len(), 5);
    assert!(families[1].versions.is_empty());
    let preview = desk.app.guide(draft.key).unwrap();
    assert!(!preview.published);
    let original = desk.app.guide(visit.published.as_ref().unwrap().key).unwrap();
    let order = |guide: &feltmappen_app::api::GuideView| {
        guide.form.fields().map(|(_, field)| field.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(order(&preview), order(&original), "the same order");
    assert!(desk.app.template_changes(draft.key).unwrap().is_empty());
    assert_eq!(desk.app.new_version("vagtplan".into(), VersionFrom::Latest).err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn r56_a_published_version_takes_no_change_whichever_way_it_comes() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    let path = Path::new(&field("now", "text")).unwrap();
    desk.app.save_draft(draft, path.clone(), Scalar(json!("Hvad fylder hos jer?"))).unwrap();
    let outcome = desk.app.publish(draft).unwrap();
    assert!(outcome.done);
    assert_eq!(text(&outcome.view, path.as_str()), "Hvad fylder hos jer?", "what was being typed is in it");
    let value = || Scalar(json!("Noget andet"));
    let part = item_id("part", "visit", "offer");
    let refused: [(&str, Result<(), Failure>); 9] = [
        ("draft", desk.app.save_draft(draft, path.clone(), value()).map(|_| ())),
        ("fields", desk.app.set_fields(draft, pairs(&[("title", json!("Ny"))])).map(|_| ())),
        ("add", desk.app.add_item(draft, "parts".into(), pairs(&[("title", json!("Ny"))])).map(|_| ())),
        ("remove", desk.app.remove_item(draft, "parts".into(), part).map(|_| ())),
        ("move", desk.app.move_item(draft, "parts".into(), part, None).map(|_| ())),
        ("discard", desk.app.discard(draft).map(|_| ())),
        ("undo", desk.app.undo().map(|_| ())),
        ("publish", desk.app.publish(draft).map(|_| ())),
        ("default", desk.app.discard(desk.app.templates().unwrap()[0].versions[1].key).map(|_| ())),
    ];
    for (way, answer) in refused {
        assert_eq!(answer.err().unwrap().code, ErrorCode::Frozen, "{way}");
    }
    assert_eq!(text(&desk.app.leave_field(draft, path.clone()).unwrap(), path.as_str()), "Hvad fylder hos jer?");
    let rows = desk.app.history(Some(draft)).unwrap();
    let published = rows.iter().find(|row| row.what == "Taget i brug").unwrap();
    assert_eq!(desk.app.undo_change(published.action, true).err().unwrap().code, ErrorCode::Frozen);
}

#[test]
fn a_draft_that_was_thrown_away_does_not_come_back_into_a_published_version() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    let path = Path::new("title").unwrap();
    desk.app.save_draft(draft, path.clone(), Scalar(json!("Halvt navn"))).unwrap();
    desk.app.discard_draft(draft, path.clone()).unwrap();
    let thrown = desk.app.attention().unwrap().discarded_drafts[0].id;
    assert!(desk.app.publish(draft).unwrap().done);
    assert!(desk.app.attention().unwrap().discarded_drafts.is_empty());
    assert_eq!(desk.app.restore_draft(thrown).err().unwrap().code, ErrorCode::Frozen);
    assert_eq!(text(&desk.app.open(draft).unwrap(), "title"), "Samtaleguide til virksomhedsbesøg");
}

#[test]
fn a_draft_with_something_wrong_is_not_published() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    desk.set(draft, &[(&*field("now", "text"), json!(null))]);
    let when = [
        (&*field("now", "when_question"), json!(question("now"))),
        (&*field("now", "when_choice"), json!(id(&desk.company("x")))),
    ];
    desk.set(draft, &when);
    let long = Path::new(&field("industry", "help")).unwrap();
    desk.app.save_draft(draft, long, Scalar(json!("x".repeat(501)))).unwrap();
    let outcome = desk.app.publish(draft).unwrap();
    assert!(!outcome.done);
    let has = |code, name: &str| {
        outcome.problems.iter().any(|problem| problem.code == code && problem.question == Some(question(name)))
    };
    assert!(has(ProblemCode::EmptyText, "now") && has(ProblemCode::UnknownChoice, "now"));
    assert!(has(ProblemCode::TooLong, "industry"));
    assert_eq!(text(&outcome.view, "status"), "draft");
}

#[test]
fn what_changes_is_said_question_by_question_and_the_default_comes_back() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[("type", json!("first"))]).key;
    desk.answer(visit, question("now"), "Frostlager");
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    desk.set(draft, &[(&*field("now", "text"), json!("Hvad fylder?")), (&*field("industry", "retired"), json!(true))]);
    let offer = item_id("part", "visit", "offer");
    desk.app
        .add_item(
            draft,
            "questions".into(),
            pairs(&[("part", json!(offer)), ("text", json!("<b>Ny?</b>")), ("kind", json!("drawing"))]),
        )
        .unwrap();
    let changes = desk.app.template_changes(draft).unwrap();
    let change = |code| changes.iter().find(|change| change.kind == code).unwrap();
    assert_eq!(change(ChangeCode::Reworded).before.as_deref(), Some("Hvad er I optaget af lige nu?"));
    assert!(change(ChangeCode::Reworded).answered && !change(ChangeCode::Retired).answered);
    assert_eq!(change(ChangeCode::Added).after.as_deref(), Some("<b>Ny?</b>"), "text is text");
    assert!(desk.app.publish(draft).unwrap().done, "a kind that this version does not know is kept");
    let restored = desk.app.new_version("visit".into(), VersionFrom::Default).unwrap();
    assert_eq!(text(&restored, &field("now", "text")), "Hvad er I optaget af lige nu?");
    assert_eq!(restored.fields[&Path::new("version").unwrap()].0, json!(3));
    assert_eq!(desk.app.template_changes(restored.key).unwrap().len(), changes.len());
}

#[test]
fn a_visit_moves_to_the_newest_version_and_no_answer_is_dropped() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[("type", json!("first"))]).key;
    desk.answer(visit, question("now"), "Frostlager");
    desk.answer(visit, question("industry"), "Mere frost");
    let still = desk.app.moves(visit).unwrap();
    assert_eq!((still.from, still.to, still.changes.len()), (1, 1, 0));
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    desk.app.remove_item(draft, "questions".into(), question("industry")).unwrap();
    desk.app.publish(draft).unwrap();
    assert_eq!(desk.app.open(visit).unwrap().visit.unwrap().newer, Some(2));
    assert_eq!(desk.app.guide(visit).unwrap().version, 1, "nothing moves by itself");
    let moves = desk.app.moves(visit).unwrap();
    assert_eq!((moves.from, moves.to), (1, 2));
    assert_eq!(moves.changes[0].kind, ChangeCode::Retired);
    assert!(moves.changes[0].answered);
    assert_eq!((moves.kept.len(), moves.kept[0].reason), (1, KeptReason::Gone));
    assert_eq!(moves.kept[0].answer, "Mere frost.");
    let moved = desk.app.move_to_newest(visit).unwrap();
    assert_eq!(text(&moved, &format!("answers.{}.note", question("industry"))), "Mere frost");
    assert_eq!(moved.visit.unwrap().newer, None);
    assert_eq!(desk.app.guide(visit).unwrap().version, 2);
    assert_eq!(text(&desk.visit(&company, &[]), "guide"), draft.id.to_string());
    let Undone::Done { .. } = desk.app.undo().unwrap() else { panic!() };
    desk.app.close_visit(visit).unwrap();
    assert_eq!(desk.app.move_to_newest(visit).err().unwrap().code, ErrorCode::WrongStep);
}

#[test]
fn a_newer_tool_list_is_offered_too() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[]).key;
    let draft = desk.app.new_version("tools".into(), VersionFrom::Latest).unwrap().key;
    let mentor = item_id("question", "tools", "mentor");
    desk.set(draft, &[(&*format!("questions.{mentor}.until"), json!("2026-12-01"))]);
    assert!(desk.app.publish(draft).unwrap().done);
    let moves = desk.app.moves(visit).unwrap();
    assert_eq!((moves.to, moves.tools_from, moves.tools_to), (1, Some(1), Some(2)));
    assert_eq!(moves.changes[0].kind, ChangeCode::UntilChanged);
    assert_eq!(desk.app.open(visit).unwrap().visit.unwrap().newer, Some(2));
    let moved = desk.app.move_to_newest(visit).unwrap();
    assert_eq!(text(&moved, "tool_list"), draft.id.to_string());
}

/// A commit as a second editor makes it who saw this state of the record.
pub fn seen(record: &Record, number: u128, path: &str, value: Value) -> Commit {
    let path = Path::new(path).unwrap();
    let base = record.fields.get(&path).cloned().unwrap_or_default();
    let change = RecordChange {
        key: record.key,
        home_unit: record.home_unit,
        changes: vec![Change { path, base, value }],
        resolves: Vec::new(),
    };
    Commit {
        id: feltmappen_app::api::RecordId::from_u128(number),
        author: feltmappen_app::api::RecordId::from_u128(number),
        device_time: "2026-11-24T11:00:00Z".into(),
        action: "edit".into(),
        needs: Vec::new(),
        records: vec![change],
    }
}

#[test]
fn two_editors_of_one_template_meet_item_by_item() {
    let desk = Desk::new();
    let draft: RecordKey = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    desk.app.close();
    let store = workspace(&desk);
    let both_saw = store.record(&draft).unwrap().unwrap();
    store.commit(&seen(&both_saw, 1, &field("now", "text"), json!("Hvad fylder?"))).unwrap();
    store.commit(&seen(&both_saw, 2, &field("industry", "text"), json!("Hvor går det hen?"))).unwrap();
    let gone = format!("questions.{}.{ALIVE}", question("sparring"));
    store.commit(&seen(&both_saw, 3, &gone, json!(false))).unwrap();
    let moved = store.commit(&seen(&both_saw, 4, &field("now", "text"), json!("Hvad optager jer?")));
    assert!(matches!(moved, Err(StoreError::BaseMoved { .. })));
    let after = store.record(&draft).unwrap().unwrap();
    assert_eq!(after.fields.text(field("now", "text")), Some("Hvad fylder?"));
    assert_eq!(after.fields.text(field("industry", "text")), Some("Hvor går det hen?"));
}
