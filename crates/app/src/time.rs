//! Danish days: the clock tells UTC, people live by the time in Denmark.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Utc, Weekday};

use crate::App;

const HOUR: i32 = 3_600;

impl App {
    /// Now, in Danish time.
    pub(crate) fn danish_now(&self) -> DateTime<FixedOffset> {
        danish((self.clock)())
    }

    /// Today in Denmark, `2026-11-24`.
    pub(crate) fn danish_day(&self) -> String {
        self.danish_now().format("%Y-%m-%d").to_string()
    }

    /// The day so many days from today, `2026-11-24`.
    pub(crate) fn day_in(&self, days: u32) -> String {
        let today = self.danish_now().date_naive();
        today.checked_add_days(Days::new(days.into())).unwrap_or(today).format("%Y-%m-%d").to_string()
    }
}

/// A moment in Danish time: an hour ahead of UTC, two from the last Sunday of March to that of October, from 01.00 UTC.
pub(crate) fn danish(moment: DateTime<Utc>) -> DateTime<FixedOffset> {
    let change = |month| last_sunday(moment.year(), month).and_then(|day| day.and_hms_opt(1, 0, 0));
    let naive = moment.naive_utc();
    let summer = change(3).zip(change(10)).is_some_and(|(from, to)| (from..to).contains(&naive));
    let ahead = if summer { 2 * HOUR } else { HOUR };
    match FixedOffset::east_opt(ahead) {
        Some(offset) => moment.with_timezone(&offset),
        None => moment.fixed_offset(),
    }
}

fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    last.checked_sub_days(Days::new(last.weekday().days_since(Weekday::Sun).into()))
}

/// A stored moment.
pub(crate) fn instant(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(text).ok()
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
}
