//! The part of a long text that shows why it was found.

use feltmappen_domain::fold::fold;

use crate::terms;

/// Characters before the hit.
const BEFORE: usize = 40;
/// Characters in all.
const LENGTH: usize = 160;

/// About 160 characters of `original` around the first of `terms`; its beginning when none is in it. `folded` is the
/// stored folded text: folding keeps the length of Danish letters, so only other accents make it worth folding anew.
pub(crate) fn excerpt(original: &str, folded: &str, terms: &[String]) -> String {
    let hit = terms
        .iter()
        .filter_map(|term| terms::begins_word(folded, term).or_else(|| folded.find(term.as_str())))
        .min()
        .unwrap_or(0);
    let hit = if hit < LENGTH || folded.len() == original.len() {
        hit
    } else {
        fold(original).map.get(hit).map_or(0, |at| *at as usize)
    };
    let hit = floor(original, hit);
    let start = original[..hit].char_indices().rev().nth(BEFORE).map_or(0, |(at, _)| at);
    // From the beginning of a word.
    let start = if start == 0 {
        0
    } else {
        original[start..hit].find(char::is_whitespace).map_or(start, |space| start + space + 1)
    };
    let start = floor(original, start);
    let rest = &original[start..];
    let end = rest.char_indices().nth(LENGTH).map_or(rest.len(), |(at, _)| at);
    let mut shown = String::with_capacity(end + 6);
    if start > 0 {
        shown.push('…');
    }
    shown.push_str(rest[..end].trim());
    if end < rest.len() {
        shown.push('…');
    }
    shown
}

/// The character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(text: &str, term: &str) -> String {
        excerpt(text, &fold(text).text, &[term.to_owned()])
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(around("Søger gaffeltruckfører", "truck"), "Søger gaffeltruckfører");
    }

    #[test]
    fn a_long_text_is_shown_around_the_hit() {
        let text = format!("{} gaffeltruckfører {}", "ord ".repeat(100), "ø😀 ".repeat(200));
        let shown = around(&text, "truck");
        assert!(shown.contains("gaffeltruckfører") && shown.chars().count() <= LENGTH + 2, "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'));
    }

    #[test]
    fn a_text_without_the_word_is_shown_from_its_beginning() {
        assert!(around(&"æøå ".repeat(300), "truck").starts_with("æøå"));
    }
}
