//! Danish days: the clock tells UTC, people live by the time in Denmark.

use chrono::{DateTime, Days, FixedOffset, SecondsFormat};
pub(crate) use feltmappen_domain::moment::{danish, instant};

use crate::App;

impl App {
    /// Now, in Danish time.
    pub(crate) fn danish_now(&self) -> DateTime<FixedOffset> {
        danish((self.clock)())
    }

    /// Now in Danish time as it is stored, `2026-11-24T10:52:00+01:00`: what is about a citizen is read by its day.
    pub(crate) fn danish_moment(&self) -> String {
        self.danish_now().to_rfc3339_opts(SecondsFormat::Secs, false)
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
