//! Words in a job text that may exclude people without a reason in the job (L18). Only a hint: the consultant decides.

use super::hint::{Hint, HintCode, hint};
use crate::fold::fold;
use crate::record::{Fields, Path};
use crate::requirement::Requirement;
use crate::schema::REQUIREMENTS;

const AGE: &str = "alder";
const SEX: &str = "køn";
const ORIGIN: &str = "herkomst";
const FAITH: &str = "tro";
const HEALTH: &str = "helbred";

/// Folded words with what they may sound like a demand about. Words that mostly name whom the work is for (unge, ældre,
/// sygdom) are left out on purpose.
const WORDS: &[(&str, &str)] = &[
    ("ung", AGE),
    ("yngre", AGE),
    ("ungdommelig", AGE),
    ("mand", SEX),
    ("mandlig", SEX),
    ("kvinde", SEX),
    ("kvindelig", SEX),
    ("dame", SEX),
    ("pige", SEX),
    ("fyr", SEX),
    ("dansker", ORIGIN),
    ("danskere", ORIGIN),
    ("etnisk", ORIGIN),
    ("udlaending", ORIGIN),
    ("udlaendinge", ORIGIN),
    ("kristen", FAITH),
    ("muslim", FAITH),
    ("toerklaede", FAITH),
    ("rask", HEALTH),
];

const TEXTS: &[&str] = &["title", "tasks", "personal_note", "other_note", "remarks"];

/// One hint per field at most, for the first such word in it.
pub(super) fn hints(fields: &Fields) -> Vec<Hint> {
    let texts = TEXTS.iter().filter_map(|path| Some((Path::known(path), fields.text(path)?.to_owned())));
    let requirements = Requirement::all(fields)
        .into_iter()
        .map(|requirement| (Path::item(REQUIREMENTS, requirement.id, "text"), requirement.text));
    texts
        .chain(requirements)
        .filter_map(|(path, text)| {
            let about = demand_in(&text)?;
            let message = format!("Teksten kan lyde som et krav om {about}. Skriv hellere, hvad opgaven kræver.");
            Some(hint(HintCode::Wording, path, message))
        })
        .collect()
}

fn demand_in(text: &str) -> Option<&'static str> {
    let folded = fold(text).text;
    let word_of = |word: &str| WORDS.iter().find(|(known, _)| *known == word).map(|(_, about)| *about);
    folded.split(|c: char| !c.is_alphanumeric()).find_map(word_of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn words_in_cases() {
        let cases = [
            ("Vi søger en ung pige", Some(AGE)),
            ("Gerne en dame til kassen", Some(SEX)),
            ("Kun danskere", Some(ORIGIN)),
            ("Taler dansk til daglig", None),
            ("Arbejde med unge mennesker og pleje af ældre", None),
            ("Tunge løft", None),
            ("Fyringsanlæg", None),
            ("", None),
        ];
        for (text, about) in cases {
            assert_eq!(demand_in(text), about, "{text}");
        }
    }

    #[test]
    fn l18_a_hint_stands_at_its_field_and_stops_nothing() {
        let mut fields = Fields::new();
        fields.set(Path::known("tasks"), json!("Vi søger en ung mand"));
        let found = hints(&fields);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, Some(Path::known("tasks")));
        assert_eq!(found[0].message, "Teksten kan lyde som et krav om alder. Skriv hellere, hvad opgaven kræver.");
    }
}
