//! CVR numbers: 8 digits that satisfy modulus 11 (L24, R77).

use super::digits;
use crate::schema::{FormatCode, FormatProblem};

const WEIGHTS: [u32; 8] = [2, 7, 6, 5, 4, 3, 2, 1];

/// Checks a typed CVR number and gives its eight digits. Spaces and a leading "DK" are allowed.
///
/// # Errors
/// [`FormatCode::Cvr`] when it has not eight digits or fails modulus 11 (R77: refused).
pub fn check(text: &str) -> Result<String, FormatProblem> {
    let text = text.trim();
    let number = match text.get(..2) {
        Some(prefix) if prefix.eq_ignore_ascii_case("dk") => &text[2..],
        _ => text,
    };
    let digits = digits(number)
        .filter(|digits| digits.len() == 8)
        .ok_or_else(|| FormatProblem::new(FormatCode::Cvr, "Et CVR-nummer har 8 cifre, fx 13 74 81 36."))?;
    if !divisible_by_11(&digits) {
        return Err(FormatProblem::new(
            FormatCode::Cvr,
            "CVR-nummeret findes ikke. Se efter, om to cifre er byttet om.",
        ));
    }
    Ok(digits)
}

/// The number as people read it: `13 74 81 36`. Any other text is given back as it is.
pub fn show(cvr: &str) -> String {
    match digits(cvr) {
        Some(d) if d.len() == 8 => format!("{} {} {} {}", &d[..2], &d[2..4], &d[4..6], &d[6..]),
        _ => cvr.to_owned(),
    }
}

fn divisible_by_11(digits: &str) -> bool {
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    sum.is_multiple_of(11) && digits != "00000000"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_numbers_are_accepted() {
        for number in ["13748136", "13585628", "24256790", "27355021", "35408002"] {
            assert_eq!(check(number).as_deref(), Ok(number));
        }
    }

    #[test]
    fn numbers_that_fail_modulus_11_are_refused() {
        for number in ["13585627", "24256791", "12345678", "35254119", "00000000"] {
            assert_eq!(check(number).unwrap_err().code, FormatCode::Cvr, "{number}");
        }
    }

    #[test]
    fn spellings_that_people_use() {
        for text in [" 13 74 81 36 ", "DK13748136", "dk 13748136", "13-74-81-36", "13\u{a0}74\u{a0}81\u{a0}36"] {
            assert_eq!(check(text).as_deref(), Ok("13748136"), "{text}");
        }
    }

    #[test]
    fn half_typed_and_strange_texts_are_refused_without_panic() {
        for text in ["", "1374813", "137481366", "1374813x", "æøåæøåæø", "d", "dæ", "١٣٧٤٨١٣٦", "👍"]
        {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn shown_in_pairs() {
        assert_eq!(show("13748136"), "13 74 81 36");
        assert_eq!(show("1374"), "1374");
        assert_eq!(show("🚚"), "🚚");
    }
}
