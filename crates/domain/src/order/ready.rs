//! Transition rules: what must be there before an order becomes klar, and before its state changes.

use serde::Serialize;
use ts_rs::TS;

use super::{JobOrder, Status};
use crate::record::{Fields, Path, RecordId};

/// What the rules need to know that does not stand in the order itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReadyContext {
    /// The unit of the chosen coordinator; none when there is no such employee.
    pub coordinator_unit: Option<RecordId>,
    /// Whether the chosen workplace exists.
    pub workplace_known: bool,
}

/// What is missing, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum MissingCode {
    /// No description of the tasks (R16).
    Tasks,
    /// No workplace (R16).
    Workplace,
    /// The chosen workplace is gone (R16).
    WorkplaceUnknown,
    /// No responsible unit (R16).
    ResponsibleUnit,
    /// No coordinator (R17).
    Coordinator,
    /// The coordinator belongs to another unit (R17).
    CoordinatorUnit,
    /// No reason for closing (R21).
    CloseReason,
    /// No answer to with/without education that is one of the two (R31).
    EducationDemand,
    /// With experience, but no years (R31).
    ExperienceYears,
    /// A temp without a period (R32).
    TempPeriod,
    /// The temp's period ends before it begins (R32).
    TempPeriodReversed,
    /// Less than one position (R33).
    Positions,
    /// No type of need (R34).
    AlignmentType,
    /// Direct together with another type of need (R34).
    AlignmentMixed,
    /// Not said when candidates come (R34).
    AlignmentWhen,
    /// Not said how they are presented (R34).
    AlignmentPresentation,
    /// Not said who is contact (R34).
    AlignmentContact,
}

/// Something that stands in the way of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Missing {
    /// The reason as a code.
    pub code: MissingCode,
    /// The field to go to.
    pub path: Path,
    /// The part of the form it stands in.
    pub section: &'static str,
    /// The sentence: what to do, and what it is needed for.
    pub message: &'static str,
}

/// What an order lacks before it can be klar, in the order of the form (R16, R17, R31–R33). Empty when it is ready.
/// An order that does not say how many positions there are counts as one position.
pub fn ready_problems(fields: &Fields, context: &ReadyContext) -> Vec<Missing> {
    let order = JobOrder::new(fields);
    [
        workplace(&order, context),
        positions(&order),
        tasks(&order),
        temp_period(&order),
        education(&order),
        experience(&order),
        responsible_unit(&order),
        coordinator(&order, context),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What stands in the way of a state (R16, R17, R21). A draft demands nothing; the other states demand a ready order,
/// since nothing leaves kladde without a coordinator; closed demands a reason too. Opening an order again demands no
/// more than opening it did, and removes nothing (R22).
pub fn status_problems(fields: &Fields, target: Status, context: &ReadyContext) -> Vec<Missing> {
    let order = JobOrder::new(fields);
    match target {
        Status::Draft => Vec::new(),
        Status::Open | Status::Inactive => ready_problems(fields, context),
        Status::Closed => {
            let leaving_draft = order.status() == Status::Draft;
            let mut missing = if leaving_draft { ready_problems(fields, context) } else { Vec::new() };
            missing.extend(close_reason(&order));
            missing
        }
    }
}

fn missing(code: MissingCode, path: &'static str, section: &'static str, message: &'static str) -> Option<Missing> {
    Some(Missing { code, path: Path::known(path), section, message })
}

fn workplace(order: &JobOrder<'_>, context: &ReadyContext) -> Option<Missing> {
    let (code, message) = match order.workplace() {
        None => (MissingCode::Workplace, "Vælg et arbejdssted, før ordren kan blive klar."),
        Some(_) if !context.workplace_known => {
            (MissingCode::WorkplaceUnknown, "Arbejdsstedet findes ikke længere. Vælg et andet.")
        }
        Some(_) => return None,
    };
    missing(code, "workplace", "company", message)
}

fn positions(order: &JobOrder<'_>) -> Option<Missing> {
    if order.positions().is_none_or(|positions| positions >= 1) {
        return None;
    }
    missing(MissingCode::Positions, "positions", "position", "Der skal være mindst én stilling.")
}

fn tasks(order: &JobOrder<'_>) -> Option<Missing> {
    if order.tasks().is_some() {
        return None;
    }
    missing(MissingCode::Tasks, "tasks", "position", "Beskriv arbejdsopgaverne, før ordren kan blive klar.")
}

fn temp_period(order: &JobOrder<'_>) -> Option<Missing> {
    if order.temp() != Some(true) {
        return None;
    }
    match (order.temp_from(), order.temp_to()) {
        (None, _) => {
            missing(MissingCode::TempPeriod, "terms.temp_from", "terms", "Skriv, hvornår vikaren skal begynde.")
        }
        (Some(_), None) => {
            missing(MissingCode::TempPeriod, "terms.temp_to", "terms", "Skriv, hvor længe vikaren skal være der.")
        }
        // Days in the stored form compare as texts.
        (Some(from), Some(to)) if to < from => missing(
            MissingCode::TempPeriodReversed,
            "terms.temp_to",
            "terms",
            "Vikarens sidste dag ligger før den første. Ret en af datoerne.",
        ),
        _ => None,
    }
}

fn education(order: &JobOrder<'_>) -> Option<Missing> {
    if one_of_two(order.education_demand()) {
        return None;
    }
    missing(MissingCode::EducationDemand, "education_demand", "requirements", "Vælg enten med eller uden uddannelse.")
}

fn experience(order: &JobOrder<'_>) -> Option<Missing> {
    if order.experience_demand() != Some("with") || order.experience_years().is_some() {
        return None;
    }
    missing(
        MissingCode::ExperienceYears,
        "experience_years",
        "requirements",
        "Skriv, hvor mange års erfaring virksomheden vil have.",
    )
}

/// The two answers exclude each other because they are one field; nothing chosen is fine.
fn one_of_two(demand: Option<&str>) -> bool {
    matches!(demand, None | Some("with" | "without"))
}

fn responsible_unit(order: &JobOrder<'_>) -> Option<Missing> {
    if order.responsible_unit().is_some() {
        return None;
    }
    missing(
        MissingCode::ResponsibleUnit,
        "responsible_unit",
        "responsibility",
        "Vælg den ansvarlige enhed, før ordren kan blive klar.",
    )
}

fn coordinator(order: &JobOrder<'_>, context: &ReadyContext) -> Option<Missing> {
    let (code, message) = match order.coordinator() {
        None => (MissingCode::Coordinator, "Vælg en tovholder, før ordren kan blive klar."),
        Some(_) if order.responsible_unit().is_some() && context.coordinator_unit != order.responsible_unit() => (
            MissingCode::CoordinatorUnit,
            "Tovholderen skal høre til den ansvarlige enhed. Vælg en anden tovholder eller en anden enhed.",
        ),
        Some(_) => return None,
    };
    missing(code, "coordinator", "responsibility", message)
}

fn close_reason(order: &JobOrder<'_>) -> Option<Missing> {
    if order.close_reason().is_some() {
        return None;
    }
    missing(
        MissingCode::CloseReason,
        "close_reason",
        "responsibility",
        "Vælg en lukkeårsag. Virksomheden ser den ikke.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::job_order_form;
    use serde_json::{Value, json};
    use uuid::Uuid;

    const UNIT: Uuid = Uuid::from_u128(1);

    fn ready() -> (Fields, ReadyContext) {
        let id = |n: u128| json!(Uuid::from_u128(n).to_string());
        let fields = [
            ("tasks", json!("Pluk og pak")),
            ("workplace", id(2)),
            ("responsible_unit", id(1)),
            ("coordinator", id(3)),
        ];
        let context = ReadyContext { coordinator_unit: Some(UNIT), workplace_known: true };
        (fields.into_iter().map(|(path, value)| (Path::known(path), value)).collect(), context)
    }

    fn codes_with(changes: &[(&'static str, Value)]) -> Vec<MissingCode> {
        let (mut fields, context) = ready();
        for (path, value) in changes {
            fields.set(Path::known(path), value.clone());
        }
        codes(&ready_problems(&fields, &context))
    }

    fn codes(problems: &[Missing]) -> Vec<MissingCode> {
        problems.iter().map(|missing| missing.code).collect()
    }

    #[test]
    fn r16_klar_demands_description_workplace_and_responsible_unit_and_kladde_nothing() {
        assert_eq!(codes_with(&[]), []);
        assert_eq!(codes_with(&[("tasks", json!(" "))]), [MissingCode::Tasks]);
        assert_eq!(codes_with(&[("workplace", json!(null))]), [MissingCode::Workplace]);
        assert_eq!(codes_with(&[("responsible_unit", json!(null))]), [MissingCode::ResponsibleUnit]);
        let nothing = ReadyContext::default();
        assert_eq!(
            codes(&ready_problems(&Fields::new(), &nothing)),
            [MissingCode::Workplace, MissingCode::Tasks, MissingCode::ResponsibleUnit, MissingCode::Coordinator]
        );
        assert_eq!(status_problems(&Fields::new(), Status::Draft, &nothing), []);
    }

    #[test]
    fn r16_a_workplace_that_is_gone_does_not_count() {
        let (fields, mut context) = ready();
        context.workplace_known = false;
        assert_eq!(codes(&ready_problems(&fields, &context)), [MissingCode::WorkplaceUnknown]);
    }

    #[test]
    fn r17_one_coordinator_from_the_responsible_unit() {
        assert_eq!(codes_with(&[("coordinator", json!(null))]), [MissingCode::Coordinator]);
        let (fields, mut context) = ready();
        context.coordinator_unit = Some(Uuid::from_u128(9));
        assert_eq!(codes(&ready_problems(&fields, &context)), [MissingCode::CoordinatorUnit]);
        context.coordinator_unit = None;
        assert_eq!(codes(&ready_problems(&fields, &context)), [MissingCode::CoordinatorUnit]);
    }

    #[test]
    fn r21_closing_demands_a_reason() {
        let (mut fields, context) = ready();
        fields.set(Path::known("status"), json!("open"));
        assert_eq!(codes(&status_problems(&fields, Status::Closed, &context)), [MissingCode::CloseReason]);
        fields.set(Path::known("close_reason"), json!("filled"));
        assert_eq!(status_problems(&fields, Status::Closed, &context), []);
        assert_eq!(status_problems(&fields, Status::Inactive, &context), [], "a pause needs no end");
    }

    #[test]
    fn r21_an_open_order_can_be_closed_whatever_else_it_has_come_to_lack() {
        let mut fields = Fields::new();
        fields.set(Path::known("status"), json!("open"));
        fields.set(Path::known("close_reason"), json!("withdrawn"));
        assert_eq!(status_problems(&fields, Status::Closed, &ReadyContext::default()), []);
    }

    #[test]
    fn r22_opening_again_demands_nothing_more_and_keeps_what_was_written() {
        let (mut fields, context) = ready();
        fields.set(Path::known("status"), json!("closed"));
        fields.set(Path::known("close_reason"), json!("filled"));
        assert_eq!(status_problems(&fields, Status::Open, &context), []);
        fields.set(Path::known("status"), json!("open"));
        assert_eq!(JobOrder::new(&fields).close_reason(), Some("filled"));
    }

    #[test]
    fn r31_with_and_without_exclude_each_other_and_experience_asks_for_years() {
        assert_eq!(codes_with(&[("education_demand", json!("with"))]), []);
        assert_eq!(codes_with(&[("education_demand", json!("with,without"))]), [MissingCode::EducationDemand]);
        assert_eq!(codes_with(&[("experience_demand", json!("with"))]), [MissingCode::ExperienceYears]);
        assert_eq!(codes_with(&[("experience_demand", json!("with")), ("experience_years", json!(2))]), []);
        assert_eq!(codes_with(&[("experience_demand", json!("without"))]), []);
    }

    #[test]
    fn r32_a_temp_needs_a_period() {
        let temp = ("terms.temp", json!(true));
        let from = ("terms.temp_from", json!("2026-12-01"));
        let to = ("terms.temp_to", json!("2027-02-28"));
        assert_eq!(codes_with(std::slice::from_ref(&temp)), [MissingCode::TempPeriod]);
        assert_eq!(codes_with(&[temp.clone(), from.clone()]), [MissingCode::TempPeriod]);
        assert_eq!(codes_with(&[temp.clone(), to.clone()]), [MissingCode::TempPeriod]);
        assert_eq!(codes_with(&[temp.clone(), from.clone(), to]), []);
        let before = ("terms.temp_to", json!("2026-11-30"));
        assert_eq!(codes_with(&[temp, from, before]), [MissingCode::TempPeriodReversed]);
        assert_eq!(codes_with(&[("terms.temp", json!(false))]), []);
    }

    #[test]
    fn r33_there_is_at_least_one_position() {
        assert_eq!(codes_with(&[("positions", json!(0))]), [MissingCode::Positions]);
        assert_eq!(codes_with(&[("positions", json!(1))]), []);
        assert_eq!(codes_with(&[]), [], "an order that does not say counts as one");
    }

    #[test]
    fn every_missing_thing_names_the_part_of_the_form_it_stands_in() {
        let form = job_order_form();
        let mut fields = Fields::new();
        for (path, value) in [
            ("positions", json!(0)),
            ("terms.temp", json!(true)),
            ("education_demand", json!("maybe")),
            ("experience_demand", json!("with")),
        ] {
            fields.set(Path::known(path), value);
        }
        let problems = status_problems(&fields, Status::Closed, &ReadyContext::default());
        assert_eq!(problems.len(), 9);
        for missing in problems {
            assert_eq!(form.section_of(&missing.path), Some(missing.section), "{:?}", missing.code);
            assert!(missing.message.ends_with('.'));
        }
    }
}
