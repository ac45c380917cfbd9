//! The golden bytes of protocol v1: one file per message, shown in `docs/protocol.md`.

use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use uuid::Uuid;

use super::hash::{canonical_record, conflicts_to_canonical_json};
use super::*;
use crate::samples::golden_commit;
use crate::{Change, Commit, Outcome, RecordChange, canonical_json};
use feltmappen_domain::canonical::to_canonical_json;

fn id(last: &str) -> Uuid {
    Uuid::try_parse(&format!("019aa1b2-7c00-7000-8000-0000000000{last}")).unwrap()
}

fn dataset() -> Dataset {
    Dataset { id: id("f1"), generation: 2 }
}

fn feed() -> FeedId {
    FeedId::unit(id("e1"))
}

fn key() -> RecordKey {
    RecordKey::new(Kind::JobOrder, id("d1"))
}

fn conflict() -> Conflict {
    let path = Path::known("title");
    Conflict {
        id: Conflict::id_of(id("c1"), id("d1"), &path),
        commit: id("c1"),
        author: id("a1"),
        device_time: "2026-11-24T10:52:00.000+01:00".to_owned(),
        reason: ConflictReason::Value,
        sides: vec![Sides { path, base: json!("Lager"), mine: json!("Lagerchef") }],
    }
}

fn fields() -> Fields {
    [(Path::known("positions"), json!(2)), (Path::known("title"), json!("Lagermedarbejder"))].into_iter().collect()
}

fn state() -> FeedState {
    let hash = ContentHash::of(key(), id("e1"), &fields(), &[conflict()]);
    FeedState { feed: feed(), sequence: 43, count: 1, hash, restored: 40 }
}

fn feeds() -> Feeds {
    Feeds {
        protocol: PROTOCOL,
        oldest: 1,
        dataset: dataset(),
        feeds: vec![state()],
        sealing_key: "jgF8mLbDnPi5DFLEtjW5JVwbJAjsX8tzXFXK8m5VTTs=".to_owned(),
    }
}

fn present() -> EntryState {
    EntryState::Present {
        fields: fields(),
        conflicts: vec![conflict()],
        by: Some(id("a1")),
        at: Some("2026-11-24T10:52:00.000+01:00".to_owned()),
    }
}

fn page() -> Page {
    let entry = |sequence, last: &str, state| Entry {
        sequence,
        key: RecordKey::new(Kind::JobOrder, id(last)),
        home_unit: id("e1"),
        state,
    };
    Page {
        dataset: dataset(),
        feed: feed(),
        entries: vec![
            entry(40, "d2", EntryState::Retracted),
            entry(41, "d3", EntryState::Purged),
            entry(43, "d1", present()),
        ],
        until: 43,
        complete: Some(state()),
    }
}

fn reply() -> PushReply {
    let done = |outcome, feeds| Answer::Done { outcome, feeds };
    let landed = || vec![(feed(), 43)];
    let answers = [
        done(Outcome::Applied, landed()),
        done(Outcome::AppliedWithConflict, landed()),
        done(Outcome::Rejected { code: "format".to_owned() }, Vec::new()),
        done(Outcome::Purged, landed()),
        Answer::Held { needs: id("c3") },
        Answer::OtherPayload,
    ];
    let results = answers.into_iter().zip(1..).map(|(answer, n)| CommitResult { id: id(&format!("c{n}")), answer });
    PushReply { dataset: dataset(), results: results.collect() }
}

fn deciding() -> Commit {
    Commit {
        id: id("c7"),
        needs: Vec::new(),
        action: "decide".to_owned(),
        records: vec![RecordChange {
            key: key(),
            home_unit: id("e1"),
            changes: vec![Change {
                path: Path::known("title"),
                base: json!("Lagermedarbejder"),
                value: json!("Lagerchef"),
            }],
            resolves: vec![conflict().id],
        }],
        ..golden_commit()
    }
}

/// Compares with the golden file and the document, both ways.
fn holds<T: Serialize + DeserializeOwned + PartialEq>(message: &T, golden: &str, name: &str) {
    let golden = golden.trim_end();
    assert_eq!(serde_json::to_string(message).unwrap(), golden, "{name}");
    assert!(serde_json::from_str::<T>(golden).unwrap() == *message, "{name} is read as it was written");
    shown(golden, name);
}

fn shown(golden: &str, name: &str) {
    let protocol = include_str!("../../../../docs/protocol.md");
    assert!(protocol.contains(golden), "docs/protocol.md shows {name}");
}

#[test]
fn every_message_has_its_golden_bytes() {
    holds(&feeds(), include_str!("../../tests/golden/feeds.json"), "feeds.json");
    holds(&page(), include_str!("../../tests/golden/page.json"), "page.json");
    holds(
        &Push { dataset: Some(dataset()), commits: vec![deciding()] },
        include_str!("../../tests/golden/push.json"),
        "push.json",
    );
    holds(&reply(), include_str!("../../tests/golden/push_reply.json"), "push_reply.json");
    holds(&Moved { feed: feed(), sequence: 43 }, include_str!("../../tests/golden/moved.json"), "moved.json");
    let problem = Problem { code: Problem::TOO_OLD.to_owned() };
    holds(&problem, include_str!("../../tests/golden/problem.json"), "problem.json");
}

#[test]
fn the_text_that_is_hashed_has_golden_bytes() {
    let golden = include_str!("../../tests/golden/content.json").trim_end();
    assert_eq!(
        canonical_record(key(), id("e1"), &to_canonical_json(&fields()), &conflicts_to_canonical_json(&[conflict()])),
        golden
    );
    shown(golden, "content.json");
    shown(&state().hash.to_string(), "the hash of content.json");
}

#[test]
fn a_commit_that_decides_is_hashed_with_what_it_decides() {
    let golden = include_str!("../../tests/golden/deciding.json").trim_end();
    assert_eq!(canonical_json(&deciding()), golden);
    shown(golden, "deciding.json");
}

#[test]
fn a_sync_without_news_is_small() {
    assert!(serde_json::to_string(&feeds()).unwrap().len() < 1024);
}

#[test]
fn debug_never_shows_a_value() {
    let shown =
        format!("{:?} {:?} {:?}", page(), feeds(), Push { dataset: Some(dataset()), commits: vec![deciding()] });
    assert!(!shown.contains("Lager") && !shown.contains("10:52"), "{shown}");
}
