//! Handing in.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::{ALIVE, Kind, RecordKey};
use serde_json::Value;
use uuid::Uuid;

use super::backoff::Part;
use super::{Busy, Effect, Engine};
use crate::wire::{Answer, MAX_COMMITS, PushReply};
use crate::{Change, Commit};

/// So many deletions may be a mistake.
pub const MASS_DELETION: u64 = 20;

/// How many records are deleted, when a batch makes them so many that the user must say yes: at least [`MASS_DELETION`]
/// of a kind, and at least a tenth of those that live on the device. None when nobody is asked.
///
/// `lately` is what the user has deleted since he last said yes, a day back at most or not sent yet: who deletes one by one
/// deletes as many. What `lives` again on the device has been fetched back since; as long as others have not, he is asked about
/// those.
pub fn mass_deletion(
    commits: &[Commit],
    mut lives: impl FnMut(&RecordKey) -> bool,
    lately: &BTreeSet<RecordKey>,
    living: &BTreeMap<Kind, u64>,
) -> Option<u64> {
    let deletes =
        |change: &Change| change.path.as_str() == ALIVE && change.value == Value::Bool(false) && !change.is_noop();
    let records = commits.iter().flat_map(|commit| &commit.records);
    let now: BTreeSet<RecordKey> =
        records.filter(|record| record.changes.iter().any(deletes)).map(|record| record.key).collect();
    let back: BTreeSet<RecordKey> = now.iter().filter(|key| lives(key)).copied().collect();
    if back.len() == now.len() {
        return None;
    }
    let deleted: BTreeSet<RecordKey> = now.union(lately).copied().collect();
    let of = |kind: Kind, keys: &BTreeSet<RecordKey>| keys.iter().filter(|key| key.kind == kind).count() as u64;
    let kinds: BTreeSet<Kind> = now.iter().map(|key| key.kind).collect();
    let many = kinds.iter().any(|kind| {
        // They are gone from the device's view already, and count among those that lived.
        let count = of(*kind, &deleted);
        let lived = living.get(kind).copied().unwrap_or_default() + count - of(*kind, &back);
        count >= MASS_DELETION && count * 10 >= lived
    });
    many.then(|| kinds.iter().map(|kind| of(*kind, &deleted) - of(*kind, &back)).sum())
}

impl Engine {
    pub(super) fn next_push(&mut self) -> Option<(Busy, Effect)> {
        if self.unsent == 0 || self.nothing_to_freeze || self.reconciling || self.asks() && !self.asks_anew {
            return None;
        }
        // Who cannot be compared may still hand in.
        if self.dataset.is_none() && !self.too_old {
            return None;
        }
        self.pushed_last = true;
        Some((Busy::Freeze, Effect::FreezeBatch { limit: self.limit }))
    }

    pub(super) fn batch(
        &mut self,
        commits: Vec<Commit>,
        attachment: Option<Uuid>,
        asks: bool,
        effects: &mut Vec<Effect>,
    ) {
        if !self.ends(&Busy::Freeze) {
            return;
        }
        self.disk_full = false;
        self.asks = asks;
        self.asks_anew = false;
        if commits.is_empty() {
            match attachment {
                Some(attachment) => self.send_piece(attachment, effects),
                None => self.nothing_to_freeze = true,
            }
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
        self.backoff.worked(Part::Central);
        self.held_or_not(&reply);
        self.asks = false;
        self.allowed = false;
        self.limit = (self.limit * 2).min(MAX_COMMITS);
        // Own values stay laid over what is confirmed until they have been read back.
        for result in &reply.results {
            if let Answer::Done { feeds, .. } = &result.answer {
                for (id, sequence) in feeds {
                    match self.feeds.get_mut(id) {
                        Some(feed) => feed.await_end(*sequence),
                        None => {
                            // It landed where this device does not read: the next last page of any feed ends it.
                            self.look = true;
                            self.feeds.values_mut().for_each(|feed| feed.await_end(0));
                        }
                    }
                }
            }
        }
        self.busy = Some(Busy::StoreReply);
        effects.push(Effect::StoreReply(reply));
    }

    /// What is held needs something that has not come about yet. It may lie here and go out now, an attachment that central
    /// has lost or a commit; but held for the same thing once more it would be held again, for ever.
    fn held_or_not(&mut self, reply: &PushReply) {
        let needed = reply.results.iter().map(|result| match result.answer {
            Answer::Held { needs } => Some(needs),
            _ => None,
        });
        let Some(needed) = needed.collect::<Option<BTreeSet<Uuid>>>() else {
            self.held_for.clear();
            self.backoff.worked(Part::Push);
            return;
        };
        if needed.is_subset(&self.held_for) {
            self.backoff.fail(Part::Push, 0);
        }
        self.held_for.extend(needed);
    }

    pub(super) fn outcomes_stored(&mut self, unsent: u64, waiting: u64) {
        if self.ends(&Busy::StoreReply) {
            self.stored();
            self.unsent = unsent;
            self.waiting = waiting;
            self.nothing_to_freeze = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{commit, edit};
    use serde_json::json;
    use std::ops::Range;
    use uuid::Uuid;

    /// A batch, what was deleted lately, how many live, and how many are asked about.
    type Case = (&'static str, Range<u128>, Range<u128>, u64, Option<u64>);

    fn deletion(id: u128) -> Commit {
        commit(id, vec![edit(id, ALIVE, json!(null), json!(false))])
    }

    #[test]
    fn many_deletions_are_asked_about_also_when_they_come_one_by_one() {
        let kind = deletion(1).records[0].key.kind;
        let key = |id: u128| RecordKey::new(kind, Uuid::from_u128(id));
        let cases: [Case; 8] = [
            ("few", 0..19, 0..0, 10, None),
            ("many at once", 0..20, 0..0, 10, Some(20)),
            ("many, of very many", 0..20, 0..0, 181, None),
            ("many, of just not too many", 0..20, 0..0, 180, Some(20)),
            ("the last of many", 19..20, 0..19, 10, Some(20)),
            ("not yet", 18..19, 0..18, 10, None),
            ("those of the batch are counted once", 0..19, 0..19, 10, None),
            ("nothing is deleted now", 0..0, 0..50, 10, None),
        ];
        for (name, batch, lately, living, asked) in cases {
            let batch: Vec<Commit> = batch.map(|id| deletion(id + 1)).collect();
            let lately = lately.map(|id| key(id + 1)).collect();
            assert_eq!(mass_deletion(&batch, |_| false, &lately, &[(kind, living)].into()), asked, "{name}");
            let again = |back: fn(&RecordKey) -> bool| {
                let lives = batch.iter().filter(|commit| back(&commit.records[0].key)).count() as u64;
                (mass_deletion(&batch, back, &lately, &[(kind, living + lives)].into()), lives)
            };
            assert_eq!(again(|_| true).0, None, "{name}, fetched back");
            let (others, back) = again(|key| key.id == Uuid::from_u128(20));
            let asked = asked.filter(|_| batch.len() > 1).map(|asked| asked - back);
            assert_eq!(others, asked, "{name}, one fetched back");
        }
        let other = (1..30).map(|id| RecordKey::new(Kind::Visit, Uuid::from_u128(id))).collect();
        assert_eq!(mass_deletion(&[deletion(1)], |_| false, &other, &BTreeMap::new()), None, "of another kind");
    }
}
