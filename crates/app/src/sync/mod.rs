//! The driver of sync: carries out what the engine decides, over HTTP and in the store, on a thread of its own.
//!
//! Nobody waits for it. The user's saves never touch the network, and a second "send now" while one is under way changes
//! nothing. It ends with the app.

mod ahead;
mod client;
mod connection;
mod effects;
mod events;
mod fetched;
mod pieces;
mod rescue;
mod standing;
mod tomorrow;
mod whole;

use std::{
    sync::{Arc, Mutex, PoisonError},
    thread::JoinHandle,
};

use feltmappen_sync::engine::{Event, SyncState};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use crate::{App, Clock, Open, Stirred, Watch};
use client::Client;
use effects::Worker;

/// What the driver is told.
pub(crate) enum Message {
    /// Something was saved.
    Local,
    /// Look at once.
    Wake,
    /// Somebody wants attachments that are not here.
    Wanted,
    /// The user has decided about something that waited.
    Decided,
    /// The user has said yes to many deletions.
    DeletionsAllowed,
    /// Something that was under way has ended.
    Ended(Event),
    /// The app closes.
    Stop,
}

/// What the driver shows, and who is told that it may have changed.
pub(crate) struct Shown {
    state: Mutex<Option<SyncState>>,
    asks: Mutex<Asks>,
    watch: Watch,
}

/// What waits for the user and lies in no record.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asks {
    /// So many deletions wait for a yes.
    pub(crate) deletions: Option<u64>,
    /// Central no longer lets this program read.
    pub(crate) too_old: bool,
}

impl Shown {
    pub(crate) fn state(&self) -> Option<SyncState> {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn asks(&self) -> Asks {
        *self.asks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A step has been carried out: the last that is told of it.
    fn ask_about(&self, asks: Asks) {
        *self.asks.lock().unwrap_or_else(PoisonError::into_inner) = asks;
        (self.watch)(Stirred::Sync);
    }

    fn set(&self, state: SyncState) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }
}

/// A running driver.
pub(crate) struct Driver {
    tell: UnboundedSender<Message>,
    shown: Arc<Shown>,
    thread: Option<JoinHandle<()>>,
}

impl Driver {
    fn start(open: Arc<Open>, client: Client, clock: Arc<Clock>, watch: Watch) -> Option<Self> {
        let (tell, told) = unbounded_channel();
        let shown = Arc::new(Shown { state: Mutex::default(), asks: Mutex::default(), watch });
        let worker = Worker::new(open, client, clock, tell.clone(), Arc::clone(&shown));
        let thread = std::thread::Builder::new().name("feltmappen-sync".into()).spawn(move || worker.run(told)).ok()?;
        Some(Self { tell, shown, thread: Some(thread) })
    }

    pub(crate) fn shown(&self) -> Option<SyncState> {
        self.shown.state()
    }

    pub(crate) fn asks(&self) -> Asks {
        self.shown.asks()
    }

    fn allow_deletions(&self) {
        self.shown.ask_about(Asks { deletions: None, ..self.asks() });
        let _ = self.tell.send(Message::DeletionsAllowed);
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.tell.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            // One that broke has nothing that is not in the store.
            let _ = thread.join();
        }
    }
}

impl App {
    /// Tells the driver, if there is one.
    pub(crate) fn tell_sync(&self, message: Message) {
        if let Some(driver) = &*self.driver() {
            let _ = driver.tell.send(message);
        }
    }
}
