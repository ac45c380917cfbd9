//! The encrypted workspace on disk: SQLCipher, key slots, drafts, journal, search.
//!
//! # Context
//! A consultant works for days without a network. What the program has said is saved must be there after a crash and
//! a power cut, and nobody who finds the laptop may read it.
//!
//! # Design
//! * One folder, one [`Workspace`] at a time: an encrypted database, a key file with [`SlotKind`] slots, a lock.
//! * A wrong key is not damage, and neither is ever "empty": see [`StoreError`]. Damaged files are set aside.
//! * Everything that is written goes through [`Workspace::save_draft`], [`Workspace::discard_draft`] and
//!   [`Workspace::commit`]: each is one transaction and one sync to disk, and is durable when it returns.
//! * One writer; readers beside it, opened when needed. A background thread empties the log.
//! * Time and ids are passed in; only keys, salts and the workspace id are made here.
//!
//! * What central sends is stored beside the user's own work, in steps that a save never waits long for (`sync`).
//!
//! # Not done yet
//! Key slots of central (recovery) come with enrolment.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod access;
mod attachment;
mod bare;
mod commit;
mod connection;
mod core;
mod draft;
mod error;
mod excerpt;
mod gate;
mod history;
mod journal;
mod keeper;
mod keyring;
mod kind;
mod list;
mod migrate;
mod overview;
mod place;
mod records;
mod rescue_file;
mod search;
mod search_index;
mod secret;
mod setting;
mod slots;
mod sort;
mod sync;
mod table;
mod terms;
mod tidy;
mod turn;
mod workspace;

pub use access::{AccessAction, AccessEntry, AccessLine, LogVerdict};
pub use attachment::Attachment;
#[doc(hidden)]
pub use bare::Bare;
#[doc(hidden)]
pub use connection::Rig;
pub use draft::{Draft, Left, LeftDraft};
pub use error::{Result, StoreError};
pub use history::{HistoryEntry, Undoable};
pub use keyring::{Keyring, KeyringUnavailable};
pub use list::{ListPage, ListQuery, ListRow, Sort};
pub use migrate::SCHEMA;
pub use overview::Likeness;
pub use place::{Place, PlaceState};
pub use search::{Fit, SearchHit};
pub use secret::{Passphrase, Secret};
pub use slots::SlotKind;
pub use sort::sort_key;
pub use sync::{
    Central, ConflictEntry, HeldBack, JournalState, PageOutcome, Quarantined, Rescue, Standing, SyncCounts,
};
pub use workspace::{NewSlots, OpenWith, Workspace};
