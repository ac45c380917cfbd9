use feltmappen_domain::{
    form::Form,
    municipality::Municipality,
    record::{RecordId, RecordKey},
};
use serde::Serialize;
use ts_rs::TS;

/// A unit (jobcenter, virksomhedsindgang) with its people.
#[derive(Clone, Serialize, TS)]
pub struct UnitRow {
    /// The unit.
    pub key: RecordKey,
    /// Its name, as configured.
    pub name: String,
    /// Its kommune's name, perhaps empty.
    pub municipality: String,
    /// Employees known here.
    pub employees: Vec<EmployeeRow>,
}

/// An employee in the catalogue.
#[derive(Clone, Serialize, TS)]
pub struct EmployeeRow {
    /// The employee.
    pub key: RecordKey,
    /// Name.
    pub name: String,
    /// Title, perhaps empty.
    pub title: String,
}

/// The catalogue of units and employees.
#[derive(Clone, Serialize, TS)]
pub struct Catalogue {
    /// Who I am.
    pub me: Option<RecordId>,
    /// Units by name; mine first.
    pub units: Vec<UnitRow>,
}

/// Everything that never changes while the app runs: forms and code lists.
#[derive(Clone, Serialize, TS)]
pub struct Reference {
    /// The job order's form (D64–D101).
    pub order: Form,
    /// The company's form.
    pub company: Form,
    /// The workplace's form.
    pub workplace: Form,
    /// The contact's form.
    pub contact: Form,
    /// The unit's form.
    pub unit: Form,
    /// The employee's form.
    pub employee: Form,
    /// The form for planning a visit (D36).
    pub visit: Form,
    /// The form for a promise (D35).
    pub promise: Form,
    /// The form for a candidate (D33).
    pub candidate: Form,
    /// The form for planning a conversation (D37).
    pub conversation: Form,
    /// The form for a consent (L5).
    pub consent: Form,
    /// The form for a submittal (D32).
    pub submittal: Form,
    /// The kommuner by name.
    pub municipalities: Vec<Municipality>,
}
