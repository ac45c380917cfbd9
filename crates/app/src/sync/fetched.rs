//! Until when everything that central has for this device has been fetched: shown as proof before a day without a network.

use std::collections::BTreeMap;

use feltmappen_store::{StoreError, Workspace};
use feltmappen_sync::{engine::Event, wire::FeedId};

/// Setting: central had nothing at that moment that is not here.
pub(super) const FETCHED: &str = "sync.fetched";
/// `2026-11-24T07:52`: what is said is no more exact.
const MINUTE: usize = 16;

/// How far central had come when it was last heard of.
#[derive(Default)]
pub(super) struct Fetched {
    wanted: BTreeMap<FeedId, u64>,
    /// When it was heard of, until the device has come as far.
    heard: Option<String>,
    noted: String,
}

impl Fetched {
    /// Central has said how far its feeds are.
    pub(super) fn hears(&mut self, event: &Event, now: String) {
        match event {
            Event::Feeds(feeds) => {
                self.wanted = feeds.feeds.iter().map(|state| (state.feed.clone(), state.sequence)).collect();
                self.heard = Some(now);
            }
            Event::Page(reading) => {
                if let Some(state) = &reading.page.complete {
                    self.wanted.insert(state.feed.clone(), state.sequence);
                    self.heard = Some(now);
                }
            }
            _ => {}
        }
    }

    /// Notes the moment once the device has come as far; at most once a minute, since it is a write to the disk.
    pub(super) fn note(&mut self, workspace: &Workspace) -> Result<(), StoreError> {
        let Some(at) = &self.heard else { return Ok(()) };
        let here: BTreeMap<FeedId, u64> =
            workspace.feeds()?.into_iter().map(|state| (state.feed, state.sequence)).collect();
        let behind = self.wanted.iter().any(|(feed, sequence)| here.get(feed).is_none_or(|cursor| cursor < sequence));
        if behind || !workspace.has_everything()? {
            return Ok(());
        }
        let minute = at.get(..MINUTE).unwrap_or_default();
        if self.noted != minute {
            workspace.set_setting(FETCHED, &at.as_str().into(), at)?;
            self.noted = minute.to_owned();
        }
        self.heard = None;
        Ok(())
    }
}
