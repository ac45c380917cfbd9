//! What is sealed stays as it is, whatever several people do (R1, R6, R11, R12).

use feltmappen_domain::record::{ALIVE, Fields, Kind};
use feltmappen_domain::rule;
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

use super::cases::{Values, change, fields, merged, path, start};
use super::{Code, Merged, Meta, State, merge};
use crate::RecordChange;
use crate::wire::ConflictReason::{self, EditedDeleted, Rule, Value as Both};

const UNIT: Uuid = Uuid::from_u128(1);

fn try_merge(before: &State, change: &RecordChange, commit: u128) -> Result<Merged, Code> {
    let id = Uuid::from_u128(commit);
    merge(Some(before), change, &Meta { commit: id, author: id, author_unit: UNIT, device_time: "" })
}

fn at(hour: u8) -> Value {
    json!(format!("2026-11-24T{hour:02}:00:00+01:00"))
}

struct Case {
    name: &'static str,
    kind: Kind,
    both_saw: Values,
    first: Values,
    second: Values,
    /// What stands in the end of what is named here.
    stands: Values,
    chooses: Option<(ConflictReason, Vec<&'static str>)>,
}

fn cases() -> Vec<Case> {
    let consent = |name, both_saw, first, second, stands, chooses| Case {
        name,
        kind: Kind::Consent,
        both_saw,
        first,
        second,
        stands,
        chooses,
    };
    let submittal = |name, both_saw, first, second, stands, chooses| Case {
        kind: Kind::Submittal,
        ..consent(name, both_saw, first, second, stands, chooses)
    };
    let draft: Values = vec![("purpose", json!("Køkkenet")), ("data.education", json!(true))];
    let finalised: Values = vec![("finalised_at", at(9))];
    vec![
        consent(
            "finalised, and changed by somebody who saw a draft",
            draft.clone(),
            finalised.clone(),
            vec![("purpose", json!("Lageret")), ("filed.case", json!("12"))],
            vec![("purpose", json!("Køkkenet")), ("finalised_at", at(9)), ("filed.case", json!("12"))],
            Some((Rule, vec!["purpose"])),
        ),
        consent(
            "finalised, and more data ticked by somebody who saw a draft",
            draft.clone(),
            finalised.clone(),
            vec![("data.experience", json!(true))],
            vec![("data.experience", json!(null))],
            Some((Rule, vec!["data.experience"])),
        ),
        consent(
            "changed, and finalised by somebody who saw it as it was",
            draft.clone(),
            vec![("purpose", json!("Lageret"))],
            finalised.clone(),
            vec![("purpose", json!("Lageret")), ("finalised_at", json!(null))],
            Some((Rule, vec!["finalised_at"])),
        ),
        consent(
            "finalised, and deleted by somebody who saw a draft",
            draft.clone(),
            finalised.clone(),
            vec![("@alive", json!(false))],
            vec![("@alive", json!(null)), ("finalised_at", at(9))],
            Some((ConflictReason::DeletedEdited, vec!["@alive", "finalised_at"])),
        ),
        consent(
            "a draft deleted, and finalised by another: it covers nothing",
            draft.clone(),
            vec![("@alive", json!(false))],
            finalised.clone(),
            vec![("@alive", json!(false)), ("finalised_at", json!(null))],
            Some((EditedDeleted, vec!["@alive", "finalised_at"])),
        ),
        consent(
            "withdrawn twice: the first stands",
            finalised.clone(),
            vec![("withdrawn_at", at(10)), ("withdrawn_how", json!("phone"))],
            vec![("withdrawn_at", at(11)), ("withdrawn_how", json!("mail"))],
            vec![("withdrawn_at", at(10)), ("withdrawn_how", json!("phone"))],
            Some((Both, vec!["withdrawn_at", "withdrawn_how"])),
        ),
        consent(
            "withdrawn, and filed by another: both",
            finalised.clone(),
            vec![("withdrawn_at", at(10))],
            vec![("filed.case", json!("12"))],
            vec![("withdrawn_at", at(10)), ("filed.case", json!("12"))],
            None,
        ),
        submittal(
            "permitted, and the channel changed by somebody who saw no permit",
            vec![("channel", json!("jobag"))],
            vec![("permit.at", at(9))],
            vec![("channel", json!("secure_mail"))],
            vec![("channel", json!("jobag")), ("permit.at", at(9))],
            Some((Rule, vec!["channel"])),
        ),
        submittal(
            "the channel changed, and permitted for what stood before",
            vec![("channel", json!("jobag"))],
            vec![("channel", json!("secure_mail"))],
            vec![("permit.at", at(9))],
            vec![("channel", json!("secure_mail")), ("permit.at", json!(null))],
            Some((Rule, vec!["permit.at"])),
        ),
        submittal(
            "the channel changed to the same by both, and permitted by one",
            vec![("channel", json!("jobag"))],
            vec![("channel", json!("secure_mail"))],
            vec![("channel", json!("secure_mail")), ("permit.at", at(9))],
            vec![("channel", json!("secure_mail")), ("permit.at", at(9))],
            None,
        ),
        submittal(
            "sent, and the consent changed by somebody who had not heard",
            vec![("channel", json!("jobag"))],
            vec![("sent.at", at(9))],
            vec![("consent", json!(UNIT.to_string())), ("follow_up", json!("2026-12-01"))],
            vec![("consent", json!(null)), ("sent.at", at(9)), ("follow_up", json!("2026-12-01"))],
            Some((Rule, vec!["consent"])),
        ),
        submittal(
            "sent, and deleted by somebody who had not heard",
            vec![("channel", json!("jobag"))],
            vec![("sent.at", at(9))],
            vec![("@alive", json!(false))],
            vec![("@alive", json!(null)), ("sent.at", at(9))],
            Some((ConflictReason::DeletedEdited, vec!["@alive", "sent.at"])),
        ),
        submittal(
            "deleted, and sent by somebody who had not heard: it has happened",
            vec![("channel", json!("jobag"))],
            vec![("@alive", json!(false))],
            vec![("sent.at", at(9))],
            vec![("@alive", json!(null)), ("sent.at", at(9))],
            None,
        ),
        submittal(
            "deleted, and offered with what was sent by somebody who had it alive",
            vec![("channel", json!("jobag"))],
            vec![("@alive", json!(false))],
            vec![("@alive", json!(true)), ("sent.at", at(9))],
            vec![("@alive", json!(null)), ("sent.at", at(9))],
            None,
        ),
    ]
}

#[test]
fn r11_two_people_one_of_whom_seals() {
    for Case { name, kind, both_saw, first, second, stands, chooses } in cases() {
        let seen = fields(&both_saw);
        let one = merged(Some(&start(&both_saw)), &change(kind, &seen, &first), 11, 101);
        assert!(!one.conflict, "{name}: the first comes through");
        let two = merged(Some(&one.state), &change(kind, &seen, &second), 12, 102);
        for (at, value) in &stands {
            assert_eq!(two.state.fields.get(path(at)).cloned().unwrap_or_default(), *value, "{name}: {at}");
        }
        let found = two.state.conflicts.iter();
        let paths = |one: &crate::wire::Conflict| one.sides.iter().map(|side| side.path.to_string()).collect();
        let found: Vec<(ConflictReason, Vec<String>)> = found.map(|one| (one.reason, paths(one))).collect();
        let wanted: Vec<(ConflictReason, Vec<String>)> =
            chooses.into_iter().map(|(why, paths)| (why, paths.into_iter().map(str::to_owned).collect())).collect();
        assert_eq!(found, wanted, "{name}");
    }
}

#[test]
fn r11_who_saw_it_sealed_is_turned_away_with_all_he_wrote() {
    let consent: Values = vec![("purpose", json!("Køkkenet")), ("finalised_at", at(9)), ("withdrawn_at", at(10))];
    let sent: Values = vec![("channel", json!("jobag")), ("permit.at", at(9)), ("sent.at", at(10))];
    let cases: Vec<(Kind, &Values, Values)> = vec![
        (Kind::Consent, &consent, vec![("purpose", json!("Lageret"))]),
        (Kind::Consent, &consent, vec![("data.contact", json!(true))]),
        (Kind::Consent, &consent, vec![("document_id", json!("x")), ("filed.case", json!("12"))]),
        (Kind::Consent, &consent, vec![("finalised_at", json!(null))]),
        (Kind::Consent, &consent, vec![("withdrawn_at", json!(null))]),
        (Kind::Consent, &consent, vec![("withdrawn_at", at(11))]),
        (Kind::Consent, &consent, vec![("@alive", json!(false))]),
        (Kind::Submittal, &sent, vec![("channel", json!("secure_mail"))]),
        (Kind::Submittal, &sent, vec![("permit.at", at(11))]),
        (Kind::Submittal, &sent, vec![("permit.at", json!(null))]),
        (Kind::Submittal, &sent, vec![("@alive", json!(false))]),
    ];
    for (kind, stands, wants) in cases {
        let tried = try_merge(&start(stands), &change(kind, &fields(stands), &wants), 1);
        assert_eq!(tried, Err(Code::Sealed), "{wants:?}");
    }
    let filed = change(Kind::Consent, &fields(&consent), &vec![("filed.case", json!("12"))]);
    assert!(try_merge(&start(&consent), &filed, 1).is_ok(), "what follows on it goes on");
    let same = change(Kind::Consent, &Fields::new(), &vec![("purpose", json!("Køkkenet"))]);
    assert!(!try_merge(&start(&consent), &same, 1).unwrap().conflict, "what stands already is no change");
}

#[test]
fn r12_a_fact_is_never_turned_away() {
    let sent: Values = vec![("channel", json!("jobag")), ("sent.at", at(10))];
    let again = change(Kind::Submittal, &fields(&sent), &vec![("sent.at", at(11))]);
    let after = try_merge(&start(&sent), &again, 1).unwrap();
    assert_eq!(after.state.fields, fields(&sent), "and never undone");
    assert_eq!(after.state.conflicts[0].sides[0].mine, at(11));
}

#[test]
fn r11_nobody_gets_a_value_into_what_is_sealed_by_deciding() {
    let draft: Values = vec![("purpose", json!("Køkkenet"))];
    let finalised: Values = vec![("purpose", json!("Køkkenet")), ("finalised_at", at(9))];
    let other = change(Kind::Consent, &fields(&draft), &vec![("purpose", json!("Lageret"))]);
    let waits = try_merge(&start(&finalised), &other, 5).unwrap().state;
    assert_eq!(waits.conflicts.len(), 1);
    let decide = |seen: &Values, wants: Values| {
        let mut choice = change(Kind::Consent, &fields(seen), &wants);
        choice.resolves = vec![waits.conflicts[0].id];
        try_merge(&waits, &choice, 6)
    };
    assert_eq!(decide(&finalised, vec![("purpose", json!("Lageret"))]), Err(Code::Sealed));
    let unseen = decide(&draft, vec![("purpose", json!("Lageret"))]).unwrap().state;
    assert_eq!((&unseen.fields, unseen.conflicts.len()), (&waits.fields, 1), "a conflict again");
    assert!(decide(&finalised, vec![]).unwrap().state.conflicts.is_empty(), "what stands can be chosen");
}

const CONSENT: [&str; 8] = [
    "purpose",
    "data.education",
    "valid_until",
    "finalised_at",
    "document_id",
    "withdrawn_at",
    "withdrawn_how",
    "@alive",
];
const SUBMITTAL: [&str; 8] =
    ["channel", "data.education", "consent", "permit.at", "sent.at", "sent.channel", "follow_up", "@alive"];

fn value_for(path: &str, n: u8) -> Value {
    let nth = |values: [&str; 2]| values.get(usize::from(n)).map_or(Value::Null, |text| json!(text));
    match path {
        "data.education" => [json!(true), json!(false)].get(usize::from(n)).cloned().unwrap_or_default(),
        "valid_until" | "follow_up" => nth(["2026-12-24", "2027-01-15"]),
        "channel" | "sent.channel" => nth(["jobag", "secure_mail"]),
        "withdrawn_how" => nth(["phone", "mail"]),
        "consent" => nth(["01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8058"]),
        "@alive" if n == 0 => json!(false),
        "@alive" => Value::Null,
        "purpose" | "document_id" => nth(["en to tre", "en 2 tre"]),
        _ => nth(["2026-11-24T09:00:00+01:00", "2026-11-24T10:00:00+01:00"]),
    }
}

/// One step: which state its author saw last, what he wants, and whether he decides what waits there.
type Step = (usize, Vec<(usize, u8)>, bool);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let wants = proptest::collection::vec((0..8_usize, 0..3_u8), 1..4);
    proptest::collection::vec((0..8_usize, wants, proptest::bool::weighted(0.3)), 1..8)
}

/// Carries the steps out; gives the states, and what central took, by step.
fn run(kind: Kind, paths: [&'static str; 8], steps: &[Step]) -> (Vec<State>, Vec<Option<RecordChange>>) {
    let mut states = vec![start(&vec![])];
    let mut taken = Vec::new();
    for (n, (seen, wants, decides)) in (100_u128..).zip(steps) {
        let seen = states[seen % states.len()].clone();
        let mut wanted: Values = Vec::new();
        for (place, value) in wants {
            if wanted.iter().all(|(known, _)| *known != paths[*place]) {
                wanted.push((paths[*place], value_for(paths[*place], *value)));
            }
        }
        let sides = seen.conflicts.iter().flat_map(|conflict| &conflict.sides).filter(|_| *decides);
        for side in sides {
            let known = paths.iter().find(|known| **known == side.path.as_str()).copied();
            if let Some(known) = known.filter(|known| wanted.iter().all(|(one, _)| one != known)) {
                wanted.push((known, side.mine.clone()));
            }
        }
        wanted.retain(|(at, value)| seen.fields.get(path(at)).cloned().unwrap_or_default() != *value);
        let mut next = change(kind, &seen.fields, &wanted);
        if *decides {
            next.resolves = seen.conflicts.iter().map(|conflict| conflict.id).collect();
        }
        let last = states[states.len() - 1].clone();
        match try_merge(&last, &next, n) {
            Ok(merged) => {
                states.push(merged.state);
                taken.push(Some(next));
            }
            Err(code) => {
                assert_eq!(code, Code::Sealed);
                states.push(last);
                taken.push(None);
            }
        }
    }
    (states, taken)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn r11_what_is_sealed_stays(steps in steps(), consent in any::<bool>()) {
        let (kind, paths) = if consent { (Kind::Consent, CONSENT) } else { (Kind::Submittal, SUBMITTAL) };
        let (states, _) = run(kind, paths, &steps);
        for pair in states.windows(2) {
            for at in paths.into_iter().map(path).filter(|at| rule::sealed(kind, &pair[0].fields, at)) {
                let alive = |value: Option<&Value>| value.filter(|_| at.as_str() != ALIVE || value == Some(&json!(false))).cloned();
                prop_assert_eq!(alive(pair[0].fields.get(&at)), alive(pair[1].fields.get(&at)), "{}", at);
            }
        }
    }

    #[test]
    fn r6_a_withdrawal_that_was_taken_stands_or_waits(steps in steps()) {
        let (states, taken) = run(Kind::Consent, CONSENT, &steps);
        let last = &states[states.len() - 1];
        let decided = taken.iter().flatten().any(|change| !change.resolves.is_empty());
        for change in taken.iter().flatten() {
            let withdrawn = change.changes.iter().find(|one| one.path.as_str() == "withdrawn_at" && !one.is_noop());
            let Some(withdrawn) = withdrawn.filter(|one| !one.value.is_null()) else { continue };
            let waits = last.conflicts.iter().flat_map(|conflict| &conflict.sides).any(|side| side.mine == withdrawn.value);
            prop_assert!(last.fields.filled("withdrawn_at") || waits || decided);
        }
    }

    #[test]
    fn r12_facts_are_never_turned_away(steps in steps()) {
        let facts: Vec<Step> = steps.into_iter().map(|(seen, wants, _)| {
            (seen, wants.into_iter().map(|(at, n)| (4 + at % 2, n)).collect(), false)
        }).collect();
        let (_, taken) = run(Kind::Submittal, SUBMITTAL, &facts);
        prop_assert!(taken.iter().all(Option::is_some));
    }

    #[test]
    fn r1_a_permit_stands_on_what_its_author_saw(steps in steps()) {
        let (states, taken) = run(Kind::Submittal, SUBMITTAL, &steps);
        for (pair, change) in states.windows(2).zip(&taken) {
            let Some(change) = change else { continue };
            if pair[0].fields.filled("permit.at") || !pair[1].fields.filled("permit.at") {
                continue;
            }
            for named in &change.changes {
                if feltmappen_domain::submittal::RESTS_ON.contains(&named.path.as_str()) {
                    prop_assert_eq!(pair[1].fields.get(&named.path).cloned().unwrap_or_default(), named.value.clone());
                }
            }
        }
    }
}
