//! What stands in a ledger, line by line.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_sync::wire::FeedId;
use uuid::Uuid;

/// What stands in a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entries {
    /// Records that have been erased.
    pub erased: BTreeSet<RecordKey>,
    /// Devices that have been struck off.
    pub revoked: BTreeSet<Uuid>,
    /// The lowest number at which each feed has stood in a backup that was restored.
    pub restored: BTreeMap<FeedId, u64>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Erased(RecordKey),
    Revoked(Uuid),
    Restored(FeedId, u64),
}

impl Line {
    fn parse(text: &str) -> Option<Self> {
        match text.split_once('/')? {
            ("revoked", id) => Some(Self::Revoked(Uuid::try_parse(id).ok()?)),
            ("restored", rest) => {
                let (number, feed) = rest.split_once('/')?;
                Some(Self::Restored(FeedId::new(feed).ok()?, number.parse().ok()?))
            }
            _ => parse(text).map(Self::Erased),
        }
    }

    pub fn text(&self) -> String {
        match self {
            Self::Erased(key) => format!("{}/{}\n", key.kind, key.id.hyphenated()),
            Self::Revoked(device) => format!("revoked/{}\n", device.hyphenated()),
            Self::Restored(feed, number) => format!("restored/{number}/{feed}\n"),
        }
    }
}

impl Entries {
    /// All that stands in a ledger's text, or the first line that is none of a ledger. Empty lines say nothing.
    pub(super) fn read(text: &str) -> Result<Self, usize> {
        let mut entries = Self::default();
        let text = &text[..whole(text)];
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            entries.take(Line::parse(line).ok_or(index + 1)?);
        }
        Ok(entries)
    }

    /// True when the line says something that was not known.
    pub(super) fn take(&mut self, line: Line) -> bool {
        match line {
            Line::Erased(key) => self.erased.insert(key),
            Line::Revoked(device) => self.revoked.insert(device),
            Line::Restored(feed, number) => {
                let lower = self.restored.get(&feed).is_none_or(|known| number < *known);
                if lower {
                    self.restored.insert(feed, number);
                }
                lower
            }
        }
    }
}

/// How much of a ledger's text was written whole. What a power cut has torn off at the end has neither its line end nor a
/// meaning, and nobody was told that it is there.
pub(super) fn whole(text: &str) -> usize {
    let last = text.rfind('\n').map_or(0, |at| at + 1);
    if Line::parse(&text[last..]).is_some() { text.len() } else { last }
}

/// `<kind>/<uuid>`.
pub fn parse(text: &str) -> Option<RecordKey> {
    let (kind, id) = text.split_once('/')?;
    Some(RecordKey::new(kind.parse::<Kind>().ok()?, Uuid::try_parse(id).ok()?))
}
