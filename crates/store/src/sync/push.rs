//! Sending: commits are frozen before they leave, and what central answered is stored beside them.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::identity::NAMESPACE;
use feltmappen_domain::record::{Fields, RecordKey};
use feltmappen_domain::rule;
use feltmappen_sync::wire::{Answer, CommitResult, FeedId, PushReply};
use feltmappen_sync::{Change, Commit, Outcome, RecordChange, payload_hash};
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::Value;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kind::id_from;
use crate::sync::attachments;
use crate::sync::attention::{self, blocked};
use crate::sync::feeds::signed;
use crate::sync::landing;
use crate::sync::overlay::{self, News, Refresh};
use crate::workspace::Workspace;

/// Bytes of one batch, well below what central takes.
const BATCH_BYTES: usize = 4 * 1024 * 1024;
/// Answers stored in one transaction.
const AT_ONCE: usize = 25;

/// A commit of the journal that has no answer.
struct Unsent {
    seq: i64,
    frozen: bool,
    held: Option<Uuid>,
    commit: Commit,
}

impl Workspace {
    /// The next commits to send, oldest first, at most `limit`: those sent before without an answer, as they were;
    /// otherwise new ones, squashed, with their needs, and frozen from now on. Commits that need a rejected one wait, and
    /// so do those that need an attachment that central does not have ([`Workspace::next_attachment`]).
    /// `new_id` is for a commit that central holds for want of one that neither side knows any more.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn freeze_batch(&self, limit: usize, new_id: &mut dyn FnMut() -> Uuid) -> Result<Vec<Commit>> {
        let (mut waiting, rejected) = self.read(|connection| {
            let mut blocked: BTreeSet<i64> = blocked(connection)?.into_iter().collect();
            let rejected = !blocked.is_empty();
            blocked.extend(attachments::waiting(connection)?);
            let mut waiting = unsent(connection, limit.saturating_mul(2), &blocked)?;
            waiting.retain(|one| !blocked.contains(&one.seq));
            Ok((waiting, rejected))
        })?;
        if waiting.iter().any(|one| one.held.is_some()) {
            self.write(|tx| waiting.iter_mut().try_for_each(|one| let_go(tx, one, new_id)))?;
        }
        let again: Vec<Commit> = waiting.iter().filter(|one| one.frozen).map(|one| one.commit.clone()).collect();
        if !again.is_empty() {
            return Ok(fitting(again, limit));
        }
        if waiting.is_empty() {
            return Ok(Vec::new());
        }
        self.write(|tx| {
            // A commit that was rejected may be needed, and then the one that needs it is not here.
            let refused = if rejected { attention::refused(tx)? } else { Vec::new() };
            Ok(fitting(freeze(tx, &refused, waiting, limit)?, limit))
        })
    }

    /// Stores what central answered. May be repeated: the same answers change nothing more. What is not durable yet after a
    /// power cut is asked again, and answered the same.
    ///
    /// A device that is too old to compare itself hands in blindly. Numbers of other data than it has read say nothing about
    /// how far it has read: the commits stay until the two have been compared, and are sent again then.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`: then some of the answers may be stored.
    pub fn store_reply(&self, reply: &PushReply, now: &str) -> Result<()> {
        let same = self.central()?.is_none_or(|central| central.dataset == reply.dataset);
        let how = Refresh::new(News::Yes, now);
        let mut changed = false;
        for results in reply.results.chunks(AT_ONCE) {
            self.core.write_beside(|tx| {
                for result in results {
                    changed |= answer(tx, result, same, how)?;
                }
                Ok(())
            })?;
        }
        if changed {
            self.core.records_changed();
            self.core.fall_behind();
        }
        self.keep();
        Ok(())
    }
}

/// Commits without an answer, oldest first.
fn unsent(connection: &Connection, limit: usize, blocked: &BTreeSet<i64>) -> Result<Vec<Unsent>> {
    let ahead: bool = connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM journal
             WHERE ahead = 1 AND outcome IS NULL AND lost = 0 AND dropped_at IS NULL)",
        )?
        .query_row([], |row| row.get(0))?;
    // What is offered after a restore goes alone: everything else may rest on it.
    let sql = if ahead { include_str!("../sql/journal_ahead.sql") } else { include_str!("../sql/journal_unsent.sql") };
    let mut find = connection.prepare_cached(sql)?;
    let limit = i64::try_from(limit + blocked.len()).unwrap_or(i64::MAX);
    let mut rows = find.query([limit])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let payload = row.get_ref(3)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
        let held: Option<Vec<u8>> = row.get(2)?;
        found.push(Unsent {
            seq: row.get(0)?,
            frozen: row.get(1)?,
            held: held.map(|id| id_from(&id)).transpose()?,
            commit: serde_json::from_str(payload)?,
        });
    }
    Ok(found)
}

/// Central held a commit for want of another. When that one is in the journal it goes first and all is well; when nobody
/// knows it any more (central was restored) the commit goes under a new id, without it. Nothing was stored under the old.
fn let_go(tx: &Transaction<'_>, one: &mut Unsent, new_id: &mut dyn FnMut() -> Uuid) -> Result<()> {
    let Some(held) = one.held.take() else { return Ok(()) };
    let known: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM journal WHERE id = ?1)")?
        .query_row([held.as_bytes()], |row| row.get(0))?;
    if !known {
        one.commit.id = new_id();
        one.commit.needs.retain(|need| *need != held);
    }
    rewrite(tx, one.seq, &one.commit, true)
}

fn rewrite(tx: &Transaction<'_>, seq: i64, commit: &Commit, frozen: bool) -> Result<()> {
    tx.prepare_cached(include_str!("../sql/journal_rewrite.sql"))?.execute(params![
        seq,
        commit.id.as_bytes(),
        payload_hash(commit),
        serde_json::to_string(commit)?,
        frozen
    ])?;
    attachments::note(tx, seq, commit)
}

/// The first so many, and no more than fit in one request.
fn fitting(commits: Vec<Commit>, limit: usize) -> Vec<Commit> {
    let mut bytes = 0;
    let fits = |commit: &Commit| {
        bytes += serde_json::to_string(commit).map_or(0, |text| text.len());
        bytes
    };
    let sizes: Vec<usize> = commits.iter().map(fits).collect();
    let room = sizes.iter().take_while(|size| **size <= BATCH_BYTES).count().max(1);
    commits.into_iter().take(limit.min(room)).collect()
}

/// Freezes all that can be sent, without sending it: whoever sends it from another computer sends the same.
pub(crate) fn freeze_all(tx: &Transaction<'_>) -> Result<()> {
    let blocked: BTreeSet<i64> = blocked(tx)?.into_iter().collect();
    let mut waiting = unsent(tx, usize::MAX / 2, &blocked)?;
    waiting.retain(|one| !blocked.contains(&one.seq));
    let (sent, waiting): (Vec<Unsent>, Vec<Unsent>) = waiting.into_iter().partition(|one| one.frozen);
    let before: Vec<Commit> =
        attention::refused(tx)?.into_iter().chain(sent.into_iter().map(|one| one.commit)).collect();
    freeze(tx, &before, waiting, usize::MAX).map(|_| ())
}

/// Freezes the first so many, which stand after those `before` that have no final answer either.
fn freeze(tx: &Transaction<'_>, before: &[Commit], waiting: Vec<Unsent>, limit: usize) -> Result<Vec<Commit>> {
    let rows: BTreeMap<Uuid, i64> = waiting.iter().map(|one| (one.commit.id, one.seq)).collect();
    let as_written: BTreeMap<Uuid, String> =
        waiting.iter().map(|one| (one.commit.id, serde_json::to_string(&one.commit).unwrap_or_default())).collect();
    let squashed = feltmappen_sync::freeze(before, waiting.into_iter().map(|one| one.commit).collect());
    let kept: BTreeSet<Uuid> = squashed.iter().map(|commit| commit.id).collect();
    for (id, seq) in rows.iter().filter(|(id, _)| !kept.contains(id)) {
        landing::lift(tx, *seq)?;
        tx.prepare_cached("DELETE FROM journal WHERE id = ?1")?.execute([id.as_bytes()])?;
    }
    let mut frozen = Vec::new();
    for mut commit in squashed {
        let seq = rows.get(&commit.id).copied().ok_or(StoreError::Internal("a commit is missing"))?;
        if frozen.len() < limit {
            adopt(tx, &mut commit)?;
            frozen.push(commit.clone());
        } else if as_written.get(&commit.id) == serde_json::to_string(&commit).ok().as_ref() {
            continue;
        }
        rewrite(tx, seq, &commit, frozen.last() == Some(&commit))?;
    }
    Ok(frozen)
}

/// A record that this device made for itself (the catalogue of municipalities) becomes central's with the first change that
/// somebody makes to it.
fn adopt(tx: &Transaction<'_>, commit: &mut Commit) -> Result<()> {
    for record in &mut commit.records {
        let own = own_values(tx, record.key)?;
        if own.is_empty() || overlay::confirmed(tx, record.key)?.is_some() {
            continue;
        }
        for change in &mut record.changes {
            change.base = Value::Null;
        }
        for (path, value) in &own {
            if !record.changes.iter().any(|change| change.path == *path) {
                record.changes.push(Change { path: path.clone(), base: Value::Null, value: value.clone() });
            }
        }
    }
    Ok(())
}

fn own_values(tx: &Transaction<'_>, key: RecordKey) -> Result<Fields> {
    let mut fields = Fields::default();
    for one in overlay::laid(tx, key)?.iter().filter(|one| one.own) {
        for record in one.commit.records.iter().filter(|record: &&RecordChange| record.key == key) {
            feltmappen_sync::apply(&mut fields, &record.changes);
        }
    }
    Ok(fields)
}

fn answer(tx: &Transaction<'_>, result: &CommitResult, same: bool, how: Refresh<'_>) -> Result<bool> {
    let seq: Option<i64> = tx
        .prepare_cached("SELECT seq FROM journal WHERE id = ?1 AND outcome IS NULL")?
        .query_row([result.id.as_bytes()], |row| row.get(0))
        .optional()?;
    // Answered before, or landed.
    let Some(seq) = seq else { return Ok(false) };
    match &result.answer {
        Answer::Held { needs } if landing::payload(tx, seq)?.attachments().any(|id| id == *needs) => {
            no_attachment(tx, seq, *needs, how)
        }
        Answer::Held { needs } => {
            tx.prepare_cached("UPDATE journal SET held = ?2 WHERE seq = ?1")?
                .execute(params![seq, needs.as_bytes()])?;
            Ok(false)
        }
        Answer::OtherPayload => refuse(tx, seq, "other_payload", how),
        Answer::Done { outcome: Outcome::Rejected { code }, .. } => refuse(tx, seq, code, how),
        // All that it is about is erased; the feed tells that too, and then the records go.
        Answer::Done { outcome: Outcome::Purged, .. } => landing::end(tx, seq, how),
        Answer::Done { outcome, feeds } => {
            let word = if *outcome == Outcome::Applied { "applied" } else { "applied_with_conflict" };
            set_outcome(tx, seq, word, None, how)?;
            for (feed, sequence) in feeds {
                await_feed(tx, feed, if same { *sequence } else { u64::MAX }, seq)?;
            }
            if feeds.is_empty() { landing::end(tx, seq, how) } else { Ok(false) }
        }
    }
}

/// Notes that a commit is in a feed at a number. It stays laid over its records until the feed has been read to an end
/// behind that: the number alone proves nothing, for a record that changes again moves to a later one.
fn await_feed(tx: &Transaction<'_>, feed: &FeedId, sequence: u64, seq: i64) -> Result<()> {
    tx.prepare_cached("INSERT OR IGNORE INTO landing (feed, sequence, seq) VALUES (?1, ?2, ?3)")?.execute(params![
        feed.as_str(),
        signed(sequence),
        seq
    ])?;
    Ok(())
}

/// Central does not have an attachment that a commit names. It goes again if it is here. If not, a person must know; but what
/// is offered after a restore goes on without it, for whoever has it offers it too.
fn no_attachment(tx: &Transaction<'_>, seq: i64, id: Uuid, how: Refresh<'_>) -> Result<bool> {
    if attachments::missing(tx, id)? {
        return Ok(false);
    }
    let offered: bool =
        tx.prepare_cached("SELECT ahead FROM journal WHERE seq = ?1")?.query_row([seq], |row| row.get(0))?;
    if !offered {
        return refuse(tx, seq, "no_attachment", how);
    }
    let mut commit = landing::payload(tx, seq)?;
    for record in &mut commit.records {
        record.changes.retain(|change| change.attachment() != Some(id));
    }
    commit.records.retain(|record| !record.changes.is_empty());
    if commit.records.is_empty() {
        return landing::end(tx, seq, how);
    }
    let name = format!("without:{}:{}", id.hyphenated(), commit.id.hyphenated());
    commit.id = Uuid::new_v5(&NAMESPACE, name.as_bytes());
    rewrite(tx, seq, &commit, true)?;
    let mut changed = false;
    for record in &commit.records {
        changed |= overlay::refresh(tx, record.key, how)?;
    }
    Ok(changed)
}

fn refuse(tx: &Transaction<'_>, seq: i64, code: &str, how: Refresh<'_>) -> Result<bool> {
    set_outcome(tx, seq, "rejected", Some(code), how)?;
    // What somebody vouched for and central refused goes out of sight at once: a permit, or that a consent is finalised. That is
    // told as a refusal, and not as what somebody else did.
    let mut changed = false;
    for record in landing::payload(tx, seq)?.records {
        let vouched = record.changes.iter().any(|one| rule::vouches(record.key.kind, &one.path));
        changed |= vouched && overlay::refresh(tx, record.key, Refresh { news: News::No, ..how })?;
    }
    Ok(changed)
}

fn set_outcome(tx: &Transaction<'_>, seq: i64, word: &str, code: Option<&str>, how: Refresh<'_>) -> Result<()> {
    tx.prepare_cached(include_str!("../sql/journal_answer.sql"))?.execute(params![seq, word, code, how.now])?;
    Ok(())
}
