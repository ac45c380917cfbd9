//! Days as they are stored and as Danes write them.

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

/// The day of a moment in its own offset: `2026-11-24` of `2026-11-24T10:52:00+01:00`. None when there is none to see.
pub fn day_of(moment: &str) -> Option<&str> {
    moment.split('T').next().filter(|day| parts(day).is_some())
}

/// A day or a moment as Danes write the day, "24. november 2026" (L30). What is not a day comes back as it is.
pub fn danish_day(text: &str) -> String {
    match day_of(text).and_then(parts) {
        Some((year, month, day)) => format!("{day}. {} {year}", MONTHS[month - 1]),
        None => text.to_owned(),
    }
}

fn parts(day: &str) -> Option<(u32, usize, u32)> {
    let mut numbers = day.split('-');
    let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let sizes = (year.len(), month.len(), day.len()) == (4, 2, 2) && numbers.next().is_none();
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (sizes && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn l30_days_in_cases() {
        for (text, day) in [
            ("2026-11-24T10:52:00+01:00", "24. november 2026"),
            ("2026-05-05", "5. maj 2026"),
            ("2026-13-05", "2026-13-05"),
            ("i morgen", "i morgen"),
            ("", ""),
        ] {
            assert_eq!(danish_day(text), day);
        }
        assert_eq!(day_of("2026-11-24T10:52:00Z"), Some("2026-11-24"));
        assert_eq!(day_of("T"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in any::<String>()) {
            let _ = (danish_day(&text), day_of(&text));
        }
    }
}
