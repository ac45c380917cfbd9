//! What others have changed since I was last here.

use crate::{App, Open, Outcome, api::HistoryRow, history};

/// Setting: the latest news that the user has seen.
const SEEN: &str = "news.seen";
/// So many changes are looked at, and shown.
const LATEST: usize = 1_000;
const SHOWN: usize = 200;

impl App {
    /// What others have changed since the user last said that it was seen, the latest first.
    pub fn news(&self) -> Outcome<Vec<HistoryRow>> {
        let open = self.opened()?;
        let seen = open.workspace.setting(SEEN)?.and_then(|value| value.as_i64()).unwrap_or_default();
        let me = open.identity().map(|me| me.employee);
        let entries = open.workspace.history(None, LATEST)?.into_iter();
        let news = entries
            .filter(|one| one.outside && one.id > seen && Some(one.author) != me)
            // A new record is news, its items are not.
            .filter(|one| history::shown(one) || one.path.as_str() == feltmappen_domain::record::ALIVE)
            .take(SHOWN);
        // A record that is gone meanwhile is no news any more.
        Ok(news.filter_map(|one| self.history_row(&open, one).ok()).collect())
    }

    /// The news has been seen.
    pub fn news_seen(&self) -> Outcome<bool> {
        let open = self.opened()?;
        let latest = self.latest_news(&open)?;
        open.workspace.set_setting(SEEN, &latest.into(), &self.now())?;
        Ok(true)
    }

    /// The number of the latest change that came from outside.
    pub(crate) fn latest_news(&self, open: &Open) -> Outcome<i64> {
        Ok(open.workspace.latest_outside()?)
    }
}
