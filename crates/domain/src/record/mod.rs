//! Records: what is stored and sent. A record is a key, a home unit and a flat map from [`Path`] to value.

mod fields;
mod kind;
mod path;

pub use fields::{Fields, Item};
pub use kind::{Kind, UnknownKind};
pub use path::{ALIVE, Path, PathError, RANK};

use std::fmt;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

/// The id of a record: UUIDv7, or a name-based UUID for kinds with a natural key (see [`crate::identity`]).
pub type RecordId = Uuid;

/// Which record: its kind and its id. Holds no personal data, so it may be logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
pub struct RecordKey {
    /// What kind of thing it is.
    pub kind: Kind,
    /// Its id, unique across kinds.
    #[ts(type = "string")]
    pub id: RecordId,
}

impl RecordKey {
    /// The key of one record.
    pub const fn new(kind: Kind, id: RecordId) -> Self {
        Self { kind, id }
    }
}

/// A record as it stands now. Deliberately without a derived `Debug`: the fields may hold personal data.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Which record it is.
    pub key: RecordKey,
    /// The unit that made it. Never changes; the responsible unit of a job order is a field.
    pub home_unit: RecordId,
    /// Its values.
    pub fields: Fields,
}

impl Record {
    /// A record without any values yet.
    pub fn new(key: RecordKey, home_unit: RecordId) -> Self {
        Self { key, home_unit, fields: Fields::new() }
    }

    /// False once the record has been deleted (`@alive` is false). A deletion is a change, never an absence.
    pub fn alive(&self) -> bool {
        self.fields.flag(ALIVE) != Some(false)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("key", &self.key)
            .field("home_unit", &self.home_unit)
            .field("fields", &self.fields)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn record() -> Record {
        Record::new(RecordKey::new(Kind::Contact, Uuid::nil()), Uuid::nil())
    }

    #[test]
    fn a_record_lives_until_it_is_deleted_by_a_change() {
        let mut record = record();
        assert!(record.alive());
        record.fields.set(Path::known(ALIVE), json!(false));
        assert!(!record.alive());
        record.fields.set(Path::known(ALIVE), json!(true));
        assert!(record.alive());
    }

    #[test]
    fn debug_shows_the_key_and_never_a_value() {
        let mut record = record();
        record.fields.set(Path::known("name"), json!("Agnete Planteborg"));
        let shown = format!("{record:?}");
        assert!(shown.contains("Contact"));
        assert!(!shown.contains("Agnete"));
    }

    #[test]
    fn the_json_shape_is_kind_id_home_unit_and_flat_fields() {
        let mut record = record();
        record.fields.set(Path::known("name"), json!("Bo"));
        let json = serde_json::to_value(&record).unwrap();
        assert_eq!(
            json,
            json!({
                "key": {"kind": "contact", "id": "00000000-0000-0000-0000-000000000000"},
                "home_unit": "00000000-0000-0000-0000-000000000000",
                "fields": {"name": "Bo"}
            })
        );
        assert_eq!(serde_json::from_value::<Record>(json).unwrap(), record);
    }
}
