//! Reading feeds.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::wire::{DEFAULT_PAGE, Dataset, FeedId, FeedState, Feeds, MAX_PAGE, PROTOCOL};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{part, private};
use crate::central::Central;
use crate::identity::{OLDEST, Reader};
use crate::limits::PAGE_BYTES;
use crate::problem::Problem;
use crate::push::Counter;
use crate::storage::{StoredEntry, StoredPage};

/// The feeds that the device may read, and how they stand.
#[utoipa::path(get, path = "/v1/feeds", tag = "sync",
    params(("Feltmappen-Protocol" = u16, Header, description = "the version that the device speaks", minimum = 1)),
    security(("device" = [])),
    responses((status = 200, body = super::openapi::Feeds), super::openapi::Refused))]
pub async fn list(State(central): State<Arc<Central>>, Reader(device): Reader) -> Result<Response, Problem> {
    let standing = central.storage.standing(device.unit).await?;
    let feeds = Feeds {
        protocol: PROTOCOL,
        oldest: OLDEST,
        dataset: standing.dataset,
        feeds: vec![state(FeedId::unit(device.unit), standing.counter)],
        sealing_key: STANDARD.encode(central.sealing.half(standing.sealing_secret)),
    };
    Ok(private(Json(feeds).into_response()))
}

#[derive(Deserialize)]
pub struct Range {
    #[serde(default)]
    after: u64,
    #[serde(default = "usual")]
    limit: u32,
}

fn usual() -> u32 {
    DEFAULT_PAGE
}

/// A page of a feed: the latest state of each record that changed after a number.
#[utoipa::path(get, path = "/v1/feeds/{feed}", tag = "sync",
    params(("feed" = String, Path, description = "the name of the feed"),
        ("after" = Option<u64>, Query, description = "the number up to which the device has read"),
        ("limit" = Option<u32>, Query, description = "the most entries", minimum = 1, maximum = 1000),
        ("Feltmappen-Protocol" = u16, Header, description = "the version that the device speaks", minimum = 1)),
    security(("device" = [])),
    responses((status = 200, body = super::openapi::Page), super::openapi::Refused))]
pub async fn page(
    State(central): State<Arc<Central>>,
    Reader(device): Reader,
    feed: Result<Path<String>, PathRejection>,
    range: Result<Query<Range>, QueryRejection>,
) -> Result<Response, Problem> {
    let feed = FeedId::new(&part(feed)?).map_err(|_| Problem::NotFound)?;
    // A device reads its unit's feed. Whether there are others is not for it to know.
    if feed.as_unit() != Some(device.unit) {
        return Err(Problem::NotFound);
    }
    let Query(Range { after, limit }) = range.map_err(|_| Problem::BadRequest)?;
    if !(1..=MAX_PAGE).contains(&limit) {
        return Err(Problem::BadRequest);
    }
    let stored = central.storage.page(device.unit, after, limit, PAGE_BYTES).await?;
    central.metrics.entries(stored.entries.len());
    Ok(private(Json(written(&stored, feed, device.unit)?).into_response()))
}

/// A page as it leaves: fields and conflicts are not read, only passed on.
#[derive(Serialize)]
struct PageWritten<'a> {
    dataset: Dataset,
    feed: FeedId,
    entries: Vec<EntryWritten<'a>>,
    until: u64,
    complete: Option<FeedState>,
}

#[derive(Serialize)]
struct EntryWritten<'a> {
    sequence: u64,
    key: RecordKey,
    home_unit: RecordId,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conflicts: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<RecordId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
}

fn written(stored: &StoredPage, feed: FeedId, unit: RecordId) -> Result<PageWritten<'_>, Problem> {
    let entries: Vec<EntryWritten<'_>> =
        stored.entries.iter().map(|entry| entry_written(entry, unit)).collect::<Result<_, _>>()?;
    // The latest number of a feed always belongs to an entry, so whoever has it has everything.
    let until = entries.last().map_or(stored.counter.sequence, |last| last.sequence);
    let complete = (until >= stored.counter.sequence).then(|| state(feed.clone(), stored.counter));
    Ok(PageWritten { dataset: stored.dataset, feed, entries, until, complete })
}

fn entry_written(entry: &StoredEntry, unit: RecordId) -> Result<EntryWritten<'_>, Problem> {
    fn raw(text: &str) -> Result<&RawValue, Problem> {
        serde_json::from_str(text).map_err(|_| Problem::Internal)
    }
    let (state, fields, conflicts) = match entry.state {
        0 => ("present", Some(raw(&entry.fields)?), Some(raw(&entry.conflicts)?)),
        1 => ("retracted", None, None),
        _ => ("purged", None, None),
    };
    let (by, at) = (entry.by, entry.at.as_deref());
    Ok(EntryWritten { sequence: entry.sequence, key: entry.key, home_unit: unit, state, fields, conflicts, by, at })
}

fn state(feed: FeedId, counter: Counter) -> FeedState {
    FeedState { feed, sequence: counter.sequence, count: counter.count, hash: counter.hash, restored: counter.restored }
}

#[cfg(test)]
mod tests {
    use super::*;
    use feltmappen_sync::wire::{EntryState, Page};

    #[test]
    fn a_page_leaves_as_the_protocol_says() {
        let golden = include_str!("../../../sync/tests/golden/page.json").trim_end();
        let page: Page = serde_json::from_str(golden).unwrap();
        let FeedState { sequence, count, hash, restored, .. } = page.complete.unwrap();
        let unit = page.feed.as_unit().unwrap();
        let stored = page.entries.into_iter().map(|entry| {
            let (state, fields, conflicts, by, at) = match entry.state {
                EntryState::Present { fields, conflicts, by, at } => {
                    (0, serde_json::to_string(&fields).unwrap(), serde_json::to_string(&conflicts).unwrap(), by, at)
                }
                EntryState::Retracted => (1, String::new(), String::new(), None, None),
                EntryState::Purged => (2, String::new(), String::new(), None, None),
            };
            StoredEntry { sequence: entry.sequence, key: entry.key, state, fields, conflicts, by, at }
        });
        let counter = Counter { sequence, count, hash, restored };
        let stored = StoredPage { dataset: page.dataset, counter, entries: stored.collect() };
        assert_eq!(serde_json::to_string(&written(&stored, page.feed, unit).unwrap()).unwrap(), golden);
    }
}
