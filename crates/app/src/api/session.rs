use feltmappen_domain::record::{RecordId, RecordKey};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How the app stands when the window opens.
#[derive(Clone, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Start {
    /// There is no workspace yet. `keyring` tells whether the system can keep the key.
    Empty {
        /// The system's keyring answers, so a passphrase is a choice and not a must.
        keyring: bool,
    },
    /// There is a workspace, and a passphrase opens it.
    Locked,
    /// The workspace is open.
    Open {
        /// Who works here, and where the last session ended.
        session: Session,
    },
}

/// What the window needs to know once the workspace is open.
#[derive(Clone, Serialize, TS)]
pub struct Session {
    /// Who I am; absent until the user has said so.
    pub me: Option<Person>,
    /// The page that was shown when the app last closed or was cut off.
    pub last_place: Option<String>,
    /// What the last session left unfinished when it did not end in the ordinary way.
    pub recovered: Option<Recovered>,
    /// A passphrase is asked for at each start.
    pub locking: bool,
}

/// An employee with the unit, as the window shows who is at work.
#[derive(Clone, Serialize, TS)]
pub struct Person {
    /// The employee record.
    pub employee: RecordId,
    /// The employee's name.
    pub name: String,
    /// The unit the employee belongs to: home unit of everything made here.
    pub unit: RecordId,
    /// The unit's name, as configured (never a hard-coded "Jobcenter").
    pub unit_name: String,
}

/// What came back after a crash or a power cut.
#[derive(Clone, Serialize, TS)]
pub struct Recovered {
    /// Fields that were typed but not yet left when the session was cut off.
    pub fields: u32,
    /// The record that was edited last.
    pub record: Option<Named>,
}

/// A record with a name to show.
#[derive(Clone, Serialize, TS)]
pub struct Named {
    /// The record.
    pub key: RecordKey,
    /// What it is called.
    pub name: String,
    /// A second line, perhaps empty.
    pub detail: String,
}

/// A first identity: who I am, typed at the first start.
#[derive(Clone, Deserialize, TS)]
pub struct NewPerson {
    /// The employee's name.
    pub name: String,
    /// The unit the employee belongs to.
    pub unit: RecordId,
    /// Title, perhaps empty.
    pub title: String,
}

/// How the workspace is locked.
#[derive(Clone, Serialize, TS)]
pub struct Security {
    /// The system's keyring opens the workspace without a question.
    pub keyring: bool,
    /// A passphrase opens the workspace.
    pub passphrase: bool,
    /// The system's keyring answers on this computer.
    pub keyring_available: bool,
}

/// One state for the lower left corner: is everything saved, is everything sent?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SyncStatus {
    /// Everything is on disk and at central.
    AllSent,
    /// Is being sent.
    Sending {
        /// Changes that are left.
        unsent: u32,
    },
    /// Everything is on disk; `unsent` changes wait for a network.
    SavedHere {
        /// Commits that have not been sent.
        unsent: u32,
    },
    /// Central wants to know who this is before it takes anything.
    SignIn {
        /// Commits that have not been sent.
        unsent: u32,
    },
    /// Things wait for the user's decision; everything else is saved.
    Decide {
        /// How many.
        items: u32,
        /// Commits that have not been sent.
        unsent: u32,
    },
    /// There is no room on the disk for what central sends.
    DiskFull,
    /// Everything is being read for the first time, or again.
    FirstSync {
        /// Records that have come.
        done: u32,
        /// Records in all; 0 when that is not known.
        total: u32,
        /// It goes on when there is a network.
        paused: bool,
    },
}
