use feltmappen_domain::record::{Path, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{Named, Scalar, SyncStatus, ValueLook};

/// The status with the number of the latest news: when it grows, something came from outside.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct SyncView {
    /// Is everything saved and sent?
    #[serde(flatten)]
    pub status: SyncStatus,
    /// The latest change that came from outside.
    pub news: i64,
    /// Whether this device is connected to central.
    pub connected: bool,
}

/// How this device is connected. Never the token.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct Connection {
    /// Central's address; absent while the device is not connected.
    pub address: Option<String>,
    /// Whether it is spoken with.
    pub running: bool,
}

/// A record that I and somebody else have changed differently.
#[derive(Clone, Serialize, TS)]
pub struct ConflictView {
    /// The record.
    pub record: Named,
    /// The other one's name; empty when it is not known.
    pub theirs: String,
    /// When the other one did it, RFC 3339, if it is known.
    pub theirs_at: Option<String>,
    /// My name, when the changes are not mine but a colleague's on this record.
    pub mine: String,
    /// When it was changed here, RFC 3339.
    pub mine_at: String,
    /// What must be chosen, one by one.
    pub fields: Vec<ConflictField>,
}

/// One choice to make.
#[derive(Clone, Serialize, TS)]
pub struct ConflictField {
    /// The conflict.
    pub id: RecordId,
    /// The field's words; of several that belong together, the first one's.
    pub label: String,
    /// How the window writes the values.
    pub look: ValueLook,
    /// What both began from.
    pub base: String,
    /// What stands in the record now.
    pub theirs: String,
    /// What I wanted.
    pub mine: String,
    /// Whether an own text can be written instead.
    pub writable: bool,
}

/// Which of the sides shall hold.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// What both began from.
    Base,
    /// What stands in the record now.
    Theirs,
    /// What I wanted.
    Mine,
    /// A text of its own.
    Own,
}

/// What the user has chosen.
#[derive(Clone, Deserialize, TS)]
pub struct SideChoice {
    /// The conflict.
    pub conflict: RecordId,
    /// The side.
    pub side: Side,
    /// The own text.
    pub text: Option<String>,
}

/// Changes that central did not take, or that were discarded instead of being sent.
#[derive(Clone, Serialize, TS)]
pub struct RefusedView {
    /// The changes.
    pub commit: RecordId,
    /// The first record among them.
    pub record: Named,
    /// Why, as a sentence.
    pub why: String,
    /// What it says, value by value.
    pub values: Vec<RefusedValue>,
    /// So many later changes need it and wait with it.
    pub held: u32,
    /// When central answered, or when it was discarded; RFC 3339.
    pub at: Option<String>,
}

/// One value that was not taken.
#[derive(Clone, Serialize, TS)]
pub struct RefusedValue {
    /// The record.
    pub key: RecordKey,
    /// The field.
    pub path: Path,
    /// The field's words.
    pub label: String,
    /// The value, as a person reads it.
    pub text: String,
    /// How the window writes it.
    pub look: ValueLook,
    /// The value itself.
    pub value: Scalar,
    /// Whether it can be corrected as a text.
    pub writable: bool,
}

/// A corrected value.
#[derive(Clone, Deserialize, TS)]
pub struct RefusedFix {
    /// The record.
    pub key: RecordKey,
    /// The field.
    pub path: Path,
    /// The value.
    pub value: Scalar,
}

/// Something from central that this version cannot read.
#[derive(Clone, Serialize, TS)]
pub struct UnreadableView {
    /// Its number.
    pub sequence: u32,
    /// Why, as a sentence.
    pub why: String,
    /// When it came, RFC 3339.
    pub at: String,
}

/// Whether tomorrow's visits can be made without a network.
#[derive(Clone, Serialize, TS)]
pub struct Tomorrow {
    /// Tomorrow, ISO date.
    pub day: String,
    /// The visits.
    pub visits: Vec<ReadyVisit>,
    /// Job orders of those companies that are here.
    pub orders: u32,
    /// Promises to those companies that are here.
    pub promises: u32,
    /// Whether everything that central has for this unit has been fetched; absent while the device is not connected.
    pub complete: Option<bool>,
}

/// A visit, and what of it is missing on this computer.
#[derive(Clone, Serialize, TS)]
pub struct ReadyVisit {
    /// The visit.
    pub visit: Named,
    /// What is missing, in Danish; empty when all is here.
    pub missing: Vec<String>,
}

/// What was written to, or read from, a file of unsent work.
#[derive(Clone, Serialize, TS)]
pub struct RescueFile {
    /// Where the file lies; empty after reading one.
    pub path: String,
    /// User actions.
    pub commits: u32,
    /// Fields that were typed in and not left.
    pub drafts: u32,
}
