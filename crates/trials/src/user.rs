//! What users do. Everything they write is a word that nobody else writes, so that it can be looked for afterwards.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::identity::company_id;
use feltmappen_domain::record::{ALIVE, Fields, Kind, Path, RANK, RecordKey};
use feltmappen_store::JournalState;
use feltmappen_sync::engine::Event;
use feltmappen_sync::merge::guard;
use feltmappen_sync::sim::case::{Desk, Step, is_moment, only_stands};
use feltmappen_sync::{Change, Commit, RecordChange};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::World;

const CVR: [&str; 4] = ["13748136", "25313763", "61126228", "24256790"];

/// What users wrote, and what a person has seen before it went.
#[derive(Default)]
pub struct Log {
    pub written: BTreeMap<String, RecordKey>,
    pub seen: BTreeSet<String>,
}

/// The words that users made, moments, and the names of attachments, in any value.
pub fn words(value: &Value) -> impl Iterator<Item = &str> {
    let text = value.as_str().unwrap_or_default();
    let written = |word: &str| word.len() > 1 && word.starts_with('w') && word[1..].bytes().all(|b| b.is_ascii_digit());
    text.split_whitespace().filter(move |word| written(word) || is_moment(word) || word.starts_with("blob:"))
}

impl Log {
    fn wrote(&mut self, commit: &Commit) {
        for record in &commit.records {
            for change in record.changes.iter().filter(|change| !change.is_noop()) {
                for word in words(&change.value) {
                    self.written.entry(word.to_owned()).or_insert(record.key);
                }
                let gone = words(&change.base).filter(|word| words(&change.value).all(|new| new != *word));
                self.seen.extend(gone.map(str::to_owned));
            }
        }
    }

    pub fn gave_up(&mut self, commit: &Commit) {
        for change in commit.records.iter().flat_map(|record| &record.changes) {
            self.seen.extend(words(&change.value).map(str::to_owned));
        }
    }
}

/// A record and what is wanted of it.
type Wanted = (RecordKey, Vec<(Path, Value)>);

impl World {
    /// One thing that the user of a device does. Whether he wrote anything.
    pub fn act(&mut self, at: usize) -> bool {
        let before = self.written;
        self.tries(at);
        self.written > before
    }

    fn tries(&mut self, at: usize) {
        if !self.devices[at].running {
            return;
        }
        match self.rng.u8(..40) {
            0..6 => self.create_order(at),
            6..9 => self.create_company(at),
            9..11 => self.create_two(at),
            11..14 => self.decide(at),
            14..16 => self.give_up(at),
            16 => self.badly_written(at),
            17 => self.for_another_unit(at),
            18..25 => self.case_work(at),
            25..27 => self.attach(at),
            27..30 => self.look_at_attachments(at),
            _ => self.edit(at),
        }
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("w{}", self.words)
    }

    /// A record that the user of the device can open.
    fn some_record(&mut self, at: usize) -> Option<(RecordKey, Fields)> {
        let unit = self.devices[at].unit;
        for _ in 0..8 {
            let key = *self.keys.get(self.rng.usize(..self.keys.len().max(1)))?;
            let record = self.devices[at].store().record(&key).unwrap();
            if let Some(record) = record.filter(|record| record.home_unit == unit) {
                return Some((key, record.fields));
            }
        }
        None
    }

    /// Something about a citizen.
    fn case_work(&mut self, at: usize) {
        let paper = |kind| matches!(kind, Kind::Consent | Kind::Submittal);
        let found = [self.some_of(at, paper), self.some_of(at, |kind| kind == Kind::JobOrder)];
        let records: Vec<RecordKey> = found.into_iter().flatten().collect();
        let steps = self.at_desk(at, &records, |desk| desk.steps());
        self.take(at, steps);
    }

    fn take(&mut self, at: usize, steps: Vec<Step>) {
        for Step { action, key, wants } in steps {
            self.save(at, action, vec![(key, wants)], None);
        }
    }

    /// A record of some kind that the user of the device can open.
    pub fn some_of(&mut self, at: usize, which: impl Fn(Kind) -> bool) -> Option<RecordKey> {
        let unit = self.devices[at].unit;
        let keys: Vec<RecordKey> = self.keys.iter().filter(|key| which(key.kind)).copied().collect();
        for _ in 0..8 {
            let key = *keys.get(self.rng.usize(..keys.len().max(1)))?;
            if self.devices[at].store().record(&key).unwrap().is_some_and(|record| record.home_unit == unit) {
                return Some(key);
            }
        }
        None
    }

    fn at_desk<T>(&mut self, at: usize, records: &[RecordKey], act: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let device = &mut self.devices[at];
        let (me, unit) = (device.author, device.unit);
        let store = device.store();
        let look = |key| {
            let record = store.record(&key).unwrap().filter(|record| record.home_unit == unit);
            record.map(|record| record.fields)
        };
        let (rng, words, ids) = (&mut self.rng, &mut self.words, &mut self.ids);
        act(&mut Desk { rng, words, ids, me, unit, records, look: &look })
    }

    fn create_order(&mut self, at: usize) {
        let key = RecordKey::new(Kind::JobOrder, self.new_id());
        let unit = self.devices[at].unit.to_string();
        let (title, note, tasks) = (self.word(), self.word(), self.word());
        let wants = vec![
            (Path::known("title"), json!(title)),
            (Path::known("internal_note"), json!(format!("{note} a b c d"))),
            (Path::known("tasks"), json!(tasks)),
            (Path::known("workplace"), json!(unit)),
            (Path::known("responsible_unit"), json!(unit)),
            (Path::known("coordinator"), json!(unit)),
        ];
        self.save(at, "create", vec![(key, wants)], None);
    }

    fn create_company(&mut self, at: usize) {
        let cvr = CVR[self.rng.usize(..CVR.len())];
        let key = RecordKey::new(Kind::Company, company_id(self.devices[at].unit, cvr));
        let name = self.word();
        let wants = vec![(Path::known("cvr"), json!(cvr)), (Path::known("name"), json!(name))];
        self.save(at, "create", vec![(key, wants)], None);
    }

    /// One action about two records, one of which refers to the other.
    fn create_two(&mut self, at: usize) {
        let Some((other, _)) = self.some_record(at).filter(|(key, _)| key.kind == Kind::Company) else {
            return self.create_company(at);
        };
        let key = RecordKey::new(Kind::Contact, self.new_id());
        let (name, business) = (self.word(), self.word());
        let contact = vec![(Path::known("company"), json!(other.id.to_string())), (Path::known("name"), json!(name))];
        self.save(at, "create", vec![(key, contact), (other, vec![(Path::known("business"), json!(business))])], None);
    }

    fn edit(&mut self, at: usize) {
        let Some((key, view)) = self.some_record(at) else { return self.create_order(at) };
        if matches!(key.kind, Kind::Consent | Kind::Submittal) {
            let step = self.at_desk(at, &[key], |desk| desk.step_on(key));
            return self.take(at, step.into_iter().collect());
        }
        let word = self.word();
        let dead = view.flag(ALIVE) == Some(false);
        let wants = match (key.kind, self.rng.u8(..20)) {
            (_, 0) => vec![(Path::known(ALIVE), if dead { Value::Null } else { json!(false) })],
            (Kind::JobOrder, 1..5) => vec![(Path::known("title"), json!(word))],
            (Kind::JobOrder, 5..9) => vec![(Path::known("internal_note"), self.reworded(&view, &word))],
            (Kind::JobOrder, 9..11) => {
                vec![(Path::known("tasks"), if self.rng.bool() { Value::Null } else { json!(word) })]
            }
            (Kind::JobOrder, 11..14) => {
                let status = ["draft", "open", "inactive", "open"][self.rng.usize(..4)];
                vec![(Path::known("status"), json!(status)), (Path::known("close_note"), json!(word))]
            }
            (Kind::JobOrder, _) => self.item(&view, &word),
            (Kind::Company, 1..10) => vec![(Path::known("business"), json!(word))],
            _ => vec![(Path::known("name"), json!(word))],
        };
        self.save(at, "edit", vec![(key, wants)], None);
    }

    /// A word changed, put in or taken out.
    fn reworded(&mut self, view: &Fields, word: &str) -> Value {
        let mut words: Vec<&str> = view.text("internal_note").unwrap_or_default().split_whitespace().collect();
        let place = self.rng.usize(..=words.len());
        match self.rng.u8(..4) {
            0 if place < words.len() => words[place] = word,
            1 if place < words.len() && words.len() > 2 => {
                words.remove(place);
                words.push(word);
            }
            _ => words.insert(place, word),
        }
        json!(words.join(" "))
    }

    fn item(&mut self, view: &Fields, word: &str) -> Vec<(Path, Value)> {
        let items = view.items("requirements");
        if items.is_empty() || self.rng.u8(..4) == 0 {
            let id = self.new_id();
            return vec![
                (Path::item("requirements", id, "text"), json!(word)),
                (Path::item("requirements", id, RANK), json!("V")),
            ];
        }
        let id = items[self.rng.usize(..items.len())].id;
        match self.rng.u8(..5) {
            0 => vec![(Path::item("requirements", id, ALIVE), json!(false))],
            1 => vec![(Path::item("requirements", id, RANK), json!(["A", "M", "k", "z"][self.rng.usize(..4)]))],
            _ => vec![(Path::item("requirements", id, "text"), json!(word))],
        }
    }

    fn badly_written(&mut self, at: usize) {
        let Some((key, _)) = self.some_record(at).filter(|(key, _)| key.kind == Kind::JobOrder) else { return };
        let word = self.word();
        let wants = vec![(Path::known("positions"), json!("to")), (Path::known("title"), json!(word))];
        self.save(at, "edit", vec![(key, wants)], None);
    }

    fn for_another_unit(&mut self, at: usize) {
        let key = RecordKey::new(Kind::Promise, self.new_id());
        let word = self.word();
        let changes = vec![Change { path: Path::known("text"), base: Value::Null, value: json!(word) }];
        let record = RecordChange { key, home_unit: Uuid::from_u128(0xbad), changes, resolves: Vec::new() };
        self.commit(at, "create", vec![record]);
    }

    /// Chooses, in a conflict: mine, theirs, or something else.
    fn decide(&mut self, at: usize) {
        let open = self.devices[at].store().conflicts().unwrap();
        if open.is_empty() {
            return self.create_order(at);
        }
        let entry = &open[self.rng.usize(..open.len())];
        let view = self.devices[at].store().record(&entry.key).unwrap().map(|record| record.fields).unwrap_or_default();
        self.log.seen.extend(entry.conflict.sides.iter().flat_map(|side| words(&side.mine)).map(str::to_owned));
        let chosen = self.rng.u8(..3);
        let word = self.word();
        let wants = entry.conflict.sides.iter().filter_map(|side| match chosen {
            0 => Some((side.path.clone(), side.mine.clone())),
            1 if side.mine.is_string() && side.path.as_str() == "title" => Some((side.path.clone(), json!(word))),
            _ => None,
        });
        let mut wants: Vec<(Path, Value)> = wants.collect();
        let differs = |path: &Path, value: &Value| view.get(path).unwrap_or(&Value::Null) != value;
        if wants.iter().any(|(path, value)| differs(path, value) && only_stands(entry.key.kind, &view, path)) {
            wants.clear();
        }
        self.save(at, "decide", vec![(entry.key, wants)], Some(entry.conflict.id));
    }

    /// Gives up what was rejected, with all that rests on it.
    fn give_up(&mut self, at: usize) {
        let held = self.devices[at].store().held_back().unwrap();
        let waits: Vec<&Commit> = held
            .iter()
            .filter(|one| !matches!(one.state, JournalState::Discarded { .. }))
            .map(|one| &one.commit)
            .collect();
        if waits.is_empty() {
            return self.decide(at);
        }
        let ids: Vec<Uuid> = waits.iter().map(|commit| commit.id).collect();
        waits.iter().for_each(|commit| self.log.gave_up(commit));
        let now = self.now();
        self.devices[at].store().discard_commits(&ids, &[], &now).unwrap();
        let (waiting, unsent) = (self.devices[at].waiting(), self.devices[at].unsent());
        self.tell(at, Event::Decided { waiting, unsent });
    }

    pub fn save(&mut self, at: usize, action: &str, wanted: Vec<Wanted>, resolves: Option<Uuid>) {
        let mut records = Vec::new();
        for (key, wants) in wanted {
            let record = self.devices[at].store().record(&key).unwrap();
            let home_unit = record.as_ref().map_or(self.devices[at].unit, |record| record.home_unit);
            let view = record.map(|record| record.fields).unwrap_or_default();
            let base = |path: &Path| view.get(path).cloned().unwrap_or_default();
            let changes = wants.into_iter().map(|(path, value)| Change { base: base(&path), path, value });
            let mut changes: Vec<Change> = changes.filter(|change| !change.is_noop()).collect();
            changes.extend(guard(key.kind, &view, &changes));
            let resolves: Vec<Uuid> = resolves.into_iter().collect();
            if !changes.is_empty() || !resolves.is_empty() {
                records.push(RecordChange { key, home_unit, changes, resolves });
            }
        }
        if !records.is_empty() {
            self.commit(at, action, records);
        }
    }

    fn commit(&mut self, at: usize, action: &str, records: Vec<RecordChange>) {
        for record in &records {
            if !self.keys.contains(&record.key) {
                self.keys.push(record.key);
            }
        }
        let commit = Commit {
            id: self.new_id(),
            author: self.devices[at].author,
            device_time: self.now(),
            action: action.to_owned(),
            needs: Vec::new(),
            records,
        };
        self.written += 1;
        // What the store takes is called saved from here on.
        self.devices[at].store().commit(&commit).unwrap();
        self.log.wrote(&commit);
        let unsent = self.devices[at].unsent();
        self.tell(at, Event::LocalChange { unsent });
    }
}
