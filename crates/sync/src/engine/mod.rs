//! The engine: what is asked of central and of the store next. `step` takes what happened and says what to do.
//!
//! It keeps nothing that must survive: after a crash a new one is made from what the store knows ([`Start`]). Every effect
//! may be lost, or be done without its answer coming back, and is then done again. So the store must take each of them
//! twice: a page and its cursor are one transaction, a frozen commit keeps its payload, a reply can be stored again.
//!
//! At most one effect that is answered is under way, besides the event stream and the timer: pages and pushes take
//! turns, and the user's own saves wait for neither.

mod backoff;
#[cfg(test)]
mod cases;
mod effect;
mod event;
mod heal;
mod pieces;
mod plan;
mod pull;
mod push;
mod reconcile;
mod scope;
mod status;
#[cfg(test)]
mod waits;

use std::collections::{BTreeMap, BTreeSet};

use crate::wire::{Dataset, FeedId, Feeds, MAX_COMMITS};
use backoff::Backoff;
use pull::Feed;
use uuid::Uuid;

pub use effect::Effect;
pub use event::{Event, Failure, Start};
pub use push::{MASS_DELETION, mass_deletion};
pub use status::SyncState;

/// What is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Busy {
    Feeds,
    Page(FeedId),
    StorePage(FeedId),
    Reread(FeedId),
    Reconcile,
    OfferEarlier,
    Freeze,
    Push,
    StoreReply,
    SendPiece,
    GetPiece,
    Seal,
    HandIn,
    Forget(FeedId),
}

/// The engine.
#[derive(Clone, Debug)]
pub struct Engine {
    signed_in: bool,
    too_old: bool,
    revoked: bool,
    disk_full: bool,
    dataset: Option<Dataset>,
    sealing_key: Option<String>,
    feeds: BTreeMap<FeedId, Feed>,
    /// Feeds that central no longer lists, and whether what rests on them is sealed.
    lost: Vec<FeedId>,
    sealed: bool,
    /// Ask for the feeds before anything else.
    look: bool,
    /// What the last answer said, until the device has compared itself with it.
    other: Option<Feeds>,
    reconciling: bool,
    unsent: u64,
    waiting: u64,
    orphans: u64,
    wanted: u64,
    /// Central could not give what is wanted: it is asked again after the next look.
    fetch_later: bool,
    /// Nothing can be frozen until something changes.
    nothing_to_freeze: bool,
    asks: bool,
    /// The batch that asks is to be looked at again.
    asks_anew: bool,
    allowed: bool,
    limit: usize,
    pushed_last: bool,
    /// What commits were held for since one was taken.
    held_for: BTreeSet<Uuid>,
    /// The attachment that is being handed in, or was last.
    sending: Option<Uuid>,
    /// A look follows because central could not give a page.
    no_page: bool,
    listening: bool,
    /// The stream ended soon: it is not asked for again before the timer has run.
    deaf: bool,
    /// So long is waited until a feed that does not agree is read again.
    heal_ms: u64,
    busy: Option<Busy>,
    backoff: Backoff,
    shown: Option<SyncState>,
}

impl Engine {
    /// An engine that goes on from what the store knows.
    pub fn new(start: Start) -> Self {
        Self {
            signed_in: true,
            too_old: false,
            revoked: false,
            disk_full: false,
            dataset: start.dataset,
            sealing_key: start.sealing_key,
            feeds: Feed::all(start.feeds, &start.awaited),
            lost: Vec::new(),
            sealed: false,
            look: true,
            other: None,
            reconciling: start.reconciling,
            unsent: start.unsent,
            waiting: start.waiting,
            orphans: start.orphans,
            wanted: start.wanted,
            fetch_later: false,
            nothing_to_freeze: false,
            asks: false,
            asks_anew: false,
            allowed: false,
            limit: MAX_COMMITS,
            pushed_last: false,
            held_for: BTreeSet::new(),
            sending: None,
            no_page: false,
            listening: false,
            deaf: false,
            heal_ms: 0,
            busy: None,
            backoff: Backoff::default(),
            shown: None,
        }
    }

    /// What to do after what happened. The first call begins the work, whatever the event.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.take(event, &mut effects);
        self.plan(&mut effects);
        self.show(&mut effects);
        effects
    }

    fn take(&mut self, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::Wake => self.wake(),
            Event::LocalChange { unsent } => self.changed_here(unsent),
            Event::Decided { waiting, unsent } => {
                self.waiting = waiting;
                self.changed_here(unsent);
            }
            Event::Feeds(feeds) => self.feeds_came(feeds),
            Event::Page(reading) => self.page_came(reading, effects),
            Event::PageStored { feed, until, complete, .. } => self.page_stored(&feed, until, complete),
            Event::RereadBegun { feed } => self.reread_begun(&feed),
            Event::Reconciled => self.reconciled(),
            Event::EarlierOffered { unsent } => self.earlier_offered(unsent),
            Event::Batch { commits, attachment, asks, unsent } => {
                self.unsent = unsent;
                self.batch(commits, attachment, asks, effects);
            }
            Event::PieceSent { unsent } => self.piece_sent(unsent),
            Event::PieceCame { wanted } => self.piece_came(wanted),
            Event::Wanted { wanted } => self.now_wanted(wanted),
            Event::PushReply(reply) => self.reply_came(reply, effects),
            Event::OutcomesStored { unsent, waiting } => self.outcomes_stored(unsent, waiting),
            Event::OrphansSealed { orphans, unsent } => self.orphans_sealed(orphans, unsent),
            Event::HandedIn { orphans } => self.handed_in(orphans),
            Event::FeedForgotten { feed, orphans, unsent } => self.feed_forgotten(&feed, orphans, unsent),
            Event::Moved { feed, sequence } => self.moved(&feed, sequence),
            Event::ListeningEnded { lasted_ms } => self.listening_ended(lasted_ms),
            Event::Failed(failure) => self.failed(failure),
            Event::DeletionsAllowed => self.allowed = true,
            Event::Timer => self.timer(),
            Event::Random(number) => self.random(number, effects),
        }
    }

    fn changed_here(&mut self, unsent: u64) {
        self.unsent = unsent;
        self.nothing_to_freeze = false;
        // What was to be deleted may have been fetched back.
        self.asks_anew = true;
    }

    /// Ends what is under way if it is this; an answer to nothing is passed over.
    fn ends(&mut self, busy: &Busy) -> bool {
        let ends = self.busy.as_ref() == Some(busy);
        if ends {
            self.busy = None;
        }
        ends
    }
}
