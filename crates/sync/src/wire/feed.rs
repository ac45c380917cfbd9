//! Feeds: what a reader may subscribe to.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use feltmappen_domain::record::RecordId;

use super::ContentHash;

/// Which data central holds. Another id is another central; a higher generation is the same one, restored from backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Dataset {
    /// Made once when central's database is made.
    pub id: Uuid,
    /// Goes up each time the database has been restored.
    pub generation: u64,
}

/// The name of a feed: `unit:<uuid>`, later `community:<uuid>`, `neighbours:<uuid>` and `national`. A device follows
/// whatever feed central lists, also of a type that it does not know.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FeedId(String);

/// The text is not the name of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedIdError;

impl FeedId {
    /// The feed of a unit.
    pub fn unit(unit: RecordId) -> Self {
        Self(format!("unit:{}", unit.hyphenated()))
    }

    /// Checks a text from outside: a word of `a`–`z` and `_`, at most 40 long, and after a colon a lowercase UUID or nothing at all.
    ///
    /// # Errors
    /// [`FeedIdError`] when the text is something else.
    pub fn new(text: &str) -> Result<Self, FeedIdError> {
        let (word, id) = text.split_once(':').map_or((text, None), |(word, id)| (word, Some(id)));
        let word_fits =
            (1..=40).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let id_fits = id.is_none_or(|id| Uuid::try_parse(id).is_ok_and(|uuid| uuid.hyphenated().to_string() == id));
        if word_fits && id_fits { Ok(Self(text.to_owned())) } else { Err(FeedIdError) }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unit whose feed it is; none for another type of feed.
    pub fn as_unit(&self) -> Option<RecordId> {
        Uuid::try_parse(self.0.strip_prefix("unit:")?).ok()
    }
}

impl fmt::Display for FeedId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FeedIdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the name of a feed")
    }
}

impl std::error::Error for FeedIdError {}

impl TryFrom<String> for FeedId {
    type Error = FeedIdError;

    fn try_from(text: String) -> Result<Self, FeedIdError> {
        Self::new(&text)
    }
}

impl From<FeedId> for String {
    fn from(feed: FeedId) -> Self {
        feed.0
    }
}

/// How a feed stands: enough to know whether there is news, and whether one has all of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedState {
    /// The feed.
    pub feed: FeedId,
    /// The number of its latest entry; zero while it has none.
    pub sequence: u64,
    /// How many records are present in it.
    pub count: u64,
    /// The hash of what is present.
    pub hash: ContentHash,
    /// The number at which the feed stood in the backup, the lowest one if central has been restored more than once.
    /// What a device has read at a higher number in an earlier generation may be gone at central. Left out when zero.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub restored: u64,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The answer to "is there anything?": all that a sync without news asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feeds {
    /// The version that central speaks.
    pub protocol: u16,
    /// The oldest version that central serves.
    pub oldest: u16,
    /// Which data.
    pub dataset: Dataset,
    /// The feeds that this device may read, by name.
    pub feeds: Vec<FeedState>,
    /// Central's public X25519 key in base64, for what a device hands in sealed.
    pub sealing_key: String,
}

/// "There is news": the data of the event `moved`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The feed.
    pub feed: FeedId,
    /// The number of its latest entry.
    pub sequence: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_feeds_in_cases() {
        let id = "019aa1b2-7c00-7000-8000-0000000000e1";
        let cases = [
            (format!("unit:{id}"), true),
            (format!("community:{id}"), true),
            ("national".to_owned(), true),
            (format!("unit:{}", id.to_uppercase()), false),
            ("unit:".to_owned(), false),
            (":".to_owned(), false),
            (String::new(), false),
            ("../unit".to_owned(), false),
            ("a".repeat(41), false),
        ];
        for (text, fits) in cases {
            assert_eq!(FeedId::new(&text).is_ok(), fits, "{text}");
            assert_eq!(serde_json::from_value::<FeedId>(text.clone().into()).is_ok(), fits, "{text}");
        }
        let unit = Uuid::try_parse(id).unwrap();
        assert_eq!(FeedId::unit(unit).as_unit(), Some(unit));
        assert_eq!(FeedId::new("national").unwrap().as_unit(), None);
    }
}
