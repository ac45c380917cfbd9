//! The user's own work, laid over what central sends until both have met.

use feltmappen_domain::record::{Fields, Kind, RecordKey};
use feltmappen_store::JournalState;
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{Conflict, ConflictReason, Sides};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::central::{done, freeze, met, named, present, rejected, reply};
use crate::support::*;

#[test]
fn own_work_lies_over_what_comes_until_central_has_it_and_the_device_has_read_that() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &[("name", json!("Jensen")), ("notes", json!("gammel"))]);
    central.pull(&workspace);
    workspace.commit(&commit(company, vec![change("name", "Jensen", "Mit navn")])).unwrap();
    central.set(company, &[("name", json!("Jensen")), ("notes", json!("ny"))]);
    central.pull(&workspace);
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Mit navn"));
    assert_eq!(text(&workspace, &company, "notes").as_deref(), Some("ny"), "other fields come through");

    let sent = freeze(&workspace);
    assert_eq!(freeze(&workspace), sent, "without an answer the same goes again");
    let answer = central.push(&sent);
    workspace.store_reply(&answer, NOW).unwrap();
    workspace.store_reply(&answer, NOW).unwrap();
    assert_eq!(workspace.sync_counts().unwrap().waiting, 1, "answered, not read yet");
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Mit navn"));
    assert!(central.pull(&workspace));
    assert_eq!(workspace.sync_counts().unwrap(), feltmappen_store::SyncCounts::default());
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Mit navn"));
}

#[test]
fn own_work_stays_in_sight_when_somebody_moves_its_record_on_before_it_has_been_read() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    for number in ["Et", "To", "Tre", "Fire"] {
        central.set(key(Kind::Company), &named(number));
    }
    let own = key(Kind::Company);
    workspace.commit(&commit(own, vec![change("name", Value::Null, "Egen")])).unwrap();
    let answer = central.push(&freeze(&workspace));
    workspace.store_reply(&answer, NOW).unwrap();
    // A colleague writes to it: its number moves behind what the next page brings.
    central.set(key(Kind::Company), &named("Fem"));
    central.set(own, &[("name", json!("Egen")), ("notes", json!("fra Søren"))]);
    let mut after = 0;
    loop {
        let page = central.page(after, 2);
        after = workspace.store_page(&page, after, &[], NOW).unwrap().until;
        assert_eq!(text(&workspace, &own, "name").as_deref(), Some("Egen"), "read up to {after}");
        if page.complete.is_some() {
            break;
        }
    }
    assert_eq!(workspace.sync_counts().unwrap(), feltmappen_store::SyncCounts::default(), "and it has landed");
    assert_eq!(text(&workspace, &own, "notes").as_deref(), Some("fra Søren"));
}

#[test]
fn news_of_others_is_in_the_history_and_own_work_is_not_there_twice() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &named("Jensen"));
    central.pull(&workspace);
    central.set(company, &named("Hansen"));
    let other = key(Kind::Company);
    central.set(other, &named("Ny"));
    central.pull(&workspace);
    let entries = workspace.history(None, 10).unwrap();
    let outside: Vec<_> =
        entries.iter().filter(|entry| entry.outside).map(|entry| (entry.key, entry.after.clone())).collect();
    assert_eq!(outside, [(other, json!(true)), (company, json!("Hansen"))]);
    workspace.commit(&commit(company, vec![change("name", "Hansen", "Olsen")])).unwrap();
    let answer = central.push(&freeze(&workspace));
    workspace.store_reply(&answer, NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(workspace.history(Some(company), 10).unwrap().len(), 2);
    assert_eq!(workspace.last_undoable(ME, NOW).unwrap().unwrap().records[0].changes[0].value, json!("Olsen"));
}

#[test]
fn what_is_being_typed_stays_and_remembers_what_its_author_had_seen() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &named("Jensen"));
    central.pull(&workspace);
    workspace.save_draft(&company, UNIT, &path("name"), &json!("Jens"), NOW).unwrap();
    central.set(company, &named("Hansen"));
    central.pull(&workspace);
    central.set(company, &named("Holm"));
    central.pull(&workspace);
    let draft = workspace.drafts(&company).unwrap().remove(0);
    assert_eq!((draft.value, draft.base), (json!("Jens"), Some(json!("Jensen"))));
    // The change says what the author had seen; nobody else's bases are let through.
    assert!(workspace.commit(&commit(company, vec![change("name", "Hansen", "Jens")])).is_err());
    workspace.commit(&commit(company, vec![change("name", "Jensen", "Jens")])).unwrap();
    assert_eq!(freeze(&workspace)[0].records[0].changes[0].base, json!("Jensen"));
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Jens"));
}

#[test]
fn edits_are_squashed_frozen_with_their_needs_and_never_squashed_after() {
    let home = Home::new();
    let (workspace, _) = met(&home);
    let company = company(&workspace, "K");
    workspace.commit(&commit(company, vec![change("name", "K", "Ko")])).unwrap();
    let order = key(Kind::JobOrder);
    workspace.commit(&fresh(order, &[("company", &company.id.to_string())])).unwrap();
    let first = freeze(&workspace);
    assert_eq!(first.len(), 2);
    assert_eq!(first[0].records[0].changes[0].value, json!("Ko"));
    assert_eq!(first[1].needs, [first[0].id]);
    workspace.commit(&commit(company, vec![change("name", "Ko", "Kok")])).unwrap();
    assert_eq!(freeze(&workspace), first);
    assert_eq!(workspace.sync_counts().unwrap().unsent, 3);
}

#[test]
fn a_rejected_commit_stays_in_sight_with_those_that_need_it_and_can_be_discarded_and_resent() {
    let home = Home::new();
    let (workspace, _) = met(&home);
    let order = key(Kind::JobOrder);
    workspace.commit(&fresh(order, &[("title", "Kok")])).unwrap();
    let sent = freeze(&workspace);
    workspace.store_reply(&rejected(sent[0].id), NOW).unwrap();
    workspace.commit(&commit(order, vec![change("tasks", Value::Null, "Pluk")])).unwrap();
    let other = company(&workspace, "Jensen");
    let counts = workspace.sync_counts().unwrap();
    assert_eq!((counts.rejected, counts.held, counts.unsent), (1, 1, 1));
    assert_eq!(text(&workspace, &order, "title").as_deref(), Some("Kok"), "what was typed does not vanish");
    assert_eq!(freeze(&workspace).iter().map(|one| one.records[0].key).collect::<Vec<_>>(), [other], "the rest flows");

    let held: Vec<_> = workspace.held_back().unwrap();
    assert_eq!(held[0].state, JournalState::Rejected { code: "format".into() });
    assert_eq!(held[1].state, JournalState::Held);
    let ids: Vec<Uuid> = held.iter().map(|one| one.commit.id).collect();
    workspace.discard_commits(&ids, &[], NOW).unwrap();
    assert_eq!(workspace.record(&order).unwrap(), None);
    let held = workspace.held_back().unwrap();
    assert!(held.iter().all(|one| matches!(one.state, JournalState::Discarded { .. })));

    let again = fresh(order, &[("title", "Kok"), ("tasks", "Pluk")]);
    workspace.replace_commits(&ids, &again, &[]).unwrap();
    assert!(workspace.held_back().unwrap().is_empty());
    assert_eq!(text(&workspace, &order, "tasks").as_deref(), Some("Pluk"));
    workspace.discard_commits(&[again.id], &[], NOW).unwrap();
    used_until(&workspace, "2026-12-23");
    assert_eq!(workspace.held_back().unwrap().len(), 1);
    used_until(&workspace, "2026-12-24");
    assert!(workspace.held_back().unwrap().is_empty(), "after 30 days it is gone");
}

fn refused(id: Uuid, code: &str) -> feltmappen_sync::wire::PushReply {
    reply(done(id, Outcome::Rejected { code: code.to_owned() }, 0))
}

#[test]
fn r12_a_refused_permit_is_none_and_holds_nothing_back() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let submittal = key(Kind::Submittal);
    let consent = json!(id().to_string());
    workspace.commit(&commit(submittal, vec![change("consent", Value::Null, consent.clone())])).unwrap();
    let asks = |workspace: &feltmappen_store::Workspace, at: &str| {
        let seen = change("consent", consent.clone(), consent.clone());
        workspace.commit(&commit(submittal, vec![change("permit.at", Value::Null, at), seen])).unwrap();
    };
    asks(&workspace, "2026-11-24T09:30:00+01:00");
    workspace.commit(&commit(submittal, vec![change("sent.at", Value::Null, "2026-11-24T09:31:00+01:00")])).unwrap();
    let sent = freeze(&workspace);
    let needs: Vec<_> = sent.iter().map(|one| one.needs.clone()).collect();
    assert_eq!(needs, [vec![], vec![sent[0].id], vec![sent[0].id]], "the fact rests on the making alone");
    assert!(text(&workspace, &submittal, "permit.at").is_some(), "until central has answered");

    let made = central.push(&sent[..1]);
    workspace.store_reply(&made, NOW).unwrap();
    workspace.store_reply(&refused(sent[1].id, "no_permit"), NOW).unwrap();
    assert_eq!(text(&workspace, &submittal, "permit.at"), None, "a refused permit is none");
    let fact = central.push(&sent[2..]);
    assert_eq!(freeze(&workspace), sent[2..], "the fact goes on");
    workspace.store_reply(&fact, NOW).unwrap();
    assert!(central.pull(&workspace));
    assert_eq!(text(&workspace, &submittal, "permit.at"), None);
    assert!(text(&workspace, &submittal, "sent.at").is_some());

    // The refusal waits for the user; what he does next waits for nothing, another permit among it.
    workspace.commit(&commit(submittal, vec![change("told_at", Value::Null, "2026-11-24T09:40:00+01:00")])).unwrap();
    asks(&workspace, "2026-11-24T09:50:00+01:00");
    let held = workspace.held_back().unwrap();
    assert_eq!(
        held.iter().map(|one| one.state.clone()).collect::<Vec<_>>(),
        [JournalState::Rejected { code: "no_permit".into() }]
    );
    assert_eq!(freeze(&workspace).len(), 2);
    assert_eq!(text(&workspace, &submittal, "permit.at").as_deref(), Some("2026-11-24T09:50:00+01:00"));
    workspace.discard_commits(&[sent[1].id], &[], NOW).unwrap();
    assert!(text(&workspace, &submittal, "sent.at").is_some());
}

#[test]
fn r1_a_consent_whose_finalising_was_refused_is_a_draft_again() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let consent = key(Kind::Consent);
    workspace.commit(&commit(consent, vec![change("purpose", Value::Null, "Ansøgning")])).unwrap();
    let made = central.push(&freeze(&workspace));
    workspace.store_reply(&made, NOW).unwrap();
    central.pull(&workspace);
    let papers = change("document_id", Value::Null, "019aa1b2");
    let finalised = change("finalised_at", Value::Null, "2026-11-24T09:30:00+01:00");
    workspace.commit(&commit(consent, vec![papers, finalised])).unwrap();
    let sent = freeze(&workspace);
    assert!(text(&workspace, &consent, "finalised_at").is_some(), "until central has answered");
    workspace.store_reply(&refused(sent[0].id, "format"), NOW).unwrap();
    assert_eq!(text(&workspace, &consent, "finalised_at"), None, "it covers nothing");
    assert!(
        text(&workspace, &consent, "document_id").is_some(),
        "what is only written is in sight until somebody decides"
    );
    assert_eq!(workspace.held_back().unwrap().len(), 1);
    workspace.discard_commits(&[sent[0].id], &[], NOW).unwrap();
    assert_eq!(text(&workspace, &consent, "document_id"), None);
}

#[test]
fn a_conflict_is_there_until_a_commit_resolves_it() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    let conflict = Conflict {
        id: id(),
        commit: id(),
        author: ME,
        device_time: NOW.into(),
        reason: ConflictReason::Value,
        sides: vec![Sides { path: path("title"), base: json!("Kok"), mine: json!("Kok 1") }],
    };
    let fields: Fields = [(path("title"), json!("Kok 2"))].into_iter().collect();
    central.put(order, present(fields, vec![conflict.clone()]));
    assert!(central.pull(&workspace), "conflicts count in the sums");
    assert_eq!(workspace.conflicts().unwrap()[0].conflict, conflict);
    assert_eq!(workspace.sync_counts().unwrap().conflicts, 1);
    let mut decided = commit(order, vec![change("title", "Kok 2", "Kok 1")]);
    decided.records[0].resolves = vec![conflict.id];
    workspace.commit(&decided).unwrap();
    assert!(workspace.conflicts().unwrap().is_empty());
}

/// The page with the conflict may overtake the answer to its commit. Until that has landed the record shows the own value, and
/// nobody could tell what stands against it.
#[test]
fn a_conflict_is_asked_about_when_its_commit_no_longer_lies_over_the_record() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    workspace.commit(&commit(order, vec![change("title", Value::Null, "Kok 1")])).unwrap();
    let sent = freeze(&workspace);
    let conflict = Conflict {
        id: id(),
        commit: sent[0].id,
        author: ME,
        device_time: NOW.into(),
        reason: ConflictReason::Value,
        sides: vec![Sides { path: path("title"), base: Value::Null, mine: json!("Kok 1") }],
    };
    let fields: Fields = [(path("title"), json!("Kok 2"))].into_iter().collect();
    let sequence = central.put(order, present(fields, vec![conflict]));
    central.pull(&workspace);
    assert_eq!(text(&workspace, &order, "title").as_deref(), Some("Kok 1"));
    assert_eq!((workspace.conflicts().unwrap().len(), workspace.sync_counts().unwrap().conflicts), (0, 0));

    workspace.store_reply(&reply(done(sent[0].id, Outcome::AppliedWithConflict, sequence)), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(text(&workspace, &order, "title").as_deref(), Some("Kok 2"));
    assert_eq!((workspace.conflicts().unwrap().len(), workspace.sync_counts().unwrap().conflicts), (1, 1));
}

#[test]
fn what_a_person_decided_against_comes_back_within_30_days_of_the_decision() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let order = key(Kind::JobOrder);
    workspace.commit(&commit_at(order, vec![change("title", Value::Null, "Kok 1")], "2026-09-01T10:00:00Z")).unwrap();
    let sent = freeze(&workspace);
    let conflict = Conflict {
        id: id(),
        commit: sent[0].id,
        author: ME,
        device_time: "2026-09-01T10:00:00Z".into(),
        reason: ConflictReason::Value,
        sides: vec![Sides { path: path("title"), base: Value::Null, mine: json!("Kok 1") }],
    };
    let fields: Fields = [(path("title"), json!("Kok 2"))].into_iter().collect();
    let sequence = central.put(order, present(fields, vec![conflict.clone()]));
    workspace.store_reply(&reply(done(sent[0].id, Outcome::AppliedWithConflict, sequence)), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(text(&workspace, &order, "title").as_deref(), Some("Kok 2"));

    // Twelve weeks after it was typed the colleague's value is chosen.
    let mut decided = commit(order, Vec::new());
    decided.records[0].resolves = vec![conflict.id];
    workspace.commit(&decided).unwrap();
    used_until(&workspace, "2026-12-23");
    let undoable = workspace.last_undoable(ME, "2026-12-23T10:00:00Z").unwrap().expect("29 days later it is there");
    let back = feltmappen_sync::inverse(&undoable.records[0]);
    assert_eq!((&back.changes[0].base, &back.changes[0].value), (&json!("Kok 2"), &json!("Kok 1")));
    used_until(&workspace, "2026-12-26");
    assert_eq!(workspace.last_undoable(ME, "2026-12-26T10:00:00Z").unwrap(), None);
}

#[test]
fn the_catalogue_that_the_device_made_gives_way_and_is_never_sent() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let unit = RecordKey { kind: Kind::Unit, id: UNIT };
    let mut seed = fresh(unit, &[("name", "Egelund Kommune"), ("municipality", "0410")]);
    seed.author = Uuid::nil();
    workspace.commit(&seed).unwrap();
    assert!(freeze(&workspace).is_empty());
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0);
    workspace.commit(&commit(unit, vec![change("name", "Egelund Kommune", "Virksomhedsindgangen")])).unwrap();
    let sent = freeze(&workspace);
    let bases: Vec<_> =
        sent[0].records[0].changes.iter().map(|one| (one.path.as_str().to_owned(), one.base.clone())).collect();
    assert_eq!(bases, [("name".to_owned(), Value::Null), ("municipality".to_owned(), Value::Null)]);
    workspace.store_reply(&central.push(&sent), NOW).unwrap();
    central.set(unit, &named("Centrals navn"));
    central.pull(&workspace);
    assert_eq!(text(&workspace, &unit, "name").as_deref(), Some("Centrals navn"));
}

#[test]
fn a_deletion_counts_for_a_day_and_as_long_as_central_has_not_heard_of_it() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let key = company(&workspace, "Jensen");
    workspace.commit(&commit(key, vec![change("@alive", Value::Null, false)])).unwrap();
    let a_month_later = "2026-12-24T10:00:00Z";
    assert_eq!(workspace.deleted_lately(a_month_later).unwrap().into_iter().collect::<Vec<_>>(), [key]);
    workspace.store_reply(&central.push(&freeze(&workspace)), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(workspace.deleted_lately(NOW).unwrap().into_iter().collect::<Vec<_>>(), [key]);
    assert!(workspace.deleted_lately(a_month_later).unwrap().is_empty());
}
