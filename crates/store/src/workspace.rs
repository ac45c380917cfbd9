//! Creating, opening and closing a workspace, and its key slots.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, Transaction};

use crate::connection::{Rig, Role, connect};
use crate::core::Core;
use crate::error::{Result, StoreError};
use crate::keeper::{self, Keeper};
use crate::keyring::Keyring;
use crate::list::Filter;
use crate::migrate::migrate;
use crate::place::{Lock, Place, PlaceState};
use crate::secret::{Key, Passphrase, from_hex};
use crate::slots::{KeyFile, SlotKind, Stage};

/// The slots a new workspace gets. At least one.
#[derive(Clone, Copy, Default)]
pub struct NewSlots<'a> {
    /// Opens without asking, by the keyring of the operating system.
    pub keyring: Option<&'a dyn Keyring>,
    /// Opens by a passphrase.
    pub passphrase: Option<&'a Passphrase>,
}

/// The key to open a workspace with.
#[derive(Clone, Copy)]
pub enum OpenWith<'a> {
    /// The keyring slot.
    Keyring(&'a dyn Keyring),
    /// The passphrase slot.
    Passphrase(&'a Passphrase),
}

/// An open, encrypted workspace: one writer, several readers, closed when dropped.
///
/// Every method may be called from any thread and blocks until it is done; what a writing method has answered `Ok`
/// to survives a power cut.
pub struct Workspace {
    place: Place,
    // Order matters: the keeper ends before the connections close, and the lock goes last.
    keeper: Keeper,
    pub(crate) core: Arc<Core>,
    /// Totals of lists, good for one version of the records.
    pub(crate) totals: Mutex<(u64, HashMap<Filter, u64>)>,
    _lock: Lock,
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Workspace {
    /// Makes a new workspace with a random data key.
    ///
    /// # Errors
    /// `Exists` when there is one; `KeyLost` when there is a database without its key file; `NoKeyring`; `ReadOnly`,
    /// `DiskFull`, `Io`.
    pub fn create(place: &Place, slots: NewSlots<'_>, now: &str) -> Result<Self> {
        Self::create_with(place, slots, now, &Rig::default())
    }

    /// As [`Workspace::create`], on files that a test has prepared.
    #[doc(hidden)]
    pub fn create_with(place: &Place, slots: NewSlots<'_>, now: &str, rig: &Rig) -> Result<Self> {
        if slots.keyring.is_none() && slots.passphrase.is_none() {
            return Err(StoreError::Internal("no key slot asked for"));
        }
        place.prepare_dir()?;
        let lock = place.lock()?;
        if place.state()? != PlaceState::Absent {
            return Err(StoreError::Exists);
        }
        let data_key = Key::random()?;
        let mut file = KeyFile::new()?;
        if let Some(passphrase) = slots.passphrase {
            file.put_passphrase(passphrase, &data_key)?;
        }
        if let Some(keyring) = slots.keyring {
            file.put_keyring(keyring, &data_key)?;
        }
        place.write_keys(&file)?;
        Self::start(place, file, data_key, lock, now, rig)
    }

    /// Opens an existing workspace.
    ///
    /// # Errors
    /// `Missing`, `InUse`, `WrongKey`, `KeyLost`, `NoKeyring`, `NewerVersion`, `ReadOnly`, `DiskFull`, `Io`, and
    /// `Damaged` with the folder that the files were moved to when they cannot be read at all.
    pub fn open(place: &Place, with: OpenWith<'_>, now: &str) -> Result<Self> {
        Self::open_with(place, with, now, &Rig::default())
    }

    /// As [`Workspace::open`], on files that a test has prepared.
    #[doc(hidden)]
    pub fn open_with(place: &Place, with: OpenWith<'_>, now: &str, rig: &Rig) -> Result<Self> {
        place.read_keys()?;
        let lock = place.lock()?;
        // Once more, now that nobody else can change it.
        let file = place.read_keys()?;
        let data_key = match with {
            OpenWith::Keyring(keyring) => file.unwrap_keyring(keyring)?,
            OpenWith::Passphrase(passphrase) => file.unwrap_passphrase(passphrase)?,
        };
        Self::start(place, file, data_key, lock, now, rig)
    }

    fn start(place: &Place, file: KeyFile, key: Key, lock: Lock, now: &str, rig: &Rig) -> Result<Self> {
        let salt = from_hex(&file.salt).ok_or(StoreError::Damaged { set_aside: None })?;
        let writer = match open_database(place, &file, &key, &salt, now, rig) {
            Ok(writer) => writer,
            Err(StoreError::Damaged { .. }) => return Err(judge_damage(place, &salt, now)),
            Err(other) => return Err(other),
        };
        if file.stage == Stage::Creating {
            place.write_keys(&file.ready())?;
        }
        let core = Arc::new(Core::new(place.database(), key, salt, rig.clone(), writer)?);
        let keeper = Keeper::start(Arc::clone(&core))?;
        let workspace =
            Self { place: place.clone(), keeper, core, totals: Mutex::new((0, HashMap::new())), _lock: lock };
        workspace.keep();
        Ok(workspace)
    }

    /// The folder this workspace is in.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The slots that exist.
    ///
    /// # Errors
    /// As for reading the key file: `KeyLost`, `Damaged`, `Io`.
    pub fn slots(&self) -> Result<Vec<SlotKind>> {
        Ok(self.place.read_keys()?.kinds())
    }

    /// Adds or replaces the passphrase slot. Nothing is encrypted anew.
    ///
    /// # Errors
    /// `ReadOnly`, `DiskFull`, `Io`.
    pub fn set_passphrase(&self, passphrase: &Passphrase) -> Result<()> {
        let mut file = self.place.read_keys()?;
        file.put_passphrase(passphrase, &self.core.key)?;
        self.place.write_keys(&file)
    }

    /// Adds or replaces the keyring slot. Nothing is encrypted anew.
    ///
    /// # Errors
    /// `NoKeyring`, `ReadOnly`, `DiskFull`, `Io`.
    pub fn set_keyring(&self, keyring: &dyn Keyring) -> Result<()> {
        let mut file = self.place.read_keys()?;
        file.put_keyring(keyring, &self.core.key)?;
        self.place.write_keys(&file)
    }

    /// Removes a slot: with locking on, the keyring slot is removed, so that it never opens alone.
    ///
    /// # Errors
    /// `LastSlot` when no other would be left; `ReadOnly`, `DiskFull`, `Io`.
    pub fn remove_slot(&self, kind: SlotKind, keyring: Option<&dyn Keyring>) -> Result<()> {
        let mut file = self.place.read_keys()?;
        file.remove(kind)?;
        self.place.write_keys(&file)?;
        if kind == SlotKind::Keyring
            && let Some(keyring) = keyring
        {
            // The slot is gone either way; an entry that stays behind opens nothing.
            let _ = keyring.delete(&file.entry());
        }
        Ok(())
    }

    /// Reads every page and every index: takes seconds to minutes, so only when it is asked for.
    ///
    /// # Errors
    /// `Damaged` when a page or an index is not what it should be.
    pub fn check(&self) -> Result<()> {
        // The page check reads the file past the log: a page that was half-written when the power went, and is whole
        // in the log, is no damage. So the log is emptied first, and stays apart from the file meanwhile.
        let _alone = self.core.maintenance();
        let file_is_current = keeper::finish(&self.core)?;
        self.core.read(|connection| {
            if file_is_current {
                let mut pages = connection.prepare("PRAGMA cipher_integrity_check")?;
                if pages.query([])?.next()?.is_some() {
                    return Err(StoreError::Damaged { set_aside: None });
                }
            }
            let verdict: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
            if verdict == "ok" { Ok(()) } else { Err(StoreError::Damaged { set_aside: None }) }
        })
    }

    /// Empties the log, so that closing is quick and the folder is small. Everything is durable without it.
    ///
    /// # Errors
    /// `DiskFull`, `ReadOnly`, `Io`; the workspace stays as usable as before.
    pub fn prepare_close(&self) -> Result<()> {
        self.core.close_readers();
        let _alone = self.core.maintenance();
        keeper::finish(&self.core)?;
        Ok(())
    }

    /// Ends all work in the database: waits for what is under way and refuses what comes later. The last thing before the
    /// program ends.
    pub fn shut(&self) {
        self.core.shut();
    }

    /// The writer itself, for tests that tamper and for measurements.
    #[doc(hidden)]
    pub fn raw<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
        work(&self.core.writer())
    }

    /// Whether the user saved a moment ago, and will soon again: what can wait should leave the processor to him.
    pub fn somebody_works(&self) -> bool {
        self.core.somebody_works()
    }

    /// Waits until the background has nothing to do, for tests that count.
    #[doc(hidden)]
    pub fn settle(&self) {
        while self.keeper.is_busy() {
            std::thread::yield_now();
        }
    }

    /// One transaction, one sync.
    pub(crate) fn write<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let done = self.core.write(work)?;
        self.keep();
        Ok(done)
    }

    /// As [`Workspace::write`] for what the user writes: while he does, what central sends is stored in short steps.
    pub(crate) fn save<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        self.core.user_saves();
        let done = self.write(work)?;
        self.core.user_saves();
        Ok(done)
    }

    pub(crate) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.core.read(work)
    }

    /// A total counted before, if no record has changed since; otherwise counts it.
    pub(crate) fn total(&self, filter: Filter, count: impl FnOnce(&Filter) -> Result<u64>) -> Result<u64> {
        let version = self.core.version();
        {
            let mut known = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
            if known.0 != version || known.1.len() > 256 {
                *known = (version, HashMap::new());
            }
            if let Some(total) = known.1.get(&filter) {
                return Ok(*total);
            }
        }
        let total = count(&filter)?;
        let mut known = self.totals.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 == version {
            known.1.insert(filter, total);
        }
        Ok(total)
    }

    pub(crate) fn keep(&self) {
        if self.core.is_behind() || self.core.log_is_long() {
            self.keeper.ask();
        }
    }
}

/// Opens the writer, migrates, and makes one small write: it proves that the folder can be written before the user
/// types anything, and it pays for the log's header, so that every edit is exactly one sync.
fn open_database(place: &Place, file: &KeyFile, key: &Key, salt: &[u8], now: &str, rig: &Rig) -> Result<Connection> {
    let creating = file.stage == Stage::Creating;
    if !creating && place.database_salt()?.is_none() {
        return Err(StoreError::Damaged { set_aside: None });
    }
    if creating {
        place.make_database()?;
    }
    let role = if creating { Role::Creator } else { Role::Writer };
    let mut writer = connect(&place.database(), key, salt, role, rig)?;
    migrate(&mut writer, creating)?;
    // What was being put here when the program ended: nothing names it. And what central did not have, it may have by now.
    writer.execute("DELETE FROM attachment WHERE whole = 0 AND (sent = 0 OR missing = 1)", [])?;
    let id = file.workspace.as_bytes().as_slice();
    let opened = writer.execute(include_str!("sql/workspace_open.sql"), rusqlite::params![id, now])?;
    if opened == 0 { Err(StoreError::WrongKey) } else { Ok(writer) }
}

/// The key was right (its slot is authenticated), and yet the file cannot be read. A file with another salt belongs
/// to another key and is left alone; everything else is damage and is moved aside.
fn judge_damage(place: &Place, salt: &[u8], now: &str) -> StoreError {
    match place.database_salt() {
        Ok(Some(found)) if found.as_slice() != salt => StoreError::WrongKey,
        Ok(_) => match place.set_aside(now) {
            Ok(folder) => StoreError::Damaged { set_aside: Some(folder) },
            Err(StoreError::ReadOnly) => StoreError::Damaged { set_aside: None },
            Err(other) => other,
        },
        Err(other) => other,
    }
}
