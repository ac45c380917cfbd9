//! Handing in.

use std::collections::BTreeMap;

use feltmappen_domain::record::{ALIVE, Kind};
use serde_json::Value;

use super::{Busy, Effect, Engine};
use crate::Commit;
use crate::wire::{Answer, MAX_COMMITS, PushReply};

/// So many deletions in one batch may be a mistake.
pub const MASS_DELETION: u64 = 20;

/// How many records a batch deletes, when those are so many that the user must say yes: at least [`MASS_DELETION`] of a
/// kind, and at least a tenth of those that live on the device. None when nobody is asked.
pub fn mass_deletion(commits: &[Commit], living: &BTreeMap<Kind, u64>) -> Option<u64> {
    let mut deletions: BTreeMap<Kind, u64> = BTreeMap::new();
    for record in commits.iter().flat_map(|commit| &commit.records) {
        let deletes = |change: &crate::Change| {
            change.path.as_str() == ALIVE && change.value == Value::Bool(false) && !change.is_noop()
        };
        if record.changes.iter().any(deletes) {
            *deletions.entry(record.key.kind).or_default() += 1;
        }
    }
    let many = deletions.iter().any(|(kind, count)| {
        // They are gone from the device's view already, and count among those that lived.
        let lived = living.get(kind).copied().unwrap_or_default() + count;
        *count >= MASS_DELETION && count * 10 >= lived
    });
    many.then(|| deletions.values().sum())
}

impl Engine {
    pub(super) fn next_push(&mut self) -> Option<(Busy, Effect)> {
        if self.unsent == 0 || self.nothing_to_freeze || self.reconciling || self.asks() {
            return None;
        }
        // Who cannot be compared may still hand in.
        if self.dataset.is_none() && !self.too_old {
            return None;
        }
        self.pushed_last = true;
        Some((Busy::Freeze, Effect::FreezeBatch { limit: self.limit }))
    }

    pub(super) fn batch(&mut self, commits: Vec<Commit>, asks: bool, effects: &mut Vec<Effect>) {
        if !self.ends(&Busy::Freeze) {
            return;
        }
        self.disk_full = false;
        self.asks = asks;
        if commits.is_empty() {
            self.nothing_to_freeze = true;
        } else if !asks || self.allowed {
            self.busy = Some(Busy::Push);
            let dataset = if self.too_old { None } else { self.dataset };
            effects.push(Effect::Push { dataset, commits });
        }
    }

    pub(super) fn reply_came(&mut self, reply: PushReply, effects: &mut Vec<Effect>) {
        if !self.ends(&Busy::Push) {
            return;
        }
        // What is held needs something that has not come about yet; asked again at once it would be held again, for ever.
        if reply.results.iter().all(|result| matches!(result.answer, Answer::Held { .. })) {
            self.wait();
        } else {
            self.backoff.worked();
        }
        self.asks = false;
        self.allowed = false;
        self.limit = (self.limit * 2).min(MAX_COMMITS);
        // Own values stay laid over what is confirmed until they have been read back.
        for result in &reply.results {
            if let Answer::Done { feeds, .. } = &result.answer {
                for (id, sequence) in feeds {
                    self.moved(id, *sequence);
                }
            }
        }
        self.busy = Some(Busy::StoreReply);
        effects.push(Effect::StoreReply(reply));
    }

    pub(super) fn outcomes_stored(&mut self, unsent: u64, waiting: u64) {
        if self.ends(&Busy::StoreReply) {
            self.disk_full = false;
            self.unsent = unsent;
            self.waiting = waiting;
            self.nothing_to_freeze = false;
        }
    }
}
