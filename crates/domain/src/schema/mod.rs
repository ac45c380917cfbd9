//! The known fields of each kind: where a value lives, what it may be, how long it may get, and what it is about.
//!
//! Lengths follow STAR's contract for job orders (L37) and its patterns (L40) where they exist. A path that is not
//! listed is kept untouched and never checked: a newer version may know it.

mod check;
mod citizen;
mod company;
mod job_order;
mod people;
mod problem;
mod stored;
mod template;
mod visit;

pub use check::check;
pub use citizen::{
    AGREEMENT_OWNERS, AGREEMENTS, CONVERSATION_TYPES, CV_STATUSES, DATA_ITEMS, GIVEN_HOW, RESULTS, SEND_CHANNELS,
    WITHDRAWN_HOW,
};
pub use problem::{FormatCode, FormatProblem};
pub use stored::stored_form;

pub use job_order::{
    CHANNELS, CLOSE_REASONS, ORDER_TYPES, PRESENTATIONS, REQUIREMENT_CLASSES, REQUIREMENTS, SHARING, STATUSES,
};
pub use template::{CHOICES, PARTS, QUESTIONS, TEMPLATE_STATUSES, USES};
pub use visit::{
    ANSWERS, CHECK_STATUSES, FORMER, NOTES, PICKS, PLAN, PROMISE_TYPES, THEMES, TOOLS, VISIT_CHANNELS, VISIT_STATUSES,
    VISIT_TYPES,
};

use std::{collections::HashMap, sync::LazyLock};

use crate::record::{Kind, Path};

/// One known field.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its path. In a list, `*` stands for the item's id: `requirements.*.text`.
    pub path: &'static str,
    /// What a value may be.
    pub value: ValueType,
    /// The longest text, in Unicode scalars.
    pub max_chars: Option<u32>,
    /// True when the value names or describes a person, so that reading it belongs in the access journal (R78).
    pub personal: bool,
    /// True when the value must never stand in anything a company sees (R21).
    pub internal: bool,
    /// The entries of the inventory that the field answers.
    pub d: &'static [&'static str],
}

/// The codes of a choice with the Danish words a user reads.
pub type Choices = &'static [(&'static str, &'static str)];

/// What the value of a field may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueType {
    /// A text on one line.
    Text,
    /// A text on several lines.
    LongText,
    /// A whole number between two bounds, both included.
    Integer {
        /// The smallest number.
        min: i64,
        /// The largest number.
        max: i64,
    },
    /// Yes or no.
    Flag,
    /// A day, `2026-11-24`.
    Date,
    /// A moment with its offset from UTC, RFC 3339: `2026-11-24T10:52:00+01:00`.
    DateTime,
    /// One of some codes.
    Choice(Choices),
    /// The id of a record of this kind.
    Reference(Kind),
    /// The id of a list item: a question, a part or a choice of a template.
    Item,
    /// A CVR number.
    Cvr,
    /// A CPR number: ten digits, never refused for its check digit (R76).
    Cpr,
    /// The SHA-256 of a file, 64 hexadecimal digits.
    Hash,
    /// A P-nummer.
    PNumber,
    /// A branch code of six digits.
    BranchCode,
    /// A mail address.
    Email,
    /// A phone number.
    Phone,
    /// The code of a municipality.
    Municipality,
}

/// The known fields of a kind.
pub fn fields_of(kind: Kind) -> &'static [FieldSpec] {
    match kind {
        Kind::Unit => people::UNIT,
        Kind::Employee => people::EMPLOYEE,
        Kind::Company => company::COMPANY,
        Kind::Workplace => company::WORKPLACE,
        Kind::Contact => people::CONTACT,
        Kind::JobOrder => job_order::JOB_ORDER,
        Kind::Template => template::TEMPLATE,
        Kind::Visit => visit::VISIT,
        Kind::Promise => visit::PROMISE,
        Kind::MatchCheck => visit::MATCH_CHECK,
        Kind::Candidate => citizen::CANDIDATE,
        Kind::Conversation => citizen::CONVERSATION,
        Kind::Consent => citizen::CONSENT,
        Kind::Submittal => citizen::SUBMITTAL,
    }
}

/// What is known about a path, or none when this version does not know it.
pub fn spec_of(kind: Kind, path: &Path) -> Option<&'static FieldSpec> {
    let place = match path.parse_item() {
        Some((list, _, field)) => (kind, list, field),
        None => (kind, "", path.as_str()),
    };
    KNOWN.get(&place).copied()
}

/// Every known field by its kind, its list, and its path within that.
static KNOWN: LazyLock<HashMap<(Kind, &str, &str), &FieldSpec>> = LazyLock::new(|| {
    let place = |kind, spec: &'static FieldSpec| {
        let (list, field) = spec.path.split_once(".*.").unwrap_or(("", spec.path));
        ((kind, list, field), spec)
    };
    Kind::ALL.into_iter().flat_map(|kind| fields_of(kind).iter().map(move |spec| place(kind, spec))).collect()
});

impl FieldSpec {
    const fn new(path: &'static str, value: ValueType, max_chars: Option<u32>) -> Self {
        Self { path, value, max_chars, personal: false, internal: false, d: &[] }
    }

    const fn text(path: &'static str, max_chars: u32) -> Self {
        Self::new(path, ValueType::Text, Some(max_chars))
    }

    const fn long_text(path: &'static str, max_chars: u32) -> Self {
        Self::new(path, ValueType::LongText, Some(max_chars))
    }

    const fn of(path: &'static str, value: ValueType) -> Self {
        Self::new(path, value, None)
    }

    const fn personal(mut self) -> Self {
        self.personal = true;
        self
    }

    const fn internal(mut self) -> Self {
        self.internal = true;
        self
    }

    const fn d(mut self, d: &'static [&'static str]) -> Self {
        self.d = d;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn every_known_path_is_a_path_and_stands_once() {
        for kind in Kind::ALL {
            let specs = fields_of(kind);
            assert!(!specs.is_empty());
            for (index, spec) in specs.iter().enumerate() {
                let path = spec.path.replace('*', &Uuid::nil().to_string());
                assert!(Path::new(&path).is_ok(), "{kind} {}", spec.path);
                assert!(specs[..index].iter().all(|other| other.path != spec.path), "{kind} {}", spec.path);
            }
        }
    }

    #[test]
    fn every_text_has_a_longest_length_and_every_choice_has_words() {
        for spec in Kind::ALL.into_iter().flat_map(fields_of) {
            match spec.value {
                ValueType::Text | ValueType::LongText => assert!(spec.max_chars.is_some(), "{}", spec.path),
                ValueType::Choice(choices) => {
                    assert!(choices.len() >= 2, "{}", spec.path);
                    for (code, words) in choices {
                        assert!(!code.is_empty() && !words.is_empty() && !words.contains('!'), "{}", spec.path);
                    }
                }
                _ => {}
            }
        }
    }

    #[test]
    fn list_items_are_found_by_their_pattern() {
        let item = Path::item("requirements", Uuid::nil(), "text");
        assert_eq!(spec_of(Kind::JobOrder, &item).map(|spec| spec.path), Some("requirements.*.text"));
        let unknown = Path::item("requirements", Uuid::nil(), "colour");
        assert!(spec_of(Kind::JobOrder, &unknown).is_none());
        assert!(spec_of(Kind::Company, &item).is_none());
    }

    #[test]
    fn r21_why_an_order_was_closed_is_marked_as_internal() {
        let internal: Vec<_> =
            fields_of(Kind::JobOrder).iter().filter(|spec| spec.internal).map(|spec| spec.path).collect();
        assert_eq!(internal, ["internal_note", "close_reason", "close_note"]);
    }

    #[test]
    fn l37_lengths_follow_the_public_contract() {
        let max = |path| spec_of(Kind::JobOrder, &Path::known(path)).unwrap().max_chars;
        assert_eq!(max("title"), Some(100));
        assert_eq!(max("tasks"), Some(5000));
        assert_eq!(max("internal_note"), Some(2000));
    }
}
