//! Texts as people write them, made ready to be drawn.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::fonts::Face;

/// The same text in composed form, on one line. Without composing it, an å that was typed as an a and a ring would be
/// drawn as two; marks of formatting that nobody sees are left out.
pub fn on_one_line(text: &str) -> String {
    let composed: String =
        text.nfc().filter(|character| !matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}')).collect();
    // A space that does not break stays: it was put there to hold two words together.
    let words = composed.split(|character: char| character.is_whitespace() && character != '\u{a0}');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The characters that cannot be drawn, each once, in the order in which they stand.
pub fn undrawable(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for character in text.chars().filter(|character| !drawable(*character)) {
        if !found.contains(&character) {
            found.push(character);
        }
    }
    found
}

/// Whether a character can be drawn in both faces. A mark that could not be composed would stand beside its letter; what
/// has no agreed meaning cannot be read aloud.
fn drawable(character: char) -> bool {
    let own_meaning = matches!(u32::from(character), 0xe000..=0xf8ff | 0xf_0000..);
    !is_combining_mark(character)
        && !own_meaning
        && !character.is_control()
        && Face::ALL.into_iter().all(|face| face.font().glyph(character).is_some_and(|glyph| glyph.id != 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_that_was_typed_after_its_letter_becomes_one_letter_with_it() {
        assert_eq!(on_one_line("Pa\u{30a}l"), "Pål");
        assert!(undrawable(&on_one_line("Pa\u{30a}l")).is_empty());
    }

    #[test]
    fn lines_tabs_and_hidden_marks_leave_single_spaces() {
        assert_eq!(on_one_line("  Nordhavn\t\r\nKøle\u{ad}logistik \u{feff}A/S "), "Nordhavn Kølelogistik A/S");
    }

    #[test]
    fn what_cannot_be_drawn_is_named_once() {
        assert_eq!(undrawable("محمد م 🙂🙂 x\u{302}"), ['م', 'ح', 'د', '🙂', '\u{302}']);
        assert!(undrawable("Zoë Łukasz Đorđe Σίσυφος").is_empty());
    }
}
