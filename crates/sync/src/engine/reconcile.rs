//! Central was restored from a backup, or is another one.

use super::{Busy, Effect, Engine};

impl Engine {
    pub(super) fn next_of_reconciling(&mut self) -> Option<(Busy, Effect)> {
        if let Some(feeds) = &self.other {
            let restored = feeds.feeds.iter().map(|state| (state.feed.clone(), state.restored)).collect();
            return Some((Busy::Reconcile, Effect::Reconcile { dataset: feeds.dataset, restored }));
        }
        let all_read = self.feeds.values().all(|feed| !feed.behind() && !feed.heal);
        (self.reconciling && all_read).then_some((Busy::OfferEarlier, Effect::OfferEarlier))
    }

    pub(super) fn reconciled(&mut self) {
        if !self.ends(&Busy::Reconcile) {
            return;
        }
        self.stored();
        let Some(feeds) = self.other.take() else { return };
        self.dataset = Some(feeds.dataset);
        self.reconciling = true;
        self.heal_ms = 0;
        for feed in self.feeds.values_mut() {
            *feed = super::Feed::new(0, true);
        }
        self.follow(&feeds);
    }

    pub(super) fn earlier_offered(&mut self, unsent: u64) {
        if self.ends(&Busy::OfferEarlier) {
            self.stored();
            self.reconciling = false;
            self.unsent = unsent;
            self.nothing_to_freeze = false;
        }
    }
}
