//! Attachments: papers and pictures that belong to a record, as rows of the same encrypted database.
//!
//! # Design
//! * The bytes lie in pieces of the size in which they travel, each stored and read by itself: the memory that an
//!   attachment takes does not grow with it, and a save waits for one piece at most.
//! * The pieces are stored without a sync. The commit that names the attachment comes after them in the same log, so
//!   that once it is durable they are.
//! * An attachment that nothing names is not sent, and goes after 30 days; what was half put here goes at the next start.

use std::io::{Read, Write};

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::{MAX_ATTACHMENT_BYTES, PIECE_BYTES};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kind::{id_at, key_at, number};
use crate::sync::feeds::signed;
use crate::workspace::Workspace;

/// An attachment, as far as it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its id.
    pub id: Uuid,
    /// The record that it belongs to.
    pub key: RecordKey,
    /// Bytes of the whole, and their SHA-256; `None` before central has said so.
    pub announced: Option<(u64, [u8; 32])>,
    /// Bytes that are here.
    pub here: u64,
    /// Whether all of it is here.
    pub whole: bool,
    /// Whether central has all of it.
    pub sent: bool,
    pub(crate) n: i64,
}

impl Workspace {
    /// Puts an attachment here, under a new id. It is durable once the commit that names it is.
    ///
    /// # Errors
    /// `AttachmentTooLarge`; `Io` also when `from` cannot be read; `DiskFull`, `ReadOnly`, `Damaged`. Then nothing of it stays.
    pub fn put_attachment(&self, id: Uuid, key: RecordKey, from: &mut dyn Read, now: &str) -> Result<()> {
        let n = self.core.write_beside(|tx| {
            tx.prepare_cached("INSERT INTO attachment (id, kind, record, sent, at) VALUES (?1, ?2, ?3, 0, ?4)")?
                .execute(params![id.as_bytes(), number(key.kind), key.id.as_bytes(), now])?;
            Ok(tx.last_insert_rowid())
        })?;
        let put = self.put_pieces(n, from);
        if put.is_err() {
            // If even that fails, the next start does it.
            let _ = self.core.write_beside(|tx| forget(tx, n));
        }
        put
    }

    fn put_pieces(&self, n: i64, from: &mut dyn Read) -> Result<()> {
        let mut hash = Sha256::new();
        let mut size = 0;
        loop {
            let mut piece = Vec::new();
            from.take(PIECE_BYTES as u64).read_to_end(&mut piece).map_err(|_| StoreError::Io)?;
            if size + piece.len() as u64 > MAX_ATTACHMENT_BYTES {
                return Err(StoreError::AttachmentTooLarge);
            }
            hash.update(&piece);
            if !piece.is_empty() {
                self.core.write_beside(|tx| add_piece(tx, n, size, &piece))?;
                self.keep();
            }
            size += piece.len() as u64;
            if piece.len() < PIECE_BYTES {
                break;
            }
        }
        let hash: [u8; 32] = hash.finalize().into();
        self.core.write_beside(|tx| {
            tx.prepare_cached("UPDATE attachment SET size = ?2, sha256 = ?3, whole = 1 WHERE n = ?1")?
                .execute(params![n, signed(size), hash])?;
            Ok(())
        })
    }

    /// Reads an attachment. False when it is not here, or not all of it.
    ///
    /// # Errors
    /// `Io` also when `into` cannot be written; `Damaged`.
    pub fn read_attachment(&self, id: Uuid, into: &mut dyn Write) -> Result<bool> {
        let Some(attachment) = self.attachment(id)?.filter(|one| one.whole) else { return Ok(false) };
        for offset in (0..attachment.here).step_by(PIECE_BYTES) {
            let Some(piece) = self.attachment_piece(id, offset)? else { return Ok(false) };
            into.write_all(&piece).map_err(|_| StoreError::Io)?;
        }
        Ok(true)
    }

    /// An attachment, if anything is known of it.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn attachment(&self, id: Uuid) -> Result<Option<Attachment>> {
        self.read(|connection| find(connection, id))
    }

    /// The piece of an attachment that begins at an offset.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn attachment_piece(&self, id: Uuid, offset: u64) -> Result<Option<Vec<u8>>> {
        self.read(|connection| piece(connection, id, offset))
    }
}

pub(crate) fn piece(connection: &Connection, id: Uuid, offset: u64) -> Result<Option<Vec<u8>>> {
    let mut find = connection.prepare_cached(
        "SELECT bytes FROM attachment_piece
         WHERE attachment = (SELECT n FROM attachment WHERE id = ?1) AND offset = ?2",
    )?;
    Ok(find.query_row(params![id.as_bytes(), signed(offset)], |row| row.get(0)).optional()?)
}

pub(crate) fn find(connection: &Connection, id: Uuid) -> Result<Option<Attachment>> {
    let mut find = connection.prepare_cached(include_str!("sql/attachment_one.sql"))?;
    let mut rows = find.query([id.as_bytes()])?;
    rows.next()?.map(at).transpose()
}

pub(crate) fn at(row: &Row<'_>) -> Result<Attachment> {
    let size: Option<i64> = row.get(3)?;
    let sha256: Option<[u8; 32]> = row.get(4)?;
    Ok(Attachment {
        id: id_at(row, 0)?,
        key: key_at(row, 1)?,
        announced: size.map(i64::unsigned_abs).zip(sha256),
        here: row.get::<_, i64>(5)?.unsigned_abs(),
        whole: row.get(6)?,
        sent: row.get(7)?,
        n: row.get(8)?,
    })
}

pub(crate) fn add_piece(tx: &Transaction<'_>, n: i64, offset: u64, piece: &[u8]) -> Result<()> {
    tx.prepare_cached("INSERT INTO attachment_piece (attachment, offset, bytes) VALUES (?1, ?2, ?3)")?
        .execute(params![n, signed(offset), piece])?;
    tx.prepare_cached("UPDATE attachment SET here = ?2 WHERE n = ?1")?
        .execute(params![n, signed(offset + piece.len() as u64)])?;
    Ok(())
}

pub(crate) fn forget(tx: &Transaction<'_>, n: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM attachment WHERE n = ?1")?.execute([n])?;
    Ok(())
}

/// Puts an attachment here as another computer of the same user had it. False when this one knows it already.
pub(crate) fn take(tx: &Transaction<'_>, id: Uuid, key: RecordKey, pieces: &[Vec<u8>], now: &str) -> Result<bool> {
    match find(tx, id)? {
        Some(known) if known.whole => return Ok(false),
        Some(fetched) => forget(tx, fetched.n)?,
        None => {}
    }
    let mut hash = Sha256::new();
    pieces.iter().for_each(|piece| hash.update(piece));
    let hash: [u8; 32] = hash.finalize().into();
    let size = pieces.iter().map(|piece| piece.len() as u64).sum();
    tx.prepare_cached(
        "INSERT INTO attachment (id, kind, record, size, sha256, whole, sent, at) VALUES (?1, ?2, ?3, ?4, ?5, 1, 0, ?6)",
    )?
    .execute(params![id.as_bytes(), number(key.kind), key.id.as_bytes(), signed(size), hash, now])?;
    let n = tx.last_insert_rowid();
    for (offset, piece) in (0..).step_by(PIECE_BYTES).zip(pieces) {
        add_piece(tx, n, offset, piece)?;
    }
    Ok(true)
}

/// Erases all attachments of a record.
pub(crate) fn erase(tx: &Transaction<'_>, key: RecordKey) -> Result<()> {
    tx.prepare_cached("DELETE FROM attachment WHERE kind = ?1 AND record = ?2")?
        .execute(params![number(key.kind), key.id.as_bytes()])?;
    Ok(())
}
