//! Drafts, commits, history and undo.

use feltmappen_domain::record::Kind;
use feltmappen_store::{Left, StoreError};
use feltmappen_sync::{Commit, inverse};
use serde_json::{Value, json};

use crate::support::*;

#[test]
fn what_is_typed_belongs_to_the_records_home_and_needs_a_record() {
    let home = Home::new();
    let workspace = home.create();
    let known = company(&workspace, "Jensen");
    assert!(workspace.save_typed(&known, &path("notes"), &json!("ring"), NOW).unwrap());
    assert_eq!(workspace.drafts(&known).unwrap()[0].value, json!("ring"));
    let unknown = key(Kind::Company);
    assert!(!workspace.save_typed(&unknown, &path("notes"), &json!("ring"), NOW).unwrap());
    assert!(workspace.drafts(&unknown).unwrap().is_empty());
}

#[test]
fn a_commit_is_there_after_reopening_with_everything_that_belongs_to_it() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::Company);
    let commit = fresh(key, &[("name", "Aabenraa VVS"), ("cvr", "13748136"), ("unknown_yet.field", "bliver")]);
    workspace.commit(&commit).unwrap();
    drop(workspace);
    let workspace = home.open().unwrap();
    let record = workspace.record(&key).unwrap().unwrap();
    assert_eq!(record.home_unit, UNIT);
    assert_eq!(record.fields.text("name"), Some("Aabenraa VVS"));
    assert_eq!(record.fields.text("unknown_yet.field"), Some("bliver"));
    assert!(workspace.unsent().unwrap() == vec![commit]);
    assert_eq!(workspace.unsent_count().unwrap(), 1);
    assert_eq!(workspace.history(Some(key), 10).unwrap().len(), 3);
    assert_eq!(workspace.search("vvs", 10).unwrap()[0].key, key);
}

#[test]
fn a_draft_is_kept_as_typed_and_survives_a_reopening() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::Company);
    for half in [json!("13 74"), json!(""), json!("a\u{0}\u{202e}👩‍🚒"), json!("x".repeat(2_000_000)), json!(1.5)]
    {
        workspace.save_draft(&key, UNIT, &path("cvr"), &half, NOW).unwrap();
        assert!(workspace.drafts(&key).unwrap()[0].value == half);
    }
    drop(workspace);
    let workspace = home.open().unwrap();
    let all = workspace.all_drafts().unwrap();
    assert_eq!((all.len(), all[0].0, all[0].1.home_unit), (1, key, UNIT));
    assert_eq!(all[0].1.value, json!(1.5));
}

#[test]
fn a_commit_is_done_with_its_drafts_but_loses_nothing_that_was_typed_meanwhile() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::Company);
    workspace.save_draft(&key, UNIT, &path("name"), &json!("Møllers"), NOW).unwrap();
    workspace.save_draft(&key, UNIT, &path("cvr"), &json!("13 74 81 36"), NOW).unwrap();
    workspace.save_draft(&key, UNIT, &path("notes"), &json!("ring"), NOW).unwrap();
    workspace.commit(&fresh(key, &[("name", "Møllers"), ("cvr", "13748136")])).unwrap();
    let drafts = workspace.drafts(&key).unwrap();
    assert_eq!(drafts.iter().map(|d| d.path.as_str()).collect::<Vec<_>>(), ["notes"]);
    let left = workspace.left_drafts(&key).unwrap();
    assert_eq!((left.len(), left[0].reason), (1, Left::Committed));
    assert_eq!(left[0].draft.value, json!("13 74 81 36"));
}

#[test]
fn a_discarded_draft_comes_back_within_30_days_and_not_after() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::JobOrder);
    let tasks = path("tasks");
    workspace.save_draft(&key, UNIT, &tasks, &json!("Kørsel med truck"), NOW).unwrap();
    workspace.discard_draft(&key, &tasks, NOW).unwrap();
    assert!(workspace.drafts(&key).unwrap().is_empty());
    used_until(&workspace, "2026-12-23");
    let left = workspace.left_drafts(&key).unwrap();
    assert_eq!((left.len(), left[0].reason), (1, Left::Discarded));
    workspace.restore_draft(left[0].id, "2026-12-24T09:00:00Z").unwrap().unwrap();
    assert_eq!(workspace.drafts(&key).unwrap()[0].value, json!("Kørsel med truck"));
    used_until(&workspace, "2026-12-24");
    assert!(workspace.left_drafts(&key).unwrap().is_empty());
    assert!(workspace.restore_draft(left[0].id, NOW).unwrap().is_none());
    assert_eq!(workspace.drafts(&key).unwrap().len(), 1, "what stands is not history");
}

#[test]
fn a_clock_that_jumps_ends_nothing_before_its_time() {
    let home = Home::new();
    let workspace = home.create();
    let (key, tasks) = (company(&workspace, "Jensen"), path("tasks"));
    let discard = |text: &str, at: &str| {
        workspace.save_draft(&key, UNIT, &tasks, &json!(text), at).unwrap();
        workspace.discard_draft(&key, &tasks, at).unwrap();
    };
    let left = || workspace.left_drafts(&key).unwrap().len();
    let past = |day: &str| {
        used_until(&workspace, day);
        left()
    };
    discard("Før", NOW);
    workspace.tidy(NOW).unwrap();
    // An empty battery: the clock stands ten years back, is set right, stands ten years ahead, and is set right again.
    discard("I 2016", "2016-01-01T00:00:00Z");
    for clock in ["2016-01-01T00:00:00Z", NOW, "2036-11-24T10:00:00Z", NOW, "2036-12-24T10:00:00Z", NOW] {
        workspace.tidy(clock).unwrap();
        assert_eq!(left(), 2, "{clock}");
    }
    // Each has thirty days from when it was first met.
    assert_eq!([past("2026-12-23"), past("2026-12-24"), past("2026-12-30"), past("2026-12-31")], [2, 1, 1, 0]);
    // A clock that is ten years ahead for a working week takes a week and those days.
    discard("Igen", "2026-12-31T10:00:00Z");
    workspace.tidy("2026-12-31T11:00:00Z").unwrap();
    workspace.tidy("2027-01-01T11:00:00Z").unwrap();
    for day in 1..6 {
        workspace.tidy(&format!("2036-12-{day:02}T10:00:00Z")).unwrap();
    }
    let ends = |day: &str| {
        workspace.tidy(&format!("{day}T10:00:00Z")).unwrap();
        left() == 0
    };
    let days = ["2027-01-08", "2027-01-15", "2027-01-22", "2027-01-29", "2027-01-30", "2027-01-31"];
    assert_eq!(days.map(ends), [false, false, false, false, false, true]);
}

#[test]
fn a_clock_that_was_wrong_from_the_start_keeps_things_no_longer_than_others_do() {
    for clock in ["2036", "2016"] {
        let home = Home::new();
        let workspace = home.create();
        let (key, tasks) = (company(&workspace, "Jensen"), path("tasks"));
        let wrong = format!("{clock}-11-24T10:00:00Z");
        workspace.save_draft(&key, UNIT, &tasks, &json!("Kørsel"), &wrong).unwrap();
        workspace.discard_draft(&key, &tasks, &wrong).unwrap();
        workspace.tidy(&wrong).unwrap();
        // Set right at once.
        used_until(&workspace, "2026-12-15");
        assert_eq!(workspace.left_drafts(&key).unwrap().len(), 1, "{clock}");
        workspace.tidy("2026-12-22T10:00:00Z").unwrap();
        workspace.tidy("2026-12-24T10:00:00Z").unwrap();
        assert!(workspace.left_drafts(&key).unwrap().is_empty(), "{clock}");
    }
}

#[test]
fn typing_keeps_a_step_every_ten_seconds_and_every_big_loss() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::JobOrder);
    let tasks = path("tasks");
    for second in 0..30 {
        let typed = json!("ord ".repeat(second + 1));
        let now = format!("2026-11-24T10:00:{second:02}Z");
        workspace.save_draft(&key, UNIT, &tasks, &typed, &now).unwrap();
    }
    assert_eq!(workspace.left_drafts(&key).unwrap().len(), 3);
    workspace.save_draft(&key, UNIT, &tasks, &json!(""), "2026-11-24T10:00:30Z").unwrap();
    let left = workspace.left_drafts(&key).unwrap();
    assert_eq!(left[0].draft.value, json!("ord ".repeat(30)), "the text before it was emptied");
}

#[test]
fn a_moved_base_stops_the_whole_commit() {
    let home = Home::new();
    let workspace = home.create();
    let first = company(&workspace, "Før");
    let second = key(Kind::Company);
    let mut both = fresh(second, &[("name", "Ny")]);
    both.records.extend(commit(first, vec![change("name", "Noget andet", "Efter")]).records);
    let refused = workspace.commit(&both).unwrap_err();
    assert_eq!(refused, StoreError::BaseMoved { key: first, path: path("name") });
    assert!(workspace.record(&second).unwrap().is_none());
    assert_eq!(workspace.unsent_count().unwrap(), 1);
}

#[test]
fn the_same_commit_twice_is_one_and_its_id_is_never_reused() {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::Company);
    let one = fresh(key, &[("name", "Jensen")]);
    workspace.commit(&one).unwrap();
    workspace.commit(&one).unwrap();
    assert_eq!(workspace.unsent_count().unwrap(), 1);
    let other = Commit { action: "other".into(), ..one };
    assert_eq!(workspace.commit(&other).unwrap_err(), StoreError::CommitReused);
}

#[test]
fn a_record_never_changes_its_home_unit() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Jensen");
    let mut moving = commit(key, vec![change("notes", Value::Null, "x")]);
    moving.records[0].home_unit = id();
    assert_eq!(workspace.commit(&moving).unwrap_err(), StoreError::HomeUnitMoved);
}

fn undo(workspace: &feltmappen_store::Workspace, now: &str) -> Result<(), StoreError> {
    let last = workspace.last_undoable(ME, now).unwrap().unwrap();
    let back = Commit {
        id: id(),
        author: ME,
        device_time: now.into(),
        action: "undo".into(),
        needs: Vec::new(),
        records: last.records.iter().rev().map(inverse).collect(),
    };
    workspace.commit_undo(&back, last.commit, &[])
}

#[test]
fn an_edit_and_a_deletion_are_undone_one_after_the_other() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Jensen");
    workspace.commit(&commit(key, vec![change("name", "Jensen", "Hansen")])).unwrap();
    workspace.commit(&commit(key, vec![change("@alive", Value::Null, false)])).unwrap();
    assert!(!workspace.record(&key).unwrap().unwrap().alive());
    assert!(workspace.search("hansen", 10).unwrap().is_empty());
    let now = "2026-12-20T10:00:00Z";
    used_until(&workspace, "2026-12-20");
    undo(&workspace, now).unwrap();
    assert!(workspace.record(&key).unwrap().unwrap().alive());
    assert_eq!(workspace.search("hansen", 10).unwrap().len(), 1);
    undo(&workspace, now).unwrap();
    assert_eq!(text(&workspace, &key, "name").as_deref(), Some("Jensen"));
    assert!(workspace.search("hansen", 10).unwrap().is_empty());
    let undone: Vec<bool> = workspace.history(Some(key), 10).unwrap().iter().map(|entry| entry.undone).collect();
    assert_eq!(undone, [false, false, true, true, false]);
}

#[test]
fn undo_stops_when_somebody_has_changed_the_value_since() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Jensen");
    workspace.commit(&commit(key, vec![change("name", "Jensen", "Hansen")])).unwrap();
    let mut other = commit(key, vec![change("name", "Hansen", "Holm")]);
    other.author = id();
    workspace.commit(&other).unwrap();
    assert!(matches!(undo(&workspace, NOW), Err(StoreError::BaseMoved { .. })));
    assert_eq!(text(&workspace, &key, "name").as_deref(), Some("Holm"));
}

#[test]
fn history_ends_after_30_days_but_an_unsent_commit_never() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "Jensen");
    workspace.commit(&commit(key, vec![change("name", "Jensen", "Hansen")])).unwrap();
    let late = "2026-12-25T10:00:00Z";
    assert!(workspace.last_undoable(ME, late).unwrap().is_none());
    used_until(&workspace, "2026-12-25");
    assert_eq!(workspace.history(Some(key), 10).unwrap().len(), 1, "what was overwritten is gone, what stands is not");
    assert_eq!(workspace.unsent_count().unwrap(), 2);
    assert_eq!(text(&workspace, &key, "name").as_deref(), Some("Hansen"));
}

#[test]
fn a_setting_stays_until_it_is_removed() {
    let home = Home::new();
    let workspace = home.create();
    workspace.set_setting("me", &json!({"id": ME}), NOW).unwrap();
    drop(workspace);
    let workspace = home.open().unwrap();
    assert_eq!(workspace.setting("me").unwrap(), Some(json!({"id": ME})));
    workspace.set_setting("me", &Value::Null, NOW).unwrap();
    assert_eq!(workspace.setting("me").unwrap(), None);
}

#[test]
fn readers_read_while_the_writer_writes() {
    let home = Home::new();
    let workspace = home.create();
    let key = company(&workspace, "0");
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..200 {
                    let name = text(&workspace, &key, "name").unwrap();
                    assert!(name.parse::<u32>().is_ok());
                    workspace.search("1", 5).unwrap();
                }
            });
        }
        for n in 0..50 {
            let edit = commit(key, vec![change("name", n.to_string(), (n + 1).to_string())]);
            workspace.commit(&edit).unwrap();
        }
    });
    assert_eq!(text(&workspace, &key, "name").as_deref(), Some("50"));
}
