//! Settings: small values by name, as encrypted as the rest.

use rusqlite::{OptionalExtension, params};
use serde_json::Value;

use crate::error::Result;
use crate::workspace::Workspace;

impl Workspace {
    /// A setting, if it was ever set.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn setting(&self, name: &str) -> Result<Option<Value>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT value FROM setting WHERE name = ?1")?;
            let text: Option<String> = statement.query_row([name], |row| row.get(0)).optional()?;
            Ok(text.map(|text| serde_json::from_str(&text)).transpose()?)
        })
    }

    /// Sets a setting; null removes it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn set_setting(&self, name: &str, value: &Value, now: &str) -> Result<()> {
        self.write(|tx| {
            if value.is_null() {
                tx.prepare_cached("DELETE FROM setting WHERE name = ?1")?.execute([name])?;
            } else {
                tx.prepare_cached(include_str!("sql/setting_set.sql"))?.execute(params![
                    name,
                    serde_json::to_string(value)?,
                    now
                ])?;
            }
            Ok(())
        })
    }
}
