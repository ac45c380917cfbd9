//! A page of a feed: entries, cursor, count and hash move together.

use std::time::Duration;

use feltmappen_domain::canonical::to_canonical_json;
use feltmappen_domain::record::{Fields, Record, RecordId, RecordKey};
use feltmappen_sync::wire::{Conflict, ContentHash, Entry, EntryState, Page, Unreadable, conflicts_to_canonical_json};
use rusqlite::{OptionalExtension, Transaction, named_params, params};

use crate::commit::Indexing;
use crate::core::Core;
use crate::error::{Result, StoreError};
use crate::kind::number;
use crate::sync::feeds::{self, Feed, Reading, hash_at, signed};
use crate::sync::overlay::{self, News, Refresh, Who};
use crate::sync::quarantine::{self, Aside};
use crate::sync::{attachments, heal, landing, purge};
use crate::workspace::Workspace;

/// Entries of one transaction while nobody is waiting for the writer.
const AT_ONCE: usize = 500;
/// How long a step should take while somebody works. A save breaks it off, but not the writing of its pages to the log, which
/// is most of it.
const SHORT: Duration = Duration::from_micros(500);

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageOutcome {
    /// Where the page ends.
    pub until: u64,
    /// On the last page: whether what is here is exactly what central has. If not, the feed is being read again from the
    /// start from now on.
    pub agrees: Option<bool>,
    /// Entries of this page that were put aside.
    pub quarantined: usize,
    /// Whether the user sees anything else than before.
    pub changed: bool,
}

/// One entry, readable or not.
enum Item<'a> {
    Entry(&'a Entry),
    Bad(u64, &'a Unreadable),
}

impl Item<'_> {
    fn sequence(&self) -> u64 {
        match self {
            Item::Entry(entry) => entry.sequence,
            Item::Bad(sequence, _) => *sequence,
        }
    }
}

impl Workspace {
    /// Stores a page that was asked for with `after`; 0 begins the feed anew. The same page twice changes nothing. It
    /// need not be durable when this returns: cursor and entries are, together, or not at all, and then it is read again.
    ///
    /// # Errors
    /// `OtherCentral` when the page is of other data than the feeds that are followed; `DiskFull`, `ReadOnly`, `Io`,
    /// `Damaged`: then a part of the page may be stored, with the cursor behind it.
    pub fn store_page(&self, page: &Page, after: u64, bad: &[Unreadable], now: &str) -> Result<PageOutcome> {
        if self.central()?.is_some_and(|central| central.dataset != page.dataset) {
            return Err(StoreError::OtherCentral);
        }
        // One without a readable number counts as the page's last.
        let bad = bad.iter().map(|one| Item::Bad(one.sequence.unwrap_or(page.until), one));
        let mut items: Vec<Item<'_>> = page.entries.iter().map(Item::Entry).chain(bad).collect();
        items.sort_by_key(Item::sequence);
        let mut outcome = PageOutcome { until: after, agrees: None, quarantined: 0, changed: false };
        self.core.write_beside(|tx| {
            let mut feed = feeds::follow(tx, &page.feed)?;
            if after == 0 && feed.cursor > 0 && feed.complete && feed.reading == Reading::On {
                heal::begin(tx, &mut feed, Reading::Again)?;
            }
            // What lies between was never read.
            if after > feed.cursor { Err(StoreError::Internal("a page is missing")) } else { Ok(()) }
        })?;
        let mut rest = items.as_slice();
        let mut short = 1;
        while !rest.is_empty() {
            let store = |apart| self.core.step_beside(|tx| step(&self.core, tx, page, rest, short, now, apart));
            let (stored, took) = match store(false) {
                Err(StoreError::Internal(_)) => store(true)?,
                stored => stored?,
            };
            short = fitting(stored.done, took);
            outcome.quarantined += stored.quarantined;
            if stored.changed {
                // Already seen, whatever becomes of the rest of the page.
                outcome.changed = true;
                self.core.records_changed();
                self.core.fall_behind();
            }
            rest = rest.get(stored.done..).unwrap_or_default();
            if !rest.is_empty() {
                self.core.rest_after(took);
            }
        }
        if page.complete.is_some() {
            // What was not met on a reading from the start is gone, before the reading counts as done.
            while self.core.write_beside(|tx| heal::sweep(tx, &page.feed, now, &mut outcome.changed))? {}
        }
        self.core.write_beside(|tx| finish(tx, page, now, &mut outcome))?;
        if outcome.changed {
            self.core.records_changed();
            self.core.fall_behind();
        }
        self.keep();
        Ok(outcome)
    }
}

/// What a step has stored.
#[derive(Default)]
struct Stored {
    /// Entries.
    done: usize,
    /// Those that were put aside.
    quarantined: usize,
    /// Whether the user sees anything else than before.
    changed: bool,
}

/// Some entries and the cursor behind them. `apart`, so that one that does not fit is put aside alone: for every savepoint
/// the search writes out what it has gathered, so entries are stored together as long as all fit. While somebody works it is
/// short, and leaves the search for later: what its index writes out and merges is much more than the records themselves.
fn step(
    core: &Core,
    tx: &Transaction<'_>,
    page: &Page,
    items: &[Item<'_>],
    short: usize,
    now: &str,
    apart: bool,
) -> Result<Stored> {
    let busy = core.somebody_works();
    let mut feed = feeds::follow(tx, &page.feed)?;
    let alone = feeds::is_alone(tx)?;
    let news = if feed.complete { News::Yes } else { News::No };
    let documents = if busy { Indexing::Later } else { Indexing::Now };
    let mut reader = Reader { tx, feed: &mut feed, alone, how: Refresh { documents, ..Refresh::new(news, now) } };
    let mut stored = Stored::default();
    for item in items.iter().take(if busy { short } else { AT_ONCE }) {
        if core.is_up() {
            return Err(StoreError::BrokenOff);
        }
        stored.done += 1;
        if item.sequence() <= reader.feed.cursor {
            continue;
        }
        reader.item(item, apart, &mut stored)?;
        // The end of a page is reached by `finish` alone: whoever is cut off before it must be told to read on.
        if item.sequence() < page.until {
            reader.feed.cursor = item.sequence();
        }
    }
    feed.save(tx)?;
    Ok(stored)
}

/// How many entries a step should have so as to be short, when so many took so long.
fn fitting(done: usize, took: Duration) -> usize {
    let each = took.as_micros() / (done.max(1) as u128);
    usize::try_from(SHORT.as_micros() / each.max(1)).map_or(AT_ONCE, |entries| entries.clamp(1, AT_ONCE))
}

fn finish(tx: &Transaction<'_>, page: &Page, now: &str, outcome: &mut PageOutcome) -> Result<()> {
    let mut feed = feeds::follow(tx, &page.feed)?;
    feed.cursor = feed.cursor.max(page.until);
    if let Some(state) = &page.complete {
        feed.complete = true;
        heal::end(tx, &mut feed)?;
        outcome.agrees = Some(feed.count == state.count && feed.hash == state.hash);
    }
    feed.save(tx)?;
    outcome.until = feed.cursor;
    if page.complete.is_some() {
        outcome.changed |= landing::land(tx, &page.feed, feed.cursor, Refresh::new(News::Yes, now))?;
    }
    if outcome.agrees == Some(false) {
        // Whoever ends before he reads it again knows it when he begins anew.
        heal::begin(tx, &mut feed, Reading::Again)?;
    }
    Ok(())
}

/// Stores entries of one feed.
pub(crate) struct Reader<'a> {
    pub(crate) tx: &'a Transaction<'a>,
    pub(crate) feed: &'a mut Feed,
    /// There is no other feed: what is confirmed is what is seen, unless something is laid over it.
    pub(crate) alone: bool,
    pub(crate) how: Refresh<'a>,
}

impl Reader<'_> {
    fn item(&mut self, item: &Item<'_>, apart: bool, stored: &mut Stored) -> Result<()> {
        let entry = match item {
            Item::Bad(sequence, bad) => {
                stored.quarantined += 1;
                return quarantine::put(self, &Aside::of(bad, *sequence));
            }
            Item::Entry(entry) => entry,
        };
        if !apart {
            stored.changed |= self.entry(entry)?;
            return Ok(());
        }
        let (count, hash) = (self.feed.count, self.feed.hash);
        self.tx.prepare_cached("SAVEPOINT entry")?.execute([])?;
        match self.entry(entry) {
            Ok(changed) => stored.changed |= changed,
            // One entry that does not fit is put aside; a failing disk is not the entry's fault.
            Err(StoreError::Internal(_)) => {
                self.tx.prepare_cached("ROLLBACK TO entry")?.execute([])?;
                (self.feed.count, self.feed.hash) = (count, hash);
                let payload = serde_json::to_value(entry)?;
                let aside = Aside {
                    sequence: entry.sequence,
                    kind: Some(entry.key.kind.as_str()),
                    id: Some(entry.key.id),
                    reason: "not_stored",
                    hash: matches!(entry.state, EntryState::Present { .. })
                        .then(|| ContentHash::of_json(&payload))
                        .flatten(),
                    payload: &payload.to_string(),
                };
                quarantine::put(self, &aside)?;
                stored.quarantined += 1;
            }
            Err(other) => return Err(other),
        }
        self.tx.prepare_cached("RELEASE entry")?.execute([])?;
        Ok(())
    }

    /// Stores one entry. True when the user sees something else.
    pub(crate) fn entry(&mut self, entry: &Entry) -> Result<bool> {
        quarantine::forget(self, entry.key)?;
        match &entry.state {
            EntryState::Present { fields, conflicts, by, at } => {
                let laid = landing::is_laid(self.tx, entry.key)?;
                let before = if laid { overlay::confirmed(self.tx, entry.key)? } else { None };
                self.confirm(entry, fields, conflicts, by.map(|by| (by, at.as_deref())))?;
                heal::see(self.tx, self.feed, entry.key)?;
                if laid || !self.alone {
                    return overlay::arrived(self.tx, entry.key, before.as_ref(), self.how);
                }
                let record = Record { key: entry.key, home_unit: entry.home_unit, fields: fields.clone() };
                overlay::put(self.tx, entry.key, Some(record), Who::Last(*by, at.as_deref()), self.how)
            }
            EntryState::Retracted => {
                self.unconfirm(entry.key)?;
                let changed = overlay::refresh(self.tx, entry.key, self.how)?;
                attachments::leave(self.tx, entry.key)?;
                Ok(changed)
            }
            EntryState::Purged => {
                self.unconfirm(entry.key)?;
                purge::purge(self.tx, entry.key)
            }
        }
    }

    fn confirm(
        &mut self,
        entry: &Entry,
        fields: &Fields,
        conflicts: &[Conflict],
        by: Option<(RecordId, Option<&str>)>,
    ) -> Result<()> {
        let fields = to_canonical_json(fields);
        let hash =
            ContentHash::of_canonical(entry.key, entry.home_unit, &fields, &conflicts_to_canonical_json(conflicts));
        let old = self.contribution(entry.key)?;
        let conflicts = if conflicts.is_empty() { None } else { Some(serde_json::to_string(conflicts)?) };
        if old.is_some() && self.feed.reading == Reading::AfterRestore {
            heal::remember_if_other(self.tx, self.feed, entry.key, &fields, conflicts.as_deref())?;
        }
        if let Some((_, old)) = &old {
            self.feed.take(*old);
        }
        self.feed.add(hash);
        let sql = match old {
            Some(_) => include_str!("../sql/confirmed_set.sql"),
            None => include_str!("../sql/confirmed_add.sql"),
        };
        self.tx.prepare_cached(sql)?.execute(named_params! {
            ":feed": self.feed.n, ":kind": number(entry.key.kind), ":id": entry.key.id.as_bytes(),
            ":home_unit": entry.home_unit.as_bytes(), ":sequence": signed(entry.sequence), ":fields": fields,
            ":conflicts": conflicts, ":hash": hash.as_bytes().as_slice(),
            ":author": by.as_ref().map(|(by, _)| by.as_bytes()), ":at": by.and_then(|(_, at)| at),
        })?;
        Ok(())
    }

    /// Takes what central held of a record away.
    pub(crate) fn unconfirm(&mut self, key: RecordKey) -> Result<()> {
        if let Some((row, hash)) = self.contribution(key)? {
            self.feed.take(hash);
            self.tx.prepare_cached("DELETE FROM confirmed WHERE row = ?1")?.execute([row])?;
        }
        Ok(())
    }

    /// Row and part of the hash of what is confirmed of a record in this feed.
    pub(crate) fn contribution(&self, key: RecordKey) -> Result<Option<(i64, ContentHash)>> {
        let mut find =
            self.tx.prepare_cached("SELECT row, hash FROM confirmed WHERE feed = ?1 AND kind = ?2 AND id = ?3")?;
        let params = params![self.feed.n, number(key.kind), key.id.as_bytes()];
        Ok(find.query_row(params, |row| Ok((row.get(0)?, hash_at(row, 1).unwrap_or_default()))).optional()?)
    }
}
