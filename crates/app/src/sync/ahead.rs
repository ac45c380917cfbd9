//! The page after the one that is being stored: it is asked for meanwhile, so that neither the device nor the network waits
//! for the other.

use feltmappen_sync::{
    engine::Failure,
    wire::{FeedId, Page, PageReading},
};
use tokio::task::JoinHandle;

use super::client::Client;

/// A page that nobody has asked for yet.
pub(super) struct Ahead {
    feed: FeedId,
    after: u64,
    page: JoinHandle<Result<PageReading, Failure>>,
}

impl Ahead {
    /// Asks for what comes after a page; after the last one nothing does.
    pub(super) fn after(page: &Page, client: &Client) -> Option<Self> {
        if page.complete.is_some() {
            return None;
        }
        let (client, feed, after) = (client.clone(), page.feed.clone(), page.until);
        let asked = feed.clone();
        Some(Self { feed, after, page: tokio::spawn(async move { client.page(&asked, after).await }) })
    }

    /// The page, now that one is asked for. None when it is another one, or did not come. And not a last page: it would say
    /// that there is no more, and of what was heard since it left central it knows nothing.
    pub(super) async fn page(self, feed: &FeedId, after: u64) -> Option<PageReading> {
        if self.feed != *feed || self.after != after {
            self.page.abort();
            return None;
        }
        self.page.await.ok()?.ok().filter(|reading| reading.page.complete.is_none())
    }
}
