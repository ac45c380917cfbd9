//! What others have changed since I was last here.

use std::collections::BTreeMap;

use feltmappen_domain::record::{ALIVE, Kind, Record, RecordId, RecordKey};
use feltmappen_store::HistoryEntry;
use feltmappen_sync::Change;
use serde_json::Value;

use crate::{
    App, Open, Outcome,
    api::{News, NewsKind, NewsRow},
    history,
    lists::number,
};

/// Setting: the latest news that the user has seen.
const SEEN: &str = "news.seen";
/// So many changes are looked at: more than anybody reads.
const LATEST: usize = 1_000;
/// So many rows are shown.
const SHOWN: usize = 50;

/// What one person did to one record.
struct Deed {
    key: RecordKey,
    author: RecordId,
    at: String,
    what: NewsKind,
    fields: Vec<String>,
}

impl App {
    /// What others have changed since the user last said that it was seen, the latest first.
    pub fn news(&self) -> Outcome<News> {
        let open = self.opened()?;
        let until = self.latest_news(&open)?;
        let deeds = unseen(&open)?;
        let total = number(deeds.len() as u64);
        let rows = deeds.into_iter().take(SHOWN).map(|(deed, record)| {
            Ok(NewsRow {
                record: self.describe(&open, &record)?,
                page: page(&record),
                who: self.name_of(&open, Kind::Employee, deed.author)?,
                at: deed.at,
                what: deed.what,
                fields: deed.fields,
            })
        });
        Ok(News { total, rows: rows.collect::<Outcome<_>>()?, until })
    }

    /// The news up to this number has been seen.
    pub fn news_seen(&self, until: i64) -> Outcome<bool> {
        let open = self.opened()?;
        if until > seen(&open)? {
            open.workspace.set_setting(SEEN, &until.into(), &self.now())?;
        }
        Ok(true)
    }

    /// How much news there is.
    pub(crate) fn news_count(open: &Open) -> Outcome<u32> {
        Ok(number(unseen(open)?.len() as u64))
    }

    /// The number of the latest change that came from outside.
    pub(crate) fn latest_news(&self, open: &Open) -> Outcome<i64> {
        Ok(open.workspace.latest_outside()?)
    }
}

fn seen(open: &Open) -> Outcome<i64> {
    Ok(open.workspace.setting(SEEN)?.and_then(|value| value.as_i64()).unwrap_or_default())
}

/// What others did to records that are still here, by record and person. The count and the list come from here, so that
/// they never differ.
fn unseen(open: &Open) -> Outcome<Vec<(Deed, Record)>> {
    let me = open.identity().map(|me| me.employee);
    let mut deeds: Vec<Deed> = Vec::new();
    for entry in open.workspace.outside_since(seen(open)?, LATEST)? {
        let whole = whole(&entry);
        // A new record is news, its items are not; and what goes without saying may come and go unsaid.
        if Some(entry.author) == me || (whole.is_none() && (entry.path.as_str() == ALIVE || !history::shown(&entry))) {
            continue;
        }
        let known = deeds.iter_mut().find(|deed| deed.key == entry.key && deed.author == entry.author);
        let deed = match known {
            Some(deed) => deed,
            None => {
                let (key, author, at) = (entry.key, entry.author, entry.at.clone());
                deeds.push(Deed { key, author, at, what: NewsKind::Changed, fields: Vec::new() });
                let Some(deed) = deeds.last_mut() else { continue };
                deed
            }
        };
        match whole {
            // The latest comes first; that it was new says more than what happened to it since.
            Some(NewsKind::Made) if deed.what == NewsKind::Changed => deed.what = NewsKind::Made,
            Some(what) if deed.what == NewsKind::Changed && deed.fields.is_empty() => deed.what = what,
            Some(_) => {}
            None => {
                let change = Change { path: entry.path, base: entry.before, value: entry.after };
                let label = history::name(entry.key.kind, &change);
                if !deed.fields.contains(&label) {
                    deed.fields.push(label);
                }
            }
        }
    }
    let keys: Vec<RecordKey> = deeds.iter().map(|deed| deed.key).collect();
    let records: BTreeMap<RecordKey, Record> =
        open.workspace.records(&keys)?.into_iter().map(|record| (record.key, record)).collect();
    // A record that is gone meanwhile is no news any more.
    let here = deeds.into_iter().filter_map(|deed| records.get(&deed.key).cloned().map(|record| (deed, record)));
    Ok(here.collect())
}

/// What happened to the record as a whole, if anything did. Alive and not said to be dead are the same.
fn whole(entry: &HistoryEntry) -> Option<NewsKind> {
    if entry.path.as_str() != ALIVE {
        return None;
    }
    match (&entry.before, &entry.after) {
        (_, Value::Bool(false)) => Some(NewsKind::Discarded),
        (Value::Bool(false), _) => Some(NewsKind::Restored),
        (Value::Null, Value::Bool(true)) => Some(NewsKind::Made),
        _ => None,
    }
}

/// The record whose page shows this one.
fn page(record: &Record) -> RecordKey {
    let within = |path, kind| record.fields.id(path).map(|id| RecordKey { kind, id });
    let page = match record.key.kind {
        Kind::Workplace | Kind::Contact => within("company", Kind::Company),
        Kind::Promise => within("visit", Kind::Visit).or_else(|| within("company", Kind::Company)),
        _ => None,
    };
    page.unwrap_or(record.key)
}
