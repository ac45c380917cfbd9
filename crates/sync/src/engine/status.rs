//! The one thing that the window says.

use serde::Serialize;

use super::{Effect, Engine};

/// How it stands, for the user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SyncState {
    /// Everything is saved and sent.
    AllSent,
    /// Is being sent.
    Sending {
        /// So many are left.
        n: u64,
    },
    /// Everything is saved here, and is sent once there is a network.
    SavedHere {
        /// So many are left.
        n: u64,
    },
    /// Sign in to send.
    SignIn,
    /// Something waits for the user.
    Waiting {
        /// So many things.
        n: u64,
    },
    /// The disk is full.
    DiskFull,
    /// Everything is being read for the first time, or again.
    FirstSync {
        /// So many records have come.
        done: u64,
        /// Of so many; 0 before central has said so.
        total: u64,
        /// It broke off and goes on when there is a network.
        paused: bool,
    },
}

impl Engine {
    /// Whether many deletions wait for the user's yes.
    pub fn asks(&self) -> bool {
        self.asks && !self.allowed
    }

    /// Whether central has last said that this program is too old to read.
    pub const fn too_old(&self) -> bool {
        self.too_old
    }

    /// How it stands now.
    pub fn state(&self) -> SyncState {
        let asks = u64::from(self.asks());
        let waiting = self.waiting + asks + u64::from(self.too_old);
        if self.disk_full {
            SyncState::DiskFull
        } else if !self.signed_in {
            SyncState::SignIn
        } else if self.reconciling {
            // What is half read is never called whole, whether there is a network or not.
            let done = self.feeds.values().map(|feed| feed.read).sum();
            let total = self.feeds.values().map(|feed| feed.count.max(feed.read)).sum();
            SyncState::FirstSync { done, total, paused: self.backoff.holds() }
        } else if self.unsent > 0 && asks == 0 && !self.nothing_to_freeze {
            let n = self.unsent;
            if self.backoff.holds() { SyncState::SavedHere { n } } else { SyncState::Sending { n } }
        } else if waiting > 0 {
            SyncState::Waiting { n: waiting }
        } else if self.unsent > 0 || self.orphans > 0 {
            SyncState::SavedHere { n: self.unsent + self.orphans }
        } else {
            SyncState::AllSent
        }
    }

    pub(super) fn show(&mut self, effects: &mut Vec<Effect>) {
        let state = self.state();
        if self.shown != Some(state) {
            self.shown = Some(state);
            effects.push(Effect::Status(state));
        }
    }
}
