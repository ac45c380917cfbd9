//! How far the parts of an order's form are filled in.

use serde::Serialize;
use ts_rs::TS;

use crate::form::{Field, Form, Section, Widget};
use crate::record::Fields;
use crate::requirement::Requirement;

/// How far a part is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    /// Everything that counts is filled in.
    Done,
    /// Something is filled in.
    Begun,
    /// Nothing is.
    Untouched,
    /// Begun, but without something that klar demands (R16, R17).
    Needed,
}

/// One part of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SectionState {
    /// The part's code.
    pub section: String,
    /// How much of what counts is filled in; in the list of requirements each choice counts.
    pub filled: u32,
    /// How much counts. Never 0, never less than `filled`.
    pub total: u32,
    /// How far it is.
    pub state: Progress,
    /// The words under the part's name: "Udfyldt", "4 af 6 felter", "6 krav, 1 uden valg", "Ikke begyndt", "Mangler".
    pub info: String,
}

/// What klar demands of every order (R16, R17).
const DEMANDED: [&str; 4] = ["workplace", "tasks", "responsible_unit", "coordinator"];

/// How far each part of the form is. Hidden fields do not count, and neither do notes and boxes to tick.
pub fn completeness(fields: &Fields, form: &Form) -> Vec<SectionState> {
    form.sections.iter().map(|section| section_state(fields, section)).collect()
}

fn section_state(fields: &Fields, section: &Section) -> SectionState {
    let shown: Vec<&Field> = section.fields.iter().filter(|field| field.shown(fields)).collect();
    let (mut filled, mut total) = (0, 0);
    for field in shown.iter().filter(|field| field.counts) {
        let (part, whole) = weight(fields, field);
        filled += part;
        total += whole;
    }
    let touched = shown.iter().any(|field| has_value(fields, field));
    let lacks = |field: &&&Field| DEMANDED.contains(&field.path.as_str()) && !fields.filled(&field.path);
    let state = match (filled == total, touched) {
        (true, true) => Progress::Done,
        (_, false) => Progress::Untouched,
        (false, true) if shown.iter().any(|field| lacks(&field)) => Progress::Needed,
        (false, true) => Progress::Begun,
    };
    let requirements = shown.iter().any(|field| field.widget == Widget::Requirements);
    SectionState {
        section: section.id.clone(),
        filled,
        total: total.max(1),
        info: match state {
            Progress::Done => "Udfyldt".to_owned(),
            Progress::Untouched => "Ikke begyndt".to_owned(),
            Progress::Needed => "Mangler".to_owned(),
            Progress::Begun => requirements
                .then(|| requirement_info(fields))
                .flatten()
                .unwrap_or_else(|| format!("{filled} af {total} felter")),
        },
        state,
    }
}

/// How much of a field is filled in, and how much it counts.
fn weight(fields: &Fields, field: &Field) -> (u32, u32) {
    if field.widget != Widget::Requirements {
        return (u32::from(fields.filled(&field.path)), 1);
    }
    let all = Requirement::all(fields);
    let chosen = all.iter().filter(|requirement| requirement.priority.is_some()).count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (count(chosen), count(all.len()).max(1))
}

fn has_value(fields: &Fields, field: &Field) -> bool {
    match field.widget {
        Widget::Requirements => !Requirement::all(fields).is_empty(),
        Widget::Flag => fields.flag(&field.path) == Some(true),
        _ => fields.filled(&field.path),
    }
}

fn requirement_info(fields: &Fields) -> Option<String> {
    let all = Requirement::all(fields);
    let undecided = all.iter().filter(|requirement| requirement.priority.is_none()).count();
    match (all.len(), undecided) {
        (0, _) => None,
        (all, 0) => Some(format!("{all} krav")),
        (all, undecided) => Some(format!("{all} krav, {undecided} uden valg")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::job_order_form;
    use crate::record::Path;
    use crate::schema::REQUIREMENTS;
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn order(pairs: &[(&'static str, Value)]) -> Fields {
        pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect()
    }

    fn state(fields: &Fields, section: &str) -> SectionState {
        completeness(fields, &job_order_form()).into_iter().find(|state| state.section == section).unwrap()
    }

    #[test]
    fn an_empty_order_is_not_begun_anywhere() {
        let states = completeness(&Fields::new(), &job_order_form());
        assert_eq!(states.len(), 7);
        for state in states {
            assert_eq!((state.state, state.info.as_str()), (Progress::Untouched, "Ikke begyndt"));
            assert_eq!(state.filled, 0);
        }
    }

    #[test]
    fn terms_count_six_fields_and_two_more_for_a_temp() {
        let mut fields = order(&[
            ("terms.employment", json!("permanent")),
            ("start_date", json!("2026-12-01")),
            ("terms.time", json!("full_time")),
            ("terms.pay", json!("hourly")),
            ("terms.pay_note", json!("Overenskomst")),
            ("terms.shift_work", json!(true)),
        ]);
        assert_eq!(state(&fields, "terms").info, "4 af 6 felter");
        fields.set(Path::known("terms.temp"), json!(true));
        assert_eq!(state(&fields, "terms").info, "4 af 8 felter");
        fields.set(Path::known("terms.temp"), json!(false));
        fields.set(Path::known("terms.hours"), json!("37"));
        fields.set(Path::known("terms.working_hours"), json!("7-15"));
        assert_eq!(state(&fields, "terms").info, "Udfyldt");
    }

    #[test]
    fn requirements_say_how_many_lack_a_choice() {
        let mut fields = Fields::new();
        for n in 1..=6 {
            fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), "text"), json!("Et krav"));
            if n < 6 {
                fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), "priority"), json!("nice"));
            }
        }
        let found = state(&fields, "requirements");
        assert_eq!((found.info.as_str(), found.filled, found.total), ("6 krav, 1 uden valg", 5, 8));
        fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(6), "priority"), json!("must"));
        assert_eq!(state(&fields, "requirements").info, "6 krav");
        fields.set(Path::known("education_demand"), json!("without"));
        fields.set(Path::known("experience_demand"), json!("without"));
        assert_eq!(state(&fields, "requirements").state, Progress::Done);
    }

    #[test]
    fn a_part_lacks_something_once_it_is_begun() {
        let mut fields = order(&[("responsible_unit", json!(Uuid::nil().to_string()))]);
        assert_eq!(state(&fields, "responsibility").info, "Mangler");
        fields.set(Path::known("coordinator"), json!(Uuid::nil().to_string()));
        assert_eq!(state(&fields, "responsibility").info, "Udfyldt");
        assert_eq!(state(&fields, "company").info, "Ikke begyndt");
    }

    #[test]
    fn a_note_alone_begins_a_part() {
        let found = state(&order(&[("remarks", json!("Husk porten"))]), "process");
        assert_eq!((found.state, found.info.as_str()), (Progress::Begun, "0 af 3 felter"));
    }
}
