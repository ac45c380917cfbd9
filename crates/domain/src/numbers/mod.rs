//! Numbers given by Danish authorities: CVR (companies), P-nummer (workplaces), CPR (people).

pub mod cpr;
pub mod cvr;
pub mod p_number;

/// The digits of a typed number without the separators people use (spaces of any width, dots, hyphens).
/// None when anything else is in it.
fn digits(text: &str) -> Option<String> {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'))
        .map(|c| c.is_ascii_digit().then_some(c))
        .collect()
}
