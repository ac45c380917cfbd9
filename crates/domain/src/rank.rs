//! Places in a list: fractional indexes in base 62, so that an item can be put between two others without touching them.

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A place strictly between two places; `None` is the open end. Places compare as texts, bytewise.
///
/// A result never ends in `0`, so there is always room on both sides of it. Two places that are equal or the wrong way
/// round (two devices made the same one) have nothing between them: the result is then after the first. Characters that
/// are not base-62 digits are passed over.
pub fn between(after: Option<&str>, before: Option<&str>) -> String {
    let low = digits(after.unwrap_or_default());
    let mut high = before.map(digits).filter(|high| *high > low);
    let mut place = Vec::new();
    loop {
        let floor = low.get(place.len()).copied().unwrap_or(0);
        let ceiling = match &high {
            Some(high) => high.get(place.len()).copied().unwrap_or(0),
            None => 62,
        };
        if ceiling > floor + 1 {
            place.push((floor + ceiling) / 2);
            return place.into_iter().map(|digit| char::from(DIGITS[usize::from(digit)])).collect();
        }
        if ceiling > floor {
            high = None; // neighbours: from here on anything above the lower place is below the upper one
        }
        place.push(floor);
    }
}

/// Places for a whole list at once, in order, evenly spread and equally short, with room before, between and after.
pub fn spread(count: usize) -> Vec<String> {
    let mut width = 1;
    let mut room = 61_usize; // the last digit is never 0
    while room <= count.saturating_mul(2) {
        width += 1;
        room = room.saturating_mul(62);
    }
    let step = room / (count + 1);
    (1..=count).map(|index| fixed(index * step, width)).collect()
}

/// A number below 61 · 62^(width − 1) as that many digits, the last of which is not `0`.
fn fixed(number: usize, width: u32) -> String {
    let mut rest = number / 61;
    let mut digits = vec![DIGITS[number % 61 + 1]];
    for _ in 1..width {
        digits.push(DIGITS[rest % 62]);
        rest /= 62;
    }
    digits.iter().rev().map(|digit| char::from(*digit)).collect()
}

/// True for a text that can be a place: base-62 digits, at least one that is not `0`.
pub fn is_rank(text: &str) -> bool {
    text.bytes().all(|byte| DIGITS.contains(&byte)) && text.bytes().any(|byte| byte != b'0')
}

/// The digits' values without trailing zeros, which add nothing to a fraction.
fn digits(text: &str) -> Vec<u8> {
    let mut digits: Vec<u8> = text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte))
        .filter_map(|value| u8::try_from(value).ok())
        .collect();
    while digits.last() == Some(&0) {
        digits.pop();
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_in_cases() {
        let cases = [
            (None, None, "V"),
            (Some("V"), None, "k"),
            (None, Some("V"), "F"),
            (Some("A"), Some("B"), "AV"),
            (Some("A"), Some("A01"), "A00V"),
            (Some("z"), None, "zV"),
            (None, Some("1"), "0V"),
            (Some("V"), Some("V"), "k"),
            (Some("k"), Some("F"), "s"),
            (Some("æ🚚"), None, "V"),
            (None, Some("0"), "V"),
        ];
        for (after, before, place) in cases {
            assert_eq!(between(after, before), place, "{after:?} {before:?}");
        }
    }

    #[test]
    fn a_thousand_items_at_either_end_stay_short() {
        let mut last = between(None, None);
        let mut first = last.clone();
        for _ in 0..1000 {
            let next = between(Some(&last), None);
            assert!(next > last);
            last = next;
            let next = between(None, Some(&first));
            assert!(next < first);
            first = next;
        }
        assert!(last.len() < 250 && first.len() < 250);
    }

    #[test]
    fn a_whole_list_gets_short_places_in_order() {
        for count in [0, 1, 2, 30, 31, 500, 10_000] {
            let places = spread(count);
            assert_eq!(places.len(), count);
            assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(places.iter().all(|place| is_rank(place) && place.len() <= 3 && !place.ends_with('0')));
            if let (Some(first), Some(last)) = (places.first(), places.last()) {
                assert!(between(None, Some(first)) < *first && between(Some(last), None) > *last);
            }
        }
    }

    proptest! {
        #[test]
        fn strictly_between_and_room_left(a in "[0-9A-Za-z]{0,6}[1-9A-Za-z]", b in "[0-9A-Za-z]{0,6}[1-9A-Za-z]") {
            prop_assume!(a != b);
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let place = between(Some(&low), Some(&high));
            prop_assert!(low < place && place < high);
            prop_assert!(is_rank(&place) && !place.ends_with('0'));
            prop_assert!(between(Some(&place), None) > place);
            prop_assert!(between(None, Some(&place)) < place);
        }

        #[test]
        fn any_text_is_answered(a in any::<Option<String>>(), b in any::<Option<String>>()) {
            prop_assert!(is_rank(&between(a.as_deref(), b.as_deref())));
        }
    }
}
