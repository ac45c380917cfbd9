//! A page of a feed: the latest state of each record, by ascending number.

use std::fmt;

use feltmappen_domain::canonical::value_to_canonical_json;
use feltmappen_domain::record::{Fields, Kind, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{Conflict, ContentHash, Dataset, FeedId, FeedState};
use crate::merge::Code;

/// A record as it stands in a feed. It has one entry, at the number of its latest change; a record that changes again
/// moves to its newest number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "EntryRead")]
pub struct Entry {
    /// Its number in the feed. No two entries share one.
    pub sequence: u64,
    /// The record.
    pub key: RecordKey,
    /// The unit that made it.
    pub home_unit: RecordId,
    /// What became of it.
    #[serde(flatten)]
    pub state: EntryState,
}

/// What became of a record in a feed. `Debug` shows no values and no times.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// It is there, also when it has been deleted: a deletion is a value (`@alive`).
    Present {
        /// Its values.
        fields: Fields,
        /// What a person must choose, by id.
        conflicts: Vec<Conflict>,
        /// Who changed it last. For display only, and no part of the feed's hash.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<RecordId>,
        /// When, by that author's device. For display only, and no part of the feed's hash.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<String>,
    },
    /// It is no longer shared with this feed.
    Retracted,
    /// It has been erased by law, everywhere.
    Purged,
}

impl fmt::Debug for EntryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present { fields, conflicts, by, .. } => f
                .debug_struct("Present")
                .field("fields", fields)
                .field("conflicts", conflicts)
                .field("by", by)
                .finish_non_exhaustive(),
            Self::Retracted => f.write_str("Retracted"),
            Self::Purged => f.write_str("Purged"),
        }
    }
}

/// An entry as it is read. A flattened state would be kept as loose values first, twice over, and a new device reads every
/// entry of its unit.
#[derive(Deserialize)]
struct EntryRead {
    sequence: u64,
    key: RecordKey,
    home_unit: RecordId,
    state: StateRead,
    fields: Option<Fields>,
    #[serde(default)]
    conflicts: Vec<Conflict>,
    by: Option<RecordId>,
    at: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum StateRead {
    Present,
    Retracted,
    Purged,
}

impl TryFrom<EntryRead> for Entry {
    type Error = &'static str;

    fn try_from(read: EntryRead) -> Result<Self, &'static str> {
        let EntryRead { sequence, key, home_unit, state, fields, conflicts, by, at } = read;
        let state = match state {
            StateRead::Present => {
                let fields = fields.ok_or("an entry that is present has fields")?;
                EntryState::Present { fields, conflicts, by, at }
            }
            StateRead::Retracted => EntryState::Retracted,
            StateRead::Purged => EntryState::Purged,
        };
        Ok(Self { sequence, key, home_unit, state })
    }
}

/// Some entries of a feed. Stored together with the new cursor `until` in one transaction, or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Which data.
    pub dataset: Dataset,
    /// The feed.
    pub feed: FeedId,
    /// Entries after the number that was asked from, ascending.
    pub entries: Vec<Entry>,
    /// Where to ask from next. At least the number of the last entry.
    pub until: u64,
    /// On the last page only: what the device's confirmed state of the feed is once the page has been stored. Read in
    /// the same snapshot as the entries.
    pub complete: Option<FeedState>,
}

/// A page as far as this version can read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageReading {
    /// The page with the entries that can be read.
    pub page: Page,
    /// The others. They never stop the page: they are set aside with their payload and shown.
    pub unreadable: Vec<Unreadable>,
}

/// An entry that this version cannot read. `Debug` shows no payload.
#[derive(Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Its number, when that could be read.
    pub sequence: Option<u64>,
    /// The code of its kind, perhaps a newer one.
    pub kind: Option<String>,
    /// Its id, when that could be read.
    pub id: Option<RecordId>,
    /// Why, as a code.
    pub reason: Code,
    /// What it adds to the feed's hash; none when it is not present. What is set aside still counts.
    pub hash: Option<ContentHash>,
    /// The entry as it came, canonical.
    pub payload: String,
}

impl fmt::Debug for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreadable")
            .field("sequence", &self.sequence)
            .field("kind", &self.kind)
            .field("id", &self.id)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// Reads a page. An entry that cannot be read (a kind, a path or a value of a newer version) is set aside.
///
/// # Errors
/// When the page as a whole is not one.
pub fn read_page(text: &str) -> Result<PageReading, serde_json::Error> {
    if let Ok(page) = serde_json::from_str::<Page>(text) {
        return Ok(PageReading { page, unreadable: Vec::new() });
    }
    #[derive(Deserialize)]
    struct Loose {
        dataset: Dataset,
        feed: FeedId,
        entries: Vec<Value>,
        until: u64,
        complete: Option<FeedState>,
    }
    let Loose { dataset, feed, entries: raw, until, complete } = serde_json::from_str(text)?;
    let mut entries = Vec::with_capacity(raw.len());
    let mut unreadable = Vec::new();
    for value in raw {
        match Entry::deserialize(&value) {
            Ok(entry) => entries.push(entry),
            Err(_) => unreadable.push(Unreadable::new(&value)),
        }
    }
    Ok(PageReading { page: Page { dataset, feed, entries, until, complete }, unreadable })
}

impl Unreadable {
    fn new(value: &Value) -> Self {
        let key = value.get("key");
        let kind = key.and_then(|key| key.get("kind")).and_then(Value::as_str).map(str::to_owned);
        let known = kind.as_deref().is_some_and(|kind| kind.parse::<Kind>().is_ok());
        let present = value.get("state").and_then(Value::as_str) == Some("present");
        Self {
            sequence: value.get("sequence").and_then(Value::as_u64),
            id: key.and_then(|key| key.get("id")).and_then(Value::as_str).and_then(|id| Uuid::try_parse(id).ok()),
            reason: if known || kind.is_none() { Code::Format } else { Code::UnknownKind },
            kind,
            hash: if present { ContentHash::of_json(value) } else { None },
            payload: value_to_canonical_json(value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use feltmappen_domain::record::Path;
    use serde_json::json;

    const UNIT: &str = "019aa1b2-7c00-7000-8000-0000000000e1";
    const ID: &str = "019aa1b2-7c00-7000-8000-0000000000d1";

    fn page(entries: &Value) -> String {
        json!({
            "dataset": {"id": UNIT, "generation": 0}, "feed": format!("unit:{UNIT}"),
            "entries": entries, "until": 9, "complete": null
        })
        .to_string()
    }

    fn entry(kind: &str, fields: &Value) -> Value {
        json!({"sequence": 7, "key": {"kind": kind, "id": ID}, "home_unit": UNIT, "state": "present", "fields": fields, "conflicts": []})
    }

    #[test]
    fn one_entry_that_cannot_be_read_does_not_stop_the_page() {
        let text = page(&json!([
            entry("job_order", &json!({"title": "Kok"})),
            entry("spaceship", &json!({"name": "Agnete"})),
            entry("job_order", &json!({"title": ["a list"]})),
            {"nonsense": true}
        ]));
        let reading = read_page(&text).unwrap();
        assert_eq!((reading.page.entries.len(), reading.page.until), (1, 9));
        let reasons: Vec<_> = reading.unreadable.iter().map(|one| one.reason).collect();
        assert_eq!(reasons, [Code::UnknownKind, Code::Format, Code::Format]);
        assert_eq!(reading.unreadable[0].kind.as_deref(), Some("spaceship"));
        assert!(reading.unreadable[0].payload.contains("Agnete"));
        assert!(!format!("{reading:?}").contains("Agnete"));
    }

    #[test]
    fn every_state_is_read_as_it_was_written() {
        let (by, at) = (Some(Uuid::max()), Some("2026-03-02T08:00:00Z".to_owned()));
        let fields = |title: &str| Fields::from_iter([(Path::known("title"), json!(title))]);
        let states = [
            EntryState::Present { fields: fields("Kok"), conflicts: Vec::new(), by, at },
            EntryState::Present { fields: fields(""), conflicts: Vec::new(), by: None, at: None },
            EntryState::Retracted,
            EntryState::Purged,
        ];
        for state in states {
            let (id, home_unit) = (Uuid::nil(), Uuid::max());
            let entry = Entry { sequence: 7, key: RecordKey::new(Kind::JobOrder, id), home_unit, state };
            let text = serde_json::to_string(&entry).unwrap();
            assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry, "{text}");
        }
    }

    #[test]
    fn an_entry_that_is_present_says_what_is_in_it() {
        let mut without = entry("job_order", &json!({}));
        without.as_object_mut().unwrap().remove("fields");
        assert_eq!(read_page(&page(&json!([without]))).unwrap().unreadable[0].reason, Code::Format);
        let mut unsaid = entry("job_order", &json!({}));
        unsaid.as_object_mut().unwrap().remove("conflicts");
        assert_eq!(read_page(&page(&json!([unsaid]))).unwrap().page.entries.len(), 1);
    }

    #[test]
    fn what_is_set_aside_counts_in_the_hash_as_what_can_be_read_does() {
        let value = entry("job_order", &json!({"title": "Kok \"A\"", "positions": 2}));
        let entry = Entry::deserialize(&value).unwrap();
        let EntryState::Present { fields, conflicts, .. } = &entry.state else { panic!() };
        let hash = ContentHash::of(entry.key, entry.home_unit, fields, conflicts);
        assert_eq!(ContentHash::of_json(&value), Some(hash));
    }

    #[test]
    fn what_is_no_page_is_an_error() {
        assert!(read_page("{}").is_err());
        assert!(read_page("<html>Log ind</html>").is_err());
    }
}
