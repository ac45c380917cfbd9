//! CPR numbers: optional, lenient, and masked wherever they are shown (L26, R75, R76).

use std::fmt;

use super::digits;
use crate::schema::{FormatCode, FormatProblem};

const WEIGHTS: [u32; 10] = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// A personal number. Deliberately without `Serialize`; `Debug` and `Display` show `DDMMÅÅ-••••`.
#[derive(Clone, PartialEq, Eq)]
pub struct Cpr(String);

impl Cpr {
    /// The ten digits. Read them only to store or compare the number.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether the number satisfies modulus 11. Numbers that do not have been issued since 2007 and are accepted
    /// with a note (R76).
    pub fn satisfies_modulus_11(&self) -> bool {
        let sum: u32 = self.0.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
        sum.is_multiple_of(11)
    }
}

impl fmt::Display for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-••••", &self.0[..6])
    }
}

impl fmt::Debug for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cpr(••••••-••••)")
    }
}

/// A CPR number as it may be shown, whole or not: what follows the sixth digit is hidden (R75).
pub fn masked(text: &str) -> String {
    if let Ok(number) = check(text) {
        return number.to_string();
    }
    let mut seen = 0;
    let hidden = text.chars().map(|c| {
        seen += u32::from(c.is_ascii_digit());
        if c.is_ascii_digit() && seen > 6 { '•' } else { c }
    });
    hidden.collect()
}

/// Reads a typed CPR number: ten digits, with or without hyphen and spaces. Replacement numbers (day + 60) and
/// 0000000000 are accepted.
///
/// # Errors
/// [`FormatCode::Cpr`] when it has not ten digits.
pub fn check(text: &str) -> Result<Cpr, FormatProblem> {
    digits(text)
        .filter(|digits| digits.len() == 10)
        .map(Cpr)
        .ok_or_else(|| FormatProblem::new(FormatCode::Cpr, "Et CPR-nummer har 10 cifre: 6 for datoen og 4 til sidst."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r75_what_is_not_a_whole_number_is_hidden_too() {
        for (typed, shown) in [
            ("0101901234", "010190-••••"),
            ("010190-1234", "010190-••••"),
            ("0101", "0101"),
            ("010190123", "010190•••"),
            ("010190-12345", "010190-•••••"),
            ("", ""),
        ] {
            assert_eq!(masked(typed), shown);
        }
    }

    #[test]
    fn ten_digits_with_or_without_hyphen() {
        for text in ["0101900000", "010190-0000", " 010190 0000 ", "610190-0000", "0000000000"] {
            assert!(check(text).is_ok(), "{text}");
        }
        for text in ["", "010190", "010190-000", "010190-000x", "0101900000 1"] {
            assert_eq!(check(text).unwrap_err().code, FormatCode::Cpr, "{text}");
        }
    }

    #[test]
    fn r76_a_number_failing_modulus_11_is_accepted_with_a_note() {
        assert!(!check("010190-0001").unwrap().satisfies_modulus_11());
        assert!(check("000000-0000").unwrap().satisfies_modulus_11());
    }

    #[test]
    fn r75_shown_masked() {
        let cpr = check("0101901234").unwrap();
        assert_eq!(cpr.to_string(), "010190-••••");
        assert!(!format!("{cpr:?}").contains("0101"));
        assert_eq!(cpr.digits(), "0101901234");
    }
}
