//! What central knows, and how far this device has come with it.
//!
//! # Design
//! * `confirmed` is what central said, per feed; `record` is what the user sees: confirmed values with the commits of
//!   the journal laid over them ([`overlay`]). A commit leaves the journal when its outcome is known and every feed it
//!   landed in has been read that far.
//! * A page is stored together with the cursor behind it, in steps that are short while somebody is typing.
//! * What cannot be read is put aside with its payload; what is rejected or discarded stays for the user to decide.

mod attachments;
mod attention;
mod counts;
pub(crate) mod decided;
pub(crate) mod feeds;
mod heal;
pub(crate) mod landing;
mod orphans;
mod overlay;
mod page;
mod purge;
mod push;
mod quarantine;
mod rescue;
mod standing;

pub use attention::{ConflictEntry, HeldBack, JournalState};
pub use counts::SyncCounts;
pub use feeds::Central;
pub use page::PageOutcome;
pub use quarantine::Quarantined;
pub use rescue::Rescue;
pub use standing::Standing;
