//! Forms as data: sections, fields, the words beside them and the questions to ask the company aloud. The window draws
//! what stands here; lengths, choices and inventory numbers come from [`crate::schema`], so they stand once.

mod build;
mod catalogue;
mod citizen;
mod guide;
mod job_order;
mod visit;

pub use catalogue::{company_form, contact_form, employee_form, unit_form, workplace_form};
pub use citizen::{candidate_form, consent_form, conversation_form, submittal_form};
pub use guide::guide_form;
pub use job_order::job_order_form;
pub use visit::{alignment_form, promise_form, visit_form};

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;

use crate::record::{Fields, Path};

/// A form for one kind of record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Form {
    /// The code of the form: the kind it fills in, `alignment`, or what a guide is for.
    pub id: String,
    /// Its parts in the order of the page.
    pub sections: Vec<Section>,
}

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Section {
    /// The code of the part, for example `requirements`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The sentence above its fields.
    pub lead: Option<String>,
    /// The question the consultant asks aloud, without quotation marks.
    pub question: Option<String>,
    /// Its fields in the order of the page.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Field {
    /// The value's path. For [`Widget::Requirements`] the name of the list.
    pub path: Path,
    /// The words above the field.
    pub label: String,
    /// How to fill it in.
    pub hint: Option<String>,
    /// The question the consultant asks aloud, without quotation marks.
    pub question: Option<String>,
    /// What the field looks like.
    pub widget: Widget,
    /// What can be chosen. For [`Widget::Requirements`] the classes.
    pub choices: Vec<Choice>,
    /// The longest text, in Unicode scalars.
    pub max_chars: Option<u32>,
    /// When the field is shown; always if none.
    pub show_when: Option<Condition>,
    /// The entries of the inventory that the field answers.
    pub d: Vec<String>,
    /// True for a field that takes the whole width.
    pub wide: bool,
    /// True when the part is only filled in once this field is; notes and the like do not count.
    pub counts: bool,
}

/// What a field looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Widget {
    /// One line.
    Text,
    /// Several lines.
    LongText,
    /// A whole number.
    Integer,
    /// A box to tick.
    Flag,
    /// A day.
    Date,
    /// A day and a time.
    DateTime,
    /// One of some words.
    Choice,
    /// A company.
    Company,
    /// A workplace of the chosen company.
    Workplace,
    /// A contact person at the chosen company.
    Contact,
    /// A unit.
    Unit,
    /// An employee.
    Employee,
    /// The list of requirements.
    Requirements,
    /// The number the hotline gave the order.
    HotlineNumber,
    /// A municipality.
    Municipality,
    /// A CVR number.
    Cvr,
    /// A CPR number, masked until it is to be changed (R75).
    Cpr,
    /// A P-nummer.
    PNumber,
    /// A branch code.
    BranchCode,
    /// A mail address.
    Email,
    /// A phone number.
    Phone,
    /// A question of a guide that takes a note. Every other kind of question takes one too.
    QuestionNote,
    /// A question with one of some choices.
    QuestionChoice,
    /// A question with several of some choices.
    QuestionChoices,
    /// A question with a whole number.
    QuestionNumber,
    /// A question about tools, each offered or interesting.
    QuestionTools,
    /// A question of a checklist: decided or not.
    QuestionDecision,
    /// The plan table.
    QuestionPlan,
    /// A question of a kind that this version does not know: read-only.
    QuestionOther,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Choice {
    /// The code that is stored.
    pub value: String,
    /// The words the user reads.
    pub label: String,
}

/// Shows a field only while another field has a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Condition {
    /// The other field.
    pub path: Path,
    /// The value it must have.
    #[ts(type = "string | number | boolean | null")]
    pub equals: Value,
}

impl Condition {
    /// Whether the fields satisfy the condition.
    pub fn holds(&self, fields: &Fields) -> bool {
        fields.get(&self.path).unwrap_or(&Value::Null) == &self.equals
    }
}

impl Field {
    /// Whether the field is shown for these values.
    pub fn shown(&self, fields: &Fields) -> bool {
        self.show_when.as_ref().is_none_or(|condition| condition.holds(fields))
    }
}

impl Form {
    /// Every field of the form with its part.
    pub fn fields(&self) -> impl Iterator<Item = (&Section, &Field)> {
        self.sections.iter().flat_map(|section| section.fields.iter().map(move |field| (section, field)))
    }

    /// The code of the part in which a path is filled in. The fields of list items belong to their list.
    pub fn section_of(&self, path: &Path) -> Option<&str> {
        let list = path.parse_item().map_or(path.as_str(), |(list, _, _)| list);
        self.fields().find(|(_, field)| field.path.as_str() == list).map(|(section, _)| section.id.as_str())
    }
}
