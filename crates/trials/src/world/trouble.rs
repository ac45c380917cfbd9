//! What goes wrong, what an administrator does, and how all works again in the end.

use axum::http::Method;
use feltmappen_sync::engine::{Event, Failure};
use feltmappen_sync::sim::count;
use feltmappen_sync::wire::{Answer, PushReply};
use feltmappen_sync::{Commit, Outcome};
use serde_json::json;

use super::{Shape, UNITS, World};

impl World {
    /// Somebody sends a known id with another payload, and a record of a kind that is not known.
    pub(super) fn forge(&mut self) {
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

    pub(super) fn start(&mut self, at: usize) {
        if !self.devices[at].running {
            self.keep_few_open(at);
            self.devices[at].restart();
            self.tell(at, Event::Wake);
        }
    }

    /// Signs in, after a token has expired or the device was struck off; then it is enrolled anew.
    pub(super) fn sign_in(&mut self, at: usize) {
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
    pub(super) fn trouble(&mut self) {
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
    pub(super) fn heal(&mut self) {
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
