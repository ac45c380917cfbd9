//! Fields of candidates, conversations, consents and submittals. Everything here is about a citizen. There is no field for
//! health, union, ethnicity or offences, and there must never be one (R80, L6).

use super::{Choices, FieldSpec, ValueType, visit};
use crate::record::Kind;

/// The agreements of a conversation, one item each (D153, R55).
pub const AGREEMENTS: &str = "agreements";

/// Whether employers find the CV themselves (D231, D232, L15). Without a value it is not known.
pub const CV_STATUSES: Choices =
    &[("searchable", "Søgbart"), ("not_searchable", "Ikke søgbart"), ("unknown", "Ukendt")];

/// Whether a conversation is the first with the candidate (D154, D157).
pub const CONVERSATION_TYPES: Choices = &[("first", "Førstegangssamtale"), ("follow_up", "Opfølgningssamtale")];

/// Who keeps an agreement (R55).
pub const AGREEMENT_OWNERS: Choices = &[("citizen", "Borgeren"), ("employee", "Medarbejderen")];

/// The ways in which a CV may be sent (D233, R12). Ordinary mail is not among them, and must never be.
pub const SEND_CHANNELS: Choices =
    &[("jobag", "JobAG via fagsystemet"), ("secure_mail", "Sikker mail"), ("digital_post", "Digital Post")];

/// How a consent is given (L4).
pub const GIVEN_HOW: Choices = &[("screen", "På skærmen"), ("paper", "På papir"), ("oral", "Mundtligt")];

/// How a consent was withdrawn (L5 k).
pub const WITHDRAWN_HOW: Choices =
    &[("phone", "Telefon"), ("mail", "Mail"), ("digital_post", "Digital Post"), ("in_person", "Personligt fremmøde")];

/// What came of a submittal (R38).
pub const RESULTS: Choices =
    &[("hired", "Ansat"), ("interview", "Samtale"), ("declined", "Afvist"), ("unknown", "Ukendt")];

/// The data that can be passed on, one by one (L5 g): the last part of the field's path, and its words. The same in a consent and in a
/// submittal, so that what is sent can be held against what was consented to (R10).
pub const DATA_ITEMS: Choices = &[
    ("contact", "Kontaktoplysninger"),
    ("education", "Uddannelse"),
    ("experience", "Erfaring"),
    ("qualifications", "Kvalifikationer og certifikater"),
    ("languages", "Sprog"),
    ("driving_licence", "Kørekort"),
    ("description", "Personlig beskrivelse"),
    ("attachment", "Bilag"),
];

const fn person(path: &'static str) -> FieldSpec {
    FieldSpec::text(path, 130).personal()
}

const fn data(path: &'static str) -> FieldSpec {
    FieldSpec::of(path, ValueType::Flag).personal().d(&["D232"])
}

/// The name of an attachment in the workspace.
const fn blob(path: &'static str) -> FieldSpec {
    FieldSpec::text(path, 60).personal()
}

const fn hash(path: &'static str) -> FieldSpec {
    FieldSpec::of(path, ValueType::Hash)
}

pub(super) const CANDIDATE: &[FieldSpec] = &[
    person("name").d(&["D13", "D33"]),
    FieldSpec::of("phone", ValueType::Phone).personal().d(&["D33"]),
    FieldSpec::of("email", ValueType::Email).personal().d(&["D33"]),
    FieldSpec::of("municipality", ValueType::Municipality).personal().d(&["D221"]),
    // Optional, masked wherever it is shown, and on nothing that leaves the authority (L10, R75).
    FieldSpec::of("cpr", ValueType::Cpr).personal().internal().d(&["D33"]),
    FieldSpec::text("driving_licence", 100).personal().d(&["D221"]),
    FieldSpec::long_text("job_goals", 2000).personal().d(&["D220", "D236"]),
    FieldSpec::long_text("qualifications", 5000).personal().d(&["D220", "D223"]),
    FieldSpec::of("cv.status", ValueType::Choice(CV_STATUSES)).personal().d(&["D33", "D231", "D232"]),
    FieldSpec::of("cv.checked_at", ValueType::DateTime).personal().d(&["D33"]),
    // The unit that the CV comes from, when it is another one: its coordinator must approve it first (R14).
    FieldSpec::of("cv.unit", ValueType::Reference(Kind::Unit)).d(&["D4"]),
    FieldSpec::of("consultant", ValueType::Reference(Kind::Employee)).d(&["D2"]),
];

pub(super) const CONVERSATION: &[FieldSpec] = &[
    FieldSpec::of("candidate", ValueType::Reference(Kind::Candidate)).d(&["D37"]),
    FieldSpec::of("type", ValueType::Choice(CONVERSATION_TYPES)).d(&["D154", "D157"]),
    FieldSpec::of("channel", ValueType::Choice(visit::VISIT_CHANNELS)).d(&["D37"]),
    FieldSpec::of("starts_at", ValueType::DateTime).d(&["D37"]),
    FieldSpec::of("consultant", ValueType::Reference(Kind::Employee)).d(&["D2"]),
    FieldSpec::of("guide", ValueType::Reference(Kind::Template)).d(&["D153"]),
    FieldSpec::of("status", ValueType::Choice(visit::VISIT_STATUSES)).d(&["D37"]),
    FieldSpec::of("started_at", ValueType::DateTime),
    FieldSpec::of("closed_at", ValueType::DateTime),
    FieldSpec::of("answers.*.touched", ValueType::Flag).d(&["D153"]),
    FieldSpec::long_text("answers.*.note", 5000).personal().internal().d(&["D153"]),
    FieldSpec::of("answers.*.choice", ValueType::Item),
    FieldSpec::of("answers.*.number", ValueType::Integer { min: 0, max: 1_000_000 }),
    FieldSpec::of("answers.*.decided", ValueType::Choice(visit::DECIDED)),
    FieldSpec::of("picks.*.chosen", ValueType::Flag),
    FieldSpec::long_text("agreements.*.text", 2000).personal().d(&["D153"]),
    FieldSpec::of("agreements.*.owner", ValueType::Choice(AGREEMENT_OWNERS)).d(&["D153"]),
    FieldSpec::of("agreements.*.employee", ValueType::Reference(Kind::Employee)),
    FieldSpec::of("agreements.*.due", ValueType::Date).d(&["D153"]),
    FieldSpec::of("agreements.*.done_at", ValueType::Date).d(&["D157"]),
    FieldSpec::long_text("agreements.*.result", 2000).personal().d(&["D157"]),
];

pub(super) const CONSENT: &[FieldSpec] = &[
    FieldSpec::of("candidate", ValueType::Reference(Kind::Candidate)).d(&["D34", "D232"]),
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D232"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)).d(&["D232"]),
    FieldSpec::of("job_order", ValueType::Reference(Kind::JobOrder)).d(&["D232"]),
    FieldSpec::text("purpose", 300).personal().d(&["D232"]),
    data("data.contact"),
    data("data.education"),
    data("data.experience"),
    data("data.qualifications"),
    data("data.languages"),
    data("data.driving_licence"),
    data("data.description"),
    data("data.attachment"),
    FieldSpec::text("data.attachment_names", 300).personal().d(&["D232"]),
    FieldSpec::of("channel", ValueType::Choice(SEND_CHANNELS)).d(&["D233"]),
    FieldSpec::of("valid_until", ValueType::Date).d(&["D34"]),
    FieldSpec::of("given.how", ValueType::Choice(GIVEN_HOW)).d(&["D34"]),
    FieldSpec::of("given.at", ValueType::DateTime).d(&["D34"]),
    FieldSpec::text("given.place", 100),
    FieldSpec::of("given.to", ValueType::Reference(Kind::Employee)).d(&["D34"]),
    person("given.interpreter"),
    person("given.representative"),
    FieldSpec::text("given.basis", 200).personal(),
    // The line of the pen alone, never how fast or how hard it was drawn (L20).
    FieldSpec::long_text("signature", 20_000).personal().internal(),
    FieldSpec::of("finalised_at", ValueType::DateTime).d(&["D34"]),
    FieldSpec::of("finalised_by", ValueType::Reference(Kind::Employee)),
    FieldSpec::text("form_version", 20),
    FieldSpec::text("document_id", 40),
    blob("citizen.blob"),
    hash("citizen.hash"),
    blob("authority.blob"),
    hash("authority.hash"),
    blob("employer.blob"),
    hash("employer.hash"),
    blob("scan.blob"),
    hash("scan.hash"),
    // What the copies were made from, so that making them again can be shown to give the same (R11).
    blob("source.blob"),
    hash("source.hash"),
    FieldSpec::of("replaces", ValueType::Reference(Kind::Consent)),
    FieldSpec::of("withdrawn_at", ValueType::DateTime),
    FieldSpec::of("withdrawn_to", ValueType::Reference(Kind::Employee)),
    FieldSpec::of("withdrawn_how", ValueType::Choice(WITHDRAWN_HOW)),
    FieldSpec::of("filed.on", ValueType::Date),
    FieldSpec::text("filed.case", 100).internal(),
];

pub(super) const SUBMITTAL: &[FieldSpec] = &[
    FieldSpec::of("candidate", ValueType::Reference(Kind::Candidate)).d(&["D32"]),
    FieldSpec::of("job_order", ValueType::Reference(Kind::JobOrder)).d(&["D32"]),
    FieldSpec::of("company", ValueType::Reference(Kind::Company)).d(&["D32"]),
    FieldSpec::of("workplace", ValueType::Reference(Kind::Workplace)).d(&["D32"]),
    FieldSpec::of("consent", ValueType::Reference(Kind::Consent)).d(&["D232"]),
    FieldSpec::of("channel", ValueType::Choice(SEND_CHANNELS)).d(&["D32", "D233"]),
    data("data.contact"),
    data("data.education"),
    data("data.experience"),
    data("data.qualifications"),
    data("data.languages"),
    data("data.driving_licence"),
    data("data.description"),
    data("data.attachment"),
    // What was read on Jobnet for this very sending (R5).
    FieldSpec::of("cv.status", ValueType::Choice(CV_STATUSES)).personal().d(&["D231", "D232"]),
    FieldSpec::of("cv.checked_at", ValueType::DateTime).d(&["D231"]),
    FieldSpec::of("approved.at", ValueType::DateTime).d(&["D4"]),
    FieldSpec::of("approved.by", ValueType::Reference(Kind::Employee)).d(&["D4"]),
    FieldSpec::of("permit.at", ValueType::DateTime).d(&["D32"]),
    FieldSpec::of("permit.by", ValueType::Reference(Kind::Employee)),
    FieldSpec::of("sent.at", ValueType::DateTime).d(&["D32"]),
    FieldSpec::of("sent.by", ValueType::Reference(Kind::Employee)),
    FieldSpec::of("sent.channel", ValueType::Choice(SEND_CHANNELS)).d(&["D233"]),
    FieldSpec::of("told_at", ValueType::DateTime).d(&["D235"]),
    FieldSpec::of("follow_up", ValueType::Date).d(&["D35", "D239"]),
    FieldSpec::of("result", ValueType::Choice(RESULTS)).d(&["D241"]),
    FieldSpec::long_text("result_note", 2000).personal().internal().d(&["D239"]),
    // The employer was asked to delete what he got, after a withdrawal (L8).
    FieldSpec::of("erasure_asked_at", ValueType::DateTime),
    // Coordinator and DPO have dealt with a sending that nothing covered.
    FieldSpec::of("reviewed_at", ValueType::DateTime),
    FieldSpec::of("reviewed_by", ValueType::Reference(Kind::Employee)),
    FieldSpec::long_text("review_note", 2000).personal().internal(),
];

#[cfg(test)]
mod tests {
    use super::super::{ValueType, fields_of};
    use super::Kind;
    use crate::fold::fold;
    use crate::form::{Field, candidate_form, consent_form, conversation_form, submittal_form};

    /// Folded parts of words about what is never asked of a citizen, in the code's words and in the user's.
    const NEVER: [&str; 27] = [
        "health",
        "illness",
        "disab",
        "diagnos",
        "union",
        "ethnic",
        "religio",
        "race",
        "crime",
        "criminal",
        "offence",
        "conviction",
        "attest",
        "helbred",
        "sygdom",
        "handicap",
        "fagforening",
        "a-kasse",
        "etni",
        "oprindelse",
        "tro",
        "race",
        "straf",
        "dom",
        "kriminel",
        "nationalitet",
        "seksu",
    ];

    fn named_so(text: &str) -> Option<&'static str> {
        let folded = fold(text).text;
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
        let begins = |never: &&&str| {
            words.iter().any(|word| if never.len() > 3 { word.contains(**never) } else { *word == **never })
        };
        NEVER.iter().find(begins).copied()
    }

    #[test]
    fn r80_no_field_is_about_health_union_ethnicity_or_offences() {
        for kind in [Kind::Candidate, Kind::Conversation, Kind::Consent, Kind::Submittal] {
            for spec in fields_of(kind) {
                assert_eq!(named_so(spec.path), None, "{kind}: {}", spec.path);
                let ValueType::Choice(choices) = spec.value else { continue };
                for (code, words) in choices {
                    assert_eq!((named_so(code), named_so(words)), (None, None), "{kind}: {} {code}", spec.path);
                }
            }
        }
        let asked = |field: &Field| (named_so(&field.label), field.choices.iter().find_map(|one| named_so(&one.label)));
        for form in [candidate_form(), conversation_form(), consent_form(), submittal_form()] {
            for (_, field) in form.fields() {
                assert_eq!(asked(field), (None, None), "{}: {}", form.id, field.label);
            }
        }
    }

    #[test]
    fn r80_the_words_are_looked_for() {
        for text in ["health_status", "Medlem af fagforening", "Helbredsoplysninger", "Dom", "ethnicity"] {
            assert!(named_so(text).is_some(), "{text}");
        }
    }
}
