//! What a commit rests on.

use std::collections::BTreeSet;

use feltmappen_domain::record::RecordId;
use serde_json::Value;
use uuid::Uuid;

use crate::{Commit, RecordChange};

/// The unsent commits that new changes rest on, in the order of `unsent` (oldest first): for each record they touch or
/// refer to, the latest commit that touched it. Earlier ones follow from that commit's own needs.
pub fn needs(records: &[RecordChange], unsent: &[Commit]) -> Vec<Uuid> {
    let wanted = touched_or_referred_to(records);
    let found: BTreeSet<usize> =
        wanted.into_iter().filter_map(|id| unsent.iter().rposition(|commit| touches(commit, id))).collect();
    found.into_iter().map(|index| unsent[index].id).collect()
}

fn touched_or_referred_to(records: &[RecordChange]) -> BTreeSet<RecordId> {
    let touched = records.iter().map(|record| record.key.id);
    let written = records.iter().flat_map(|record| &record.changes).filter(|change| !change.is_noop());
    let referred_to = written.filter_map(|change| reference(&change.value));
    touched.chain(referred_to).collect()
}

/// Any value that is written as an id may be a reference, also in a field that this version does not know.
fn reference(value: &Value) -> Option<RecordId> {
    Uuid::try_parse(value.as_str()?).ok()
}

fn touches(commit: &Commit, id: RecordId) -> bool {
    commit.records.iter().any(|record| record.key.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{commit, edit};
    use serde_json::json;

    const COMPANY: u128 = 100;
    const ORDER: u128 = 200;
    const OTHER: u128 = 300;

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
}
