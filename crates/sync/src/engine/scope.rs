//! What leaves the device: feeds that it may no longer read, or all of them when it has been struck off.

use super::backoff::Part;
use super::{Busy, Effect, Engine};
use crate::wire::FeedId;

impl Engine {
    /// The device has been struck off: everything leaves it, what is not sent is sealed first.
    pub(super) fn struck_off(&mut self) {
        self.revoked = true;
        self.signed_in = false;
        self.lost = self.feeds.keys().cloned().collect();
        self.sealed = false;
    }

    pub(super) fn next_of_scope(&self) -> Option<(Busy, Effect)> {
        let first = self.lost.first()?;
        if self.sealed {
            return Some((Busy::Forget(first.clone()), Effect::ForgetFeed { feed: first.clone() }));
        }
        // Without a key nothing has ever been read, so there is nothing that must go.
        let sealing_key = self.sealing_key.clone()?;
        Some((Busy::Seal, Effect::SealOrphans { feeds: self.lost.clone(), sealing_key }))
    }

    pub(super) fn orphans_sealed(&mut self, orphans: u64, unsent: u64) {
        if self.ends(&Busy::Seal) {
            self.stored();
            self.sealed = true;
            self.orphans = orphans;
            self.unsent = unsent;
        }
    }

    pub(super) fn feed_forgotten(&mut self, id: &FeedId, orphans: u64, unsent: u64) {
        if self.ends(&Busy::Forget(id.clone())) {
            self.orphans = orphans;
            self.unsent = unsent;
            self.feeds.remove(id);
            self.lost.retain(|lost| lost != id);
        }
    }

    pub(super) fn next_parcel(&self) -> Option<(Busy, Effect)> {
        (self.orphans > 0).then_some((Busy::HandIn, Effect::HandIn))
    }

    pub(super) fn handed_in(&mut self, orphans: u64) {
        if self.ends(&Busy::HandIn) {
            self.backoff.worked(Part::Central);
            self.backoff.worked(Part::Parcel);
            self.orphans = orphans;
        }
    }
}
