//! What becomes of two people's changes, case by case.

use feltmappen_domain::record::{Fields, Kind, Path, RecordKey};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Code, Merged, Meta, State, guard, merge};
use crate::wire::ConflictReason::{self, DeletedEdited, EditedDeleted, Rule, Value as Both};
use crate::{Change, RecordChange};

const UNIT: Uuid = Uuid::from_u128(1);
const ITEM: &str = "requirements.01890a5d-ac96-774b-bcce-b302099a8057";

pub(super) type Values = Vec<(&'static str, Value)>;

pub(super) fn path(text: &str) -> Path {
    Path::new(&text.replace("ITEM", ITEM)).unwrap()
}

pub(super) fn fields(values: &Values) -> Fields {
    values.iter().map(|(at, value)| (path(at), value.clone())).collect()
}

/// What somebody who saw `seen` wants, with the guards that belong to it.
pub(super) fn change(kind: Kind, seen: &Fields, wants: &Values) -> RecordChange {
    let mut changes: Vec<Change> = wants
        .iter()
        .map(|(at, value)| Change {
            path: path(at),
            base: seen.get(path(at)).cloned().unwrap_or_default(),
            value: value.clone(),
        })
        .collect();
    changes.extend(guard(kind, seen, &changes));
    RecordChange { key: RecordKey::new(kind, Uuid::from_u128(9)), home_unit: UNIT, changes, resolves: Vec::new() }
}

pub(super) fn merged(before: Option<&State>, change: &RecordChange, commit: u128, author: u128) -> Merged {
    let meta = Meta {
        commit: Uuid::from_u128(commit),
        author: Uuid::from_u128(author),
        author_unit: UNIT,
        device_time: "2026-11-24T10:52:00.000+01:00",
    };
    merge(before, change, &meta).unwrap()
}

pub(super) fn start(values: &Values) -> State {
    State { home_unit: UNIT, fields: fields(values), conflicts: Vec::new() }
}

struct Case {
    name: &'static str,
    kind: Kind,
    both_saw: Values,
    first: Values,
    second: Values,
    /// What stands in the end.
    stands: Values,
    /// What a person must choose, with the paths of it.
    chooses: Option<(ConflictReason, Vec<&'static str>)>,
}

fn cases() -> Vec<Case> {
    let order = |name, both_saw, first, second, stands, chooses| Case {
        name,
        kind: Kind::JobOrder,
        both_saw,
        first,
        second,
        stands,
        chooses,
    };
    let open: Values = vec![
        ("coordinator", json!(UNIT.to_string())),
        ("responsible_unit", json!(UNIT.to_string())),
        ("tasks", json!("Pluk")),
        ("workplace", json!(UNIT.to_string())),
    ];
    let and = |more: Values| -> Values { open.iter().cloned().chain(more).collect() };
    vec![
        order(
            "different fields: both",
            vec![("title", json!("Kok"))],
            vec![("positions", json!(2))],
            vec![("title", json!("Tjener"))],
            vec![("positions", json!(2)), ("title", json!("Tjener"))],
            None,
        ),
        order(
            "the same value: nothing",
            vec![("title", json!("Kok"))],
            vec![("title", json!("Tjener"))],
            vec![("title", json!("Tjener"))],
            vec![("title", json!("Tjener"))],
            None,
        ),
        order(
            "the same field: the first stands, a person chooses",
            vec![("title", json!("Kok"))],
            vec![("title", json!("Tjener"))],
            vec![("title", json!("Opvasker"))],
            vec![("title", json!("Tjener"))],
            Some((Both, vec!["title"])),
        ),
        order(
            "fields that mean something together are one value",
            vec![("experience_demand", json!("with")), ("experience_years", json!(2))],
            vec![("experience_years", json!(5))],
            vec![("experience_demand", json!("without"))],
            vec![("experience_demand", json!("with")), ("experience_years", json!(5))],
            Some((Both, vec!["experience_demand", "experience_years"])),
        ),
        order(
            "a part of a group that the other had never seen",
            vec![("status", json!("open"))],
            vec![("close_note", json!("Fandt selv"))],
            vec![("status", json!("inactive"))],
            vec![("status", json!("open")), ("close_note", json!("Fandt selv"))],
            Some((Both, vec!["close_note", "status"])),
        ),
        order(
            "different words of a long text: both",
            vec![("internal_note", json!("Ring om morgenen. Spørg efter Bo."))],
            vec![("internal_note", json!("Ring om aftenen. Spørg efter Bo."))],
            vec![("internal_note", json!("Ring om morgenen. Spørg efter Eva."))],
            vec![("internal_note", json!("Ring om aftenen. Spørg efter Eva."))],
            None,
        ),
        order(
            "the same words of a long text",
            vec![("internal_note", json!("Ring om morgenen."))],
            vec![("internal_note", json!("Ring om aftenen."))],
            vec![("internal_note", json!("Ring om natten."))],
            vec![("internal_note", json!("Ring om aftenen."))],
            Some((Both, vec!["internal_note"])),
        ),
        order(
            "an item is deleted, and changed by another",
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.text", json!("Gaffeltruck"))],
            vec![("ITEM.@alive", json!(false)), ("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            Some((EditedDeleted, vec!["ITEM.@alive", "ITEM.text"])),
        ),
        order(
            "an item is changed, and deleted by another who had not seen it",
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            vec![("ITEM.text", json!("Gaffeltruck"))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Gaffeltruck"))],
            Some((DeletedEdited, vec!["ITEM.@alive", "ITEM.text"])),
        ),
        order(
            "an item is moved, and deleted by another: it is gone",
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            vec![("ITEM.@rank", json!("k"))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.@alive", json!(false)), ("ITEM.@rank", json!("k")), ("ITEM.text", json!("Truck"))],
            None,
        ),
        order(
            "an item is deleted, and moved by another: it is gone",
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.@rank", json!("k"))],
            vec![("ITEM.@alive", json!(false)), ("ITEM.@rank", json!("k")), ("ITEM.text", json!("Truck"))],
            None,
        ),
        order(
            "an item is moved, and its text changed by another: both",
            vec![("ITEM.@rank", json!("V")), ("ITEM.text", json!("Truck"))],
            vec![("ITEM.@rank", json!("k"))],
            vec![("ITEM.text", json!("Gaffeltruck"))],
            vec![("ITEM.@rank", json!("k")), ("ITEM.text", json!("Gaffeltruck"))],
            None,
        ),
        order(
            "both delete the item",
            vec![("ITEM.text", json!("Truck"))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.@alive", json!(false))],
            vec![("ITEM.@alive", json!(false)), ("ITEM.text", json!("Truck"))],
            None,
        ),
        order(
            "the order is deleted, and changed by another",
            vec![("title", json!("Kok"))],
            vec![("@alive", json!(false))],
            vec![("title", json!("Tjener"))],
            vec![("@alive", json!(false)), ("title", json!("Kok"))],
            Some((EditedDeleted, vec!["@alive", "title"])),
        ),
        order(
            "the order is changed, and deleted by another who had not seen it",
            vec![("title", json!("Kok"))],
            vec![("positions", json!(2))],
            vec![("@alive", json!(false))],
            vec![("positions", json!(2)), ("title", json!("Kok"))],
            Some((DeletedEdited, vec!["@alive", "positions"])),
        ),
        order(
            "a value that is taken away, and changed by another",
            vec![("title", json!("Kok"))],
            vec![("title", json!(null))],
            vec![("title", json!("Tjener"))],
            vec![],
            Some((Both, vec!["title"])),
        ),
        order(
            "one opens the order, another empties its tasks",
            open.clone(),
            vec![("status", json!("open"))],
            vec![("tasks", json!(null)), ("title", json!("Kok"))],
            and(vec![("status", json!("open")), ("title", json!("Kok"))]),
            Some((Rule, vec!["tasks"])),
        ),
        order(
            "one empties the tasks, another opens the order",
            open.clone(),
            vec![("tasks", json!(null))],
            vec![("status", json!("open"))],
            open.iter().filter(|(at, _)| *at != "tasks").cloned().collect(),
            Some((Rule, vec!["status"])),
        ),
        order(
            "tasks are emptied on an order that the author saw open: his own doing",
            and(vec![("status", json!("open"))]),
            vec![("title", json!("Kok"))],
            vec![("tasks", json!(null))],
            and(vec![("status", json!("open")), ("title", json!("Kok"))])
                .into_iter()
                .filter(|(at, _)| *at != "tasks")
                .collect(),
            None,
        ),
        Case {
            name: "a template is taken into use, and changed by another",
            kind: Kind::Template,
            both_saw: vec![("title", json!("Besøg"))],
            first: vec![("status", json!("published"))],
            second: vec![("title", json!("Opfølgning"))],
            stands: vec![("status", json!("published")), ("title", json!("Besøg"))],
            chooses: Some((Rule, vec!["title"])),
        },
        Case {
            name: "two make the same company: what differs is chosen",
            kind: Kind::Company,
            both_saw: vec![],
            first: vec![("cvr", json!("13748136")), ("name", json!("Bageriet")), ("business", json!("Brød"))],
            second: vec![("cvr", json!("13748136")), ("name", json!("Bageriet ApS")), ("market", json!("Byen"))],
            stands: vec![
                ("business", json!("Brød")),
                ("cvr", json!("13748136")),
                ("market", json!("Byen")),
                ("name", json!("Bageriet")),
            ],
            chooses: Some((Both, vec!["name"])),
        },
        order(
            "a field that this version does not know merges like any other",
            vec![("something_newer", json!(1))],
            vec![("something_newer", json!(2))],
            vec![("something_newer", json!(3))],
            vec![("something_newer", json!(2))],
            Some((Both, vec!["something_newer"])),
        ),
    ]
}

#[test]
fn two_people_who_saw_the_same() {
    for Case { name, kind, both_saw, first, second, stands, chooses } in cases() {
        let seen = fields(&both_saw);
        let start = (!both_saw.is_empty()).then(|| start(&both_saw));
        let one = merged(start.as_ref(), &change(kind, &seen, &first), 11, 101);
        assert!(!one.conflict, "{name}: the first comes through");
        let two = merged(Some(&one.state), &change(kind, &seen, &second), 12, 102);
        assert_eq!(two.state.fields.iter().collect::<Vec<_>>(), fields(&stands).iter().collect::<Vec<_>>(), "{name}");
        let found: Vec<_> = two
            .state
            .conflicts
            .iter()
            .map(|conflict| (conflict.reason, conflict.sides.iter().map(|side| side.path.clone()).collect::<Vec<_>>()))
            .collect();
        let wanted: Vec<_> =
            chooses.into_iter().map(|(why, paths)| (why, paths.into_iter().map(path).collect::<Vec<_>>())).collect();
        assert_eq!(found, wanted, "{name}");
        assert_eq!(two.conflict, !wanted.is_empty(), "{name}");
    }
}

fn one_conflict() -> State {
    let seen = fields(&vec![("title", json!("Kok"))]);
    let first = merged(
        Some(&start(&vec![("title", json!("Tjener"))])),
        &change(Kind::JobOrder, &seen, &vec![("title", json!("Opvasker"))]),
        12,
        102,
    );
    assert!(first.conflict);
    first.state
}

#[test]
fn what_a_person_chose_stands_and_the_conflict_is_gone() {
    let before = one_conflict();
    let mut choice = change(Kind::JobOrder, &before.fields, &vec![("title", json!("Opvasker"))]);
    choice.resolves = vec![before.conflicts[0].id, Uuid::nil()];
    let after = merged(Some(&before), &choice, 13, 103);
    assert_eq!(after.state, start(&vec![("title", json!("Opvasker"))]));
    assert!(after.changed && !after.conflict);
}

#[test]
fn choosing_what_stands_only_takes_the_conflict_away() {
    let before = one_conflict();
    let mut choice = change(Kind::JobOrder, &before.fields, &vec![]);
    choice.resolves = vec![before.conflicts[0].id];
    let after = merged(Some(&before), &choice, 13, 103);
    assert_eq!(after.state, start(&vec![("title", json!("Tjener"))]));
    assert!(after.changed);
}

#[test]
fn a_choice_made_on_what_has_moved_is_a_conflict_again() {
    let before = one_conflict();
    let mut choice = change(Kind::JobOrder, &before.fields, &vec![("title", json!("Opvasker"))]);
    choice.resolves = vec![before.conflicts[0].id];
    let moved =
        merged(Some(&before), &change(Kind::JobOrder, &before.fields, &vec![("title", json!("Bager"))]), 14, 104);
    let after = merged(Some(&moved.state), &choice, 13, 103);
    assert_eq!(after.state.fields.text("title"), Some("Bager"));
    assert_eq!(after.state.conflicts.len(), 1);
    assert_eq!(after.state.conflicts[0].sides[0].base, json!("Tjener"));
}

#[test]
fn who_writes_on_top_of_his_own_waiting_value_has_one_conflict_and_not_two() {
    let before = one_conflict();
    let own_view = fields(&vec![("title", json!("Opvasker"))]);
    let after =
        merged(Some(&before), &change(Kind::JobOrder, &own_view, &vec![("title", json!("Kok og opvasker"))]), 15, 102);
    assert_eq!(after.state.conflicts.len(), 1);
    let side = &after.state.conflicts[0].sides[0];
    assert_eq!((&side.base, &side.mine), (&json!("Kok"), &json!("Kok og opvasker")));

    let back = merged(
        Some(&after.state),
        &change(Kind::JobOrder, &fields(&vec![("title", json!("Kok og opvasker"))]), &vec![("title", json!("Tjener"))]),
        16,
        102,
    );
    assert_eq!(back.state, start(&vec![("title", json!("Tjener"))]), "he came round to what stands");
}

#[test]
fn who_goes_on_in_a_deleted_item_keeps_one_conflict_with_all_of_it() {
    let seen: Values = vec![("ITEM.text", json!("Truck"))];
    let dead = start(&vec![("ITEM.@alive", json!(false)), ("ITEM.text", json!("Truck"))]);
    let first = merged(
        Some(&dead),
        &change(Kind::JobOrder, &fields(&seen), &vec![("ITEM.text", json!("Gaffeltruck"))]),
        21,
        102,
    );
    let view: Values = vec![("ITEM.text", json!("Gaffeltruck"))];
    let again = merged(
        Some(&first.state),
        &change(Kind::JobOrder, &fields(&view), &vec![("ITEM.text", json!("Gaffeltruck B"))]),
        22,
        102,
    );
    assert_eq!(again.state.conflicts.len(), 1);
    let side = again.state.conflicts[0].sides.iter().find(|side| side.path == path("ITEM.text")).unwrap();
    assert_eq!((&side.base, &side.mine), (&json!("Truck"), &json!("Gaffeltruck B")));
}

#[test]
fn an_undone_deletion_that_was_waiting_leaves_nothing() {
    let seen: Values = vec![("ITEM.text", json!("Truck"))];
    let moved = start(&vec![("ITEM.text", json!("Gaffeltruck"))]);
    let waits =
        merged(Some(&moved), &change(Kind::JobOrder, &fields(&seen), &vec![("ITEM.@alive", json!(false))]), 21, 102);
    assert!(waits.conflict);
    let view: Values = vec![("ITEM.@alive", json!(false)), ("ITEM.text", json!("Truck"))];
    let undone = merged(
        Some(&waits.state),
        &change(Kind::JobOrder, &fields(&view), &vec![("ITEM.@alive", json!(null))]),
        22,
        102,
    );
    assert_eq!(undone.state, moved);
}

#[test]
fn what_is_brought_back_to_life_knowing_it_was_deleted_lives() {
    let dead: Values = vec![("@alive", json!(false)), ("title", json!("Kok"))];
    let wants: Values = vec![("@alive", json!(null)), ("title", json!("Tjener"))];
    let after = merged(Some(&start(&dead)), &change(Kind::JobOrder, &fields(&dead), &wants), 31, 101);
    assert_eq!(after.state, start(&vec![("title", json!("Tjener"))]));
}

#[test]
fn rejections() {
    let meta = Meta { commit: UNIT, author: UNIT, author_unit: UNIT, device_time: "" };
    let edit = change(Kind::JobOrder, &Fields::new(), &vec![("positions", json!(2))]);
    let elsewhere = RecordChange { home_unit: Uuid::from_u128(2), ..edit.clone() };
    assert_eq!(merge(None, &elsewhere, &meta), Err(Code::HomeUnit));
    let moved = State { home_unit: Uuid::from_u128(2), ..start(&vec![]) };
    assert_eq!(merge(Some(&moved), &edit, &meta), Err(Code::HomeUnit));
    let wrong = change(Kind::JobOrder, &Fields::new(), &vec![("positions", json!("to"))]);
    assert_eq!(merge(None, &wrong, &meta), Err(Code::Format));
    let mut twice = edit;
    twice.changes.push(twice.changes[0].clone());
    assert_eq!(merge(None, &twice, &meta), Err(Code::Format));
}

#[test]
fn a_value_that_was_wrong_already_may_be_seen_and_taken_away() {
    let wrong: Values = vec![("experience_years", json!("to"))];
    let after = merged(
        Some(&start(&wrong)),
        &change(Kind::JobOrder, &fields(&wrong), &vec![("experience_years", json!(null))]),
        1,
        1,
    );
    assert!(after.changed && after.state.fields.is_empty());
}

#[test]
fn the_same_again_changes_nothing() {
    let edit = change(Kind::JobOrder, &Fields::new(), &vec![("title", json!("Kok"))]);
    let once = merged(None, &edit, 1, 1);
    let again = merged(Some(&once.state), &edit, 1, 1);
    assert!(once.changed && !again.changed && !again.conflict);
}
