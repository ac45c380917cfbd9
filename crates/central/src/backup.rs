//! Backup, restore, and proving that what is there is whole.
//!
//! A backup is one file, whichever database it came from; it can be restored into either. The keys of attachments are not in
//! it: they go into a file of their own that is *replaced* by each backup, so that a key that was destroyed is destroyed in
//! the backups too.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use feltmappen_domain::record::{Fields, RecordId, RecordKey};
use feltmappen_sync::wire::{Conflict, ContentHash, FeedId};
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::storage::{Result, Storage, StorageError};

/// Entries that are verified at a time.
const ENTRIES: u32 = 1000;
/// How often a feed that moves while it is looked at is looked at again.
const ATTEMPTS: u32 = 5;

/// Writes a backup. The file appears when it is whole and on disk.
///
/// # Errors
/// `ReadOnly` when it cannot be written; `Busy` and the like.
pub async fn backup(storage: &Storage, to: &Path) -> Result<()> {
    let unfinished = beside(to, "unfinished");
    remove(&unfinished)?;
    storage.dump(unfinished.clone()).await?;
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(|_| StorageError::ReadOnly)?;
    fs::rename(&unfinished, to).map_err(|_| StorageError::ReadOnly)
}

/// Puts a backup in the place of what the database holds, under a higher generation. What has been erased since comes back
/// with it: the ledger must be replayed before anybody is served.
///
/// # Errors
/// `Damaged` or `Newer` when it is no backup that this program can read; then nothing has changed.
pub async fn restore(storage: &Storage, from: &Path) -> Result<i64> {
    // Bringing it to the newest schema changes the file, so it is a copy.
    let copy = beside(from, "restoring");
    remove(&copy)?;
    fs::copy(from, &copy).map_err(|_| StorageError::ReadOnly)?;
    let restored = storage.restore(copy.clone(), clock::seconds()).await;
    remove(&copy)?;
    restored
}

#[derive(Serialize, Deserialize)]
struct KeyLine {
    home_unit: RecordId,
    record: RecordKey,
    key: ContentHash, // 32 bytes in hex
}

/// Writes the keys of all attachments, in the place of what the file held.
///
/// # Errors
/// `ReadOnly` when it cannot be written.
pub async fn backup_keys(storage: &Storage, to: &Path) -> Result<()> {
    let mut text = String::new();
    for (home_unit, record, key) in storage.keys().await? {
        let line = KeyLine { home_unit, record, key: ContentHash::from_bytes(key) };
        text += &serde_json::to_string(&line).map_err(|_| StorageError::Internal("key"))?;
        text.push('\n');
    }
    let unfinished = beside(to, "unfinished");
    remove(&unfinished)?;
    write_secret(&unfinished, text.as_bytes()).map_err(|_| StorageError::ReadOnly)?;
    fs::rename(&unfinished, to).map_err(|_| StorageError::ReadOnly)
}

/// Puts keys back that the database does not have, but none of a record that has been erased.
///
/// # Errors
/// `Damaged` when the file is none of [`backup_keys`].
pub async fn restore_keys(storage: &Storage, from: &Path) -> Result<()> {
    let text = fs::read_to_string(from).map_err(|_| StorageError::ReadOnly)?;
    let line = |line: &str| {
        let read: KeyLine = serde_json::from_str(line).map_err(|_| StorageError::Damaged)?;
        Ok((read.home_unit, read.record, *read.key.as_bytes()))
    };
    storage.put_keys(text.lines().map(line).collect::<Result<_>>()?).await
}

/// What was found wrong with a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The feed.
    pub feed: FeedId,
    /// What does not fit: `count`, `hash`, `sequence`, or `unreadable`.
    pub what: &'static str,
}

/// What a verification looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Feeds.
    pub feeds: u64,
    /// Records that are present in them.
    pub records: u64,
    /// What does not fit.
    pub faults: Vec<Fault>,
}

/// Recomputes the count and the hash of every feed from its records. Can be done while central serves.
///
/// # Errors
/// `Busy` and the like, also when a feed moves all the time.
pub async fn verify(storage: &Storage) -> Result<Verified> {
    let mut verified = Verified::default();
    for moved in storage.sequences().await? {
        let Some(unit) = moved.feed.as_unit() else { continue };
        let (records, faults) = verify_feed(storage, unit).await?;
        verified.feeds += 1;
        verified.records += records;
        verified.faults.extend(faults.into_iter().map(|what| Fault { feed: moved.feed.clone(), what }));
    }
    Ok(verified)
}

async fn verify_feed(storage: &Storage, unit: RecordId) -> Result<(u64, Vec<&'static str>)> {
    'attempt: for _ in 0..ATTEMPTS {
        let (mut count, mut hash, mut after, mut unreadable, mut unordered) = (0, ContentHash::EMPTY, 0, false, false);
        let mut before = None;
        loop {
            let page = storage.page(unit, after, ENTRIES, i64::MAX).await?;
            if before.is_some_and(|before| before != page.counter) {
                continue 'attempt;
            }
            before = Some(page.counter);
            for entry in &page.entries {
                unordered |= entry.sequence <= after || entry.sequence > page.counter.sequence;
                after = entry.sequence;
                if entry.state != 0 {
                    continue;
                }
                let fields = serde_json::from_str::<Fields>(&entry.fields);
                let conflicts = serde_json::from_str::<Vec<Conflict>>(&entry.conflicts);
                match (fields, conflicts) {
                    (Ok(fields), Ok(conflicts)) => {
                        hash = hash.plus(ContentHash::of(entry.key, unit, &fields, &conflicts));
                    }
                    _ => unreadable = true,
                }
                count += 1;
            }
            if page.entries.is_empty() {
                unordered |= after != page.counter.sequence;
                let found = [
                    (count != page.counter.count, "count"),
                    (hash != page.counter.hash, "hash"),
                    (unordered, "sequence"),
                    (unreadable, "unreadable"),
                ];
                return Ok((count, found.into_iter().filter(|(wrong, _)| *wrong).map(|(_, what)| what).collect()));
            }
        }
    }
    Err(StorageError::Busy)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn remove(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StorageError::ReadOnly),
        _ => Ok(()),
    }
}

/// A file that only its owner may read, on disk when this returns.
fn write_secret(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(content)?;
    file.sync_all()
}
