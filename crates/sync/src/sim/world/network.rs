//! Requests on their way, what the network does to them, and what central answers.

use uuid::Uuid;

use super::{World, count};
use crate::Commit;
use crate::engine::{Event, Failure};
use crate::sim::central::Reading;
use crate::sim::device::Blob;
use crate::wire::{Dataset, FeedId, PageReading};

/// The entries of a page, small so that every edge of a page is met.
const PAGE: usize = 4;

#[derive(Clone)]
pub enum Request {
    Feeds,
    Page { feed: FeedId, after: u64 },
    Push { dataset: Option<Dataset>, commits: Vec<Commit>, read: Option<Reading> },
    PutPiece { id: Uuid, blob: Blob, piece: u8 },
    GetPiece { id: Uuid },
    HandIn { parcel: Vec<Commit> },
}

pub struct Flight {
    at: usize,
    number: u64,
    request: Request,
}

impl World {
    pub(super) fn ask(&mut self, at: usize, request: Request) {
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

    pub(super) fn deliver(&mut self, flight: Flight, calm: bool) {
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
}
