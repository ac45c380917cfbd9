//! Central was restored or holds other data: what it lacks is offered, and nothing ends too soon.

use feltmappen_domain::record::{Fields, Kind};
use feltmappen_sync::Commit;
use feltmappen_sync::wire::{Conflict, ConflictReason, Sides};
use serde_json::{Value, json};

use crate::central::{Central, feed, freeze, met, named, present, rejected};
use crate::support::*;

#[test]
fn what_was_done_on_top_of_what_central_lost_follows_it() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let made = key(Kind::Company);
    central.set(made, &[("name", json!("Ny")), ("notes", json!("Ring"))]);
    assert!(central.pull(&workspace));
    workspace.commit(&commit(made, vec![change("notes", "Ring", "Ring mandag")])).unwrap();
    central = Central { generation: 1, ..Central::default() };
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    assert!(central.pull(&workspace));
    let mut offer = commit(made, Vec::new());
    offer.records = workspace.newer_than_central(10).unwrap();
    workspace.offer(&[offer]).unwrap();
    let first = freeze(&workspace);
    let value = |commit: &Commit| {
        let changes = commit.records[0].changes.iter();
        changes.filter(|one| one.path.as_str() == "notes").map(|one| (one.base.clone(), one.value.clone())).next()
    };
    assert_eq!(value(&first[0]), Some((Value::Null, json!("Ring"))), "central had it before the user went on from it");
    workspace.store_reply(&central.push(&first), NOW).unwrap();
    assert_eq!(value(&freeze(&workspace)[0]), Some((json!("Ring"), json!("Ring mandag"))));
    assert_eq!(text(&workspace, &made, "notes").as_deref(), Some("Ring mandag"), "and it is never out of sight");
}

#[test]
fn another_central_is_given_what_was_read_from_the_one_before() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let jensen = key(Kind::Company);
    central.set(jensen, &named("Jensen"));
    central.pull(&workspace);
    central = Central { swapped: true, ..Central::default() };
    assert!(workspace.store_page(&central.page(0, 9), 0, &[], NOW).is_err(), "of another central");
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    assert!(central.pull(&workspace));
    let mut offer = commit(jensen, Vec::new());
    offer.records = workspace.newer_than_central(10).unwrap();
    workspace.offer(&[offer]).unwrap();
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    assert!(central.pull(&workspace));
    assert_eq!(text(&workspace, &jensen, "name").as_deref(), Some("Jensen"));
    assert_eq!(central.entries.len(), 1);
}

#[test]
fn after_a_restore_what_central_lost_is_offered_again_and_nothing_of_the_backup() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (kept, changed, made) = (key(Kind::Company), key(Kind::Company), key(Kind::Company));
    central.set(kept, &named("Uændret"));
    central.set(changed, &named("Før"));
    let backup = central.last;
    central.pull(&workspace);
    let before = central.entries.clone();
    central.set(changed, &named("Efter"));
    central.set(made, &named("Ny"));
    central.pull(&workspace);
    central = Central { entries: before, last: backup, generation: 1, restored: backup, swapped: false };
    assert!(workspace.store_page(&central.page(4, 9), 4, &[], NOW).is_err(), "of another state of central");
    workspace.begin_reconcile(central.dataset(), &[(feed(), central.restored)], &central.feeds().sealing_key).unwrap();
    assert!(workspace.newer_than_central(10).unwrap().is_empty(), "not before everything is read");
    assert!(central.pull(&workspace));
    let found = workspace.newer_than_central(10).unwrap();
    let mut offered: Vec<_> =
        found.iter().map(|one| (one.key, one.changes[0].base.clone(), one.changes[0].value.clone())).collect();
    offered.sort_by_key(|one| one.0);
    let mut expected = vec![(changed, json!("Før"), json!("Efter")), (made, Value::Null, json!("Ny"))];
    expected.sort_by_key(|one| one.0);
    assert_eq!(offered, expected);
    let unsent = company(&workspace, "Usendt");
    for one in found {
        let mut offer = commit(one.key, Vec::new());
        offer.records = vec![one];
        workspace.offer(&[offer]).unwrap();
    }
    assert!(workspace.newer_than_central(10).unwrap().is_empty());
    let first = freeze(&workspace);
    assert_eq!(first.len(), 2, "what was lost goes first and alone");
    assert!(first.iter().all(|one| one.records[0].key != unsent));
    workspace.store_reply(&central.push(&first), NOW).unwrap();
    assert!(central.pull(&workspace));
    assert_eq!(text(&workspace, &changed, "name").as_deref(), Some("Efter"));
    assert_eq!(text(&workspace, &made, "name").as_deref(), Some("Ny"));
    assert_eq!(freeze(&workspace).len(), 1);
}

#[test]
fn what_a_colleague_wrote_after_the_second_of_two_restores_is_not_written_over() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    central.set(order, &[("title", json!("Kok"))]);
    let before = (central.entries.clone(), central.last);
    central.set(order, &[("title", json!("Souschef"))]);
    central.pull(&workspace);
    // Restored, and before anything could be offered restored once more, to what was before all of it.
    central = Central { entries: before.0, last: before.1, generation: 1, restored: before.1, swapped: false };
    workspace.begin_reconcile(central.dataset(), &[(feed(), before.1)], &central.feeds().sealing_key).unwrap();
    central.pull(&workspace);
    central = Central { generation: 2, ..Central::default() };
    central.set(order, &[("title", json!("Tjener"))]);
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    central.pull(&workspace);
    let offered = workspace.newer_than_central(10).unwrap().remove(0).changes;
    let title = offered.iter().find(|change| change.path.as_str() == "title").unwrap();
    assert_eq!((&title.base, &title.value), (&Value::Null, &json!("Souschef")), "both stand, and a person decides");
}

#[test]
fn what_was_answered_and_not_read_back_is_sent_again_after_a_restore() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    central.set(key(Kind::Company), &named("Jensen"));
    central.pull(&workspace);
    company(&workspace, "Min");
    let sent = freeze(&workspace);
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    central = Central { generation: 1, restored: 1, ..Central::default() };
    workspace.begin_reconcile(central.dataset(), &[(feed(), central.restored)], &central.feeds().sealing_key).unwrap();
    assert_eq!(freeze(&workspace), sent, "the same id and payload");
}

#[test]
fn an_answer_of_other_data_ends_nothing_before_the_two_have_been_compared() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let mine = company(&workspace, "Min");
    let sent = freeze(&workspace);
    // Central has been restored meanwhile, and this device is too old to be told.
    central = Central { generation: 1, restored: 0, ..central };
    let reply = central.push(&sent);
    workspace.store_reply(&reply, NOW).unwrap();
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0, "it is not handed in for ever");
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    assert_eq!(freeze(&workspace), sent);
    workspace.store_reply(&reply, NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(text(&workspace, &mine, "name").as_deref(), Some("Min"));
    assert_eq!(workspace.sync_counts().unwrap().waiting, 0);
}

#[test]
fn after_a_restore_an_open_conflict_is_offered_too_and_own_work_stays_on_top() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    central.set(order, &[("title", json!("Kok")), ("status", json!("draft")), ("close_note", json!("Nej"))]);
    let before = (central.entries.clone(), central.last);
    let side = |mine: &str| Sides { path: path("title"), base: json!("Kok"), mine: json!(mine) };
    let conflict = |mine: &str| Conflict {
        id: id(),
        commit: id(),
        author: ME,
        device_time: NOW.into(),
        reason: ConflictReason::Value,
        sides: vec![side(mine)],
    };
    let values = [("title", "Souschef"), ("status", "draft"), ("close_note", "Ja")];
    let fields: Fields = values.into_iter().map(|(at, value)| (path(at), json!(value))).collect();
    central.put(order, present(fields, vec![conflict("Køkkenchef"), conflict("Tjener")]));
    central.pull(&workspace);
    workspace.commit(&commit(order, vec![change("title", "Souschef", "Kantineleder")])).unwrap();

    central = Central { entries: before.0, last: before.1, generation: 1, restored: before.1, swapped: false };
    workspace.begin_reconcile(central.dataset(), &[(feed(), central.restored)], &central.feeds().sealing_key).unwrap();
    assert!(central.pull(&workspace));
    let found = workspace.newer_than_central(10).unwrap();
    let seen: Vec<_> = found[0].changes.iter().map(|one| (one.path.as_str(), one.base == one.value)).collect();
    assert!(seen.contains(&("title", false)) && seen.contains(&("close_note", false)));
    assert!(seen.contains(&("status", true)), "with what belongs to it, or central would ask about nothing");
    let waiting: Vec<_> = found[1..].iter().map(|one| (&one.changes[0].base, &one.changes[0].value)).collect();
    assert_eq!(waiting, [(&json!("Kok"), &json!("Køkkenchef")), (&json!("Kok"), &json!("Tjener"))]);
    let offers = feltmappen_sync::offer(found, || commit_at(order, Vec::new(), NOW)).into_iter().map(|mut one| {
        one.records.retain(|record| !record.changes.is_empty());
        one
    });
    workspace.offer(&offers.collect::<Vec<_>>()).unwrap();
    assert!(!workspace.is_reconciling().unwrap());
    assert_eq!(text(&workspace, &order, "title").as_deref(), Some("Kantineleder"), "the user's own is newer");
    let sent = freeze(&workspace);
    assert_eq!(sent.len(), 3, "alone, and before all else");
    assert_eq!(sent.iter().map(|one| one.needs.len()).collect::<Vec<_>>(), [0, 1, 1]);
}

#[test]
fn an_offer_waits_for_no_refusal_and_one_that_was_given_up_stops_nobody() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    central.set(order, &[("title", json!("Kok"))]);
    central.pull(&workspace);
    workspace.commit(&commit(order, vec![change("positions", Value::Null, "to")])).unwrap();
    let refused = freeze(&workspace);
    workspace.store_reply(&rejected(refused[0].id), NOW).unwrap();
    central = Central { generation: 1, ..Central::default() };
    workspace.begin_reconcile(central.dataset(), &[(feed(), 0)], &central.feeds().sealing_key).unwrap();
    central.pull(&workspace);
    let mut offer = commit(order, Vec::new());
    offer.records = workspace.newer_than_central(10).unwrap();
    workspace.offer(std::slice::from_ref(&offer)).unwrap();
    let free = company(&workspace, "Fri");
    assert_eq!(freeze(&workspace), [offer.clone()], "what central had taken once does not rest on what it refused");
    workspace.discard_commits(&[offer.id], &[], NOW).unwrap();
    let next = freeze(&workspace);
    assert_eq!((next.len(), next[0].records[0].key), (1, free));
}
