//! Transition rules of records that stand: what a merge of two legal sides must not break.
//!
//! A step is guarded where it is taken ([`crate::order::status_problems`] and the others). Two people may each take a legal step,
//! and the steps together may not be legal: one opens an order, another empties its tasks. This says so.

use std::collections::BTreeSet;

use crate::consent;
use crate::guide;
use crate::order::{JobOrder, MissingCode, ReadyContext, Status, status_problems};
use crate::record::{Fields, Kind, Path};
use crate::submittal;

const STATUS: &[&str] = &["status"];
/// What a consent says, which whoever finalises it must have seen.
const CONSENTED: &[&str] = &[
    "candidate",
    "channel",
    "company",
    "data.attachment",
    "data.attachment_names",
    "data.contact",
    "data.description",
    "data.driving_licence",
    "data.education",
    "data.experience",
    "data.languages",
    "data.qualifications",
    "given.at",
    "given.basis",
    "given.how",
    "given.interpreter",
    "given.place",
    "given.representative",
    "given.to",
    "job_order",
    "purpose",
    "signature",
    "valid_until",
    "workplace",
];

/// What the state of an order rests on.
const ORDER: &[&str] = &[
    "close_reason",
    "coordinator",
    "education_demand",
    "experience_demand",
    "experience_years",
    "positions",
    "responsible_unit",
    "tasks",
    "terms.temp",
    "terms.temp_from",
    "terms.temp_to",
    "workplace",
];

/// The rules that the values of a record break in the state that they say they are in. Rules that look at other records
/// are not asked: they were asked when the step was taken.
pub fn broken(kind: Kind, fields: &Fields) -> BTreeSet<MissingCode> {
    if kind != Kind::JobOrder {
        return BTreeSet::new();
    }
    let order = JobOrder::new(fields);
    let context = ReadyContext { coordinator_unit: order.responsible_unit(), workplace_known: true };
    match order.status() {
        Status::Draft => BTreeSet::new(),
        status => status_problems(fields, status, &context).into_iter().map(|missing| missing.code).collect(),
    }
}

/// Whether a record takes no change any more: a template that has been published (R56).
pub fn frozen(kind: Kind, fields: &Fields) -> bool {
    kind == Kind::Template && guide::frozen(fields)
}

/// Whether a field is as it is for good, in a record that otherwise goes on (R11). A change of it by somebody who had not
/// seen that is a conflict; by somebody who had, it is refused.
pub fn sealed(kind: Kind, before: &Fields, path: &Path) -> bool {
    match kind {
        Kind::Consent => consent::sealed(before, path),
        Kind::Submittal => submittal::sealed(before, path),
        _ => false,
    }
}

/// Whether a field is set by a step with a rule of its own, and never typed or chosen as a plain value.
pub fn set_by_step(kind: Kind, path: &Path) -> bool {
    match kind {
        Kind::Consent => consent::set_by_step(path),
        Kind::Submittal => submittal::set_by_step(path),
        _ => false,
    }
}

/// Whether a change says that something has happened: it rests on nothing that may be refused (R12).
pub fn states_fact(kind: Kind, path: &Path) -> bool {
    kind == Kind::Submittal && submittal::states_fact(path)
}

/// Whether a change asks for something that may be refused (R1): it goes alone, and nothing rests on it.
pub fn asks_for_permit(kind: Kind, path: &Path) -> bool {
    kind == Kind::Submittal && submittal::asks_for_permit(path)
}

/// Whether a change holds only for what its author saw: he vouches for all that [`read_with`] names.
pub fn vouches(kind: Kind, path: &Path) -> bool {
    kind == Kind::Consent && path.as_str() == "finalised_at" || asks_for_permit(kind, path)
}

/// The fields that a rule reads together with a field: whoever writes it relied on them.
pub fn read_with(kind: Kind, path: &Path) -> &'static [&'static str] {
    match kind {
        Kind::JobOrder if path.as_str() == "status" => ORDER,
        Kind::JobOrder if ORDER.contains(&path.as_str()) => STATUS,
        Kind::Template if path.as_str() != "status" => STATUS,
        Kind::Consent if path.as_str() == "finalised_at" => CONSENTED,
        Kind::Consent => consent::sealed_by(path),
        Kind::Submittal if submittal::asks_for_permit(path) => submittal::RESTS_ON,
        Kind::Submittal => submittal::sealed_by(path),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::merge::group_of;
    use serde_json::json;

    fn order(pairs: &[(&'static str, serde_json::Value)]) -> Fields {
        pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
    }

    #[test]
    fn a_draft_breaks_nothing_and_an_open_order_needs_its_tasks() {
        assert!(broken(Kind::JobOrder, &Fields::new()).is_empty());
        let codes = broken(Kind::JobOrder, &order(&[("status", json!("open"))]));
        assert!(codes.contains(&MissingCode::Tasks) && !codes.contains(&MissingCode::CloseReason));
        let codes = broken(Kind::JobOrder, &order(&[("status", json!("closed"))]));
        assert_eq!(codes, BTreeSet::from([MissingCode::CloseReason]));
    }

    #[test]
    fn every_rule_that_can_break_reads_a_field_that_is_known_to_be_read() {
        let rest = order(&[("status", json!("open"))]);
        for problem in status_problems(&rest, Status::Open, &ReadyContext::default()) {
            assert!(ORDER.contains(&problem.path.as_str()), "{}", problem.path);
            assert_eq!(read_with(Kind::JobOrder, &problem.path), STATUS);
        }
    }

    #[test]
    fn r11_whoever_writes_to_what_can_be_sealed_says_whether_he_saw_it_sealed() {
        let sealing = order(&[
            ("finalised_at", json!("2026-11-24T10:52:00+01:00")),
            ("withdrawn_at", json!("2026-11-24T10:52:00+01:00")),
            ("permit.at", json!("2026-11-24T10:52:00+01:00")),
            ("sent.at", json!("2026-11-24T10:52:00+01:00")),
        ]);
        for kind in [Kind::Consent, Kind::Submittal] {
            let fields = crate::schema::fields_of(kind).iter().map(|spec| Path::known(spec.path));
            for path in fields.chain([Path::known(crate::record::ALIVE)]) {
                // What he names: what rules read, and what means something only together with it.
                let group =
                    |other: &&Path| group_of(kind, other).is_some_and(|group| group_of(kind, &path) == Some(group));
                let together = sealing.iter().map(|(path, _)| path).filter(group).cloned();
                let read = read_with(kind, &path).iter().map(|seal| Path::known(seal));
                let named = read.chain(together).chain([path.clone()]);
                let named = named.map(|seal| (seal.clone(), sealing.get(&seal).cloned().unwrap_or_default())).collect();
                assert_eq!(sealed(kind, &sealing, &path), sealed(kind, &named, &path), "{kind:?} {path}");
            }
        }
    }

    #[test]
    fn r56_a_published_template_is_frozen() {
        assert!(frozen(Kind::Template, &order(&[("status", json!("published"))])));
        assert!(!frozen(Kind::Template, &order(&[("status", json!("draft"))])));
        assert!(!frozen(Kind::JobOrder, &order(&[("status", json!("published"))])));
    }
}
