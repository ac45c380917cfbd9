//! What a commit rests on.

use std::collections::BTreeSet;

use feltmappen_domain::record::RecordId;
use feltmappen_domain::rule;
use serde_json::Value;
use uuid::Uuid;

use crate::{Change, Commit, RecordChange};

/// The unsent commits that new changes rest on, in the order of `unsent` (oldest first): for each record they touch or
/// refer to, the latest commit that touched it. Earlier ones follow from that commit's own needs.
///
/// Nothing rests on a commit that only asks for a permit, since it may be refused. A fact rests on the making of its record
/// alone: nothing that may be refused holds it back (R12). Who asks for a permit rests on all that he names as seen.
pub fn needs(records: &[RecordChange], unsent: &[Commit]) -> Vec<Uuid> {
    let (facts, others): (Vec<&RecordChange>, Vec<&RecordChange>) =
        records.iter().partition(|record| states_fact(record));
    let made = facts.into_iter().filter_map(|fact| made(fact.key.id, unsent));
    let wanted: BTreeSet<RecordId> = others.into_iter().flat_map(rests_on).collect();
    let latest = wanted.into_iter().filter_map(|id| unsent.iter().rposition(|commit| touches(commit, id)));
    let found: BTreeSet<usize> = made.chain(latest).collect();
    found.into_iter().map(|index| unsent[index].id).collect()
}

/// The record that changes touch, and those that they refer to.
pub fn rests_on(record: &RecordChange) -> BTreeSet<RecordId> {
    let seen = asks_for_permit(record);
    let counts = record.changes.iter().filter(|change| seen || !change.is_noop());
    counts.filter_map(|change| reference(&change.value)).chain([record.key.id]).collect()
}

/// Whether changes say that something has happened, and nothing else.
pub fn states_fact(record: &RecordChange) -> bool {
    writes_only(record, |change| rule::states_fact(record.key.kind, &change.path))
}

/// Whether changes ask for a permit, and write nothing else.
pub fn asks_for_permit(record: &RecordChange) -> bool {
    writes_only(record, |change| rule::asks_for_permit(record.key.kind, &change.path))
}

/// Whether changes make their record, as far as they show: their author saw nothing of it.
pub fn makes_record(record: &RecordChange) -> bool {
    let seen = record.changes.iter().any(|change| !change.base.is_null());
    !seen && !states_fact(record) && !asks_for_permit(record)
}

fn writes_only(record: &RecordChange, half: impl Fn(&Change) -> bool) -> bool {
    let mut written = record.changes.iter().filter(|change| !change.is_noop()).peekable();
    written.peek().is_some() && written.all(half)
}

/// Any value that is written as an id may be a reference, also in a field that this version does not know.
fn reference(value: &Value) -> Option<RecordId> {
    Uuid::try_parse(value.as_str()?).ok()
}

fn touches(commit: &Commit, id: RecordId) -> bool {
    commit.records.iter().any(|record| record.key.id == id && !asks_for_permit(record))
}

/// The commit that made a record: the first that touches it, if central did not know it before.
fn made(id: RecordId, unsent: &[Commit]) -> Option<usize> {
    let first = |commit: &Commit| commit.records.iter().find(|record| record.key.id == id).map(makes_record);
    let (index, makes) = unsent.iter().enumerate().find_map(|(index, commit)| Some((index, first(commit)?)))?;
    makes.then_some(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{commit, edit};
    use feltmappen_domain::record::{Kind, Path, RecordKey};
    use serde_json::json;

    const COMPANY: u128 = 100;
    const ORDER: u128 = 200;
    const OTHER: u128 = 300;
    const SUBMITTAL: u128 = 500;
    const CONSENT: u128 = 600;

    #[test]
    fn the_latest_commit_on_each_touched_and_referred_record() {
        let unsent = [
            commit(1, vec![edit(COMPANY, "name", json!(null), json!("A"))]),
            commit(2, vec![edit(ORDER, "title", json!(null), json!("Kok"))]),
            commit(3, vec![edit(COMPANY, "name", json!("A"), json!("B"))]),
            commit(4, vec![edit(OTHER, "title", json!(null), json!("Tjener"))]),
        ];
        let company = Uuid::from_u128(COMPANY).to_string();
        let cases = [
            ("another field of the order", edit(ORDER, "tasks", json!(null), json!("x")), vec![2]),
            ("the order refers to the company", edit(ORDER, "company", json!(null), json!(company)), vec![2, 3]),
            ("nothing unsent about it", edit(400, "title", json!(null), json!("x")), vec![]),
        ];
        for (name, record, expected) in cases {
            let expected: Vec<_> = expected.into_iter().map(Uuid::from_u128).collect();
            assert_eq!(needs(&[record], &unsent), expected, "{name}");
        }
    }

    fn submittal(changes: &[(&'static str, Value, Value)]) -> RecordChange {
        let changes = changes.iter().map(|(path, base, value)| Change {
            path: Path::known(path),
            base: base.clone(),
            value: value.clone(),
        });
        RecordChange {
            key: RecordKey::new(Kind::Submittal, Uuid::from_u128(SUBMITTAL)),
            home_unit: Uuid::from_u128(1),
            changes: changes.collect(),
            resolves: Vec::new(),
        }
    }

    #[test]
    fn r12_nothing_rests_on_a_permit_and_a_fact_on_the_making_alone() {
        let null = || json!(null);
        let consent = json!(Uuid::from_u128(CONSENT).to_string());
        let made = commit(1, vec![submittal(&[("channel", null(), json!("jobag"))])]);
        let edited = commit(2, vec![submittal(&[("consent", null(), consent.clone())])]);
        let finalised = commit(3, vec![edit(CONSENT, "title", null(), json!("x"))]);
        let permit = || submittal(&[("consent", consent.clone(), consent.clone()), ("permit.at", null(), json!("nu"))]);
        let sent = || submittal(&[("sent.at", null(), json!("nu")), ("sent.by", null(), consent.clone())]);
        let told = || submittal(&[("told_at", null(), json!("nu"))]);
        let all = [made, edited, finalised, commit(4, vec![permit()])];
        let then = |index: usize, record: RecordChange| {
            needs(&[record], &all[index..]).iter().map(Uuid::as_u128).collect::<Vec<_>>()
        };
        assert_eq!(then(0, permit()), [2, 3], "it rests on what it names as seen, and not on another permit");
        assert_eq!(then(0, sent()), [1], "a fact on the making alone");
        assert_eq!(then(3, sent()), Vec::<u128>::new(), "on nothing, when central knows the record");
        assert_eq!(then(1, sent()), [2], "as far as anybody can see, that made it");
        assert_eq!(then(0, told()), [2], "nothing else rests on a permit");
        let mixed = submittal(&[("told_at", null(), json!("nu")), ("sent.at", null(), json!("nu"))]);
        assert_eq!(then(0, mixed), [2], "what says more than a fact may wait");
    }
}
