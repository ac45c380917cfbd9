//! What leaves the device: erased by law, out of reach, or in a file.

use feltmappen_domain::record::Kind;
use feltmappen_sync::wire::{Answer, EntryState, PIECE_BYTES, PushReply};
use feltmappen_sync::{Commit, Outcome};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::central::{DATASET, done, feed, freeze, met, named};
use crate::support::*;

#[test]
fn a_purge_leaves_nothing_of_the_record_anywhere() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let contact = key(Kind::Contact);
    central.set(contact, &named("Agnete Planteborg"));
    central.pull(&workspace);
    central.set(contact, &named("Agnete P"));
    central.pull(&workspace);
    workspace.commit(&commit(contact, vec![change("phone", Value::Null, "Agnetes nummer")])).unwrap();
    workspace.save_draft(&contact, UNIT, &path("notes"), &json!("Agnete"), NOW).unwrap();
    workspace.save_draft(&contact, UNIT, &path("notes"), &json!("A"), NOW).unwrap();
    central.put(contact, EntryState::Purged);
    assert!(central.pull(&workspace));
    assert_eq!(workspace.record(&contact).unwrap(), None);
    assert!(freeze(&workspace).is_empty());
    let left: Vec<String> = workspace
        .raw(|connection| {
            let tables = [
                "record",
                "confirmed",
                "journal",
                "history",
                "draft",
                "draft_history",
                "search_doc",
                "earlier",
                "quarantine",
                "overlay",
            ];
            let mut left = Vec::new();
            for table in tables {
                let count: i64 =
                    connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
                if count > 0 {
                    left.push(table.to_owned());
                }
            }
            Ok(left)
        })
        .unwrap();
    assert!(left.is_empty(), "{left:?}");
    workspace.check().unwrap();
}

#[test]
fn a_purge_does_not_wait_for_the_answer_to_what_is_on_its_way() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let (contact, company) = (key(Kind::Contact), key(Kind::Company));
    central.set(contact, &named("Agnete Planteborg"));
    central.pull(&workspace);
    let mut both = commit(contact, vec![change("phone", Value::Null, "Agnetes nummer")]);
    both.records.push(fresh(company, &[("name", "Gartneriet")]).records.remove(0));
    workspace.commit(&both).unwrap();
    let sent = freeze(&workspace);
    assert_eq!(sent, [both], "frozen, and perhaps on its way");
    central.put(contact, EntryState::Purged);
    central.pull(&workspace);
    let left: i64 = workspace
        .raw(|connection| {
            connection.query_row("SELECT count(*) FROM journal WHERE payload LIKE '%Agnete%'", [], |row| row.get(0))
        })
        .unwrap();
    assert_eq!(left, 0, "the law does not wait");
    let rest = freeze(&workspace);
    assert_eq!((rest.len(), rest[0].records.len()), (1, 1));
    assert_eq!(rest[0].records[0].key, company);
    assert_ne!(rest[0].id, sent[0].id, "another payload is another commit");
    assert_eq!(freeze(&workspace), rest);
    workspace.store_reply(&central.push(&rest), NOW).unwrap();
    central.pull(&workspace);
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Gartneriet"));
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0);
}

#[test]
fn an_answer_that_all_is_erased_ends_the_commit_before_the_feed_tells() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let contact = key(Kind::Contact);
    central.set(contact, &named("Agnete Planteborg"));
    central.pull(&workspace);
    workspace.commit(&commit(contact, vec![change("phone", Value::Null, "Agnetes nummer")])).unwrap();
    let sent = freeze(&workspace);
    let mut reply = central.push(&sent);
    reply.results[0].answer = Answer::Done { outcome: Outcome::Purged, feeds: Vec::new() };
    workspace.store_reply(&reply, NOW).unwrap();
    let counts = workspace.sync_counts().unwrap();
    assert_eq!(
        (counts.unsent, counts.waiting, counts.rejected),
        (0, 0, 0),
        "nobody has to decide about what is erased by law"
    );
    assert!(freeze(&workspace).is_empty());
    central.put(contact, EntryState::Purged);
    central.pull(&workspace);
    assert_eq!(workspace.record(&contact).unwrap(), None);
    assert!(workspace.history(None, 9).unwrap().is_empty());
}

#[test]
fn a_lost_scope_leaves_with_its_records_and_unsent_work_is_sealed() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &named("Jensen"));
    central.pull(&workspace);
    workspace.commit(&commit(company, vec![change("name", "Jensen", "Agnete")])).unwrap();
    workspace.save_draft(&company, UNIT, &path("notes"), &json!("Agnete"), NOW).unwrap();
    let key = central.feeds().sealing_key;
    for _ in 0..2 {
        workspace.seal_orphans(&[feed()], &key, NOW).unwrap();
    }
    for _ in 0..2 {
        workspace.forget_feed(&feed(), NOW).unwrap();
    }
    assert!(workspace.feeds().unwrap().is_empty());
    assert_eq!(workspace.count(Kind::Company).unwrap(), 0);
    let parcel = workspace.next_orphan().unwrap().unwrap();
    assert!(!parcel.1.windows(6).any(|part| part == b"Agnete"));
    assert!(workspace.all_drafts().unwrap().is_empty() && workspace.history(None, 9).unwrap().is_empty());
    assert!(freeze(&workspace).is_empty());
    workspace.orphan_handed_in(parcel.0).unwrap();
    assert_eq!(workspace.sync_counts().unwrap(), feltmappen_store::SyncCounts::default());
}

#[test]
fn much_work_leaves_in_parcels_that_get_through_each_by_itself() {
    const COMMITS: usize = 120;
    let home = Home::new();
    let (workspace, central) = met(&home);
    central.pull(&workspace);
    let long = "Ring til kantinen først. ".repeat(1_000);
    let made: Vec<Uuid> = (0..COMMITS)
        .map(|number| {
            let made = fresh(key(Kind::Company), &[("name", &format!("Nr. {number}")), ("notes", &long)]);
            workspace.commit(&made).unwrap();
            made.id
        })
        .collect();
    let secret = crypto_box::SecretKey::generate(&mut crypto_box::aead::OsRng);
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    workspace.seal_orphans(&[feed()], &STANDARD.encode(secret.public_key().as_bytes()), NOW).unwrap();
    let mut opened: Vec<Uuid> = Vec::new();
    let mut parcels = 0;
    while let Some((number, parcel)) = workspace.next_orphan().unwrap() {
        assert!(parcel.len() < PIECE_BYTES + 4 * long.len(), "{} bytes", parcel.len());
        let parcel: Value = serde_json::from_slice(&secret.unseal(&parcel).unwrap()).unwrap();
        let commits: Vec<Commit> = serde_json::from_value(parcel["commits"].clone()).unwrap();
        opened.extend(commits.iter().map(|commit| commit.id));
        parcels += 1;
        workspace.orphan_handed_in(number).unwrap();
    }
    assert!(opened == made, "all of it, in order");
    assert!(parcels > 2);
}

#[test]
fn what_was_made_before_and_while_a_scope_is_lost_leaves_sealed_too() {
    let home = Home::new();
    let (workspace, central) = met(&home);
    central.pull(&workspace);
    let before = company(&workspace, "Aldrig sendt");
    workspace.seal_orphans(&[feed()], &central.feeds().sealing_key, NOW).unwrap();
    assert_eq!(workspace.record(&before).unwrap(), None, "nobody but the device knew of it");
    let meanwhile = company(&workspace, "Skrevet imens");
    workspace.forget_feed(&feed(), NOW).unwrap();
    assert_eq!(workspace.record(&meanwhile).unwrap(), None);
    let counts = workspace.sync_counts().unwrap();
    assert_eq!((counts.unsent, counts.orphans), (0, 2), "both are sealed");
    let left: i64 = workspace.raw(|c| c.query_row("SELECT count(*) FROM journal", [], |row| row.get(0))).unwrap();
    assert_eq!(left, 0);
}

#[test]
fn unsent_work_travels_in_a_file_and_is_carried_out_once() {
    let (home, other) = (Home::new(), Home::new());
    let workspace = home.create();
    let company = company(&workspace, "Agnete");
    workspace.save_draft(&company, UNIT, &path("notes"), &json!("halv"), NOW).unwrap();
    let word = feltmappen_store::Passphrase::new("tre ord at huske".into());
    let (file, saved) = workspace.rescue(&word).unwrap();
    assert_eq!((saved.commits, saved.drafts), (1, 1));
    let elsewhere = other.create();
    let wrong = feltmappen_store::Passphrase::new("tre forkerte ord".into());
    assert_eq!(elsewhere.take_over(&file, &wrong, NOW).err(), Some(feltmappen_store::StoreError::WrongKey));
    assert_eq!(elsewhere.take_over(&file, &word, NOW).unwrap(), saved);
    assert_eq!(
        elsewhere.take_over(&file, &word, NOW).unwrap(),
        feltmappen_store::Rescue { commits: 0, drafts: 0, attachments: 0, left_out: 0, known: 2 }
    );
    assert_eq!(text(&elsewhere, &company, "name").as_deref(), Some("Agnete"));
    assert_eq!(elsewhere.drafts(&company).unwrap()[0].value, json!("halv"));
    assert_eq!(freeze(&elsewhere), freeze(&workspace), "the same ids and payloads");
}

#[test]
fn what_went_into_a_file_is_the_same_on_both_computers_whatever_the_user_does_next() {
    let (home, other) = (Home::new(), Home::new());
    let (workspace, elsewhere) = (home.create(), other.create());
    let company = company(&workspace, "Agnete");
    workspace.commit(&commit(company, vec![change("notes", Value::Null, "Ring")])).unwrap();
    let contact = key(Kind::Contact);
    workspace.commit(&commit(contact, vec![change("company", Value::Null, company.id.to_string())])).unwrap();
    let word = feltmappen_store::Passphrase::new("tre ord at huske".into());
    let (file, _) = workspace.rescue(&word).unwrap();
    elsewhere.take_over(&file, &word, NOW).unwrap();
    workspace.commit(&commit(company, vec![change("notes", "Ring", "Ring mandag")])).unwrap();
    let sent = freeze(&elsewhere);
    assert_eq!(freeze(&workspace), sent, "what was in the file goes as it was in the file");
    let results = sent.iter().map(|one| done(one.id, Outcome::Applied, 9)).collect();
    workspace.store_reply(&PushReply { dataset: DATASET, results }, NOW).unwrap();
    let later = freeze(&workspace);
    assert_eq!(later.len(), 1);
    assert_eq!(later[0].records[0].changes[0].value, json!("Ring mandag"));
}
