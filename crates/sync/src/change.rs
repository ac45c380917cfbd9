//! Changes: which values of a record become what, and what they were before.

use std::fmt;

use feltmappen_domain::canonical;
use feltmappen_domain::record::{ALIVE, Fields, Path, RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// One value that becomes another. Null stands for absent on both sides. `Debug` shows the path only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The field.
    pub path: Path,
    /// The value before, as the author saw it.
    #[serde(deserialize_with = "canonical::deserialize")]
    pub base: Value,
    /// The value after.
    #[serde(deserialize_with = "canonical::deserialize")]
    pub value: Value,
}

impl Change {
    /// True when the value stays what it was: a guard, which says what the author saw and relied on.
    pub fn is_noop(&self) -> bool {
        self.base == self.value
    }

    /// The attachment that the value comes to name, `blob:<uuid>`: only where the path ends in `blob`, so that no text that
    /// somebody typed is taken for one. A guard brings nothing, so nothing has to be there for it.
    pub fn attachment(&self) -> Option<Uuid> {
        if self.is_noop() { None } else { attachment(&self.path, &self.value) }
    }
}

/// The attachment that a value names in this field; see [`Change::attachment`].
pub fn attachment(path: &Path, value: &Value) -> Option<Uuid> {
    let names = path.last_segment() == "blob";
    names.then(|| Uuid::try_parse(value.as_str()?.strip_prefix("blob:")?).ok()).flatten()
}

/// Whether a path says of its record or its item that it lives.
pub(crate) fn is_alive_mark(path: &Path) -> bool {
    path.last_segment() == ALIVE
}

/// Whether two values of a field say the same: what is not said to be dead is alive. Central keeps no word about what
/// was never dead, so that is said to live before it has landed, and not after.
pub fn same(path: &Path, one: &Value, other: &Value) -> bool {
    one == other || is_alive_mark(path) && *one != false && *other != false
}

/// Whether a value makes its record or its item: there was none before.
pub fn makes(path: &Path, base: &Value, value: &Value) -> bool {
    is_alive_mark(path) && base.is_null() && *value == true
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({})", self.path)
    }
}

/// The changes of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// The record.
    pub key: RecordKey,
    /// Its home unit, so that a change can create it.
    pub home_unit: RecordId,
    /// What changes, at most once per path.
    pub changes: Vec<Change>,
    /// The conflicts of the record that a person has decided by this.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolves: Vec<Uuid>,
}

/// Carries out changes in their order. It looks at no base: whoever must know whether the base still holds asks first.
/// A guard writes nothing.
pub fn apply(fields: &mut Fields, changes: &[Change]) {
    for change in changes.iter().filter(|change| !change.is_noop()) {
        fields.set(&change.path, change.value.clone());
    }
}

/// The changes that take these back, without guards. Undo is a new change like any other.
pub fn inverse(change: &RecordChange) -> RecordChange {
    RecordChange {
        changes: change
            .changes
            .iter()
            .rev()
            .filter(|change| !change.is_noop())
            .map(|change| Change { path: change.path.clone(), base: change.value.clone(), value: change.base.clone() })
            .collect(),
        resolves: Vec::new(), // a conflict that was decided does not come back
        ..*change
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{change_list, record, start};
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_guard_names_no_attachment() {
        let blob = json!("blob:00000000-0000-0000-0000-0000000000b1");
        let put = Change { path: Path::known("scan.blob"), base: json!(null), value: blob.clone() };
        assert!(put.attachment().is_some());
        assert_eq!(Change { base: blob, ..put }.attachment(), None);
    }

    #[test]
    fn null_removes_and_a_value_sets() {
        let mut fields = Fields::new();
        fields.set(Path::known("title"), json!("Kok"));
        let changes = [
            Change { path: Path::known("title"), base: json!("Kok"), value: json!(null) },
            Change { path: Path::known("positions"), base: json!(null), value: json!(2) },
        ];
        apply(&mut fields, &changes);
        assert_eq!(fields.get("title"), None);
        assert_eq!(fields.integer("positions"), Some(2));
    }

    #[test]
    fn debug_never_shows_a_value() {
        let change = Change { path: Path::known("name"), base: json!("Agnete"), value: json!("Bodil") };
        assert_eq!(format!("{change:?}"), "Change(name)");
    }

    #[test]
    fn values_that_can_never_be_are_refused_when_read() {
        let read = |value: Value| serde_json::from_value::<Change>(json!({"path": "a", "base": null, "value": value}));
        assert!(read(json!("x")).is_ok());
        assert!(read(json!(1.5)).is_err());
        assert!(read(json!([])).is_err());
        assert_eq!(read(json!("a\u{30a}\r\n")).unwrap().value, json!("å\n"));
    }

    proptest! {
        #[test]
        fn the_inverse_restores(steps in change_list()) {
            let before = start();
            let mut fields = before.clone();
            let mut changes = record(&mut fields.clone(), &steps);
            changes.changes.retain(|change| !change.is_noop());
            apply(&mut fields, &changes.changes);
            apply(&mut fields, &inverse(&changes).changes);
            prop_assert_eq!(fields, before);
            prop_assert_eq!(inverse(&inverse(&changes)), changes);
        }
    }
}
