//! What is kept for thirty days, and when they are over.
//!
//! The device's clock alone must not say so. One that jumps ahead would end everything at once, and what was left while it
//! stood in the past would end as soon as it is right. So the days are counted here: each tidying notes its day and what was
//! there by then. As many days go by as the clock has gone on since the last time, a week at most, and no more than it takes to
//! come to the clock's own day. Where that day lies more than a month before the one noted, the clock was wrong then, and how
//! far it goes on is all that it tells.

use rusqlite::Transaction;

use crate::error::Result;
use crate::workspace::Workspace;

impl Workspace {
    /// Forgets what has been here for 30 days: history that is sent or has been overwritten since, drafts that were left,
    /// commits that were discarded, and attachments that nothing names which is to be sent, or whose record is gone. Commits
    /// that are not sent, and the access log, stay. `now` is the device's time (RFC 3339).
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn tidy(&self, now: &str) -> Result<()> {
        self.write(|tx| {
            tx.prepare_cached(include_str!("sql/tidy_day.sql"))?.execute([now])?;
            let (today, over) = days(tx)?;
            note(tx, &today)?;
            tx.prepare_cached(include_str!("sql/tidy_history.sql"))?.execute([&over])?;
            tx.prepare_cached(include_str!("sql/tidy_drafts.sql"))?.execute([&over])?;
            tx.prepare_cached(include_str!("sql/tidy_journal.sql"))?.execute([&over])?;
            tx.prepare_cached(include_str!("sql/tidy_attachments.sql"))?.execute([&over])?;
            // Of the days that are over the last one says all.
            let sql = "DELETE FROM tidied WHERE day < (SELECT max(day) FROM tidied WHERE day <= ?1)";
            tx.prepare_cached(sql)?.execute([&over])?;
            Ok(())
        })
    }
}

/// The day that is noted, and the one thirty days before it.
fn days(tx: &Transaction<'_>) -> Result<(String, String)> {
    let mut find = tx.prepare_cached("SELECT max(day), date(max(day), '-30 days') FROM tidied")?;
    Ok(find.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Notes what was discarded or came whole since the last time.
fn note(tx: &Transaction<'_>, today: &str) -> Result<()> {
    let sql = "UPDATE journal SET dropped_day = ?1 WHERE dropped_at IS NOT NULL AND dropped_day IS NULL";
    tx.prepare_cached(sql)?.execute([today])?;
    tx.prepare_cached("UPDATE attachment SET day = ?1 WHERE whole = 1 AND day IS NULL")?.execute([today])?;
    Ok(())
}
