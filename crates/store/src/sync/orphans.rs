//! Work about records that may no longer be read here: sealed to central's public key and handed in, so that the unit that
//! owns the records can open it. This device cannot read it any more.

use crypto_box::PublicKey;
use feltmappen_domain::record::RecordId;
use feltmappen_sync::wire::{FeedId, PIECE_BYTES};
use feltmappen_sync::{Commit, RecordChange};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::attachment;
use crate::error::{Result, StoreError};
use crate::kind::{id_from, key_at, number};
use crate::rescue_file::{from_base64, to_base64};
use crate::sync::feeds;
use crate::sync::landing;
use crate::sync::overlay::{self, News, Refresh};
use crate::workspace::Workspace;

/// Bytes after which what is sealed goes on in another parcel: central takes each, and it gets through a slow line.
const PARCEL_BYTES: usize = PIECE_BYTES;

/// What is sealed: the commits as they were made, and what was only typed.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Parcel {
    pub(crate) commits: Vec<Commit>,
    pub(crate) drafts: Vec<TypedField>,
    /// A piece of an attachment that the commits of an earlier parcel name; such a parcel holds nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) piece: Option<SealedPiece>,
}

/// A piece of an attachment.
#[derive(Serialize, Deserialize)]
pub(crate) struct SealedPiece {
    pub(crate) id: Uuid,
    pub(crate) key: feltmappen_domain::record::RecordKey,
    pub(crate) size: u64,
    pub(crate) offset: u64,
    /// Base64.
    pub(crate) bytes: String,
}

/// A field that was typed in and never left.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct TypedField {
    pub(crate) key: feltmappen_domain::record::RecordKey,
    pub(crate) home_unit: RecordId,
    pub(crate) path: String,
    pub(crate) value: Value,
    pub(crate) at: String,
}

/// Marks commits without an answer that are about nothing but what the feed held. They are no longer in sight, and neither
/// are records that nobody but them has made.
fn lose(tx: &Transaction<'_>, id: &FeedId, how: Refresh<'_>) -> Result<()> {
    let Some(feed) = feeds::find(tx, id)? else { return Ok(()) };
    let unit = id.as_unit();
    let mut find = tx.prepare_cached(include_str!("../sql/journal_all_open.sql"))?;
    let mut rows = find.query([])?;
    let mut lost = Vec::new();
    while let Some(row) = rows.next()? {
        let commit: Commit =
            serde_json::from_str(row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("payload"))?)?;
        let mut out_of_reach = true;
        for record in &commit.records {
            out_of_reach &= Some(record.home_unit) == unit || only_in(tx, record, feed.n)?;
        }
        if out_of_reach {
            lost.push(row.get::<_, i64>(0)?);
        }
    }
    drop(rows);
    for seq in lost {
        let keys = landing::lift(tx, seq)?;
        tx.prepare_cached("UPDATE journal SET lost = 1 WHERE seq = ?1")?.execute([seq])?;
        for key in keys {
            overlay::refresh(tx, key, how)?;
        }
    }
    Ok(())
}

/// Seals what is not sent, and what was only typed, about records of these feeds.
pub(crate) fn seal(tx: &Transaction<'_>, feeds: &[FeedId], key: &PublicKey, now: &str) -> Result<()> {
    for feed in feeds {
        lose(tx, feed, Refresh::new(News::No, now))?;
    }
    let units: Vec<RecordId> = feeds.iter().filter_map(FeedId::as_unit).collect();
    let (commits, drafts) = (lost(tx)?, typed_out_of_reach(tx, &units)?);
    for parcel in packed(&commits, &drafts)? {
        put(tx, &parcel, key, now)?;
    }
    for id in commits.iter().flat_map(Commit::attachments) {
        seal_attachment(tx, id, key, now)?;
    }
    for commit in &commits {
        tx.prepare_cached("DELETE FROM landing WHERE seq = (SELECT seq FROM journal WHERE id = ?1)")?
            .execute([commit.id.as_bytes()])?;
        tx.prepare_cached("DELETE FROM journal WHERE id = ?1")?.execute([commit.id.as_bytes()])?;
    }
    let mut forget = tx.prepare_cached("DELETE FROM draft WHERE kind = ?1 AND record = ?2 AND path = ?3")?;
    for draft in &drafts {
        forget.execute(params![number(draft.key.kind), draft.key.id.as_bytes(), draft.path])?;
    }
    Ok(())
}

/// All of it in order, in as many parcels as it takes.
fn packed(commits: &[Commit], drafts: &[TypedField]) -> Result<Vec<Parcel>> {
    let mut parcels: Vec<Parcel> = Vec::new();
    let mut room = 0;
    let mut next = |parcels: &mut Vec<Parcel>, bytes: usize| {
        if parcels.is_empty() || bytes > room {
            parcels.push(Parcel::default());
            room = PARCEL_BYTES;
        }
        room = room.saturating_sub(bytes);
    };
    for commit in commits {
        next(&mut parcels, serde_json::to_vec(commit)?.len());
        parcels.last_mut().ok_or(StoreError::Internal("parcel"))?.commits.push(commit.clone());
    }
    for draft in drafts {
        next(&mut parcels, serde_json::to_vec(draft)?.len());
        parcels.last_mut().ok_or(StoreError::Internal("parcel"))?.drafts.push(draft.clone());
    }
    Ok(parcels)
}

fn put(tx: &Transaction<'_>, parcel: &Parcel, key: &PublicKey, now: &str) -> Result<()> {
    let plain = zeroize::Zeroizing::new(serde_json::to_vec(parcel)?);
    let sealed = key.seal(&mut crypto_box::aead::OsRng, &plain).map_err(|_| StoreError::Internal("seal"))?;
    tx.prepare_cached("INSERT INTO orphan (sealed, at) VALUES (?1, ?2)")?.execute(params![sealed, now])?;
    Ok(())
}

/// Each piece in a parcel of its own: central takes no larger ones. Also of what has been sent, for that may have been as
/// somebody of another unit.
fn seal_attachment(tx: &Transaction<'_>, id: Uuid, key: &PublicKey, now: &str) -> Result<()> {
    let Some(found) = attachment::find(tx, id)?.filter(|one| one.whole) else { return Ok(()) };
    for offset in (0..found.here.max(1)).step_by(PIECE_BYTES) {
        let bytes = to_base64(&attachment::piece(tx, id, offset)?.unwrap_or_default());
        let piece = SealedPiece { id, key: found.key, size: found.here, offset, bytes };
        put(tx, &Parcel { piece: Some(piece), ..Parcel::default() }, key, now)?;
    }
    attachment::forget(tx, found.n)
}

/// Central's public key, as it is written on the wire.
pub(crate) fn public_key(text: &str) -> Result<PublicKey> {
    let key = from_base64(text).and_then(|key| <[u8; 32]>::try_from(key).ok());
    Ok(PublicKey::from(key.ok_or(StoreError::Internal("sealing key"))?))
}

/// Whether a record is confirmed in this feed and in no other.
fn only_in(tx: &Transaction<'_>, record: &RecordChange, feed: i64) -> Result<bool> {
    let mut find = tx.prepare_cached(include_str!("../sql/confirmed_where.sql"))?;
    let params = params![number(record.key.kind), record.key.id.as_bytes(), feed];
    Ok(find.query_row(params, |row| Ok(row.get::<_, bool>(0)? && !row.get::<_, bool>(1)?))?)
}

impl Workspace {
    /// Seals what is not sent, and what was only typed, about records of feeds that are out of reach: afterwards nobody can
    /// read it here. Nothing to seal is fine, and so is doing it twice.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`; `Internal` when the key is no key.
    pub fn seal_orphans(&self, feeds: &[FeedId], sealing_key: &str, now: &str) -> Result<()> {
        let key = public_key(sealing_key)?;
        self.write(|tx| seal(tx, feeds, &key, now))?;
        self.core.records_changed();
        Ok(())
    }

    /// The first sealed parcel that is not handed in yet, with its number.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn next_orphan(&self) -> Result<Option<(i64, Vec<u8>)>> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT id, sealed FROM orphan ORDER BY id LIMIT 1")?;
            Ok(find.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }

    /// A parcel was handed in.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn orphan_handed_in(&self, id: i64) -> Result<()> {
        self.write(|tx| {
            tx.prepare_cached("DELETE FROM orphan WHERE id = ?1")?.execute([id])?;
            Ok(())
        })
    }
}

fn lost(tx: &Transaction<'_>) -> Result<Vec<Commit>> {
    let mut find = tx.prepare_cached("SELECT payload FROM journal WHERE lost = 1 ORDER BY seq")?;
    let mut rows = find.query([])?;
    let mut commits = Vec::new();
    while let Some(row) = rows.next()? {
        commits.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("payload"))?)?);
    }
    Ok(commits)
}

fn typed_out_of_reach(tx: &Transaction<'_>, units: &[RecordId]) -> Result<Vec<TypedField>> {
    let mut find = tx.prepare_cached(include_str!("../sql/drafts_lost.sql"))?;
    let mut rows = find.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let home_unit = id_from(&row.get::<_, Vec<u8>>(2)?)?;
        if row.get(6)? && !units.contains(&home_unit) {
            continue;
        }
        found.push(TypedField {
            key: key_at(row, 0)?,
            home_unit,
            path: row.get(3)?,
            value: crate::draft::json_at(row, 4)?,
            at: row.get(5)?,
        });
    }
    Ok(found)
}
