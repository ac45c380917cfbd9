//! What devices and central send each other.

use std::collections::BTreeMap;
use std::fmt::Debug;

use feltmappen_domain::canonical::value_to_canonical_json;
use feltmappen_domain::record::{Fields, RecordKey};
use feltmappen_sync::merge::{Meta, State, merge as merge_record};
use feltmappen_sync::wire::{ContentHash, Entry, EntryState, EventReader, Feeds, PushReply, read_page, read_push};
use feltmappen_sync::{Commit, canonical_json, payload_hash};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A page of a feed: written and read again it is the same, each record adds the same to the feed's hash however it is
/// read, and what is set aside is kept whole.
pub fn page(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(reading) = read_page(text) else { return };
    let again = read_page(&serde_json::to_string(&reading.page).unwrap()).unwrap();
    assert_eq!(again.page, reading.page);
    assert_eq!(again.unreadable, []);
    for entry in &reading.page.entries {
        hash_is_one(entry);
    }
    for one in &reading.unreadable {
        let payload: Value = serde_json::from_str(&one.payload).unwrap();
        assert_eq!(value_to_canonical_json(&payload), one.payload);
        if one.hash.is_some() {
            assert_eq!(ContentHash::of_json(&payload), one.hash);
        }
        assert!(!one.reason.as_str().is_empty());
    }
}

fn hash_is_one(entry: &Entry) {
    if let EntryState::Present { fields, conflicts, .. } = &entry.state {
        let hash = ContentHash::of(entry.key, entry.home_unit, fields, conflicts);
        assert_eq!(ContentHash::of_json(&serde_json::to_value(entry).unwrap()), Some(hash));
        assert_eq!(hash.plus(hash).minus(hash), hash);
    }
}

/// The answer about the feeds.
pub fn feeds(bytes: &[u8]) {
    is_read_as_written::<Feeds>(bytes);
}

/// The answer to what was handed in.
pub fn reply(bytes: &[u8]) {
    is_read_as_written::<PushReply>(bytes);
}

fn is_read_as_written<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    if let Ok(read) = serde_json::from_slice::<T>(bytes) {
        assert_eq!(serde_json::from_slice::<T>(&serde_json::to_vec(&read).unwrap()).unwrap(), read);
    }
}

/// What is handed in: a commit's hash is the same whoever else is in the request and however its JSON is written, and
/// who cannot be read is answered with a code.
pub fn push(bytes: &[u8]) {
    let Ok(reading) = read_push(bytes) else { return };
    // Half a pair of surrogates in a field that nobody knows is passed over unread.
    let Ok(body) = serde_json::from_slice::<Value>(bytes) else { return };
    let raw = body["commits"].as_array().unwrap();
    assert_eq!(raw.len(), reading.commits.len());
    for (raw, pushed) in raw.iter().zip(&reading.commits) {
        let alone = json!({ "commits": [raw] });
        assert_eq!(&read_push(value_to_canonical_json(&alone).as_bytes()).unwrap().commits[0], pushed);
        match &pushed.commit {
            Ok(commit) => is_the_same_written_again(commit, pushed.hash),
            Err(code) => assert!(!code.as_str().is_empty()),
        }
    }
}

fn is_the_same_written_again(commit: &Commit, hash: [u8; 32]) {
    assert_eq!(payload_hash(commit), hash);
    let text = canonical_json(commit);
    let again: Commit = serde_json::from_str(&text).unwrap();
    assert_eq!(again, *commit);
    assert_eq!(canonical_json(&again), text);
}

/// Commits from outside carried out one after the other: what stands then is legal, keeps its hash when it is written and
/// read, and no commit makes a record out of nothing.
pub fn merge(bytes: &[u8]) {
    let Ok(reading) = read_push(bytes) else { return };
    let mut records: BTreeMap<RecordKey, State> = BTreeMap::new();
    for commit in reading.commits.iter().filter_map(|pushed| pushed.commit.as_ref().ok()) {
        for change in &commit.records {
            let meta = Meta {
                commit: commit.id,
                author: commit.author,
                author_unit: change.home_unit,
                device_time: &commit.device_time,
            };
            let before = records.get(&change.key);
            let Ok(merged) = merge_record(before, change, &meta) else { continue };
            is_legal(change.key, &merged.state);
            if merged.changed {
                records.insert(change.key, merged.state);
            } else if let Some(before) = before {
                assert_eq!(merged.state, *before);
            }
        }
    }
}

fn is_legal(key: RecordKey, state: &State) {
    let read: Fields = serde_json::from_str(&serde_json::to_string(&state.fields).unwrap()).unwrap();
    assert_eq!(read, state.fields);
    assert!(state.conflicts.is_sorted_by(|a, b| a.id < b.id));
    let hash = ContentHash::of(key, state.home_unit, &state.fields, &state.conflicts);
    let conflicts: Value = serde_json::to_value(&state.conflicts).unwrap();
    let record = json!({ "key": key, "home_unit": state.home_unit, "fields": read, "conflicts": conflicts });
    assert_eq!(ContentHash::of_json(&record), Some(hash));
}

/// The event stream: the same events wherever it is cut.
pub fn events(bytes: &[u8]) {
    let whole = EventReader::default().take(bytes);
    let mut reader = EventReader::default();
    let cut: Vec<_> = bytes.iter().flat_map(|byte| reader.take(std::slice::from_ref(byte))).collect();
    assert_eq!(cut, whole);
}
