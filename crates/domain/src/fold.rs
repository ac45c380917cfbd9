//! Folding for search: æ/ae, ø/oe and å/aa are the same, case and diacritics do not count. An offset map leads back to
//! the original text, so that hits are marked where the reader sees them.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const RING: char = '\u{30a}';

/// A folded text with the way back to the original.
#[derive(Clone, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, and for its end, the byte offset in the original where the letter begins. Always on a
    /// character boundary of the original, never falling.
    pub map: Vec<u32>,
}

/// Folds a text: lowercase, æ→ae, ø→oe, å→aa (and aa stays), other diacritics removed. Composed and decomposed letters
/// fold to the same text.
pub fn fold(original: &str) -> Folded {
    let mut folded =
        Folded { text: String::with_capacity(original.len()), map: Vec::with_capacity(original.len() + 1) };
    let mut rest = original;
    while !rest.is_empty() {
        let (letter, after) = rest.split_at(letter_len(rest));
        match plain(letter) {
            Some(plain) => folded.text.push(plain),
            None => fold_letter(letter, &mut folded.text),
        }
        let start = u32::try_from(original.len() - rest.len()).unwrap_or(u32::MAX);
        folded.map.resize(folded.text.len(), start);
        rest = after;
    }
    folded.map.push(u32::try_from(original.len()).unwrap_or(u32::MAX));
    folded
}

/// Where the terms occur in the original, as UTF-16 ranges (start, end) for the window: sorted, without overlaps.
/// A term of one or two letters marks beginnings of words only, as the search finds them; a longer one marks the inside
/// of words too. A letter of which only half matches (the e of æ) is marked whole.
pub fn mark(original: &str, terms: &[&str]) -> Vec<(usize, usize)> {
    let folded = fold(original);
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for term in terms {
        let term = fold(term.trim()).text;
        if term.is_empty() {
            continue;
        }
        let anywhere = term.chars().nth(2).is_some();
        for (start, _) in folded.text.match_indices(&term) {
            if anywhere || begins_word(&folded.text, start) {
                ranges.push(folded.original_range(start, start + term.len()));
            }
        }
    }
    utf16(original, merge(ranges))
}

impl Folded {
    /// The byte range of the original behind a non-empty byte range of the folded text, widened to whole letters.
    fn original_range(&self, start: usize, end: usize) -> (usize, usize) {
        let last = self.map[end - 1];
        let after = self.map[end..].iter().find(|offset| **offset > last).unwrap_or(&last);
        (self.map[start] as usize, *after as usize)
    }
}

impl std::fmt::Debug for Folded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Folded({} bytes)", self.text.len())
    }
}

/// The bytes of the first letter: one character and the combining marks that follow it.
fn letter_len(text: &str) -> usize {
    text.char_indices().skip(1).find(|(_, c)| !is_combining_mark(*c)).map_or(text.len(), |(offset, _)| offset)
}

/// The folded form of a letter that nothing has to be looked up for: most of what consultants write.
fn plain(letter: &str) -> Option<char> {
    let &[letter] = letter.as_bytes() else { return None };
    Some(letter.to_ascii_lowercase().into())
}

fn fold_letter(letter: &str, out: &mut String) {
    let has_ring = letter.nfd().any(|c| c == RING);
    for c in letter.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'æ' => out.push_str("ae"),
            'ø' => out.push_str("oe"),
            'a' if has_ring => out.push_str("aa"),
            c if is_combining_mark(c) => {}
            c => out.push(c),
        }
    }
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

fn merge(mut ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    ranges.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (start, end) in ranges {
        match merged.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => merged.push((start, end)),
        }
    }
    merged
}

/// Turns sorted byte ranges into UTF-16 ranges in one walk.
fn utf16(text: &str, ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut units = 0;
    let mut advance = |to: usize| {
        units += text[at..to].encode_utf16().count();
        at = to;
        units
    };
    ranges.into_iter().map(|(start, end)| (advance(start), advance(end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folding_in_cases() {
        let cases = [
            ("Ærø Smørrebrød", "aeroe smoerrebroed"),
            ("Ålborg", "aalborg"),
            ("Aalborg", "aalborg"),
            ("A\u{30a}lborg", "aalborg"),
            ("\u{212b}lborg", "aalborg"),
            ("Ǻ ǽ ǿ", "aa ae oe"),
            ("Café Müller", "cafe muller"),
            ("CAFE\u{301}", "cafe"),
            ("İstanbul", "istanbul"),
            ("\u{301}alene", "alene"),
            ("שלום 👩🏽‍🔧", "שלום 👩🏽‍🔧"),
            ("", ""),
        ];
        for (original, expected) in cases {
            assert_eq!(fold(original).text, expected, "{original}");
        }
    }

    #[test]
    fn the_map_leads_back() {
        let folded = fold("Å🚚ø");
        assert_eq!(folded.text, "aa🚚oe");
        assert_eq!(folded.map, [0, 0, 2, 2, 2, 2, 6, 6, 8]);
    }

    fn marked(original: &str, terms: &[&str]) -> Vec<String> {
        let units: Vec<u16> = original.encode_utf16().collect();
        mark(original, terms).into_iter().map(|(start, end)| String::from_utf16(&units[start..end]).unwrap()).collect()
    }

    #[test]
    fn marks_in_cases() {
        let cases: [(&str, &[&str], &[&str]); 11] = [
            ("Gaffeltruckfører", &["truck"], &["truck"]),
            ("Smørrebrød", &["smoer"], &["Smør"]),
            ("Aarhus og Århus", &["århus"], &["Aarhus", "Århus"]),
            ("🚚 Rød Å\u{301}rhus", &["aar"], &["Å\u{301}r"]),
            ("Lager og alarm", &["la"], &["La"]),
            ("Kok", &["kok", "ko"], &["Kok"]),
            ("anden banan", &["ana", "nan"], &["anan"]),
            ("Lager lager", &["LAGER"], &["Lager", "lager"]),
            ("bærer", &["eré"], &["ære"]),
            ("Kok", &["", "  ", "\u{301}"], &[]),
            ("", &["kok"], &[]),
        ];
        for (original, terms, expected) in cases {
            assert_eq!(marked(original, terms), expected, "{original} {terms:?}");
        }
    }

    proptest! {
        #[test]
        fn the_map_always_lands_on_character_boundaries(original in any::<String>()) {
            let folded = fold(&original);
            prop_assert_eq!(folded.map.len(), folded.text.len() + 1);
            prop_assert!(folded.map.windows(2).all(|pair| pair[0] <= pair[1]));
            for offset in &folded.map {
                prop_assert!(original.is_char_boundary(*offset as usize));
            }
            prop_assert_eq!(*folded.map.last().unwrap() as usize, original.len());
        }

        #[test]
        fn composed_and_decomposed_fold_alike(original in any::<String>()) {
            let composed: String = original.nfc().collect();
            let decomposed: String = original.nfd().collect();
            prop_assert_eq!(fold(&composed).text, fold(&decomposed).text);
        }

        #[test]
        fn every_mark_shows_its_term(
            before in "[a-zæøåé🚚 ]{0,8}", term in "[a-zæøå]{3,6}", after in "[a-zæøåé🚚 ]{0,8}",
        ) {
            let original = format!("{before}{term}{after}");
            let shown = marked(&original, &[&term]);
            prop_assert!(!shown.is_empty());
            for text in shown {
                prop_assert!(fold(&text).text.contains(&fold(&term).text));
            }
        }

        #[test]
        fn any_text_and_term_are_answered_with_whole_characters(original in any::<String>(), term in any::<String>()) {
            let _ = marked(&original, &[&term, "a", "ae"]);
        }
    }
}
