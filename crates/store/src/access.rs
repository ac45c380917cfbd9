//! The access log (R78): who saw, sought, changed, printed or exported whose data, and why. A chain of hashes shows
//! when a line was changed, removed from the middle, or cut off at the end.

use feltmappen_domain::record::{Kind, RecordId, RecordKey};
use rusqlite::{Connection, Transaction, params};
use sha2::{Digest, Sha256};

use crate::error::{Result, StoreError};
use crate::kind::{from_number, id_at, number, optional_id_at};
use crate::workspace::Workspace;

/// What was done with personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessAction {
    /// A record was opened.
    Read,
    /// Records were sought.
    Search,
    /// A record was changed.
    Change,
    /// A document was printed.
    Print,
    /// Data left the program.
    Export,
}

impl AccessAction {
    /// The code in the log.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Search => "search",
            Self::Change => "change",
            Self::Print => "print",
            Self::Export => "export",
        }
    }

    fn from_code(code: &str) -> Result<Self> {
        [Self::Read, Self::Search, Self::Change, Self::Print, Self::Export]
            .into_iter()
            .find(|action| action.as_str() == code)
            .ok_or(StoreError::Internal("access action"))
    }
}

/// One line to be logged. It names nobody but by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessEntry {
    /// The employee.
    pub who: RecordId,
    /// What was done.
    pub action: AccessAction,
    /// With which kind of record.
    pub kind: Kind,
    /// With which one; `None` for a search, or an export of many.
    pub id: Option<RecordId>,
    /// Why: a code, never the text that was sought.
    pub why: String,
}

/// One line that was logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessLine {
    /// Running number, from 1, without gaps.
    pub seq: u64,
    /// When (RFC 3339).
    pub at: String,
    /// What.
    pub entry: AccessEntry,
}

/// Whether the log is what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogVerdict {
    /// Every line is there, unchanged.
    Whole {
        /// Lines.
        lines: u64,
    },
    /// A line was changed or removed.
    Broken {
        /// The first line that does not fit.
        seq: u64,
    },
}

impl Workspace {
    /// Logs reads, searches, prints and exports: one transaction for all of them. To be called in batches and off
    /// the path that the user waits for.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`, `Damaged`.
    pub fn log_access(&self, entries: &[AccessEntry], now: &str) -> Result<()> {
        if entries.is_empty() {
            return Ok(());
        }
        self.write(|tx| append(tx, entries, now))
    }

    /// Who did what with one record, oldest first (L16).
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn access_log(&self, key: &RecordKey) -> Result<Vec<AccessLine>> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(include_str!("sql/access_of.sql"))?;
            let mut rows = statement.query(params![number(key.kind), key.id.as_bytes()])?;
            let mut lines = Vec::new();
            while let Some(row) = rows.next()? {
                lines.push(line_at(row)?.0);
            }
            Ok(lines)
        })
    }

    /// Recomputes the chain from the first line to the last.
    ///
    /// # Errors
    /// `Io`, `Damaged`.
    pub fn verify_access_log(&self) -> Result<LogVerdict> {
        self.read(|connection| {
            let (last, last_hash) = head(connection)?;
            let mut statement = connection.prepare(include_str!("sql/access_all.sql"))?;
            let mut rows = statement.query([])?;
            let (mut seq, mut hash) = (0, [0u8; 32]);
            while let Some(row) = rows.next()? {
                seq += 1;
                let fits = line_at(row).ok().filter(|(line, stored)| {
                    hash = chained(&hash, line);
                    line.seq == seq && hash == *stored
                });
                if fits.is_none() {
                    return Ok(LogVerdict::Broken { seq });
                }
            }
            if seq == last && hash == last_hash {
                Ok(LogVerdict::Whole { lines: seq })
            } else {
                Ok(LogVerdict::Broken { seq: seq + 1 })
            }
        })
    }
}

/// Appends lines within a transaction.
pub(crate) fn append(tx: &Transaction<'_>, entries: &[AccessEntry], now: &str) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let (mut seq, mut hash) = head(tx)?;
    let mut insert = tx.prepare_cached(include_str!("sql/access_add.sql"))?;
    for entry in entries {
        seq += 1;
        let line = AccessLine { seq, at: now.to_owned(), entry: entry.clone() };
        hash = chained(&hash, &line);
        insert.execute(params![
            number_of(seq)?,
            now,
            entry.who.as_bytes(),
            entry.action.as_str(),
            number(entry.kind),
            entry.id.as_ref().map(RecordId::as_bytes),
            entry.why,
            hash,
        ])?;
    }
    tx.prepare_cached("UPDATE access_head SET seq = ?1, hash = ?2")?.execute(params![number_of(seq)?, hash])?;
    Ok(())
}

fn number_of(seq: u64) -> Result<i64> {
    i64::try_from(seq).map_err(|_| StoreError::Internal("sequence"))
}

fn head(connection: &Connection) -> Result<(u64, [u8; 32])> {
    Ok(connection
        .prepare_cached("SELECT seq, hash FROM access_head")?
        .query_row([], |row| Ok((row.get::<_, i64>(0)?.unsigned_abs(), row.get(1)?)))?)
}

/// SHA-256 over the hash before and the line, each part with its length in front.
fn chained(before: &[u8; 32], line: &AccessLine) -> [u8; 32] {
    let entry = &line.entry;
    let mut hash = Sha256::new();
    hash.update(before);
    hash.update(line.seq.to_be_bytes());
    let id = entry.id.as_ref().map_or(&[][..], |id| id.as_bytes());
    let parts: [&[u8]; 6] = [
        line.at.as_bytes(),
        entry.who.as_bytes(),
        entry.action.as_str().as_bytes(),
        entry.kind.as_str().as_bytes(),
        id,
        entry.why.as_bytes(),
    ];
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    hash.finalize().into()
}

fn line_at(row: &rusqlite::Row<'_>) -> Result<(AccessLine, [u8; 32])> {
    let action: String = row.get(3)?;
    let entry = AccessEntry {
        who: id_at(row, 2)?,
        action: AccessAction::from_code(&action)?,
        kind: from_number(row.get(4)?)?,
        id: optional_id_at(row, 5)?,
        why: row.get(6)?,
    };
    let seq = row.get::<_, i64>(0)?.unsigned_abs();
    Ok((AccessLine { seq, at: row.get(1)?, entry }, row.get(7)?))
}
