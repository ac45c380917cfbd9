//! The ledger of what no restore may undo: a file outside the database.
//!
//! One line for each thing, ids and nothing else about it:
//! `<kind>/<uuid>` is a record that has been erased by law, written and on disk before the database is touched;
//! `revoked/<uuid>` is a device that has been struck off;
//! `restored/<number>/<feed>` says how low a feed has stood in a backup that was restored.
//! It is read back whenever central starts and after every restore.

mod entries;

pub use entries::{Entries, parse};

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::FeedId;
use uuid::Uuid;

use entries::{Line, whole};

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
    pub fn read(&self) -> Result<Entries, LedgerError> {
        Entries::read(&self.text()?).map_err(LedgerError::Line)
    }

    fn text(&self) -> io::Result<String> {
        let mut text = String::new();
        match File::open(&self.0) {
            Ok(mut file) => file.read_to_string(&mut text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(text),
            Err(error) => return Err(error),
        };
        Ok(text)
    }

    /// Adds a record that is erased, on disk when this returns. One that is in it already is fine.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn erase(&self, key: RecordKey) -> Result<(), LedgerError> {
        self.add([Line::Erased(key)])
    }

    /// Adds a device that is struck off, in the same way.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn revoke(&self, device: Uuid) -> Result<(), LedgerError> {
        self.add([Line::Revoked(device)])
    }

    /// Adds where feeds stood in a backup that was restored, as far as that is lower than what is in it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn went_back(&self, feeds: Vec<(FeedId, u64)>) -> Result<(), LedgerError> {
        self.add(feeds.into_iter().map(|(feed, number)| Line::Restored(feed, number)))
    }

    fn add(&self, lines: impl IntoIterator<Item = Line>) -> Result<(), LedgerError> {
        let text = self.text()?;
        let mut known = Entries::read(&text).map_err(LedgerError::Line)?;
        let new: String = lines.into_iter().filter(|line| known.take(line.clone())).map(|line| line.text()).collect();
        if new.is_empty() {
            return Ok(());
        }
        let mut file = OpenOptions::new().append(true).create(true).open(&self.0)?;
        // A line of its own, whatever a power cut has left at the end.
        let kept = whole(&text);
        if kept < text.len() {
            file.set_len(kept as u64)?;
        }
        let apart = if kept == 0 || text[..kept].ends_with('\n') { "" } else { "\n" };
        file.write_all(format!("{apart}{new}").as_bytes())?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use feltmappen_domain::record::Kind;

    #[test]
    fn what_was_added_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::at(folder.path().join("ledger"));
        assert_eq!(ledger.read().unwrap(), Entries::default());
        let keys = [RecordKey::new(Kind::Contact, Uuid::from_u128(1)), RecordKey::new(Kind::Visit, Uuid::from_u128(2))];
        for key in keys.iter().chain(&keys) {
            ledger.erase(*key).unwrap();
            ledger.revoke(key.id).unwrap();
        }
        let feed = FeedId::unit(Uuid::from_u128(3));
        for number in [7, 9, 7, 4, 5] {
            ledger.went_back(vec![(feed.clone(), number)]).unwrap();
        }
        let entries = ledger.read().unwrap();
        assert_eq!((entries.erased, entries.revoked), (keys.into(), keys.map(|key| key.id).into()));
        assert_eq!(entries.restored, [(feed, 4)].into(), "the lowest counts");
        assert_eq!(std::fs::read_to_string(folder.path().join("ledger")).unwrap().lines().count(), 6);
    }

    #[test]
    fn a_line_that_a_power_cut_has_torn_is_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let ledger = Ledger::at(&path);
        let [first, torn, next] = [1, 2, 3].map(|id| RecordKey::new(Kind::Contact, Uuid::from_u128(id)));
        let [before, line] = [first, torn].map(|key| Line::Erased(key).text());
        for cut in 0..line.len() {
            std::fs::write(&path, format!("{before}{}", &line[..cut])).unwrap();
            // All but the line end is all that it says.
            let there = if cut == line.len() - 1 { vec![first, torn] } else { vec![first] };
            assert_eq!(ledger.read().unwrap().erased, there.iter().copied().collect(), "{cut}");
            ledger.erase(next).unwrap();
            assert_eq!(ledger.read().unwrap().erased, there.into_iter().chain([next]).collect(), "{cut}");
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_is_never_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger");
        let good = format!("contact/{}", Uuid::nil());
        for bad in ["contact", "spaceship/x", "contact/00000000-0000", "revoked/x", "restored/x/national", "restored/7"]
        {
            std::fs::write(&path, format!("{good}\n{bad}\n")).unwrap();
            assert!(matches!(Ledger::at(&path).read(), Err(LedgerError::Line(2))), "{bad}");
        }
    }
}
