//! The values of a record: a flat, ordered map.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::ops::Bound;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use uuid::Uuid;

use super::path::{ALIVE, Path, RANK};
use crate::canonical;

/// The values of a record by path.
///
/// A value is null, true/false, a whole number with |n| < 2^53 or a text in NFC; what comes from outside goes through
/// [`canonical::normalise`] first (reading from JSON does so). Absent and null are the same, so null is never kept.
/// Fields that this version does not know are kept untouched. `Debug` shows the paths only: values may be personal data.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Fields(BTreeMap<Path, Value>);

/// One living item of a list, with its fields by the path within the item (`text`, `priority`, …).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The item's id, the second segment of its paths.
    pub id: Uuid,
    /// Its values, `@alive` and `@rank` among them.
    pub fields: Fields,
}

impl Fields {
    /// No values.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// The value at a path. Never null: an absent value is `None`.
    pub fn get(&self, path: impl AsRef<str>) -> Option<&Value> {
        self.0.get(path.as_ref())
    }

    /// Sets a value; null removes it.
    pub fn set(&mut self, path: impl Into<Path>, value: Value) {
        let path = path.into();
        if value.is_null() {
            self.0.remove(&path);
        } else {
            self.0.insert(path, value);
        }
    }

    /// Removes a value and gives it back.
    pub fn remove(&mut self, path: impl AsRef<str>) -> Option<Value> {
        self.0.remove(path.as_ref())
    }

    /// The values in path order.
    pub fn iter(&self) -> btree_map::Iter<'_, Path, Value> {
        self.0.iter()
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text at a path. None when it is absent or not a text.
    pub fn text(&self, path: impl AsRef<str>) -> Option<&str> {
        self.get(path)?.as_str()
    }

    /// The text at a path if it has more than white space in it.
    pub fn filled_text(&self, path: impl AsRef<str>) -> Option<&str> {
        self.text(path).map(str::trim).filter(|text| !text.is_empty())
    }

    /// The whole number at a path. None when it is absent or not a whole number.
    pub fn integer(&self, path: impl AsRef<str>) -> Option<i64> {
        self.get(path)?.as_i64()
    }

    /// The yes/no at a path. None when it is absent or not a yes/no.
    pub fn flag(&self, path: impl AsRef<str>) -> Option<bool> {
        self.get(path)?.as_bool()
    }

    /// The id at a path. None when it is absent or not an id.
    pub fn id(&self, path: impl AsRef<str>) -> Option<Uuid> {
        Uuid::try_parse(self.text(path)?).ok()
    }

    /// True when there is a value that says something: anything but an absent value or a text of white space.
    pub fn filled(&self, path: impl AsRef<str>) -> bool {
        match self.get(path) {
            None => false,
            Some(Value::String(text)) => !text.trim().is_empty(),
            Some(_) => true,
        }
    }

    /// The living items of a list, ordered by (`@rank`, id). An item lives unless its `@alive` is false.
    pub fn items(&self, list: &str) -> Vec<Item> {
        let mut found: BTreeMap<Uuid, Self> = BTreeMap::new();
        let from = format!("{list}.");
        let start = (Bound::Included(from.as_str()), Bound::Unbounded);
        let range = self.0.range::<str, _>(start);
        for (path, value) in range.take_while(|(path, _)| path.as_str().starts_with(&from)) {
            let item = path.parse_item();
            if let Some((id, field)) = item.and_then(|(_, id, field)| Some((id, Path::new(field).ok()?))) {
                found.entry(id).or_default().set(field, value.clone());
            }
        }
        let mut items: Vec<Item> = found
            .into_iter()
            .map(|(id, fields)| Item { id, fields })
            .filter(|item| item.fields.flag(ALIVE) != Some(false))
            .collect();
        items.sort_by(|a, b| (a.fields.text(RANK), a.id).cmp(&(b.fields.text(RANK), b.id)));
        items
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Fields ")?;
        f.debug_set().entries(self.0.keys().map(Path::as_str)).finish()
    }
}

impl<P: Into<Path>> FromIterator<(P, Value)> for Fields {
    fn from_iter<T: IntoIterator<Item = (P, Value)>>(values: T) -> Self {
        // The latest value of a path counts, also when it is null.
        let mut fields: BTreeMap<Path, Value> = values.into_iter().map(|(path, value)| (path.into(), value)).collect();
        fields.retain(|_, value| !value.is_null());
        Self(fields)
    }
}

impl<'a> IntoIterator for &'a Fields {
    type Item = (&'a Path, &'a Value);
    type IntoIter = btree_map::Iter<'a, Path, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut raw = BTreeMap::<Path, Value>::deserialize(deserializer)?;
        for value in raw.values_mut() {
            *value = canonical::normalise(value.take()).map_err(de::Error::custom)?;
        }
        raw.retain(|_, value| !value.is_null());
        Ok(Self(raw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn fields(pairs: &[(&'static str, Value)]) -> Fields {
        pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
    }

    #[test]
    fn absent_and_null_are_the_same() {
        let mut one = fields(&[("title", json!("Kok"))]);
        one.set(Path::known("title"), Value::Null);
        assert_eq!(one, Fields::new());
        assert_eq!(one.get("title"), None);
        assert_eq!(serde_json::from_str::<Fields>(r#"{"title":null}"#).unwrap(), Fields::new());
    }

    #[test]
    fn a_value_of_another_type_reads_as_absent_and_is_kept() {
        let one = fields(&[("title", json!(7))]);
        assert_eq!(one.text("title"), None);
        assert_eq!(one.integer("title"), Some(7));
    }

    #[test]
    fn white_space_says_nothing() {
        let one = fields(&[("title", json!(" \n")), ("jobag_user", json!(false))]);
        assert!(!one.filled("title"));
        assert_eq!(one.filled_text("title"), None);
        assert!(one.filled("jobag_user"));
    }

    #[test]
    fn items_come_by_rank_then_id_without_the_dead() {
        let id = |n: u128| Uuid::from_u128(n);
        let mut one = Fields::new();
        for (n, rank, text) in [(1, "V", "anden"), (2, "F", "første"), (3, "V", "tredje"), (4, "A", "slettet")] {
            one.set(Path::item("requirements", id(n), "text"), json!(text));
            one.set(Path::item("requirements", id(n), RANK), json!(rank));
        }
        one.set(Path::item("requirements", id(4), ALIVE), json!(false));
        one.set(Path::item("requirements_old", id(5), "text"), json!("en anden liste"));
        let texts: Vec<_> =
            one.items("requirements").iter().map(|item| item.fields.text("text").unwrap().to_owned()).collect();
        assert_eq!(texts, ["første", "anden", "tredje"]);
        assert!(one.items("nothing").is_empty());
    }

    #[test]
    fn debug_shows_paths_and_never_values() {
        let one = fields(&[("name", json!("Agnete Planteborg")), ("phone", json!("70101155"))]);
        assert_eq!(format!("{one:?}"), r#"Fields {"name", "phone"}"#);
    }

    #[test]
    fn json_refuses_floats_lists_and_objects() {
        for text in [r#"{"a":1.5}"#, r#"{"a":[1]}"#, r#"{"a":{}}"#, r#"{"a":9007199254740992}"#] {
            assert!(serde_json::from_str::<Fields>(text).is_err(), "{text}");
        }
    }
}
