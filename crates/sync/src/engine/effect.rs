//! What the engine asks for.

use uuid::Uuid;

use super::SyncState;
use crate::Commit;
use crate::wire::{Dataset, FeedId, PageReading, PushReply};

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
