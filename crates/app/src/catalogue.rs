//! Units and employees, and what never changes while the app runs.

use feltmappen_domain::{
    form, municipality,
    record::{Kind, Path, RecordId, RecordKey},
};
use feltmappen_store::Workspace;
use feltmappen_sync::{Change, RecordChange};
use serde_json::Value;

use crate::{
    App, Me, Outcome,
    api::{Catalogue, EmployeeRow, Reference, UnitRow},
};

impl App {
    /// Forms and code lists.
    pub fn reference(&self) -> Outcome<Reference> {
        Ok(Reference {
            order: form::job_order_form(),
            company: form::company_form(),
            workplace: form::workplace_form(),
            contact: form::contact_form(),
            unit: form::unit_form(),
            employee: form::employee_form(),
            visit: form::visit_form(),
            promise: form::promise_form(),
            candidate: form::candidate_form(),
            conversation: form::conversation_form(),
            consent: form::consent_form(),
            submittal: form::submittal_form(),
            municipalities: municipality::all().to_vec(),
        })
    }

    /// Units by name, mine first, each with the employees known here.
    pub fn catalogue(&self) -> Outcome<Catalogue> {
        let open = self.opened()?;
        let me = open.identity();
        let employees = open.workspace.all(Kind::Employee)?;
        let units = open.workspace.all(Kind::Unit)?;
        let mut units: Vec<UnitRow> = units
            .iter()
            .map(|unit| {
                let text = |path| unit.fields.text(path).unwrap_or_default();
                let of_unit = employees.iter().filter(|one| one.fields.id("unit") == Some(unit.key.id));
                UnitRow {
                    key: unit.key,
                    name: text("name").to_owned(),
                    municipality: municipality::by_code(text("municipality"))
                        .map_or_else(String::new, |one| one.name.to_owned()),
                    employees: of_unit
                        .map(|one| EmployeeRow {
                            key: one.key,
                            name: one.fields.text("name").unwrap_or_default().to_owned(),
                            title: one.fields.text("title").unwrap_or_default().to_owned(),
                        })
                        .collect(),
                }
            })
            .collect();
        units.sort_by_key(|unit| me.is_none_or(|me| me.unit != unit.key.id));
        Ok(Catalogue { me: me.map(|me| me.employee), units })
    }

    /// One unit per kommune to begin with (L28); the names are the user's to change.
    pub(crate) fn seed(&self, workspace: &Workspace) -> Outcome<()> {
        let mut records = Vec::new();
        for municipality in municipality::all() {
            let id = municipality_unit(municipality.code);
            let name = format!("{} Kommune", municipality.name);
            let values =
                [("name", Value::from(name)), ("municipality", municipality.code.into()), ("@alive", true.into())];
            let changes = values.map(|(path, value)| Change { path: Path::known(path), base: Value::Null, value });
            let key = RecordKey { kind: Kind::Unit, id };
            records.push(RecordChange { key, home_unit: id, changes: changes.to_vec(), resolves: Vec::new() });
        }
        let nobody = Me { employee: RecordId::nil(), unit: RecordId::nil() };
        workspace.commit(&self.new_commit(nobody, "seed", records)?)?;
        Ok(())
    }
}

/// Two devices seed the same unit for the same kommune.
fn municipality_unit(code: &str) -> RecordId {
    RecordId::new_v5(&feltmappen_domain::identity::NAMESPACE, format!("unit/{code}").as_bytes())
}
