//! Fields of visits, promises and match checks.

use super::{Choices, FieldSpec, ValueType};
use crate::record::Kind;

/// The list of what was answered, one item per question, under the question's id.
pub const ANSWERS: &str = "answers";
/// The list of choices that were picked where several can be, under the choice's id.
pub const PICKS: &str = "picks";
/// The list of tools that were offered or that interest the company, under the tool's id.
pub const TOOLS: &str = "tools";
/// The list of themes chosen for a visit about something concrete, under the part's id.
pub const THEMES: &str = "themes";
/// The list of companies that the visit was planned with before, under the company's id. What was made then stays theirs.
pub const FORMER: &str = "former";
/// The list of quick notes. Internal.
pub const NOTES: &str = "notes";
/// The rows of a match check's plan.
pub const PLAN: &str = "plan";

/// Types of visit (D122).
pub const VISIT_TYPES: Choices =
    &[("first", "Førstegangsbesøg"), ("follow_up", "Opfølgningsbesøg"), ("concrete", "Besøg om noget konkret")];

/// The way a visit is held (D36).
pub const VISIT_CHANNELS: Choices = &[("in_person", "Fysisk"), ("digital", "Digitalt"), ("phone", "Telefon")];

/// The states of a visit.
pub const VISIT_STATUSES: Choices =
    &[("planned", "Planlagt"), ("held", "Afholdt"), ("closed", "Afsluttet"), ("cancelled", "Aflyst")];

/// Types of promise. An alignment is one that a failed recruitment asks for (R35).
pub const PROMISE_TYPES: Choices = &[
    ("agreement", "Aftale"),
    ("follow_up", "Opfølgning"),
    ("sparring", "Ønske om sparring"),
    ("alignment", "Ny forventningsafstemning"),
];

/// The states of a match check.
pub const CHECK_STATUSES: Choices = &[("open", "I gang"), ("closed", "Afsluttet")];

pub(super) const DECIDED: Choices = &[("yes", "Besluttet"), ("no", "Ikke besluttet")];

pub(super) const VISIT: &[FieldSpec] = &[
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D36"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)).d(&["D36"]),
    FieldSpec::of("type", ValueType::Choice(VISIT_TYPES)).d(&["D36", "D122"]),
    FieldSpec::of("channel", ValueType::Choice(VISIT_CHANNELS)).d(&["D36"]),
    FieldSpec::of("starts_at", ValueType::DateTime).d(&["D36"]),
    FieldSpec::of("ends_at", ValueType::DateTime).d(&["D36"]),
    FieldSpec::text("purpose", 300).d(&["D122"]),
    FieldSpec::of("consultant", ValueType::Reference(Kind::Employee)).d(&["D1"]),
    FieldSpec::of("guide", ValueType::Reference(Kind::Template)).d(&["D123"]),
    FieldSpec::of("tool_list", ValueType::Reference(Kind::Template)).d(&["D135"]),
    FieldSpec::of("status", ValueType::Choice(VISIT_STATUSES)).d(&["D36"]),
    FieldSpec::of("started_at", ValueType::DateTime),
    FieldSpec::of("closed_at", ValueType::DateTime),
    FieldSpec::long_text("preparation.note", 5000).personal().internal().d(&["D253"]),
    FieldSpec::long_text("preparation.postings", 5000).personal().internal().d(&["D253"]),
    FieldSpec::long_text("summary.text", 10_000).personal(),
    FieldSpec::of("summary.saved_at", ValueType::DateTime),
    FieldSpec::of("contacts.*.contact", ValueType::Reference(Kind::Contact)).d(&["D10"]),
    FieldSpec::of("colleagues.*.employee", ValueType::Reference(Kind::Employee)).d(&["D267"]),
    FieldSpec::of("themes.*.chosen", ValueType::Flag).d(&["D122"]),
    FieldSpec::of("former.*.left", ValueType::Flag).internal(),
    FieldSpec::of("answers.*.touched", ValueType::Flag).d(&["D123"]),
    FieldSpec::long_text("answers.*.note", 5000).personal().d(&["D123"]),
    FieldSpec::of("answers.*.choice", ValueType::Item).d(&["D127"]),
    FieldSpec::of("answers.*.number", ValueType::Integer { min: 0, max: 1_000_000 }).d(&["D129"]),
    FieldSpec::of("answers.*.decided", ValueType::Choice(DECIDED)),
    FieldSpec::of("picks.*.chosen", ValueType::Flag).d(&["D127"]),
    FieldSpec::of("tools.*.offered", ValueType::Flag).d(&["D135"]),
    FieldSpec::of("tools.*.interested", ValueType::Flag).d(&["D135"]),
    FieldSpec::long_text("notes.*.text", 5000).personal().internal(),
    FieldSpec::of("notes.*.at", ValueType::DateTime),
];

pub(super) const PROMISE: &[FieldSpec] = &[
    FieldSpec::of("type", ValueType::Choice(PROMISE_TYPES)).d(&["D35", "D133"]),
    FieldSpec::long_text("text", 2000).personal().d(&["D35"]),
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D35"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)),
    FieldSpec::of("contact", ValueType::Reference(Kind::Contact)).d(&["D10"]),
    FieldSpec::of("visit", ValueType::Reference(Kind::Visit)).d(&["D36"]),
    FieldSpec::of("question", ValueType::Item),
    FieldSpec::long_text("quote", 5000).personal().internal(),
    FieldSpec::of("job_order", ValueType::Reference(Kind::JobOrder)).d(&["D240"]),
    FieldSpec::of("owner", ValueType::Reference(Kind::Employee)).d(&["D35"]),
    FieldSpec::of("due", ValueType::Date).d(&["D35"]),
    FieldSpec::of("done_at", ValueType::Date).d(&["D35"]),
    FieldSpec::long_text("result", 2000).personal().d(&["D35"]),
];

pub(super) const MATCH_CHECK: &[FieldSpec] = &[
    FieldSpec::text("title", 200).d(&["D46"]),
    FieldSpec::of("held_on", ValueType::Date).d(&["D46"]),
    FieldSpec::of("template", ValueType::Reference(Kind::Template)).d(&["D175"]),
    FieldSpec::of("status", ValueType::Choice(CHECK_STATUSES)).d(&["D46"]),
    FieldSpec::of("unit", ValueType::Reference(Kind::Unit)).d(&["D46"]),
    FieldSpec::of("answers.*.touched", ValueType::Flag).d(&["D46"]),
    FieldSpec::long_text("answers.*.note", 5000).personal().internal().d(&["D175"]),
    FieldSpec::of("answers.*.choice", ValueType::Item),
    FieldSpec::of("answers.*.number", ValueType::Integer { min: 0, max: 1_000_000 }),
    FieldSpec::of("answers.*.decided", ValueType::Choice(DECIDED)).d(&["D179", "D190"]),
    FieldSpec::of("picks.*.chosen", ValueType::Flag),
    FieldSpec::long_text("plan.*.challenge", 1000).internal().d(&["D45", "D215"]),
    FieldSpec::long_text("plan.*.solution", 1000).internal().d(&["D45", "D215"]),
    FieldSpec::long_text("plan.*.activity", 1000).internal().d(&["D45", "D215"]),
    FieldSpec::of("plan.*.due", ValueType::Date).d(&["D45", "D215"]),
    FieldSpec::long_text("plan.*.goal", 1000).internal().d(&["D45", "D215"]),
    FieldSpec::of("plan.*.owner", ValueType::Reference(Kind::Employee)).d(&["D210"]),
    FieldSpec::of("plan.*.done_at", ValueType::Date),
    FieldSpec::long_text("plan.*.follow_up", 2000).personal().internal(),
];
