//! Suggestions that make a requirement searchable.

use serde::Serialize;
use ts_rs::TS;

use super::reading::{speaks_of_experience, suggest_class, words, years_in};
use super::{Class, searchable};

/// A way to write a requirement so that the CV bank can be searched for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Suggestion {
    /// The class it would get.
    pub class: Class,
    /// The text it would get.
    pub text: String,
    /// The years it would get.
    #[ts(type = "number | null")]
    pub years: Option<i64>,
    /// The sentence that offers it; ends with the text and a full stop.
    pub message: String,
}

/// Years offered when the text speaks of experience without a number. The consultant asks and corrects.
const YEARS_TO_ASK_ABOUT: i64 = 2;

/// How a requirement that only serves selection could be written so that it can be searched for, or none. Experience
/// becomes job title and years (D220), so it needs the order's title.
pub fn rewrite_suggestion(text: &str, order_title: &str) -> Option<Suggestion> {
    if suggest_class(text).is_some_and(searchable) {
        return None;
    }
    if speaks_of_experience(text) {
        return experience(text, order_title);
    }
    let words = words(text);
    let has = |stem: &str| words.iter().any(|word| word.contains(stem));
    if has("truck") {
        Some(named(Class::Certificate, "som et certifikat", "Gaffeltruckcertifikat B"))
    } else if has("bil") && (has("koere") || has("har")) && words.iter().any(|word| word == "bil") {
        Some(named(Class::DrivingLicence, "som et kørekort", "Kørekort B"))
    } else {
        None
    }
}

fn experience(text: &str, order_title: &str) -> Option<Suggestion> {
    let position = order_title.split([',', '(']).next().map(str::trim).filter(|title| !title.is_empty())?;
    let years = years_in(text).unwrap_or(YEARS_TO_ASK_ABOUT);
    let text = format!("{position}, {years} år");
    Some(Suggestion {
        class: Class::Experience,
        message: format!("Kan udsøges, hvis du skriver det som stilling og år: {text}."),
        text,
        years: Some(years),
    })
}

fn named(class: Class, way: &str, text: &str) -> Suggestion {
    Suggestion {
        class,
        text: text.to_owned(),
        years: None,
        message: format!("Kan udsøges, hvis du skriver det {way}: {text}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn experience_becomes_title_and_years() {
        let suggestion = rewrite_suggestion("Erfaren med varemodtagelse", "Lagermedarbejder").unwrap();
        assert_eq!(suggestion.class, Class::Experience);
        assert_eq!(suggestion.text, "Lagermedarbejder, 2 år");
        assert_eq!(suggestion.years, Some(2));
        assert_eq!(suggestion.message, "Kan udsøges, hvis du skriver det som stilling og år: Lagermedarbejder, 2 år.");
        assert_eq!(suggest_class(&suggestion.text), Some(Class::Experience));
    }

    #[test]
    fn suggestions_in_cases() {
        let cases = [
            ("Erfaring fra køkken", "Kok, 2 stillinger", Some("Kok, 2 år")),
            ("Erfaring fra køkken", "", None),
            ("Kan køre truck", "", Some("Gaffeltruckcertifikat B")),
            ("Kan køre bil", "", Some("Kørekort B")),
            ("Mobil og fleksibel", "Kok", None),
            ("Kørekort B", "Kok", None),
            ("Mindst 1 års erfaring", "Kok", None),
            ("Mødestabil", "Kok", None),
        ];
        for (text, title, expected) in cases {
            let suggestion = rewrite_suggestion(text, title);
            assert_eq!(suggestion.as_ref().map(|s| s.text.as_str()), expected, "{text}");
            if let Some(suggestion) = suggestion {
                assert!(searchable(suggestion.class));
                assert!(suggestion.message.ends_with(&format!("{}.", suggestion.text)));
            }
        }
    }
}
