//! What must hold in the end: nothing that was called saved is gone unseen, everything is handed in, and every device shows
//! what central holds.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::Method;
use feltmappen_domain::record::RecordKey;
use feltmappen_store::JournalState;
use feltmappen_sync::engine::SyncState;
use feltmappen_sync::sim::case::{asked, says_sent};
use feltmappen_sync::wire::{EntryState, FeedId, read_page};
use feltmappen_sync::{Commit, attachment};
use serde_json::Value;
use uuid::Uuid;

use crate::user::words;
use crate::world::{UNITS, World};

/// What central holds of a record that is there.
type Present = BTreeMap<RecordKey, feltmappen_domain::record::Fields>;

impl World {
    pub fn judge(&mut self) -> Result<(), String> {
        if let Some(complaint) = self.complaints.first() {
            return Err(complaint.clone());
        }
        let mut there = BTreeSet::new();
        let mut held = BTreeMap::new();
        for unit in UNITS {
            held.insert(unit, self.read_all(unit, &mut there)?);
            let (commits, attachments) = self.central.opened_orphans(unit);
            commits.iter().for_each(|commit| take(commit, &mut there));
            self.brings_along(&self.central.enrol(unit, Uuid::from_u128(0xff)), &commits, &attachments)?;
        }
        for at in 0..self.devices.len() {
            self.shows_all(at)?;
            self.is_equal(at, &held, &mut there)?;
        }
        let gone =
            self.log.written.iter().find(|(word, key)| {
                !there.contains(*word) && !self.log.seen.contains(*word) && !self.purged.contains(key)
            });
        match gone {
            Some((word, key)) => Err(format!("{word} of {key:?} is gone, and nobody has seen it go")),
            None => Ok(()),
        }
    }

    /// Everything that central holds of a unit, as a new device reads it.
    fn read_all(&self, unit: Uuid, there: &mut BTreeSet<String>) -> Result<Present, String> {
        let witness = self.central.enrol(unit, Uuid::from_u128(0xff));
        let mut present = Present::new();
        let mut named = BTreeSet::new();
        let mut after = 0;
        loop {
            let path = format!("/v1/feeds/{}?after={after}&limit=1000", FeedId::unit(unit));
            let text = self.central.ask(&witness, 1, Method::GET, &path, Vec::new());
            let text = String::from_utf8(text.map_err(|failure| format!("{failure:?}"))?).unwrap();
            let reading = read_page(&text).map_err(|error| error.to_string())?;
            if !reading.unreadable.is_empty() {
                return Err("an entry cannot be read".to_owned());
            }
            for entry in reading.page.entries {
                let EntryState::Present { fields, conflicts, .. } = entry.state else { continue };
                let mut twice = BTreeSet::new();
                for (path, value) in &fields {
                    if words(value).any(|word| !twice.insert((path.clone(), word.to_owned()))) {
                        return Err(format!("a word stands twice in {path} of {:?}", entry.key));
                    }
                }
                let sides = conflicts.iter().flat_map(|conflict| &conflict.sides).map(|side| &side.mine);
                named.extend(fields.iter().filter_map(|(path, value)| attachment(path, value)));
                let values = fields.iter().map(|(_, value)| value).chain(sides);
                there.extend(values.flat_map(words).map(str::to_owned));
                present.insert(entry.key, fields);
            }
            after = reading.page.until;
            if reading.page.complete.is_some() {
                self.has_all(&witness, &named)?;
                return Ok(present);
            }
        }
    }

    fn is_equal(
        &mut self,
        at: usize,
        held: &BTreeMap<Uuid, Present>,
        there: &mut BTreeSet<String>,
    ) -> Result<(), String> {
        let (keys, restored) = (self.keys.clone(), self.central.restores > 0);
        let device = &mut self.devices[at];
        let central = self.central.feeds(&device.token);
        let unit = device.token.unit;
        let store = device.store();
        let mut own = store.feeds().unwrap();
        let mut theirs = central.feeds;
        theirs.iter_mut().chain(&mut own).for_each(|state| state.restored = 0);
        if own != theirs || store.central().unwrap().map(|central| central.dataset) != Some(central.dataset) {
            return Err(format!("device {at} has {own:?}, and central {theirs:?}"));
        }
        let counts = store.sync_counts().unwrap();
        if counts.unsent + counts.waiting + counts.orphans + counts.quarantined > 0 {
            return Err(format!("device {at} is not done: {counts:?}"));
        }
        let (mut own_view, mut chosen) = (BTreeSet::new(), BTreeSet::new());
        for one in store.held_back().unwrap() {
            if let JournalState::Rejected { code } = &one.state {
                let known = ["format", "home_unit", "sealed", "no_permit"].contains(&code.as_str());
                // After a restore somebody may choose a colleague's paper before that one has brought it again. He is told, and
                // in the end it is there.
                let early = restored && code == "no_attachment" && one.commit.action == "decide";
                if early {
                    chosen.extend(one.commit.attachments());
                }
                let fact = code != "home_unit" && one.commit.records.iter().any(says_sent);
                if !known && !early || fact {
                    return Err(format!("device {at} was refused {:?}: {code}", one.commit));
                }
                for (key, permit) in one.commit.records.iter().filter_map(|one| Some((one.key, asked(one)?))) {
                    let shown = store.record(&key).unwrap().and_then(|record| record.fields.get("permit.at").cloned());
                    let given = held[&unit].get(&key).and_then(|fields| fields.get("permit.at"));
                    if shown.as_ref() == Some(permit) && given != Some(permit) {
                        return Err(format!("device {at} shows a permit of {key:?} that was refused"));
                    }
                }
            }
            if !matches!(one.state, JournalState::Discarded { .. }) {
                own_view.extend(one.commit.records.iter().map(|record| record.key));
                take(&one.commit, there);
            }
        }
        for key in keys.iter().filter(|key| !own_view.contains(key)) {
            let shown = device.store().record(key).unwrap().map(|record| record.fields);
            if shown.as_ref() != held[&unit].get(key) {
                let differ = |fields: Option<&feltmappen_domain::record::Fields>| fields.map(|one| one.iter().count());
                return Err(format!(
                    "device {at} shows another {key:?} than central holds: {:?} against {:?}",
                    differ(shown.as_ref()),
                    differ(held[&unit].get(key))
                ));
            }
        }
        match (device.engine.state(), device.waiting()) {
            (SyncState::AllSent, 0) | (SyncState::Waiting { .. }, 1..) => {}
            (state, waiting) => return Err(format!("device {at} says {state:?} with {waiting} waiting")),
        }
        self.has_all(&self.central.enrol(unit, Uuid::from_u128(0xff)), &chosen)
    }
}

fn take(commit: &Commit, there: &mut BTreeSet<String>) {
    let values = commit.records.iter().flat_map(|record| &record.changes).map(|change: &_| &change.value);
    there.extend(values.flat_map(|value: &Value| words(value)).map(str::to_owned));
}
