//! A whole job order: taken, cut off, found again, made ready, closed.
use crate::desk::{Desk, everything, id, pairs, text};
use feltmappen_app::{
    ErrorCode,
    api::{Kind, Path, Scalar, Start, Undone, ValueLook},
};
use serde_json::json;

#[test]
fn what_was_typed_is_there_after_a_crash_and_the_app_says_so() {
    let desk = Desk::new();
    let company =
        desk.create(Kind::Company, &[("name", json!("Nordhavn Kølelogistik A/S")), ("cvr", json!("99 06 08 16"))]);
    let order = desk.create(Kind::JobOrder, &[("company", json!(id(&company)))]);
    desk.type_and_leave(order.key, "title", "Lagermedarbejder");
    let typing = Path::new("tasks").unwrap();
    desk.app.save_draft(order.key, typing, Scalar("Køre truck på køle".into())).unwrap();
    desk.app.remember_place("/jobordrer/1".into()).unwrap();

    let (desk, start) = desk.crash_and_start();
    let Start::Open { session } = start else { panic!("not open") };
    assert_eq!(session.last_place.as_deref(), Some("/jobordrer/1"));
    let recovered = session.recovered.expect("says what it recovered");
    assert_eq!(recovered.fields, 1);
    assert_eq!(recovered.record.unwrap().name, "Lagermedarbejder");
    let order = desk.app.open(order.key).unwrap();
    assert_eq!(text(&order, "title"), "Lagermedarbejder");
    assert_eq!(text(&order, "tasks"), "Køre truck på køle");
    let history = desk.app.history(Some(order.key)).unwrap();
    assert!(
        history.iter().any(|row| row.after == "Køre truck på køle"),
        "what was recovered is a change like any other"
    );
}

#[test]
fn the_history_says_what_a_person_reads() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[("start_date", json!("2026-12-01")), ("sharing", json!("national"))]);
    let company = desk.create(Kind::Company, &[("name", json!("Fjordens Rengøring")), ("cvr", json!("99611316"))]);
    let workplace = desk.create(Kind::Workplace, &[("municipality", json!("0492"))]);
    let rows = desk.app.history(None).unwrap();
    let row = |key, after: &str| {
        rows.iter().find(|row| row.record.key == key && row.after == after).unwrap_or_else(|| panic!("{after}"))
    };
    assert_eq!(row(order.key, "2026-12-01").look, ValueLook::Day);
    assert_eq!(row(order.key, "Hele landet").look, ValueLook::Text);
    assert_eq!(row(company.key, "99 61 13 16").what, "CVR-nummer");
    assert_eq!(row(workplace.key, "Ærø").look, ValueLook::Text);
    let received = rows.iter().find(|row| row.what == "Modtaget").unwrap();
    assert_eq!(received.look, ValueLook::Moment);
}

#[test]
fn a_clean_end_leaves_nothing_to_recover() {
    let desk = Desk::new();
    desk.app.close();
    let (_, start) = desk.crash_and_start();
    let Start::Open { session } = start else { panic!("not open") };
    assert!(session.recovered.is_none());
    assert_eq!(session.me.unwrap().unit_name, "Middelfart Kommune");
}

#[test]
fn r16_r17_ready_says_what_is_missing_and_where() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    let outcome = desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    assert!(!outcome.done);
    let paths: Vec<_> = outcome.missing.iter().map(|one| one.path.as_str()).collect();
    for path in ["tasks", "workplace", "responsible_unit", "coordinator"] {
        assert!(paths.contains(&path), "{path} not in {paths:?}");
    }
    assert_eq!(outcome.view.order.unwrap().status, "draft");
}

#[test]
fn r18_the_workplaces_kommune_gives_the_responsible_unit_and_a_choice_stays() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Møllegårdens Bageri"))]);
    let workplace = desk.create(
        Kind::Workplace,
        &[("company", json!(id(&company))), ("name", json!("Butikken")), ("municipality", json!("0461"))],
    );
    let order = desk.create(Kind::JobOrder, &[("company", json!(id(&company)))]);
    assert_eq!(text(&order, "workplace"), id(&workplace).to_string(), "the only workplace is chosen");
    assert_eq!(order.names["responsible_unit"].name, "Odense Kommune");

    let units = desk.app.catalogue().unwrap().units;
    let mine = units.iter().find(|unit| unit.name == "Middelfart Kommune").unwrap();
    desk.set(order.key, &[("responsible_unit", json!(mine.key.id))]);
    let order = desk.set(order.key, &[("workplace", json!(id(&workplace)))]);
    assert_eq!(order.names["responsible_unit"].name, "Middelfart Kommune");
}

#[test]
fn a_whole_order_is_made_ready_closed_and_opened_again() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Vestervang Gartneri"))]);
    let workplace = [("company", json!(id(&company))), ("name", json!("Drivhus 4")), ("municipality", json!("0410"))];
    desk.create(Kind::Workplace, &workplace);
    let order = desk.create(Kind::JobOrder, &[("company", json!(id(&company)))]);
    desk.type_and_leave(order.key, "title", "Gartnerimedarbejder");
    desk.type_and_leave(order.key, "tasks", "Pakke tomater");
    let me = desk.app.catalogue().unwrap().me.unwrap();
    desk.set(order.key, &[("positions", json!(4)), ("coordinator", json!(me)), ("order_type", json!("ordinary"))]);
    let outcome = desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    let missing: Vec<_> = outcome.missing.iter().map(|one| one.message).collect();
    assert!(outcome.done, "{missing:?}");

    let refused = desk.app.set_status(order.key, "closed".into(), Vec::new()).unwrap();
    assert!(!refused.done, "R21: closing needs a reason");
    let closed = desk.app.set_status(order.key, "closed".into(), pairs(&[("close_reason", json!("filled"))])).unwrap();
    assert!(closed.done);
    let again = desk.app.set_status(order.key, "open".into(), Vec::new()).unwrap();
    assert!(again.done);
    assert_eq!(text(&again.view, "close_reason"), "");
    let history = desk.app.history(Some(order.key)).unwrap();
    assert!(
        history.iter().any(|row| row.before.is_empty() && !row.after.is_empty()),
        "R22: the history keeps the reason"
    );
    assert!(history.iter().all(|row| row.who == "Maja Thorsen"));
}

#[test]
fn requirements_are_added_moved_removed_and_brought_back() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    let add = |text: &str, class: &str| {
        desk.app
            .add_item(order.key, "requirements".into(), pairs(&[("text", json!(text)), ("class", json!(class))]))
            .unwrap()
    };
    let first = add("Kørekort B", "driving_licence");
    add("Gaffeltruckcertifikat B", "certificate");
    let third = add("Godt humør", "personal");
    let texts = |view: &feltmappen_app::api::RecordView| {
        view.order.as_ref().unwrap().requirements.iter().map(|one| one.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(texts(&third.view), ["Kørekort B", "Gaffeltruckcertifikat B", "Godt humør"]);
    let searchable: Vec<_> = third.view.order.as_ref().unwrap().requirements.iter().map(|one| one.searchable).collect();
    assert_eq!(searchable, [true, true, false], "R29");

    let moved = desk.app.move_item(order.key, "requirements".into(), third.id, Some(first.id)).unwrap();
    assert_eq!(texts(&moved), ["Godt humør", "Kørekort B", "Gaffeltruckcertifikat B"]);
    let removed = desk.app.remove_item(order.key, "requirements".into(), first.id).unwrap();
    assert_eq!(texts(&removed), ["Godt humør", "Gaffeltruckcertifikat B"]);
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!("nothing undone") };
    assert_eq!(texts(&view), ["Godt humør", "Kørekort B", "Gaffeltruckcertifikat B"]);
}

#[test]
fn undo_goes_back_through_the_changes_and_asks_when_the_field_has_changed_since() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    desk.type_and_leave(order.key, "title", "Kok");
    desk.type_and_leave(order.key, "title", "Souschef");
    let rows = desk.app.history(Some(order.key)).unwrap();
    let first = rows.iter().find(|row| row.after == "Kok").unwrap();
    assert!(matches!(desk.app.undo_change(first.action, false).unwrap(), Undone::Ask { .. }));
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!() };
    assert_eq!(text(&view, "title"), "Kok");
    let Undone::Done { view, .. } = desk.app.undo().unwrap() else { panic!() };
    assert_eq!(text(&view, "title"), "");
}

#[test]
fn a_half_typed_number_stays_here_and_waits_for_a_decision() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Café Lysning"))]);
    let view = desk.type_and_leave(company.key, "cvr", "9923408");
    assert_eq!(text(&view, "cvr"), "9923408", "the text stays");
    assert_eq!(view.problems.len(), 1);
    let waiting = desk.app.attention().unwrap().drafts;
    assert_eq!((waiting.len(), waiting[0].value.as_str()), (1, "9923408"));
    desk.app.discard_draft(company.key, Path::new("cvr").unwrap()).unwrap();
    let attention = desk.app.attention().unwrap();
    assert!(attention.drafts.is_empty());
    assert_eq!(attention.discarded_drafts[0].value, "9923408");
    let back = desk.app.restore_draft(attention.discarded_drafts[0].id).unwrap();
    assert_eq!(text(&back, "cvr"), "9923408");
    let view = desk.type_and_leave(company.key, "cvr", "99 23 40 83");
    assert_eq!(text(&view, "cvr"), "99234083");
    assert!(view.problems.is_empty());
    assert!(desk.app.attention().unwrap().drafts.is_empty());
}

#[test]
fn a_discarded_record_can_be_brought_back() {
    let desk = Desk::new();
    let company = desk.create(Kind::Company, &[("name", json!("Tømrermester Holm"))]);
    desk.app.discard(company.key).unwrap();
    assert_eq!(desk.app.companies(everything()).unwrap().total, 0);
    assert_eq!(desk.app.attention().unwrap().discarded.len(), 1);
    desk.app.restore(company.key).unwrap();
    assert_eq!(desk.app.companies(everything()).unwrap().total, 1);
}

#[test]
fn every_text_field_takes_whatever_is_pasted_and_keeps_it() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    let pastes = [
        "å".repeat(500_000),
        "\u{0}\u{1}\u{7f}kontroltegn\r\n".to_owned(),
        "\u{202e}שלום עולם".to_owned(),
        "A\u{30a}rhus e\u{301}".to_owned(),
        "👩‍🔧👍🏽".to_owned(),
        "\"'; DROP TABLE record; --*".to_owned(),
    ];
    for field in ["title", "tasks", "remarks", "terms.hours", "hotline_number", "internal_note"] {
        for paste in &pastes {
            let view = desk.type_and_leave(order.key, field, paste);
            assert!(!text(&view, field).is_empty(), "{field}");
            assert!(text(&view, field).chars().count() + 6 >= paste.chars().count().min(13), "{field}");
        }
    }
    let huge = "x".repeat(1_048_577);
    let refused = desk.app.save_draft(order.key, Path::new("tasks").unwrap(), Scalar(huge.into()));
    assert_eq!(refused.err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn a_list_name_from_outside_cannot_break_out_of_its_path() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    let refused = desk.app.add_item(order.key, "Krav; --".into(), Vec::new());
    assert_eq!(refused.err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn the_window_never_learns_of_a_record_that_is_not_here() {
    let desk = Desk::new();
    let mut key = desk.create(Kind::Company, &[]).key;
    key.kind = Kind::Contact;
    assert_eq!(desk.app.open(key).err().unwrap().code, ErrorCode::NotHere);
}

#[test]
fn undo_never_takes_away_who_i_am_nor_leaves_a_ghost() {
    let desk = Desk::new();
    assert!(matches!(desk.app.undo().unwrap(), Undone::Nothing));
    let company = desk.create(Kind::Company, &[("name", json!("Café Lysning")), ("cvr", json!("99234083"))]);
    assert!(matches!(desk.app.undo().unwrap(), Undone::Done { .. }));
    assert_eq!(desk.app.companies(everything()).unwrap().total, 0, "what was never made is gone");
    let again = desk.create(Kind::Company, &[("name", json!("Lysning")), ("cvr", json!("99234083"))]);
    assert_eq!((id(&again), text(&again, "name")), (id(&company), "Lysning"));
    let (desk, _) = desk.crash_and_start();
    assert_eq!(desk.app.companies(everything()).unwrap().total, 1);
}

#[test]
fn an_identity_that_no_longer_holds_is_asked_for_again() {
    let desk = Desk::new();
    let me = desk.app.catalogue().unwrap().me.unwrap();
    desk.set(feltmappen_app::api::RecordKey::new(Kind::Employee, me), &[("unit", json!(null))]);
    desk.app.close();
    let (_, start) = desk.crash_and_start();
    let Start::Open { session } = start else { panic!("not open") };
    assert!(session.me.is_none());
}

#[test]
fn a_draft_that_was_never_left_becomes_a_change_at_the_next_start() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    desk.app.save_draft(order.key, Path::new("title").unwrap(), Scalar("Tjener".into())).unwrap();
    desk.app.save_draft(order.key, Path::new("new_requirement").unwrap(), Scalar("Køreko".into())).unwrap();
    desk.app.close();
    let (desk, _) = desk.crash_and_start();
    assert_eq!(desk.app.orders(everything()).unwrap().rows[0].title, "Tjener");
    assert_eq!(
        text(&desk.app.open(order.key).unwrap(), "new_requirement"),
        "Køreko",
        "half a requirement stays a draft"
    );
}

#[test]
fn a_status_is_only_changed_by_its_step() {
    let desk = Desk::new();
    let order = desk.create(Kind::JobOrder, &[]);
    let refused = desk.app.set_fields(order.key, pairs(&[("status", json!("open"))]));
    assert_eq!(refused.err().unwrap().code, ErrorCode::BadValue);
}

#[test]
fn undoing_half_of_what_belongs_together_asks_first() {
    let desk = Desk::new();
    let units = desk.app.catalogue().unwrap().units;
    let me = desk.app.catalogue().unwrap().me.unwrap();
    let order = desk.create(Kind::JobOrder, &[]);
    desk.set(order.key, &[("responsible_unit", json!(units[1].key.id))]);
    desk.set(order.key, &[("coordinator", json!(me))]);
    let rows = desk.app.history(Some(order.key)).unwrap();
    let unit = rows.iter().find(|row| row.after == units[1].name).unwrap();
    assert!(matches!(desk.app.undo_change(unit.action, false).unwrap(), Undone::Ask { .. }));
}

#[test]
fn another_company_brings_its_own_workplace_and_unit() {
    let desk = Desk::new();
    let company = |name: &str, code: &str| {
        let company = desk.create(Kind::Company, &[("name", json!(name))]);
        let place = [("company", json!(id(&company))), ("name", json!("Her")), ("municipality", json!(code))];
        (company, desk.create(Kind::Workplace, &place))
    };
    let (first, _) = company("Første", "0410");
    let (second, place) = company("Anden", "0461");
    let order = desk.create(Kind::JobOrder, &[("company", json!(id(&first)))]);
    assert_eq!(order.names["responsible_unit"].name, "Middelfart Kommune");
    let order =
        desk.set(order.key, &[("company", json!(id(&second))), ("workplace", json!(null)), ("contact", json!(null))]);
    assert_eq!(text(&order, "workplace"), id(&place).to_string());
    assert_eq!(order.names["responsible_unit"].name, "Odense Kommune");
}
