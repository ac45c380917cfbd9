//! What central makes of consents, permits and facts, looked at after each push as anybody in the unit can read it.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use feltmappen_domain::record::{Fields, Kind, RecordKey};
use feltmappen_sync::sim::case::{asked, broken_seal, is_covered, says_sent};
use feltmappen_sync::wire::{Answer, EntryState, FeedId, PushReply, read_page};
use feltmappen_sync::{Commit, Outcome};

use crate::central::Token;
use crate::world::World;

/// What has been read of a unit.
#[derive(Default)]
pub struct Witness {
    cursor: u64,
    records: BTreeMap<RecordKey, Fields>,
}

/// What a permit rests on, besides its own record.
const RESTS_ON: [Kind; 3] = [Kind::Candidate, Kind::JobOrder, Kind::Consent];

impl World {
    /// Nothing sealed changes, nothing is permitted without cover at that moment, and no fact is turned away.
    pub fn watch(&mut self, token: &Token, commits: &[Commit], reply: &PushReply) {
        let papers = |commit: &Commit| {
            commit.records.iter().any(|record| matches!(record.key.kind, Kind::Consent | Kind::Submittal))
        };
        if !commits.iter().any(papers) {
            return;
        }
        // What stood before is not known after a restore.
        let knows = self.witnesses.contains_key(&token.unit);
        let before = self.read_on(token);
        let now = &self.witnesses[&token.unit].records;
        let mut given = BTreeSet::new();
        for (at, (commit, result)) in commits.iter().zip(&reply.results).enumerate() {
            let Answer::Done { outcome, .. } = &result.answer else { continue };
            match outcome {
                Outcome::Rejected { code } if code != "home_unit" && commit.records.iter().any(says_sent) => {
                    self.complaints.push(format!("the sending in {} was refused: {code}", commit.id));
                }
                Outcome::Applied | Outcome::AppliedWithConflict if knows => {
                    // What stands now may be later than the permit, but only by what came with it.
                    let rest = commits[at + 1..].iter().flat_map(|later| &later.records);
                    let moved = rest.map(|record| record.key.kind).any(|kind| RESTS_ON.contains(&kind));
                    for key in commit.records.iter().filter(|record| asked(record).is_some()).map(|record| record.key) {
                        // Whoever asks for the same again gets what stands.
                        if !given.insert(key) || moved {
                            continue;
                        }
                        let (Some(earlier), Some(fields)) = (before.get(&key), now.get(&key)) else { continue };
                        let new = fields.filled("permit.at") && !earlier.filled("permit.at");
                        if new && !is_covered(fields, token.unit, |key| now.get(&key)) {
                            self.complaints.push(format!("{key:?} was permitted, and nothing covers it"));
                        }
                    }
                }
                _ => {}
            }
        }
        for (key, earlier) in before.iter().filter(|_| knows) {
            if let Some(path) = now.get(key).and_then(|fields| broken_seal(key.kind, earlier, fields)) {
                self.complaints.push(format!("{path} of {key:?} was sealed, and is not as it was"));
            }
        }
    }

    /// Reads on in the unit's feed; what the records that have changed were before.
    fn read_on(&mut self, token: &Token) -> BTreeMap<RecordKey, Fields> {
        let witness = self.witnesses.entry(token.unit).or_default();
        let mut before = BTreeMap::new();
        loop {
            let path = format!("/v1/feeds/{}?after={}&limit=1000", FeedId::unit(token.unit), witness.cursor);
            let bytes = self.central.ask(token, 1, Method::GET, &path, Vec::new()).unwrap();
            let page = read_page(&String::from_utf8(bytes).unwrap()).unwrap().page;
            for entry in page.entries {
                let earlier = match entry.state {
                    EntryState::Present { fields, .. } => witness.records.insert(entry.key, fields),
                    EntryState::Retracted | EntryState::Purged => witness.records.remove(&entry.key),
                };
                before.entry(entry.key).or_insert(earlier.unwrap_or_default());
            }
            witness.cursor = page.until;
            if page.complete.is_some() {
                return before;
            }
        }
    }
}
