//! Use cases: what a user can do with Feltmappen. The desktop shell and the tests call the same functions.
//!
//! Nothing here knows of windows or SQL. Time, randomness and the keyring are handed in at the edge.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod access;
mod alignment;
pub mod api;
mod attachment;
mod attention;
mod bindings;
mod candidate;
mod catalogue;
mod commands;
mod conflicts;
mod consent;
mod defaults;
mod demo;
mod duplicates;
mod edit;
mod exports;
mod failure;
mod history;
mod import;
mod labels;
mod lists;
mod mail;
mod match_check;
mod news;
mod paper;
mod refused;
mod search;
mod session;
mod status;
mod submittal;
mod sync;
mod template;
mod time;
mod view;
mod visit;

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock},
};

use chrono::{DateTime, SecondsFormat, Utc};
use feltmappen_domain::{identity, record::RecordId};
use feltmappen_store::{AccessEntry, Keyring, Place, Secret, Workspace};
use serde_json::Value;

pub use bindings::{COMMANDS, bindings};
pub use demo::{Demo, DemoPerson};
pub use failure::{ErrorCode, Failure};
pub use paper::{AskWhere, NotPrinted, PrintJob, Printing, Where};

/// The result of a use case.
pub type Outcome<T> = Result<T, Failure>;

/// Where "now" comes from.
pub type Clock = Box<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Hands a `mailto:` address to the user's mail program; false when none took it.
pub type Mail = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// What the window shows may be old.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stirred {
    /// How sync stands.
    Sync,
    /// Somebody was read or found; the log of that is not written yet. Nothing shows it, and it can wait a little.
    Access,
}

/// Told at once, on whatever thread, when something has stirred. Must not wait.
pub type Watch = Arc<dyn Fn(Stirred) + Send + Sync>;

/// The app behind the window: one workspace, opened or not.
pub struct App {
    place: Place,
    keyring: Box<dyn Keyring>,
    clock: Arc<Clock>,
    demo: Option<Demo>,
    /// Central's address and this device's token, when whoever started the app has given them.
    given_central: Option<(String, Secret)>,
    exports: Option<PathBuf>,
    mail: Mail,
    printing: Box<dyn Printing>,
    ask_where: AskWhere,
    /// The paper that is being looked at.
    paper: Mutex<Option<Arc<paper::Made>>>,
    watch: Watch,
    starting: Mutex<()>,
    open: RwLock<Option<Arc<Open>>>,
    import: Mutex<Option<import::Import>>,
    /// What speaks with central, when this device is connected.
    driver: Mutex<Option<sync::Driver>>,
}

/// An open workspace and who works in it.
struct Open {
    workspace: Workspace,
    me: RwLock<Option<Me>>,
    /// What the last session left unfinished when it did not close in good order.
    recovered: Option<api::Recovered>,
    /// Lines of the access log that are not written yet: reading never waits for the disk.
    access: Mutex<Vec<AccessEntry>>,
    /// Templates in use that were read before.
    published: template::Published,
}

/// Who works here: author of every change, home of every new record.
#[derive(Clone, Copy)]
struct Me {
    employee: RecordId,
    unit: RecordId,
}

impl App {
    /// An app on a place on disk. Nothing is opened yet.
    #[must_use]
    pub fn new(place: Place, keyring: Box<dyn Keyring>, clock: Clock) -> Self {
        Self {
            place,
            keyring,
            clock: Arc::new(clock),
            demo: None,
            given_central: None,
            exports: None,
            mail: Box::new(|_| false),
            printing: Box::new(paper::NoPrinters),
            ask_where: Box::new(|_| Where::Unasked),
            paper: Mutex::default(),
            watch: Arc::new(|_| {}),
            starting: Mutex::default(),
            open: RwLock::default(),
            import: Mutex::default(),
            driver: Mutex::default(),
        }
    }

    /// Begins a new workspace as the demo says.
    #[must_use]
    pub const fn with_demo(mut self, demo: Demo) -> Self {
        self.demo = Some(demo);
        self
    }

    /// Connects every workspace that is opened to this central, with the token that enrolling gave.
    #[must_use]
    pub fn with_central(mut self, address: String, token: Secret) -> Self {
        self.given_central = Some((address, token));
        self
    }

    /// Writes files that the user asks for to this folder. Without it nothing is exported.
    #[must_use]
    pub fn with_exports(mut self, folder: PathBuf) -> Self {
        self.exports = Some(folder);
        self
    }

    /// Opens mail drafts this way. Without it none is opened.
    #[must_use]
    pub fn with_mail(mut self, mail: Mail) -> Self {
        self.mail = mail;
        self
    }

    /// Prints this way. Without it there are no printers.
    #[must_use]
    pub fn with_printing(mut self, printing: Box<dyn Printing>) -> Self {
        self.printing = printing;
        self
    }

    /// Asks this way where a paper is to be saved. Without it papers go to the folder for exports.
    #[must_use]
    pub fn with_ask_where(mut self, ask_where: AskWhere) -> Self {
        self.ask_where = ask_where;
        self
    }

    /// Says this way that what the window shows may be old. Without it nobody is told.
    #[must_use]
    pub fn with_watch(mut self, watch: Watch) -> Self {
        self.watch = watch;
        self
    }

    /// Closes the workspace in good order; the next start sees no interruption.
    pub fn close(&self) {
        self.stop_sync();
        *self.papers() = None;
        let open = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(open) = open {
            // A failure here costs nothing but the note of a clean end: every edit is already durable.
            self.write_access(&open);
            let _ = open.workspace.tidy(&self.now());
            let _ = open.workspace.set_setting(session::RUNNING, &Value::Null, &self.now());
            let _ = open.workspace.prepare_close();
            open.workspace.shut();
        }
    }

    fn now(&self) -> String {
        (self.clock)().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    fn new_id(&self) -> Outcome<RecordId> {
        let mut random = [0; 10];
        getrandom::fill(&mut random).map_err(|_| ErrorCode::Internal)?;
        let milliseconds = u64::try_from((self.clock)().timestamp_millis()).unwrap_or_default();
        Ok(identity::new_id(milliseconds, random))
    }

    fn opened(&self) -> Outcome<Arc<Open>> {
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(|| ErrorCode::NotOpen.into())
    }

    fn importing(&self) -> MutexGuard<'_, Option<import::Import>> {
        self.import.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn identity(&self) -> Option<Me> {
        *self.me.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn access(&self) -> MutexGuard<'_, Vec<AccessEntry>> {
        self.access.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn me(&self) -> Outcome<Me> {
        self.identity().ok_or_else(|| ErrorCode::WhoAreYou.into())
    }
}
