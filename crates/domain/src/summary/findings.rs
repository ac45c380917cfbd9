//! What looks like it is about a citizen, so that it can be pointed out before a text leaves (R75, and the law on data
//! protection behind it). A hint: it stops nothing and may be wrong.

use std::ops::Range;

use serde::Serialize;
use ts_rs::TS;

use super::names;

/// What a place in a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A CPR number.
    Cpr,
    /// The full name of a person that is not among the known ones.
    Name,
}

/// A place in a text, in UTF-16 units as the window counts them. The words themselves are not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Finding {
    /// What it looks like.
    pub kind: FindingKind,
    /// Where it begins.
    pub from: u32,
    /// Where it ends.
    pub to: u32,
}

/// What looks like a CPR number or like the name of somebody who is not known, from left to right. The known names are
/// those of contacts, employees, the company and its workplaces.
pub fn findings(text: &str, known_names: &[&str]) -> Vec<Finding> {
    findings_about(text, known_names, &[])
}

/// The same, and the whole names of citizens, however they are spelled. A citizen who is called like somebody known is pointed out
/// all the same.
pub fn findings_about(text: &str, known_names: &[&str], citizens: &[&str]) -> Vec<Finding> {
    let cpr = cpr_numbers(text).into_iter().map(|range| (FindingKind::Cpr, range));
    let names = names::unknown(text, known_names).into_iter().map(|range| (FindingKind::Name, range));
    let citizens: Vec<_> = names::whole(text, citizens).into_iter().map(|range| (FindingKind::Name, range)).collect();
    let apart = |range: &Range<usize>| citizens.iter().all(|(_, own)| own.end <= range.start || range.end <= own.start);
    let names = names.filter(|(_, range)| apart(range));
    let mut found: Vec<(FindingKind, Range<usize>)> = cpr.chain(names).collect();
    found.extend(citizens.iter().cloned());
    found.sort_by_key(|(_, range)| range.start);
    let (mut bytes, mut units) = (0, 0_usize);
    let mut unit_at = |at: usize| {
        units += text.get(bytes..at).map_or(0, |part| part.encode_utf16().count());
        bytes = at;
        u32::try_from(units).unwrap_or(u32::MAX)
    };
    found
        .into_iter()
        .map(|(kind, range)| Finding { kind, from: unit_at(range.start), to: unit_at(range.end) })
        .collect()
}

/// Six digits that are a day and a month, then four, with or without hyphen or space between, and no digit around.
fn cpr_numbers(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(start) = text[rest..].find(|c: char| c.is_ascii_digit()).map(|at| rest + at) {
        let length = digits(&text[start..]);
        rest = start + length;
        let end = match length {
            10 => Some(rest),
            6 => {
                let gap = text[rest..].chars().take_while(|c| is_gap(*c)).take(4).map(char::len_utf8).sum::<usize>();
                let after = rest + gap;
                ((gap > 0) && text[rest..after].chars().count() <= 3 && digits(&text[after..]) == 4)
                    .then_some(after + 4)
            }
            _ => None,
        };
        if let Some(end) = end.filter(|_| is_day_and_month(&text[start..start + 4])) {
            found.push(start..end);
            rest = end;
        }
    }
    found
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2212}')
}

/// `ddmm`; replacement numbers have 60 added to the day (L26).
fn is_day_and_month(text: &str) -> bool {
    let number = |range: Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok()).unwrap_or(0);
    let (day, month) = (number(0..2), number(2..4));
    let day = if day > 60 { day - 60 } else { day };
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 29,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is found, as the texts at the places.
    fn found(text: &str, known: &[&str]) -> Vec<(FindingKind, String)> {
        let units: Vec<u16> = text.encode_utf16().collect();
        let at = |one: Finding| String::from_utf16(&units[one.from as usize..one.to as usize]).unwrap();
        findings(text, known).into_iter().map(|one| (one.kind, at(one))).collect()
    }

    #[test]
    fn the_name_of_a_citizen_is_found_however_it_is_written_and_once() {
        let text = "Vi talte om Wirunya Sukhothai, også kaldet wirunya sukhothai. Lars Madsens bil er rød.";
        let places = |citizens: &[&str]| findings_about(text, &["Lars Madsen"], citizens).len();
        assert_eq!(places(&[]), 0, "no given name that the list knows, and a known one");
        assert_eq!(places(&["Wirunya Sukhothai", "Sukhothai"]), 2);
        assert_eq!(places(&["Lars Madsen"]), 1, "a citizen who is called like a colleague");
        assert_eq!(findings_about("Ring til Lars Madsen.", &[], &["Lars Madsen"]).len(), 1, "not twice");
    }

    #[test]
    fn cpr_numbers_in_cases() {
        for (text, number) in [
            ("010190-1234", Some("010190-1234")),
            ("0101901234", Some("0101901234")),
            ("cpr 010190 1234.", Some("010190 1234")),
            ("🚚 010190 - 1234", Some("010190 - 1234")),
            ("010190–1234", Some("010190–1234")),
            ("610190-1234", Some("610190-1234")),
            ("290200-1234", Some("290200-1234")),
            ("300200-1234", None),
            ("320190-1234", None),
            ("011390-1234", None),
            ("010190-12345", None),
            ("1010190-1234", None),
            ("70 10 11 55", None),
            ("CVR 13748136", None),
            ("010190", None),
            ("010190, 1234", None),
            ("", None),
        ] {
            let expected: Vec<_> = number.map(|number| (FindingKind::Cpr, number.to_owned())).into_iter().collect();
            assert_eq!(found(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn names_in_cases() {
        let known = ["Bo Holm", "Jensen & Sønner A/S", "Nordhavn Kølelogistik A/S", "Maja Lind Petersen"];
        for (text, name) in [
            ("Vi har talt med Fatima Yilmaz om det.", Some("Fatima Yilmaz")),
            ("Ring til Kirsten Østergård-Lund i morgen", Some("Kirsten Østergård-Lund")),
            ("Peter H. Sørensen begynder", Some("Peter H. Sørensen")),
            ("Vi taler med Xerxes Frederiksen", Some("Xerxes Frederiksen")),
            ("Bo Holm viste rundt.", None),
            ("Bo Holms bil", None),
            ("Vi så BO HOLM", None),
            ("Maja Petersen ringer", None),
            ("Hos Jensen & Sønner A/S", None),
            ("Nordhavn Kølelogistik A/S", None),
            ("Kontakt Jobcenter Middelfart", None),
            ("Peter viste rundt. Kirsten lyttede", None),
            ("Peter, Kirsten og Bo", None),
            ("København Nord", None),
            ("Hos Hansen er der travlt", None),
            ("Kirsten\nMandag", None),
        ] {
            let expected: Vec<_> = name.map(|name| (FindingKind::Name, name.to_owned())).into_iter().collect();
            assert_eq!(found(text, &known), expected, "{text}");
        }
    }

    #[test]
    fn several_findings_come_from_left_to_right() {
        let all = found("Ali Demir (010190-1234) og Mette Krogh", &[]);
        let kinds: Vec<_> = all.iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [FindingKind::Name, FindingKind::Cpr, FindingKind::Name]);
    }

    proptest! {
        #[test]
        fn any_text_is_answered_with_places_in_it(
            text in "([a-zæøåÆØÅ0-9 🚚\u{300}.\n-]|Peter |Hansen|010190|-1234|\\PC){0,60}",
            known in proptest::collection::vec("\\PC{0,12}", 0..3),
        ) {
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let units: Vec<u16> = text.encode_utf16().collect();
            let mut last = 0;
            for one in findings(&text, &known) {
                let (from, to) = (one.from as usize, one.to as usize);
                prop_assert!(last <= from && from < to && to <= units.len());
                prop_assert!(String::from_utf16(&units[from..to]).is_ok());
                last = to;
            }
        }
    }
}
