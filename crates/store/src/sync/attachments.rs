//! Attachments on their way: out before the commits that name them, and in when somebody wants them.

use std::collections::BTreeSet;

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::Commit;
use feltmappen_sync::wire::PIECE_BYTES;
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::attachment::{self, Attachment};
use crate::error::{Result, StoreError};
use crate::kind::{id_from, number};
use crate::sync::attention::{self, blocked};
use crate::sync::feeds::signed;
use crate::workspace::Workspace;

/// Notes which attachments a commit of the journal comes to name.
pub(crate) fn note(tx: &Transaction<'_>, seq: i64, commit: &Commit) -> Result<()> {
    tx.prepare_cached("DELETE FROM attachment_use WHERE seq = ?1")?.execute([seq])?;
    for id in commit.attachments() {
        tx.prepare_cached("INSERT OR IGNORE INTO attachment_use (seq, attachment) VALUES (?1, ?2)")?
            .execute(params![seq, id.as_bytes()])?;
    }
    Ok(())
}

/// Commits that could be sent if central had the attachment that they name, in their order, each with the attachment.
pub(crate) fn unsent(connection: &Connection) -> Result<Vec<(i64, Uuid)>> {
    let mut statement = connection.prepare_cached(include_str!("../sql/attachment_unsent.sql"))?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(0)?, id_from(&row.get::<_, Vec<u8>>(1)?)?));
    }
    Ok(found)
}

/// Commits that wait for an attachment, and those that rest on them.
pub(crate) fn waiting(connection: &Connection) -> Result<BTreeSet<i64>> {
    let mut stuck: BTreeSet<i64> = unsent(connection)?.into_iter().map(|(seq, _)| seq).collect();
    stuck.extend(attention::resting_on(connection, &stuck)?);
    needing(connection, &mut stuck)?;
    Ok(stuck)
}

/// Adds the commits that say themselves that they need one of these: what was sent before, and what is offered to a central
/// that was restored. Sent alone they would be held, again and again, and the attachment would never have its turn.
fn needing(connection: &Connection, stuck: &mut BTreeSet<i64>) -> Result<()> {
    let Some(first) = stuck.first() else { return Ok(()) };
    let mut find = connection.prepare_cached(
        "SELECT seq, payload FROM journal
         WHERE seq >= ?1 AND outcome IS NULL AND own = 0 AND lost = 0 AND dropped_at IS NULL
         ORDER BY seq",
    )?;
    let mut rows = find.query([first])?;
    let mut ids = BTreeSet::new();
    while let Some(row) = rows.next()? {
        let seq = row.get(0)?;
        let payload = row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
        let commit: Commit = serde_json::from_str(payload)?;
        if stuck.contains(&seq) || commit.needs.iter().any(|need| ids.contains(need)) {
            ids.insert(commit.id);
            stuck.insert(seq);
        }
    }
    Ok(())
}

/// Central does not have an attachment that it was thought to have. True when it can be sent again from here.
pub(crate) fn missing(tx: &Transaction<'_>, id: Uuid) -> Result<bool> {
    let found =
        tx.prepare_cached("UPDATE attachment SET sent = 0 WHERE id = ?1 AND whole = 1")?.execute([id.as_bytes()])?;
    Ok(found > 0)
}

/// What can be had again from central goes with its record.
pub(crate) fn leave(tx: &Transaction<'_>, key: RecordKey) -> Result<()> {
    tx.prepare_cached(
        "DELETE FROM attachment
         WHERE kind = ?1 AND record = ?2 AND sent = 1
             AND NOT EXISTS (SELECT 1 FROM record WHERE record.kind = ?1 AND record.id = ?2)
             AND NOT EXISTS (SELECT 1 FROM attachment_use WHERE attachment_use.attachment = attachment.id)",
    )?
    .execute(params![number(key.kind), key.id.as_bytes()])?;
    Ok(())
}

impl Workspace {
    /// The attachment that the oldest commit waits for.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn next_attachment(&self) -> Result<Option<Uuid>> {
        self.read(|connection| {
            let unsent = unsent(connection)?;
            if unsent.is_empty() {
                return Ok(None);
            }
            let blocked = blocked(connection)?;
            Ok(unsent.into_iter().find(|(seq, _)| !blocked.contains(seq)).map(|(_, id)| id))
        })
    }

    /// Central has all of an attachment.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn attachment_sent(&self, id: Uuid) -> Result<()> {
        self.core.write_beside(|tx| {
            tx.prepare_cached("UPDATE attachment SET sent = 1 WHERE id = ?1 AND whole = 1")?
                .execute([id.as_bytes()])?;
            Ok(())
        })
    }

    /// Wants attachments that records name. What is here, or on its way, stays as it is; what central did not have is
    /// wanted again when somebody asks for it himself. True when there is something new to fetch.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn want_attachments(&self, named: &[(Uuid, RecordKey)], himself: bool, now: &str) -> Result<bool> {
        self.core.write_beside(|tx| {
            let mut add = tx.prepare_cached(
                "INSERT INTO attachment (id, kind, record, sent, at) VALUES (?1, ?2, ?3, 1, ?4)
                 ON CONFLICT (id) DO UPDATE SET missing = 0 WHERE missing = 1 AND ?5",
            )?;
            let mut new = 0;
            for (id, key) in named {
                new += add.execute(params![id.as_bytes(), number(key.kind), key.id.as_bytes(), now, himself])?;
            }
            Ok(new > 0)
        })
    }

    /// How many attachments are wanted and not whole.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn wanted_attachments(&self) -> Result<u64> {
        self.read(|connection| {
            let mut count = connection
                .prepare_cached("SELECT count(*) FROM attachment WHERE whole = 0 AND sent = 1 AND missing = 0")?;
            Ok(count.query_row([], |row| row.get::<_, i64>(0))?.unsigned_abs())
        })
    }

    /// The attachment that is fetched next, as far as it is here.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn next_wanted(&self) -> Result<Option<Attachment>> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(include_str!("../sql/attachment_wanted.sql"))?;
            let mut rows = find.query([])?;
            rows.next()?.map(attachment::at).transpose()
        })
    }

    /// Central does not have an attachment, or not for this device: until somebody asks for it, or the program starts
    /// again, it is not waited for.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn attachment_missing(&self, id: Uuid) -> Result<()> {
        self.core.write_beside(|tx| {
            tx.prepare_cached("UPDATE attachment SET missing = 1 WHERE id = ?1 AND whole = 0 AND sent = 1")?
                .execute([id.as_bytes()])?;
            Ok(())
        })
    }

    /// Stores the next piece of an attachment that is wanted, with the size and the hash that central says the whole has. A
    /// piece that does not follow what is here changes nothing.
    ///
    /// # Errors
    /// `Internal` when the whole is not what it should be: then nothing of it stays, and it is wanted still; `DiskFull`,
    /// `ReadOnly`, `Io`, `Damaged`.
    pub fn store_piece(&self, id: Uuid, announced: (u64, [u8; 32]), offset: u64, piece: &[u8]) -> Result<()> {
        let (size, sha256) = announced;
        let stored = self.core.write_beside(|tx| {
            let Some(found) = attachment::find(tx, id)?.filter(|one| !one.whole && one.sent) else { return Ok(None) };
            let other = found.announced.is_some_and(|known| known != announced);
            if other {
                begin_again(tx, found.n)?;
            }
            if other || found.here != offset || offset + piece.len() as u64 > size {
                return Ok(None);
            }
            tx.prepare_cached("UPDATE attachment SET size = ?2, sha256 = ?3 WHERE n = ?1")?.execute(params![
                found.n,
                signed(size),
                sha256
            ])?;
            if !piece.is_empty() {
                attachment::add_piece(tx, found.n, offset, piece)?;
            }
            Ok(Some(found.n))
        })?;
        self.keep();
        match stored {
            Some(n) if offset + piece.len() as u64 == size => self.complete(id, n, announced),
            _ => Ok(()),
        }
    }

    /// Compares the hash beside the writer, so that no save waits for it.
    fn complete(&self, id: Uuid, n: i64, (size, sha256): (u64, [u8; 32])) -> Result<()> {
        let mut hash = Sha256::new();
        for offset in (0..size).step_by(PIECE_BYTES) {
            hash.update(self.attachment_piece(id, offset)?.unwrap_or_default());
        }
        let fits = <[u8; 32]>::from(hash.finalize()) == sha256;
        self.core.write_beside(|tx| {
            if fits {
                tx.prepare_cached("UPDATE attachment SET whole = 1 WHERE n = ?1")?.execute([n])?;
                Ok(())
            } else {
                begin_again(tx, n)
            }
        })?;
        if fits { Ok(()) } else { Err(StoreError::Internal("attachment")) }
    }
}

fn begin_again(tx: &Transaction<'_>, n: i64) -> Result<()> {
    tx.prepare_cached("DELETE FROM attachment_piece WHERE attachment = ?1")?.execute([n])?;
    tx.prepare_cached("UPDATE attachment SET here = 0, size = NULL, sha256 = NULL WHERE n = ?1")?.execute([n])?;
    Ok(())
}
