//! Reading a feed again from the start: to heal a difference, or because central was restored or swapped. Records that
//! are not met any more are gone at central; after a restore they may be newer than what it holds, and are offered to it.

use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use feltmappen_domain::rule;
use feltmappen_sync::merge::guard;
use feltmappen_sync::wire::{Conflict, Dataset, FeedId};
use feltmappen_sync::{Change, Commit, RecordChange, payload_hash};
use rusqlite::{Row, Transaction, params};
use serde_json::Value;

use crate::error::{Result, StoreError};
use crate::kind::{id_at, key_at, number};
use crate::sync::feeds::{self, Feed, Reading, note_central, signed};
use crate::sync::overlay::{self, News, Refresh, differences};
use crate::sync::page::Reader;
use crate::sync::{attachments, landing, orphans};
use crate::workspace::Workspace;

/// Records taken away in one transaction.
const AT_ONCE: i64 = 50;

pub(crate) fn begin(tx: &Transaction<'_>, feed: &mut Feed, reading: Reading) -> Result<()> {
    tx.prepare_cached("DELETE FROM seen WHERE feed = ?1")?.execute([feed.n])?;
    // What was put aside is met again, or is no longer in the feed.
    tx.prepare_cached("DELETE FROM quarantine WHERE feed = ?1")?.execute([feed.n])?;
    feed.reading = reading;
    feed.cursor = 0;
    feed.save(tx)
}

/// Notes that a record was met.
pub(crate) fn see(tx: &Transaction<'_>, feed: &Feed, key: RecordKey) -> Result<()> {
    if feed.reading == Reading::On {
        return Ok(());
    }
    let mut add = tx.prepare_cached("INSERT OR IGNORE INTO seen (feed, kind, id) VALUES (?1, ?2, ?3)")?;
    add.execute(params![feed.n, number(key.kind), key.id.as_bytes()])?;
    Ok(())
}

/// Takes away some records that were not met; true while there may be more.
pub(crate) fn sweep(tx: &Transaction<'_>, id: &FeedId, now: &str, changed: &mut bool) -> Result<bool> {
    let mut feed = feeds::follow(tx, id)?;
    if feed.reading == Reading::On {
        return Ok(false);
    }
    let gone = keys(tx, include_str!("../sql/unseen.sql"), feed.n)?;
    let news = if feed.complete { News::Yes } else { News::No };
    let how = Refresh::new(news, now);
    let after_restore = feed.reading == Reading::AfterRestore;
    let mut reader = Reader { tx, feed: &mut feed, alone: false, how };
    for key in &gone {
        if after_restore {
            remember(tx, reader.feed, *key)?;
        }
        reader.unconfirm(*key)?;
        *changed |= overlay::refresh(tx, *key, how)?;
        if !after_restore {
            attachments::leave(tx, *key)?;
        }
    }
    feed.save(tx)?;
    Ok(gone.len() as i64 == AT_ONCE)
}

/// The reading from the start is over.
pub(crate) fn end(tx: &Transaction<'_>, feed: &mut Feed) -> Result<()> {
    if feed.reading != Reading::On {
        tx.prepare_cached("DELETE FROM seen WHERE feed = ?1")?.execute([feed.n])?;
        feed.reading = Reading::On;
        feed.add_up(tx)?;
    }
    Ok(())
}

/// Keeps what was confirmed before, to offer it to central. What was in the backup is no news to it.
fn remember(tx: &Transaction<'_>, feed: &Feed, key: RecordKey) -> Result<()> {
    let mut copy = tx.prepare_cached(include_str!("../sql/earlier_add.sql"))?;
    copy.execute(params![feed.n, number(key.kind), key.id.as_bytes(), signed(feed.known), "", Option::<&str>::None])?;
    Ok(())
}

/// The same, when central now says something else, and this is the first time that it is met since the restore.
pub(crate) fn remember_if_other(
    tx: &Transaction<'_>,
    feed: &Feed,
    key: RecordKey,
    fields: &str,
    conflicts: Option<&str>,
) -> Result<()> {
    let met: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM seen WHERE feed = ?1 AND kind = ?2 AND id = ?3)")?
        .query_row(params![feed.n, number(key.kind), key.id.as_bytes()], |row| row.get(0))?;
    if !met {
        let mut copy = tx.prepare_cached(include_str!("../sql/earlier_add.sql"))?;
        copy.execute(params![feed.n, number(key.kind), key.id.as_bytes(), signed(feed.known), fields, conflicts])?;
    }
    Ok(())
}

fn keys(tx: &Transaction<'_>, sql: &str, feed: i64) -> Result<Vec<RecordKey>> {
    let mut find = tx.prepare_cached(sql)?;
    let mut rows = find.query(params![feed, AT_ONCE])?;
    let mut keys = Vec::new();
    while let Some(row) = rows.next()? {
        keys.push(key_at(row, 0)?);
    }
    Ok(keys)
}

impl Workspace {
    /// Whether something is read again after a restore, or waits to be offered.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn is_reconciling(&self) -> Result<bool> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(include_str!("../sql/reconciling.sql"))?;
            Ok(find.query_row([], |row| row.get(0))?)
        })
    }

    /// The feeds that are being read again from the start.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn read_again_now(&self) -> Result<Vec<FeedId>> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT id FROM feed WHERE reading <> 0")?;
            let ids = find.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            Ok(ids.iter().filter_map(|id| FeedId::new(id).ok()).collect())
        })
    }

    /// Begins to read a feed again from the start; what is here stays in sight meanwhile.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn read_again(&self, id: &FeedId) -> Result<()> {
        self.write(|tx| match feeds::find(tx, id)? {
            Some(mut feed) => {
                let reading = if feed.reading == Reading::On { Reading::Again } else { feed.reading };
                begin(tx, &mut feed, reading)
            }
            None => Ok(()),
        })
    }

    /// Looks through all that is here of each feed: where a record has been lost, or the sum that grew with each entry says
    /// something else, the feed is read again. Sums are compared with central's as they grew, and would hide it for ever.
    /// Takes as long as reading everything; nobody waits for it but the caller.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn look_through(&self) -> Result<()> {
        for state in self.feeds()? {
            let whole = self.read(|connection| {
                let Some(feed) = feeds::find(connection, &state.feed)? else { return Ok(true) };
                let mut found = feed.clone();
                found.add_up(connection)?;
                let mut lost = connection.prepare_cached(include_str!("../sql/record_lost.sql"))?;
                let lost: bool = lost.query_row([feed.n], |row| row.get(0))?;
                Ok(feed.reading != Reading::On || !lost && (found.count, found.hash) == (feed.count, feed.hash))
            })?;
            if !whole {
                self.read_again(&state.feed)?;
            }
        }
        Ok(())
    }

    /// Central holds other data than before: restored from a backup, or swapped. Everything is read again; what was
    /// answered but not read is sent again under its own id; what this device has read and central does not hold any more is
    /// kept for [`Workspace::newer_than_central`].
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn begin_reconcile(&self, dataset: Dataset, restored: &[(FeedId, u64)], sealing_key: &str) -> Result<()> {
        if self.central()?.is_some_and(|central| central.dataset == dataset) {
            return Ok(());
        }
        self.write(|tx| {
            for (id, restored) in restored {
                let Some(mut feed) = feeds::find(tx, id)? else { continue };
                feed.known = *restored;
                // What waits to be offered since a restore before this one is now newer than less.
                tx.prepare_cached("UPDATE earlier SET restored = min(restored, ?2) WHERE feed = ?1")?
                    .execute(params![feed.n, signed(*restored)])?;
                begin(tx, &mut feed, Reading::AfterRestore)?;
            }
            tx.prepare_cached("DELETE FROM landing")?.execute([])?;
            tx.prepare_cached(include_str!("../sql/journal_unanswer.sql"))?.execute([])?;
            note_central(tx, dataset, sealing_key)
        })
    }

    /// What this device had read from central before it was restored, and central holds differently now: as changes from
    /// central's values to those, and from what was open in a conflict to what waited there. A record may come several
    /// times, in the order in which central must hear of it. Only when every feed has been read to its end since; for
    /// [`Workspace::offer`].
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn newer_than_central(&self, limit: usize) -> Result<Vec<RecordChange>> {
        self.write(|tx| {
            let reading: bool = tx
                .prepare_cached("SELECT EXISTS (SELECT 1 FROM feed WHERE reading <> 0)")?
                .query_row([], |row| row.get(0))?;
            let mut found = Vec::new();
            if reading {
                return Ok(found);
            }
            for old in earlier(tx, limit)? {
                let offers = offers(tx, &old)?;
                if offers.is_empty() {
                    forget(tx, old.key)?;
                }
                found.extend(offers);
            }
            Ok(found)
        })
    }

    /// Stores the commits that offer what [`Workspace::newer_than_central`] gave, all of it. They go out before everything
    /// else, as they are.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn offer(&self, commits: &[Commit]) -> Result<()> {
        self.write(|tx| {
            for commit in commits {
                tx.prepare_cached("INSERT INTO journal (id, hash, payload, ahead, frozen) VALUES (?1, ?2, ?3, 1, 1)")?
                    .execute(params![commit.id.as_bytes(), payload_hash(commit), serde_json::to_string(commit)?])?;
                landing::lay(tx, tx.last_insert_rowid(), commit)?;
            }
            for (commit, record) in commits.iter().flat_map(|one| one.records.iter().map(move |record| (one, record))) {
                forget(tx, record.key)?;
                overlay::refresh(tx, record.key, Refresh::new(News::No, &commit.device_time))?;
            }
            Ok(())
        })?;
        self.core.records_changed();
        self.core.fall_behind();
        self.keep();
        Ok(())
    }

    /// The feed is out of reach: what was read in it leaves the device, after [`Workspace::seal_orphans`] has taken what was
    /// not sent. What is written meanwhile is sealed in the end. In short steps; may be repeated after a crash.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn forget_feed(&self, id: &FeedId, now: &str) -> Result<()> {
        let how = Refresh::new(News::No, now);
        loop {
            let more = self.core.write_beside(|tx| {
                let Some(mut feed) = feeds::find(tx, id)? else { return Ok(false) };
                let some = keys(tx, include_str!("../sql/confirmed_some.sql"), feed.n)?;
                let mut reader = Reader { tx, feed: &mut feed, alone: false, how };
                for key in &some {
                    reader.unconfirm(*key)?;
                    overlay::refresh(tx, *key, how)?;
                }
                feed.save(tx)?;
                Ok(!some.is_empty())
            })?;
            if !more {
                break;
            }
        }
        self.write(|tx| {
            let Some(feed) = feeds::find(tx, id)? else { return Ok(()) };
            // What the user wrote while the records were leaving.
            if let Some(central) = feeds::central(tx)? {
                orphans::seal(tx, std::slice::from_ref(id), &orphans::public_key(&central.sealing_key)?, now)?;
            }
            for table in ["quarantine", "seen", "earlier"] {
                tx.execute(&format!("DELETE FROM {table} WHERE feed = ?1"), [feed.n])?;
            }
            landing::land(tx, id, u64::MAX, how)?;
            tx.execute("DELETE FROM feed WHERE n = ?1", [feed.n])?;
            // Nothing is kept about records that are out of reach.
            for table in ["draft_history", "history", "attachment"] {
                let gone = format!(
                    "DELETE FROM {table} WHERE NOT EXISTS (SELECT 1 FROM record \
                     WHERE record.kind = {table}.kind AND record.id = {table}.record)"
                );
                tx.execute(&gone, [])?;
            }
            Ok(())
        })?;
        self.core.records_changed();
        self.core.fall_behind();
        self.keep();
        Ok(())
    }
}

/// What central lacks of a record.
fn offers(tx: &Transaction<'_>, old: &Earlier) -> Result<Vec<RecordChange>> {
    let offer = |changes| RecordChange { key: old.key, home_unit: old.home_unit, changes, resolves: Vec::new() };
    let now = overlay::confirmed(tx, old.key)?;
    let contested = now.is_some() && old.contested;
    let standing = now.map(|one| one.record.fields).unwrap_or_default();
    let changes = differences(&standing, &old.fields)
        .into_iter()
        // Somebody was there before us: both values stand, and a person decides.
        .filter(|(_, base, value)| !contested || base.is_null() || !value.is_null())
        .map(|(path, base, value)| Change { path, base: if contested { Value::Null } else { base }, value });
    // A permit may be refused now: it is asked for last and alone, and the rest stands without it.
    let (mut permit, mut changes): (Vec<Change>, Vec<Change>) =
        changes.partition(|one| rule::asks_for_permit(old.key.kind, &one.path));
    let mut seen = standing.clone();
    feltmappen_sync::apply(&mut seen, &changes);
    let mut offers = Vec::new();
    if !changes.is_empty() {
        if !contested {
            changes.extend(guard(old.key.kind, &standing, &changes));
        }
        offers.push(offer(changes));
    }
    let open = conflicts_of(tx, old.key)?;
    for conflict in old.conflicts.iter().filter(|old| open.iter().all(|one| one.sides != old.sides)) {
        let sides = conflict.sides.iter();
        let sides =
            sides.map(|side| Change { path: side.path.clone(), base: side.base.clone(), value: side.mine.clone() });
        offers.push(offer(sides.collect()));
    }
    if !permit.is_empty() {
        permit.extend(guard(old.key.kind, &seen, &permit));
        offers.push(offer(permit));
    }
    Ok(offers)
}

fn conflicts_of(tx: &Transaction<'_>, key: RecordKey) -> Result<Vec<Conflict>> {
    let mut find = tx.prepare_cached("SELECT conflicts FROM confirmed WHERE kind = ?1 AND id = ?2")?;
    let mut rows = find.query(params![number(key.kind), key.id.as_bytes()])?;
    let mut open = Vec::new();
    while let Some(row) = rows.next()? {
        open.extend(conflicts_at(row, 0)?);
    }
    Ok(open)
}

/// Conflicts as they lie in a table; NULL is none.
pub(crate) fn conflicts_at(row: &Row<'_>, at: usize) -> Result<Vec<Conflict>> {
    let text = row.get_ref(at)?.as_str_or_null().map_err(|_| StoreError::Internal("conflicts"))?;
    Ok(text.map(serde_json::from_str).transpose()?.unwrap_or_default())
}

/// A record as it was confirmed before the restore.
struct Earlier {
    key: RecordKey,
    home_unit: RecordId,
    fields: Fields,
    conflicts: Vec<Conflict>,
    /// Central holds a state of it that came after the restore.
    contested: bool,
}

fn earlier(tx: &Transaction<'_>, limit: usize) -> Result<Vec<Earlier>> {
    let mut find = tx.prepare_cached(include_str!("../sql/earlier_some.sql"))?;
    let mut rows = find.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let fields = row.get_ref(3)?.as_str().map_err(|_| StoreError::Internal("fields"))?;
        found.push(Earlier {
            key: key_at(row, 0)?,
            home_unit: id_at(row, 2)?,
            fields: serde_json::from_str(fields)?,
            conflicts: conflicts_at(row, 4)?,
            contested: row.get(5)?,
        });
    }
    Ok(found)
}

pub(crate) fn forget(tx: &Transaction<'_>, key: RecordKey) -> Result<()> {
    tx.prepare_cached("DELETE FROM earlier WHERE kind = ?1 AND id = ?2")?
        .execute(params![number(key.kind), key.id.as_bytes()])?;
    Ok(())
}
