//! Waiting after a failure: longer each time, and never all at once.

use super::{Busy, Effect, Engine, Failure};

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 300_000;
/// How often central is asked although nothing was heard: the event stream may have died without a word.
const POLL_MS: u64 = 300_000;

/// Where a wait stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    failures: u32,
    /// Central asked for at least so long.
    at_least: u64,
    state: Wait,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Wait {
    /// No wait.
    #[default]
    Go,
    /// A wait is wanted; its length needs a random number.
    Wanted,
    /// The number is asked for.
    Asked,
    /// The timer runs.
    Running,
    /// The timer for looking now and then runs: it holds nothing up.
    Poll,
}

impl Backoff {
    pub const fn holds(&self) -> bool {
        matches!(self.state, Wait::Wanted | Wait::Asked | Wait::Running)
    }

    fn fail(&mut self, at_least: u64) {
        self.failures = self.failures.saturating_add(1);
        self.at_least = at_least;
        self.state = Wait::Wanted;
    }

    /// Something worked.
    pub const fn worked(&mut self) {
        self.failures = 0;
    }

    /// Waits no longer, unless central asked for it. The next wait is as long as it would have been.
    pub const fn cut_short(&mut self) {
        if self.holds() && self.at_least == 0 {
            self.state = Wait::Go;
        }
    }

    /// Asks for the number that a wait needs.
    pub fn ask(&mut self) -> Option<Effect> {
        (self.state == Wait::Wanted).then(|| {
            self.state = Wait::Asked;
            Effect::NeedRandom
        })
    }

    pub fn poll(&mut self) -> Option<Effect> {
        (self.state == Wait::Go).then(|| {
            self.state = Wait::Poll;
            Effect::WakeIn(POLL_MS)
        })
    }
}

/// Between half and the whole of 1 s, 2 s, 4 s … 5 min.
pub(super) fn wait_ms(failures: u32, random: u64) -> u64 {
    let longest = LONGEST_MS.min(FIRST_MS << failures.saturating_sub(1).min(20));
    longest / 2 + random % (longest / 2 + 1)
}

impl Engine {
    pub(super) fn wake(&mut self) {
        self.backoff = Backoff::default();
        self.disk_full = false;
        self.look = true;
    }

    pub(super) fn timer(&mut self) {
        let polled = self.backoff.state == Wait::Poll;
        if polled || self.backoff.state == Wait::Running {
            self.backoff.state = Wait::Go;
            self.disk_full = false;
            // The stream may have died without a word. And who is too old may have become new enough, also while it waits
            // because of what it hands in.
            self.look |= polled || self.too_old;
        }
    }

    pub(super) fn random(&mut self, number: u64, effects: &mut Vec<Effect>) {
        if self.backoff.state == Wait::Asked {
            self.backoff.state = Wait::Running;
            let wait = wait_ms(self.backoff.failures, number).max(self.backoff.at_least);
            effects.push(Effect::WakeIn(wait));
        }
    }

    /// Waits before what is planned next, as after a failure.
    pub(super) fn wait(&mut self) {
        self.backoff.fail(0);
    }

    pub(super) fn failed(&mut self, failure: Failure) {
        let Some(busy) = self.busy.take() else { return };
        self.unserved = None;
        match (&busy, failure) {
            // Perhaps the feed is no longer for this device, or the attachment's record is erased.
            (Busy::Page(_) | Busy::SendPiece, Failure::Server { .. }) => {
                self.look = true;
                self.unserved = Some(busy.clone());
            }
            // What is only to be read must not hold up what was written.
            (Busy::GetPiece, Failure::Server { .. }) => {
                self.fetch_later = true;
                return;
            }
            _ => {}
        }
        match failure {
            Failure::Network | Failure::CaptivePortal => self.backoff.fail(0),
            Failure::Server { retry_after } => self.backoff.fail(retry_after.unwrap_or_default()),
            // A parcel that is not taken now may be taken later; nothing else is asked by who has been struck off.
            Failure::Unauthorised | Failure::Revoked if self.revoked && busy == Busy::HandIn => self.backoff.fail(0),
            Failure::Unauthorised => self.signed_in = false,
            Failure::Revoked => self.struck_off(),
            Failure::TooOld => {
                self.too_old = true;
                self.look = false;
            }
            Failure::OtherDataset => self.look = true,
            Failure::DiskFull => {
                self.disk_full = true;
                self.backoff.fail(0);
            }
            Failure::TooLarge => {
                if busy == Busy::Push && self.limit > 1 {
                    self.limit /= 2;
                } else {
                    self.backoff.fail(0);
                }
            }
        }
    }
}
