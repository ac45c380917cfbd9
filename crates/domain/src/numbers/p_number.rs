//! P-numre: 10 digits, checked by format only (L25, R77), since a series without valid check digits is in use.

use super::digits;
use crate::schema::{FormatCode, FormatProblem};

/// Checks a typed P-nummer and gives its ten digits. Spaces are allowed.
///
/// # Errors
/// [`FormatCode::PNumber`] when it has not ten digits.
pub fn check(text: &str) -> Result<String, FormatProblem> {
    digits(text)
        .filter(|digits| digits.len() == 10)
        .ok_or_else(|| FormatProblem::new(FormatCode::PNumber, "Et P-nummer har 10 cifre."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_and_nothing_else() {
        assert_eq!(check("1003388394").as_deref(), Ok("1003388394"));
        assert_eq!(check("10 03 38 83 94").as_deref(), Ok("1003388394"));
        assert_eq!(check("1234567890").as_deref(), Ok("1234567890"), "no check digit is demanded");
        for text in ["", "100338839", "10033883941", "100338839x"] {
            assert_eq!(check(text).unwrap_err().code, FormatCode::PNumber, "{text}");
        }
    }
}
