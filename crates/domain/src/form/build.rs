//! How forms are written down: a field takes what it can from the schema and adds its words.

use serde_json::Value;

use super::{Choice, Condition, Field, Form, Section, Widget};
use crate::record::{Kind, Path};
use crate::schema::{self, Choices, FieldSpec, REQUIREMENT_CLASSES, REQUIREMENTS, ValueType};

pub(super) fn form(kind: Kind, sections: Vec<Section>) -> Form {
    Form { id: kind.as_str().to_owned(), sections }
}

pub(super) fn section(id: &str, title: &str, question: Option<&str>, fields: Vec<Field>) -> Section {
    Section { id: id.to_owned(), title: title.to_owned(), lead: None, question: question.map(str::to_owned), fields }
}

/// A field of the schema with its label. A path outside the schema gives a plain text field, which a test refuses.
pub(super) fn field(kind: Kind, path: &'static str, label: &str) -> Field {
    let path = Path::known(path);
    let spec = schema::spec_of(kind, &path);
    let value = spec.map_or(ValueType::Text, |spec| spec.value);
    Field {
        label: label.to_owned(),
        hint: None,
        question: None,
        widget: widget(value),
        choices: match value {
            ValueType::Choice(choices) => words(choices),
            _ => Vec::new(),
        },
        max_chars: spec.and_then(|spec| spec.max_chars),
        show_when: None,
        d: spec.map(numbers).unwrap_or_default(),
        wide: value == ValueType::LongText,
        counts: value != ValueType::Flag,
        path,
    }
}

/// The field for the list of requirements: the classes as choices, and the numbers of all fields of an item.
pub(super) fn requirements(label: &str) -> Field {
    let items = schema::fields_of(Kind::JobOrder).iter().filter(|spec| spec.path.starts_with(REQUIREMENTS));
    Field {
        widget: Widget::Requirements,
        choices: words(REQUIREMENT_CLASSES),
        d: items.flat_map(numbers).collect(),
        wide: true,
        ..field(Kind::JobOrder, REQUIREMENTS, label)
    }
}

impl Field {
    pub(super) fn hint(mut self, hint: &str) -> Self {
        self.hint = Some(hint.to_owned());
        self
    }

    pub(super) fn ask(mut self, question: &str) -> Self {
        self.question = Some(question.to_owned());
        self
    }

    pub(super) fn when(mut self, path: &'static str, equals: impl Into<Value>) -> Self {
        self.show_when = Some(Condition { path: Path::known(path), equals: equals.into() });
        self
    }

    pub(super) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// A field that may stay empty without the part being unfinished.
    pub(super) fn extra(mut self) -> Self {
        self.counts = false;
        self
    }

    pub(super) fn looks(mut self, widget: Widget) -> Self {
        self.widget = widget;
        self
    }
}

fn words(choices: Choices) -> Vec<Choice> {
    choices.iter().map(|(value, label)| Choice { value: (*value).to_owned(), label: (*label).to_owned() }).collect()
}

fn numbers(spec: &FieldSpec) -> Vec<String> {
    spec.d.iter().map(|d| (*d).to_owned()).collect()
}

fn widget(value: ValueType) -> Widget {
    match value {
        ValueType::Text => Widget::Text,
        ValueType::LongText => Widget::LongText,
        ValueType::Integer { .. } => Widget::Integer,
        ValueType::Flag => Widget::Flag,
        ValueType::Date => Widget::Date,
        ValueType::DateTime => Widget::DateTime,
        ValueType::Choice(_) => Widget::Choice,
        ValueType::Reference(Kind::Unit) => Widget::Unit,
        ValueType::Reference(Kind::Employee) => Widget::Employee,
        ValueType::Reference(Kind::Company) => Widget::Company,
        ValueType::Reference(Kind::Workplace) => Widget::Workplace,
        ValueType::Reference(Kind::Contact) => Widget::Contact,
        // Set by the step that makes the record; no form asks for them.
        ValueType::Reference(
            Kind::JobOrder
            | Kind::Template
            | Kind::Visit
            | Kind::Promise
            | Kind::MatchCheck
            | Kind::Candidate
            | Kind::Conversation
            | Kind::Consent
            | Kind::Submittal,
        )
        | ValueType::Hash
        | ValueType::Item => Widget::Text,
        ValueType::Cpr => Widget::Cpr,
        ValueType::Cvr => Widget::Cvr,
        ValueType::PNumber => Widget::PNumber,
        ValueType::BranchCode => Widget::BranchCode,
        ValueType::Email => Widget::Email,
        ValueType::Phone => Widget::Phone,
        ValueType::Municipality => Widget::Municipality,
    }
}
