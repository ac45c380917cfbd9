//! What can go wrong, as codes for programs.

use feltmappen_store::StoreError;
use serde::Serialize;
use ts_rs::TS;

/// Every way in which a use case can fail. The window decides by code; people read the sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The passphrase does not open the workspace.
    WrongPassphrase,
    /// The system's keyring does not answer.
    KeyringUnavailable,
    /// The keyring answers, but its key for this workspace is gone.
    KeyLost,
    /// The passphrase is too short to protect anything.
    WeakPassphrase,
    /// The file is damaged.
    Damaged,
    /// The folder or file cannot be written.
    ReadOnly,
    /// The disk is full.
    DiskFull,
    /// A newer version of the app made the file.
    NewerVersion,
    /// Another window has the workspace open.
    AlreadyOpen,
    /// There is already a workspace in this place.
    AlreadyThere,
    /// The workspace is locked or not made yet.
    NotOpen,
    /// Nobody has said who is at work.
    WhoAreYou,
    /// The record is not on this computer.
    NotHere,
    /// The field changed while the command was under way.
    ChangedMeanwhile,
    /// A value that the field cannot hold at all.
    BadValue,
    /// The file to import is too large.
    FileTooLarge,
    /// The file to import is not a table with a header.
    FileUnreadable,
    /// The mapping lacks what every row needs.
    MappingIncomplete,
    /// There is no file under way.
    NoFile,
    /// A published template never changes (R56).
    Frozen,
    /// A closed match check takes no change until it is opened again.
    Closed,
    /// The step does not follow from the state the record is in.
    WrongStep,
    /// Something in the text looks like it is about a citizen, and nobody has confirmed that it may leave.
    NotConfirmed,
    /// No mail program took the draft.
    NoMailProgram,
    /// The file cannot be written to the folder for downloads.
    CannotExport,
    /// The address is not one that a token may be sent to.
    BadAddress,
    /// The text is no token.
    BadToken,
    /// The conflict has been decided already, or something else has.
    DecidedMeanwhile,
    /// The file is no file of unsent work.
    NotARescueFile,
    /// The file of unsent work is larger than any that was made here.
    RescueTooLarge,
    /// A newer version of the app made the file of unsent work.
    RescueNewer,
    /// The file of unsent work cannot be written to the folder for downloads.
    CannotRescue,
    /// An attachment is larger than it may be.
    AttachmentTooLarge,
    /// An attachment cannot be read from where the user has it.
    AttachmentUnreadable,
    /// An attachment is not on this computer yet.
    AttachmentNotHere,
    /// The system lists no printers at all.
    NoPrinters,
    /// The printer is not among those of this computer.
    NoSuchPrinter,
    /// The printer's queue did not take the paper.
    NotPrinted,
    /// The printer cannot draw the paper, and nothing here can do it for it.
    PrinterCannot,
    /// A text of the paper has characters that no face here has.
    PaperUndrawable,
    /// A text of a paper for a company holds what looks like a CPR number (R75), a date of birth or an age (R15).
    PaperHasCpr,
    /// The paper would say nothing.
    PaperEmpty,
    /// Something lacks that must stand on the paper; the first sentence says what.
    PaperIncomplete,
    /// The file cannot be written where the user wants it.
    NotSavedThere,
    /// A kept paper is no longer what was kept (R11).
    PaperAltered,
    /// A consent or a sending is as it is for good (R11).
    Sealed,
    /// The CV may not be sent as things stand (R1).
    NotPermitted,
    /// A finalising that central refused is not sent again: it vouches for what its author saw (R2, R11).
    FinaliseAgain,
    /// Only the order's coordinator approves a CV from another unit (R14).
    NotCoordinator,
    /// The file is no picture and no PDF.
    NotAPaper,
    /// A fault in the app.
    Internal,
}

impl ErrorCode {
    /// Every code, for the test that each has its sentences.
    pub const ALL: [Self; 51] = [
        Self::WrongPassphrase,
        Self::KeyringUnavailable,
        Self::KeyLost,
        Self::WeakPassphrase,
        Self::Damaged,
        Self::ReadOnly,
        Self::DiskFull,
        Self::NewerVersion,
        Self::AlreadyOpen,
        Self::AlreadyThere,
        Self::NotOpen,
        Self::WhoAreYou,
        Self::NotHere,
        Self::ChangedMeanwhile,
        Self::BadValue,
        Self::FileTooLarge,
        Self::FileUnreadable,
        Self::MappingIncomplete,
        Self::NoFile,
        Self::Frozen,
        Self::Closed,
        Self::WrongStep,
        Self::NotConfirmed,
        Self::NoMailProgram,
        Self::CannotExport,
        Self::BadAddress,
        Self::BadToken,
        Self::DecidedMeanwhile,
        Self::NotARescueFile,
        Self::RescueTooLarge,
        Self::RescueNewer,
        Self::CannotRescue,
        Self::AttachmentTooLarge,
        Self::AttachmentUnreadable,
        Self::AttachmentNotHere,
        Self::NoPrinters,
        Self::NoSuchPrinter,
        Self::NotPrinted,
        Self::PrinterCannot,
        Self::PaperUndrawable,
        Self::PaperHasCpr,
        Self::PaperEmpty,
        Self::PaperIncomplete,
        Self::NotSavedThere,
        Self::PaperAltered,
        Self::Sealed,
        Self::NotPermitted,
        Self::FinaliseAgain,
        Self::NotCoordinator,
        Self::NotAPaper,
        Self::Internal,
    ];
}

impl From<&StoreError> for ErrorCode {
    fn from(error: &StoreError) -> Self {
        match error {
            StoreError::WrongKey => Self::WrongPassphrase,
            StoreError::NoKeyring => Self::KeyringUnavailable,
            StoreError::KeyLost => Self::KeyLost,
            StoreError::Damaged { .. } => Self::Damaged,
            StoreError::ReadOnly => Self::ReadOnly,
            StoreError::DiskFull => Self::DiskFull,
            StoreError::NewerVersion { .. } => Self::NewerVersion,
            StoreError::InUse => Self::AlreadyOpen,
            StoreError::Missing => Self::NotHere,
            StoreError::Closed => Self::NotOpen,
            StoreError::BaseMoved { .. } => Self::ChangedMeanwhile,
            StoreError::Exists => Self::AlreadyThere,
            StoreError::NotARescueFile => Self::NotARescueFile,
            StoreError::AttachmentTooLarge => Self::AttachmentTooLarge,
            StoreError::CommitReused
            | StoreError::HomeUnitMoved
            | StoreError::LastSlot
            | StoreError::OtherCentral
            | StoreError::BrokenOff
            | StoreError::Io
            | StoreError::Internal(_) => Self::Internal,
        }
    }
}
