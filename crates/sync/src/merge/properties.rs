//! What holds of every merge, whatever is merged.

use std::collections::BTreeSet;

use feltmappen_domain::merge::group_of;
use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use feltmappen_domain::{rule, schema};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Meta, State, guard, made, merge, merge_into};
use crate::{Change, RecordChange, apply};

const UNIT: Uuid = Uuid::from_u128(1);
const ITEM: Uuid = Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057);

fn paths() -> Vec<Path> {
    let known = [
        "title",
        "internal_note",
        "status",
        "close_reason",
        "experience_demand",
        "experience_years",
        "tasks",
        "@alive",
    ];
    let items = ["text", "@rank", "@alive"].map(|field| Path::item("requirements", ITEM, field));
    known.into_iter().map(Path::known).chain(items).collect()
}

fn value_for(path: &Path, n: u8) -> Value {
    let nth = |texts: [&str; 4]| texts.get(usize::from(n)).map_or(Value::Null, |text| json!(text));
    match path.last_segment() {
        "status" => nth(["draft", "open", "inactive", "closed"]),
        "close_reason" => nth(["filled", "cancelled", "deadline_passed", "filled"]),
        "experience_demand" => nth(["with", "without", "with", "without"]),
        "experience_years" => {
            if n == 0 {
                Value::Null
            } else {
                json!(n)
            }
        }
        "@alive" => {
            if n < 2 {
                json!(false)
            } else {
                Value::Null
            }
        }
        "@rank" => nth(["A", "V", "k", "z"]),
        _ => nth(["en to tre fire", "en 2 tre fire", "en to tre 4", "nul en to tre fire"]),
    }
}

type Wants = Vec<(usize, u8)>;

fn wants() -> impl Strategy<Value = Wants> {
    proptest::collection::vec((0..11_usize, 0..5_u8), 1..5)
}

fn start() -> impl Strategy<Value = Fields> {
    proptest::collection::vec((0..11_usize, 0..5_u8), 0..9).prop_map(|values| {
        let paths = paths();
        let not_dead = values.into_iter().filter(|(at, _)| *at != 7);
        not_dead.map(|(at, n)| (paths[at].clone(), value_for(&paths[at], n))).collect()
    })
}

fn change(seen: &Fields, wants: &Wants) -> RecordChange {
    let paths = paths();
    let mut named = BTreeSet::new();
    let mut changes = Vec::new();
    for (at, n) in wants {
        let path = &paths[*at];
        let base = seen.get(path).cloned().unwrap_or_default();
        let value = value_for(path, *n);
        let fits = schema::check(Kind::JobOrder, path, &value).is_none();
        if base != value && fits && named.insert(path.clone()) {
            changes.push(Change { path: path.clone(), base, value });
        }
    }
    changes.extend(guard(Kind::JobOrder, seen, &changes));
    RecordChange { key: RecordKey::new(Kind::JobOrder, Uuid::from_u128(9)), home_unit: UNIT, changes, resolves: vec![] }
}

fn then(before: &State, change: &RecordChange, commit: u128) -> State {
    let id = Uuid::from_u128(commit);
    let meta = Meta { commit: id, author: id, author_unit: UNIT, device_time: "" };
    merge(Some(before), change, &meta).unwrap().state
}

fn alive_and_legal(fields: &Fields) -> bool {
    rule::broken(Kind::JobOrder, fields).is_empty()
}

/// Writes that no later one knew of must be found somewhere.
fn unseen(written: &Change, state: &State, others: &[&RecordChange]) -> bool {
    if state.fields.get(&written.path).cloned().unwrap_or_default() == written.value {
        return false;
    }
    let sides = state.conflicts.iter().flat_map(|conflict| &conflict.sides);
    if sides.into_iter().any(|side| side.path == written.path && side.mine == written.value) {
        return false;
    }
    // A long text may have been merged: each of its new words stands.
    let stands = state.fields.text(&written.path).unwrap_or_default();
    let words: Vec<&str> = written.value.as_str().unwrap_or_default().split(' ').collect();
    let base: Vec<&str> = written.base.as_str().unwrap_or_default().split(' ').collect();
    let merged = written.path.as_str() == "internal_note" || written.path.as_str() == "tasks";
    if merged && words.iter().all(|word| base.contains(word) || stands.split(' ').any(|stood| stood == *word)) {
        return false;
    }
    let knew = |other: &&RecordChange| {
        other.changes.iter().any(|one| one.path == written.path && one.base == written.value && !one.is_noop())
    };
    // Absent and alive are the same word.
    let says_alive = written.path.as_str().ends_with("@alive") && written.value != false;
    !others.iter().any(knew) && !says_alive
}

/// Every field of a kind, the marks of its record and of an item in each list, and one that nobody knows.
fn paths_of(kind: Kind) -> Vec<Path> {
    let known: BTreeSet<String> = schema::fields_of(kind).iter().map(|spec| spec.path.to_owned()).collect();
    let lists = known.iter().filter_map(|path| Some(path.split_once(".*.")?.0));
    let marks: Vec<String> =
        lists.flat_map(|list| ["@alive", "@rank"].map(|mark| format!("{list}.*.{mark}"))).collect();
    let all: BTreeSet<String> = known.into_iter().chain(marks).chain(["@alive", "newer"].map(str::to_owned)).collect();
    all.iter().map(|path| Path::new(&path.replace('*', &ITEM.to_string())).unwrap()).collect()
}

/// Something new of any kind, as its author wrote it where he saw nothing.
fn something_new() -> impl Strategy<Value = RecordChange> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..3_i64).prop_map(Value::from),
        prop::sample::select(vec!["", "x", "published", "open", "2026-11-24", "2026-11-24T10:52:00+01:00", "with"])
            .prop_map(Value::from),
    ];
    let kind = prop::sample::select(Kind::ALL.to_vec());
    (kind, prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), value), 0..30)).prop_map(
        |(kind, written)| {
            let paths = paths_of(kind);
            let mut named = BTreeSet::new();
            let mut changes = Vec::new();
            for (at, alive, value) in written {
                let path = at.get(&paths).clone();
                let base = if alive && path.as_str().ends_with("@alive") { json!(true) } else { Value::Null };
                if named.insert(path.clone()) {
                    changes.push(Change { path, base, value });
                }
            }
            let key = RecordKey::new(kind, Uuid::from_u128(9));
            RecordChange { key, home_unit: UNIT, changes, resolves: vec![] }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, max_global_rejects: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn where_nothing_stands_there_is_nothing_to_merge(change in something_new()) {
        let id = Uuid::from_u128(1);
        let meta = Meta { commit: id, author: id, author_unit: UNIT, device_time: "" };
        prop_assert_eq!(Ok(made(&change)), merge_into(None, &change, &meta));
    }

    #[test]
    fn in_every_order_each_value_ends_somewhere(start in start(), a in wants(), b in wants(), c in wants()) {
        let before = State { home_unit: UNIT, fields: start.clone(), conflicts: vec![] };
        let changes = [change(&start, &a), change(&start, &b), change(&start, &c)];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let mut state = before.clone();
            for index in order {
                state = then(&state, &changes[index], 100 + index as u128);
            }
            for index in order {
                let others: Vec<&RecordChange> = (0..3).filter(|other| *other != index).map(|other| &changes[other]).collect();
                for written in changes[index].changes.iter().filter(|one| !one.is_noop()) {
                    prop_assert!(!unseen(written, &state, &others), "{:?} {:?}", order, written);
                }
            }
        }
    }

    #[test]
    fn two_legal_sides_make_something_legal(start in start(), a in wants(), b in wants()) {
        let [one, two] = [change(&start, &a), change(&start, &b)];
        let alone = |change: &RecordChange| {
            let mut fields = start.clone();
            apply(&mut fields, &change.changes);
            alive_and_legal(&fields)
        };
        prop_assume!(alive_and_legal(&start) && alone(&one) && alone(&two));
        let before = State { home_unit: UNIT, fields: start.clone(), conflicts: vec![] };
        let state = then(&then(&before, &one, 1), &two, 2);
        prop_assert!(alive_and_legal(&state.fields));
    }

    #[test]
    fn disjoint_units_commute(start in start(), a in wants(), b in wants()) {
        let [one, two] = [change(&start, &a), change(&start, &b)];
        let units = |change: &RecordChange| -> BTreeSet<String> {
            let of = |path: &Path| group_of(Kind::JobOrder, path).map_or_else(|| path.to_string(), str::to_owned);
            change.changes.iter().map(|one| of(&one.path)).collect()
        };
        // Guards are units too: what one relies on, the other leaves alone. Deletions rely on everything.
        prop_assume!(units(&one).is_disjoint(&units(&two)));
        let deletes = |change: &RecordChange| change.changes.iter().any(|one| one.path.as_str() == "@alive");
        prop_assume!(!deletes(&one) && !deletes(&two));
        let before = State { home_unit: UNIT, fields: start.clone(), conflicts: vec![] };
        let there = then(&then(&before, &one, 1), &two, 2);
        let back = then(&then(&before, &two, 2), &one, 1);
        prop_assert!(there == back);
    }

    #[test]
    fn nobody_else_means_no_conflict(start in start(), a in wants(), b in wants()) {
        let before = State { home_unit: UNIT, fields: start.clone(), conflicts: vec![] };
        let one = change(&start, &a);
        let middle = then(&before, &one, 1);
        let mut seen = start;
        apply(&mut seen, &one.changes);
        let two = change(&seen, &b);
        let last = then(&middle, &two, 2);
        apply(&mut seen, &two.changes);
        prop_assert!(last.conflicts.is_empty());
        prop_assert!(last.fields == seen);
        prop_assert!(then(&last, &two, 2) == last);
    }
}
