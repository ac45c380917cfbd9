//! What fields and values are called.

use feltmappen_domain::{
    form::{self, Form},
    municipality,
    numbers::cvr,
    record::{Kind, Path},
    schema::{self, REQUIREMENTS, ValueType},
};

use crate::api::ValueLook;

/// The form that fills in a kind of record.
fn form_of(kind: Kind) -> Form {
    match kind {
        Kind::Unit => form::unit_form(),
        Kind::Employee => form::employee_form(),
        Kind::Company => form::company_form(),
        Kind::Workplace => form::workplace_form(),
        Kind::Contact => form::contact_form(),
        Kind::JobOrder => form::job_order_form(),
    }
}

/// The words above a field; "Krav" for a field of a requirement. A field without words is called by its path.
pub(crate) fn label(kind: Kind, path: &Path) -> String {
    match path.parse_item() {
        Some((REQUIREMENTS, ..)) => "Krav".to_owned(),
        Some((list, ..)) => list.to_owned(),
        None => {
            let form = form_of(kind);
            let field = form.fields().find(|(_, field)| field.path == *path).map(|(_, field)| field.label.clone());
            field.unwrap_or_else(|| without_form(path.as_str()).to_owned())
        }
    }
}

/// Fields that no form asks for: they are set by a step.
fn without_form(path: &str) -> &str {
    match path {
        "status" => "Status",
        "close_reason" => "Lukkeårsag",
        "close_note" => "Note om lukning",
        "inactive_until" => "På pause til",
        "alias_of" => "Samlet med",
        other => other,
    }
}

/// The kind of record that a field points at.
pub(crate) fn reference(kind: Kind, path: &Path) -> Option<Kind> {
    match value(kind, path)? {
        ValueType::Reference(target) => Some(target),
        _ => None,
    }
}

/// A text value as a person reads it: the words of a code, the spaces of a number.
pub(crate) fn words(kind: Kind, path: &Path, text: &str) -> String {
    let known = match value(kind, path) {
        Some(ValueType::Choice(choices)) => {
            choices.iter().find(|(code, _)| *code == text).map(|(_, words)| (*words).to_owned())
        }
        Some(ValueType::Municipality) => municipality::by_code(text).map(|one| one.name.to_owned()),
        Some(ValueType::Cvr) => Some(cvr::show(text)),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

/// How the window writes the values of a field.
pub(crate) fn look(kind: Kind, path: &Path) -> ValueLook {
    match value(kind, path) {
        Some(ValueType::Date) => ValueLook::Day,
        Some(ValueType::DateTime) => ValueLook::Moment,
        _ => ValueLook::Text,
    }
}

fn value(kind: Kind, path: &Path) -> Option<ValueType> {
    schema::spec_of(kind, path).map(|spec| spec.value)
}
