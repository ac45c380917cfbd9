//! The path of a field: dotted segments, checked once and trusted afterwards.

use std::borrow::Borrow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use smol_str::SmolStr;
use ts_rs::TS;
use uuid::Uuid;

/// The marker segment that says whether a record (top level) or a list item is alive.
pub const ALIVE: &str = "@alive";
/// The marker segment that holds a list item's place, a fractional index (see [`crate::rank`]).
pub const RANK: &str = "@rank";

const MAX_BYTES: usize = 200;
const MAX_NAME: usize = 40;

/// Where a value lives in a record, for example `title` or `requirements.<item id>.text`.
///
/// Grammar: `segment("." segment)*`, at most 200 bytes. A segment is a name (`[a-z][a-z0-9_]{0,39}`), a lowercase
/// hyphenated UUID, `@alive` or `@rank`. Order is bytewise. A path names a field and never holds personal data.
///
/// There are as many paths as values, and a path is copied with its value again and again: a copy never allocates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(as = "String")]
pub struct Path(SmolStr);

/// The text is not a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Longer than 200 bytes.
    #[error("path is longer than 200 bytes")]
    TooLong,
    /// A segment (or the whole path) is outside the grammar.
    #[error("path has a segment outside the grammar")]
    Segment,
}

impl Path {
    /// Checks a text from outside.
    ///
    /// # Errors
    /// [`PathError`] when the text is too long or outside the grammar.
    pub fn new(text: &str) -> Result<Self, PathError> {
        if text.len() > MAX_BYTES {
            return Err(PathError::TooLong);
        }
        if !text.split('.').all(is_segment) {
            return Err(PathError::Segment);
        }
        Ok(Self(SmolStr::new(text)))
    }

    /// A path written in the program. Debug builds refuse a text outside the grammar; use [`Path::new`] for data.
    pub fn known(text: &'static str) -> Self {
        debug_assert!(Self::new(text).is_ok(), "{text} is not a path");
        Self(SmolStr::new_static(text))
    }

    /// The path of a list item's field, `list.<id>.field`. `list` and `field` are names written in the program;
    /// debug builds refuse others.
    pub fn item(list: &str, id: Uuid, field: &str) -> Self {
        let text = format!("{list}.{}.{field}", id.hyphenated());
        debug_assert!(Self::new(&text).is_ok(), "{text} is not a path");
        Self(text.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands behind the last dot: the field's own name, or a marker.
    pub fn last_segment(&self) -> &str {
        let dot = self.0.bytes().rposition(|byte| byte == b'.');
        dot.map_or(self.as_str(), |dot| &self.0[dot + 1..])
    }

    /// Splits `list.<item id>.field` into its parts. None when the second segment is not an item id, or when
    /// nothing follows it. Both `list` and `field` borrow from the path; `field` may itself have dots.
    pub fn parse_item(&self) -> Option<(&str, Uuid, &str)> {
        let (list, rest) = self.0.split_once('.')?;
        let (id, field) = rest.split_once('.')?;
        Some((list, item_id(id)?, field))
    }
}

fn is_segment(segment: &str) -> bool {
    segment == ALIVE || segment == RANK || is_name(segment) || item_id(segment).is_some()
}

fn is_name(segment: &str) -> bool {
    segment.len() <= MAX_NAME
        && segment.starts_with(|first: char| first.is_ascii_lowercase())
        && segment.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The id in a segment, only in the one spelling that the grammar knows (lowercase, hyphenated).
fn item_id(segment: &str) -> Option<Uuid> {
    let id = Uuid::try_parse(segment).ok()?;
    let mut buffer = Uuid::encode_buffer();
    (id.hyphenated().encode_lower(&mut buffer) == segment).then_some(id)
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Path {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Checked)
    }
}

/// Checks a path where it lies, before there is any copy of it.
struct Checked;

impl de::Visitor<'_> for Checked {
    type Value = Path;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a path")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Path, E> {
        Path::new(text).map_err(E::custom)
    }
}

impl From<&Self> for Path {
    fn from(path: &Self) -> Self {
        path.clone()
    }
}

impl AsRef<str> for Path {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Path {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ID: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

    #[test]
    fn the_grammar_in_cases() {
        let long_name = "a".repeat(41);
        let long_path = ["abcdefghi"; 21].join(".");
        let cases: [(&str, bool); 19] = [
            ("title", true),
            ("terms.temp_from", true),
            ("a1_", true),
            ("@alive", true),
            ("requirements.01890a5d-ac96-774b-bcce-b302099a8057.text", true),
            ("requirements.01890a5d-ac96-774b-bcce-b302099a8057.@rank", true),
            ("", false),
            (".", false),
            ("title.", false),
            (".title", false),
            ("Title", false),
            ("1title", false),
            ("_title", false),
            ("titel på", false),
            ("@dead", false),
            ("requirements.01890A5D-ac96-774b-bcce-b302099a8057.text", false),
            ("requirements.01890a5dac96774bbcceb302099a8057.text", false),
            (&long_name, false),
            (&long_path, false),
        ];
        for (text, valid) in cases {
            assert_eq!(Path::new(text).is_ok(), valid, "{text}");
        }
        assert_eq!(Path::new(&long_path), Err(PathError::TooLong));
        assert!(Path::new(&"a".repeat(40)).is_ok());
    }

    #[test]
    fn json_refuses_what_the_grammar_refuses() {
        assert!(serde_json::from_str::<Path>("\"title\"").is_ok());
        assert!(serde_json::from_str::<Path>("\"Title\"").is_err());
    }

    #[test]
    fn only_a_list_item_parses_as_one() {
        let path = Path::item("requirements", Uuid::try_parse(ID).unwrap(), "text");
        assert_eq!(path.parse_item(), Some(("requirements", Uuid::try_parse(ID).unwrap(), "text")));
        assert_eq!(Path::known("branch.code").parse_item(), None);
        assert_eq!(Path::known("terms.temp.x").parse_item(), None);
        assert_eq!(Path::new(&format!("requirements.{ID}")).unwrap().parse_item(), None);
    }

    fn path_text() -> impl Strategy<Value = String> {
        let segment = prop_oneof![
            "[a-z][a-z0-9_]{0,12}",
            any::<u128>().prop_map(|n| Uuid::from_u128(n).to_string()),
            Just(ALIVE.to_owned()),
            Just(RANK.to_owned()),
        ];
        proptest::collection::vec(segment, 1..5).prop_map(|segments| segments.join("."))
    }

    proptest! {
        #[test]
        fn a_path_survives_text_and_json(text in path_text()) {
            let path = Path::new(&text).unwrap();
            prop_assert_eq!(path.as_str(), &text);
            let json = serde_json::to_string(&path).unwrap();
            prop_assert_eq!(serde_json::from_str::<Path>(&json).unwrap(), path);
        }

        #[test]
        fn an_item_path_survives(list in "[a-z][a-z0-9_]{0,12}", id in any::<u128>(), field in "[a-z][a-z0-9_]{0,12}") {
            let id = Uuid::from_u128(id);
            let path = Path::item(&list, id, &field);
            prop_assert_eq!(path.parse_item(), Some((list.as_str(), id, field.as_str())));
        }

        #[test]
        fn any_text_is_answered_without_panic(text in "\\PC*") {
            let _ = Path::new(&text);
        }
    }
}
