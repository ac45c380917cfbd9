//! Merging: what becomes of a record when a change meets what others have done meanwhile.

mod guard;
mod text;
mod unit;

pub use guard::guard;
pub(crate) use guard::guards;

use feltmappen_domain::record::{Fields, RecordId};
use feltmappen_domain::schema;
use serde_json::Value;
use uuid::Uuid;

use crate::wire::Conflict;
use crate::{Change, RecordChange, same};
use unit::Merging;

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
    /// It writes something else into a field that its author saw sealed for good (R11).
    Sealed,
    /// It asks for a permit that central does not give (R1, R6).
    NoPermit,
}

impl Code {
    /// Every code.
    pub const ALL: [Self; 5] = [Self::Format, Self::HomeUnit, Self::UnknownKind, Self::Sealed, Self::NoPermit];

    /// The code that travels.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::HomeUnit => "home_unit",
            Self::UnknownKind => "unknown_kind",
            Self::Sealed => "sealed",
            Self::NoPermit => "no_permit",
        }
    }
}

/// Merges the changes of one record into what stands.
///
/// # Errors
/// The code to reject the whole commit with. Nothing of it is carried out.
pub fn merge(current: Option<&State>, change: &RecordChange, meta: &Meta<'_>) -> Result<Merged, Code> {
    if change.home_unit != meta.author_unit || current.is_some_and(|state| state.home_unit != change.home_unit) {
        return Err(Code::HomeUnit);
    }
    check(change)?;
    if current.is_none() && change.changes.iter().all(|one| same(&one.path, &one.base, &Value::Null)) {
        return Ok(made(change));
    }
    merge_into(current, change, meta)
}

/// A record where nothing stands and its author saw nothing: there is nothing to merge with. Most of what is handed in
/// after days without a network is this.
fn made(change: &RecordChange) -> Merged {
    let says = |one: &&Change| !same(&one.path, &one.value, &Value::Null);
    let fields = change.changes.iter().filter(says).map(|one| (one.path.clone(), one.value.clone())).collect();
    let changed = change.changes.iter().any(|one| !one.is_noop());
    Merged { state: State { home_unit: change.home_unit, fields, conflicts: Vec::new() }, changed, conflict: false }
}

fn merge_into(current: Option<&State>, change: &RecordChange, meta: &Meta<'_>) -> Result<Merged, Code> {
    let empty = State { home_unit: change.home_unit, fields: Fields::new(), conflicts: Vec::new() };
    let before = current.unwrap_or(&empty);
    let mut merging = Merging::new(before, change, meta);
    if merging.breaks_a_seal() {
        return Err(Code::Sealed);
    }
    merging.record_and_items();
    merging.units();
    merging.rules();
    let (state, conflict) = merging.finish();
    let writes = change.changes.iter().any(|change| !change.is_noop());
    let changed = if current.is_some() { state != *before } else { writes };
    Ok(Merged { state, changed, conflict })
}

/// Each path once, and each value written correctly. What the author only saw may have been wrong before.
fn check(change: &RecordChange) -> Result<(), Code> {
    let mut paths: Vec<_> = change.changes.iter().map(|change| &change.path).collect();
    paths.sort_unstable();
    let twice = paths.windows(2).any(|pair| pair[0] == pair[1]);
    let mut written = change.changes.iter().filter(|one| !one.is_noop());
    let wrong = written.any(|one| schema::check(change.key.kind, &one.path, &one.value).is_some());
    if twice || wrong { Err(Code::Format) } else { Ok(()) }
}

#[cfg(test)]
mod cases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod seals;
