//! The folder of one workspace: its files, its lock, and how a damaged workspace is set aside.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path as FilePath, PathBuf};

use crate::error::{Result, StoreError};
use crate::slots::{KeyFile, SlotKind};

const DATABASE: &str = "feltmappen.db";
const KEYS: &str = "feltmappen.keys";
const LOCK: &str = "feltmappen.lock";

/// The folder that holds (or will hold) one workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The folder. It is created with the workspace.
    pub dir: PathBuf,
}

/// What is in a [`Place`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceState {
    /// Nothing: a workspace can be created.
    Absent,
    /// A workspace, and how it can be opened.
    Present {
        /// The key slots that exist.
        slots: Vec<SlotKind>,
    },
}

/// Held as long as a workspace is open. The operating system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _file: File,
}

impl Place {
    /// The place in `dir`.
    #[must_use]
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// What is here, without opening anything.
    ///
    /// # Errors
    /// `KeyLost` when there is a database but no key file; `NewerVersion`, `Damaged` for the key file; `Io`.
    pub fn state(&self) -> Result<PlaceState> {
        match self.read_keys() {
            Ok(file) => Ok(PlaceState::Present { slots: file.kinds() }),
            Err(StoreError::Missing) => Ok(PlaceState::Absent),
            Err(other) => Err(other),
        }
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.dir.join(DATABASE)
    }

    fn keys(&self) -> PathBuf {
        self.dir.join(KEYS)
    }

    /// The key file; `Missing` when there is neither it nor a database, `KeyLost` when only it is gone.
    pub(crate) fn read_keys(&self) -> Result<KeyFile> {
        match fs::read(self.keys()) {
            Ok(bytes) => KeyFile::parse(&bytes),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                if self.database().exists() { Err(StoreError::KeyLost) } else { Err(StoreError::Missing) }
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Replaces the key file in one step that survives a power cut: temporary file, sync, rename, sync of the folder.
    pub(crate) fn write_keys(&self, file: &KeyFile) -> Result<()> {
        let temporary = self.dir.join("feltmappen.keys.new");
        let mut out = open_private(&temporary)?;
        out.write_all(&file.to_bytes()?)?;
        out.sync_all()?;
        drop(out);
        fs::rename(&temporary, self.keys())?;
        sync_dir(&self.dir)
    }

    /// Makes the folder, for this user only. One that is there already keeps its rights.
    pub(crate) fn prepare_dir(&self) -> Result<()> {
        if self.dir.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.dir).map_err(|error| match error.kind() {
            // The way to the folder leads through a file, or is one: nothing can be written there.
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => StoreError::ReadOnly,
            _ => error.into(),
        })?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&self.dir, fs::Permissions::from_mode(0o700))?;
        }
        Ok(())
    }

    /// Makes an empty database file that only this user can read; log and shared memory take its rights from SQLite.
    pub(crate) fn make_database(&self) -> Result<()> {
        open_private_keep(&self.database())?;
        Ok(())
    }

    /// Takes the folder's lock, or says that another process has it.
    pub(crate) fn lock(&self) -> Result<Lock> {
        let file = open_private_keep(&self.dir.join(LOCK)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => StoreError::Missing,
            ErrorKind::NotADirectory => StoreError::ReadOnly,
            _ => error.into(),
        })?;
        match file.try_lock() {
            Ok(()) => Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse),
            Err(TryLockError::Error(error)) => Err(error.into()),
        }
    }

    /// The first 16 bytes of the database; `None` when it is shorter than one page.
    pub(crate) fn database_salt(&self) -> Result<Option<[u8; 16]>> {
        let mut file = match File::open(self.database()) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(StoreError::Missing),
            Err(error) => return Err(error.into()),
        };
        if file.metadata()?.len() < 4096 {
            return Ok(None);
        }
        let mut salt = [0u8; 16];
        file.read_exact(&mut salt)?;
        Ok(Some(salt))
    }

    /// Moves database, log and key slots into a new folder beside them. Nothing is deleted: whoever has the key can
    /// still try to rescue it. The database goes first, so that it is never opened without its log.
    pub(crate) fn set_aside(&self, now: &str) -> Result<PathBuf> {
        let stamp: String = now.chars().filter(char::is_ascii_alphanumeric).take(15).collect();
        let mut target = self.dir.join(format!("damaged-{stamp}"));
        let mut attempt = 1;
        while target.exists() {
            attempt += 1;
            target = self.dir.join(format!("damaged-{stamp}-{attempt}"));
        }
        fs::create_dir(&target)?;
        for name in [DATABASE, "feltmappen.db-wal", KEYS] {
            match fs::rename(self.dir.join(name), target.join(name)) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        // Only shared memory: rebuilt from the log by whoever opens it.
        match fs::remove_file(self.dir.join("feltmappen.db-shm")) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        sync_dir(&target)?;
        sync_dir(&self.dir)?;
        Ok(target)
    }
}

/// A new, empty file that only this user can read.
fn open_private(path: &FilePath) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// As [`open_private`], but what is there stays.
fn open_private_keep(path: &FilePath) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Makes renames in a folder survive a power cut. Windows does that by itself and cannot sync a folder.
#[cfg(unix)]
fn sync_dir(dir: &FilePath) -> Result<()> {
    File::open(dir)?.sync_all()?;
    Ok(())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn sync_dir(_: &FilePath) -> Result<()> {
    Ok(())
}
