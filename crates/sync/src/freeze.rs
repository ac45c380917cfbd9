//! Freezing: what is not sent yet gets the form in which it is sent, for ever.

use crate::{Commit, needs, squash};

/// The form in which commits are sent: squashed, and each with what it needs. `unanswered` are the commits that have been sent
/// before and have no final answer yet, `unsent` those that are frozen now, both oldest first.
///
/// The result takes the place of `unsent` in the journal, in the transaction that marks the first of them as sent: a
/// commit that went into an earlier one is gone. What is not sent now may be frozen again later.
pub fn freeze(unanswered: &[Commit], unsent: Vec<Commit>) -> Vec<Commit> {
    let mut before: Vec<Commit> = unanswered.to_vec();
    let from = before.len();
    for mut commit in squash(unsent) {
        commit.needs = needs(&commit.records, &before);
        before.push(commit);
    }
    before.split_off(from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{commit, commit_list, edit};
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    #[test]
    fn what_is_on_its_way_is_needed_and_never_changed() {
        let sent = [commit(1, vec![edit(9, "title", json!(null), json!("K"))])];
        let frozen = freeze(
            &sent,
            vec![
                commit(2, vec![edit(9, "title", json!("K"), json!("Ko"))]),
                commit(3, vec![edit(9, "title", json!("Ko"), json!("Kok"))]),
                commit(4, vec![edit(8, "title", json!(null), json!("Tjener"))]),
            ],
        );
        let shape: Vec<_> = frozen.iter().map(|one| (one.id.as_u128(), one.needs.clone())).collect();
        assert_eq!(shape, [(2, vec![Uuid::from_u128(1)]), (4, vec![])]);
    }

    proptest! {
        #[test]
        fn a_commit_stands_after_what_it_needs(commits in commit_list()) {
            let (sent, unsent) = commits.split_at(commits.len() / 2);
            let mut known: Vec<Uuid> = sent.iter().map(|commit| commit.id).collect();
            for commit in freeze(sent, unsent.to_vec()) {
                prop_assert!(commit.needs.iter().all(|need| known.contains(need)));
                known.push(commit.id);
            }
        }
    }
}
