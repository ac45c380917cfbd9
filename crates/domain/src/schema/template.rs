//! Fields of templates: guides, tool lists, checklists and sentences. Every part, question and choice is a list item, so
//! that two editors merge item by item.

use super::{Choices, FieldSpec, ValueType};
use crate::record::Kind;

/// The list of a template's parts.
pub const PARTS: &str = "parts";
/// The list of a template's questions, across its parts.
pub const QUESTIONS: &str = "questions";
/// The list of what can be chosen, across the questions.
pub const CHOICES: &str = "choices";

/// What a template is for.
pub const USES: Choices = &[
    ("visit", "Samtaleguide"),
    ("tools", "Redskabsvifte"),
    ("match_check", "Match-tjek"),
    ("alignment", "Sætninger til forventningsafstemning"),
    ("conversation", "Samtaleguide til ledige"),
];

/// The states of a template. A published one never changes again (R56).
pub const TEMPLATE_STATUSES: Choices = &[("draft", "Udkast"), ("published", "I brug")];

/// A question's kind is a text and not a choice: a newer version's kind is kept and shown read-only.
pub(super) const TEMPLATE: &[FieldSpec] = &[
    FieldSpec::of("use", ValueType::Choice(USES)).d(&["D123", "D175"]),
    FieldSpec::text("title", 100).d(&["D123", "D175"]),
    FieldSpec::of("version", ValueType::Integer { min: 1, max: 99_999 }),
    FieldSpec::of("status", ValueType::Choice(TEMPLATE_STATUSES)),
    FieldSpec::of("published_at", ValueType::DateTime),
    FieldSpec::of("based_on", ValueType::Reference(Kind::Template)),
    FieldSpec::text("parts.*.title", 60).d(&["D123", "D124"]),
    FieldSpec::long_text("parts.*.lead", 500).d(&["D123"]),
    FieldSpec::text("parts.*.d", 200),
    FieldSpec::of("questions.*.part", ValueType::Item).d(&["D123"]),
    FieldSpec::long_text("questions.*.text", 500).d(&["D123"]),
    FieldSpec::long_text("questions.*.help", 500),
    FieldSpec::text("questions.*.kind", 40),
    FieldSpec::text("questions.*.visits", 100).d(&["D122"]),
    FieldSpec::of("questions.*.when_question", ValueType::Item),
    FieldSpec::of("questions.*.when_choice", ValueType::Item),
    FieldSpec::of("questions.*.tools_part", ValueType::Item).d(&["D135"]),
    FieldSpec::of("questions.*.until", ValueType::Date).d(&["D141", "D152"]),
    FieldSpec::of("questions.*.retired", ValueType::Flag),
    FieldSpec::text("questions.*.d", 200),
    FieldSpec::of("choices.*.question", ValueType::Item),
    FieldSpec::text("choices.*.label", 120),
];
