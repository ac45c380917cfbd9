//! Danish days: the clock tells UTC, people live by the time in Denmark.

use chrono::{DateTime, Days, FixedOffset, NaiveDate, SecondsFormat};
pub(crate) use feltmappen_domain::moment::{danish, instant};
use feltmappen_domain::visit::danish_day;

use crate::App;

impl App {
    /// Now, in Danish time.
    pub(crate) fn danish_now(&self) -> DateTime<FixedOffset> {
        danish((self.clock)())
    }

    /// Now in Danish time as it is stored, `2026-11-24T10:52:00.250+01:00`: what is about a citizen is read by its day, and to the
    /// millisecond by what asks which of two came first (R6).
    pub(crate) fn danish_moment(&self) -> String {
        self.danish_now().to_rfc3339_opts(SecondsFormat::Millis, false)
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

/// A moment as people say it: "i dag kl. 9.12", "i går kl. 14.20", else with its day.
pub(crate) fn danish_words(moment: &str, today: NaiveDate) -> String {
    let Some(at) = instant(moment).map(|at| danish(at.to_utc())) else { return String::new() };
    let day = match (today - at.date_naive()).num_days() {
        0 => "i dag".to_owned(),
        1 => "i går".to_owned(),
        _ => danish_day(&at.date_naive().to_string()),
    };
    format!("{day} kl. {}", at.format("%-H.%M"))
}
