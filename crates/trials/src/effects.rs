//! What a device does for its engine, as the app's driver does it.

use feltmappen_store::{Central as Known, StoreError};
use feltmappen_sync::engine::{Effect, Event, Failure};
use feltmappen_sync::wire::{Feeds, PageReading};
use feltmappen_sync::{Commit, offer};
use uuid::Uuid;

use crate::device::Device;

/// So many records that a restored central lacks are offered in one commit.
const OFFERED: usize = 50;

impl Device {
    /// What only the store is needed for.
    pub fn carry_out(&mut self, effect: Effect, now: &str, ids: &mut dyn FnMut() -> Uuid) -> Vec<Event> {
        match self.try_to(effect, now, ids) {
            Ok(events) => events,
            Err(error) => vec![Event::Failed(match error {
                StoreError::DiskFull => Failure::DiskFull,
                StoreError::OtherCentral => Failure::OtherDataset,
                _ => Failure::Server { retry_after: None },
            })],
        }
    }

    fn try_to(&mut self, effect: Effect, now: &str, ids: &mut dyn FnMut() -> Uuid) -> Result<Vec<Event>, StoreError> {
        Ok(vec![match effect {
            Effect::StorePage(reading) => self.store_page(&reading, now)?,
            Effect::Reread { feed } => {
                self.store().read_again(&feed)?;
                Event::RereadBegun { feed }
            }
            Effect::Reconcile { dataset, restored } => {
                let key = self.sealing_key.clone();
                self.store().begin_reconcile(dataset, &restored, &key)?;
                Event::Reconciled
            }
            Effect::OfferEarlier => self.offer_earlier(now, ids)?,
            Effect::FreezeBatch { limit } => {
                let commits = self.store().freeze_batch(limit, ids)?;
                let asks = self.store().mass_deletion(&commits, now)?.is_some();
                let attachment = if commits.is_empty() { self.store().next_attachment()? } else { None };
                Event::Batch { commits, attachment, asks, unsent: self.unsent() }
            }
            Effect::StoreReply(reply) => {
                self.store().store_reply(&reply, now)?;
                Event::OutcomesStored { unsent: self.unsent(), waiting: self.waiting() }
            }
            Effect::SealOrphans { feeds, sealing_key } => {
                self.store().seal_orphans(&feeds, &sealing_key, now)?;
                let orphans = self.store().sync_counts()?.orphans;
                Event::OrphansSealed { orphans, unsent: self.unsent() }
            }
            Effect::ForgetFeed { feed } => {
                self.store().forget_feed(&feed, now)?;
                let orphans = self.store().sync_counts()?.orphans;
                Event::FeedForgotten { feed, orphans, unsent: self.unsent() }
            }
            other => unreachable!("{other:?} needs more than the store"),
        }])
    }

    fn store_page(&mut self, reading: &PageReading, now: &str) -> Result<Event, StoreError> {
        let feed = reading.page.feed.clone();
        let after = self.asked.get(&feed).copied().unwrap_or_default();
        let stored = self.store().store_page(&reading.page, after, &reading.unreadable, now)?;
        let quarantined = self.store().sync_counts()?.quarantined;
        Ok(Event::PageStored { feed, until: stored.until, complete: stored.agrees, quarantined })
    }

    fn offer_earlier(&mut self, now: &str, ids: &mut dyn FnMut() -> Uuid) -> Result<Event, StoreError> {
        let author = self.author;
        loop {
            let records = self.store().newer_than_central(OFFERED)?;
            if records.is_empty() && !self.store().is_reconciling()? {
                break;
            }
            if records.is_empty() {
                continue;
            }
            let commits = offer(records, || Commit {
                id: ids(),
                author,
                device_time: now.to_owned(),
                action: "restore".to_owned(),
                needs: Vec::new(),
                records: Vec::new(),
            });
            self.store().offer(&commits)?;
        }
        Ok(Event::EarlierOffered { unsent: self.unsent() })
    }

    /// What the app notes of each answer about the feeds.
    pub fn note(&mut self, feeds: &Feeds) {
        self.sealing_key.clone_from(&feeds.sealing_key);
        let known = self.store().central().unwrap();
        if known.is_some_and(|known| known.dataset == feeds.dataset) {
            let found = Known { dataset: feeds.dataset, sealing_key: feeds.sealing_key.clone() };
            let _ = self.store().meet_central(&found);
        }
    }
}
