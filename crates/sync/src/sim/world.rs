//! The world: devices, a network that fails in every way, and a central that does too.

mod network;
mod work;

use std::collections::VecDeque;

use feltmappen_domain::record::{RecordId, RecordKey};
use uuid::Uuid;

use super::central::{Asker, Central};
use super::count::{self, Counts};
use super::device::Device;
use super::oracle::Log;
use super::{Bug, Shape};
use crate::Commit;
use crate::engine::{Effect, Engine, Event, SyncState};
use crate::wire::Answer;
use network::Flight;

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
    /// What its clock says.
    pub year: i32,
    /// A confirmed record has been lost by a fault of the disk.
    pub lost_record: bool,
    /// Records have left it, one way or another, so that the user may have seen less than there was.
    pub saw_less: bool,
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
    /// Commits that users have made.
    pub written: u64,
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
            written: 0,
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
                year: 2026,
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

    /// The device's program ends between two steps; what it had not stored is gone.
    pub fn crash(&mut self, at: usize) {
        if self.peers[at].running {
            self.fault("fault device crash");
        }
        self.stop(at);
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

    pub fn end_listening(&mut self, at: usize) {
        if std::mem::take(&mut self.peers[at].listening) {
            let lasted_ms = if self.rng.bool() { 0 } else { 60_000 };
            self.tell(at, Event::ListeningEnded { lasted_ms });
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
