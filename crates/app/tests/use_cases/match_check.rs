use super::{
    desk::{Desk, pairs, text, workspace},
    template::seen,
};
use feltmappen_app::{
    ErrorCode,
    api::{Kind, RecordView, Undone},
};
use feltmappen_domain::guide::item_id;
use feltmappen_store::{AccessAction, StoreError};
use serde_json::json;

fn check(desk: &Desk) -> RecordView {
    desk.create(Kind::MatchCheck, &[("title", json!("Match-tjek i november"))])
}

fn asked(name: &str) -> feltmappen_app::api::RecordId {
    item_id("question", "match_check", name)
}

#[test]
fn d215_a_new_check_has_the_checklist_and_four_rows_that_lack_time_and_owner() {
    let desk = Desk::new();
    let check = check(&desk);
    assert_eq!((text(&check, "status"), text(&check, "held_on")), ("open", "2026-11-24"));
    assert_eq!(check.names["unit"].name, "Middelfart Kommune");
    let rows = &check.lists["plan"];
    assert_eq!(rows.len(), 4);
    assert_eq!(text(&check, &format!("plan.{}.challenge", rows[0])), "Anvendelse af Jobnet.dk til udsøgning");
    let view = check.check.as_ref().unwrap();
    assert_eq!((view.flags.len(), view.flags[0].missing.len()), (4, 2), "R65");
    assert_eq!(view.flags[0].missing[0], format!("plan.{}.due", rows[0]));
    assert_eq!(desk.app.guide(check.key).unwrap().form.sections.len(), 4);
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!() };
    assert!(!view.alive);
}

#[test]
fn decisions_and_rows_are_counted() {
    let desk = Desk::new();
    let check = check(&desk);
    let row = check.lists["plan"][0];
    let me = desk.app.catalogue().unwrap().me.unwrap();
    let view = desk.set(
        check.key,
        &[
            (&*format!("answers.{}.decided", asked("order_jobnet")), json!("yes")),
            (&*format!("answers.{}.decided", asked("cv_guide")), json!("yes")),
            (&*format!("answers.{}.decided", asked("order_roles")), json!("no")),
            (&*format!("plan.{row}.due"), json!("2027-01-15")),
            (&*format!("plan.{row}.owner"), json!(me)),
        ],
    );
    let counted = view.check.unwrap();
    assert_eq!((counted.decided, counted.not_decided, counted.flags.len()), (2, 1, 3));
    assert_eq!(counted.coverage.questions_touched, 4, "three decisions, and the plan");
    let listed = desk.app.match_checks().unwrap();
    assert_eq!((listed[0].decided, listed[0].plan_rows, listed[0].flagged), (2, 4, 3));
    assert!(listed[0].questions > 20);
    let closed = desk.app.set_check_closed(check.key, true).unwrap();
    assert_eq!(closed.check.unwrap().status, "closed");
    assert_eq!(desk.app.move_to_newest(check.key).err().unwrap().code, ErrorCode::WrongStep);
    let path = format!("answers.{}.note", asked("order_practice"));
    let refused = desk.app.set_fields(check.key, pairs(&[(&*path, json!("For sent"))]));
    assert_eq!(refused.err().unwrap().code, ErrorCode::Closed);
    assert_eq!(desk.app.add_item(check.key, "plan".into(), vec![]).err().unwrap().code, ErrorCode::Closed);
    assert_eq!(desk.app.set_check_closed(check.key, false).unwrap().check.unwrap().status, "open");
    desk.set(check.key, &[(&*path, json!("I tide"))]);
}

#[test]
fn the_plan_leaves_as_a_table_that_calculates_nothing_and_overwrites_nothing() {
    let desk = Desk::new();
    let check = check(&desk);
    let row = check.lists["plan"][0];
    desk.set(
        check.key,
        &[
            (&*format!("plan.{row}.solution"), json!("=HYPERLINK(\"http://x\")")),
            (&*format!("plan.{row}.goal"), json!("To linjer;\nmed semikolon")),
            (&*format!("plan.{row}.due"), json!("2027-01-15")),
        ],
    );
    let file = desk.app.export_plan(check.key).unwrap();
    assert!(file.ends_with("match-tjek-plan-2026-11-24.csv"), "{file}");
    let table = std::fs::read_to_string(&file).unwrap();
    assert!(table.starts_with("\u{feff}Udfordring;Løsning;Aktivitet;Tidspunkt;Mål;Ansvarlig;Gjort;Opfølgning\r\n"));
    assert!(table.contains("'=HYPERLINK") && table.contains("15. januar 2027"));
    assert!(table.contains("\"To linjer;\nmed semikolon\""));
    let again = desk.app.export_plan(check.key).unwrap();
    assert!(again.ends_with("match-tjek-plan-2026-11-24 (2).csv"), "{again}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), table);
    std::fs::remove_dir_all(desk.folder.path().join("hentet")).unwrap();
    assert_eq!(desk.app.export_plan(check.key).err().unwrap().code, ErrorCode::CannotExport);
    desk.app.close();
    let log = workspace(&desk).access_log(&check.key).unwrap();
    assert_eq!(log.iter().filter(|line| line.entry.action == AccessAction::Export).count(), 2);
}

#[test]
fn two_editors_of_one_check_meet_item_by_item() {
    let desk = Desk::new();
    let check = check(&desk);
    let (first, second) = (check.lists["plan"][0], check.lists["plan"][1]);
    desk.app.close();
    let store = workspace(&desk);
    let both_saw = store.record(&check.key).unwrap().unwrap();
    let note = |name: &str| format!("answers.{}.note", asked(name));
    store.commit(&seen(&both_saw, 1, &note("order_practice"), json!("Min note"))).unwrap();
    store.commit(&seen(&both_saw, 2, &note("order_form"), json!("Din note"))).unwrap();
    store.commit(&seen(&both_saw, 3, &format!("plan.{first}.solution"), json!("Kursus"))).unwrap();
    store.commit(&seen(&both_saw, 4, &format!("plan.{second}.solution"), json!("Møde"))).unwrap();
    let moved = store.commit(&seen(&both_saw, 5, &note("order_practice"), json!("En anden note")));
    assert!(matches!(moved, Err(StoreError::BaseMoved { .. })));
    let after = store.record(&check.key).unwrap().unwrap();
    assert_eq!(after.fields.text(note("order_practice")), Some("Min note"));
    assert_eq!(after.fields.text(note("order_form")), Some("Din note"));
}
