//! The search profile: what to type into the CV search of the fagsystem (D220, D221).

use serde::Serialize;
use ts_rs::TS;

use crate::order::JobOrder;
use crate::record::Fields;
use crate::requirement::{Class, Requirement, languages_in, searchable};

/// A search profile.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct SearchProfile {
    /// What can be searched for, the ufravigelige first.
    pub rows: Vec<ProfileRow>,
    /// The profile as text for the clipboard: what to search by, then wishes, then what only serves selection.
    pub text: String,
    /// How many requirements are not among the rows, since they only serve selection.
    pub left_out: u32,
}

/// One line of a search profile.
#[derive(Clone, PartialEq, Eq, Serialize, TS)]
pub struct ProfileRow {
    /// What is searched by, for example "Kørekort".
    pub label: String,
    /// What is searched for, for example "B".
    pub value: String,
    /// True when it is a wish: mindre vigtigt, or not chosen yet.
    pub wish: bool,
}

/// The search profile of an order. Never holds why an order was closed, internal notes or anything about a candidate.
pub fn search_profile(fields: &Fields) -> SearchProfile {
    let order = JobOrder::new(fields);
    let all = order.requirements();
    let (found, left): (Vec<_>, Vec<_>) = all.iter().partition(|requirement| requirement.searchable());

    let mut rows = Vec::new();
    rows.extend(order.title().map(|title| row(Class::Position.label(), title, false)));
    rows.extend(requirement_rows(&found, true));
    rows.extend(demand_rows(&order, &found));
    rows.extend(requirement_rows(&found, false));
    rows.extend(terms(fields).map(|terms| row("Vilkår", &terms, false)));
    rows.extend(order.residence().map(|residence| row("Bopæl", residence, false)));

    SearchProfile { text: text(&order, &rows, &left), left_out: u32::try_from(left.len()).unwrap_or(u32::MAX), rows }
}

fn row(label: &str, value: &str, wish: bool) -> ProfileRow {
    ProfileRow { label: label.to_owned(), value: value.to_owned(), wish }
}

fn requirement_rows<'a>(found: &'a [&Requirement], must: bool) -> impl Iterator<Item = ProfileRow> + 'a {
    Class::ALL.into_iter().filter(|class| searchable(*class)).flat_map(move |class| {
        found
            .iter()
            .filter(move |requirement| requirement.class == class && requirement.must() == must)
            .map(move |requirement| row(class.label(), &value(requirement), !must))
    })
}

/// The demands that stand in fields of their own, unless a requirement already says the same.
fn demand_rows(order: &JobOrder<'_>, found: &[&Requirement]) -> Vec<ProfileRow> {
    let said = |class| found.iter().any(|requirement| requirement.class == class);
    let education = order
        .education_text()
        .filter(|_| order.education_demand() == Some("with") && !said(Class::Education))
        .map(|text| row(Class::Education.label(), text, false));
    let experience = order
        .experience_years()
        .filter(|_| order.experience_demand() == Some("with") && !said(Class::Experience))
        .map(|years| row(Class::Experience.label(), &at_least(years), false));
    education.into_iter().chain(experience).collect()
}

fn at_least(years: i64) -> String {
    format!("Mindst {years} år")
}

/// What to type: the requirement without the words that its label already says.
fn value(requirement: &Requirement) -> String {
    let text = requirement.text.as_str();
    let short = match requirement.class {
        Class::DrivingLicence => without(text, "kørekort"),
        Class::Certificate => without(text, "certifikat"),
        Class::Language => languages_in(text).join(" og "),
        Class::Experience => experience(requirement),
        Class::Position | Class::Qualification | Class::Education | Class::Personal | Class::Other => String::new(),
    };
    if short.is_empty() { text.to_owned() } else { short }
}

/// "Mindst 2 år", with the occupation when the text names one: "Mindst 3 år som kok", "Lagermedarbejder, 2 år".
fn experience(requirement: &Requirement) -> String {
    let (text, Some(years)) = (&requirement.text, requirement.years) else {
        return String::new();
    };
    if text.contains(',') && text.ends_with("år") {
        return text.clone();
    }
    match text.split_once(" som ") {
        Some((_, occupation)) => format!("{} som {occupation}", at_least(years)),
        None => at_least(years),
    }
}

/// The text without a word, upper or lower case, at a word's end ("Gaffeltruckcertifikat B" becomes "Gaffeltruck B").
/// Empty when nothing else was said.
fn without(text: &str, word: &str) -> String {
    text.split_whitespace()
        .map(|part| {
            let cut = part.chars().count().saturating_sub(word.chars().count());
            let split = part.char_indices().nth(cut).map_or(part.len(), |(at, _)| at);
            let (head, tail) = part.split_at(split);
            if tail.to_lowercase() == word { head } else { part }
        })
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn terms(fields: &Fields) -> Option<String> {
    let time = match fields.text("terms.time") {
        Some("full_time") => Some("fuld tid"),
        Some("part_time") => Some("deltid"),
        _ => None,
    };
    let shift = (fields.flag("terms.shift_work") == Some(true)).then_some("skiftehold");
    let temp = (fields.flag("terms.temp") == Some(true)).then_some("vikar");
    let words: Vec<&str> = [time, shift, temp].into_iter().flatten().collect();
    (!words.is_empty()).then(|| sentence_case(&words.join(", ")))
}

fn sentence_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn text(order: &JobOrder<'_>, rows: &[ProfileRow], left: &[&Requirement]) -> String {
    let line = |row: &ProfileRow| format!("{}: {}", row.label, row.value);
    let search: Vec<String> = rows.iter().filter(|row| !row.wish).map(line).collect();
    let wishes: Vec<String> = rows.iter().filter(|row| row.wish).map(line).collect();
    let mut selection: Vec<String> = Vec::new();
    for (must, mark) in [(true, " (ufravigeligt)"), (false, "")] {
        let texts = left.iter().filter(|requirement| requirement.must() == must);
        selection.extend(texts.map(|requirement| format!("{}{mark}", requirement.text)));
    }
    let notes = ["personal_note", "other_note", "physical"];
    selection.extend(notes.iter().filter_map(|path| order.fields().filled_text(path)).map(str::to_owned));

    [("Søg på", search), ("Ønsker", wishes), ("Kun til udvælgelse", selection)]
        .into_iter()
        .filter(|(_, lines)| !lines.is_empty())
        .map(|(heading, lines)| format!("{heading}\n{}\n", lines.join("\n")))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use crate::schema::REQUIREMENTS;
    use serde_json::json;
    use uuid::Uuid;

    fn order() -> Fields {
        let mut fields = Fields::new();
        for (path, value) in [
            ("title", json!("Lagermedarbejder")),
            ("terms.time", json!("full_time")),
            ("terms.shift_work", json!(true)),
            ("residence", json!("Egelund og Bakkedal")),
            ("close_reason", json!("employer_enough")),
            ("close_note", json!("hemmelig årsag")),
            ("internal_note", json!("hemmelig note")),
        ] {
            fields.set(Path::known(path), value);
        }
        for (n, text, priority) in [
            (1, "Gaffeltruckcertifikat B", Some("must")),
            (2, "Kørekort B", Some("must")),
            (3, "Mindst 1 års erfaring på lager", Some("nice")),
            (4, "Taler dansk til daglig", Some("nice")),
            (5, "Mødestabil og god til at arbejde alene", Some("must")),
            (6, "Erfaren med varemodtagelse", None),
        ] {
            fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), "text"), json!(text));
            fields.set(Path::item(REQUIREMENTS, Uuid::from_u128(n), "priority"), json!(priority));
        }
        fields
    }

    #[test]
    fn the_rows_are_what_can_be_searched_for() {
        let profile = search_profile(&order());
        let rows: Vec<_> = profile.rows.iter().map(|row| (row.label.as_str(), row.value.as_str(), row.wish)).collect();
        assert_eq!(
            rows,
            [
                ("Stilling", "Lagermedarbejder", false),
                ("Certifikat", "Gaffeltruck B", false),
                ("Kørekort", "B", false),
                ("Erfaring", "Mindst 1 år", true),
                ("Sprog", "Dansk", true),
                ("Vilkår", "Fuld tid, skiftehold", false),
                ("Bopæl", "Egelund og Bakkedal", false),
            ]
        );
        assert_eq!(profile.left_out, 2);
    }

    #[test]
    fn the_text_has_musts_then_wishes_then_what_serves_selection() {
        assert_eq!(
            search_profile(&order()).text,
            "Søg på\nStilling: Lagermedarbejder\nCertifikat: Gaffeltruck B\nKørekort: B\n\
             Vilkår: Fuld tid, skiftehold\nBopæl: Egelund og Bakkedal\n\n\
             Ønsker\nErfaring: Mindst 1 år\nSprog: Dansk\n\n\
             Kun til udvælgelse\nMødestabil og god til at arbejde alene (ufravigeligt)\nErfaren med varemodtagelse\n"
        );
    }

    #[test]
    fn r21_why_an_order_was_closed_is_never_in_it() {
        let json = serde_json::to_string(&search_profile(&order())).unwrap();
        assert!(!json.contains("hemmelig") && !json.contains("nok for nu"));
    }

    #[test]
    fn an_empty_order_gives_an_empty_profile() {
        let profile = search_profile(&Fields::new());
        assert!(profile.rows.is_empty() && profile.text.is_empty());
    }

    #[test]
    fn demands_in_fields_of_their_own_are_searched_for_once() {
        let mut fields = order();
        for (path, value) in [
            ("education_demand", json!("with")),
            ("education_text", json!("Lager og logistik")),
            ("experience_demand", json!("with")),
            ("experience_years", json!(3)),
        ] {
            fields.set(Path::known(path), value);
        }
        let rows = search_profile(&fields).rows;
        assert!(rows.iter().any(|row| row.label == "Uddannelse" && row.value == "Lager og logistik" && !row.wish));
        assert_eq!(rows.iter().filter(|row| row.label == "Erfaring").count(), 1);
    }

    #[test]
    fn values_in_cases() {
        let cases = [
            (Class::DrivingLicence, "Kørekort", None, "Kørekort"),
            (Class::DrivingLicence, "Stort kørekort C/E", None, "Stort C/E"),
            (Class::DrivingLicence, "KØREKORT B", None, "B"),
            (Class::Certificate, "Hygiejnebevis", None, "Hygiejnebevis"),
            (Class::Experience, "Mindst 3 års erfaring som kok", Some(3), "Mindst 3 år som kok"),
            (Class::Experience, "Lagermedarbejder, 2 år", Some(2), "Lagermedarbejder, 2 år"),
            (Class::Language, "Dansk og engelsk", None, "Dansk og Engelsk"),
            (Class::Language, "Tegnsprog", None, "Tegnsprog"),
            (Class::Qualification, "Excel", None, "Excel"),
        ];
        for (class, text, years, expected) in cases {
            let requirement = Requirement { id: Uuid::nil(), text: text.to_owned(), class, priority: None, years };
            assert_eq!(value(&requirement), expected, "{text}");
        }
    }
}
