//! From what the user typed to a full-text query that is never a syntax error.
//!
//! Only letters and digits reach the query, each word in quotes. A megabyte of pasted text is cut to what a search
//! can mean.

use feltmappen_domain::fold::fold;

/// Characters of the text that are looked at.
const MAX_CHARS: usize = 200;
/// Words that are sought; further ones are left out.
const MAX_TERMS: usize = 8;
/// Characters of one word that are sought.
const MAX_TERM_CHARS: usize = 40;

/// The folded words of the text.
pub(crate) fn terms(text: &str) -> Vec<String> {
    let text: String = text.trim_start().chars().take(MAX_CHARS).collect();
    fold(&text)
        .text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|term| !term.is_empty())
        .take(MAX_TERMS)
        .map(|term| term.chars().take(MAX_TERM_CHARS).collect())
        .collect()
}

/// A query for documents in which every word of `text` begins a word; `None` when there is no word in it.
pub(crate) fn all_begin(text: &str) -> Option<String> {
    words_query(&terms(text))
}

pub(crate) fn words_query(terms: &[String]) -> Option<String> {
    let quoted: Vec<String> = terms.iter().map(|term| format!("\"{term}\" *")).collect();
    (!quoted.is_empty()).then(|| quoted.join(" AND "))
}

/// A query for documents that hold every word anywhere, by its trigrams; `None` when a word is too short for that.
/// What it finds must be checked: the trigrams need not be neighbours.
pub(crate) fn inside_query(terms: &[String]) -> Option<String> {
    let mut trigrams = Vec::new();
    for term in terms {
        let letters: Vec<char> = term.chars().collect();
        if letters.len() < 3 {
            return None;
        }
        for three in letters.windows(3) {
            let three: String = three.iter().collect();
            let quoted = format!("\"{three}\"");
            if !trigrams.contains(&quoted) {
                trigrams.push(quoted);
            }
        }
    }
    // Each further trigram costs a list to read and filters less: a few from all over the words are enough.
    const ENOUGH: usize = 8;
    if trigrams.len() > ENOUGH {
        let step = trigrams.len().div_ceil(ENOUGH);
        trigrams = trigrams.into_iter().step_by(step).collect();
    }
    (!trigrams.is_empty()).then(|| trigrams.join(" AND "))
}

/// Where `term` begins a word of `text`.
pub(crate) fn begins_word(text: &str, term: &str) -> Option<usize> {
    text.match_indices(term)
        .map(|(at, _)| at)
        .find(|at| text[..*at].chars().next_back().is_none_or(|before| !before.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_reach_the_query() {
        assert_eq!(
            all_begin("\"tr* -uck\" NEAR(x)").as_deref(),
            Some("\"tr\" * AND \"uck\" * AND \"near\" * AND \"x\" *")
        );
        assert_eq!(all_begin(" *-\"()😀 "), None);
        assert_eq!(all_begin("Ærø").as_deref(), Some("\"aeroe\" *"));
    }

    #[test]
    fn a_short_word_has_no_trigram() {
        assert_eq!(inside_query(&terms("truck")).as_deref(), Some("\"tru\" AND \"ruc\" AND \"uck\""));
        assert_eq!(inside_query(&terms("tr")), None);
    }

    #[test]
    fn a_megabyte_is_cut() {
        assert!(all_begin(&"a b ".repeat(250_000)).is_some_and(|query| query.len() < 1_000));
    }
}
