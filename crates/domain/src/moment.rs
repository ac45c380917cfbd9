//! Moments and Danish days: clocks tell UTC, people live by the time in Denmark (L30). Nothing here reads a clock.

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, Utc, Weekday};

const HOUR: i32 = 3_600;

/// A moment in Danish time: an hour ahead of UTC, two from the last Sunday of March to that of October, from 01.00 UTC.
pub fn danish(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    let change = |month| last_sunday(moment.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    let naive = moment.naive_utc();
    let summer = change(3).zip(change(10)).is_some_and(|(from, to)| (from..to).contains(&naive));
    let ahead = if summer { 2 * HOUR } else { HOUR };
    match FixedOffset::east_opt(ahead) {
        Some(offset) => moment.with_timezone(&offset),
        None => moment.fixed_offset(),
    }
}

/// A stored moment.
pub fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
}

/// The day in Denmark of a stored moment.
pub fn danish_date(text: &str) -> Option<NaiveDate> {
    instant(text).map(|moment| danish(moment.to_utc()).date_naive())
}

/// A stored day, `2026-11-24`.
pub fn date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// The same day so many months later, or the last of that month.
pub fn months_after(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(day)
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(last.weekday().days_since(Weekday::Sun).into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summer_time_begins_and_ends_on_its_sundays() {
        for (utc, danish_time) in [
            ("2027-03-28T00:59:59Z", "2027-03-28T01:59:59+01:00"),
            ("2027-03-28T01:00:00Z", "2027-03-28T03:00:00+02:00"),
            ("2027-10-31T00:59:59Z", "2027-10-31T02:59:59+02:00"),
            ("2027-10-31T01:00:00Z", "2027-10-31T02:00:00+01:00"),
            ("2026-11-24T23:30:00Z", "2026-11-25T00:30:00+01:00"),
        ] {
            let moment = instant(utc).unwrap().to_utc();
            assert_eq!(danish(moment).to_rfc3339(), danish_time);
        }
    }

    #[test]
    fn a_moment_belongs_to_the_day_in_denmark() {
        assert_eq!(danish_date("2026-11-24T23:30:00Z"), date("2026-11-25"));
        assert_eq!(danish_date("i går"), None);
        assert_eq!(months_after(date("2026-11-30").unwrap(), 3), date("2027-02-28").unwrap());
    }
}
