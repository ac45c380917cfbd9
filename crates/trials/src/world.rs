//! The world: devices, central, and a network in which everything can happen.

mod network;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::Commit;
use feltmappen_sync::engine::{Effect, Event, SyncState};
use feltmappen_sync::sim::{Counts, count};
use feltmappen_sync::wire::{Page, PageReading};
use uuid::Uuid;

use crate::central::{Central, Token};
use crate::device::{Device, NOW, Template};
use crate::user::Log;
use crate::watch::Witness;
use network::{Asked, Flight};

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
    /// Commits that users have made.
    pub written: u64,
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
        actions += u32::from(world.act(at));
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
            written: 0,
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
}
