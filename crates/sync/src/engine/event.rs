//! What the engine is told.

use uuid::Uuid;

use crate::Commit;
use crate::wire::{Dataset, FeedId, Feeds, PageReading, PushReply};

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
    /// The event stream has ended, or could not be had.
    ListeningEnded {
        /// How long it was open; 0 when it could not be had.
        lasted_ms: u64,
    },
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
