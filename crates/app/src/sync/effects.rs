//! The loop: an event goes into the engine, and what comes out is done. The network is waited for beside it, the store in
//! it; the user's saves wait for neither.

use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::SecondsFormat;
use feltmappen_domain::identity;
use feltmappen_store::{Central, StoreError};
use feltmappen_sync::{
    Commit, RecordChange,
    engine::{Effect, Engine, Event, Failure, Start},
    offer,
    wire::{FeedId, PageReading},
};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender},
    task::AbortHandle,
};
use uuid::Uuid;

use super::{Asks, Message, Shown, ahead::Ahead, client::Client, events, fetched::Fetched, pieces, whole};
use crate::{Clock, Open};

/// So many records that a restored central lacks are offered in one commit.
const OFFERED: usize = 50;

/// Everything that the loop needs.
pub(super) struct Worker {
    open: Arc<Open>,
    client: Client,
    clock: Arc<Clock>,
    tell: UnboundedSender<Message>,
    shown: Arc<Shown>,
    /// The number that the last page was asked for after.
    asked: BTreeMap<FeedId, u64>,
    ahead: Option<Ahead>,
    sealing_key: String,
    /// So many deletions are in the batch that was made last, if they are too many to go unasked.
    deletions: Option<u64>,
    fetched: Fetched,
    timer: Option<AbortHandle>,
    listening: Option<AbortHandle>,
}

impl Worker {
    pub(super) fn new(
        open: Arc<Open>,
        client: Client,
        clock: Arc<Clock>,
        tell: UnboundedSender<Message>,
        shown: Arc<Shown>,
    ) -> Self {
        Self {
            open,
            client,
            clock,
            tell,
            shown,
            asked: BTreeMap::new(),
            ahead: None,
            sealing_key: String::new(),
            deletions: None,
            fetched: Fetched::default(),
            timer: None,
            listening: None,
        }
    }

    /// Runs until it is told to stop.
    pub(super) fn run(mut self, mut told: UnboundedReceiver<Message>) {
        // The network has a thread of its own: this one stores.
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let Ok(start) = self.start() else { return };
            let mut engine = Engine::new(start);
            self.step(&mut engine, Event::Wake);
            while let Some(message) = told.recv().await {
                let event = match message {
                    Message::Stop => break,
                    Message::Wake => {
                        // Whoever asks for it expects all that there is to go.
                        if let Ok(unsent) = self.unsent() {
                            self.step(&mut engine, Event::LocalChange { unsent });
                        }
                        Event::Wake
                    }
                    Message::DeletionsAllowed => {
                        // Without it the next deletion asks again, which is no harm.
                        let _ = self.open.workspace.deletions_allowed(&self.now());
                        Event::DeletionsAllowed
                    }
                    Message::Ended(event) => {
                        if let Event::Feeds(feeds) = &event {
                            self.sealing_key.clone_from(&feeds.sealing_key);
                        }
                        self.fetched.hears(&event, self.now());
                        event
                    }
                    Message::Local => match self.unsent() {
                        Ok(unsent) => Event::LocalChange { unsent },
                        Err(_) => continue,
                    },
                    Message::Wanted => match self.open.workspace.wanted_attachments() {
                        Ok(wanted) => Event::Wanted { wanted },
                        Err(_) => continue,
                    },
                    Message::Decided => match (self.unsent(), self.waiting()) {
                        (Ok(unsent), Ok(waiting)) => Event::Decided { waiting, unsent },
                        _ => continue,
                    },
                };
                self.step(&mut engine, event);
            }
        });
        // What is under way at the network ends with the runtime; what is under way in the store has ended.
    }

    fn start(&self) -> Result<Start, StoreError> {
        let workspace = &self.open.workspace;
        // What an older version could not read this one may.
        let _ = workspace.read_quarantined(&self.now());
        // What cannot be looked through now is next time.
        let _ = whole::look_through(workspace, &self.now());
        let again = workspace.read_again_now()?;
        let central = workspace.central()?;
        let feeds = workspace.feeds()?.into_iter().map(|state| {
            let reread = again.contains(&state.feed);
            (state.feed, state.sequence, reread)
        });
        Ok(Start {
            dataset: central.as_ref().map(|central| central.dataset),
            reconciling: workspace.is_reconciling()?,
            feeds: feeds.collect(),
            awaited: workspace.feeds_awaited()?,
            unsent: self.unsent()?,
            waiting: self.waiting()?,
            orphans: workspace.sync_counts()?.orphans,
            wanted: workspace.wanted_attachments()?,
            sealing_key: central.map(|central| central.sealing_key),
        })
    }

    /// The engine's answer to an event, and to what follows from it at once.
    fn step(&mut self, engine: &mut Engine, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            for effect in engine.step(event) {
                // What is erased or sealed with its record is no longer on its way, and what was put aside is met anew.
                let takes = matches!(
                    effect,
                    Effect::StorePage(_)
                        | Effect::SealOrphans { .. }
                        | Effect::Reread { .. }
                        | Effect::Reconcile { .. }
                );
                let before = if takes { self.counts() } else { None };
                match self.carry_out(effect) {
                    Ok(Some(event)) => {
                        events.push(event);
                        let now = if takes { self.counts() } else { None };
                        if now != before
                            && let Some((unsent, waiting)) = now
                        {
                            events.push(Event::Decided { waiting, unsent });
                        }
                    }
                    Ok(None) => {}
                    Err(error) => events.push(Event::Failed(failure(&error))),
                }
            }
        }
        // That it could not be noted costs a sentence about when.
        let _ = self.fetched.note(&self.open.workspace);
        let deletions = self.deletions.filter(|_| engine.asks());
        self.shown.ask_about(Asks { deletions, too_old: engine.too_old() });
    }

    /// Does something. What takes the network answers later.
    fn carry_out(&mut self, effect: Effect) -> Result<Option<Event>, StoreError> {
        let now = self.now();
        let open = Arc::clone(&self.open);
        let workspace = &open.workspace;
        Ok(Some(match effect {
            Effect::GetFeeds => {
                let client = self.client.clone();
                self.ask(async move { client.feeds().await.map(Event::Feeds) });
                return Ok(None);
            }
            Effect::GetPage { feed, after } => {
                self.asked.insert(feed.clone(), after);
                let (client, ahead) = (self.client.clone(), self.ahead.take());
                self.ask(async move {
                    if let Some(ahead) = ahead
                        && let Some(reading) = ahead.page(&feed, after).await
                    {
                        return Ok(Event::Page(reading));
                    }
                    client.page(&feed, after).await.map(Event::Page)
                });
                return Ok(None);
            }
            Effect::Push { dataset, commits } => {
                let client = self.client.clone();
                self.ask(async move { client.push(dataset, commits).await.map(Event::PushReply) });
                return Ok(None);
            }
            Effect::SendPiece { attachment } => {
                let client = self.client.clone();
                self.ask(async move { pieces::hand_in(client, &open.workspace, attachment).await });
                return Ok(None);
            }
            Effect::GetPiece => {
                let client = self.client.clone();
                self.ask(async move { pieces::fetch(client, &open.workspace).await });
                return Ok(None);
            }
            Effect::HandIn => {
                self.hand_in()?;
                return Ok(None);
            }
            Effect::Listen => {
                self.listen();
                return Ok(None);
            }
            Effect::StopListening => {
                if let Some(listening) = self.listening.take() {
                    listening.abort();
                }
                return Ok(None);
            }
            Effect::WakeIn(milliseconds) => {
                self.wake_in(milliseconds);
                return Ok(None);
            }
            Effect::Status(state) => {
                self.shown.set(state);
                return Ok(None);
            }
            Effect::NeedRandom => Event::Random(random()),
            Effect::StorePage(reading) => {
                // One thing at a time while somebody works: the next page would be read on the processor that a save needs.
                self.ahead = if workspace.somebody_works() { None } else { Ahead::after(&reading.page, &self.client) };
                self.store_page(&reading, &now)?
            }
            Effect::Reread { feed } => {
                workspace.read_again(&feed)?;
                Event::RereadBegun { feed }
            }
            Effect::Reconcile { dataset, restored } => {
                workspace.begin_reconcile(dataset, &restored, &self.sealing_key)?;
                Event::Reconciled
            }
            Effect::OfferEarlier => self.offer_earlier(&now)?,
            Effect::FreezeBatch { limit } => self.freeze(limit)?,
            Effect::StoreReply(reply) => {
                workspace.store_reply(&reply, &now)?;
                Event::OutcomesStored { unsent: self.unsent()?, waiting: self.waiting()? }
            }
            Effect::SealOrphans { feeds, sealing_key } => {
                workspace.seal_orphans(&feeds, &sealing_key, &now)?;
                Event::OrphansSealed { orphans: workspace.sync_counts()?.orphans, unsent: self.unsent()? }
            }
            Effect::ForgetFeed { feed } => {
                workspace.forget_feed(&feed, &now)?;
                let orphans = workspace.sync_counts()?.orphans;
                Event::FeedForgotten { feed, orphans, unsent: self.unsent()? }
            }
        }))
    }

    fn store_page(&self, reading: &PageReading, now: &str) -> Result<Event, StoreError> {
        let workspace = &self.open.workspace;
        let feed = reading.page.feed.clone();
        let after = self.asked.get(&feed).copied().unwrap_or_default();
        let stored = workspace.store_page(&reading.page, after, &reading.unreadable, now)?;
        let quarantined = workspace.sync_counts()?.quarantined;
        Ok(Event::PageStored { feed, until: stored.until, complete: stored.agrees, quarantined })
    }

    fn freeze(&mut self, limit: usize) -> Result<Event, StoreError> {
        let commits = self.open.workspace.freeze_batch(limit, &mut || self.new_id())?;
        self.deletions = self.open.workspace.mass_deletion(&commits, &self.now())?;
        let attachment = if commits.is_empty() { self.open.workspace.next_attachment()? } else { None };
        Ok(Event::Batch { commits, attachment, asks: self.deletions.is_some(), unsent: self.unsent()? })
    }

    /// Makes commits of what a restored central lacks.
    fn offer_earlier(&self, now: &str) -> Result<Event, StoreError> {
        let workspace = &self.open.workspace;
        let author = self.open.identity().map(|me| me.employee);
        while let Some(author) = author {
            let records: Vec<RecordChange> = workspace.newer_than_central(OFFERED)?;
            if records.is_empty() && !workspace.is_reconciling()? {
                break;
            }
            if records.is_empty() {
                continue;
            }
            let commits = offer(records, || Commit {
                id: self.new_id(),
                author,
                device_time: now.to_owned(),
                action: "restore".to_owned(),
                needs: Vec::new(),
                records: Vec::new(),
            });
            workspace.offer(&commits)?;
        }
        Ok(Event::EarlierOffered { unsent: self.unsent()? })
    }

    fn hand_in(&mut self) -> Result<(), StoreError> {
        let (client, open) = (self.client.clone(), Arc::clone(&self.open));
        let parcel = open.workspace.next_orphan()?;
        self.ask(async move {
            if let Some((id, sealed)) = parcel {
                client.hand_in(sealed).await?;
                open.workspace.orphan_handed_in(id).map_err(|error| failure(&error))?;
            }
            let counts = open.workspace.sync_counts().map_err(|error| failure(&error))?;
            Ok(Event::HandedIn { orphans: counts.orphans })
        });
        Ok(())
    }

    /// Asks central; the answer comes as a message. What it says about itself is noted first.
    fn ask(&mut self, question: impl Future<Output = Result<Event, Failure>> + Send + 'static) {
        let (tell, open) = (self.tell.clone(), Arc::clone(&self.open));
        tokio::spawn(async move {
            let event = match question.await {
                Ok(event) => event,
                Err(failure) => Event::Failed(failure),
            };
            if let Event::Feeds(feeds) = &event {
                let known = open.workspace.central().ok().flatten();
                if known.is_some_and(|known| known.dataset == feeds.dataset) {
                    let found = Central { dataset: feeds.dataset, sealing_key: feeds.sealing_key.clone() };
                    // Only the key can differ; without it nothing is worse than before.
                    let _ = open.workspace.meet_central(&found);
                }
            }
            let _ = tell.send(Message::Ended(event));
        });
    }

    fn listen(&mut self) {
        let (client, tell) = (self.client.clone(), self.tell.clone());
        let handle = tokio::spawn(async move {
            let mut lasted_ms = 0;
            if let Ok(stream) = client.events().await {
                let begun = Instant::now();
                events::listen(stream, &tell).await;
                lasted_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            }
            let _ = tell.send(Message::Ended(Event::ListeningEnded { lasted_ms }));
        });
        self.listening = Some(handle.abort_handle());
    }

    fn wake_in(&mut self, milliseconds: u64) {
        if let Some(timer) = self.timer.take() {
            timer.abort();
        }
        let tell = self.tell.clone();
        let handle = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(milliseconds)).await;
            let _ = tell.send(Message::Ended(Event::Timer));
        });
        self.timer = Some(handle.abort_handle());
    }

    fn counts(&self) -> Option<(u64, u64)> {
        Some((self.unsent().ok()?, self.waiting().ok()?))
    }

    fn unsent(&self) -> Result<u64, StoreError> {
        self.open.workspace.sync_counts().map(|counts| counts.unsent)
    }

    fn waiting(&self) -> Result<u64, StoreError> {
        let counts = self.open.workspace.sync_counts()?;
        Ok(counts.rejected + counts.conflicts + u64::from(counts.quarantined > 0))
    }

    fn now(&self) -> String {
        (self.clock)().to_rfc3339_opts(SecondsFormat::Millis, true)
    }

    fn new_id(&self) -> Uuid {
        let milliseconds = u64::try_from((self.clock)().timestamp_millis()).unwrap_or_default();
        let mut bytes = [0; 10];
        for (byte, random) in bytes.iter_mut().zip(random().to_le_bytes().into_iter().chain(random().to_le_bytes())) {
            *byte = random;
        }
        identity::new_id(milliseconds, bytes)
    }
}

/// A failing store as the engine knows it. What is no full disk is tried again.
pub(super) fn failure(error: &StoreError) -> Failure {
    match error {
        StoreError::DiskFull => Failure::DiskFull,
        StoreError::OtherCentral => Failure::OtherDataset,
        _ => Failure::Server { retry_after: None },
    }
}

/// A number for spreading retries; where the system has no randomness the clock of the machine must do.
fn random() -> u64 {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => u64::from(std::process::id()),
    }
}
