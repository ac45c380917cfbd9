//! Reading feeds.

use std::collections::BTreeMap;

use super::backoff::Part;
use super::{Busy, Effect, Engine};
use crate::wire::{FeedId, Feeds, PageReading};

/// How far a feed has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Feed {
    pub cursor: u64,
    /// The latest number that was heard of.
    pub target: u64,
    /// What had been heard of when the page under way was asked for.
    pub asked: u64,
    /// Being read from the start again: what is not met until the end goes.
    pub reread: bool,
    /// How many are present, as central last said.
    pub count: u64,
    /// How many entries have been read since the reading began.
    pub read: u64,
    /// It does not agree, and is to be read again.
    pub heal: bool,
}

impl Feed {
    pub const fn new(cursor: u64, reread: bool) -> Self {
        Self { cursor, target: cursor, asked: cursor, reread, count: 0, read: 0, heal: false }
    }

    /// The feeds that are followed when the engine is made.
    pub fn all(feeds: Vec<(FeedId, u64, bool)>, awaited: &[FeedId]) -> BTreeMap<FeedId, Self> {
        let elsewhere = awaited.iter().any(|id| feeds.iter().all(|(followed, _, _)| followed != id));
        let feeds = feeds.into_iter().map(|(id, cursor, reread)| {
            let mut feed = Self::new(cursor, reread);
            if elsewhere || awaited.contains(&id) {
                feed.await_end(cursor);
            }
            (id, feed)
        });
        feeds.collect()
    }

    /// An own commit is at this number. It stays laid over what is confirmed until a last page that reaches the number has
    /// been stored; when the device has been there before, that takes one more, though there is nothing new on it.
    pub fn await_end(&mut self, sequence: u64) {
        self.target = self.target.max(sequence).max(self.cursor.saturating_add(1));
    }

    pub const fn behind(&self) -> bool {
        self.reread || self.cursor < self.target
    }
}

impl Engine {
    pub(super) fn feeds_came(&mut self, feeds: Feeds) {
        if !self.ends(&Busy::Feeds) {
            return;
        }
        self.look = false;
        self.too_old = false;
        self.fetch_later = false;
        // After a look news come first: who changed a record last is told with it, and soon that is this device. But what
        // cannot be read now must not hold up what was written.
        self.pushed_last = !std::mem::take(&mut self.no_page);
        self.backoff.worked(Part::Central);
        self.sealing_key = Some(feeds.sealing_key.clone());
        if self.dataset == Some(feeds.dataset) {
            self.follow(&feeds);
        } else {
            self.other = Some(feeds);
        }
    }

    /// Takes over what central lists now.
    pub(super) fn follow(&mut self, feeds: &Feeds) {
        for state in &feeds.feeds {
            // A new feed is read as from the start: whatever the device may hold of it from earlier is looked at again.
            let feed = self.feeds.entry(state.feed.clone()).or_insert_with(|| Feed::new(0, true));
            feed.count = state.count;
            feed.target = feed.target.max(state.sequence);
            if state.sequence < feed.cursor {
                feed.heal = true;
            }
        }
        let listed = |id: &FeedId| feeds.feeds.iter().any(|state| state.feed == *id);
        self.lost = self.feeds.keys().filter(|id| !listed(id)).cloned().collect();
        self.sealed = false;
    }

    pub(super) fn next_page(&mut self) -> Option<(Busy, Effect)> {
        if self.too_old {
            return None;
        }
        let (id, feed) = self.feeds.iter_mut().find(|(_, feed)| feed.behind() && !feed.heal)?;
        feed.asked = feed.target;
        let effect = Effect::GetPage { feed: id.clone(), after: feed.cursor };
        self.pushed_last = false;
        Some((Busy::Page(id.clone()), effect))
    }

    pub(super) fn page_came(&mut self, reading: PageReading, effects: &mut Vec<Effect>) {
        let id = reading.page.feed.clone();
        if !self.ends(&Busy::Page(id.clone())) {
            return;
        }
        self.backoff.worked(Part::Central);
        if self.dataset != Some(reading.page.dataset) {
            self.look = true;
            return;
        }
        let Some(feed) = self.feeds.get_mut(&id) else { return };
        if reading.page.until <= feed.cursor && reading.page.complete.is_none() {
            // Would go on for ever.
            self.backoff.fail(Part::Page, 0);
            return;
        }
        self.backoff.worked(Part::Page);
        feed.read += (reading.page.entries.len() + reading.unreadable.len()) as u64;
        self.busy = Some(Busy::StorePage(id));
        effects.push(Effect::StorePage(reading));
    }

    pub(super) fn page_stored(&mut self, id: &FeedId, until: u64, complete: Option<bool>) {
        if !self.ends(&Busy::StorePage(id.clone())) {
            return;
        }
        self.stored();
        let Some(feed) = self.feeds.get_mut(id) else { return };
        feed.cursor = until;
        if let Some(agrees) = complete {
            feed.reread = false;
            // News that came while the page was on its way are still news.
            feed.target = if feed.target > feed.asked { feed.target } else { until };
            self.agrees(id, agrees);
        } else {
            // There is more, whatever was heard.
            feed.target = feed.target.max(until.saturating_add(1));
        }
    }

    pub(super) fn moved(&mut self, id: &FeedId, sequence: u64) {
        match self.feeds.get_mut(id) {
            Some(feed) => feed.target = feed.target.max(sequence),
            None => self.look = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{
        Event, Failure, Start,
        cases::{DATASET, feed, feeds, start},
    };
    use crate::wire::{Answer, CommitResult, Page, PushReply};
    use crate::{Outcome, samples::commit};
    use uuid::Uuid;

    fn asks_for_a_page(effects: &[Effect]) -> bool {
        effects.iter().any(|effect| matches!(effect, Effect::GetPage { after: 5, .. }))
    }

    #[test]
    fn work_that_was_read_before_its_answer_came_is_read_to_an_end_once_more() {
        let mut engine = Engine::new(Start { unsent: 1, ..start() });
        engine.step(Event::Wake);
        engine.step(feeds(5));
        engine.step(Event::Batch { commits: vec![commit(1, Vec::new())], attachment: None, asks: false, unsent: 1 });
        // The first answer was lost, and meanwhile the device has read what it said.
        let answer = Answer::Done { outcome: Outcome::Applied, feeds: vec![(feed(), 5)] };
        let result = CommitResult { id: Uuid::from_u128(1), answer };
        engine.step(Event::PushReply(PushReply { dataset: DATASET, results: vec![result] }));
        assert!(asks_for_a_page(&engine.step(Event::OutcomesStored { unsent: 0, waiting: 0 })));
    }

    #[test]
    fn only_a_start_with_work_that_has_not_landed_asks_for_more_than_the_feeds() {
        for awaited in [vec![], vec![feed()]] {
            let landing = !awaited.is_empty();
            let mut engine = Engine::new(Start { awaited, ..start() });
            engine.step(Event::Wake);
            assert_eq!(asks_for_a_page(&engine.step(feeds(5))), landing);
        }
    }

    #[test]
    fn after_a_look_news_come_before_own_work() {
        let mut engine = Engine::new(Start { unsent: 1, ..start() });
        engine.step(Event::Wake);
        assert!(asks_for_a_page(&engine.step(feeds(6))));
    }

    #[test]
    fn a_page_that_central_cannot_give_holds_up_nothing_that_was_written() {
        let mut engine = Engine::new(Start { unsent: 1, ..start() });
        engine.step(Event::Wake);
        assert!(asks_for_a_page(&engine.step(feeds(6))));
        engine.step(Event::Failed(Failure::Server { retry_after: None }));
        engine.step(Event::Random(0));
        assert!(engine.step(Event::Timer).contains(&Effect::GetFeeds));
        let next = engine.step(feeds(6));
        assert!(next.iter().any(|effect| matches!(effect, Effect::FreezeBatch { .. })), "{next:?}");
        // Nor does what cannot be written hold up what can be read.
        engine.step(Event::Batch { commits: Vec::new(), attachment: Some(Uuid::from_u128(3)), asks: false, unsent: 1 });
        engine.step(Event::Failed(Failure::Server { retry_after: None }));
        engine.step(Event::Random(0));
        engine.step(Event::Timer);
        assert!(asks_for_a_page(&engine.step(feeds(6))));
    }

    #[test]
    fn after_a_page_that_is_not_the_last_there_is_more_whatever_was_heard() {
        let mut engine = Engine::new(start());
        engine.step(Event::Wake);
        engine.step(feeds(6));
        let page = Page { dataset: DATASET, feed: feed(), entries: Vec::new(), until: 8, complete: None };
        engine.step(Event::Page(PageReading { page, unreadable: Vec::new() }));
        let next = engine.step(Event::PageStored { feed: feed(), until: 8, complete: None, quarantined: 0 });
        assert_eq!(next, [Effect::GetPage { feed: feed(), after: 8 }]);
    }
}
