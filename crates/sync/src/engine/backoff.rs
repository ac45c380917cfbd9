//! Waiting after a failure: longer each time, and never all at once.

use super::{Busy, Effect, Engine, Failure, Unserved};

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 300_000;
/// The longest wait where central answers and only one thing cannot be had: all else waits with it.
const UNSERVED_MS: u64 = 30_000;
/// How often central is asked although nothing was heard: the event stream may have died without a word.
const POLL_MS: u64 = 300_000;

/// Where a wait stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    failures: u32,
    /// Central asked for at least so long.
    at_least: u64,
    /// However often it has failed, no longer than this; what central asked for stands above it.
    at_most: u64,
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

    fn fail(&mut self, at_least: u64, at_most: u64) {
        self.failures = self.failures.saturating_add(1);
        (self.at_least, self.at_most) = (at_least, at_most);
        self.state = Wait::Wanted;
    }

    /// Something worked.
    pub const fn worked(&mut self) {
        self.failures = 0;
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

/// Between half and the whole of 1 s, 2 s, 4 s … `at_most`.
pub(super) fn wait_ms(failures: u32, at_most: u64, random: u64) -> u64 {
    let longest = at_most.min(FIRST_MS << failures.saturating_sub(1).min(20));
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
            let wait = wait_ms(self.backoff.failures, self.backoff.at_most, number).max(self.backoff.at_least);
            effects.push(Effect::WakeIn(wait));
        }
    }

    /// Waits before what is planned next, as after a failure.
    pub(super) fn wait(&mut self) {
        self.backoff.fail(0, LONGEST_MS);
    }

    pub(super) fn failed(&mut self, failure: Failure) {
        let Some(busy) = self.busy.take() else { return };
        match (&busy, failure) {
            // Perhaps the feed is no longer for this device, or the attachment's record is erased.
            (Busy::Page(_) | Busy::SendPiece, Failure::Server { retry_after }) => {
                self.look = true;
                self.unserved = Some(if busy == Busy::SendPiece { Unserved::Piece } else { Unserved::Page });
                self.backoff.fail(retry_after.unwrap_or_default(), UNSERVED_MS);
                return;
            }
            // What is only to be read must not hold up what was written.
            (Busy::GetPiece, Failure::Server { .. }) => {
                self.fetch_later = true;
                return;
            }
            _ => {}
        }
        match failure {
            Failure::Network | Failure::CaptivePortal => self.wait(),
            Failure::Server { retry_after } => self.backoff.fail(retry_after.unwrap_or_default(), LONGEST_MS),
            // A parcel that is not taken now may be taken later; nothing else is asked by who has been struck off.
            Failure::Unauthorised | Failure::Revoked if self.revoked && busy == Busy::HandIn => self.wait(),
            Failure::Unauthorised => self.signed_in = false,
            Failure::Revoked => self.struck_off(),
            Failure::TooOld => {
                self.too_old = true;
                self.look = false;
            }
            Failure::OtherDataset => self.look = true,
            Failure::DiskFull => {
                self.disk_full = true;
                self.wait();
            }
            Failure::TooLarge => {
                if busy == Busy::Push && self.limit > 1 {
                    self.limit /= 2;
                } else {
                    self.wait();
                }
            }
        }
    }
}
