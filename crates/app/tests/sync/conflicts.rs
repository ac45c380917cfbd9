//! What two have changed differently: whose is whose, and who decides.

use std::{collections::BTreeSet, sync::atomic::Ordering};

use feltmappen_app::api::{RecordKey, Side, SideChoice, Standing, SyncStatus, Whose};

use super::{Central, Device, an_order_that_both_have, order};

fn named(name: &str) -> Whose {
    Whose::Colleague { name: name.into() }
}

fn two() -> (Central, Device, Device, RecordKey) {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    let key = an_order_that_both_have(&maja, &soren, &central);
    (central, maja, soren, key)
}

/// Maja and Søren have changed two fields of one job order without hearing of each other, and Søren's came first.
fn changed_by_both() -> (Central, Device, Device, RecordKey) {
    let (central, maja, soren, key) = two();
    maja.app.disconnect().unwrap();
    maja.set(key, "title", "Kok, dag");
    maja.set(key, "start_date", "2027-01-04");
    soren.set(key, "title", "Kok, aften");
    soren.set(key, "start_date", "2027-02-01");
    soren.sent();
    maja.connect(&central);
    // The two fields may come one after the other, and the name of the other one after both.
    let nameless = named("");
    let whole = |device: &Device| {
        let conflicts = device.app.attention().unwrap().conflicts;
        conflicts.iter().any(|one| one.fields.len() == 2 && ![&one.theirs, &one.mine].contains(&&nameless))
    };
    maja.until("the conflict", whole);
    soren.until("the conflict", whole);
    (central, maja, soren, key)
}

#[test]
fn each_of_the_two_is_told_who_the_other_is() {
    let (_central, maja, soren, _) = changed_by_both();
    let (hers, his) =
        (maja.app.attention().unwrap().conflicts.remove(0), soren.app.attention().unwrap().conflicts.remove(0));
    assert!(hers.theirs == named("Søren Holm") && hers.mine == Whose::Me);
    assert!(his.theirs == Whose::Me && his.mine == named("Maja Thorsen"));
    assert!(his.theirs_at.is_some());
}

#[test]
fn both_change_the_same_field_and_the_one_who_knows_it_decides_part_by_part() {
    let (central, maja, soren, key) = changed_by_both();
    let conflict = maja.app.attention().unwrap().conflicts.remove(0);
    let title = conflict.fields.iter().find(|field| field.mine == "Kok, dag").unwrap();
    assert_eq!((title.base.as_str(), title.theirs.as_str(), title.writable), ("Kok", "Kok, aften", true));
    assert!(matches!(maja.app.sync_status().unwrap().status, SyncStatus::Decide { items: 1, .. }));
    // One record is one thing to decide about, whoever counts, also after something else has been answered.
    order(&maja, "Tjener");
    maja.sent();
    assert!(matches!(maja.app.sync_status().unwrap().status, SyncStatus::Decide { items: 1, .. }));

    // Without a network, and only one of the two.
    central.portal.store(true, Ordering::SeqCst);
    let choice = SideChoice { conflict: title.id, side: Side::Own, text: Some("Kok, dag og aften".into()) };
    maja.app.decide(key, vec![choice]).unwrap();
    assert_eq!(maja.app.attention().unwrap().conflicts[0].fields.len(), 1);
    central.portal.store(false, Ordering::SeqCst);
    let date = conflict.fields.iter().find(|field| field.id != title.id).unwrap().id;
    maja.app.decide(key, vec![SideChoice { conflict: date, side: Side::Mine, text: None }]).unwrap();
    maja.sent();
    soren.until("the decision", |soren| {
        soren.text(key, "title").as_deref() == Some("Kok, dag og aften")
            && soren.text(key, "start_date").as_deref() == Some("2027-01-04")
    });
    assert!(soren.app.attention().unwrap().conflicts.is_empty());
    assert!(maja.app.attention().unwrap().conflicts.is_empty());
}

#[test]
fn two_computers_of_one_person_are_told_of_no_colleague() {
    let (office, home) = (Device::new("Maja Thorsen"), Device::new("Hjemme"));
    let central = Central::start(office.unit);
    let key = an_order_that_both_have(&office, &home, &central);
    let me = office.app.catalogue().unwrap().me.unwrap();
    home.until("who she is", |home| home.app.choose_me(me).is_ok());
    office.app.disconnect().unwrap();
    office.set(key, "title", "Kok, dag");
    home.set(key, "title", "Kok, aften");
    home.sent();
    office.connect(&central);
    let told = |device: &Device| {
        device.until("the conflict", |device| !device.app.attention().unwrap().conflicts.is_empty());
        device.until("what stands", |device| device.text(key, "title").as_deref() == Some("Kok, aften"));
        device.app.attention().unwrap().conflicts.remove(0)
    };
    // Which of her two changes came first cannot be told here: what a colleague wrote before her would look the same.
    assert!(told(&office).theirs == named("") && told(&office).mine == Whose::Me);
    let at_home = told(&home);
    assert!(at_home.theirs == Whose::Me && at_home.mine == Whose::Me && at_home.one_person);
    assert!(at_home.theirs_at.is_some());
    assert!(!changed_by_both().1.app.attention().unwrap().conflicts[0].one_person);
}

#[test]
fn two_colleagues_who_lost_to_a_third_are_named_each_for_what_is_theirs() {
    let (central, maja, soren, key) = two();
    let jonas = Device::new("Jonas Dahl");
    jonas.connect(&central);
    jonas.until("the order", |jonas| jonas.text(key, "tasks").is_some());
    maja.app.disconnect().unwrap();
    jonas.app.disconnect().unwrap();
    maja.set(key, "title", "Kok, dag");
    jonas.set(key, "start_date", "2027-01-04");
    soren.set(key, "title", "Kok, aften");
    soren.set(key, "start_date", "2027-02-01");
    soren.sent();
    maja.connect(&central);
    jonas.connect(&central);
    let told = |soren: &Device| -> Vec<(Whose, String)> {
        let conflicts = soren.app.attention().unwrap().conflicts;
        conflicts.iter().map(|one| (one.mine.clone(), one.fields[0].mine.clone())).collect()
    };
    let expected = [(named("Maja Thorsen"), "Kok, dag".to_owned()), (named("Jonas Dahl"), "2027-01-04".to_owned())];
    soren.until("both", |soren| {
        let told = told(soren);
        told.len() == 2 && expected.iter().all(|one| told.contains(one))
    });
    assert!(matches!(soren.app.sync_status().unwrap().status, SyncStatus::Decide { items: 2, .. }));
}

/// Maja, who has gone off, changes two fields; Søren has changed one of them meanwhile.
fn the_colleague_is_named(central: &Central, maja: &Device, soren: &Device, key: RecordKey) {
    maja.set(key, "title", "Kok, dag");
    maja.set(key, "start_date", "2027-01-04");
    soren.set(key, "title", "Kok, aften");
    soren.sent();
    maja.connect(central);
    maja.until("the conflict, with a name", |maja| {
        maja.app.attention().unwrap().conflicts.iter().any(|one| one.theirs == named("Søren Holm"))
    });
    maja.sent();
    assert!(maja.app.attention().unwrap().conflicts[0].theirs == named("Søren Holm"), "also when mine has landed");
    let told = maja.app.history(Some(key)).unwrap();
    let told: Vec<_> =
        told.iter().filter(|row| row.what == "Stillingsbetegnelse" && row.after == "Kok, aften").collect();
    assert!(!told.is_empty() && told.iter().all(|row| row.who == "Søren Holm"), "nobody else wrote it");
    let own = maja.app.history(Some(key)).unwrap().iter().filter(|row| row.after == "Kok, dag").count();
    assert_eq!(own, 1, "what I wrote is told once");
    soren.until("the other field", |soren| soren.text(key, "start_date").is_some());
}

#[test]
fn an_own_text_is_written_to_the_one_field_of_several_that_differs() {
    let (central, maja, soren, key) = two();
    maja.app.disconnect().unwrap();
    for (device, note) in [(&soren, "Efter overenskomst"), (&maja, "Efter aftale")] {
        device.set(key, "terms.pay", "salaried");
        device.set(key, "terms.pay_note", note);
    }
    soren.sent();
    maja.connect(&central);
    maja.until("the conflict", |maja| !maja.app.attention().unwrap().conflicts.is_empty());
    let field = maja.app.attention().unwrap().conflicts.remove(0).fields.remove(0);
    assert!(field.writable);
    let text = "Efter overenskomst og aftale";
    let choice = SideChoice { conflict: field.id, side: Side::Own, text: Some(text.into()) };
    maja.app.decide(key, vec![choice]).unwrap();
    assert_eq!(maja.text(key, "terms.pay_note").as_deref(), Some(text));
    assert_eq!(maja.text(key, "terms.pay").as_deref(), Some("salaried"));
}

#[test]
fn the_colleague_is_named_also_when_i_have_changed_another_field_of_the_record() {
    let (central, maja, soren, key) = two();
    maja.app.disconnect().unwrap();
    the_colleague_is_named(&central, &maja, &soren, key);
}

#[test]
fn the_colleague_is_named_also_when_i_had_not_read_my_own_order_back() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    maja.until("the first reading", |maja| maja.app.sync_status().unwrap().status == SyncStatus::AllSent);
    central.reach.store(0, Ordering::SeqCst);
    let key = order(&maja, "Kok");
    maja.told("the order, that it is there", |maja| maja.app.standing(key).unwrap() == Standing::Sent);
    maja.app.disconnect().unwrap();
    central.reach.store(usize::MAX, Ordering::SeqCst);
    soren.connect(&central);
    soren.until("the order", |soren| soren.text(key, "title").is_some());
    the_colleague_is_named(&central, &maja, &soren, key);
    let told = maja.app.history(Some(key)).unwrap();
    assert!(
        told.iter().any(|row| row.before == "Kok" && row.after == "Kok, aften"),
        "what I had handed in was changed"
    );
}

#[test]
fn nobody_is_named_for_what_lies_before_my_own_work_and_is_read_after_it() {
    let (central, maja, soren, key) = two();
    central.reach.store(0, Ordering::SeqCst);
    soren.set(key, "internal_note", "Ring først");
    soren.set(key, "title", "Kok, aften");
    soren.told("both, that they are there", |_| {
        central.text(key, "title").as_deref() == Some("Kok, aften") && central.text(key, "internal_note").is_some()
    });
    maja.set(key, "title", "Kok, dag");
    maja.set(key, "start_date", "2027-01-04");
    maja.told("the date, that it is there", |_| central.text(key, "start_date").is_some());
    central.reach.store(usize::MAX, Ordering::SeqCst);
    maja.until("the conflict", |maja| !maja.app.attention().unwrap().conflicts.is_empty());
    maja.until("what stands", |maja| maja.text(key, "title").as_deref() == Some("Kok, aften"));
    let told = maja.app.history(Some(key)).unwrap();
    let told: Vec<_> = told.iter().filter(|row| ["Kok, aften", "Ring først"].contains(&&*row.after)).collect();
    assert!(told.len() >= 2 && told.iter().all(|row| row.outside && row.who != "Maja Thorsen"), "it was not she");
    assert!(matches!(maja.app.attention().unwrap().conflicts[0].theirs, Whose::Colleague { .. }));
}

#[test]
fn who_decides_for_his_deletion_writes_nothing_back_that_he_only_saw() {
    let (central, maja, soren, key) = two();
    maja.app.disconnect().unwrap();
    maja.app.discard(key).unwrap();
    soren.set(key, "title", "Kok, aften");
    soren.sent();
    maja.connect(&central);
    maja.until("the conflict", |maja| !maja.app.attention().unwrap().conflicts.is_empty());
    let fields = maja.app.attention().unwrap().conflicts.remove(0).fields;
    let ids: BTreeSet<_> = fields.iter().map(|field| field.id).collect();
    let choices = ids.into_iter().map(|conflict| SideChoice { conflict, side: Side::Mine, text: None });
    maja.app.decide(key, choices.collect()).unwrap();
    maja.sent();
    soren.until("the deletion", |soren| !soren.app.open(key).unwrap().alive);
    assert!(maja.app.attention().unwrap().conflicts.is_empty());
    assert_eq!(central.text(key, "title").as_deref(), Some("Kok, aften"), "who finds it again finds what Søren wrote");
}
