//! What a person must choose: central's value stands, the other one is kept beside it.

use std::fmt;

use feltmappen_domain::canonical;
use feltmappen_domain::record::{Path, RecordId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

const NAMESPACE: Uuid = feltmappen_domain::identity::NAMESPACE;

/// Two people have changed the same thing. What stands in the record's fields is theirs; this is mine. Both are kept
/// until a person has chosen.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id: the same on every device (see [`Conflict::id_of`]).
    pub id: Uuid,
    /// The commit that could not be carried out here.
    pub commit: Uuid,
    /// Who made it.
    pub author: RecordId,
    /// When, by the author's device. For display only.
    pub device_time: String,
    /// Why a person must choose.
    pub reason: ConflictReason,
    /// The fields, by path.
    pub sides: Vec<Sides>,
}

/// Why a person must choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictReason {
    /// Both have changed the same value, or values that mean something together.
    Value,
    /// The author changed what somebody else has deleted.
    EditedDeleted,
    /// The author deleted what somebody else has changed.
    DeletedEdited,
    /// Each was fine, together they break a rule.
    Rule,
}

/// One field of a conflict. `Debug` shows the path only.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// The field.
    pub path: Path,
    /// What the author saw before.
    #[serde(deserialize_with = "canonical::deserialize")]
    pub base: Value,
    /// What the author wanted.
    #[serde(deserialize_with = "canonical::deserialize")]
    pub mine: Value,
}

impl Conflict {
    /// The id of a conflict: name-based, `conflict:<commit>:<record>:<first path>`.
    pub fn id_of(commit: Uuid, record: RecordId, first: &Path) -> Uuid {
        let name = format!("conflict:{}:{}:{first}", commit.hyphenated(), record.hyphenated());
        Uuid::new_v5(&NAMESPACE, name.as_bytes())
    }

    /// The JSON as a value, the same as serialising gives.
    pub(super) fn to_value(&self) -> Value {
        let sides = self.sides.iter().map(|side| {
            object([
                ("path", Value::from(side.path.as_str())),
                ("base", side.base.clone()),
                ("mine", side.mine.clone()),
            ])
        });
        object([
            ("id", Value::from(self.id.hyphenated().to_string())),
            ("commit", Value::from(self.commit.hyphenated().to_string())),
            ("author", Value::from(self.author.hyphenated().to_string())),
            ("device_time", Value::from(self.device_time.as_str())),
            ("reason", Value::from(self.reason.as_str())),
            ("sides", sides.collect()),
        ])
    }
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>())
}

impl ConflictReason {
    /// The code of the reason.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::EditedDeleted => "edited_deleted",
            Self::DeletedEdited => "deleted_edited",
            Self::Rule => "rule",
        }
    }
}

impl fmt::Debug for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conflict")
            .field("id", &self.id)
            .field("commit", &self.commit)
            .field("reason", &self.reason)
            .field("sides", &self.sides)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Sides {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sides({})", self.path)
    }
}
