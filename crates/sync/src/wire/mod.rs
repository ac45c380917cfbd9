//! What travels between a device and central: protocol version 1. `docs/protocol.md` describes it, golden bytes lie in
//! `tests/golden`.

mod conflict;
mod events;
mod feed;
mod hash;
mod page;
mod push;

pub use conflict::{Conflict, ConflictReason, Sides};
pub use events::EventReader;
pub use feed::{Dataset, FeedId, FeedIdError, FeedState, Feeds, Moved};
pub use hash::{ContentHash, conflicts_to_canonical_json};
pub use page::{Entry, EntryState, Page, PageReading, Unreadable, read_page};
pub use push::{Answer, CommitResult, Problem, Push, PushReading, PushReply, Pushed, read_push};

/// The version of the protocol that this program speaks; travels in the header `Feltmappen-Protocol`.
pub const PROTOCOL: u16 = 1;

/// The most commits in one push.
pub const MAX_COMMITS: usize = 500;

/// The most bytes in one push, before compression.
pub const MAX_PUSH_BYTES: usize = 8 * 1024 * 1024;

/// The most bytes in an answer, once unpacked, but for event streams and attachments. A page ends early at 4 MiB, and one
/// entry always fits.
pub const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// The most bytes in one attachment.
pub const MAX_ATTACHMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The bytes of each piece of an attachment but the last.
pub const PIECE_BYTES: usize = 1024 * 1024;

/// The most entries in one page.
pub const MAX_PAGE: u32 = 1000;

/// The entries in a page when nobody asks for another number.
pub const DEFAULT_PAGE: u32 = 500;

/// The slowest line that work still gets out through, in bytes a second: both sides wait for what is handed in at least as
/// long as it takes there.
pub const SLOWEST_LINE: u64 = 4 * 1024;

/// After so many seconds central ends a connection on which nothing is asked for.
pub const IDLE_SECONDS: u64 = 10;

/// After so many seconds a device lets go of one: a request that meets central's end looks like a network that is gone.
pub const LET_GO_SECONDS: u64 = IDLE_SECONDS / 2;

#[cfg(test)]
mod golden;
