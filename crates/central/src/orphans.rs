//! Opening what devices have handed in sealed, for the leader of the unit that owns it.
//!
//! It is written to files in a new folder that only the operator can read, and stays at central as it was. What has been
//! erased by law meanwhile is left out.

use std::collections::BTreeSet;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::{Commit, attachment};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::ledger::{Ledger, LedgerError};
use crate::sealing;
use crate::storage::{Orphan, Storage, StorageError};

/// What was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opened {
    /// Files with what was written on a device.
    pub parcels: usize,
    /// Attachments.
    pub attachments: usize,
    /// Parcels that this central's key does not open, or that hold something else.
    pub unreadable: usize,
}

/// Why nothing, or not all, was opened.
#[derive(Debug, thiserror::Error)]
pub enum OrphansError {
    /// The folder is there already, or cannot be written.
    #[error("the folder cannot be made or written: {0}")]
    Io(#[from] io::Error),
    /// Without the ledger nobody knows what has been erased.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

#[derive(Serialize, Deserialize)]
struct Parcel {
    #[serde(default)]
    commits: Vec<Commit>,
    #[serde(default)]
    drafts: Vec<Draft>,
    #[serde(default, skip_serializing)]
    piece: Option<Piece>,
}

#[derive(Serialize, Deserialize)]
struct Draft {
    key: RecordKey,
    home_unit: RecordId,
    #[serde(flatten)]
    rest: Value,
}

#[derive(Deserialize)]
struct Piece {
    id: Uuid,
    key: RecordKey,
    offset: u64,
    bytes: String,
}

/// What a file says.
#[derive(Serialize)]
struct Written<'a> {
    device: Uuid,
    unit: RecordId,
    received_at: &'a str,
    #[serde(flatten)]
    parcel: &'a Parcel,
}

/// The name of a parcel, in lists and files.
pub fn name(orphan: &Orphan) -> String {
    orphan.id.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// Opens all that has been handed in about records of a unit, into a new folder: a JSON file for what was written, with the
/// device and the time, and a file for each attachment, named by its id. A device may work for another unit by the time it
/// hands in, so it is the records that say whose it is.
///
/// # Errors
/// When the folder is there already or cannot be written; when ledger or database cannot be read.
pub async fn open(storage: &Storage, ledger: &Ledger, unit: RecordId, to: &Path) -> Result<Opened, OrphansError> {
    let erased = ledger.read()?.erased;
    let secret = storage.standing(unit).await?.sealing_secret;
    make_folder(to)?;
    let mut opened = Opened::default();
    let theirs = |home: RecordId, key: &RecordKey| home == unit && !erased.contains(key);
    let (mut met, mut named, mut pieces) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
    for orphan in storage.orphans().await? {
        // Handed in again by somebody who had moved meanwhile.
        if !met.insert(orphan.id) {
            continue;
        }
        let Some(mut parcel) = read(storage, secret, &orphan).await? else {
            // Whose it is nobody can say; it is told where its device was.
            opened.unreadable += usize::from(orphan.unit == unit);
            continue;
        };
        if parcel.piece.is_some() {
            pieces.push(orphan);
            continue;
        }
        parcel.commits.iter_mut().for_each(|commit| commit.records.retain(|one| theirs(one.home_unit, &one.key)));
        parcel.commits.retain(|commit| !commit.records.is_empty());
        parcel.drafts.retain(|draft| theirs(draft.home_unit, &draft.key));
        if parcel.commits.is_empty() && parcel.drafts.is_empty() {
            continue;
        }
        for record in parcel.commits.iter().flat_map(|commit| &commit.records) {
            let ids = record.changes.iter().filter_map(|change| attachment(&change.path, &change.value));
            named.extend(ids.map(|id| (id, record.key)));
        }
        let written =
            Written { device: orphan.device, unit: orphan.unit, received_at: &orphan.received_at, parcel: &parcel };
        let mut file = private(&to.join(format!("{}.json", name(&orphan))))?;
        serde_json::to_writer_pretty(&mut file, &written).map_err(io::Error::from)?;
        opened.parcels += 1;
    }
    let mut attachments = BTreeSet::new();
    for orphan in pieces {
        let parcel = read(storage, secret, &orphan).await?;
        // Whoever names a paper has read its id: a record's key alone could be claimed by anybody.
        let theirs = |piece: &Piece| named.contains(&(piece.id, piece.key));
        let Some(piece) = parcel.and_then(|parcel| parcel.piece).filter(theirs) else { continue };
        let Ok(bytes) = STANDARD.decode(&piece.bytes) else {
            opened.unreadable += 1;
            continue;
        };
        let mut file = private(&to.join(piece.id.to_string()))?;
        file.seek(SeekFrom::Start(piece.offset))?;
        file.write_all(&bytes)?;
        attachments.insert(piece.id);
    }
    opened.attachments = attachments.len();
    Ok(opened)
}

/// What is in a parcel; nothing when this central's key does not open it, or when it holds something else.
async fn read(storage: &Storage, secret: [u8; 32], orphan: &Orphan) -> Result<Option<Parcel>, StorageError> {
    let plain = sealing::open(secret, &storage.sealed(orphan.unit, orphan.id).await?);
    Ok(plain.and_then(|plain| serde_json::from_slice(&plain).ok()))
}

fn make_folder(to: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(to)
}

fn private(path: &PathBuf) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
