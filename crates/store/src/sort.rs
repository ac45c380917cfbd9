//! Danish alphabetical order as bytes that can be stored and indexed (L30).
//!
//! The alphabet ends æ, ø, å; "aa" sorts as å ("Aabenraa" is among the å's), ä as æ, ö as ø, ü as y, as in the Danish
//! collation of Unicode's CLDR. Upper and lower case are the same here. The keys are stored, so they must not change
//! when a library's data does: that is why this is a small table of our own, and a test holds it against ICU.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Bytes of the primary level that are kept: enough to order titles, small enough to index.
const PRIMARY: usize = 40;
/// Bytes of the accent level that are kept.
const SECONDARY: usize = 8;

const AE: u8 = 0x80;
const OE: u8 = 0x84;
const AA: u8 = 0x88;
const OTHER: u8 = 0xA0;

/// The key: compare bytewise. Titles that differ only in case, or first after some 40 letters, have the same key.
#[must_use]
pub fn sort_key(title: &str) -> Vec<u8> {
    let mut primary = Vec::with_capacity(PRIMARY + 16);
    let mut secondary: Vec<u8> = Vec::new();
    let mut letters = title.nfc().flat_map(char::to_lowercase).peekable();
    while let Some(letter) = letters.next() {
        if primary.len() >= PRIMARY {
            break;
        }
        if letter == 'a' && letters.peek() == Some(&'a') {
            letters.next();
            primary.push(AA);
            secondary.push(1);
            continue;
        }
        push(letter, &mut primary, &mut secondary);
    }
    primary.truncate(PRIMARY);
    while secondary.last() == Some(&1) {
        secondary.pop();
    }
    secondary.truncate(SECONDARY);
    if !secondary.is_empty() {
        primary.push(0);
        primary.extend(secondary);
    }
    primary
}

/// One letter's weights. A secondary weight of 1 is "plain".
fn push(letter: char, primary: &mut Vec<u8>, secondary: &mut Vec<u8>) {
    let (weight, accent) = match letter {
        'æ' => (AE, 1),
        'ä' => (AE, 2),
        'ø' => (OE, 1),
        'ö' => (OE, 2),
        'ő' => (OE, 3),
        'œ' => (OE, 4),
        'å' => (AA, 1),
        'ü' | 'ű' => (letter_weight('y'), 2),
        'đ' | 'ð' => (letter_weight('d'), 2),
        'ł' => (letter_weight('l'), 2),
        'ß' => {
            primary.extend([letter_weight('s'), letter_weight('s')]);
            secondary.extend([2, 1]);
            return;
        }
        'þ' => {
            primary.extend([letter_weight('t'), letter_weight('h')]);
            secondary.extend([2, 1]);
            return;
        }
        'a'..='z' => (letter_weight(letter), 1),
        '0'..='9' => (0x20 + (letter as u8 - b'0'), 1),
        _ if letter.is_whitespace() => (0x02, 1),
        _ if letter.is_control() => return,
        _ if is_combining_mark(letter) => {
            if let Some(last) = secondary.last_mut() {
                *last = last.saturating_add(letter as u8 | 2);
            }
            return;
        }
        _ if letter.is_ascii() => {
            primary.extend([0x04, letter as u8]);
            secondary.extend([1]);
            return;
        }
        _ => return push_other(letter, primary, secondary),
    };
    primary.push(weight);
    secondary.push(accent);
}

fn letter_weight(letter: char) -> u8 {
    0x40 + 2 * (letter as u8 - b'a')
}

/// A letter with an accent goes by its base letter; every other script comes after å, by code point.
fn push_other(letter: char, primary: &mut Vec<u8>, secondary: &mut Vec<u8>) {
    let mut parts = Vec::new();
    decompose_canonical(letter, |part| parts.push(part));
    if parts.len() > 1 {
        for part in parts {
            push(part, primary, secondary);
        }
    } else if letter.is_alphanumeric() {
        let mut buffer = [0u8; 4];
        primary.push(OTHER);
        primary.extend(letter.encode_utf8(&mut buffer).bytes());
        secondary.push(1);
    } else {
        primary.push(0x06);
        primary.extend((letter as u32).to_be_bytes().iter().skip(1).map(|byte| byte.saturating_add(1)));
        secondary.push(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut titles: Vec<&str>) -> Vec<&str> {
        titles.sort_by_key(|title| sort_key(title));
        titles
    }

    #[test]
    fn the_alphabet_ends_with_ae_oe_aa() {
        let right = vec!["Andersen", "Bager", "Zebra", "Ærø Smedje", "Østerbro Bageri", "Aabenraa VVS", "Åkirke Auto"];
        let mut wrong = right.clone();
        wrong.reverse();
        assert_eq!(sorted(wrong), right);
    }

    #[test]
    fn digits_come_before_letters_and_spaces_before_both() {
        assert_eq!(sorted(vec!["Ab", "A2", "A b", "A"]), vec!["A", "A b", "A2", "Ab"]);
    }

    #[test]
    fn an_accent_decides_only_between_equals() {
        assert_eq!(sorted(vec!["Café Å", "Cafe Å", "Cafeen"]), vec!["Cafe Å", "Café Å", "Cafeen"]);
        assert_eq!(sort_key("CAFÉ"), sort_key("cafe\u{301}"));
    }

    #[test]
    fn a_megabyte_makes_a_small_key() {
        assert!(sort_key(&"👩‍🚒å".repeat(100_000)).len() <= PRIMARY + SECONDARY + 1);
    }
}
