//! The world: devices, a network that fails in every way, and a central that does too.

use std::collections::VecDeque;

use feltmappen_domain::record::{RecordId, RecordKey};
use uuid::Uuid;

use super::central::{Asker, Central, Reading};
use super::count::{self, Counts};
use super::device::{Blob, Device};
use super::oracle::Log;
use super::{Bug, Shape};
use crate::Commit;
use crate::engine::{Effect, Engine, Event, Failure, SyncState, mass_deletion};
use crate::wire::{Answer, Dataset, FeedId, PageReading};
use feltmappen_domain::record::{ALIVE, Kind};

/// The entries of a page, small so that every edge of a page is met.
const PAGE: usize = 4;

pub struct Peer {
    pub disk: Device,
    pub engine: Engine,
    queue: VecDeque<Effect>,
    /// The number of the request under way.
    request: Option<u64>,
    /// The attachment that it is about.
    piece_of: Option<Uuid>,
    timer: bool,
    listening: bool,
    pub running: bool,
    pub online: bool,
    pub signed_in: bool,
    pub revoked: bool,
    pub disk_full: bool,
    /// The unit that central has the user in.
    pub unit: RecordId,
    /// A confirmed record has been lost by a fault of the disk.
    pub lost_record: bool,
    /// Records have left it, one way or another, so that the user may have seen less than there was.
    pub saw_less: bool,
}

#[derive(Clone)]
enum Request {
    Feeds,
    Page { feed: FeedId, after: u64 },
    Push { dataset: Option<Dataset>, commits: Vec<Commit>, read: Option<Reading> },
    PutPiece { id: Uuid, blob: Blob, piece: u8 },
    GetPiece { id: Uuid },
    HandIn { parcel: Vec<Commit> },
}

struct Flight {
    at: usize,
    number: u64,
    request: Request,
}

pub struct World {
    pub rng: fastrand::Rng,
    pub central: Central,
    pub peers: Vec<Peer>,
    flights: Vec<Flight>,
    numbers: u64,
    pub words: u64,
    pub ids: u128,
    pub log: Log,
    pub counts: Counts,
    pub faults: u32,
    pub bulky: bool,
    pub shape: Shape,
    pub complaints: Vec<String>,
    sent_before: Vec<(usize, Commit)>,
}

impl World {
    pub fn new(seed: u64, bug: Option<Bug>) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let shape = if rng.bool() { Shape::Restores } else { Shape::Scopes };
        let count = 5 + rng.usize(..2);
        let units = [Uuid::from_u128(0xe1), Uuid::from_u128(0xe2)];
        let mut world = Self {
            central: Central::new(bug),
            peers: Vec::new(),
            flights: Vec::new(),
            numbers: 0,
            words: 0,
            ids: u128::from(seed) << 64,
            log: Log::default(),
            counts: Counts::default(),
            faults: 0,
            bulky: rng.u8(..4) == 0,
            shape,
            complaints: Vec::new(),
            sent_before: Vec::new(),
            rng,
        };
        for at in 0..count {
            // Two devices may be the same person's.
            let author = Uuid::from_u128(0xa0 + (at as u128).saturating_sub(1));
            let unit = units[usize::from(at > 3)];
            let version = if world.rng.u8(..3) == 0 { 1 } else { 2 };
            let mut disk = Device::new(author, unit, version, bug);
            let engine = Engine::new(disk.start());
            world.peers.push(Peer {
                disk,
                engine,
                queue: VecDeque::new(),
                request: None,
                piece_of: None,
                timer: false,
                listening: false,
                running: true,
                online: true,
                signed_in: true,
                revoked: false,
                disk_full: false,
                unit,
                lost_record: false,
                saw_less: false,
            });
            world.tell(at, Event::Wake);
        }
        world
    }

    pub fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub fn asker(&self, at: usize) -> Asker {
        let peer = &self.peers[at];
        Asker { device: at, unit: peer.unit, version: peer.disk.version, revoked: peer.revoked }
    }

    /// Gives an engine an event and puts what it wants in line.
    pub fn tell(&mut self, at: usize, event: Event) {
        let peer = &mut self.peers[at];
        if !peer.running {
            return;
        }
        self.counts.met(count::event(&event));
        for effect in peer.engine.step(event) {
            self.counts.met(count::effect(&effect));
            if let Effect::Status(state) = effect {
                self.counts.met(count::status(state));
                if state == SyncState::AllSent && peer.disk.unsent() > 0 {
                    self.complaints.push(format!("device {at} says that all is sent, and it is not"));
                }
            } else {
                peer.queue.push_back(effect);
            }
        }
    }

    pub fn fault(&mut self, name: &'static str) {
        self.counts.met(name);
        self.faults += 1;
    }

    /// Whether anything can go on without a timer.
    pub fn busy(&self) -> bool {
        !self.flights.is_empty() || self.peers.iter().any(|peer| peer.running && !peer.queue.is_empty())
    }

    /// One step somewhere. In a calm world nothing fails.
    pub fn go_on(&mut self, calm: bool) {
        let waiting: Vec<usize> =
            (0..self.peers.len()).filter(|at| self.peers[*at].running && !self.peers[*at].queue.is_empty()).collect();
        let choices = waiting.len() + self.flights.len();
        if choices == 0 {
            return;
        }
        let chosen = self.rng.usize(..choices);
        match waiting.get(chosen) {
            Some(at) => self.carry_out(*at),
            None => {
                let flight = self.flights.swap_remove(chosen - waiting.len());
                self.deliver(flight, calm);
            }
        }
    }

    fn carry_out(&mut self, at: usize) {
        let Some(effect) = self.peers[at].queue.pop_front() else { return };
        match effect {
            Effect::GetFeeds => self.ask(at, Request::Feeds),
            Effect::GetPage { feed, after } => self.ask(at, Request::Page { feed, after }),
            Effect::Push { dataset, commits } => {
                self.sent_before.extend(commits.first().map(|commit| (at, commit.clone())));
                self.ask(at, Request::Push { dataset, commits, read: None });
            }
            Effect::SendPiece { attachment: id } => {
                let peer = &mut self.peers[at];
                peer.piece_of = Some(id);
                let (unit, blob) = (peer.unit, peer.disk.blobs.get(&id).copied());
                match blob {
                    Some(blob) => self.ask(at, Request::PutPiece { id, blob, piece: self.central.stands(unit, id) }),
                    None => self.tell(at, Event::Failed(Failure::Server { retry_after: None })),
                }
            }
            Effect::GetPiece => match self.peers[at].disk.next_wanted() {
                Some(id) => {
                    self.peers[at].piece_of = Some(id);
                    self.ask(at, Request::GetPiece { id });
                }
                None => self.tell(at, Event::PieceCame { wanted: 0 }),
            },
            Effect::HandIn => match self.peers[at].disk.orphans.first().cloned() {
                Some(parcel) => self.ask(at, Request::HandIn { parcel }),
                None => self.tell(at, Event::HandedIn { orphans: 0 }),
            },
            Effect::Listen => self.peers[at].listening = true,
            Effect::StopListening => self.peers[at].listening = false,
            Effect::WakeIn(_) => self.peers[at].timer = true,
            Effect::NeedRandom => {
                let number = self.rng.u64(..);
                self.tell(at, Event::Random(number));
            }
            Effect::Status(_) => {}
            of_store => {
                if self.peers[at].disk_full {
                    self.tell(at, Event::Failed(Failure::DiskFull));
                } else {
                    self.store(at, of_store);
                }
            }
        }
    }

    /// One transaction of the store.
    fn store(&mut self, at: usize, effect: Effect) {
        let unit = self.peers[at].unit;
        let disk = &mut self.peers[at].disk;
        let event = match effect {
            Effect::StorePage(reading) => return self.store_page(at, &reading),
            Effect::Reread { feed } => {
                disk.begin_reread(&feed);
                Event::RereadBegun { feed }
            }
            Effect::Reconcile { dataset, restored } => {
                disk.reconcile(dataset, &restored);
                let counts = Event::Decided { waiting: disk.waiting(), unsent: disk.unsent() };
                self.tell(at, counts);
                Event::Reconciled
            }
            Effect::OfferEarlier => {
                let ids = &mut self.ids;
                disk.offer_earlier(|| {
                    *ids += 1;
                    Uuid::from_u128(*ids)
                });
                Event::EarlierOffered { unsent: disk.unsent() }
            }
            Effect::FreezeBatch { limit } => {
                let commits = disk.batch(limit.min(6));
                let mut living = std::collections::BTreeMap::new();
                // Nobody deletes many of anything else.
                let promises = disk.records().into_iter().filter(|key| key.kind == Kind::Promise);
                for key in promises.filter(|key| disk.view(*key).flag(ALIVE) != Some(false)) {
                    *living.entry(key.kind).or_default() += 1;
                }
                let promises: Vec<Commit> = commits.iter().filter(|one| deletes_promise(one)).cloned().collect();
                let asks = mass_deletion(&promises, &disk.deleted, &living).is_some();
                let attachment = if commits.is_empty() { disk.next_blob() } else { None };
                Event::Batch { commits, attachment, asks, unsent: disk.unsent() }
            }
            Effect::StoreReply(reply) => {
                let renewed =
                    |disk: &Device| disk.journal.iter().filter(|one| one.commit.id.get_version_num() == 5).count();
                let before = renewed(disk);
                disk.store_reply(&reply);
                if renewed(disk) > before {
                    self.counts.met("commit renewed");
                }
                Event::OutcomesStored { unsent: disk.unsent(), waiting: disk.waiting() }
            }
            Effect::SealOrphans { feeds, .. } => {
                disk.seal(&feeds);
                self.peers[at].saw_less = true;
                let disk = &mut self.peers[at].disk;
                let counts = Event::Decided { waiting: disk.waiting(), unsent: disk.unsent() };
                self.tell(at, counts);
                let disk = &self.peers[at].disk;
                Event::OrphansSealed { orphans: disk.orphans.len() as u64, unsent: disk.unsent() }
            }
            Effect::ForgetFeed { feed } => {
                disk.forget(&feed);
                if feed == disk.own_feed() {
                    disk.work_for(unit);
                }
                Event::FeedForgotten { feed, orphans: disk.orphans.len() as u64, unsent: disk.unsent() }
            }
            _ => return,
        };
        self.tell(at, event);
    }

    fn store_page(&mut self, at: usize, reading: &PageReading) {
        let halves = self.peers[at].disk.bug == Some(Bug::CursorFirst) && self.rng.u8(..6) == 0;
        if halves {
            self.peers[at].disk.store_cursor(&reading.page);
            return self.crash(at);
        }
        let peer = &mut self.peers[at];
        let before = (peer.disk.unsent(), peer.disk.waiting());
        let (complete, quarantined) = peer.disk.store_page(&reading.page);
        if quarantined > 0 {
            self.counts.met("quarantined");
        }
        match complete {
            Some(false) if !std::mem::take(&mut peer.lost_record) => {
                self.complaints
                    .push(format!("device {at} has read all of {} and it does not agree", reading.page.feed));
            }
            Some(false) => self.counts.met("hash mismatch healed"),
            _ => {}
        }
        let (unsent, waiting) = (peer.disk.unsent(), peer.disk.waiting());
        let feed = reading.page.feed.clone();
        if (unsent, waiting) != before {
            self.tell(at, Event::Decided { unsent, waiting });
        }
        self.tell(at, Event::PageStored { feed, until: reading.page.until, complete, quarantined });
    }

    fn ask(&mut self, at: usize, request: Request) {
        self.numbers += 1;
        self.peers[at].request = Some(self.numbers);
        self.flights.push(Flight { at, number: self.numbers, request });
    }

    /// Ends the request that a device waits for.
    fn answer(&mut self, at: usize, number: u64, event: Event) {
        if self.peers[at].request == Some(number) {
            self.peers[at].request = None;
            let event = self.arrived(at, event);
            self.tell(at, event);
        }
    }

    /// A node reads for a push, and others write before it does.
    fn two_nodes(&mut self, mut flight: Flight) {
        self.fault("fault two nodes");
        if let Request::Push { commits, read, .. } = &mut flight.request {
            *read = Some(self.central.read(commits));
        }
        self.flights.push(flight);
    }

    /// What the device stores of an answer about a piece.
    fn arrived(&mut self, at: usize, event: Event) -> Event {
        let peer = &mut self.peers[at];
        let id = peer.piece_of.unwrap_or_default();
        match event {
            Event::PieceSent { .. } => {
                let has = self.central.has(peer.unit, id);
                if let Some(blob) = peer.disk.blobs.get_mut(&id) {
                    blob.sent |= has || self.central.purged.contains_key(&blob.key);
                }
                Event::PieceSent { unsent: peer.disk.unsent() }
            }
            Event::PieceCame { wanted: given } => {
                peer.disk.piece_came(id, given > 0);
                Event::PieceCame { wanted: peer.disk.wanted() }
            }
            other => other,
        }
    }

    fn deliver(&mut self, flight: Flight, calm: bool) {
        let Flight { at, number, ref request } = flight;
        let fails = |failure| Event::Failed(failure);
        if !calm && !self.peers[at].online {
            return self.answer(at, number, fails(Failure::Network));
        }
        match if calm { 99 } else { self.rng.u8(..100) } {
            0..4 => {
                self.fault("fault lost request");
                self.answer(at, number, fails(Failure::Network));
            }
            4..9 => {
                self.fault("fault lost reply");
                let _ = self.central_answers(at, request.clone());
                self.answer(at, number, fails(Failure::Network));
            }
            9..13 => {
                self.fault("fault duplicate");
                let event = self.central_answers(at, request.clone());
                self.answer(at, number, event);
                self.flights.push(flight);
            }
            13..16 => {
                self.fault("fault late request");
                self.answer(at, number, fails(Failure::Network));
                self.flights.push(flight);
            }
            16 => {
                self.fault("fault busy");
                self.answer(at, number, fails(Failure::Server { retry_after: Some(2000) }));
            }
            17 => {
                self.fault("fault captive portal");
                self.answer(at, number, fails(Failure::CaptivePortal));
            }
            18 => {
                self.fault("fault token expired");
                self.peers[at].signed_in = false;
                self.answer(at, number, fails(Failure::Unauthorised));
            }
            19 if matches!(request, Request::Push { commits, .. } if commits.len() > 1) => {
                self.fault("fault too large");
                self.answer(at, number, fails(Failure::TooLarge));
            }
            20..30 if matches!(request, Request::Push { read: None, .. }) => self.two_nodes(flight),
            _ => {
                let event = if self.peers[at].signed_in {
                    self.central_answers(at, request.clone())
                } else {
                    fails(Failure::Unauthorised)
                };
                self.answer(at, number, event);
            }
        }
    }

    fn central_answers(&mut self, at: usize, request: Request) -> Event {
        let asker = self.asker(at);
        let answer = match request {
            Request::Feeds => self.central.feeds(asker).map(|feeds| {
                self.peers[at].disk.remember_key(&feeds.sealing_key);
                Event::Feeds(feeds)
            }),
            Request::Page { feed, after } => self
                .central
                .page(asker, &feed, after, PAGE)
                .map(|page| Event::Page(PageReading { page, unreadable: Vec::new() })),
            Request::Push { dataset, commits, read } => {
                self.central.push(asker, dataset, commits.clone(), read).map(|reply| {
                    for (result, commit) in reply.results.iter().zip(&commits) {
                        self.counts.met(count::outcome(&result.answer));
                        self.no_false_conflict(at, commit);
                    }
                    self.counts.add(&std::mem::take(&mut self.central.counts));
                    Event::PushReply(reply)
                })
            }
            Request::PutPiece { id, blob, piece } => {
                self.central.put_piece(asker, id, blob, piece).map(|()| Event::PieceSent { unsent: 0 })
            }
            Request::GetPiece { id } => {
                self.central.give_piece(asker, id).map(|given| Event::PieceCame { wanted: u64::from(given) })
            }
            Request::HandIn { parcel } => {
                let named: Vec<Uuid> = parcel.iter().flat_map(Commit::attachments).collect();
                let sealed = &self.peers[at].disk.orphaned_blobs;
                self.central.orphaned_blobs.extend(named.iter().filter(|id| sealed.contains(id)));
                self.central.orphans.extend(parcel.iter().cloned());
                let orphans = &mut self.peers[at].disk.orphans;
                orphans.retain(|one| *one != parcel);
                Ok(Event::HandedIn { orphans: orphans.len() as u64 })
            }
        };
        self.news();
        if asker.version < self.central.oldest && matches!(answer, Err(Failure::TooOld)) {
            self.fault("fault too old");
        }
        answer.unwrap_or_else(Event::Failed)
    }

    /// The event stream: may say nothing, or something old.
    pub fn news(&mut self) {
        for at in 0..self.peers.len() {
            if !self.peers[at].listening || self.rng.u8(..3) == 0 {
                continue;
            }
            for (feed, sequence) in self.numbers(at) {
                if sequence > 0 && self.rng.u8(..10) == 0 {
                    self.fault("fault stale news");
                    self.tell(at, Event::Moved { feed, sequence: sequence - 1 });
                } else {
                    self.tell(at, Event::Moved { feed, sequence });
                }
            }
        }
    }

    /// The device's program ends between two steps; what it had not stored is gone.
    pub fn crash(&mut self, at: usize) {
        self.stop(at);
        self.fault("fault device crash");
    }

    fn stop(&mut self, at: usize) {
        let peer = &mut self.peers[at];
        peer.queue.clear();
        peer.request = None;
        peer.timer = false;
        peer.listening = false;
        peer.running = false;
    }

    /// A new token is a new engine.
    pub fn begin_anew(&mut self, at: usize) {
        if self.peers[at].running {
            self.stop(at);
            self.start(at);
        }
    }

    pub fn start(&mut self, at: usize) {
        let peer = &mut self.peers[at];
        if !peer.running {
            peer.running = true;
            peer.engine = Engine::new(peer.disk.start());
            self.tell(at, Event::Wake);
        }
    }

    /// Central's program ends: what was on its way may have been carried out, and nobody hears of it.
    pub fn central_crash(&mut self) {
        self.fault("fault central crash");
        for flight in std::mem::take(&mut self.flights) {
            if self.rng.bool() {
                let _ = self.central_answers(flight.at, flight.request);
            }
            self.answer(flight.at, flight.number, Event::Failed(Failure::Network));
        }
        for at in 0..self.peers.len() {
            self.end_listening(at);
        }
    }

    pub fn end_listening(&mut self, at: usize) {
        if std::mem::take(&mut self.peers[at].listening) {
            self.tell(at, Event::ListeningEnded);
        }
    }

    pub fn ring(&mut self, at: usize) {
        if std::mem::take(&mut self.peers[at].timer) {
            self.tell(at, Event::Timer);
        }
    }

    /// Somebody sends an id again with another payload.
    pub fn forge(&mut self) {
        if self.sent_before.is_empty() {
            return;
        }
        let (at, mut commit) = self.sent_before[self.rng.usize(..self.sent_before.len())].clone();
        commit.device_time.push('!');
        let asker = Asker { revoked: false, ..self.asker(at) };
        let known = self.central.knows(commit.id);
        if known && let Ok(reply) = self.central.push(asker, None, vec![commit], None) {
            self.fault("fault other payload");
            self.counts.met(count::outcome(&reply.results[0].answer));
            if reply.results[0].answer != Answer::OtherPayload {
                self.complaints.push("another payload under a known id was taken".to_owned());
            }
        }
    }

    pub fn keys(&self) -> Vec<RecordKey> {
        self.central.data.records.keys().copied().collect()
    }
}

fn deletes_promise(commit: &Commit) -> bool {
    commit.action == "delete" && commit.records.iter().any(|record| record.key.kind == Kind::Promise)
}
