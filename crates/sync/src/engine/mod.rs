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
mod heal;
mod pieces;
mod plan;
mod pull;
mod push;
mod reconcile;
mod scope;
mod status;

use std::collections::BTreeMap;

use crate::Commit;
use crate::wire::{Dataset, FeedId, Feeds, MAX_COMMITS, PageReading, PushReply};
use backoff::Backoff;
use pull::Feed;
use uuid::Uuid;

pub use push::{MASS_DELETION, mass_deletion};
pub use status::SyncState;

/// What the store knows when the engine is made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// The data that the device has last compared itself with; none before the first sync.
    pub dataset: Option<Dataset>,
    /// True while records of an earlier generation wait to be compared with what is read again.
    pub reconciling: bool,
    /// The feeds with how far they have been read, and whether that is a reading from the start again. A feed that did not
    /// agree when it was last compared has its reading from the start begun before this.
    pub feeds: Vec<(FeedId, u64, bool)>,
    /// Feeds in which answered commits have landed that are still laid over what is confirmed.
    pub awaited: Vec<FeedId>,
    /// Commits without a final answer that can be sent.
    pub unsent: u64,
    /// What waits for the user.
    pub waiting: u64,
    /// Sealed parcels that have not been handed in.
    pub orphans: u64,
    /// Attachments that are wanted here and not whole yet.
    pub wanted: u64,
    /// Central's public key, as last told.
    pub sealing_key: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The engine begins, there may be a network again, or the user asked: look at once.
    Wake,
    /// The user saved something.
    LocalChange {
        /// Commits without a final answer that can be sent.
        unsent: u64,
    },
    /// The answer to [`Effect::GetFeeds`].
    Feeds(Feeds),
    /// The answer to [`Effect::GetPage`].
    Page(PageReading),
    /// A page and its cursor are stored.
    PageStored {
        /// The feed.
        feed: FeedId,
        /// The cursor now.
        until: u64,
        /// For the last page: whether the feed's own count and hash agree with central's.
        complete: Option<bool>,
        /// How many entries are set aside in all.
        quarantined: u64,
    },
    /// A feed's reading from the start has begun: its cursor is 0.
    RereadBegun {
        /// The feed.
        feed: FeedId,
    },
    /// What the device had confirmed is kept aside, all feeds are read from the start, nothing answered counts as landed.
    Reconciled,
    /// What the restored central lacks is offered as commits.
    EarlierOffered {
        /// Commits without a final answer that can be sent.
        unsent: u64,
    },
    /// What the store froze, oldest first: what was frozen before first. Empty when nothing can be sent.
    Batch {
        /// The commits. None of them names an attachment that central does not have.
        commits: Vec<Commit>,
        /// When there are no commits: the attachment that others wait for.
        attachment: Option<Uuid>,
        /// Whether it deletes so much that the user must say yes ([`mass_deletion`]).
        asks: bool,
        /// Commits without a final answer that can be sent: fewer than were counted before, when records were erased meanwhile.
        unsent: u64,
    },
    /// The answer to [`Effect::Push`].
    PushReply(PushReply),
    /// The outcomes are stored.
    OutcomesStored {
        /// Commits without a final answer that can be sent.
        unsent: u64,
        /// What waits for the user.
        waiting: u64,
    },
    /// Central has one more piece of an attachment.
    PieceSent {
        /// Commits and attachments that can be sent and are not.
        unsent: u64,
    },
    /// One more piece of an attachment is here, or it is known that central does not have it.
    PieceCame {
        /// Attachments that are wanted here and not whole yet.
        wanted: u64,
    },
    /// Somebody wants attachments that are not here.
    Wanted {
        /// So many.
        wanted: u64,
    },
    /// What waits or is to be sent has changed otherwise: the user has dealt with something, or something was erased or
    /// sealed with the records it was about.
    Decided {
        /// What waits for the user.
        waiting: u64,
        /// Commits without a final answer that can be sent.
        unsent: u64,
    },
    /// What is not sent about records that the device loses is sealed.
    OrphansSealed {
        /// Sealed parcels that have not been handed in.
        orphans: u64,
        /// Commits without a final answer that can be sent.
        unsent: u64,
    },
    /// A sealed parcel is handed in.
    HandedIn {
        /// Sealed parcels that have not been handed in.
        orphans: u64,
    },
    /// A feed and its records have left the device.
    FeedForgotten {
        /// The feed.
        feed: FeedId,
        /// Sealed parcels that have not been handed in.
        orphans: u64,
        /// Commits without a final answer that can be sent.
        unsent: u64,
    },
    /// The event stream says that there is news.
    Moved {
        /// The feed.
        feed: FeedId,
        /// The number of its latest entry.
        sequence: u64,
    },
    /// The event stream has ended.
    ListeningEnded,
    /// The effect under way failed.
    Failed(Failure),
    /// The user has said yes to many deletions.
    DeletionsAllowed,
    /// The time of [`Effect::WakeIn`] is over.
    Timer,
    /// The answer to [`Effect::NeedRandom`].
    Random(u64),
}

/// Why an effect failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Failure {
    /// No answer.
    Network,
    /// No token, or one that has expired.
    Unauthorised,
    /// The device has been struck off.
    Revoked,
    /// The program is too old to read; it may still hand in.
    TooOld,
    /// The answer came from somebody else: a page to sign in to a network.
    CaptivePortal,
    /// Central cannot, for now, or not for this device.
    Server {
        /// When to come back, in milliseconds.
        retry_after: Option<u64>,
    },
    /// Central holds other data than the push was made for.
    OtherDataset,
    /// There is no room on the disk.
    DiskFull,
    /// The request is larger than central's limits, or the answer larger than any of central's.
    TooLarge,
}

/// What to do. All but `Listen`, `StopListening`, `WakeIn` and `Status` are answered with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Ask central for the feeds.
    GetFeeds,
    /// Ask central for a page.
    GetPage {
        /// The feed.
        feed: FeedId,
        /// After this number.
        after: u64,
    },
    /// Store a page and its cursor in one transaction.
    StorePage(PageReading),
    /// Begin to read a feed from the start: cursor 0, and what is not met until the end goes then.
    Reread {
        /// The feed.
        feed: FeedId,
    },
    /// Central holds other data than before: in one transaction keep what is confirmed aside with its numbers, put all
    /// cursors to 0, and send again what was answered but had not landed. Feeds of another central's are forgotten the
    /// same way once they have been compared.
    Reconcile {
        /// What central holds now.
        dataset: Dataset,
        /// Each feed with `restored`, the number that the backup reached.
        restored: Vec<(FeedId, u64)>,
    },
    /// Compare what was kept aside with what was read, and make commits of what central lacks, before all that is not sent.
    OfferEarlier,
    /// Bring together what can be sent: what was frozen before first, and then freeze more.
    FreezeBatch {
        /// At most so many commits.
        limit: usize,
    },
    /// Hand in commits.
    Push {
        /// The data that the device has compared itself with; none from a program that is too old to compare.
        dataset: Option<Dataset>,
        /// The commits.
        commits: Vec<Commit>,
    },
    /// Store outcomes.
    StoreReply(PushReply),
    /// Hand in the next piece of an attachment, from where central has it. Once it has all, note that.
    SendPiece {
        /// The attachment.
        attachment: Uuid,
    },
    /// Fetch and store the next piece of an attachment that is wanted.
    GetPiece,
    /// In one transaction: seal what is not sent about the records of feeds that the device loses, and take the records
    /// away, so that nobody writes to them in between.
    SealOrphans {
        /// The feeds.
        feeds: Vec<FeedId>,
        /// Central's public key.
        sealing_key: String,
    },
    /// Hand in one sealed parcel, and forget it once central has it.
    HandIn,
    /// Take away what is left of a feed: its cursor.
    ForgetFeed {
        /// The feed.
        feed: FeedId,
    },
    /// Hold an event stream open.
    Listen,
    /// Let the event stream go.
    StopListening,
    /// Call back in so many milliseconds. Takes the place of an earlier call.
    WakeIn(u64),
    /// Give a random number.
    NeedRandom,
    /// Show this.
    Status(SyncState),
}

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

/// What central could not give or take, although it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unserved {
    Page,
    Piece,
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
    allowed: bool,
    limit: usize,
    pushed_last: bool,
    /// A look follows because central could not give or take this.
    unserved: Option<Unserved>,
    listening: bool,
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
            allowed: false,
            limit: MAX_COMMITS,
            pushed_last: false,
            unserved: None,
            listening: false,
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
            Event::LocalChange { unsent } => {
                self.unsent = unsent;
                self.nothing_to_freeze = false;
            }
            Event::Decided { waiting, unsent } => {
                self.waiting = waiting;
                self.unsent = unsent;
                self.nothing_to_freeze = false;
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
            Event::ListeningEnded => {
                self.listening = false;
                self.look = true;
            }
            Event::Failed(failure) => self.failed(failure),
            Event::DeletionsAllowed => self.allowed = true,
            Event::Timer => self.timer(),
            Event::Random(number) => self.random(number, effects),
        }
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
