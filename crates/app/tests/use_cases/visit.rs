use super::desk::{Desk, MemoryKeyring, app_on, everything, id, pairs, question, text, workspace};
use feltmappen_app::{
    ErrorCode,
    api::{Kind, ListQuery, PromiseQuery, RecordKey, SentenceUse, Sort, Undone},
};
use feltmappen_store::AccessAction;
use serde_json::json;

fn at(day: &str, from: &str, to: &str) -> [(&'static str, serde_json::Value); 2] {
    [("starts_at", json!(format!("{day}T{from}:00+01:00"))), ("ends_at", json!(format!("{day}T{to}:00+01:00")))]
}

#[test]
fn a_new_visit_knows_who_where_and_with_which_guide() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn Kølelogistik A/S");
    let visit = desk.visit(&company, &[("type", json!("first")), ("status", json!("closed"))]);
    assert_eq!(text(&visit, "status"), "planned", "a status is a step");
    assert_eq!(visit.names["consultant"].name, "Maja Thorsen");
    assert_eq!(visit.names["workplace"].name, "Havnevej 14");
    assert!(visit.names.values().any(|named| named.name == "Mads Holm"));
    assert_eq!(visit.subtitle, "Nordhavn Kølelogistik A/S, Havnevej 14");
    let guide = desk.app.guide(visit.key).unwrap();
    assert_eq!((guide.version, guide.published), (1, true));
    let view = visit.visit.as_ref().unwrap();
    assert!(view.visible.contains(&question("tour")) && !view.visible.contains(&question("changes")), "R49");
    assert_eq!(view.coverage.themes, 4);
    let again = desk.visit(&company, &[]);
    assert_eq!(text(&again, "guide"), text(&visit, "guide"), "one version for both");
    assert_eq!(desk.app.templates().unwrap()[0].versions.len(), 1);
    assert_eq!(desk.app.templates().unwrap()[0].versions[0].used, 2);
}

#[test]
fn undoing_a_new_visit_leaves_the_guide_that_came_with_it() {
    let desk = Desk::new();
    let company = desk.company("Café Lysning");
    let visit = desk.visit(&company, &[]);
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!("nothing undone") };
    assert_eq!((view.key, view.alive), (visit.key, false));
    assert!(desk.app.templates().unwrap()[0].published.is_some());
    assert_eq!(desk.app.visits(everything()).unwrap().total, 0);
}

#[test]
fn steps_follow_each_other_and_the_rest_is_refused() {
    let desk = Desk::new();
    let company = desk.company("Café Lysning");
    let visit = desk.visit(&company, &[]).key;
    let held = desk.app.begin_visit(visit).unwrap();
    assert_eq!((text(&held, "status"), text(&held, "started_at")), ("held", "2026-11-24T10:34:00.000Z"));
    assert_eq!(text(&desk.app.begin_visit(visit).unwrap(), "status"), "held", "pressed twice");
    let closed = desk.app.close_visit(visit).unwrap();
    assert_eq!(text(&closed, "status"), "closed", "R51: nothing stands in the way");
    assert!(!closed.visit.unwrap().untouched.is_empty(), "and what was not touched is listed");
    assert_eq!(desk.app.cancel_visit(visit).err().unwrap().code, ErrorCode::WrongStep);
    assert_eq!(desk.app.begin_visit(visit).err().unwrap().code, ErrorCode::WrongStep);
    let again = desk.app.reopen_visit(visit).unwrap();
    assert_eq!((text(&again, "status"), text(&again, "closed_at")), ("held", ""));
    assert_eq!(text(&desk.app.cancel_visit(visit).unwrap(), "status"), "cancelled");
    assert_eq!(text(&desk.app.reopen_visit(visit).unwrap(), "status"), "held");
    for refused in [
        desk.app.set_fields(visit, pairs(&[("status", json!("closed"))])).err(),
        desk.app
            .save_draft(
                visit,
                feltmappen_app::api::Path::new("status").unwrap(),
                feltmappen_app::api::Scalar(json!("closed")),
            )
            .err(),
        desk.app.begin_visit(company.key).err(),
    ] {
        assert_eq!(refused.unwrap().code, ErrorCode::BadValue);
    }
}

#[test]
fn lists_leave_out_what_is_over_and_come_by_the_clock() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = |day: &str, from: &str, to: &str| desk.visit(&company, &at(day, from, to)).key;
    let late = visit("2026-11-24", "14:00", "15:00");
    let early = visit("2026-11-24", "08:00", "09:00");
    // 11.30 in Danish time, told in UTC as the window does.
    let noon = desk.visit(&company, &[("starts_at", json!("2026-11-24T10:30:00Z"))]).key;
    let next = visit("2026-12-01", "10:00", "11:00");
    let old = visit("2026-10-01", "10:00", "11:00");
    let gone = visit("2026-11-25", "10:00", "11:00");
    desk.app.cancel_visit(gone).unwrap();
    let query = |status: &str| ListQuery { status: Some(status.into()), sort: Sort::Deadline, ..everything() };
    let page = desk.app.visits(query("not_closed")).unwrap();
    assert_eq!(page.rows.iter().map(|row| row.key).collect::<Vec<_>>(), [old, early, noon, late, next]);
    assert_eq!((page.total, page.all), (5, 6));
    assert_eq!(desk.app.visits(query("cancelled")).unwrap().rows[0].key, gone);
    let soon = ListQuery { within_days: Some(1), ..query("not_closed") };
    assert_eq!(desk.app.visits(soon).unwrap().total, 4);
    let today = desk.app.today().unwrap();
    assert_eq!(today.visits.iter().map(|row| row.key).collect::<Vec<_>>(), [early, noon, late, next]);
    let company = desk.app.open(company.key).unwrap().company.unwrap();
    assert_eq!(company.visits[0].key, next);
    assert_eq!(company.visits.len(), 6);
}

#[test]
fn overlapping_visits_and_visits_of_several_days_are_pointed_out() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let fair = [("starts_at", json!("2027-03-26T09:00:00+01:00")), ("ends_at", json!("2027-03-28T16:00:00+02:00"))];
    let fair = desk.visit(&company, &fair);
    assert_eq!(fair.visit.as_ref().unwrap().days, 3, "over the night in which summer time begins");
    let within = desk.visit(&company, &[("starts_at", json!("2027-03-28T12:00:00+02:00"))]);
    assert_eq!(within.visit.as_ref().unwrap().overlapping[0].key, fair.key);
    let after = desk.visit(&company, &[("starts_at", json!("2027-03-28T16:00:00+02:00"))]);
    assert!(after.visit.as_ref().unwrap().overlapping.is_empty(), "one ends as the other begins");
    // 15.30 with the offset of winter is 16.30 with that of summer.
    let moved = desk.set(after.key, &[("starts_at", json!("2027-03-28T14:30:00+01:00"))]);
    assert_eq!(moved.visit.unwrap().overlapping.len(), 1);
    desk.app.cancel_visit(fair.key).unwrap();
    assert!(desk.app.open(within.key).unwrap().visit.unwrap().overlapping.is_empty());
}

#[test]
fn a_sentence_becomes_work_and_the_note_stays() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[("type", json!("first"))]);
    let now = question("now");
    let note = "Vi mangler to på lageret fra januar. Ring om fravær på natholdet.";
    desk.answer(visit.key, now, note);
    let order = desk
        .app
        .from_sentence(visit.key, Some(now), " Vi mangler to på lageret fra januar. ".into(), SentenceUse::JobOrder)
        .unwrap();
    assert_eq!(text(&order, "tasks"), "Vi mangler to på lageret fra januar.");
    assert_eq!(text(&order, "channel"), "visit");
    for (path, name) in [("company", "Nordhavn"), ("workplace", "Havnevej 14"), ("contact", "Mads Holm")] {
        assert_eq!(order.names[path].name, name);
    }
    assert_eq!(order.names["coordinator"].name, "Maja Thorsen");
    assert_eq!(order.names["responsible_unit"].name, "Middelfart Kommune");
    let promise = desk
        .app
        .from_sentence(visit.key, Some(now), "Ring om fravær på natholdet.".into(), SentenceUse::FollowUp)
        .unwrap();
    assert_eq!((text(&promise, "type"), text(&promise, "question")), ("follow_up", &*now.to_string()));
    let after = desk.app.open(visit.key).unwrap();
    assert_eq!(text(&after, &format!("answers.{now}.note")), note);
    let view = after.visit.unwrap();
    assert_eq!((view.orders.len(), view.promises.len()), (1, 1));
    assert_eq!(view.promises[0].owner, "Maja Thorsen");
    assert_eq!(desk.app.visits(everything()).unwrap().rows[0].open_promises, 1);
    let empty = desk.app.from_sentence(visit.key, None, "  ".into(), SentenceUse::Agreement);
    assert_eq!(empty.err().unwrap().code, ErrorCode::BadValue);
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!() };
    assert_eq!((view.key, view.alive), (promise.key, false), "one user action, one undo");
}

#[test]
fn promises_are_listed_by_when_they_are_due_and_kept_by_a_day() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let promise = |what: &str, due: Option<&str>| {
        desk.create(Kind::Promise, &[("text", json!(what)), ("company", json!(id(&company))), ("due", json!(due))]).key
    };
    let (some_day, soon, late) =
        (promise("Engang", None), promise("Snart", Some("2026-11-30")), promise("I går", Some("2026-11-23")));
    let far = promise("Til foråret", Some("2027-04-01"));
    let query = |open_only, mine| PromiseQuery { company: Some(id(&company)), open_only, mine, limit: 10 };
    let listed = desk.app.promises(query(true, true)).unwrap();
    assert_eq!(listed.iter().map(|one| one.key).collect::<Vec<_>>(), [late, soon, far, some_day]);
    assert_eq!(listed.iter().map(|one| one.late).collect::<Vec<_>>(), [true, false, false, false]);
    let today: Vec<_> = desk.app.today().unwrap().promises.iter().map(|one| one.key).collect();
    assert_eq!(today, [late, soon]);
    desk.set(late, &[("done_at", json!("2026-11-24")), ("result", json!("Ringet."))]);
    let everybodys = PromiseQuery { company: None, open_only: true, mine: false, limit: 2 };
    assert_eq!(desk.app.promises(everybodys).unwrap().len(), 2);
    let all = desk.app.promises(query(false, false)).unwrap();
    assert_eq!(all.last().unwrap().key, late, "what is kept comes last");
    assert_eq!(desk.app.open(company.key).unwrap().company.unwrap().promises.len(), 4);
}

#[test]
fn visits_and_promises_come_along_when_two_companies_become_one() {
    let desk = Desk::new();
    let (keep, dropped) = (desk.company("Nordhavn"), desk.company("Nordhavn A/S"));
    let visit = desk.visit(&dropped, &[]);
    desk.app.from_sentence(visit.key, None, "Ring.".into(), SentenceUse::Agreement).unwrap();
    let merged = desk.app.merge_companies(id(&keep), id(&dropped)).unwrap().company.unwrap();
    assert_eq!((merged.visits.len(), merged.promises.len(), merged.visits[0].open_promises), (1, 1, 1));
}

#[test]
fn r78_the_people_of_a_visit_are_logged_when_it_is_read() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[]);
    let contact = visit.names.values().find(|named| named.key.kind == Kind::Contact).unwrap().key;
    let promise = desk.app.from_sentence(visit.key, None, "Ring.".into(), SentenceUse::Agreement).unwrap();
    desk.app.open(visit.key).unwrap();
    desk.app.preparation(visit.key).unwrap();
    desk.app.close();
    let store = workspace(&desk);
    let read = |key: RecordKey, why: &str| {
        let log = store.access_log(&key).unwrap();
        log.iter().any(|line| line.entry.action == AccessAction::Read && line.entry.why == why)
    };
    assert!(read(visit.key, "open") && read(promise.key, "open") && read(promise.key, "preparation"));
    assert!(read(contact, "open"));
}

#[test]
fn the_demo_has_a_visit_today_one_in_may_two_promises_and_a_match_check() {
    let folder = tempfile::tempdir().unwrap();
    let app = app_on(&folder.path().join("mappe"), &MemoryKeyring::default()).with_demo(feltmappen_app::Demo::Data(0));
    app.create_workspace(String::new()).unwrap();
    let today = app.today().unwrap();
    assert_eq!(today.visits.len(), 1);
    let visit = &today.visits[0];
    assert_eq!((visit.company.as_str(), visit.visit_type.as_str()), ("Nordhavn Kølelogistik A/S", "follow_up"));
    assert_eq!(visit.starts_at.as_deref(), Some("2026-11-24T10:30:00+01:00"));
    let earlier = app.guide(visit.key).unwrap().earlier.unwrap();
    assert_eq!((earlier.who.as_str(), earlier.at.as_str()), ("Søren Bech", "2026-05-12T09:00:00+02:00"));
    assert_eq!(earlier.answers.len(), 10);
    let may = app.open(earlier.visit.key).unwrap().visit.unwrap();
    assert_eq!((may.status.as_str(), may.promises.len(), may.coverage.themes_touched), ("closed", 2, 3));
    assert_eq!(today.promises.len(), 1);
    assert_eq!(app.match_checks().unwrap()[0].decided, 2);
    assert!(matches!(app.undo().unwrap(), Undone::Nothing), "nobody has done anything yet");
}

#[test]
fn a_visit_that_turns_out_to_be_elsewhere_keeps_what_was_promised_at_it() {
    let desk = Desk::new();
    let (wrong, right) = (desk.company("Nordhavn"), desk.company("Sydhavn"));
    let visit = desk.visit(&wrong, &[]).key;
    desk.app.from_sentence(visit, None, "Sende brochure".into(), SentenceUse::Agreement).unwrap();
    desk.app.from_sentence(visit, None, "To chauffører".into(), SentenceUse::JobOrder).unwrap();
    let moved = desk.app.set_fields(visit, pairs(&[("company", json!(id(&right)))])).unwrap().visit.unwrap();
    assert_eq!((moved.promises.len(), moved.orders.len()), (1, 1));
    let query = PromiseQuery { company: Some(wrong.key.id), open_only: true, mine: false, limit: 10 };
    assert_eq!(desk.app.promises(query).unwrap().len(), 1, "it is still theirs");
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!("nothing undone") };
    assert_eq!(view.visit.unwrap().promises.len(), 1);

    let nowhere = desk.create(Kind::Visit, &[]).key;
    desk.app.begin_visit(nowhere).unwrap();
    desk.app.from_sentence(nowhere, None, "Ringe igen".into(), SentenceUse::FollowUp).unwrap();
    let known = desk.app.set_fields(nowhere, pairs(&[("company", json!(id(&right)))])).unwrap().visit.unwrap();
    assert_eq!(known.promises.len(), 1, "also when the company was not known yet");
}

#[test]
fn a_promise_knows_the_sentence_that_it_was_made_of_after_both_have_been_edited() {
    let desk = Desk::new();
    let company = desk.company("Nordhavn");
    let visit = desk.visit(&company, &[]).key;
    desk.answer(visit, question("now"), "Fint. De vil se annoncer.");
    let promise =
        desk.app.from_sentence(visit, Some(question("now")), "De vil se annoncer.".into(), SentenceUse::Agreement);
    let promise = promise.unwrap().key;
    desk.type_and_leave(promise, "text", "Sende tre annoncer");
    desk.answer(visit, question("now"), "Alt er fint.");
    let view = desk.app.open(visit).unwrap().visit.unwrap();
    let made = &view.promises[0];
    assert_eq!((made.text.as_str(), made.quote.as_deref()), ("Sende tre annoncer", Some("De vil se annoncer.")));
    assert_eq!(made.question, Some(question("now")));
}
