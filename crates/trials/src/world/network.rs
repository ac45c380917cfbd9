//! The network: a queue of requests, each of which may be lost, done twice, or done without an answer.

use axum::http::Method;
use feltmappen_sync::Commit;
use feltmappen_sync::engine::{Event, Failure};
use feltmappen_sync::sim::count;
use feltmappen_sync::wire::{Answer, Dataset, FeedId, Moved, Push, PushReply, read_page};
use uuid::Uuid;

use super::{UNITS, World};
use crate::attachments::Heard;
use crate::central::Token;

/// What a device asks of central.
#[derive(Clone)]
pub(super) enum Asked {
    Feeds,
    Page { feed: FeedId, after: u64 },
    Push { dataset: Option<Dataset>, commits: Vec<Commit> },
    HandIn { parcel: i64, sealed: Vec<u8> },
    SendPiece { attachment: Uuid },
    GetPiece { attachment: Uuid, from: u64 },
}

/// What a device hears.
pub(super) enum Answered {
    Event(Event),
    Piece(Heard),
}

/// A request on its way.
pub(super) struct Flight {
    pub(super) at: usize,
    pub(super) number: u64,
    pub(super) asked: Asked,
}

impl World {
    pub(super) fn ask(&mut self, at: usize, asked: Asked) {
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

    pub(super) fn fail(&mut self, at: usize, number: u64, failure: Failure) {
        self.answer(at, number, Answered::Event(Event::Failed(failure)));
    }

    pub(super) fn deliver(&mut self, flight: Flight, calm: bool) {
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
    pub(super) fn central_answers(&mut self, at: usize, asked: &Asked) -> Answered {
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

    pub(super) fn answered_with(&mut self, token: &Token, commits: &[Commit], reply: &PushReply) {
        for (commit, result) in commits.iter().zip(&reply.results) {
            self.counts.met(count::outcome(&result.answer));
            match result.answer {
                Answer::Done { .. } => self.answered.push((token.clone(), commit.clone())),
                Answer::OtherPayload => self.complaints.push(format!("the payload of {} has changed", commit.id)),
                Answer::Held { .. } => {}
            }
        }
    }

    /// The event stream: may say nothing, or something old.
    pub(super) fn news(&mut self) {
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

    pub(super) fn ring(&mut self, at: usize) {
        if std::mem::take(&mut self.devices[at].timer) {
            self.tell(at, Event::Timer);
        }
    }

    pub(super) fn end_listening(&mut self, at: usize) {
        if std::mem::take(&mut self.devices[at].listening) {
            let lasted_ms = if self.rng.bool() { 0 } else { 60_000 };
            self.tell(at, Event::ListeningEnded { lasted_ms });
        }
    }
}
