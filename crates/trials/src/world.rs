//! The world: devices, central, and a network in which everything can happen.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use axum::http::Method;
use feltmappen_domain::record::RecordKey;
use feltmappen_sync::engine::{Effect, Event, Failure, SyncState};
use feltmappen_sync::sim::{Counts, count};
use feltmappen_sync::wire::{Answer, Dataset, FeedId, Moved, Page, PageReading, Push, PushReply, read_page};
use feltmappen_sync::{Commit, Outcome};
use serde_json::json;
use uuid::Uuid;

use crate::attachments::Heard;
use crate::central::{Central, Token};
use crate::device::{Device, NOW, Template};
use crate::user::Log;
use crate::watch::Witness;

/// The units that devices belong to.
pub const UNITS: [Uuid; 2] = [Uuid::from_u128(0xe1), Uuid::from_u128(0xe2)];
/// So many devices have their files open at once.
const OPEN: usize = 24;

/// How large a trial is.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Devices.
    pub devices: usize,
    /// User actions at least.
    pub actions: u32,
    /// Faults at least.
    pub faults: u32,
    /// Entries of a page; few, so that every edge of a page is met.
    pub page: usize,
}

impl Size {
    /// As most trials are.
    pub const USUAL: Self = Self { devices: 5, actions: 200, faults: 30, page: 4 };
    /// As one of them is.
    pub const LARGE: Self = Self { devices: 1000, actions: 400, faults: 100, page: 500 };
}

/// A fault that is put between engine and store on purpose, to see that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The cursor is stored before its page.
    CursorFirst,
    /// A commit that was sent is squashed with later edits under its id.
    SentChanges,
}

impl Bug {
    /// Every planted fault.
    pub const ALL: [Self; 2] = [Self::CursorFirst, Self::SentChanges];
}

/// What a trial has besides all that every trial has: together the two may lose the last copy of a value, whatever a
/// program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Central goes back to backups.
    Restores,
    /// Devices are struck off, and users move between units.
    Scopes,
}

#[derive(Clone)]
enum Asked {
    Feeds,
    Page { feed: FeedId, after: u64 },
    Push { dataset: Option<Dataset>, commits: Vec<Commit> },
    HandIn { parcel: i64, sealed: Vec<u8> },
    SendPiece { attachment: Uuid },
    GetPiece { attachment: Uuid, from: u64 },
}

/// What a device hears.
enum Answered {
    Event(Event),
    Piece(Heard),
}

struct Flight {
    at: usize,
    number: u64,
    asked: Asked,
}

pub struct World {
    pub rng: fastrand::Rng,
    pub central: Central,
    pub devices: Vec<Device>,
    pub keys: Vec<RecordKey>,
    pub purged: BTreeSet<RecordKey>,
    pub log: Log,
    pub words: u64,
    pub complaints: Vec<String>,
    pub counts: Counts,
    flights: Vec<Flight>,
    numbers: u64,
    pub ids: u128,
    faults: u32,
    shape: Shape,
    bug: Option<Bug>,
    page: usize,
    opened: Vec<usize>,
    /// What central has given its last word about, with who sent it.
    answered: Vec<(Token, Commit)>,
    /// Everything that was attached, and to what.
    pub attachments: BTreeMap<Uuid, RecordKey>,
    /// What has been read of each unit, to see what central makes of consents and permits.
    pub witnesses: BTreeMap<Uuid, Witness>,
}

/// Runs one trial in a folder that is empty.
///
/// # Errors
/// What did not hold, in a sentence.
pub fn run(seed: u64, size: Size, folder: &Path, bug: Option<Bug>) -> Result<Counts, String> {
    let mut world = World::new(seed, size, folder, bug);
    let mut actions = 0;
    while actions < size.actions || world.faults < size.faults {
        let at = world.rng.usize(..world.devices.len());
        world.keep_few_open(at);
        world.act(at);
        actions += 1;
        world.trouble();
        for _ in 0..world.rng.u8(..12) {
            world.go_on(false);
        }
    }
    world.heal();
    // Twice without a word from outside: what the first round brings, the second has heard of.
    for _ in 0..40 {
        let before = world.standing();
        world.rest()?;
        for at in 0..world.devices.len() {
            world.keep_few_open(at);
            world.ring(at);
            world.tell(at, Event::DeletionsAllowed);
        }
        world.rest()?;
        world.news();
        world.rest()?;
        if world.standing() == before && world.is_quiet() {
            break;
        }
    }
    world.judge()?;
    Ok(std::mem::take(&mut world.counts))
}

impl World {
    fn new(seed: u64, size: Size, folder: &Path, bug: Option<Bug>) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let central = folder.join("central");
        std::fs::create_dir_all(&central).unwrap();
        let central = Central::new(&central);
        let template = Template::new(folder.join("template"));
        let shape = if rng.bool() { Shape::Restores } else { Shape::Scopes };
        let mut world = Self {
            rng,
            central,
            devices: Vec::new(),
            keys: Vec::new(),
            purged: BTreeSet::new(),
            log: Log::default(),
            words: 0,
            complaints: Vec::new(),
            counts: Counts::default(),
            flights: Vec::new(),
            numbers: 0,
            ids: u128::from(seed + 1) << 64,
            faults: 0,
            shape,
            bug,
            page: size.page,
            opened: Vec::new(),
            answered: Vec::new(),
            attachments: BTreeMap::new(),
            witnesses: BTreeMap::new(),
        };
        for at in 0..size.devices {
            // Two devices may be the same person's.
            let author = Uuid::from_u128(0xa0 + (at as u128).saturating_sub(1));
            let token = world.central.enrol(UNITS[usize::from(at % 5 == 4)], author);
            world.devices.push(template.device(folder.join(format!("device-{at}")), author, token));
            world.keep_few_open(at);
            world.tell(at, Event::Wake);
        }
        // What restores go back to knows every device; else they would have to be enrolled again.
        world.central.back_up();
        world
    }

    pub fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    /// The time of a device: clocks order nothing.
    pub fn now(&mut self) -> String {
        format!("{}-11-24T10:52:00.000Z", self.rng.i32(2021..2037))
    }

    /// Puts away the files of devices that nothing was done on for long.
    fn keep_few_open(&mut self, at: usize) {
        self.opened.retain(|other| *other != at);
        self.opened.push(at);
        if self.opened.len() > OPEN {
            let oldest = self.opened.remove(0);
            self.devices[oldest].put_away();
        }
    }

    pub fn tell(&mut self, at: usize, event: Event) {
        if !self.devices[at].running {
            return;
        }
        self.counts.met(count::event(&event));
        for effect in self.devices[at].engine.step(event) {
            self.counts.met(count::effect(&effect));
            if let Effect::Status(state) = effect {
                self.counts.met(count::status(state));
                if state == SyncState::AllSent && self.devices[at].unsent() > 0 {
                    self.complaints.push(format!("device {at} says that all is sent, and it is not"));
                }
            } else {
                self.devices[at].queue.push_back(effect);
            }
        }
    }

    fn fault(&mut self, name: &'static str) {
        self.counts.met(name);
        self.faults += 1;
    }

    fn is_quiet(&self) -> bool {
        self.flights.is_empty() && self.devices.iter().all(|device| !device.running || device.queue.is_empty())
    }

    /// Where central and all devices stand, as far as numbers say it.
    fn standing(&mut self) -> Vec<u64> {
        let mut standing = Vec::new();
        for unit in UNITS {
            let witness = self.devices.iter().find(|device| device.token.unit == unit).map(|one| one.token.clone());
            if let Some(witness) = witness {
                standing.extend(self.central.feeds(&witness).feeds.iter().map(|state| state.sequence));
            }
        }
        let behind = self
            .devices
            .iter()
            .filter(|device| !matches!(device.engine.state(), SyncState::AllSent | SyncState::Waiting { .. }));
        standing.push(behind.count() as u64);
        standing
    }

    /// Goes on without faults until nobody has anything to do but wait.
    fn rest(&mut self) -> Result<(), String> {
        let limit = 4_000 + 400 * self.devices.len();
        for _ in 0..limit {
            if self.is_quiet() {
                return Ok(());
            }
            self.go_on(true);
        }
        Err("it never comes to rest".to_owned())
    }

    /// The device whose files were opened last goes on, if it can.
    fn last_goes_on(&mut self, calm: bool) -> bool {
        let Some(at) = self.opened.last().copied() else { return false };
        if self.devices[at].running && !self.devices[at].queue.is_empty() {
            self.carry_out(at);
            return true;
        }
        let flight = self.flights.iter().position(|flight| flight.at == at);
        if let Some(flight) = flight.map(|flight| self.flights.swap_remove(flight)) {
            self.deliver(flight, calm);
        }
        flight.is_some()
    }

    /// One step somewhere.
    fn go_on(&mut self, calm: bool) {
        // Opening files takes longer than all else, so where not all are open most steps are taken where one was.
        if self.devices.len() > OPEN && self.rng.u8(..8) > 0 && self.last_goes_on(calm) {
            return;
        }
        let waits = |device: &Device| device.running && !device.queue.is_empty();
        let waiting: Vec<usize> = (0..self.devices.len()).filter(|at| waits(&self.devices[*at])).collect();
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
        self.keep_few_open(at);
        let Some(effect) = self.devices[at].queue.pop_front() else { return };
        match effect {
            Effect::GetFeeds => self.ask(at, Asked::Feeds),
            Effect::GetPage { feed, after } => {
                self.devices[at].asked.insert(feed.clone(), after);
                self.ask(at, Asked::Page { feed, after });
            }
            Effect::Push { dataset, commits } => self.ask(at, Asked::Push { dataset, commits }),
            Effect::HandIn => match self.devices[at].store().next_orphan().unwrap() {
                Some((parcel, sealed)) => self.ask(at, Asked::HandIn { parcel, sealed }),
                None => self.tell(at, Event::HandedIn { orphans: 0 }),
            },
            Effect::SendPiece { attachment } => self.ask(at, Asked::SendPiece { attachment }),
            Effect::GetPiece => match self.devices[at].store().next_wanted().unwrap() {
                Some(wanted) => self.ask(at, Asked::GetPiece { attachment: wanted.id, from: wanted.here }),
                None => self.tell(at, Event::PieceCame { wanted: 0 }),
            },
            Effect::Listen => self.devices[at].listening = true,
            Effect::StopListening => self.devices[at].listening = false,
            Effect::WakeIn(_) => self.devices[at].timer = true,
            Effect::NeedRandom => {
                let number = self.rng.u64(..);
                self.tell(at, Event::Random(number));
            }
            Effect::Status(_) => {}
            of_store => {
                if let Some(bug) = self.bug
                    && self.goes_wrong(at, bug, &of_store)
                {
                    return;
                }
                let forgets = matches!(of_store, Effect::ForgetFeed { .. });
                let now = self.now();
                let ids = &mut self.ids;
                let mut new_id = || {
                    *ids += 1;
                    Uuid::from_u128(*ids)
                };
                let before = (self.devices[at].unsent(), self.devices[at].waiting());
                let events = self.devices[at].carry_out(of_store, &now, &mut new_id);
                if forgets {
                    // Who has lost a feed works for the unit of his token from now on.
                    self.devices[at].unit = self.devices[at].token.unit;
                }
                let (unsent, waiting) = (self.devices[at].unsent(), self.devices[at].waiting());
                if (unsent, waiting) != before {
                    self.tell(at, Event::Decided { unsent, waiting });
                }
                for event in events {
                    self.compared(at, &event);
                    self.tell(at, event);
                }
            }
        }
    }

    /// Does what is planted; true when nothing else is done.
    fn goes_wrong(&mut self, at: usize, bug: Bug, effect: &Effect) -> bool {
        let (device, now) = (&mut self.devices[at], NOW);
        match (bug, effect) {
            (Bug::CursorFirst, Effect::StorePage(reading)) if self.rng.u8(..6) == 0 => {
                let page = Page { entries: Vec::new(), complete: None, ..reading.page.clone() };
                let cursor = Effect::StorePage(PageReading { page, unreadable: Vec::new() });
                device.carry_out(cursor, now, &mut || Uuid::nil());
                device.crash();
                true
            }
            (Bug::SentChanges, Effect::FreezeBatch { .. }) => {
                let thaw = "UPDATE journal SET frozen = 0 WHERE outcome IS NULL";
                device.store().raw(|connection| connection.execute(thaw, [])).unwrap();
                false
            }
            _ => false,
        }
    }

    /// Once all of a feed is read it agrees with central, unless the disk has failed; then it does when it has healed.
    fn compared(&mut self, at: usize, event: &Event) {
        let device = &mut self.devices[at];
        match event {
            Event::PageStored { complete: Some(true), .. } => device.spoilt = false,
            Event::PageStored { complete: Some(false), .. } if device.spoilt => device.knows = true,
            Event::PageStored { complete: Some(false), feed, .. } => {
                self.complaints.push(format!("device {at} has read all of {feed} and it does not agree"));
            }
            _ => {}
        }
    }

    fn ask(&mut self, at: usize, asked: Asked) {
        self.numbers += 1;
        self.devices[at].request = Some(self.numbers);
        self.flights.push(Flight { at, number: self.numbers, asked });
    }

    /// Ends the request that a device waits for.
    fn answer(&mut self, at: usize, number: u64, answered: Answered) {
        if self.devices[at].request != Some(number) {
            return;
        }
        self.devices[at].request = None;
        self.keep_few_open(at);
        let event = match answered {
            Answered::Event(event) => event,
            Answered::Piece(heard) => self.hears(at, heard),
        };
        if let Event::Feeds(feeds) = &event {
            self.devices[at].note(feeds);
        }
        self.tell(at, event);
    }

    fn fail(&mut self, at: usize, number: u64, failure: Failure) {
        self.answer(at, number, Answered::Event(Event::Failed(failure)));
    }

    fn deliver(&mut self, flight: Flight, calm: bool) {
        let Flight { at, number, ref asked } = flight;
        match if calm { 99 } else { self.rng.u8(..100) } {
            0..4 => {
                self.fault("fault lost request");
                self.fail(at, number, Failure::Network);
            }
            4..9 => {
                self.fault("fault lost reply");
                let _ = self.central_answers(at, asked);
                self.fail(at, number, Failure::Network);
            }
            9..13 => {
                self.fault("fault duplicate");
                let answered = self.central_answers(at, asked);
                self.answer(at, number, answered);
                self.flights.push(flight);
            }
            13..16 => {
                self.fault("fault late request");
                self.fail(at, number, Failure::Network);
                self.flights.push(flight);
            }
            16 => {
                self.fault("fault busy");
                self.fail(at, number, Failure::Server { retry_after: Some(2000) });
            }
            17 => {
                self.fault("fault captive portal");
                self.fail(at, number, Failure::CaptivePortal);
            }
            18 => {
                self.fault("fault token expired");
                self.devices[at].signed_in = false;
                self.fail(at, number, Failure::Unauthorised);
            }
            19 | 21 if matches!(asked, Asked::Push { commits, .. } if commits.len() > 1) => {
                self.fault("fault too large");
                self.fail(at, number, Failure::TooLarge);
            }
            20 => {
                self.fault("fault disk full");
                self.fail(at, number, Failure::DiskFull);
            }
            _ => {
                let answered = self.central_answers(at, asked);
                self.answer(at, number, answered);
            }
        }
    }

    /// What central says to a device, as the device's client reads it.
    fn central_answers(&mut self, at: usize, asked: &Asked) -> Answered {
        let (token, protocol) = (self.devices[at].token.clone(), self.devices[at].protocol);
        let ask = |method, path: &str, body| self.central.ask(&token, protocol, method, path, body);
        let heard =
            |piece: Result<_, _>| piece.map_or_else(|failure| Answered::Event(Event::Failed(failure)), Answered::Piece);
        let answer = match asked {
            Asked::SendPiece { attachment } => {
                self.keep_few_open(at);
                return heard(self.send_piece(at, *attachment));
            }
            Asked::GetPiece { attachment, from } => return heard(self.get_piece(&token, protocol, *attachment, *from)),
            Asked::Feeds => ask(Method::GET, "/v1/feeds", Vec::new())
                .map(|bytes| Event::Feeds(serde_json::from_slice(&bytes).unwrap())),
            Asked::Page { feed, after } => {
                let path = format!("/v1/feeds/{feed}?after={after}&limit={}", self.page);
                ask(Method::GET, &path, Vec::new())
                    .map(|bytes| Event::Page(read_page(&String::from_utf8(bytes).unwrap()).unwrap()))
            }
            Asked::Push { dataset, commits } => {
                let body = serde_json::to_vec(&Push { dataset: *dataset, commits: commits.clone() }).unwrap();
                ask(Method::POST, "/v1/commits", body).map(|bytes| {
                    let reply: PushReply = serde_json::from_slice(&bytes).unwrap();
                    self.watch(&token, commits, &reply);
                    self.answered_with(&token, commits, &reply);
                    Event::PushReply(reply)
                })
            }
            Asked::HandIn { parcel, sealed } => ask(Method::POST, "/v1/orphans", sealed.clone()).map(|_| {
                let store = self.devices[at].store();
                store.orphan_handed_in(*parcel).unwrap();
                Event::HandedIn { orphans: store.sync_counts().unwrap().orphans }
            }),
        };
        if self.rng.u8(..3) > 0 {
            self.news();
        }
        Answered::Event(answer.unwrap_or_else(Event::Failed))
    }

    fn answered_with(&mut self, token: &Token, commits: &[Commit], reply: &PushReply) {
        for (commit, result) in commits.iter().zip(&reply.results) {
            self.counts.met(count::outcome(&result.answer));
            match result.answer {
                Answer::Done { .. } => self.answered.push((token.clone(), commit.clone())),
                Answer::OtherPayload => self.complaints.push(format!("the payload of {} has changed", commit.id)),
                Answer::Held { .. } => {}
            }
        }
    }

    /// Somebody sends a known id with another payload, and a record of a kind that is not known.
    fn forge(&mut self) {
        if self.answered.is_empty() {
            return;
        }
        let (token, mut other) = self.answered[self.rng.usize(..self.answered.len())].clone();
        other.device_time.push('!');
        let mut newer = serde_json::to_value(Commit { id: self.new_id(), ..other.clone() }).unwrap();
        newer["records"][0]["key"]["kind"] = "spaceship".into();
        let body = json!({ "commits": [other, newer] }).to_string().into_bytes();
        // A device that has been struck off hands in no commits.
        let Ok(bytes) = self.central.ask(&token, 1, Method::POST, "/v1/commits", body) else { return };
        let reply: PushReply = serde_json::from_slice(&bytes).unwrap();
        reply.results.iter().for_each(|result| self.counts.met(count::outcome(&result.answer)));
        let unknown = Answer::Done { outcome: Outcome::Rejected { code: "unknown_kind".to_owned() }, feeds: vec![] };
        let answers: Vec<&Answer> = reply.results.iter().map(|result| &result.answer).collect();
        if answers != [&Answer::OtherPayload, &unknown] {
            self.complaints.push(format!("what was forged was answered {answers:?}"));
        }
    }

    /// The event stream: may say nothing, or something old.
    fn news(&mut self) {
        let listening: Vec<usize> = (0..self.devices.len()).filter(|at| self.devices[*at].listening).collect();
        for unit in UNITS {
            let hears = |at: &&usize| self.devices[**at].token.unit == unit;
            let some: Vec<usize> = listening.iter().filter(hears).copied().collect();
            let Some(first) = some.first() else { continue };
            let token = self.devices[*first].token.clone();
            let Ok(bytes) = self.central.ask(&token, 1, Method::GET, "/v1/feeds", Vec::new()) else { continue };
            let feeds: feltmappen_sync::wire::Feeds = serde_json::from_slice(&bytes).unwrap();
            for at in some {
                for state in &feeds.feeds {
                    let moved = Moved { feed: state.feed.clone(), sequence: state.sequence };
                    self.tell(at, Event::Moved { feed: moved.feed, sequence: moved.sequence });
                }
            }
        }
    }

    fn ring(&mut self, at: usize) {
        if std::mem::take(&mut self.devices[at].timer) {
            self.tell(at, Event::Timer);
        }
    }

    fn end_listening(&mut self, at: usize) {
        if std::mem::take(&mut self.devices[at].listening) {
            self.tell(at, Event::ListeningEnded);
        }
    }

    fn start(&mut self, at: usize) {
        if !self.devices[at].running {
            self.keep_few_open(at);
            self.devices[at].restart();
            self.tell(at, Event::Wake);
        }
    }

    /// Signs in, after a token has expired or the device was struck off; then it is enrolled anew.
    fn sign_in(&mut self, at: usize) {
        let known = self.central.ask(&self.devices[at].token, 1, Method::GET, "/v1/feeds", Vec::new());
        if matches!(known, Err(Failure::Revoked | Failure::Unauthorised)) {
            let unit = if self.rng.u8(..3) == 0 { UNITS[self.rng.usize(..2)] } else { self.devices[at].token.unit };
            self.devices[at].token = self.central.enrol(unit, self.devices[at].author);
        } else if self.devices[at].signed_in {
            return;
        }
        self.devices[at].signed_in = true;
        // A new token is a new engine.
        if self.devices[at].running {
            self.keep_few_open(at);
            self.devices[at].stop();
            self.start(at);
        }
    }

    /// Something goes wrong, or an administrator does something.
    fn trouble(&mut self) {
        let at = self.rng.usize(..self.devices.len());
        match self.rng.u8(..60) {
            0..4 => {
                if self.devices[at].running {
                    self.fault("fault device crash");
                    self.keep_few_open(at);
                    self.devices[at].crash();
                }
            }
            4..10 => (0..self.devices.len()).for_each(|at| self.start(at)),
            10 => {
                self.fault("fault central crash");
                for flight in std::mem::take(&mut self.flights) {
                    if self.rng.bool() {
                        let _ = self.central_answers(flight.at, &flight.asked);
                    }
                    self.fail(flight.at, flight.number, Failure::Network);
                }
                self.central.start();
                (0..self.devices.len()).for_each(|at| self.end_listening(at));
            }
            11..14 => (0..self.devices.len()).for_each(|at| {
                if !self.devices[at].signed_in {
                    self.sign_in(at);
                }
            }),
            14..17 => self.tell(at, Event::Wake),
            17 => self.end_listening(at),
            20 if !self.keys.is_empty() && self.rng.u8(..3) == 0 => {
                let key = self.keys[self.rng.usize(..self.keys.len())];
                self.central.purge(key);
                self.purged.insert(key);
                self.news();
            }
            21 => {
                self.fault("fault too old");
                self.devices[at].protocol = 1 - self.devices[at].protocol;
            }
            22 if self.shape == Shape::Restores && self.rng.bool() => self.central.back_up(),
            23 if self.shape == Shape::Restores => {
                let again = self.central.restores > 0;
                self.fault(if again { "fault central restored again" } else { "fault central restored" });
                self.central.restore();
                self.witnesses.clear();
            }
            22 if self.shape == Shape::Scopes => {
                self.fault("fault revoked");
                self.central.revoke(self.devices[at].token.device);
            }
            23 => self.sign_in(at),
            24 | 25 if self.shape == Shape::Scopes => self.forge(),
            26 | 27 if self.shape == Shape::Scopes => {
                self.fault("fault spoilt sum");
                self.keep_few_open(at);
                self.devices[at].spoil();
            }
            _ => (0..self.devices.len()).for_each(|at| {
                if self.rng.u8(..3) == 0 {
                    self.ring(at);
                }
            }),
        }
    }

    /// Everything works again. Nobody does anything but sign in and say yes.
    fn heal(&mut self) {
        for at in 0..self.devices.len() {
            self.keep_few_open(at);
            self.devices[at].protocol = 1;
            if self.devices[at].spoilt && !self.devices[at].knows {
                // Without news nobody compares; a check of the disk would. Who has found it out needs no help, whatever
                // has happened to him since.
                self.devices[at].crash();
                self.devices[at].read_again();
            }
            self.start(at);
            self.sign_in(at);
            self.tell(at, Event::Wake);
            self.tell(at, Event::DeletionsAllowed);
            self.end_listening(at);
        }
    }
}
