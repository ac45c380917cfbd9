//! One encrypted connection: key, pragmas, and the first read that proves both.

use std::path::Path as FilePath;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::migrate::refuse_newer;
use crate::secret::{Key, push_hex};

/// What tests change about the files underneath. Everything is off in the program.
#[doc(hidden)]
#[derive(Debug, Clone, Default)]
pub struct Rig {
    /// A registered SQLite VFS to use instead of the default one.
    pub vfs: Option<String>,
    /// Plants the mistake that the power-cut test must find.
    pub synchronous_off: bool,
    /// `PRAGMA max_page_count`: a disk that is full.
    pub max_pages: Option<u32>,
    /// Size of the log from which it is emptied, in bytes.
    pub checkpoint_bytes: Option<u64>,
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Makes the file when there is none.
    Creator,
    /// The one that writes.
    Writer,
    /// Reads beside the writer.
    Reader,
}

/// Opens the file, gives the key and reads the schema: a wrong key or an unreadable head fails here, not later.
pub(crate) fn connect(path: &FilePath, key: &Key, salt: &[u8], role: Role, rig: &Rig) -> Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    if role == Role::Creator {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let connection = match &rig.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(path, flags, vfs.as_str())?,
        None => Connection::open_with_flags(path, flags)?,
    };
    give_key(&connection, key, salt)?;
    connection.execute_batch(include_str!("sql/connection.sql"))?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    match role {
        Role::Reader => connection.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -8192;")?,
        Role::Creator | Role::Writer => {
            refuse_newer(&connection)?;
            prepare_writer(&connection, rig)?;
        }
    }
    Ok(connection)
}

fn prepare_writer(connection: &Connection, rig: &Rig) -> Result<()> {
    // SQLite quietly opens a file read-only when it may not write it.
    if connection.is_readonly("main")? {
        return Err(StoreError::ReadOnly);
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Internal("journal mode"));
    }
    // The log is emptied by the keeper, never by the edit that happens to fill it.
    connection.execute_batch("PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -8192;")?;
    if rig.synchronous_off {
        connection.execute_batch("PRAGMA synchronous = OFF;")?;
    }
    if let Some(pages) = rig.max_pages {
        connection.execute_batch(&format!("PRAGMA max_page_count = {pages};"))?;
    }
    Ok(())
}

/// The key as raw key with the salt, so that nothing is derived and damage in the file's first bytes is harmless.
/// Our copy of the statement is wiped; SQLite frees its own with the statement.
fn give_key(connection: &Connection, key: &Key, salt: &[u8]) -> Result<()> {
    let mut statement = Zeroizing::new(String::with_capacity(128));
    statement.push_str("PRAGMA key = \"x'");
    push_hex(&mut statement, key.expose());
    push_hex(&mut statement, salt);
    statement.push_str("'\";");
    connection.execute_batch(&statement).map_err(|_| StoreError::Internal("key"))
}
