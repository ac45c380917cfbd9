//! Waiting after a failure: longer each time, and never all at once.

use std::collections::BTreeMap;

use super::{Busy, Effect, Engine, Failure};

const FIRST_MS: u64 = 1_000;
const LONGEST_MS: u64 = 300_000;
/// The longest wait for one thing while the rest can be had and done: all of that waits with it.
const LONGEST_APART_MS: u64 = 30_000;
/// How often central is asked although nothing was heard: the event stream may have died without a word.
const POLL_MS: u64 = 300_000;
/// The first wait before a feed that does not agree is read again. A fault of central's is met by all devices at once, and to
/// read it all again is the most that they ever ask.
const HEAL_MS: u64 = 32_000;
/// A line over which fewer commits than these do not get through is no line.
const SMALL_BATCH: usize = 20;
/// A stream that ends sooner tells hardly more than the look before it did, whatever came on it.
const STREAM_MS: u64 = 5_000;

/// Where a wait stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Backoff {
    /// Failures in a row, of each by itself: that one thing works says nothing of another.
    failures: BTreeMap<Part, u32>,
    /// Central asked for at least so long.
    at_least: u64,
    /// As long as the failures make it; what central asked for stands above it.
    longest: u64,
    /// What failed last.
    part: Option<Part>,
    /// What the timer that runs counts for, whatever chance has made of it.
    counts: u64,
    state: Wait,
}

/// What fails and works by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The network, or central as a whole.
    Central,
    /// A page that central, which answers, cannot give, or that leads nowhere.
    Page,
    /// Commits that central, which answers, cannot take, or that need something which has not come about.
    Push,
    /// A piece of an attachment that central, which answers, cannot take.
    Piece,
    /// A sealed parcel that central, which answers, cannot take.
    Parcel,
    /// A feed that does not agree with central's once it has been read.
    Mirror,
    /// The event stream, where central answers all else.
    Stream,
    /// The store.
    Store,
}

impl Part {
    const fn of(busy: &Busy) -> Self {
        match busy {
            Busy::Feeds | Busy::GetPiece => Self::Central,
            Busy::Page(_) => Self::Page,
            Busy::Push => Self::Push,
            Busy::SendPiece => Self::Piece,
            Busy::HandIn => Self::Parcel,
            Busy::StorePage(_)
            | Busy::Reread(_)
            | Busy::Reconcile
            | Busy::OfferEarlier
            | Busy::Freeze
            | Busy::StoreReply
            | Busy::Seal
            | Busy::Forget(_) => Self::Store,
        }
    }
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
    /// The number for looking soon is asked for.
    PollAsked,
    /// The timer for looking now and then runs: it holds nothing up.
    Poll,
}

impl Backoff {
    pub const fn holds(&self) -> bool {
        matches!(self.state, Wait::Wanted | Wait::Asked | Wait::Running)
    }

    /// Whether news can be heard and kept meanwhile, and central has not asked to be left alone.
    pub const fn leaves_ears(&self) -> bool {
        self.at_least == 0 && !matches!(self.part, Some(Part::Central | Part::Store))
    }

    pub fn fail(&mut self, part: Part, at_least: u64) {
        let failures = self.failures.entry(part).or_default();
        *failures = failures.saturating_add(1);
        let at_most = if part == Part::Central { LONGEST_MS } else { LONGEST_APART_MS };
        self.longest = longest_ms(*failures, at_most);
        self.at_least = at_least;
        self.part = Some(part);
        self.state = Wait::Wanted;
    }

    /// It works again.
    pub fn worked(&mut self, part: Part) {
        self.failures.remove(&part);
    }

    /// Asks for the number that a wait needs.
    pub fn ask(&mut self) -> Option<Effect> {
        (self.state == Wait::Wanted).then(|| {
            self.state = Wait::Asked;
            Effect::NeedRandom
        })
    }

    /// The next look; who hears nothing, or has something to heal, looks sooner.
    pub fn poll(&mut self, deaf: bool, heal_ms: u64) -> Option<Effect> {
        if self.state != Wait::Go {
            return None;
        }
        let failures = self.failures.get(&Part::Stream).copied().unwrap_or_default();
        let stream = deaf.then(|| longest_ms(failures, POLL_MS));
        let Some(longest) = stream.max((heal_ms > 0).then_some(heal_ms)) else {
            (self.state, self.counts) = (Wait::Poll, POLL_MS);
            return Some(Effect::WakeIn(POLL_MS));
        };
        self.state = Wait::PollAsked;
        self.longest = longest;
        Some(Effect::NeedRandom)
    }

    /// It does not work, and is tried again after a look; that holds nothing up. How often it has failed in a row.
    fn fail_aside(&mut self, part: Part) -> u32 {
        let failures = self.failures.entry(part).or_default();
        *failures = failures.saturating_add(1);
        if matches!(self.state, Wait::Poll | Wait::PollAsked) {
            self.state = Wait::Go;
        }
        *failures
    }
}

/// 1 s, 2 s, 4 s … `at_most`.
pub(super) fn longest_ms(failures: u32, at_most: u64) -> u64 {
    at_most.min(doubled(FIRST_MS, failures))
}

/// The first of them for one failure, and twice as much for each one more.
fn doubled(first: u64, failures: u32) -> u64 {
    first << failures.saturating_sub(1).min(20)
}

/// Between half and the whole of it.
pub(super) const fn wait_ms(longest: u64, random: u64) -> u64 {
    longest / 2 + random % (longest / 2 + 1)
}

impl Engine {
    /// The store has stored something.
    pub(super) fn stored(&mut self) {
        self.disk_full = false;
        self.backoff.worked(Part::Store);
    }

    pub(super) fn wake(&mut self) {
        self.backoff = Backoff::default();
        self.disk_full = false;
        self.deaf = false;
        self.heal_ms = 0;
        self.look = true;
    }

    pub(super) fn timer(&mut self) {
        let polled = self.backoff.state == Wait::Poll;
        if polled || self.backoff.state == Wait::Running {
            self.backoff.state = Wait::Go;
            self.disk_full = false;
            self.deaf = false;
            self.heal_ms = self.heal_ms.saturating_sub(self.backoff.counts);
            // The stream may have died without a word. And who is too old may have become new enough, also while it waits
            // because of what it hands in.
            self.look |= polled || self.too_old;
        }
    }

    pub(super) fn listening_ended(&mut self, lasted_ms: u64) {
        self.listening = false;
        self.look = true;
        if lasted_ms < STREAM_MS {
            self.deaf = true;
            self.backoff.fail_aside(Part::Stream);
        } else {
            self.backoff.worked(Part::Stream);
        }
    }

    /// It does not agree. After a restore nothing is handed in before it does, so that is waited for as for other failures.
    pub(super) fn heal_later(&mut self) {
        if self.reconciling {
            self.heal_ms = 0;
            return self.backoff.fail(Part::Mirror, 0);
        }
        self.heal_ms = doubled(HEAL_MS, self.backoff.fail_aside(Part::Mirror)).min(POLL_MS);
    }

    pub(super) fn random(&mut self, number: u64, effects: &mut Vec<Effect>) {
        let wait = wait_ms(self.backoff.longest, number);
        match self.backoff.state {
            Wait::Asked => {
                let wait = wait.max(self.backoff.at_least);
                (self.backoff.state, self.backoff.counts) = (Wait::Running, wait);
                effects.push(Effect::WakeIn(wait));
            }
            Wait::PollAsked => {
                (self.backoff.state, self.backoff.counts) = (Wait::Poll, self.backoff.longest);
                effects.push(Effect::WakeIn(wait));
            }
            Wait::Go | Wait::Wanted | Wait::Running | Wait::Poll => {}
        }
    }

    pub(super) fn failed(&mut self, failure: Failure) {
        let Some(busy) = self.busy.take() else { return };
        let part = Part::of(&busy);
        match (&busy, failure) {
            // What is only to be read must not hold up what was written. Somebody on the way may let all else through.
            (Busy::GetPiece, Failure::Server { .. } | Failure::TooLarge | Failure::CaptivePortal) => {
                self.fetch_later = true;
                return;
            }
            // Perhaps the feed is no longer for this device, or the attachment's record is erased.
            (Busy::Page(_) | Busy::SendPiece, Failure::Server { .. }) => {
                self.look = true;
                self.no_page = part == Part::Page;
            }
            _ => {}
        }
        match failure {
            Failure::Network | Failure::CaptivePortal => {
                // Less of it may get through before the line breaks again.
                if busy == Busy::Push {
                    self.limit = (self.limit / 2).max(SMALL_BATCH.min(self.limit));
                }
                self.backoff.fail(Part::Central, 0);
            }
            Failure::Server { retry_after } => self.backoff.fail(part, retry_after.unwrap_or_default()),
            // A parcel that is not taken now may be taken later; nothing else is asked by who has been struck off.
            Failure::Unauthorised | Failure::Revoked if self.revoked && busy == Busy::HandIn => {
                self.backoff.fail(part, 0);
            }
            Failure::Unauthorised => self.signed_in = false,
            Failure::Revoked => self.struck_off(),
            Failure::TooOld => {
                self.too_old = true;
                self.look = false;
            }
            Failure::OtherDataset => self.look = true,
            Failure::DiskFull => {
                self.disk_full = true;
                self.backoff.fail(Part::Store, 0);
            }
            Failure::TooLarge if busy == Busy::Push && self.limit > 1 => self.limit /= 2,
            Failure::TooLarge => self.backoff.fail(part, 0),
        }
    }
}
