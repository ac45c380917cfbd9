//! A feed whose count or hash does not agree is read again.

use super::backoff::Part;
use super::{Busy, Effect, Engine};
use crate::wire::FeedId;

impl Engine {
    /// All of a feed has been read. If it does not agree it is read again, after a wait that grows to five minutes and differs
    /// from device to device: a fault at central must not make all of them read at once, nor all the time. News of the feed
    /// come with that reading; nothing else waits for it.
    pub(super) fn agrees(&mut self, id: &FeedId, agrees: bool) {
        let Some(feed) = self.feeds.get_mut(id) else { return };
        if agrees {
            feed.heal = false;
            if self.feeds.values().all(|feed| !feed.heal && !feed.reread) {
                self.backoff.worked(Part::Mirror);
            }
        } else if !std::mem::replace(&mut feed.heal, true) {
            self.heal_later();
        }
    }

    pub(super) fn next_of_healing(&mut self) -> Option<(Busy, Effect)> {
        if self.too_old || self.heal_ms > 0 {
            return None;
        }
        let (id, _) = self.feeds.iter().find(|(_, feed)| feed.heal)?;
        Some((Busy::Reread(id.clone()), Effect::Reread { feed: id.clone() }))
    }

    pub(super) fn reread_begun(&mut self, id: &FeedId) {
        if !self.ends(&Busy::Reread(id.clone())) {
            return;
        }
        if let Some(feed) = self.feeds.get_mut(id) {
            feed.cursor = 0;
            feed.read = 0;
            feed.reread = true;
            feed.heal = false;
        }
    }
}
