//! What two have changed differently: whose is whose, and who decides.

use std::{collections::BTreeSet, sync::atomic::Ordering};

use feltmappen_app::api::{Side, SideChoice, SyncStatus};

use super::{Central, Device, order};

#[test]
fn both_change_the_same_field_and_the_one_who_knows_it_decides_part_by_part() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    soren.connect(&central);
    let key = order(&maja, "Kok");
    maja.sent();
    soren.until("the order", |soren| soren.text(key, "title").is_some());
    central.portal.store(true, Ordering::SeqCst);
    maja.set(key, "title", "Kok, dag");
    maja.set(key, "start_date", "2027-01-04");
    soren.set(key, "title", "Kok, aften");
    soren.set(key, "start_date", "2027-02-01");
    central.portal.store(false, Ordering::SeqCst);
    soren.sent();
    // The two fields may come one after the other.
    maja.until("the conflict", |maja| maja.app.attention().unwrap().conflicts.iter().any(|one| one.fields.len() == 2));
    let conflict = maja.app.attention().unwrap().conflicts.remove(0);
    assert_eq!(conflict.theirs, "Søren Holm");
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
fn the_colleague_is_named_also_when_i_have_changed_another_field_of_the_record() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    soren.connect(&central);
    let key = order(&maja, "Kok");
    maja.sent();
    soren.until("the order", |soren| soren.text(key, "title").is_some());
    maja.app.disconnect().unwrap();
    maja.set(key, "title", "Kok, dag");
    maja.set(key, "start_date", "2027-01-04");
    soren.set(key, "title", "Kok, aften");
    soren.sent();
    maja.connect(&central);
    maja.until("the conflict", |maja| !maja.app.attention().unwrap().conflicts.is_empty());
    maja.sent();
    assert_eq!(maja.app.attention().unwrap().conflicts[0].theirs, "Søren Holm");
    let told = maja.app.history(Some(key)).unwrap();
    let told: Vec<_> =
        told.iter().filter(|row| row.what == "Stillingsbetegnelse" && row.after == "Kok, aften").collect();
    assert!(!told.is_empty() && told.iter().all(|row| row.who == "Søren Holm"), "nobody else wrote it");
    let own = maja.app.history(Some(key)).unwrap().iter().filter(|row| row.after == "Kok, dag").count();
    assert_eq!(own, 1, "what I wrote is told once");
    soren.until("the other field", |soren| soren.text(key, "start_date").is_some());
}

#[test]
fn who_decides_for_his_deletion_writes_nothing_back_that_he_only_saw() {
    let (maja, soren) = (Device::new("Maja Thorsen"), Device::new("Søren Holm"));
    let central = Central::start(maja.unit);
    maja.connect(&central);
    soren.connect(&central);
    let key = order(&maja, "Kok");
    maja.sent();
    soren.until("the order", |soren| soren.text(key, "title").is_some());
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
