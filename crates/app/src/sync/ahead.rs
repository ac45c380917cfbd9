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

#[cfg(test)]
mod tests {
    use feltmappen_sync::wire::{ContentHash, Dataset, FeedState};
    use uuid::Uuid;

    use super::*;

    fn feed(unit: u128) -> FeedId {
        FeedId::unit(Uuid::from_u128(unit))
    }

    fn reading(last: bool) -> PageReading {
        let state = FeedState { feed: feed(1), sequence: 9, count: 0, hash: ContentHash::EMPTY, restored: 0 };
        let dataset = Dataset { id: Uuid::nil(), generation: 1 };
        let complete = last.then_some(state);
        let page = Page { dataset, feed: feed(1), entries: Vec::new(), until: 9, complete };
        PageReading { page, unreadable: Vec::new() }
    }

    #[tokio::test]
    async fn only_the_page_that_is_asked_for_counts_and_never_a_last_one() {
        let cases = [
            ("it", Ok(reading(false)), feed(1), 5, true),
            ("another feed", Ok(reading(false)), feed(2), 5, false),
            ("another place", Ok(reading(false)), feed(1), 4, false),
            ("the last page", Ok(reading(true)), feed(1), 5, false),
            ("none", Err(Failure::Network), feed(1), 5, false),
        ];
        for (name, answer, wanted, after, counts) in cases {
            let ahead = Ahead { feed: feed(1), after: 5, page: tokio::spawn(async move { answer }) };
            assert_eq!(ahead.page(&wanted, after).await.is_some(), counts, "{name}");
        }
    }
}
