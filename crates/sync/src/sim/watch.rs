//! What central must never do with consents, permits and facts, looked at the moment it does it.

use std::collections::BTreeMap;

use feltmappen_domain::record::{Fields, Kind, RecordKey};
use feltmappen_domain::submittal::{Cover, cover};

use super::Bug;
use super::case::{broken_seal, is_covered, says_sent};
use super::central::Central;
use crate::merge::{Code, Merged, State};
use crate::{Commit, Outcome, RecordChange, apply};

impl Central {
    /// What has happened is taken down, or waits for a person. Only who works for another unit is turned away (R12).
    pub(super) fn lost_fact(&self, commit: &Commit, outcome: &Outcome) -> Option<String> {
        let mut facts = commit.records.iter().filter(|record| says_sent(record));
        if let Outcome::Rejected { code } = outcome {
            let fact = facts.next().filter(|_| code != Code::HomeUnit.as_str())?;
            return Some(format!("the sending of {:?} was refused: {code}", fact.key));
        }
        let told = |key: &RecordKey| {
            self.data.records.get(key).is_none_or(|state| {
                let mut sides = state.conflicts.iter().flat_map(|one| &one.sides);
                state.fields.filled("sent.at") || sides.any(|side| side.path.as_str() == "sent.at")
            })
        };
        let lost = facts.find(|record| !told(&record.key))?;
        Some(format!("the sending of {:?} was taken and is not there", lost.key))
    }

    /// What has been done to a consent or a submittal: counted, and complained of when it must not be.
    pub(super) fn watch(&mut self, key: RecordKey, before: &Fields) {
        let Some(State { fields: after, home_unit, .. }) = self.data.records.get(&key) else { return };
        if let Some(path) = broken_seal(key.kind, before, after) {
            self.complaints.push(format!("{path} of {key:?} was sealed, and is not as it was"));
        }
        let new = |path: &str| !before.filled(path) && after.filled(path);
        let here = |key: RecordKey| self.data.records.get(&key).map(|state| &state.fields);
        if key.kind == Kind::Consent && new("finalised_at") {
            self.counts.met("consent finalised");
        }
        if key.kind == Kind::Consent && new("withdrawn_at") {
            self.counts.met("consent withdrawn");
        }
        if key.kind == Kind::Submittal && new("permit.at") {
            self.counts.met("permit given");
            if !is_covered(after, *home_unit, here) {
                self.complaints.push(format!("{key:?} was permitted, and nothing covers it"));
            }
        }
        if key.kind == Kind::Submittal && new("sent.at") {
            let consent = after.id("consent").and_then(|id| here(RecordKey::new(Kind::Consent, id)));
            let covered = cover(after, consent) == Cover::Covered;
            self.counts.met(if covered { "sent, covered" } else { "sent, uncovered" });
        }
    }

    /// The planted fault: consents as somebody sees them who does not look whether they were withdrawn.
    pub(super) fn withdrawals_unseen(&self) -> BTreeMap<RecordKey, Fields> {
        if self.bug != Some(Bug::WithdrawalUnseen) {
            return BTreeMap::new();
        }
        let consents = self.data.records.iter().filter(|(key, _)| key.kind == Kind::Consent);
        let unseen = consents.map(|(key, state)| {
            let mut fields = state.fields.clone();
            fields.remove("withdrawn_at");
            (*key, fields)
        });
        unseen.collect()
    }
}

/// The planted fault: what is sealed is written over.
pub fn written_over(stands: &State, change: &RecordChange) -> Merged {
    let mut state = stands.clone();
    apply(&mut state.fields, &change.changes);
    Merged { state, changed: true, conflict: false }
}
