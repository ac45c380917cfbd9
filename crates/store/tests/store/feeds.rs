//! What central sends: pages, answers, healing, restores, purges, and the user's own work laid over all of it.

use feltmappen_domain::record::{Fields, Kind, RecordKey};
use feltmappen_store::{JournalState, Workspace};
use feltmappen_sync::wire::{
    Answer, CommitResult, Conflict, ConflictReason, ContentHash, Dataset, Entry, EntryState, FeedId, FeedState, Feeds,
    Page, PushReply, Sides, read_page,
};
use feltmappen_sync::{Commit, Outcome};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::*;

pub const DATASET: Dataset = Dataset { id: Uuid::from_u128(0xDA7A), generation: 1 };

pub fn feed() -> FeedId {
    FeedId::unit(UNIT)
}

/// Central as the tests play it: the latest state of each record.
#[derive(Default)]
pub struct Central {
    pub entries: Vec<Entry>,
    pub last: u64,
    pub generation: u64,
    pub restored: u64,
}

impl Central {
    pub fn dataset(&self) -> Dataset {
        Dataset { generation: DATASET.generation + self.generation, ..DATASET }
    }

    pub fn put(&mut self, key: RecordKey, state: EntryState) -> u64 {
        self.last += 1;
        self.entries.retain(|entry| entry.key != key);
        self.entries.push(Entry { sequence: self.last, key, home_unit: UNIT, state });
        self.last
    }

    pub fn set(&mut self, key: RecordKey, fields: &[(&str, Value)]) -> u64 {
        let fields: Fields = fields.iter().map(|(at, value)| (path(at), value.clone())).collect();
        self.put(key, present(fields, Vec::new()))
    }

    pub fn state(&self) -> FeedState {
        let mut hash = ContentHash::EMPTY;
        let mut count = 0;
        for entry in &self.entries {
            if let EntryState::Present { fields, conflicts, .. } = &entry.state {
                hash = hash.plus(ContentHash::of(entry.key, entry.home_unit, fields, conflicts));
                count += 1;
            }
        }
        FeedState { feed: feed(), sequence: self.last, count, hash, restored: self.restored }
    }

    pub fn feeds(&self) -> Feeds {
        let sealing_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
        Feeds { protocol: 1, oldest: 1, dataset: self.dataset(), feeds: vec![self.state()], sealing_key }
    }

    pub fn page(&self, after: u64, limit: usize) -> Page {
        let mut entries: Vec<Entry> = self.entries.iter().filter(|entry| entry.sequence > after).cloned().collect();
        entries.sort_by_key(|entry| entry.sequence);
        let last = entries.len() <= limit;
        entries.truncate(limit);
        let until = if last { self.last } else { entries.last().map_or(after, |entry| entry.sequence) };
        Page { dataset: self.dataset(), feed: feed(), entries, until, complete: last.then(|| self.state()) }
    }

    /// Everything after the device's cursor; whether the sums agree.
    pub fn pull(&self, workspace: &Workspace) -> bool {
        self.pull_from(workspace, workspace.feeds().unwrap().first().map_or(0, |feed| feed.sequence))
    }

    pub fn pull_from(&self, workspace: &Workspace, mut after: u64) -> bool {
        loop {
            let page = self.page(after, 3);
            let outcome = workspace.store_page(&page, after, &[], NOW).unwrap();
            if let Some(agrees) = outcome.agrees {
                return agrees;
            }
            after = outcome.until;
        }
    }

    /// Takes commits over as they are, and answers.
    pub fn push(&mut self, commits: &[Commit]) -> PushReply {
        let mut results = Vec::new();
        for commit in commits {
            let mut sequence = 0;
            for record in &commit.records {
                let standing = self.entries.iter().find(|entry| entry.key == record.key);
                let mut fields = match standing.map(|entry| &entry.state) {
                    Some(EntryState::Present { fields, .. }) => fields.clone(),
                    _ => Fields::new(),
                };
                feltmappen_sync::apply(&mut fields, &record.changes);
                sequence = self.put(record.key, present(fields, Vec::new()));
            }
            results.push(done(commit.id, Outcome::Applied, sequence));
        }
        PushReply { dataset: self.dataset(), results }
    }
}

pub fn present(fields: Fields, conflicts: Vec<Conflict>) -> EntryState {
    let state = json!({"state": "present", "fields": fields, "conflicts": conflicts});
    serde_json::from_value(state).unwrap()
}

pub fn done(id: Uuid, outcome: Outcome, sequence: u64) -> CommitResult {
    CommitResult { id, answer: Answer::Done { outcome, feeds: vec![(feed(), sequence)] } }
}

pub fn reply(result: CommitResult) -> PushReply {
    PushReply { dataset: DATASET, results: vec![result] }
}

pub fn rejected(id: Uuid) -> PushReply {
    let outcome = Outcome::Rejected { code: "format".into() };
    reply(CommitResult { id, answer: Answer::Done { outcome, feeds: Vec::new() } })
}

pub fn met(home: &Home) -> (Workspace, Central) {
    let (workspace, central) = (home.create(), Central::default());
    let feeds = central.feeds();
    let found = feltmappen_store::Central { dataset: feeds.dataset, sealing_key: feeds.sealing_key };
    workspace.meet_central(&found).unwrap();
    (workspace, central)
}

pub fn freeze(workspace: &Workspace) -> Vec<Commit> {
    workspace.freeze_batch(500, &mut id).unwrap()
}

fn named(name: &str) -> Vec<(&'static str, Value)> {
    vec![("name", json!(name))]
}

#[test]
fn pages_come_into_sight_with_lists_search_and_sums() {
    for count in [0, 1, 2, 3, 4, 7] {
        let home = Home::new();
        let (workspace, mut central) = met(&home);
        let keys: Vec<_> = (0..count).map(|_| key(Kind::Company)).collect();
        for (n, key) in keys.iter().enumerate() {
            central.set(*key, &named(&format!("Virksomhed {n}")));
        }
        assert!(central.pull(&workspace), "{count} records in pages of 3");
        assert_eq!(workspace.count(Kind::Company).unwrap(), count as u64);
        assert_eq!(workspace.search("virksomhed", 20).unwrap().len(), count);
        assert_eq!(workspace.feeds().unwrap()[0].sequence, central.last);
        assert!(workspace.has_everything().unwrap());
        assert!(workspace.history(None, 10).unwrap().is_empty(), "the first reading is no news");
    }
}

#[test]
fn the_same_page_twice_changes_nothing_and_an_old_one_neither() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let company = key(Kind::Company);
    central.set(company, &named("Jensen"));
    let old = central.page(0, 10);
    central.pull(&workspace);
    let after = workspace.feeds().unwrap();
    let again = workspace.store_page(&old, 0, &[], NOW).unwrap();
    assert_eq!(again.agrees, Some(true));
    assert_eq!(workspace.feeds().unwrap(), after);
    central.set(company, &named("Hansen"));
    central.pull(&workspace);
    let late = Page { complete: None, ..old };
    workspace.store_page(&late, 1, &[], NOW).unwrap();
    assert_eq!(text(&workspace, &company, "name").as_deref(), Some("Hansen"));
}

#[test]
fn a_page_that_skips_some_is_refused() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    for _ in 0..4 {
        central.set(key(Kind::Company), &named("Jensen"));
    }
    assert!(workspace.store_page(&central.page(2, 10), 2, &[], NOW).is_err());
    assert_eq!(workspace.count(Kind::Company).unwrap(), 0);
}

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
    workspace.discard_commits(&[again.id], &[], "2026-10-01T10:00:00Z").unwrap();
    workspace.tidy(NOW).unwrap();
    assert!(workspace.held_back().unwrap().is_empty(), "after 30 days it is gone");
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
    workspace.tidy("2026-12-23T10:00:00Z").unwrap();
    let undoable = workspace.last_undoable(ME, "2026-12-23T10:00:00Z").unwrap().expect("29 days later it is there");
    let back = feltmappen_sync::inverse(&undoable.records[0]);
    assert_eq!((&back.changes[0].base, &back.changes[0].value), (&json!("Kok 2"), &json!("Kok 1")));
    workspace.tidy("2026-12-26T10:00:00Z").unwrap();
    assert_eq!(workspace.last_undoable(ME, "2026-12-26T10:00:00Z").unwrap(), None);
}

#[test]
fn what_cannot_be_read_is_put_aside_counts_and_gives_way_to_what_can() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let good = key(Kind::Company);
    let sequence = central.set(good, &named("Jensen"));
    let mut text = serde_json::to_value(central.page(0, 10)).unwrap();
    let mut strange = text["entries"][0].clone();
    strange["sequence"] = json!(sequence + 1);
    strange["key"] = json!({"kind": "spaceship", "id": id()});
    let hash = ContentHash::of_json(&strange).unwrap();
    text["entries"].as_array_mut().unwrap().push(strange);
    text["until"] = json!(sequence + 1);
    text["complete"]["count"] = json!(2);
    text["complete"]["hash"] = json!(central.state().hash.plus(hash).to_string());
    let reading = read_page(&text.to_string()).unwrap();
    let outcome = workspace.store_page(&reading.page, 0, &reading.unreadable, NOW).unwrap();
    assert_eq!((outcome.agrees, outcome.quarantined), (Some(true), 1));
    assert_eq!(crate::support::text(&workspace, &good, "name").as_deref(), Some("Jensen"));
    let aside = workspace.quarantined().unwrap().remove(0);
    assert_eq!(aside.reason, "unknown_kind");
    assert!(!format!("{aside:?}").contains("Jensen"));
    assert_eq!(workspace.read_quarantined(NOW).unwrap(), 0);
}

#[test]
fn one_entry_that_cannot_be_stored_is_put_aside_alone() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let keys: Vec<_> = (0..5).map(|_| key(Kind::Company)).collect();
    for key in &keys {
        central.set(*key, &named("Jensen"));
    }
    let refuse = format!(
        "CREATE TRIGGER refuse BEFORE INSERT ON confirmed WHEN NEW.id = x'{}' BEGIN SELECT RAISE(ABORT, ''); END",
        keys[2].id.simple()
    );
    workspace.raw(|connection| connection.execute_batch(&refuse)).unwrap();
    let outcome = workspace.store_page(&central.page(0, 10), 0, &[], NOW).unwrap();
    assert_eq!((outcome.agrees, outcome.quarantined, outcome.until), (Some(true), 1, central.last));
    let aside = workspace.quarantined().unwrap();
    assert_eq!(aside.iter().map(|one| one.reason.as_str()).collect::<Vec<_>>(), ["not_stored"]);
    assert_eq!(workspace.search("jensen", 9).unwrap().len(), 4, "the others are here, and are found");
}

#[test]
fn a_difference_heals_by_reading_again_and_what_is_not_met_goes() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let keys: Vec<_> = (0..5).map(|_| key(Kind::Company)).collect();
    for key in &keys {
        central.set(*key, &named("Jensen"));
    }
    central.pull(&workspace);
    let unsent = company(&workspace, "Min egen");
    // Central lost two without saying so.
    central.entries.retain(|entry| entry.key != keys[0] && entry.key != keys[4]);
    central.set(keys[1], &named("Hansen"));
    assert!(!central.pull(&workspace), "the sums differ");
    workspace.read_again(&feed()).unwrap();
    assert_eq!(workspace.count(Kind::Company).unwrap(), 6, "everything stays in sight meanwhile");
    assert!(central.pull(&workspace));
    assert_eq!(workspace.count(Kind::Company).unwrap(), 4);
    assert_eq!(text(&workspace, &unsent, "name").as_deref(), Some("Min egen"));
    assert_eq!(workspace.search("jensen", 9).unwrap().len(), 2);
}

#[test]
fn a_difference_that_was_found_before_a_crash_is_read_again_after_it() {
    let home = Home::new();
    let mut central = Central::default();
    central.set(key(Kind::Company), &named("Café Lysning"));
    {
        let workspace = home.create();
        assert!(central.pull(&workspace));
        let spoil = "UPDATE feed SET hash = CAST(printf('%032d', 7) AS BLOB)";
        workspace.raw(|connection| connection.execute(spoil, [])).unwrap();
        central.set(key(Kind::Company), &named("Møllegårdens Bageri"));
        assert!(!central.pull(&workspace));
        // Nobody came to begin the reading.
    }
    let workspace = home.open().unwrap();
    assert_eq!(workspace.read_again_now().unwrap(), [feed()]);
    assert_eq!(workspace.feeds().unwrap()[0].sequence, 0);
    assert!(central.pull(&workspace));
    assert_eq!(workspace.read_again_now().unwrap(), []);
}

#[test]
fn a_sum_that_is_wrong_by_itself_heals_too() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    central.set(key(Kind::Company), &named("Jensen"));
    central.pull(&workspace);
    let spoil = "UPDATE feed SET count = 7, hash = CAST(printf('%032d', 7) AS BLOB)";
    workspace.raw(|writer| writer.execute(spoil, [])).unwrap();
    central.set(key(Kind::Company), &named("Hansen"));
    assert!(!central.pull(&workspace), "the sums differ");
    workspace.read_again(&feed()).unwrap();
    assert!(central.pull(&workspace));
}

#[test]
fn a_device_that_is_cut_off_at_the_end_of_a_page_reads_that_end_again() {
    let home = Home::new();
    let (workspace, mut central) = met(&home);
    let own = company(&workspace, "Min egen");
    let sent = freeze(&workspace);
    let answer = central.push(&sent);
    central.set(own, &named("Min egen"));
    workspace.store_reply(&answer, NOW).unwrap();
    workspace
        .raw(|writer| {
            writer.execute_batch(
                "CREATE TRIGGER cut BEFORE UPDATE ON feed WHEN NEW.complete BEGIN SELECT RAISE(ABORT, 'cut off'); END",
            )
        })
        .unwrap();
    assert!(workspace.store_page(&central.page(0, 9), 0, &[], NOW).is_err());
    workspace.raw(|writer| writer.execute_batch("DROP TRIGGER cut")).unwrap();
    assert!(workspace.feeds().unwrap()[0].sequence < central.last, "or else nobody would ask for it any more");
    assert!(!workspace.has_everything().unwrap());
    assert!(central.pull(&workspace));
    assert!(workspace.has_everything().unwrap());
    assert_eq!(workspace.sync_counts().unwrap().unsent, 0);
}

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
    central = Central { entries: before, last: backup, generation: 1, restored: backup };
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

    central = Central { entries: before.0, last: before.1, generation: 1, restored: before.1 };
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
