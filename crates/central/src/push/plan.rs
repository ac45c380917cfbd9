//! Deciding about a push in memory: no database, no clock.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use feltmappen_domain::canonical::to_canonical_json;
use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use feltmappen_sync::merge::{Code, Meta, State, merge};
use feltmappen_sync::wire::{Answer, ContentHash, Pushed, conflicts_to_canonical_json};
use feltmappen_sync::{Change, Commit, Outcome, RecordChange, permit};
use uuid::Uuid;

use super::{AnswerWrite, Answered, Answers, Counter, Known, RecordWrite, RowState, Sender, Writes, landed};

/// The longest code of an action, and the longest time of a device.
const SHORT_TEXT: usize = 40;

/// A push that has been decided, all but its numbers: those are known once the feed's counter is locked.
pub struct Planned {
    sender: Sender,
    known: Known,
    /// Records as the push leaves them, in the order in which it first changed them.
    changed: Vec<Changed>,
    verdicts: Vec<(Uuid, Verdict)>,
}

/// A record as the push leaves it.
struct Changed {
    key: RecordKey,
    state: State,
    /// Who changed its fields last, and when; absent when only a conflict came or went.
    by: Option<(RecordId, String)>,
}

/// What becomes of one commit.
enum Verdict {
    /// Answered in an earlier request.
    Earlier(Answered),
    /// The same as the commit at this place of the push.
    Same(usize),
    /// Not now.
    Held(Uuid),
    /// Another payload under a known id.
    OtherPayload,
    /// Decided now.
    New { hash: [u8; 32], outcome: Outcome, records: Vec<RecordKey> },
}

/// Decides about every commit in order; each sees what those before it did. `today` is the day in Denmark by central's clock.
pub fn plan(sender: Sender, pushed: &[Pushed], known: Known, today: NaiveDate) -> Planned {
    let verdicts = Vec::with_capacity(pushed.len());
    let mut desk = Desk {
        planned: Planned { sender, known, changed: Vec::new(), verdicts },
        today,
        places: HashMap::new(),
        seen: HashMap::new(),
    };
    for one in pushed {
        let verdict = desk.decide(one);
        if matches!(verdict, Verdict::New { .. }) {
            desk.seen.insert(one.id, desk.planned.verdicts.len());
        }
        desk.planned.verdicts.push((one.id, verdict));
    }
    desk.planned
}

struct Desk {
    planned: Planned,
    today: NaiveDate,
    /// Where a record stands in `changed`.
    places: HashMap<RecordKey, usize>,
    /// Where a commit that was decided now stands in `verdicts`.
    seen: HashMap<Uuid, usize>,
}

/// What a commit would do to its records.
struct Staged {
    outcome: Outcome,
    records: Vec<RecordKey>,
    states: Vec<(RecordKey, State)>,
}

impl Desk {
    fn decide(&mut self, pushed: &Pushed) -> Verdict {
        let known = &self.planned.known;
        if let Some(answered) = known.commits.get(&pushed.id) {
            let same = answered.hash == pushed.hash;
            return if same { Verdict::Earlier(answered.clone()) } else { Verdict::OtherPayload };
        }
        if let Some(&place) = self.seen.get(&pushed.id) {
            let same = matches!(self.planned.verdicts[place].1, Verdict::New { hash, .. } if hash == pushed.hash);
            return if same { Verdict::Same(place) } else { Verdict::OtherPayload };
        }
        let rejected = |code: Code| Verdict::New {
            hash: pushed.hash,
            outcome: Outcome::Rejected { code: code.as_str().to_owned() },
            records: Vec::new(),
        };
        let commit = match &pushed.commit {
            Ok(commit) => commit,
            Err(code) => return rejected(*code),
        };
        if !well_formed(commit) {
            return rejected(Code::Format);
        }
        if let Some(needs) = commit.needs.iter().find(|need| !self.accepted(**need)) {
            return Verdict::Held(*needs);
        }
        let remaining: Vec<&RecordChange> = commit.records.iter().filter(|record| !self.purged(record.key)).collect();
        if let Some(blob) = self.missing_blob(&remaining) {
            return Verdict::Held(blob);
        }
        match self.stage(commit, &remaining) {
            Err(code) => rejected(code),
            Ok(staged) => {
                for (key, state) in staged.states {
                    let writes = self.current(key).is_none_or(|before| before.fields != state.fields);
                    let by = writes.then(|| (self.planned.sender.employee, commit.device_time.clone()));
                    self.take_over(Changed { key, state, by });
                }
                Verdict::New { hash: pushed.hash, outcome: staged.outcome, records: staged.records }
            }
        }
    }

    /// Merges every record on a copy: nothing of a commit holds before all of it does.
    fn stage(&self, commit: &Commit, remaining: &[&RecordChange]) -> std::result::Result<Staged, Code> {
        let Sender { unit, employee } = self.planned.sender;
        let meta = Meta { commit: commit.id, author: employee, author_unit: unit, device_time: &commit.device_time };
        let mut conflict = false;
        let mut states = Vec::new();
        let mut asked = Vec::new();
        for change in remaining {
            // Another unit's record is not even looked up.
            if change.home_unit != unit {
                return Err(Code::HomeUnit);
            }
            let before = self.current(change.key);
            let merged = merge(before, change, &meta)?;
            conflict |= merged.conflict;
            if permit::asks(change, before.map(|state| &state.fields)) {
                asked.push((merged.conflict, merged.state.fields.clone()));
            }
            if merged.changed {
                states.push((change.key, merged.state));
            }
        }
        // Never on what its author had not seen, and never as a choice for somebody to make.
        let here = |key: RecordKey| {
            let staged = states.iter().find(|(staged, _)| *staged == key).map(|(_, state)| state);
            let state = staged.or_else(|| self.current(key)).filter(|_| !self.purged(key));
            state.map(|state| &state.fields)
        };
        let given = |(conflict, fields): &(bool, Fields)| !conflict && permit::given(fields, unit, self.today, here);
        if !asked.iter().all(given) {
            return Err(Code::NoPermit);
        }
        let outcome = match (remaining.is_empty() && !commit.records.is_empty(), conflict) {
            (true, _) => Outcome::Purged,
            (false, true) => Outcome::AppliedWithConflict,
            (false, false) => Outcome::Applied,
        };
        Ok(Staged { outcome, records: commit.records.iter().map(|record| record.key).collect(), states })
    }

    fn current(&self, key: RecordKey) -> Option<&State> {
        if let Some(&place) = self.places.get(&key) {
            return Some(&self.planned.changed[place].state);
        }
        match &self.planned.known.records.get(&key)?.state {
            RowState::Present(state) => Some(state),
            RowState::Retracted | RowState::Purged => None,
        }
    }

    fn take_over(&mut self, mut record: Changed) {
        let changed = &mut self.planned.changed;
        let place = *self.places.entry(record.key).or_insert(changed.len());
        if place == changed.len() {
            changed.push(record);
        } else {
            record.by = record.by.or(changed[place].by.take());
            changed[place] = record;
        }
    }

    /// A need that was purged is over: the law ends it, not what rests on it.
    fn accepted(&self, need: Uuid) -> bool {
        let outcome = match self.planned.known.commits.get(&need) {
            Some(answered) => &answered.outcome,
            None => match self.seen.get(&need).map(|place| &self.planned.verdicts[*place].1) {
                Some(Verdict::New { outcome, .. }) => outcome,
                _ => return false,
            },
        };
        !matches!(outcome, Outcome::Rejected { .. })
    }

    fn purged(&self, key: RecordKey) -> bool {
        let known = &self.planned.known;
        known.purged.contains(&key) || known.records.get(&key).is_some_and(|row| matches!(row.state, RowState::Purged))
    }

    /// An attachment goes before the commit that names it.
    fn missing_blob(&self, records: &[&RecordChange]) -> Option<Uuid> {
        let named = records.iter().flat_map(|record| &record.changes).filter_map(Change::attachment);
        named.into_iter().find(|blob| !self.planned.known.blobs.contains(blob))
    }
}

/// What merging does not look at: texts that are kept beside the values, and that no record is named twice.
fn well_formed(commit: &Commit) -> bool {
    let short = |text: &str| text.len() <= SHORT_TEXT && text.bytes().all(|byte| byte.is_ascii_graphic());
    let mut ids = BTreeSet::new();
    commit.records.iter().all(|record| ids.insert(record.key.id)) && short(&commit.action) && short(&commit.device_time)
}

impl Planned {
    /// Whether anything changes in the feed, so that its counter has to be locked.
    pub fn moves(&self) -> bool {
        !self.changed.is_empty()
    }

    /// Gives the numbers after this counter, and with them the answers and what is to be written.
    pub fn land(self, mut counter: Counter) -> (Answers, Writes) {
        let mut numbers: HashMap<RecordKey, u64> =
            self.known.records.iter().map(|(key, row)| (*key, row.sequence)).collect();
        let mut records = Vec::with_capacity(self.changed.len());
        for Changed { key, state, by } in self.changed {
            let before = self.known.records.get(&key);
            counter.sequence += 1;
            match before {
                Some(row) if matches!(row.state, RowState::Present(_)) => counter.hash = counter.hash.minus(row.hash),
                _ => counter.count += 1,
            }
            let (fields, conflicts) = (to_canonical_json(&state.fields), conflicts_to_canonical_json(&state.conflicts));
            let hash = ContentHash::of_canonical(key, state.home_unit, &fields, &conflicts);
            counter.hash = counter.hash.plus(hash);
            numbers.insert(key, counter.sequence);
            let (sequence, new) = (counter.sequence, before.is_none());
            records.push(RecordWrite { key, sequence, fields, conflicts, hash, by, new });
        }

        let mut answers: Answers = Vec::with_capacity(self.verdicts.len());
        let mut written = Vec::new();
        for (id, verdict) in self.verdicts {
            let answer = match verdict {
                Verdict::Earlier(answered) => {
                    Answer::Done { outcome: answered.outcome, feeds: landed(self.sender.unit, answered.sequence) }
                }
                Verdict::Same(place) => answers[place].1.clone(),
                Verdict::Held(needs) => Answer::Held { needs },
                Verdict::OtherPayload => Answer::OtherPayload,
                Verdict::New { hash, outcome, records } => {
                    let sequence = records.iter().filter_map(|key| numbers.get(key)).max().copied().unwrap_or(0);
                    written.push(AnswerWrite { id, hash, outcome: outcome.clone(), sequence });
                    Answer::Done { outcome, feeds: landed(self.sender.unit, sequence) }
                }
            };
            answers.push((id, answer));
        }
        (answers, Writes { records, answers: written, counter })
    }
}
