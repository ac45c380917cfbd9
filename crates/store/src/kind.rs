//! Kinds and ids as the database holds them.

use feltmappen_domain::record::{Kind, RecordId, RecordKey};

use crate::error::{Result, StoreError};

/// Bits of a row number below the kind: room for 10¹² records of each.
const KIND_SHIFT: u32 = 40;

/// The number of a kind in every table. Stored: never renumber.
pub(crate) fn number(kind: Kind) -> i64 {
    match kind {
        Kind::Unit => 1,
        Kind::Employee => 2,
        Kind::Company => 3,
        Kind::Workplace => 4,
        Kind::Contact => 5,
        Kind::JobOrder => 6,
        Kind::Template => 7,
        Kind::Visit => 8,
        Kind::Promise => 9,
        Kind::MatchCheck => 10,
        Kind::Candidate => 11,
        Kind::Conversation => 12,
        Kind::Consent => 13,
        Kind::Submittal => 14,
    }
}

pub(crate) fn from_number(number: i64) -> Result<Kind> {
    Ok(match number {
        1 => Kind::Unit,
        2 => Kind::Employee,
        3 => Kind::Company,
        4 => Kind::Workplace,
        5 => Kind::Contact,
        6 => Kind::JobOrder,
        7 => Kind::Template,
        8 => Kind::Visit,
        9 => Kind::Promise,
        10 => Kind::MatchCheck,
        11 => Kind::Candidate,
        12 => Kind::Conversation,
        13 => Kind::Consent,
        14 => Kind::Submittal,
        _ => return Err(StoreError::Internal("kind")),
    })
}

/// First and last possible row number of a kind.
pub(crate) fn rows_of(kind: Kind) -> (i64, i64) {
    let first = number(kind) << KIND_SHIFT;
    (first, first + (1 << KIND_SHIFT) - 1)
}

pub(crate) fn id_from(bytes: &[u8]) -> Result<RecordId> {
    RecordId::from_slice(bytes).map_err(|_| StoreError::Internal("id"))
}

/// A record key from two columns, starting at `at`.
pub(crate) fn key_at(row: &rusqlite::Row<'_>, at: usize) -> Result<RecordKey> {
    Ok(RecordKey { kind: from_number(row.get(at)?)?, id: id_at(row, at + 1)? })
}

pub(crate) fn id_at(row: &rusqlite::Row<'_>, at: usize) -> Result<RecordId> {
    id_from(row.get_ref(at)?.as_blob().map_err(|_| StoreError::Internal("id"))?)
}

pub(crate) fn optional_id_at(row: &rusqlite::Row<'_>, at: usize) -> Result<Option<RecordId>> {
    let value = row.get_ref(at)?.as_blob_or_null().map_err(|_| StoreError::Internal("id"))?;
    value.map(id_from).transpose()
}
