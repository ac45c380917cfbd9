//! Unsent work as an encrypted file, for the day when the computer has to go before it has been sent; and reading it on
//! another one. Commits keep their ids: what both computers send is carried out once.

use std::collections::BTreeSet;

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::PIECE_BYTES;
use feltmappen_sync::{Commit, payload_hash};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::attachment;
use crate::error::{Result, StoreError};
use crate::kind::{id_from, key_at, number};
use crate::rescue_file::{self, from_base64, to_base64};
use crate::secret::Passphrase;
use crate::sync::attachments;
use crate::sync::landing;
use crate::sync::orphans::TypedField;
use crate::sync::overlay::{self, News, Refresh};
use crate::sync::push;
use crate::workspace::Workspace;

/// How much is in a rescue file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rescue {
    /// User actions.
    pub commits: usize,
    /// Fields that were typed in and not left.
    pub drafts: usize,
    /// Attachments that those name.
    pub attachments: usize,
    /// Attachments that did not fit: they are only on the computer that the file comes from.
    pub left_out: usize,
    /// Of a file that was read: what was here before, and stayed as it was.
    pub known: usize,
}

/// Bytes of attachments in one file: it is made, and read, in memory.
const ATTACHMENT_BYTES: u64 = 96 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Content {
    author: Option<RecordId>,
    commits: Vec<Saved>,
    drafts: Vec<TypedField>,
    #[serde(default)]
    attachments: Vec<SavedAttachment>,
}

#[derive(Serialize, Deserialize)]
struct Saved {
    frozen: bool,
    commit: Commit,
}

#[derive(Serialize, Deserialize)]
struct SavedAttachment {
    id: Uuid,
    key: RecordKey,
    /// The pieces, base64.
    pieces: Vec<String>,
}

impl Workspace {
    /// Everything that central does not have yet, encrypted under a passphrase. What is here stays here, and is frozen: it
    /// may be sent from both computers, and under one id both must send the same.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn rescue(&self, passphrase: &Passphrase) -> Result<(Vec<u8>, Rescue)> {
        let (content, left_out) = self.write(|tx| {
            push::freeze_all(tx)?;
            let mut find = tx.prepare_cached(include_str!("../sql/rescue_commits.sql"))?;
            let mut rows = find.query([])?;
            let mut commits = Vec::new();
            while let Some(row) = rows.next()? {
                let payload = row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
                commits.push(Saved { frozen: row.get(0)?, commit: serde_json::from_str(payload)? });
            }
            let mut find = tx.prepare_cached("SELECT kind, record, home_unit, path, value, at FROM draft")?;
            let mut rows = find.query([])?;
            let mut drafts = Vec::new();
            while let Some(row) = rows.next()? {
                drafts.push(TypedField {
                    key: key_at(row, 0)?,
                    home_unit: id_from(&row.get::<_, Vec<u8>>(2)?)?,
                    path: row.get(3)?,
                    value: crate::draft::json_at(row, 4)?,
                    at: row.get(5)?,
                });
            }
            let (attachments, left_out) = unsent_attachments(tx)?;
            Ok((
                Content { author: commits.last().map(|one| one.commit.author), commits, drafts, attachments },
                left_out,
            ))
        })?;
        let rescue = Rescue {
            commits: content.commits.len(),
            drafts: content.drafts.len(),
            attachments: content.attachments.len(),
            left_out,
            known: 0,
        };
        let plain = zeroize::Zeroizing::new(serde_json::to_vec(&content)?);
        Ok((rescue_file::seal(&plain, passphrase)?, rescue))
    }

    /// Takes over what is in a rescue file. What is here already stays as it is; the same file twice changes nothing.
    ///
    /// # Errors
    /// `WrongKey` when the passphrase does not fit; `NotARescueFile`; `NewerVersion`; `DiskFull`, `ReadOnly`, `Io`,
    /// `Damaged`.
    pub fn take_over(&self, file: &[u8], passphrase: &Passphrase, now: &str) -> Result<Rescue> {
        let plain = rescue_file::open(file, passphrase)?;
        let content: Content = serde_json::from_slice(&plain).map_err(|_| StoreError::NotARescueFile)?;
        let rescue = self.write(|tx| {
            let mut rescue = Rescue { commits: 0, drafts: 0, attachments: 0, left_out: 0, known: 0 };
            for saved in &content.attachments {
                rescue.attachments += usize::from(take_attachment(tx, saved, now)?);
            }
            for saved in &content.commits {
                rescue.commits += usize::from(take_commit(tx, saved, now)?);
            }
            let mut add = tx.prepare_cached(include_str!("../sql/draft_take.sql"))?;
            for draft in &content.drafts {
                rescue.drafts += add.execute(params![
                    number(draft.key.kind),
                    draft.key.id.as_bytes(),
                    draft.path,
                    draft.home_unit.as_bytes(),
                    serde_json::to_string(&draft.value)?,
                    draft.at
                ])?;
            }
            let all = content.commits.len() + content.drafts.len() + content.attachments.len();
            rescue.known = all - rescue.commits - rescue.drafts - rescue.attachments;
            Ok(rescue)
        })?;
        self.core.records_changed();
        self.core.fall_behind();
        self.keep();
        Ok(rescue)
    }
}

/// The attachments that commits wait for, oldest first, as many as fit; and how many do not.
fn unsent_attachments(tx: &Transaction<'_>) -> Result<(Vec<SavedAttachment>, usize)> {
    let mut saved: Vec<SavedAttachment> = Vec::new();
    let mut left_out = BTreeSet::new();
    let mut room = ATTACHMENT_BYTES;
    for (_, id) in attachments::unsent(tx)? {
        let Some(found) = attachment::find(tx, id)?.filter(|_| saved.iter().all(|one| one.id != id)) else { continue };
        if found.here > room {
            left_out.insert(id);
            continue;
        }
        room -= found.here;
        let mut pieces = Vec::new();
        for offset in (0..found.here).step_by(PIECE_BYTES) {
            pieces.push(to_base64(&attachment::piece(tx, id, offset)?.unwrap_or_default()));
        }
        saved.push(SavedAttachment { id, key: found.key, pieces });
    }
    Ok((saved, left_out.len()))
}

fn take_attachment(tx: &Transaction<'_>, saved: &SavedAttachment, now: &str) -> Result<bool> {
    let mut pieces = Vec::new();
    for piece in &saved.pieces {
        pieces.push(from_base64(piece).ok_or(StoreError::NotARescueFile)?);
    }
    attachment::take(tx, saved.id, saved.key, &pieces, now)
}

fn take_commit(tx: &Transaction<'_>, saved: &Saved, now: &str) -> Result<bool> {
    let commit = &saved.commit;
    let known: Option<i64> = tx
        .prepare_cached("SELECT seq FROM journal WHERE id = ?1")?
        .query_row([commit.id.as_bytes()], |row| row.get(0))
        .optional()?;
    if known.is_some() {
        return Ok(false);
    }
    // Frozen as it is on the computer that it comes from: the two must never squash the same commit differently.
    tx.prepare_cached("INSERT INTO journal (id, hash, payload, frozen) VALUES (?1, ?2, ?3, 1)")?.execute(params![
        commit.id.as_bytes(),
        payload_hash(commit),
        serde_json::to_string(commit)?
    ])?;
    landing::lay(tx, tx.last_insert_rowid(), commit)?;
    for record in &commit.records {
        overlay::refresh(tx, record.key, Refresh::new(News::No, now))?;
    }
    Ok(true)
}
