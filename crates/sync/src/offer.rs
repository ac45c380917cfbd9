//! What a restored central lacks, as commits.

use uuid::Uuid;

use crate::{Commit, RecordChange};

/// Changes as commits in which no record stands twice: what is said of a record later stands in a later commit, and needs
/// the earlier one. `begun` gives each commit its id, author and time.
pub fn offer(changes: Vec<RecordChange>, mut begun: impl FnMut() -> Commit) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    for change in changes {
        let has = |commit: &Commit| commit.records.iter().any(|record| record.key == change.key);
        let after = commits.iter().rposition(has);
        let at = after.map_or(0, |at| at + 1);
        if at == commits.len() {
            commits.push(begun());
        }
        if let Some(need) = after.map(|after| commits[after].id).filter(|need| !needs(&commits[at], *need)) {
            commits[at].needs.push(need);
        }
        commits[at].records.push(change);
    }
    commits
}

fn needs(commit: &Commit, need: Uuid) -> bool {
    commit.needs.contains(&need)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{commit, edit};
    use serde_json::json;

    #[test]
    fn a_record_stands_once_in_a_commit_and_in_its_order() {
        let change = |id: u128, title: &str| edit(id, "title", json!(null), json!(title));
        let mut next = 0;
        let commits =
            offer(vec![change(1, "a"), change(2, "b"), change(1, "c"), change(2, "d"), change(1, "e")], || {
                next += 1;
                commit(next, Vec::new())
            });
        let shape: Vec<_> = commits
            .iter()
            .map(|one| (one.needs.iter().map(Uuid::as_u128).collect::<Vec<_>>(), one.records.clone()))
            .collect();
        let expected = [
            (vec![], vec![change(1, "a"), change(2, "b")]),
            (vec![1], vec![change(1, "c"), change(2, "d")]),
            (vec![2], vec![change(1, "e")]),
        ];
        assert_eq!(shape, expected);
    }
}
