//! Merging: what becomes of a record when a change meets what others have done meanwhile.

use feltmappen_domain::record::{Fields, Kind, RecordId};
use uuid::Uuid;

use crate::wire::Conflict;
use crate::{Change, RecordChange};

/// A record as central knows it. `Debug` shows no values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The unit that made it.
    pub home_unit: RecordId,
    /// Its values.
    pub fields: Fields,
    /// What a person must choose, by id.
    pub conflicts: Vec<Conflict>,
}

/// What a merge needs to know about the commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meta<'a> {
    /// Its id.
    pub commit: Uuid,
    /// Who made it.
    pub author: RecordId,
    /// The unit that the author may write for.
    pub author_unit: RecordId,
    /// When, by the author's device. For display only.
    pub device_time: &'a str,
}

/// What became of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The record now.
    pub state: State,
    /// Whether it differs from before: then it gets a new number in each of its feeds.
    pub changed: bool,
    /// Whether the change left a conflict: then the commit's outcome is *applied with conflict*.
    pub conflict: bool,
}

/// Why a commit is rejected. Final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A value that it sets is not written correctly, or the commit cannot be read.
    Format,
    /// The record belongs to another unit than the author, or would change its home unit.
    HomeUnit,
    /// A record of a kind that central does not know.
    UnknownKind,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 3] = [Self::Format, Self::HomeUnit, Self::UnknownKind];

    /// The code that travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::HomeUnit => "home_unit",
            Self::UnknownKind => "unknown_kind",
        }
    }
}

/// Merges the changes of one record into what stands.
///
/// # Errors
/// The code to reject the whole commit with. Nothing of it is carried out.
pub fn merge(current: Option<&State>, change: &RecordChange, meta: &Meta<'_>) -> Result<Merged, Code> {
    let _ = (current, meta);
    let mut fields = current.map(|state| state.fields.clone()).unwrap_or_default();
    crate::apply(&mut fields, &change.changes);
    let conflicts = current.map(|state| state.conflicts.clone()).unwrap_or_default();
    Ok(Merged { state: State { home_unit: change.home_unit, fields, conflicts }, changed: true, conflict: false })
}

/// The guards that belong to changes of one record, whose values before are `fields`: what the author saw and relied on.
pub fn guard(kind: Kind, fields: &Fields, changes: &[Change]) -> Vec<Change> {
    let _ = (kind, fields, changes);
    Vec::new()
}
