//! Branch codes (branchekoder): six digits in one of two editions, DB07 and DB25 (L31).

use crate::schema::{FormatCode, FormatProblem};

/// The editions of the code list: code and Danish name. A company carries the edition beside the code, since the
/// same six digits may mean different things in the two.
pub const VERSIONS: &[(&str, &str)] = &[("DB25", "DB25 (fra 2025)"), ("DB07", "DB07 (til og med 2024)")];

/// Checks a typed branch code and gives its six digits, for example `561110`. Dots and spaces are allowed.
///
/// # Errors
/// [`FormatCode::BranchCode`] when it has not six digits.
pub fn check(text: &str) -> Result<String, FormatProblem> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(digits)
    } else {
        Err(FormatProblem::new(FormatCode::BranchCode, "En branchekode har 6 cifre, fx 561110."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_in_the_spellings_people_use() {
        for text in ["561110", "56.11.10", "56 11 10"] {
            assert_eq!(check(text).as_deref(), Ok("561110"));
        }
        for text in ["", "56111", "5611100", "56111x", "æøå", "٥٦١١١٠"] {
            assert_eq!(check(text).unwrap_err().code, FormatCode::BranchCode, "{text}");
        }
    }
}
