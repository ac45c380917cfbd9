//! The ledger of what has been erased by law: a file outside the database, so that no restore brings it back.
//!
//! One line for each record, `<kind>/<uuid>`, and nothing else about it. It is written and on disk before the database is
//! touched, and read back whenever central starts and after every restore.

use std::collections::BTreeSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use feltmappen_domain::record::{Kind, RecordKey};
use uuid::Uuid;

/// A ledger.
#[derive(Clone, Debug)]
pub struct Ledger(PathBuf);

/// The ledger cannot be used. Central does not start without it: what was erased could come back.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// It cannot be read or written.
    #[error("the ledger cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// A line is none of a ledger.
    #[error("line {0} of the ledger cannot be read")]
    Line(usize),
}

impl Ledger {
    /// The ledger at a path. One that is not there yet is empty.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Everything in it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&self) -> Result<BTreeSet<RecordKey>, LedgerError> {
        let mut text = String::new();
        match File::open(&self.0) {
            Ok(mut file) => file.read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
            Err(error) => return Err(error.into()),
        };
        let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty());
        lines.map(|(index, line)| parse(line).ok_or(LedgerError::Line(index + 1))).collect()
    }

    /// Adds a record, on disk when this returns. One that is in it already is fine.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&self, key: RecordKey) -> Result<(), LedgerError> {
        if self.read()?.contains(&key) {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0)?;
        file.write_all(format!("{}/{}\n", key.kind, key.id.hyphenated()).as_bytes())?;
        file.sync_all()?;
        sync_folder(&self.0)?;
        Ok(())
    }
}

/// A new file is only there after a power cut when its folder has been written too.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// `<kind>/<uuid>`.
pub fn parse(text: &str) -> Option<RecordKey> {
    let (kind, id) = text.split_once('/')?;
    Some(RecordKey::new(kind.parse::<Kind>().ok()?, Uuid::try_parse(id).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(folder.path().join("ledger"));
        assert!(ledger.read().unwrap().is_empty());
        let keys = [RecordKey::new(Kind::Contact, Uuid::from_u128(1)), RecordKey::new(Kind::Visit, Uuid::from_u128(2))];
        for key in keys.iter().chain(&keys) {
            ledger.add(*key).unwrap();
        }
        assert_eq!(ledger.read().unwrap(), keys.into());
        assert_eq!(std::fs::read_to_string(folder.path().join("ledger")).unwrap().lines().count(), 2);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_never_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let good = format!("contact/{}", Uuid::nil());
        for bad in ["contact", "spaceship/x", "contact/00000000-0000"] {
            std::fs::write(&path, format!("{good}\n{bad}\n")).unwrap();
            assert!(matches!(Ledger::at(&path).read(), Err(LedgerError::Line(2))), "{bad}");
        }
    }
}
