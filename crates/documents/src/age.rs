//! What tells a citizen's date of birth or age, so that it does not reach an employer (R15, L14). Years of experience and
//! the names of trainings do not.

/// Ages at which people work.
const AGES: std::ops::RangeInclusive<u32> = 14..=99;
/// Words for a day of birth; a number in one of the words after them makes it one that is told.
const BIRTH: [&str; 6] = ["født", "f.", "fødselsdag", "fødselsdato", "fødselsår", "alder"];
const NEAR: usize = 3;

/// Whether a text tells a date of birth or an age.
pub fn is_told(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '\u{a0}', '(', ')', ',', ';']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(place, word)| {
        let after = &words[place + 1..];
        let born = BIRTH.contains(&word.trim_end_matches(':'))
            && after.iter().take(NEAR).any(|word| word.contains(|c: char| c.is_ascii_digit()));
        born || of_an_age(word, after)
    })
}

/// "25-årig", "25 årig", "25 år gammel".
fn of_an_age(word: &str, after: &[&str]) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let is_age = word[..digits].parse().is_ok_and(|age| AGES.contains(&age));
    let rest = word[digits..].trim_start_matches(['-', '–', '\u{2010}', '\u{2011}']);
    let next = |place: usize| after.get(place).copied().unwrap_or_default();
    is_age
        && match rest {
            "" => next(0).starts_with("årig") || (next(0) == "år" && next(1).starts_with("gam")),
            "år" => next(0).starts_with("gam"),
            rest => rest.starts_with("årig"),
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r15_ages_and_days_of_birth_in_cases() {
        for (text, told) in [
            ("Født 1. januar 1990", true),
            ("født den 1/1 1990", true),
            ("Alder: 35", true),
            ("35 år gammel", true),
            ("En 35-årig lagermedarbejder", true),
            ("35årige Amina", true),
            ("Fødselsdato: 010190", true),
            ("Amina (f. 1990)", true),
            ("5 års erfaring på lager", false),
            ("25 års erfaring", false),
            ("2-årig uddannelse", false),
            ("3 år på et lager", false),
            ("Har født ideen om et nyt lager", false),
            ("Gaffeltruck B, 2024", false),
            ("", false),
        ] {
            assert_eq!(is_told(text), told, "{text}");
        }
    }
}
