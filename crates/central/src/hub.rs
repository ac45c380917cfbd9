//! Who waits for news of which feed, within one node.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use feltmappen_sync::wire::{FeedId, Moved};
use tokio::sync::{Notify, watch};

/// One number per feed that somebody waits for. A listener who is slow misses numbers in between, never the latest.
#[derive(Default)]
pub struct Hub {
    feeds: Mutex<HashMap<FeedId, watch::Sender<u64>>>,
    look: Notify,
}

impl Hub {
    /// Waits for news of a feed that has come to `sequence`.
    pub fn listen(&self, feed: &FeedId, sequence: u64) -> watch::Receiver<u64> {
        let mut feeds = self.feeds();
        let sender = feeds.entry(feed.clone()).or_insert_with(|| watch::Sender::new(sequence));
        sender.subscribe()
    }

    /// Tells whoever waits. Numbers only grow: an older message that comes late says nothing.
    pub fn moved(&self, moved: &Moved) {
        let mut feeds = self.feeds();
        let Some(sender) = feeds.get(&moved.feed) else { return };
        if sender.receiver_count() == 0 {
            feeds.remove(&moved.feed);
            return;
        }
        sender.send_if_modified(|sequence| {
            let news = *sequence < moved.sequence;
            if news {
                *sequence = moved.sequence;
            }
            news
        });
    }

    /// Whether anybody waits.
    pub fn has_listeners(&self) -> bool {
        self.feeds().values().any(|sender| sender.receiver_count() > 0)
    }

    /// Asks for a look at all feeds now.
    pub fn look(&self) {
        self.look.notify_one();
    }

    /// Waits until somebody asks for a look.
    pub async fn asked_to_look(&self) {
        self.look.notified().await;
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<FeedId, watch::Sender<u64>>> {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn feed(n: u128) -> FeedId {
        FeedId::unit(Uuid::from_u128(n))
    }

    #[test]
    fn only_its_own_feed_and_only_forward() {
        let hub = Hub::default();
        let mut listener = hub.listen(&feed(1), 3);
        hub.moved(&Moved { feed: feed(2), sequence: 9 });
        assert!(!listener.has_changed().unwrap());
        hub.moved(&Moved { feed: feed(1), sequence: 5 });
        hub.moved(&Moved { feed: feed(1), sequence: 4 });
        assert_eq!(*listener.borrow_and_update(), 5);
    }

    #[test]
    fn who_has_left_is_forgotten() {
        let hub = Hub::default();
        drop(hub.listen(&feed(1), 0));
        hub.moved(&Moved { feed: feed(1), sequence: 1 });
        assert!(!hub.has_listeners());
        assert!(hub.feeds().is_empty());
    }
}
