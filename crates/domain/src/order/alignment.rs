//! The alignment of an order with the company (D102–D111): what ends it (R34) and what asks for a new one (R35).

use super::ready::{Missing, MissingCode};
use super::{JobOrder, Status};
use crate::record::{Fields, Path};

/// Reasons for closing that mean that the recruitment failed: nobody was found in time, or nobody who could be used.
const FAILED: [&str; 2] = ["deadline_passed", "candidates_unusable"];

const TYPES: [&str; 3] = ["alignment.direct", "alignment.substitution", "alignment.upskilling"];

/// What stands in the way of ending an alignment (R34): one kind of need, which is direct alone, or substitution,
/// upskilling or both; and the plan with when, how and who (D109).
pub fn alignment_problems(fields: &Fields) -> Vec<Missing> {
    let [direct, substitution, upskilling] = TYPES.map(|path| fields.flag(path) == Some(true));
    let combination = match (direct, substitution || upskilling) {
        (false, false) => missing(
            MissingCode::AlignmentType,
            TYPES[0],
            "Vælg, om stillingen kan besættes direkte, via substitution eller via opkvalificering.",
        ),
        (true, true) => missing(
            MissingCode::AlignmentMixed,
            TYPES[0],
            "Direkte kan ikke vælges sammen med substitution eller opkvalificering. Vælg det, der passer bedst.",
        ),
        _ => None,
    };
    let lacks = |path, code, message| if fields.filled(path) { None } else { missing(code, path, message) };
    [
        combination,
        lacks("alignment.when", MissingCode::AlignmentWhen, "Skriv, hvornår virksomheden får kandidater."),
        lacks(
            "alignment.presentation",
            MissingCode::AlignmentPresentation,
            "Vælg, hvordan kandidaterne bliver præsenteret.",
        ),
        lacks("alignment.contact", MissingCode::AlignmentContact, "Vælg, hvem virksomheden kan ringe til."),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether an order asks for a new alignment: it was closed because the recruitment failed (R35).
pub fn needs_new_alignment(fields: &Fields) -> bool {
    let order = JobOrder::new(fields);
    order.status() == Status::Closed && order.close_reason().is_some_and(|reason| FAILED.contains(&reason))
}

fn missing(code: MissingCode, path: &'static str, message: &'static str) -> Option<Missing> {
    Some(Missing { code, path: Path::known(path), section: "alignment", message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::alignment_form;
    use crate::schema::CLOSE_REASONS;
    use serde_json::{Value, json};

    fn codes(types: [bool; 3], plan: bool) -> Vec<MissingCode> {
        let mut fields: Fields =
            TYPES.iter().zip(types).map(|(path, on)| (Path::known(path), Value::from(on))).collect();
        if plan {
            fields.set(Path::known("alignment.when"), json!("2026-12-01"));
            fields.set(Path::known("alignment.presentation"), json!("cvs"));
            fields.set(Path::known("alignment.contact"), json!(uuid::Uuid::nil().to_string()));
        }
        alignment_problems(&fields).iter().map(|missing| missing.code).collect()
    }

    #[test]
    fn r34_every_combination_of_types() {
        use MissingCode::{AlignmentMixed, AlignmentType};
        for (types, expected) in [
            ([false, false, false], vec![AlignmentType]),
            ([true, false, false], vec![]),
            ([false, true, false], vec![]),
            ([false, false, true], vec![]),
            ([false, true, true], vec![]),
            ([true, true, false], vec![AlignmentMixed]),
            ([true, false, true], vec![AlignmentMixed]),
            ([true, true, true], vec![AlignmentMixed]),
        ] {
            assert_eq!(codes(types, true), expected, "{types:?}");
        }
    }

    #[test]
    fn r34_the_plan_says_when_how_and_who() {
        use MissingCode::{AlignmentContact, AlignmentPresentation, AlignmentWhen};
        assert_eq!(codes([true, false, false], false), [AlignmentWhen, AlignmentPresentation, AlignmentContact]);
        let form = alignment_form();
        for problem in alignment_problems(&Fields::new()) {
            assert_eq!(form.section_of(&problem.path), Some(problem.section), "{}", problem.path);
            assert!(problem.message.ends_with('.'));
        }
    }

    #[test]
    fn r35_only_a_failed_recruitment_asks_for_a_new_alignment() {
        for (reason, _) in CLOSE_REASONS {
            let mut fields = Fields::new();
            fields.set(Path::known("close_reason"), json!(reason));
            assert!(!needs_new_alignment(&fields), "it is not closed");
            fields.set(Path::known("status"), json!("closed"));
            let failed = ["deadline_passed", "candidates_unusable"].contains(reason);
            assert_eq!(needs_new_alignment(&fields), failed, "{reason}");
        }
    }
}
