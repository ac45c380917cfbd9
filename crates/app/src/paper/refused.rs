//! Why a paper was not made, in words that lead on. Characters that cannot be drawn are named, and where they stand; what else
//! stands there is not.

use std::collections::BTreeSet;

use feltmappen_documents::Refusal;
use feltmappen_domain::record::{Kind, Path};

use crate::{ErrorCode, Failure, api::PaperKind, labels};

/// So many characters are named; a whole name in another script is more than anybody reads one by one.
const NAMED: usize = 12;

/// A refusal as what happened, what was kept and what to do.
pub(crate) fn refused(what: PaperKind, refusal: &Refusal) -> Failure {
    let name = |field: &str| called(what, field).unwrap_or_else(|| "Teksten".to_owned());
    match refusal {
        Refusal::Undrawable { field, characters } => {
            Failure { happened: undrawable(&name(field), characters), ..ErrorCode::PaperUndrawable.into() }
        }
        Refusal::Empty(_) => ErrorCode::PaperEmpty.into(),
        Refusal::LooksLikeCpr(field) => personal(&name(field), "et CPR-nummer"),
        Refusal::LooksLikeAge(field) => personal(&name(field), "en fødselsdato eller en alder"),
        Refusal::Unreadable(_) | Refusal::Writing(_) => ErrorCode::Internal.into(),
    }
}

/// What an employer must not get (R75). It is not said again.
fn personal(called: &str, like: &str) -> Failure {
    let happened = format!("{called} indeholder noget, der ligner {like}, og det må virksomheden ikke få.");
    Failure { happened, ..ErrorCode::PaperHasCpr.into() }
}

/// Which characters cannot be drawn, and what the text is called that has them.
pub(crate) fn undrawable(called: &str, characters: &[char]) -> String {
    // In the order of their numbers: as they stand, the letters of a name would all but tell it.
    let characters: BTreeSet<char> = characters.iter().copied().collect();
    // Each keeps its own direction: letters that are written from the right would turn the sentence around.
    let named = characters.iter().take(NAMED).map(|one| format!("\u{2068}{one}\u{2069}"));
    let named = named.collect::<Vec<_>>().join(" ");
    let more = characters.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" og {more} til") } else { String::new() };
    format!("{called} har tegn, der ikke kan trykkes: {named}{more}.")
}

/// What a text of a paper is called where it is written. Places in lists are left out: the paper may skip what is empty.
fn called(what: PaperKind, field: &str) -> Option<String> {
    let names: Vec<&str> = field.split('.').filter(|name| name.parse::<usize>().is_err()).collect();
    let path = names.join(".");
    let own = match what {
        PaperKind::JobOrder => in_order(&path),
        PaperKind::VisitSummary => in_summary(&path),
        PaperKind::PreparationCard => in_preparation(&path),
        PaperKind::ActionPlan => in_plan(&path),
        PaperKind::AgreementSheet => in_agreements(&path),
        PaperKind::WithdrawalLetter | PaperKind::EmployerNotice => in_letter(&path),
        // What was finalised was drawn then, and the form to be signed has had its consent looked through.
        PaperKind::ConsentForm
        | PaperKind::ConsentCitizen
        | PaperKind::ConsentAuthority
        | PaperKind::ConsentEmployer => None,
    };
    own.or_else(|| around(&path))
}

/// What several papers have: who they are from, and to whom.
fn around(path: &str) -> Option<String> {
    let (whose, part) = path.split_once('.').unwrap_or((path, ""));
    let said = match (whose, part) {
        ("authority" | "office", "name" | "unit" | "authority") => "Jeres enheds navn",
        ("authority", "phone") => "Jeres enheds telefonnummer",
        ("authority", "email") => "Jeres enheds mail",
        ("authority", part) if part.starts_with("address.") => "Jeres enheds adresse",
        ("authority", part) if part.starts_with("dpo.") => "Databeskyttelsesrådgiverens mail eller telefonnummer",
        ("company", "") | ("workplace" | "recipient", "name") => "Virksomhedens eller arbejdsstedets navn",
        ("workplace" | "recipient", "cvr") => "Virksomhedens CVR-nummer",
        ("workplace" | "recipient", "p_number") => "Arbejdsstedets P-nummer",
        ("workplace" | "recipient", part) if part.starts_with("address.") => "Arbejdsstedets adresse",
        ("order", "title" | "number") => "Jobordrens stillingsbetegnelse",
        ("citizen", "" | "name") => "Kandidatens navn",
        ("citizen", part) if part.starts_with("address.") => "Kandidatens adresse",
        _ => return None,
    };
    Some(said.to_owned())
}

/// A part of what a paper says of a person.
fn of_person(whose: &str, part: &str) -> Option<String> {
    let part = match part {
        "name" => "navn",
        "title" => "stilling",
        "phone" => "telefonnummer",
        "email" => "mail",
        _ => return None,
    };
    Some(format!("{whose} {part}"))
}

fn in_order(path: &str) -> Option<String> {
    let person =
        [("contact.", "Kontaktpersonens"), ("coordinator.", "Tovholderens"), ("plan.contact.", "Kontaktens hos jer")];
    if let Some(said) = person.iter().find_map(|(of, whose)| of_person(whose, path.strip_prefix(of)?)) {
        return Some(said);
    }
    // The words of the order's own form.
    let field = match path {
        "number" => "hotline_number",
        "education" => "education_text",
        "experience" => "experience_years",
        "other" => "other_note",
        "qualities" => "personal_note",
        "plan.need" => "alignment.direct",
        "plan.message" => "alignment.message",
        "plan.presentation" => "alignment.presentation",
        "requirements.text" => return Some("Et krav".to_owned()),
        "title" | "order_type" | "tasks" | "residence" | "physical" | "culture" | "process" | "contact_form"
        | "contact_form_note" | "combinations" | "remarks" => path,
        terms if terms.starts_with("terms.") => path,
        _ => return None,
    };
    Path::new(field).ok().map(|field| labels::label(Kind::JobOrder, &field))
}

fn in_summary(path: &str) -> Option<String> {
    path.starts_with("text.").then(|| "Resuméet".to_owned())
}

fn in_preparation(path: &str) -> Option<String> {
    let said = match path.split('.').next()? {
        "purpose" => "Besøgets formål",
        "visit_type" => "Besøgets type",
        "present" => "En deltagers navn",
        "note" => "Din note",
        "business" => "En oplysning om virksomheden",
        "postings" => "Et aktuelt opslag",
        "history" => "En tidligere kontakt eller jobordre",
        "candidates" => "En oplysning om relevante ledige",
        "promises" => "En åben aftale",
        _ => return None,
    };
    Some(said.to_owned())
}

fn in_plan(path: &str) -> Option<String> {
    let said = match path {
        "title" => "Match-tjekkets navn",
        "rows.challenge" => "En udfordring",
        "rows.solution" => "En løsning",
        "rows.activity" => "En aktivitet",
        "rows.goal" => "Et mål",
        "rows.owner" => "En ansvarligs navn",
        "rows.follow_up" => "En opfølgning",
        _ => return None,
    };
    Some(said.to_owned())
}

fn in_agreements(path: &str) -> Option<String> {
    let said = match path {
        "agreements.text" | "earlier.text" => "En aftale",
        "agreements.owner" | "earlier.owner" => "Navnet ved en aftale",
        "earlier.result" => "Resultatet af en aftale",
        "place" | "next.place" => "Stedet for samtalen",
        "present" => "En deltagers navn",
        _ => return of_person("Medarbejderens", path.strip_prefix("employee.")?),
    };
    Some(said.to_owned())
}

fn in_letter(path: &str) -> Option<String> {
    let said = match path {
        "attention" => "Kontaktpersonens navn",
        "representative" => "Navnet på den, der trak samtykket tilbage",
        "retention" => "Det, der står om opbevaring",
        "received.items.detail" | "sent.items.detail" => "Det, der er sendt",
        _ => return of_person("Medarbejderens", path.strip_prefix("contact.")?),
    };
    Some(said.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const PAPERS: &str = include_str!("../../../../docs/papers.schema.json");

    /// The paths of all free texts below a part of the published schema.
    fn texts(all: &Value, part: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(name) = part["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
            return texts(all, &all["$defs"][name], path, found);
        }
        for one in ["anyOf", "oneOf"].iter().filter_map(|many| part[many].as_array()).flatten() {
            texts(all, one, path, found);
        }
        for (name, below) in part["properties"].as_object().into_iter().flatten() {
            texts(all, below, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, found);
        }
        if part["items"].is_object() {
            texts(all, &part["items"], &format!("{path}.0"), found);
        }
        let is_text =
            part["type"] == "string" || part["type"].as_array().is_some_and(|many| many.contains(&"string".into()));
        if is_text && ["enum", "const", "format"].iter().all(|known| part[known].is_null()) {
            found.push(path.to_owned());
        }
    }

    #[test]
    fn whatever_a_paper_says_is_called_something_where_it_is_put_right() {
        let all: Value = serde_json::from_str(PAPERS).unwrap();
        let kinds = [
            ("order", PaperKind::JobOrder),
            ("summary", PaperKind::VisitSummary),
            ("preparation", PaperKind::PreparationCard),
            ("plan", PaperKind::ActionPlan),
            ("agreements", PaperKind::AgreementSheet),
            ("withdrawal", PaperKind::WithdrawalLetter),
            ("notice", PaperKind::EmployerNotice),
        ];
        assert_eq!(all["properties"].as_object().unwrap().len(), kinds.len());
        for (name, what) in kinds {
            let mut found = Vec::new();
            texts(&all, &all["properties"][name], "", &mut found);
            assert!(found.len() >= 10, "{name}: {found:?}");
            for field in found.iter().filter(|field| *field != "document_id") {
                let said = called(what, field).unwrap_or_else(|| panic!("{name}: {field} is called nothing"));
                let first = said.chars().next().unwrap();
                assert!(first.is_uppercase() && !said.contains(['.', '_']), "{name}: {field} is called {said}");
            }
        }
    }

    #[test]
    fn characters_are_named_one_by_one_in_an_order_and_a_number_that_tell_nothing_else() {
        assert_eq!(
            undrawable("Kandidatens navn", &['🙂', 'ي']),
            "Kandidatens navn har tegn, der ikke kan trykkes: \u{2068}ي\u{2069} \u{2068}🙂\u{2069}."
        );
        let many: Vec<char> = ('\u{4e00}'..='\u{4e20}').collect();
        let said = undrawable("Arbejdsopgaver", &many);
        assert!(said.ends_with("\u{2068}\u{4e0b}\u{2069} og 21 til."), "{said}");
    }
}
