//! What the user sees of a record: what central confirmed, with the journal's commits laid over it in their order.

use std::collections::BTreeMap;

use feltmappen_domain::record::{Fields, Path, Record, RecordId, RecordKey};
use feltmappen_domain::rule;
use feltmappen_sync::{Change, Commit, RecordChange, apply, same};
use rusqlite::{Connection, Transaction, named_params, params};
use serde_json::Value;
use uuid::Uuid;

use crate::commit::Indexing;
use crate::error::{Result, StoreError};
use crate::kind::{id_at, number, optional_id_at};
use crate::search_index;
use crate::table;

/// What central holds of a record, in the feed that counts for this device.
pub(crate) struct Confirmed {
    pub(crate) record: Record,
    pub(crate) by: Option<RecordId>,
    pub(crate) at: Option<String>,
}

/// Whether a change is news for the user.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// The device is reading for the first time.
    No,
    /// Somebody else did something.
    Yes,
}

/// What holds for one run of refreshing.
#[derive(Clone, Copy)]
pub(crate) struct Refresh<'a> {
    pub(crate) news: News,
    pub(crate) now: &'a str,
    /// When the search documents of new records are made.
    pub(crate) documents: Indexing,
}

impl<'a> Refresh<'a> {
    pub(crate) fn new(news: News, now: &'a str) -> Self {
        Self { news, now, documents: Indexing::Now }
    }
}

/// What central holds of a record; the own unit's feed first.
pub(crate) fn confirmed(connection: &Connection, key: RecordKey) -> Result<Option<Confirmed>> {
    let mut find = connection.prepare_cached(include_str!("../sql/confirmed_one.sql"))?;
    let mut rows = find.query(params![number(key.kind), key.id.as_bytes()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let fields = serde_json::from_str(row.get_ref(1)?.as_str().map_err(|_| StoreError::Internal("fields"))?)?;
    let record = Record { key, home_unit: id_at(row, 0)?, fields };
    Ok(Some(Confirmed { record, by: optional_id_at(row, 2)?, at: row.get(3)? }))
}

/// A commit that is laid over a record.
pub(crate) struct Laid {
    pub(crate) commit: Commit,
    /// Whether it is one of this device's own that gives way to central.
    pub(crate) own: bool,
    /// Whether central refused it, and nobody has decided yet.
    refused: bool,
    /// Whether central has carried it out.
    landed: bool,
}

/// What somebody vouches for by a change (R1, R11): a permit, or that a consent is finalised.
fn vouched(record: &RecordChange) -> impl Iterator<Item = &Change> {
    record.changes.iter().filter(|one| !one.is_noop() && rule::vouches(record.key.kind, &one.path))
}

/// Whether two changes vouch for the same.
fn vouch_alike(one: &RecordChange, other: &RecordChange) -> bool {
    let values = |record| vouched(record).map(|change| (&change.path, &change.value)).collect::<BTreeMap<_, _>>();
    values(one) == values(other)
}

/// The commits over a record, in their order.
pub(crate) fn laid(connection: &Connection, key: RecordKey) -> Result<Vec<Laid>> {
    let mut find = connection.prepare_cached(include_str!("../sql/overlay_of.sql"))?;
    let mut rows = find.query(params![number(key.kind), key.id.as_bytes()])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let payload = row.get_ref(0)?.as_str().map_err(|_| StoreError::Internal("payload"))?;
        found.push(Laid {
            commit: serde_json::from_str(payload)?,
            own: row.get(1)?,
            refused: row.get(2)?,
            landed: row.get(3)?,
        });
    }
    Ok(found)
}

/// The record as the user sees it; `None` when neither central nor the journal knows it.
pub(crate) fn visible<'a>(confirmed: Option<&Record>, laid: &'a [Laid], key: RecordKey) -> Option<Record> {
    let changes = |one: &'a Laid| one.commit.records.iter().filter(move |change| change.key == key);
    // A refused edit is seen until somebody has decided. A permit that was refused is none, whatever offers it once more, and
    // a consent whose finalising was refused covers nothing (R1, R6).
    let refused: Vec<&RecordChange> = laid.iter().filter(|one| one.refused).flat_map(changes).collect();
    let mut record = confirmed.cloned();
    for change in laid.iter().filter(|one| !one.own || confirmed.is_none()).flat_map(changes) {
        let record = record.get_or_insert_with(|| begun(change));
        if refused.iter().any(|one| vouch_alike(one, change)) {
            let seen = change.changes.iter().filter(|one| !rule::vouches(key.kind, &one.path));
            apply(&mut record.fields, &seen.cloned().collect::<Vec<_>>());
        } else {
            apply(&mut record.fields, &change.changes);
        }
    }
    record
}

fn begun(change: &RecordChange) -> Record {
    Record { key: change.key, home_unit: change.home_unit, fields: Fields::default() }
}

/// Makes the table of records say what the user should see. True when something changed.
pub(crate) fn refresh(tx: &Transaction<'_>, key: RecordKey, how: Refresh<'_>) -> Result<bool> {
    let confirmed = confirmed(tx, key)?;
    let record = visible(confirmed.as_ref().map(|one| &one.record), &laid(tx, key)?, key);
    put(tx, key, record, confirmed.as_ref().map_or(Who::Nobody, |one| Who::Earlier(one.by, one.at.as_deref())), how)
}

/// The same after an entry has come, on top of what was confirmed before it.
pub(crate) fn arrived(
    tx: &Transaction<'_>,
    key: RecordKey,
    before: Option<&Confirmed>,
    how: Refresh<'_>,
) -> Result<bool> {
    let confirmed = confirmed(tx, key)?;
    let laid = laid(tx, key)?;
    let record = visible(confirmed.as_ref().map(|one| &one.record), &laid, key);
    let who = confirmed.as_ref().map_or(Who::Nobody, |one| {
        let (by, at) = (one.by, one.at.as_deref());
        if laid.is_empty() { Who::Last(by, at) } else { Who::Under(by, at) }
    });
    if let (News::Yes, Some(now), Some(seen)) = (how.news, &confirmed, &record) {
        let before = before.map_or_else(|| handed_in(&laid, key), |before| before.record.fields.clone());
        note(tx, seen, &covered(&before, now, &laid, seen), who, how)?;
    }
    put(tx, key, record, who, how)
}

/// What central held of a record of this device before it was read here for the first time, so far as this device knows.
fn handed_in(laid: &[Laid], key: RecordKey) -> Fields {
    let mut fields = Fields::default();
    let landed = laid.iter().filter(|one| one.landed).flat_map(|one| &one.commit.records);
    landed.filter(|record| record.key == key).for_each(|record| apply(&mut fields, &record.changes));
    fields
}

/// What has changed under own work. Nobody sees it before that has landed, and then the last one to change the record may be
/// somebody else: often the author of the own work.
fn covered(before: &Fields, now: &Confirmed, laid: &[Laid], seen: &Record) -> Vec<Difference> {
    let laid = laid.iter().flat_map(|one| &one.commit.records).filter(|record| record.key == seen.key);
    let own: Vec<&Change> = laid.flat_map(|record| &record.changes).collect();
    let mut changes = differences(before, &now.record.fields);
    changes.retain(|(path, _, value)| {
        let shown = seen.fields.get(path).unwrap_or(&Value::Null) == value;
        !shown && !own.iter().any(|change| change.path == *path && change.value == *value)
    });
    changes
}

/// Who is told with what came from outside, and when it was done.
#[derive(Clone, Copy)]
pub(crate) enum Who<'a> {
    /// It is not known.
    Nobody,
    /// The last to change the record: it has just come.
    Last(Option<RecordId>, Option<&'a str>),
    /// The same, while own work is laid over the record: not whoever did own work here, which may have landed after what came.
    Under(Option<RecordId>, Option<&'a str>),
    /// Whoever was told with the value when it came; else as under own work.
    Earlier(Option<RecordId>, Option<&'a str>),
}

/// Puts what should be seen in the table; who and when are for the history.
pub(crate) fn put(
    tx: &Transaction<'_>,
    key: RecordKey,
    record: Option<Record>,
    who: Who<'_>,
    how: Refresh<'_>,
) -> Result<bool> {
    let at = who.at(how);
    match (table::find(tx, key)?, record) {
        (None, None) => Ok(false),
        (Some(stored), None) => {
            table::remove(tx, stored.row)?;
            Ok(true)
        }
        (None, Some(record)) => {
            let stored = table::fresh(tx, record)?;
            table::put(tx, &stored, at)?;
            match how.documents {
                Indexing::Now => search_index::put_first(tx, stored.row, &stored.record)?,
                Indexing::Later => search_index::put_later(tx, stored.row)?,
            }
            if how.news == News::Yes {
                let alive = (Path::known("@alive"), Value::Null, Value::Bool(stored.record.alive()));
                note(tx, &stored.record, &[alive], who, how)?;
            }
            Ok(true)
        }
        (Some(stored), Some(record)) => {
            if stored.record.fields == record.fields && stored.record.home_unit == record.home_unit {
                return Ok(false);
            }
            let changes = differences(&stored.record.fields, &record.fields);
            keep_bases(tx, key, &changes)?;
            if how.news == News::Yes {
                note(tx, &record, &changes, who, how)?;
            }
            let seen = !changes.is_empty() || stored.record.home_unit != record.home_unit;
            let stored = stored.with(record);
            table::put(tx, &stored, at)?;
            if seen {
                search_index::put_later(tx, stored.row)?;
            }
            Ok(seen)
        }
    }
}

impl<'a> Who<'a> {
    /// Another device's clock may be wrong by years: what it says is shown only when it can be true.
    fn at(self, how: Refresh<'a>) -> &'a str {
        let (Self::Last(_, Some(at)) | Self::Under(_, Some(at)) | Self::Earlier(_, Some(at))) = self else {
            return how.now;
        };
        // Both are RFC 3339 with the date first; hours between zones do not matter here.
        if at.len() >= 19 && at <= how.now && at >= "2020" { at } else { how.now }
    }
}

/// Path, value before, value after.
type Difference = (Path, Value, Value);

/// What says something else afterwards.
pub(crate) fn differences(before: &Fields, after: &Fields) -> Vec<Difference> {
    let gone = before.iter().filter(|(path, _)| after.get(path).is_none());
    let gone = gone.map(|(path, value)| (path.clone(), value.clone(), Value::Null));
    let set = after.iter().filter(|(path, value)| before.get(path) != Some(*value));
    let set = set.map(|(path, value)| (path.clone(), before.get(path).cloned().unwrap_or_default(), value.clone()));
    gone.chain(set).filter(|(path, before, after)| !same(path, before, after)).collect()
}

/// What is being typed was begun on the value before: that is what its author has seen.
fn keep_bases(tx: &Transaction<'_>, key: RecordKey, changes: &[Difference]) -> Result<()> {
    let typing: bool = tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM draft WHERE kind = ?1 AND record = ?2)")?
        .query_row(params![number(key.kind), key.id.as_bytes()], |row| row.get(0))?;
    if !typing {
        return Ok(());
    }
    let mut keep = tx.prepare_cached(include_str!("../sql/draft_base.sql"))?;
    for (path, before, _) in changes {
        keep.execute(params![number(key.kind), key.id.as_bytes(), path.as_str(), serde_json::to_string(before)?])?;
    }
    Ok(())
}

/// Says in the history what came from outside.
fn note(tx: &Transaction<'_>, record: &Record, changes: &[Difference], who: Who<'_>, how: Refresh<'_>) -> Result<()> {
    let nobody = Uuid::nil();
    let (by, unless_own, earlier) = match who {
        Who::Nobody => (None, false, false),
        Who::Last(by, _) => (by, false, false),
        Who::Under(by, _) => (by, true, false),
        Who::Earlier(by, _) => (by, true, true),
    };
    let mut add = tx.prepare_cached(include_str!("../sql/history_outside.sql"))?;
    for (path, before, after) in changes {
        add.execute(named_params! {
            ":commit": nobody.as_bytes(), ":at": who.at(how), ":author": by.unwrap_or(nobody).as_bytes(),
            ":kind": number(record.key.kind), ":record": record.key.id.as_bytes(),
            ":home_unit": record.home_unit.as_bytes(), ":path": path.as_str(), ":earlier": earlier, ":unless_own": unless_own, ":nobody": nobody.as_bytes(),
            ":before": serde_json::to_string(before)?, ":after": serde_json::to_string(after)?,
        })?;
    }
    Ok(())
}
