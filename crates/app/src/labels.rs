//! What fields and values are called.

use feltmappen_domain::{
    form::{self, Form},
    municipality,
    numbers::{cpr, cvr},
    record::{Kind, Path},
    schema::{
        self, AGREEMENTS, ANSWERS, CHOICES, NOTES, PARTS, PICKS, PLAN, QUESTIONS, REQUIREMENTS, THEMES, TOOLS,
        ValueType,
    },
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
        Kind::JobOrder => {
            let mut form = form::job_order_form();
            form.sections.extend(form::alignment_form().sections);
            form
        }
        Kind::Visit => form::visit_form(),
        Kind::Promise => form::promise_form(),
        Kind::Candidate => form::candidate_form(),
        Kind::Consent => form::consent_form(),
        Kind::Submittal => form::submittal_form(),
        Kind::Conversation => form::conversation_form(),
        // Their pages draw them.
        Kind::Template | Kind::MatchCheck => Form { id: kind.as_str().to_owned(), sections: Vec::new() },
    }
}

/// The words above a field; what an item is for a field of a list, "Krav" for a requirement. A field without words is called by its path.
pub(crate) fn label(kind: Kind, path: &Path) -> String {
    match path.parse_item() {
        Some((list, ..)) => of_list(list).to_owned(),
        None => {
            let form = form_of(kind);
            let field = form.fields().find(|(_, field)| field.path == *path).map(|(_, field)| field.label.clone());
            field.unwrap_or_else(|| without_form(path.as_str()).to_owned())
        }
    }
}

/// What an item of a list is.
fn of_list(list: &str) -> &str {
    match list {
        REQUIREMENTS => "Krav",
        ANSWERS => "Svar",
        PICKS => "Valgt svar",
        TOOLS => "Redskab",
        THEMES => "Tema",
        NOTES => "Hurtig note",
        PLAN => "Plan",
        AGREEMENTS => "Aftale",
        PARTS => "Del af skabelonen",
        QUESTIONS => "Spørgsmål",
        CHOICES => "Svarmulighed",
        "contacts" => "Deltager",
        "colleagues" => "Kollega",
        other => other,
    }
}

/// Fields that no form asks for: they are set by a step, or on a page of their own.
fn without_form(path: &str) -> &str {
    match path {
        "status" => "Status",
        "candidate" => "Kandidat",
        "consent" => "Samtykke",
        "signature" => "Underskrift",
        "finalised_at" => "Færdiggjort",
        "finalised_by" => "Færdiggjort af",
        "form_version" => "Udgave af erklæringen",
        "document_id" => "Dokument-id",
        "scan.blob" => "Underskrevet erklæring",
        "replaces" => "Afløser",
        "withdrawn_at" => "Trukket tilbage",
        "withdrawn_to" => "Trukket tilbage hos",
        "withdrawn_how" => "Trukket tilbage ved",
        "permit.at" => "Må sendes",
        "permit.by" => "Kontrolleret af",
        "approved.at" => "Godkendt af tovholderen",
        "approved.by" => "Tovholder",
        "sent.at" => "Sendt",
        "sent.by" => "Sendt af",
        "sent.channel" => "Sendt som",
        "erasure_asked_at" => "Virksomheden er bedt om at slette",
        "reviewed_at" => "Gennemgået",
        "reviewed_by" => "Gennemgået af",
        "review_note" => "Note fra gennemgangen",
        "close_reason" => "Lukkeårsag",
        "close_note" => "Note om lukning",
        "inactive_until" => "På pause til",
        "alias_of" => "Samlet med",
        "visit" => "Fra besøg",
        "job_order" => "Jobordre",
        "question" => "Fra spørgsmål",
        "guide" => "Samtaleguide",
        "tool_list" => "Redskabsvifte",
        "template" => "Tjekliste",
        "started_at" => "Begyndt",
        "closed_at" => "Afsluttet",
        "preparation.note" => "Forberedelse",
        "preparation.postings" => "Aktuelle opslag",
        "summary.text" => "Resumé",
        "summary.saved_at" => "Resumé gemt",
        "title" => "Navn",
        "held_on" => "Afholdt",
        "unit" => "Enhed",
        "use" => "Brug",
        "version" => "Version",
        "published_at" => "Taget i brug",
        "based_on" => "Lavet ud fra",
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

/// Whether a field holds a CPR number.
pub(crate) fn is_cpr(kind: Kind, path: &Path) -> bool {
    value(kind, path) == Some(ValueType::Cpr)
}

/// A text value as a person reads it: the words of a code, the spaces of a number.
pub(crate) fn words(kind: Kind, path: &Path, text: &str) -> String {
    let known = match value(kind, path) {
        Some(ValueType::Choice(choices)) => {
            choices.iter().find(|(code, _)| *code == text).map(|(_, words)| (*words).to_owned())
        }
        Some(ValueType::Municipality) => municipality::by_code(text).map(|one| one.name.to_owned()),
        Some(ValueType::Cvr) => Some(cvr::show(text)),
        // Masked wherever it is shown (R75).
        Some(ValueType::Cpr) => Some(cpr::masked(text)),
        _ => None,
    };
    known.unwrap_or_else(|| text.to_owned())
}

/// Whether a field holds the id of a question, a choice or a part.
pub(crate) fn points_at_item(kind: Kind, path: &Path) -> bool {
    value(kind, path) == Some(ValueType::Item)
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
