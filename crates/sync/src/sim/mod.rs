//! The simulator: many devices against one central, with every fault between any two steps.
//!
//! The engine and the merge are the real ones; store, central and network are models. All chance comes from one seed, so
//! a run that fails is run again exactly. Time is not counted: a timer rings when it is chosen to.

pub mod case;
mod central;
pub mod count;
mod device;
mod oracle;
mod program;
mod user;
mod watch;
mod world;

pub use count::Counts;
pub use program::{Seeds, program};

use world::World;

use crate::engine::Event;

/// The least of each that a schedule has.
pub const ACTIONS: u32 = 200;
/// The least of each that a schedule has.
pub const FAULTS: u32 = 30;

/// A fault that is put into the models on purpose, to see that it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// The cursor is stored before its page.
    CursorFirst,
    /// A commit that was sent is squashed with later edits under its id.
    SentChanges,
    /// An edit brings a deleted item back to life.
    Resurrects,
    /// What needs a rejected commit is thrown away.
    DependentLost,
    /// A page leaves out the row at its edge.
    PageSkipsRow,
    /// Of two nodes of central each writes on what it had read before the other one wrote.
    WriteSkew,
    /// The attachment that central holds a commit for is taken for a commit.
    AttachmentIsCommit,
    /// Central decides about permits without looking at withdrawals.
    WithdrawalUnseen,
    /// Central writes over what is sealed.
    SealBroken,
    /// Central turns away what has happened when it has been taken down already.
    FactRefused,
    /// A device goes on showing a permit that was refused.
    RefusedPermitShown,
}

impl Bug {
    /// Every planted fault.
    pub const ALL: [Self; 11] = [
        Self::CursorFirst,
        Self::SentChanges,
        Self::Resurrects,
        Self::DependentLost,
        Self::PageSkipsRow,
        Self::WriteSkew,
        Self::AttachmentIsCommit,
        Self::WithdrawalUnseen,
        Self::SealBroken,
        Self::FactRefused,
        Self::RefusedPermitShown,
    ];
}

/// What a schedule has besides all that every schedule has. A disk that loses a record, a device that loses its feeds and
/// a central that goes back in time may together lose the last copy of a value, whatever a program does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Central is restored from a backup, as often as chance wants: also before a device has got over the one before.
    Restores,
    /// Users move between units, devices are struck off, disks lose records.
    Scopes,
}

/// Runs one schedule.
///
/// # Errors
/// What did not hold, in a sentence.
pub fn run(seed: u64, bug: Option<Bug>) -> Result<Counts, String> {
    let mut world = World::new(seed, bug);
    let mut actions = 0;
    while actions < ACTIONS || world.faults < FAULTS {
        let at = world.rng.usize(..world.peers.len());
        actions += u32::from(world.act(at));
        world.trouble();
        for _ in 0..world.rng.u8(..12) {
            world.go_on(false);
        }
        world.complaints()?;
    }
    world.heal();
    for _ in 0..80 {
        let mut steps = 0;
        while world.busy() {
            world.go_on(true);
            steps += 1;
            if steps > 20_000 {
                return Err("it never comes to rest".to_owned());
            }
        }
        world.complaints()?;
        if world.judge().is_ok() {
            return Ok(world.counts);
        }
        for at in 0..world.peers.len() {
            world.ring(at);
            world.allow(at);
        }
    }
    world.judge()?;
    Ok(world.counts)
}

impl World {
    /// Something goes wrong, or an administrator does something.
    fn trouble(&mut self) {
        let at = self.rng.usize(..self.peers.len());
        match self.rng.u8(..60) {
            0..4 => self.crash(at),
            4..10 => (0..self.peers.len()).for_each(|at| self.start(at)),
            10 => self.central_crash(),
            11..13 => {
                if std::mem::take(&mut self.peers[at].online) {
                    self.fault("fault partition");
                }
                self.end_listening(at);
            }
            13..17 => self.online_again(),
            17 => {
                if !std::mem::replace(&mut self.peers[at].disk_full, true) {
                    self.fault("fault disk full");
                }
            }
            18..20 => self.peers.iter_mut().for_each(|peer| peer.disk_full = false),
            20..23 => self.sign_in(at),
            23 => {
                let year = self.rng.i32(2016..2037);
                if std::mem::replace(&mut self.peers[at].year, year) != year {
                    self.fault("fault clock jump");
                }
            }
            24 => self.forge(),
            25..27 => {
                let keys = self.keys();
                if !keys.is_empty() {
                    let key = keys[self.rng.usize(..keys.len())];
                    if self.rng.u8(..4) == 0 {
                        self.central.purge(key)
                    } else {
                        self.central.share(key)
                    }
                    self.news();
                }
            }
            27 => self.tell(at, Event::Wake),
            28 => self.end_listening(at),
            29 => self.allow(at),
            30 if self.rng.u8(..4) == 0 => self.central.oldest = 3 - self.central.oldest,
            31 if self.shape == Shape::Restores && self.rng.u8(..2) == 0 => self.central.take_backup(),
            32 if self.shape == Shape::Restores => {
                let again = self.central.dataset.generation > 0;
                if self.central.restore() {
                    self.fault(if again { "fault central restored again" } else { "fault central restored" });
                }
            }
            31 | 32 if self.shape == Shape::Scopes => self.scope(at),
            33 if self.peers[at].disk.version < 2 && self.rng.u8(..2) == 0 => {
                self.crash(at);
                self.peers[at].disk.upgrade();
            }
            _ => (0..self.peers.len()).for_each(|at| {
                if self.rng.u8(..3) == 0 {
                    self.ring(at);
                }
            }),
        }
    }

    fn scope(&mut self, at: usize) {
        match self.rng.u8(..3) {
            0 => {
                self.fault("fault scope change");
                let now = self.peers[at].unit.as_u128();
                self.peers[at].unit = uuid::Uuid::from_u128(if now == 0xe1 { 0xe2 } else { 0xe1 });
            }
            1 => {
                self.fault("fault revoked");
                self.peers[at].revoked = true;
            }
            _ => {
                let nth = self.rng.usize(..100);
                if self.peers[at].disk.rot(nth) {
                    self.fault("fault lost record");
                    self.peers[at].lost_record = true;
                    self.peers[at].saw_less = true;
                }
            }
        }
    }

    fn sign_in(&mut self, at: usize) {
        let peer = &mut self.peers[at];
        if !peer.signed_in || peer.revoked {
            peer.signed_in = true;
            peer.revoked = false;
            self.begin_anew(at);
        }
    }

    /// The user says yes to many deletions.
    fn allow(&mut self, at: usize) {
        self.peers[at].disk.deleted.clear();
        self.tell(at, Event::DeletionsAllowed);
    }

    fn online_again(&mut self) {
        for at in 0..self.peers.len() {
            if !self.peers[at].online {
                self.peers[at].online = true;
                self.tell(at, Event::Wake);
            }
        }
    }

    /// Everything works again. Nobody does anything but sign in and say yes.
    fn heal(&mut self) {
        self.central.oldest = 1;
        self.online_again();
        for at in 0..self.peers.len() {
            self.peers[at].disk_full = false;
            if self.peers[at].lost_record {
                // Without news nobody compares; a check of the disk would.
                self.crash(at);
                let feed = self.peers[at].disk.own_feed();
                self.peers[at].disk.begin_reread(&feed);
            }
            self.start(at);
            self.sign_in(at);
            self.allow(at);
            self.end_listening(at);
        }
    }
}
