//! Fields of a job order: the checklist D64–D88, the clarifying questions D89–D101, and responsibility and sharing.

use super::{Choices, FieldSpec, ValueType};
use crate::record::Kind;

/// The list of requirements.
pub const REQUIREMENTS: &str = "requirements";

/// Types of order (D66). The first three are ordinary and may go to JobAG (D52, R20).
pub const ORDER_TYPES: Choices = &[
    ("ordinary", "Ordinær ansættelse"),
    ("small_job", "Småjob"),
    ("temp_job", "Vikariat"),
    ("wage_subsidy", "Løntilskud"),
    ("internship", "Virksomhedspraktik"),
    ("flex_job", "Fleksjob"),
    ("other", "Andet"),
];

/// The way an order came in (D309).
pub const CHANNELS: Choices = &[
    ("phone", "Telefon"),
    ("visit", "Besøg"),
    ("jobag", "JobAG"),
    ("hotline", "Hotline"),
    ("jobservice", "Jobservice Danmark"),
    ("mail", "Mail"),
];

/// How far an order is shared (D59).
pub const SHARING: Choices = &[
    ("internal", "Kun egen enhed"),
    ("neighbours", "Nabojobcentre"),
    ("community", "Rekrutteringsfællesskab"),
    ("national", "Hele landet"),
];

/// The states of an order (D57, R21). A draft is not an order yet.
pub const STATUSES: Choices =
    &[("draft", "Kladde"), ("open", "Åben"), ("inactive", "Midlertidig inaktiv"), ("closed", "Lukket")];

/// Why an order was closed (D58, L35). Never shown to the company (R21).
pub const CLOSE_REASONS: Choices = &[
    ("filled", "Jobordren er besat"),
    ("employer_enough", "Virksomheden har fået nok for nu"),
    ("deadline_passed", "Fristen for formidling er udløbet"),
    ("candidates_unusable", "Virksomheden kunne ikke bruge kandidaterne"),
    ("withdrawn", "Virksomheden har trukket jobordren"),
    ("other", "Anden årsag"),
];

/// Classes of requirement (R29).
pub const REQUIREMENT_CLASSES: Choices = &[
    ("position", "Stilling"),
    ("qualification", "Kvalifikation"),
    ("certificate", "Certifikat"),
    ("education", "Uddannelse"),
    ("experience", "Erfaring"),
    ("language", "Sprog"),
    ("driving_licence", "Kørekort"),
    ("personal", "Personlig kompetence"),
    ("other", "Andet"),
];

const PRIORITIES: Choices = &[("must", "Ufravigeligt"), ("nice", "Mindre vigtigt")];
const EMPLOYMENT: Choices = &[
    ("permanent", "Fastansættelse"),
    ("fixed_term", "Tidsbegrænset"),
    ("temporary", "Midlertidig, uden fast slutdato"),
    ("project", "Projektansættelse"),
];
const TIME: Choices = &[("full_time", "Fuld tid"), ("part_time", "Deltid")];
const PAY: Choices = &[
    ("hourly", "Timeløn"),
    ("salaried", "Månedsløn"),
    ("commission", "Provision"),
    ("piecework", "Akkord"),
    ("other", "Andet"),
];
const EDUCATION: Choices = &[("with", "Med uddannelse"), ("without", "Uden uddannelse")];
const EXPERIENCE: Choices = &[("with", "Med erfaring"), ("without", "Uden erfaring")];
const CONTACT_FORMS: Choices = &[
    ("cvs", "Virksomheden får tilsendt CV'er"),
    ("unit_arranges", "Vi formidler kontakten"),
    ("candidates_contact", "Kandidaterne kontakter selv virksomheden"),
    ("visit", "Vi kommer på besøg med kandidaten"),
];

/// How candidates are presented to the company (D106, D109).
pub const PRESENTATIONS: Choices =
    &[("cvs", "CV'er på 4-5 relevante kandidater"), ("visit", "Besøg med jobsøger"), ("both", "CV'er og besøg")];

pub(super) const JOB_ORDER: &[FieldSpec] = &[
    FieldSpec::text("hotline_number", 50).d(&["D64"]),
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D65"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)).d(&["D28", "D54"]),
    FieldSpec::of("contact", ValueType::Reference(Kind::Contact)).d(&["D10", "D100"]),
    // Set by the step that makes an order of a sentence from a visit.
    FieldSpec::of("visit", ValueType::Reference(Kind::Visit)).d(&["D36"]),
    FieldSpec::of("order_type", ValueType::Choice(ORDER_TYPES)).d(&["D66"]),
    FieldSpec::of("channel", ValueType::Choice(CHANNELS)).d(&["D309"]),
    FieldSpec::of("received_at", ValueType::DateTime).d(&["D112"]),
    FieldSpec::of("company_contacted_at", ValueType::DateTime).d(&["D55"]),
    FieldSpec::text("title", 100).d(&["D73", "D89"]),
    FieldSpec::of("positions", ValueType::Integer { min: 1, max: 999 }).d(&["D75"]),
    FieldSpec::long_text("tasks", 5000).d(&["D76", "D90"]),
    FieldSpec::of("start_date", ValueType::Date).d(&["D74", "D96"]),
    FieldSpec::of("terms.employment", ValueType::Choice(EMPLOYMENT)).d(&["D67", "D95"]),
    FieldSpec::of("terms.time", ValueType::Choice(TIME)).d(&["D69", "D71"]),
    FieldSpec::text("terms.hours", 100).d(&["D68", "D96"]),
    FieldSpec::of("terms.shift_work", ValueType::Flag).d(&["D70"]),
    FieldSpec::of("terms.temp", ValueType::Flag).d(&["D72"]),
    FieldSpec::of("terms.temp_from", ValueType::Date).d(&["D72"]),
    FieldSpec::of("terms.temp_to", ValueType::Date).d(&["D72"]),
    FieldSpec::text("terms.working_hours", 200).d(&["D96"]),
    FieldSpec::of("terms.pay", ValueType::Choice(PAY)).d(&["D97"]),
    FieldSpec::text("terms.pay_note", 200).d(&["D97"]),
    FieldSpec::text("requirements.*.text", 200).d(&["D77", "D78", "D91", "D92"]),
    FieldSpec::of("requirements.*.class", ValueType::Choice(REQUIREMENT_CLASSES)).d(&["D220", "D221", "D222"]),
    FieldSpec::of("requirements.*.priority", ValueType::Choice(PRIORITIES)).d(&["D93"]),
    FieldSpec::of("requirements.*.years", ValueType::Integer { min: 0, max: 50 }).d(&["D220"]),
    FieldSpec::of("education_demand", ValueType::Choice(EDUCATION)).d(&["D79", "D80", "D81", "D92"]),
    FieldSpec::text("education_text", 200).d(&["D79", "D80"]),
    FieldSpec::of("experience_demand", ValueType::Choice(EXPERIENCE)).d(&["D79", "D82", "D83", "D92"]),
    FieldSpec::of("experience_years", ValueType::Integer { min: 0, max: 50 }).d(&["D79", "D82"]),
    FieldSpec::text("residence", 200).d(&["D221"]),
    FieldSpec::long_text("physical", 2000).d(&["D98"]),
    FieldSpec::long_text("culture", 2000).d(&["D99"]),
    FieldSpec::long_text("personal_note", 2000).d(&["D84", "D94"]),
    FieldSpec::long_text("other_note", 2000).d(&["D85", "D92"]),
    FieldSpec::long_text("combinations", 2000).d(&["D86"]),
    FieldSpec::long_text("process", 2000).d(&["D87"]),
    FieldSpec::of("contact_form", ValueType::Choice(CONTACT_FORMS)).d(&["D101"]),
    FieldSpec::text("contact_form_note", 500).personal().d(&["D101"]),
    FieldSpec::long_text("remarks", 2000).personal().d(&["D88"]),
    FieldSpec::long_text("internal_note", 2000).personal().internal().d(&["D47"]),
    FieldSpec::of("responsible_unit", ValueType::Reference(Kind::Unit)).d(&["D5"]),
    FieldSpec::of("coordinator", ValueType::Reference(Kind::Employee)).d(&["D4"]),
    FieldSpec::of("sharing", ValueType::Choice(SHARING)).d(&["D59"]),
    FieldSpec::of("status", ValueType::Choice(STATUSES)).d(&["D57"]),
    FieldSpec::of("inactive_until", ValueType::Date).d(&["D57"]),
    FieldSpec::of("close_reason", ValueType::Choice(CLOSE_REASONS)).internal().d(&["D58"]),
    FieldSpec::text("close_note", 500).personal().internal().d(&["D58"]),
    FieldSpec::of("alignment.direct", ValueType::Flag).d(&["D107"]),
    FieldSpec::of("alignment.substitution", ValueType::Flag).d(&["D107", "D108"]),
    FieldSpec::of("alignment.upskilling", ValueType::Flag).d(&["D107"]),
    FieldSpec::long_text("alignment.message", 5000).d(&["D107", "D111"]),
    FieldSpec::of("alignment.when", ValueType::Date).d(&["D105", "D109"]),
    FieldSpec::of("alignment.presentation", ValueType::Choice(PRESENTATIONS)).d(&["D106", "D109"]),
    FieldSpec::of("alignment.contact", ValueType::Reference(Kind::Employee)).d(&["D109"]),
    FieldSpec::of("alignment.done_at", ValueType::DateTime).d(&["D38"]),
];
