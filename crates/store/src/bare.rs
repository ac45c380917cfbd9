//! What measurements hold the search against: the full-text queries alone, on a connection like any other reader's.

use rusqlite::{Connection, params};

use crate::connection::{Rig, Role, connect};
use crate::error::{Result, StoreError};
use crate::kind::rows_of;
use crate::place::Place;
use crate::secret::from_hex;
use crate::terms;
use crate::workspace::OpenWith;
use feltmappen_domain::record::Kind;

/// A reader beside an open workspace that runs the bare queries.
#[doc(hidden)]
pub struct Bare(Connection);

impl Bare {
    /// Opens it on the same file, with the same key and the same settings as the workspace's own readers.
    ///
    /// # Errors
    /// As [`crate::Workspace::open`].
    pub fn open(place: &Place, with: OpenWith<'_>) -> Result<Self> {
        let file = place.read_keys()?;
        let key = match with {
            OpenWith::Keyring(keyring) => file.unwrap_keyring(keyring)?,
            OpenWith::Passphrase(passphrase) => file.unwrap_passphrase(passphrase)?,
        };
        let salt = from_hex(&file.salt).ok_or(StoreError::Damaged { set_aside: None })?;
        Ok(Self(connect(&place.database(), &key, &salt, Role::Reader, &Rig::default())?))
    }

    /// How many rows the queries of [`crate::Workspace::search`] find, within the same limits; nothing is fetched.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn search(&self, text: &str, limit: usize) -> Result<usize> {
        let terms = terms::terms(text);
        let Some(words) = terms::words_query(&terms) else { return Ok(0) };
        let orders = rows_of(Kind::JobOrder).0;
        let sql = include_str!("sql/search_words.sql");
        let mut found =
            self.count(sql, &words, 0, orders - 1, limit)? + self.count(sql, &words, orders, i64::MAX, limit)?;
        if found < limit
            && let Some(inside) = terms::inside_query(&terms)
        {
            found += self.count(include_str!("sql/search_inside.sql"), &inside, 0, i64::MAX, limit)?;
        }
        Ok(found)
    }

    fn count(&self, sql: &str, query: &str, first: i64, last: i64, limit: usize) -> Result<usize> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map(params![query, first, last, limit], |row| row.get::<_, i64>(0))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.len())
    }
}
