//! Long texts: two people may have changed different words.

/// The most words in a text that is merged. A comparison may take the product of two lengths; who hands in a text must
/// not be able to keep central busy with it.
pub const MAX_WORDS: usize = 8000;

/// Stands for a line end inside a word. No value holds it: other control characters than `\n` and `\t` are taken out.
const LINE_END: char = '\u{1}';

/// Both sides' words, when they have changed different ones.
pub fn three_way(base: &str, mine: &str, theirs: &str) -> Option<String> {
    let [base, mine, theirs] = [base, mine, theirs].map(one_word_a_line);
    let merged = diffy::merge(&base?, &mine?, &theirs?).ok()?;
    Some(merged.chars().filter(|c| *c != '\n').map(|c| if c == LINE_END { '\n' } else { c }).collect())
}

/// A word keeps the white space after it, so that a word put in touches its neighbours only.
fn one_word_a_line(text: &str) -> Option<String> {
    let mut lines = String::with_capacity(text.len() + text.len() / 4);
    let mut words = 0;
    let mut after_space = false;
    for c in text.chars() {
        if after_space && !c.is_whitespace() {
            lines.push('\n');
            words += 1;
        }
        after_space = c.is_whitespace();
        lines.push(if c == '\n' { LINE_END } else { c });
    }
    if !lines.is_empty() {
        lines.push('\n');
    }
    (words < MAX_WORDS).then_some(lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_in_cases() {
        let base = "Pluk varer efter liste.\nKør truck.";
        let cases = [
            (
                "different words",
                base,
                "Pluk og pak varer efter liste.\nKør truck.",
                "Pluk varer efter liste.\nKør gaffeltruck.",
                Some("Pluk og pak varer efter liste.\nKør gaffeltruck."),
            ),
            (
                "the same word",
                base,
                "Pluk kasser efter liste.\nKør truck.",
                "Pluk æbler efter liste.\nKør truck.",
                None,
            ),
            ("the same change", base, "Pluk.", "Pluk.", Some("Pluk.")),
            ("one line each", "a\nb\nc\n", "a\nb\nc\nd", "0\na\nb\nc\n", Some("0\na\nb\nc\nd")),
            ("both begin", "", "Pluk", "Pak", None),
            ("one emptied it, the other wrote on", "Pluk", "", "Pluk varer", None),
        ];
        for (name, base, mine, theirs, merged) in cases {
            assert_eq!(three_way(base, mine, theirs).as_deref(), merged, "{name}");
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_not_compared() {
        let long = "ord ".repeat(MAX_WORDS + 1);
        assert_eq!(three_way(&long, "", ""), None);
        let fits = "ord ".repeat(MAX_WORDS);
        assert_eq!(three_way(&fits, &fits, "x"), Some("x".to_owned()));
    }

    proptest! {
        #[test]
        fn who_changed_nothing_changes_nothing(base in "[a-c \n]{0,30}", mine in "[a-c \n]{0,30}") {
            prop_assert_eq!(three_way(&base, &mine, &base), Some(mine.clone()));
            prop_assert_eq!(three_way(&base, &base, &mine), Some(mine));
        }

        #[test]
        fn the_sides_can_be_swapped(base in "[a-c \n]{0,30}", mine in "[a-c \n]{0,30}", theirs in "[a-c \n]{0,30}") {
            prop_assert_eq!(three_way(&base, &mine, &theirs), three_way(&base, &theirs, &mine));
        }
    }
}
