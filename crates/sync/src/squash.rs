//! Squashing: unsent changes of one field become one change.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::Path;
use feltmappen_domain::rule;
use uuid::Uuid;

use crate::merge::guards;
use crate::{Change, Commit, RecordChange};

/// Brings together what has not been sent yet, oldest first. The result has the same effect on every record.
///
/// * A commit that only writes fields of one record which an earlier commit about that record alone wrote too goes into
///   that earlier one, if both have the same author and nothing but other fields of the record was written in between.
///   The earlier commit keeps its id and its bases and gets the last values.
/// * Changes that end where they began are dropped, with the guards that belong to nothing else, and so are commits
///   that change and decide nothing.
/// * What asks for a permit, what states a fact and everything else stay apart: one can be refused, one cannot.
/// * A commit that decides a conflict stays by itself, and nothing moves past what it relied on.
/// * Whoever needed a commit that is gone needs what took its place.
pub fn squash(unsent: Vec<Commit>) -> Vec<Commit> {
    let mut commits = unsent;
    loop {
        let before = size(&commits);
        commits = squash_once(commits);
        if size(&commits) == before {
            return commits;
        }
    }
}

/// Commits, record changes and changes together: every step of squashing makes it smaller.
fn size(commits: &[Commit]) -> usize {
    let record_size = |record: &RecordChange| 1 + record.changes.len();
    commits.iter().map(|commit| 1 + commit.records.iter().map(record_size).sum::<usize>()).sum()
}

/// One walk. What it drops may let neighbours meet, so it is repeated until nothing more happens.
fn squash_once(unsent: Vec<Commit>) -> Vec<Commit> {
    let mut kept: Vec<Commit> = Vec::with_capacity(unsent.len());
    let mut replaced: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    for mut commit in unsent {
        commit.needs = follow(&commit.needs, &replaced, commit.id);
        match earlier(&kept, &commit) {
            Some(index) => {
                replaced.insert(commit.id, vec![kept[index].id]);
                // What it needs from here on was only about the order of edits within the record.
                let later: BTreeSet<Uuid> = kept[index..].iter().map(|commit| commit.id).collect();
                absorb(&mut kept[index], commit, &later);
            }
            None => kept.push(commit),
        }
    }
    drop_noops(&mut kept, &mut replaced);
    for commit in &mut kept {
        commit.needs = follow(&commit.needs, &replaced, commit.id);
    }
    kept
}

/// The commit that a later one can go into: going back, past commits about other fields of the same record.
fn earlier(kept: &[Commit], later: &Commit) -> Option<usize> {
    let [record] = later.records.as_slice() else {
        return None;
    };
    if !record.resolves.is_empty() {
        return None;
    }
    for (index, candidate) in kept.iter().enumerate().rev() {
        let [other] = candidate.records.as_slice() else {
            return None;
        };
        if other.key != record.key || candidate.author != later.author {
            return None;
        }
        let named = |path: &Path| other.changes.iter().any(|earlier| earlier.path == *path);
        let written = |path: &Path| other.changes.iter().any(|earlier| earlier.path == *path && !earlier.is_noop());
        let all_written = record.changes.iter().filter(|change| !change.is_noop()).all(|change| written(&change.path));
        if all_written && halves(record) == halves(other) {
            return Some(index);
        }
        if record.changes.iter().any(|change| written(&change.path) || !change.is_noop() && named(&change.path)) {
            return None;
        }
    }
    None
}

/// What of a permit, a fact and everything else a change writes.
fn halves(record: &RecordChange) -> BTreeSet<(bool, bool)> {
    let kind = record.key.kind;
    let written = record.changes.iter().filter(|change| !change.is_noop());
    written.map(|one| (rule::asks_for_permit(kind, &one.path), rule::states_fact(kind, &one.path))).collect()
}

fn absorb(into: &mut Commit, later: Commit, not_before: &BTreeSet<Uuid>) {
    for need in later.needs {
        if !not_before.contains(&need) && !into.needs.contains(&need) {
            into.needs.push(need);
        }
    }
    into.device_time = later.device_time;
    let changes = later.records.into_iter().flat_map(|record| record.changes);
    for change in changes {
        for record in &mut into.records {
            match record.changes.iter_mut().find(|earlier| earlier.path == change.path) {
                // A guard never writes, whatever it stands beside.
                Some(_) if change.is_noop() => {}
                Some(earlier) => earlier.value = change.value.clone(),
                None => record.changes.push(change.clone()), // a guard
            }
        }
    }
}

fn drop_noops(kept: &mut Vec<Commit>, replaced: &mut BTreeMap<Uuid, Vec<Uuid>>) {
    for commit in kept.iter_mut() {
        for record in &mut commit.records {
            let written: Vec<Change> = record.changes.iter().filter(|change| !change.is_noop()).cloned().collect();
            let kind = record.key.kind;
            let still = |path: &Path| written.iter().any(|change| guards(kind, change, path));
            record.changes.retain(|change| !change.is_noop() || still(&change.path));
        }
        commit.records.retain(|record: &RecordChange| !record.changes.is_empty() || !record.resolves.is_empty());
    }
    kept.retain(|commit| {
        let empty = commit.records.is_empty();
        if empty {
            replaced.insert(commit.id, commit.needs.clone());
        }
        !empty
    });
}

/// The needs once what is gone has been followed to what took its place; each once, never the commit itself.
fn follow(needs: &[Uuid], replaced: &BTreeMap<Uuid, Vec<Uuid>>, own: Uuid) -> Vec<Uuid> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::from([own]);
    let mut open: Vec<Uuid> = needs.iter().rev().copied().collect();
    while let Some(need) = open.pop() {
        if seen.insert(need) {
            match replaced.get(&need) {
                Some(instead) => open.extend(instead.iter().rev()),
                None => found.push(need),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply;
    use crate::samples::{commit, commit_list, edit};
    use feltmappen_domain::record::{Fields, Kind, RecordId};
    use proptest::prelude::*;
    use serde_json::json;

    fn ids(commits: &[Commit]) -> Vec<u128> {
        commits.iter().map(|commit| commit.id.as_u128()).collect()
    }

    #[test]
    fn the_same_field_twice_keeps_the_first_base_and_the_last_value() {
        let squashed = squash(vec![
            commit(1, vec![edit(9, "title", json!(null), json!("K"))]),
            commit(2, vec![edit(9, "title", json!("K"), json!("Kok"))]),
        ]);
        assert_eq!(squashed, [commit(1, vec![edit(9, "title", json!(null), json!("Kok"))])]);
    }

    #[test]
    fn back_to_a_field_past_another_field_of_the_record() {
        let squashed = squash(vec![
            commit(1, vec![edit(9, "title", json!(null), json!("K"))]),
            commit(2, vec![edit(9, "tasks", json!(null), json!("Pluk"))]),
            commit(3, vec![edit(9, "title", json!("K"), json!("Kok"))]),
        ]);
        assert_eq!(ids(&squashed), [1, 2]);
        assert_eq!(squashed[0].records[0].changes[0].value, json!("Kok"));
    }

    #[test]
    fn not_past_another_record_another_author_or_a_wider_action() {
        let first = commit(1, vec![edit(9, "title", json!(null), json!("K"))]);
        let again = commit(3, vec![edit(9, "title", json!("K"), json!("Kok"))]);

        let other_record = commit(2, vec![edit(8, "name", json!(null), json!("A"))]);
        assert_eq!(ids(&squash(vec![first.clone(), other_record, again.clone()])), [1, 2, 3]);

        let mut other_author = again.clone();
        other_author.author = Uuid::from_u128(77);
        assert_eq!(ids(&squash(vec![first.clone(), other_author])), [1, 3]);

        let mut wider = again;
        wider.records[0].changes.extend(edit(9, "tasks", json!(null), json!("x")).changes);
        assert_eq!(ids(&squash(vec![first, wider])), [1, 3]);
    }

    #[test]
    fn what_ends_where_it_began_is_dropped_and_its_needs_are_handed_on() {
        let mut create = commit(1, vec![edit(9, "title", json!(null), json!("Kok"))]);
        create.needs = vec![Uuid::from_u128(50)];
        let mut there = commit(2, vec![edit(9, "tasks", json!(null), json!("x"))]);
        there.needs = vec![create.id];
        let mut back = commit(3, vec![edit(9, "tasks", json!("x"), json!(null))]);
        back.needs = vec![there.id];
        let mut after = commit(4, vec![edit(9, "positions", json!(null), json!(2))]);
        after.needs = vec![back.id];

        let squashed = squash(vec![create, there, back, after]);
        assert_eq!(ids(&squashed), [1, 4]);
        assert_eq!(squashed[0].needs, [Uuid::from_u128(50)]);
        assert_eq!(squashed[1].needs, [Uuid::from_u128(1)]);
    }

    #[test]
    fn r12_a_permit_a_fact_and_the_rest_stay_apart() {
        let write = |id: u128, changes: &[(&'static str, serde_json::Value, serde_json::Value)]| {
            let mut next = commit(id, vec![edit(9, "channel", json!(null), json!(null))]);
            next.records[0].key.kind = Kind::Submittal;
            next.records[0].changes = changes
                .iter()
                .map(|(path, base, value)| Change { path: Path::known(path), base: base.clone(), value: value.clone() })
                .collect();
            next
        };
        let null = || json!(null);
        let all = [
            write(
                1,
                &[("channel", null(), json!("a")), ("permit.at", null(), json!("1")), ("sent.at", null(), json!("1"))],
            ),
            write(2, &[("permit.at", json!("1"), json!("2"))]),
            write(3, &[("sent.at", json!("1"), json!("2"))]),
            write(4, &[("channel", json!("a"), json!("b"))]),
        ];
        for later in &all[1..] {
            assert_eq!(ids(&squash(vec![all[0].clone(), later.clone()])).len(), 2, "a wider one takes none of them in");
        }
        let again = write(5, &[("sent.at", json!("2"), json!("3"))]);
        assert_eq!(ids(&squash(vec![all[2].clone(), again])), [3], "what says the same thing goes together");
        let guarded = |id, value: &str| {
            let seen = json!(value);
            write(id, &[("permit.at", null(), json!("1")), ("channel", seen.clone(), seen)])
        };
        let made = write(1, &[("channel", null(), json!("a"))]);
        let edited = write(3, &[("channel", json!("a"), json!("b"))]);
        assert_eq!(
            ids(&squash(vec![made, guarded(2, "a"), edited])),
            [1, 2, 3],
            "nothing moves past a permit it rests on"
        );
    }

    fn result(commits: &[Commit]) -> BTreeMap<RecordId, Fields> {
        let mut records: BTreeMap<RecordId, Fields> = BTreeMap::new();
        for record in commits.iter().flat_map(|commit| &commit.records) {
            apply(records.entry(record.key.id).or_default(), &record.changes);
        }
        records.retain(|_, fields| !fields.is_empty());
        records
    }

    proptest! {
        #[test]
        fn squashed_commits_have_the_effect_of_all(commits in commit_list()) {
            prop_assert_eq!(result(&squash(commits.clone())), result(&commits));
        }

        #[test]
        fn squashing_twice_changes_nothing_more(commits in commit_list()) {
            let once = squash(commits);
            prop_assert_eq!(squash(once.clone()), once);
        }

        #[test]
        fn bases_hold_and_needs_point_back(commits in commit_list()) {
            let squashed = squash(commits);
            let mut records: BTreeMap<RecordId, Fields> = BTreeMap::new();
            let mut seen: Vec<Uuid> = Vec::new();
            for commit in &squashed {
                for need in &commit.needs {
                    prop_assert!(seen.contains(need));
                }
                for record in &commit.records {
                    let fields = records.entry(record.key.id).or_default();
                    for change in &record.changes {
                        prop_assert_eq!(fields.get(&change.path).cloned().unwrap_or_default(), change.base.clone());
                    }
                    apply(fields, &record.changes);
                }
                seen.push(commit.id);
            }
        }
    }
}
