//! Hints: what is worth saying about an order. They stop nothing.

use serde::Serialize;
use ts_rs::TS;

use super::{JobOrder, Status, wording};
use crate::record::{Fields, Path};
use crate::schema::REQUIREMENTS;

/// What a hint is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum HintCode {
    /// Nobody has contacted the company since the order came in (R19).
    ContactCompany,
    /// The order is not ordinary and so never goes to JobAG (R20).
    NotForJobag,
    /// No requirement has been chosen as ufravigeligt or mindre vigtigt: ask (R28).
    AskPriorities,
    /// Some requirements have not been chosen (R28).
    UndecidedRequirements,
    /// No ufravigeligt requirement can be searched for (R30).
    NothingToSearch,
    /// No job title, which is what the search starts from (D220).
    NoTitle,
    /// With education, but not which (D79).
    WhichEducation,
    /// A word that may exclude people without a reason in the job (L18).
    Wording,
}

/// Something worth saying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Hint {
    /// What it is about.
    pub code: HintCode,
    /// The field it belongs to.
    pub path: Option<Path>,
    /// The sentence.
    pub message: String,
}

/// The hints for an order, in the order of the form. A closed order has none.
pub fn hints(fields: &Fields) -> Vec<Hint> {
    let order = JobOrder::new(fields);
    if order.status() == Status::Closed {
        return Vec::new();
    }
    let mut found = Vec::new();
    found.extend(contact_company(&order));
    found.extend(not_for_jobag(&order));
    found.extend(no_title(&order));
    found.extend(requirements(&order));
    found.extend(which_education(&order));
    found.extend(wording::hints(fields));
    found
}

pub(super) fn hint(code: HintCode, path: Path, message: impl Into<String>) -> Hint {
    Hint { code, path: Some(path), message: message.into() }
}

fn contact_company(order: &JobOrder<'_>) -> Option<Hint> {
    let received = order.received_at().is_some() || order.channel().is_some();
    (received && order.company_contacted_at().is_none()).then(|| {
        hint(
            HintCode::ContactCompany,
            Path::known("company_contacted_at"),
            "Kontakt virksomheden, og skriv her, hvornår du har gjort det.",
        )
    })
}

fn not_for_jobag(order: &JobOrder<'_>) -> Option<Hint> {
    (!order.ordinary()).then(|| {
        hint(
            HintCode::NotForJobag,
            Path::known("order_type"),
            "Kun ordinære jobordrer kommer på JobAG. Denne bliver her.",
        )
    })
}

fn no_title(order: &JobOrder<'_>) -> Option<Hint> {
    let begun = order.tasks().is_some() || !order.requirements().is_empty();
    (begun && order.title().is_none()).then(|| {
        hint(HintCode::NoTitle, Path::known("title"), "Skriv en stillingsbetegnelse. Udsøgningen begynder med den.")
    })
}

fn which_education(order: &JobOrder<'_>) -> Option<Hint> {
    (order.education_demand() == Some("with") && order.education_text().is_none())
        .then(|| hint(HintCode::WhichEducation, Path::known("education_text"), "Skriv hvilken uddannelse."))
}

fn requirements(order: &JobOrder<'_>) -> Vec<Hint> {
    let all = order.requirements();
    let list = || Path::known(REQUIREMENTS);
    let mut found = Vec::new();
    let first_undecided = all.iter().find(|requirement| requirement.priority.is_none());
    if let Some(first) = first_undecided {
        let undecided = all.iter().filter(|requirement| requirement.priority.is_none()).count();
        if undecided == all.len() {
            found.push(hint(
                HintCode::AskPriorities,
                list(),
                "Spørg virksomheden: Hvilke af kravene er ufravigelige, og hvilke er knap så vigtige?",
            ));
        } else {
            let message = match undecided {
                1 => "1 krav mangler et valg: ufravigeligt eller mindre vigtigt.".to_owned(),
                n => format!("{n} krav mangler et valg: ufravigeligt eller mindre vigtigt."),
            };
            found.push(hint(HintCode::UndecidedRequirements, Path::item(REQUIREMENTS, first.id, "priority"), message));
        }
    }
    let mut musts = all.iter().filter(|requirement| requirement.must()).peekable();
    if musts.peek().is_some() && !musts.any(|requirement| requirement.searchable()) {
        found.push(hint(
            HintCode::NothingToSearch,
            list(),
            "Ordren kan ikke udsøges på kravene. Gør mindst ét krav, der kan udsøges, ufravigeligt.",
        ));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use uuid::Uuid;

    /// Text, class and priority.
    type Asked = (&'static str, &'static str, Option<&'static str>);

    fn order(pairs: &[(&'static str, Value)], requirements: &[Asked]) -> Fields {
        let mut fields: Fields = pairs.iter().map(|(path, value)| (Path::known(path), value.clone())).collect();
        for (n, (text, class, priority)) in (1_u128..).zip(requirements) {
            let set = |fields: &mut Fields, field, value| {
                fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), field), value)
            };
            set(&mut fields, "text", json!(text));
            set(&mut fields, "class", json!(class));
            set(&mut fields, "priority", json!(priority));
        }
        fields
    }

    fn codes(fields: &Fields) -> Vec<HintCode> {
        hints(fields).into_iter().map(|hint| hint.code).collect()
    }

    #[test]
    fn an_empty_order_is_left_in_peace() {
        assert_eq!(codes(&Fields::new()), []);
    }

    #[test]
    fn r19_a_received_order_asks_for_contact_until_it_is_logged() {
        let mut fields = order(&[("channel", json!("jobag"))], &[]);
        assert_eq!(codes(&fields), [HintCode::ContactCompany]);
        fields.set(Path::known("company_contacted_at"), json!("2026-11-24T10:52:00+01:00"));
        assert_eq!(codes(&fields), []);
    }

    #[test]
    fn r20_an_order_that_is_not_ordinary_says_that_it_stays_here() {
        assert_eq!(codes(&order(&[("order_type", json!("internship"))], &[])), [HintCode::NotForJobag]);
        assert_eq!(codes(&order(&[("order_type", json!("ordinary"))], &[])), []);
    }

    #[test]
    fn r28_without_any_choice_the_question_is_shown() {
        let title = ("title", json!("Kok"));
        let none = [("Kørekort B", "driving_licence", None), ("Dansk", "language", None)];
        let found = hints(&order(std::slice::from_ref(&title), &none));
        assert_eq!(found[0].code, HintCode::AskPriorities);
        assert!(found[0].message.contains("ufravigelige"));

        let some = [("Kørekort B", "driving_licence", Some("must")), ("Dansk", "language", None)];
        let found = hints(&order(std::slice::from_ref(&title), &some));
        assert_eq!(found[0].code, HintCode::UndecidedRequirements);
        assert_eq!(found[0].path, Some(Path::item(REQUIREMENTS, Uuid::from_u128(2), "priority")));

        let all = [("Kørekort B", "driving_licence", Some("must")), ("Dansk", "language", Some("nice"))];
        assert_eq!(codes(&order(&[title], &all)), []);
    }

    #[test]
    fn r30_only_musts_that_cannot_be_searched_warn() {
        let title = ("title", json!("Kok"));
        let cases: [(&[Asked], bool); 4] = [
            (&[("Venlig", "personal", Some("must"))], true),
            (&[("Venlig", "personal", Some("must")), ("Dansk", "language", Some("nice"))], true),
            (&[("Venlig", "personal", Some("must")), ("Dansk", "language", Some("must"))], false),
            (&[("Venlig", "personal", Some("nice"))], false),
        ];
        for (requirements, warns) in cases {
            let found = codes(&order(std::slice::from_ref(&title), requirements));
            assert_eq!(found.contains(&HintCode::NothingToSearch), warns, "{requirements:?}");
        }
    }

    #[test]
    fn a_described_order_without_a_title_and_an_unnamed_education_are_mentioned() {
        assert_eq!(codes(&order(&[("tasks", json!("Pluk"))], &[])), [HintCode::NoTitle]);
        assert_eq!(codes(&order(&[("education_demand", json!("with"))], &[])), [HintCode::WhichEducation]);
    }

    #[test]
    fn a_closed_order_is_left_in_peace() {
        assert_eq!(codes(&order(&[("channel", json!("jobag")), ("status", json!("closed"))], &[])), []);
    }
}
