//! The access log: complete, chained, and it shows when somebody meddles with it.

use feltmappen_domain::record::Kind;
use feltmappen_store::{AccessAction, AccessEntry, LogVerdict};

use crate::support::*;

fn entry(action: AccessAction, id: Option<uuid::Uuid>) -> AccessEntry {
    AccessEntry { who: ME, action, kind: Kind::Contact, id, why: "visit".into() }
}

fn filled() -> (Home, feltmappen_store::Workspace, uuid::Uuid) {
    let home = Home::new();
    let workspace = home.create();
    let key = key(Kind::Contact);
    let changed = entry(AccessAction::Change, Some(key.id));
    workspace.commit_logged(&[fresh(key, &[("name", "Agnete")])], &[changed]).unwrap();
    let reads = [entry(AccessAction::Read, Some(key.id)), entry(AccessAction::Search, None)];
    workspace.log_access(&reads, NOW).unwrap();
    workspace.log_access(&[], NOW).unwrap();
    workspace.log_access(&[entry(AccessAction::Export, Some(key.id))], NOW).unwrap();
    (home, workspace, key.id)
}

#[test]
fn a_person_can_be_told_who_saw_what() {
    let (home, workspace, id) = filled();
    drop(workspace);
    let workspace = home.open().unwrap();
    let key = feltmappen_domain::record::RecordKey { kind: Kind::Contact, id };
    let lines = workspace.access_log(&key).unwrap();
    let actions: Vec<_> = lines.iter().map(|line| line.entry.action).collect();
    assert_eq!(actions, [AccessAction::Change, AccessAction::Read, AccessAction::Export]);
    assert_eq!(lines.iter().map(|line| line.seq).collect::<Vec<_>>(), [1, 2, 4]);
    assert_eq!(workspace.verify_access_log().unwrap(), LogVerdict::Whole { lines: 4 });
}

#[test]
fn a_refused_commit_logs_nothing() {
    let (_home, workspace, id) = filled();
    let key = feltmappen_domain::record::RecordKey { kind: Kind::Contact, id };
    let wrong = commit(key, vec![change("name", "Bodil", "Cecilie")]);
    workspace.commit_logged(&[wrong], &[entry(AccessAction::Change, Some(id))]).unwrap_err();
    assert_eq!(workspace.verify_access_log().unwrap(), LogVerdict::Whole { lines: 4 });
}

#[test]
fn every_way_of_meddling_shows() {
    for (sql, seq) in [
        ("UPDATE access_log SET why = 'other' WHERE seq = 2", 2),
        ("UPDATE access_log SET at = '2026-11-24T10:00:01Z' WHERE seq = 1", 1),
        ("UPDATE access_log SET record = NULL WHERE seq = 4", 4),
        ("UPDATE access_log SET who = zeroblob(16) WHERE seq = 3", 3),
        ("DELETE FROM access_log WHERE seq = 2", 2),
        ("DELETE FROM access_log WHERE seq = 4", 4),
        ("DELETE FROM access_log", 1),
        ("DELETE FROM access_log WHERE seq = 1; UPDATE access_log SET seq = seq - 1", 1),
    ] {
        let (_home, workspace, _) = filled();
        workspace.raw(|connection| connection.execute_batch(sql)).unwrap();
        assert_eq!(workspace.verify_access_log().unwrap(), LogVerdict::Broken { seq }, "{sql}");
    }
}
