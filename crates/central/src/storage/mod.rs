//! Where central keeps what it knows. Two databases, one meaning: the same suite of tests runs against both.

mod error;
mod postgres;
mod sqlite;

pub use error::{Result, StorageError};
pub use postgres::Postgres;
pub use sqlite::Sqlite;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::Outcome;
use feltmappen_sync::wire::{ContentHash, Dataset, FeedId, Moved, PushReading};
use uuid::Uuid;

use crate::push::{Answers, Counter, Sender};

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Place {
    /// A file.
    Sqlite(PathBuf),
    /// A server, with everything that its address may say.
    Postgres(String),
}

/// The text names no database that central can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a database is sqlite:PATH or postgres://…")]
pub struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> std::result::Result<Self, NoPlace> {
        if let Some(path) = text.strip_prefix("sqlite:").filter(|path| !path.is_empty()) {
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(NoPlace)
    }
}

/// An address can hold a password.
impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        })
    }
}

/// Faults that tests plant. Everything is off in the program.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Rig {
    /// Reads the records of a push without locking them, so that two nodes can both write what neither saw.
    pub no_record_locks: bool,
}

/// A device that has been enrolled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// Names it without its token.
    pub id: Uuid,
    /// The unit whose records it reads and writes.
    pub unit: RecordId,
    /// Who uses it.
    pub employee: RecordId,
    /// Whether it may no longer read or write.
    pub revoked: bool,
}

/// What "is there anything?" is answered from.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Which data.
    pub dataset: Dataset,
    /// Opens what devices hand in sealed.
    pub sealing_secret: [u8; 32],
    /// The unit's feed.
    pub counter: Counter,
}

/// One entry of a page, ready to leave as it lies. No `Debug`: it holds values.
pub struct StoredEntry {
    /// Its number.
    pub sequence: u64,
    /// Which record.
    pub key: RecordKey,
    /// 0 present, 1 retracted, 2 purged.
    pub state: i16,
    /// Canonical JSON of its values.
    pub fields: String,
    /// Canonical JSON of its conflicts.
    pub conflicts: String,
    /// Who made the latest change. For display only.
    pub by: Option<RecordId>,
    /// When, by that device's time. For display only.
    pub at: Option<String>,
}

/// A part of a feed, read from one state of the database.
pub struct StoredPage {
    /// Which data.
    pub dataset: Dataset,
    /// How the feed stood.
    pub counter: Counter,
    /// Entries by ascending number.
    pub entries: Vec<StoredEntry>,
}

/// What a push came to.
pub struct PushDone {
    /// Which data.
    pub dataset: Dataset,
    /// An answer for each commit.
    pub answers: Answers,
    /// The number that the unit's feed has reached, when it has moved.
    pub moved: Option<u64>,
}

/// How an attachment stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its record.
    pub record: RecordKey,
    /// Bytes when whole.
    pub size: u64,
    /// SHA-256 of the whole.
    pub sha256: [u8; 32],
    /// Bytes that are there.
    pub stored: u64,
    /// All there, and the hash fits.
    pub complete: bool,
}

/// A parcel that was handed in sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Orphan {
    /// SHA-256 of the sealed bytes.
    pub id: [u8; 32],
    /// The unit that its device worked for when it came; what is in it may be another's.
    pub unit: RecordId,
    /// The device that handed it in.
    pub device: Uuid,
    /// When it came (RFC 3339).
    pub received_at: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The key of a record's attachments: its home unit, the record, the key.
pub type BlobKey = (RecordId, RecordKey, [u8; 32]);

/// One of the two databases.
#[derive(Clone)]
pub enum Storage {
    /// A file of this machine.
    Sqlite(Sqlite),
    /// A server that several nodes share.
    Postgres(Postgres),
}

/// The same call on either database.
macro_rules! either {
    ($self:ident, $database:ident => $call:expr) => {
        match $self {
            Self::Sqlite($database) => $call.await,
            Self::Postgres($database) => $call.await,
        }
    };
}

impl Storage {
    /// Opens the database and brings it to the newest schema.
    ///
    /// # Errors
    /// `Newer`, `Damaged`, `ReadOnly`, `Busy`.
    pub async fn open(place: &Place, rig: Rig) -> Result<Self> {
        Ok(match place {
            Place::Sqlite(path) => Self::Sqlite(Sqlite::open(path).await?),
            Place::Postgres(address) => Self::Postgres(Postgres::open(address, rig).await?),
        })
    }

    /// Whether it answers.
    ///
    /// # Errors
    /// `Busy` and the like when it does not.
    pub async fn ready(&self) -> Result<()> {
        either!(self, database => database.ready())
    }

    /// The device that a token (its SHA-256 in hex) was given to.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn device(&self, token: String) -> Result<Option<Device>> {
        either!(self, database => database.device(token))
    }

    /// Enrols a device under a token, and makes its unit's feed when it is the first.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn enrol(&self, token: String, device: Device, now: String) -> Result<()> {
        either!(self, database => database.enrol(token, device, now))
    }

    /// Takes a device's rights away. False when there is no such device.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn revoke(&self, device: Uuid, now: String) -> Result<bool> {
        either!(self, database => database.revoke(device, now))
    }

    /// How a unit's feed stands.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn standing(&self, unit: RecordId) -> Result<Standing> {
        either!(self, database => database.standing(unit))
    }

    /// A page of a unit's feed: what changed after a number, at most `limit` entries and about `bytes` bytes.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn page(&self, unit: RecordId, after: u64, limit: u32, bytes: i64) -> Result<StoredPage> {
        either!(self, database => database.page(unit, after, limit, bytes))
    }

    /// Carries out a push, in one transaction.
    ///
    /// # Errors
    /// `OtherDataset` when it was made for other data; `Busy`, `ReadOnly` and the like. Then nothing of it is stored.
    pub async fn push(&self, sender: Sender, push: PushReading) -> Result<PushDone> {
        either!(self, database => database.push(sender, push))
    }

    /// How far every feed has come.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn sequences(&self) -> Result<Vec<Moved>> {
        either!(self, database => database.sequences())
    }

    /// Erases a record in every unit, and its attachments' keys. Gives the feeds that moved and the attachments whose
    /// bytes can go. Doing it again changes nothing.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn purge(&self, key: RecordKey) -> Result<(Vec<Moved>, Vec<(RecordId, Uuid)>)> {
        either!(self, database => database.purge(key))
    }

    /// What has been erased in this database.
    ///
    /// # Errors
    /// `Busy`, `Damaged` and the like.
    pub async fn purged(&self) -> Result<BTreeSet<RecordKey>> {
        either!(self, database => database.purged())
    }

    /// Removes what erased values have left in logs and dead rows.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn scrub(&self) -> Result<()> {
        either!(self, database => database.scrub())
    }

    /// Writes everything but the keys of attachments to a new file, from one state of the database.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn dump(&self, to: PathBuf) -> Result<()> {
        either!(self, database => database.dump(to))
    }

    /// Puts what a file of [`Storage::dump`] holds in the place of everything but the keys of attachments. Gives the new
    /// generation, which is higher than before and at least the one given. All or nothing.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly`, `Damaged`, `Newer`.
    pub async fn restore(&self, from: PathBuf, at_least: i64) -> Result<i64> {
        either!(self, database => database.restore(from, at_least))
    }

    /// Where each feed stood in the oldest backup that was ever restored, of those that have been restored.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn restored(&self) -> Result<Vec<(FeedId, u64)>> {
        either!(self, database => database.restored())
    }

    /// Notes that feeds have stood so low in a backup. What is noted already is never raised.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn lower_restored(&self, feeds: Vec<(FeedId, u64)>) -> Result<()> {
        either!(self, database => database.lower_restored(feeds))
    }

    /// The keys of all attachments.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn keys(&self) -> Result<Vec<BlobKey>> {
        either!(self, database => database.keys())
    }

    /// Puts keys back that are missing, but never one of a record that has been erased.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn put_keys(&self, keys: Vec<BlobKey>) -> Result<()> {
        either!(self, database => database.put_keys(keys))
    }

    /// Keeps what a device hands in sealed. Handing in the same twice keeps one.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn orphan(&self, device: Device, id: [u8; 32], sealed: Vec<u8>, now: String) -> Result<()> {
        either!(self, database => database.orphan(device, id, sealed, now))
    }

    /// What devices have handed in sealed, in the order in which it came.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn orphans(&self) -> Result<Vec<Orphan>> {
        either!(self, database => database.orphans())
    }

    /// The bytes of one of them.
    ///
    /// # Errors
    /// `Busy` and the like; `Internal` when there is no such parcel.
    pub async fn sealed(&self, unit: RecordId, id: [u8; 32]) -> Result<Vec<u8>> {
        either!(self, database => database.sealed(unit, id))
    }

    /// How an attachment stands.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn blob(&self, unit: RecordId, id: Uuid) -> Result<Option<Blob>> {
        either!(self, database => database.blob(unit, id))
    }

    /// Notes how far an attachment has come; the first time, that there is one. Gives how it stands now, and the key
    /// that its bytes are sealed under. None when its record has been erased.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn blob_begin(
        &self,
        unit: RecordId,
        id: Uuid,
        blob: Blob,
        key: [u8; 32],
    ) -> Result<Option<(Blob, [u8; 32])>> {
        either!(self, database => database.blob_begin(unit, id, blob, key))
    }

    /// Notes that bytes have been added after `from`. False when somebody else has added there.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn blob_grown(&self, unit: RecordId, id: Uuid, from: u64, to: u64, complete: bool) -> Result<bool> {
        either!(self, database => database.blob_grown(unit, id, from, to, complete))
    }

    /// Attachments that are not whole: unit, id, and how many bytes there are.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn unfinished_blobs(&self) -> Result<Vec<(RecordId, Uuid, u64)>> {
        either!(self, database => database.unfinished_blobs())
    }

    /// Forgets an attachment that is not whole and has so many bytes. False when that is no longer so.
    ///
    /// # Errors
    /// `Busy`, `ReadOnly` and the like.
    pub async fn blob_given_up(&self, unit: RecordId, id: Uuid, stored: u64) -> Result<bool> {
        either!(self, database => database.blob_given_up(unit, id, stored))
    }

    /// The key of an attachment's record; none when it was destroyed.
    ///
    /// # Errors
    /// `Busy` and the like.
    pub async fn blob_key(&self, unit: RecordId, record: RecordKey) -> Result<Option<[u8; 32]>> {
        either!(self, database => database.blob_key(unit, record))
    }
}

/// How an outcome is kept.
fn outcome_number(outcome: &Outcome) -> (i16, Option<&str>) {
    match outcome {
        Outcome::Applied => (0, None),
        Outcome::AppliedWithConflict => (1, None),
        Outcome::Rejected { code } => (2, Some(code)),
        Outcome::Purged => (3, None),
    }
}

/// The outcome that was kept.
fn outcome_from(number: i16, code: Option<String>) -> Result<Outcome> {
    match (number, code) {
        (0, None) => Ok(Outcome::Applied),
        (1, None) => Ok(Outcome::AppliedWithConflict),
        (2, Some(code)) => Ok(Outcome::Rejected { code }),
        (3, None) => Ok(Outcome::Purged),
        _ => Err(StorageError::Damaged),
    }
}

/// The hash of what is not present.
const NOTHING: ContentHash = ContentHash::EMPTY;
