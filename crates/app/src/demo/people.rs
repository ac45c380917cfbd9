//! Who works in the demo. Their ids are fixed, so that each of them can be enrolled before their window has opened, and so
//! that two computers mean the same unit and the same people.

use feltmappen_domain::record::{ALIVE, Kind, Path, RecordId, RecordKey};
use feltmappen_store::Workspace;
use feltmappen_sync::{Change, RecordChange};
use serde_json::Value;
use uuid::uuid;

use super::Values;
use crate::{App, Me, Outcome};

/// Egelund Kommune.
pub(super) const UNIT: RecordId = uuid!("019aa1b2-7c00-7000-8000-0000000000e1");
/// Its name.
pub(super) const UNIT_NAME: &str = "Egelund Kommune";

/// A consultant of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DemoPerson {
    /// Maja Thorsen.
    Maja,
    /// Søren Bech, her colleague.
    Soren,
}

impl DemoPerson {
    /// Her or his id.
    pub(super) const fn id(self) -> RecordId {
        match self {
            Self::Maja => uuid!("019aa1b2-7c00-7000-8000-0000000000a1"),
            Self::Soren => uuid!("019aa1b2-7c00-7000-8000-0000000000a2"),
        }
    }

    /// Her or his name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Maja => "Maja Thorsen",
            Self::Soren => "Søren Bech",
        }
    }
}

/// What is known of a unit.
pub(super) fn unit(name: &str) -> Values {
    vec![
        ("name", name.into()),
        // What a consent says of whoever asks for it.
        ("phone", "70 00 00 01".into()),
        ("email", "virksomhed@kommune.example".into()),
        ("address.street", "Rådhuspladsen 1".into()),
        ("address.postcode", "0999".into()),
        ("address.city", "Egelund".into()),
        ("dpo.email", "dpo@kommune.example".into()),
    ]
}

/// What is known of an employee.
pub(super) fn employee(name: &str, unit: RecordId) -> Values {
    vec![("name", name.into()), ("title", "Virksomhedskonsulent".into()), ("unit", unit.to_string().into())]
}

/// Says in a new workspace who works here. Everything else comes from central, and so do these records: like the catalogue
/// of kommuner they are nobody's change and are never sent.
pub(super) fn introduce(app: &App, workspace: &Workspace, person: DemoPerson) -> Outcome<()> {
    let known = [(Kind::Unit, UNIT, unit(UNIT_NAME)), (Kind::Employee, person.id(), employee(person.name(), UNIT))];
    let records = known.into_iter().map(|(kind, id, values)| {
        let values = values.into_iter().chain([(ALIVE, true.into())]);
        let changes = values.map(|(path, value)| Change { path: Path::known(path), base: Value::Null, value });
        RecordChange { key: RecordKey { kind, id }, home_unit: UNIT, changes: changes.collect(), resolves: Vec::new() }
    });
    let nobody = Me { employee: RecordId::nil(), unit: RecordId::nil() };
    workspace.commit(&app.new_commit(nobody, "seed", records.collect())?)?;
    Ok(())
}
