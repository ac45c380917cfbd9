//! What a restored central lacks, as commits.

use uuid::Uuid;

use crate::{Commit, RecordChange, asks_for_permit};

/// Changes as commits in which no record stands twice: what is said of a record later stands in a later commit, and needs
/// the earlier one. What asks for a permit stands alone: it may be refused, and takes nothing with it. `begun` gives each
/// commit its id, author and time.
pub fn offer(changes: Vec<RecordChange>, mut begun: impl FnMut() -> Commit) -> Vec<Commit> {
    let mut commits: Vec<Commit> = Vec::new();
    for change in changes {
        let has = |commit: &Commit| commit.records.iter().any(|record| record.key == change.key);
        let after = commits.iter().rposition(has);
        let asks = asks_for_permit(&change);
        let fits = |commit: &Commit| !asks && !commit.records.iter().any(asks_for_permit);
        let from = after.map_or(0, |at| at + 1);
        let at = (from..commits.len()).find(|at| fits(&commits[*at])).unwrap_or(commits.len());
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
    use feltmappen_domain::record::{Kind, Path};
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

    #[test]
    fn r12_what_asks_for_a_permit_stands_alone() {
        let permit = |id: u128| {
            let mut change = edit(id, "permit.at", json!(null), json!("2026-11-24T09:30:00+01:00"));
            change.key.kind = Kind::Submittal;
            change
        };
        let made = |id: u128| {
            let mut change = permit(id);
            change.changes[0].path = Path::known("channel");
            change
        };
        let mut next = 0;
        let all = vec![made(1), permit(1), made(2), permit(2), edit(3, "title", json!(null), json!("a"))];
        let commits = offer(all.clone(), || {
            next += 1;
            commit(next, Vec::new())
        });
        let shape: Vec<_> = commits.iter().map(|one| one.records.clone()).collect();
        let [one, asks, two, asks_too, three] = all.try_into().unwrap();
        assert_eq!(shape, [vec![one, two, three], vec![asks], vec![asks_too]]);
        assert!(commits[1..].iter().all(|one| one.needs == [commits[0].id]));
    }
}
