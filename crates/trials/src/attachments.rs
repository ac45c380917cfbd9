//! Attachments: put and looked at by users, taken to central and back a piece at a time as the app's driver does it, and whole
//! in the end wherever they are named.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::{Method, Response, StatusCode};
use feltmappen_domain::record::{Kind, Path, RecordKey};
use feltmappen_store::Attachment;
use feltmappen_sync::engine::{Event, Failure};
use feltmappen_sync::wire::{ContentHash, PIECE_BYTES};
use feltmappen_sync::{Commit, attachment};
use serde_json::json;
use uuid::Uuid;

use crate::central::{Token, refused, request};
use crate::world::World;

/// What a device has heard of an attachment.
pub enum Heard {
    /// Central has a piece more, or all of it.
    Sent { id: Uuid, complete: bool },
    /// A piece that begins at an offset, with size and hash of the whole.
    Came { id: Uuid, from: u64, announced: (u64, [u8; 32]), piece: Vec<u8> },
    /// Central does not have it, or not for this device.
    Gone { id: Uuid },
}

/// The bytes of an attachment: some, or now and then more than go in one piece.
fn bytes_of(id: Uuid) -> Vec<u8> {
    let mut rng = fastrand::Rng::with_seed(id.as_u128() as u64);
    let some = 1 + rng.usize(..500);
    let size = if rng.u8(..50) == 0 { PIECE_BYTES + some } else { some };
    let mut bytes = vec![0; size];
    rng.fill(&mut bytes);
    bytes
}

impl World {
    /// A paper that somebody signed.
    pub fn attach(&mut self, at: usize) {
        let Some(key) = self.some_of(at, |kind| kind == Kind::JobOrder) else { return };
        let (id, now) = (self.new_id(), self.now());
        self.attachments.insert(id, key);
        self.devices[at].store().put_attachment(id, key, &mut bytes_of(id).as_slice(), &now).unwrap();
        self.save(at, "edit", vec![(key, vec![(Path::known("paper.blob"), json!(format!("blob:{id}")))])], None);
    }

    /// Somebody wants to see the papers of a record to which some were attached.
    pub fn look_at_attachments(&mut self, at: usize) {
        let Some(nth) = self.attachments.len().checked_sub(1).map(|last| self.rng.usize(..=last)) else { return };
        let Some(key) = self.attachments.values().nth(nth).copied() else { return };
        let device = &mut self.devices[at];
        let unit = device.unit;
        let record = device.store().record(&key).unwrap().filter(|record| record.home_unit == unit);
        let fields = record.map(|record| record.fields).unwrap_or_default();
        let named: Vec<(Uuid, RecordKey)> =
            fields.iter().filter_map(|(path, value)| Some((attachment(path, value)?, key))).collect();
        let now = self.now();
        self.devices[at].store().want_attachments(&named, true, &now).unwrap();
        let wanted = self.devices[at].store().wanted_attachments().unwrap();
        self.tell(at, Event::Wanted { wanted });
    }

    /// Hands in the next piece, from where central has it.
    pub fn send_piece(&mut self, at: usize, id: Uuid) -> Result<Heard, Failure> {
        let device = &mut self.devices[at];
        let (token, protocol) = (device.token.clone(), device.protocol);
        // Erased meanwhile, with what names it.
        let Some(attachment) = device.store().attachment(id).unwrap() else {
            return Ok(Heard::Sent { id, complete: false });
        };
        let stands = self.central.send(request(&token, protocol, Method::HEAD, &format!("/v1/blobs/{id}")), Vec::new());
        let (mut from, complete) = match stands.status() {
            // Who is too old to ask sends the first piece again.
            StatusCode::NOT_FOUND | StatusCode::UPGRADE_REQUIRED => (0, false),
            status if status.is_success() => progress(&stands),
            _ => return Err(refused(&stands)),
        };
        if complete {
            return Ok(Heard::Sent { id, complete });
        }
        loop {
            let piece = self.devices[at].store().attachment_piece(id, from).unwrap().unwrap_or_default();
            let follows = from + piece.len() as u64;
            let (until, complete) = self.put_piece(&token, protocol, &attachment, from, piece)?;
            if complete || until == follows {
                return Ok(Heard::Sent { id, complete });
            }
            if until <= from {
                return Err(Failure::Server { retry_after: None });
            }
            from = until;
        }
    }

    fn put_piece(
        &self,
        token: &Token,
        protocol: u16,
        attachment: &Attachment,
        from: u64,
        piece: Vec<u8>,
    ) -> Result<(u64, bool), Failure> {
        let (size, sha256) = attachment.announced.ok_or(Failure::Server { retry_after: None })?;
        let put = request(token, protocol, Method::PUT, &format!("/v1/blobs/{}?offset={from}", attachment.id))
            .header("feltmappen-record", format!("{}/{}", attachment.key.kind, attachment.key.id))
            .header("feltmappen-size", size)
            .header("feltmappen-sha256", ContentHash::from_bytes(sha256).to_string());
        let answer = self.central.send(put, piece);
        match answer.status() {
            StatusCode::CONFLICT => Ok((progress(&answer).0, false)),
            StatusCode::NOT_FOUND => Ok((size, true)),
            status if status.is_success() => Ok(progress(&answer)),
            _ => Err(refused(&answer)),
        }
    }

    /// Asks for the piece that begins at an offset.
    pub fn get_piece(&self, token: &Token, protocol: u16, id: Uuid, from: u64) -> Result<Heard, Failure> {
        let path = format!("/v1/blobs/{id}?offset={from}&limit={PIECE_BYTES}");
        let answer = self.central.send(request(token, protocol, Method::GET, &path), Vec::new());
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(Heard::Gone { id }),
            status if status.is_success() => {
                let hash = ContentHash::try_from(header(&answer, "feltmappen-sha256").to_owned()).unwrap();
                let announced = (header(&answer, "feltmappen-size").parse().unwrap(), *hash.as_bytes());
                Ok(Heard::Came { id, from, announced, piece: answer.into_body() })
            }
            _ => Err(refused(&answer)),
        }
    }

    /// What a device makes of what it has heard.
    pub fn hears(&mut self, at: usize, heard: Heard) -> Event {
        let device = &mut self.devices[at];
        match heard {
            Heard::Sent { id, complete } => {
                if complete {
                    device.store().attachment_sent(id).unwrap();
                }
                Event::PieceSent { unsent: device.unsent() }
            }
            Heard::Came { id, from, announced, piece } => {
                device.store().store_piece(id, announced, from, &piece).unwrap();
                Event::PieceCame { wanted: device.store().wanted_attachments().unwrap() }
            }
            Heard::Gone { id } => {
                device.store().attachment_missing(id).unwrap();
                Event::PieceCame { wanted: device.store().wanted_attachments().unwrap() }
            }
        }
    }

    /// What a record names, central has whole, byte for byte.
    pub fn has_all(&self, witness: &Token, named: &BTreeSet<Uuid>) -> Result<(), String> {
        for id in named {
            let answer = self.central.send(request(witness, 1, Method::GET, &format!("/v1/blobs/{id}")), Vec::new());
            if !answer.status().is_success() || *answer.body() != bytes_of(*id) {
                return Err(format!("central does not have the attachment {id} as it was put: {}", answer.status()));
            }
        }
        Ok(())
    }

    /// What was handed in sealed brings along what it names and central does not have, byte for byte.
    pub fn brings_along(
        &self,
        witness: &Token,
        commits: &[Commit],
        brought: &BTreeMap<Uuid, Vec<u8>>,
    ) -> Result<(), String> {
        let whole = |id: &Uuid| brought.get(id).is_some_and(|bytes| *bytes == bytes_of(*id));
        let named = commits.iter().flat_map(Commit::attachments).filter(|id| !whole(id)).collect();
        self.has_all(witness, &named)
    }

    /// What a device has of an attachment is what was put, and it waits for none.
    pub fn shows_all(&mut self, at: usize) -> Result<(), String> {
        let store = self.devices[at].store();
        for id in self.attachments.keys() {
            let mut bytes = Vec::new();
            if store.read_attachment(*id, &mut bytes).unwrap() && bytes != bytes_of(*id) {
                return Err(format!("device {at} has another {id} than was put"));
            }
        }
        match store.wanted_attachments().unwrap() {
            0 => Ok(()),
            wanted => Err(format!("device {at} still wants {wanted} attachments")),
        }
    }
}

/// How far central has an attachment, and whether it has all.
fn progress(answer: &Response<Vec<u8>>) -> (u64, bool) {
    (header(answer, "feltmappen-offset").parse().unwrap(), header(answer, "feltmappen-complete") == "true")
}

fn header<'a>(answer: &'a Response<Vec<u8>>, name: &str) -> &'a str {
    answer.headers().get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
}
