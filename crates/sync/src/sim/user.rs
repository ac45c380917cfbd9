//! What users do: everything they write is a word that nobody else writes, so that it can be looked for afterwards.

use feltmappen_domain::identity::company_id;
use feltmappen_domain::record::{ALIVE, Fields, Kind, Path, RANK, RecordKey};
use serde_json::{Value, json};
use uuid::Uuid;

use super::case::{Desk, Step, only_stands};
use super::central::NEWER;
use super::device::{Blob, Device};
use super::world::World;
use crate::engine::Event;
use crate::merge::guard;
use crate::{Change, Commit, RecordChange};

const CVR: [&str; 4] = ["13748136", "25313763", "61126228", "24256790"];

impl World {
    /// One thing that the user of a device does. Whether he wrote anything.
    pub(super) fn act(&mut self, at: usize) -> bool {
        let before = self.written;
        self.tries(at);
        self.written > before
    }

    fn tries(&mut self, at: usize) {
        let peer = &self.peers[at];
        if !peer.running || peer.disk_full && self.rng.u8(..4) > 0 {
            return; // what cannot be saved is not called saved
        }
        let records = peer.disk.records();
        match self.rng.u8(..100) {
            0..14 => self.create_order(at),
            14..20 => self.create_company(at),
            20..24 => self.create_with_reference(at, &records),
            24..30 => self.decide(at),
            30..34 => self.answer_rejection(at),
            34..36 => self.badly_written(at, &records),
            36 => self.of_a_newer_kind(at),
            37 => self.for_another_unit(at),
            38 => self.many_deletions(at),
            39..42 => self.attach(at, &records),
            42..44 => self.look_at_attachments(at, &records),
            44..54 => self.case_work(at, &records),
            _ if records.is_empty() => self.create_order(at),
            _ => {
                let key = *self.pick(&records);
                self.edit(at, key);
            }
        }
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.rng.usize(..from.len())]
    }

    fn word(&mut self) -> String {
        self.words += 1;
        format!("w{}", self.words)
    }

    fn create_order(&mut self, at: usize) {
        let key = RecordKey::new(Kind::JobOrder, self.new_id());
        let unit = self.peers[at].disk.unit.to_string();
        let (title, note, tasks) = (self.word(), self.word(), self.word());
        let mut wants = vec![
            (Path::known("title"), json!(title)),
            (Path::known("internal_note"), json!(format!("{note} a b c d"))),
            (Path::known("tasks"), json!(tasks)),
            (Path::known("workplace"), json!(unit)),
            (Path::known("responsible_unit"), json!(unit)),
            (Path::known("coordinator"), json!(unit)),
        ];
        if self.rng.u8(..12) == 0 && self.peers[at].disk.version > 1 {
            wants.push((Path::known(NEWER), json!(true)));
        }
        self.save(at, "create", key, wants, vec![]);
    }

    fn create_company(&mut self, at: usize) {
        let cvr = CVR[self.rng.usize(..CVR.len())];
        let key = RecordKey::new(Kind::Company, company_id(self.peers[at].disk.unit, cvr));
        if self.peers[at].disk.records().contains(&key) {
            return self.edit(at, key);
        }
        let name = self.word();
        self.save(
            at,
            "create",
            key,
            vec![(Path::known("cvr"), json!(cvr)), (Path::known("name"), json!(name))],
            vec![],
        );
    }

    fn create_with_reference(&mut self, at: usize, records: &[RecordKey]) {
        let companies: Vec<_> = records.iter().filter(|key| key.kind == Kind::Company).copied().collect();
        if companies.is_empty() {
            return self.create_company(at);
        }
        let company = self.pick(&companies).id.to_string();
        let key = RecordKey::new(Kind::Contact, self.new_id());
        let name = self.word();
        let wants = vec![(Path::known("company"), json!(company)), (Path::known("name"), json!(name))];
        self.save(at, "create", key, wants, vec![]);
    }

    /// Something about a citizen.
    fn case_work(&mut self, at: usize, records: &[RecordKey]) {
        for Step { action, key, wants } in self.at_desk(at, records, |desk| desk.steps()) {
            self.save(at, action, key, wants, vec![]);
        }
    }

    fn at_desk<T>(&mut self, at: usize, records: &[RecordKey], act: impl FnOnce(&mut Desk<'_>) -> T) -> T {
        let disk = &self.peers[at].disk;
        let look = |key| records.contains(&key).then(|| disk.view(key));
        let (rng, words, ids) = (&mut self.rng, &mut self.words, &mut self.ids);
        act(&mut Desk { rng, words, ids, me: disk.author, unit: disk.unit, records, look: &look })
    }

    fn edit(&mut self, at: usize, key: RecordKey) {
        if matches!(key.kind, Kind::Consent | Kind::Submittal) {
            let records = self.peers[at].disk.records();
            if let Some(Step { action, key, wants }) = self.at_desk(at, &records, |desk| desk.step_on(key)) {
                self.save(at, action, key, wants, vec![]);
            }
            return;
        }
        let view = self.peers[at].disk.view(key);
        let word = self.word();
        let dead = view.flag(ALIVE) == Some(false);
        let wants = match (key.kind, self.rng.u8(..20)) {
            (_, 0) => vec![(Path::known(ALIVE), if dead { Value::Null } else { json!(false) })],
            (Kind::JobOrder, 1..5) => vec![(Path::known("title"), json!(word))],
            (Kind::JobOrder, 5..9) => vec![(Path::known("internal_note"), self.reworded(&view, &word))],
            (Kind::JobOrder, 9..11) => {
                vec![(Path::known("tasks"), if self.rng.bool() { Value::Null } else { json!(word) })]
            }
            (Kind::JobOrder, 11..14) => self.status(&word),
            (Kind::JobOrder, 14..18) => self.item(&view, &word),
            (Kind::JobOrder, _) => {
                vec![(Path::known("title"), json!(word)), (Path::known("something_newer"), json!(self.words))]
            }
            (Kind::Company, 1..10) => vec![(Path::known("business"), json!(word))],
            _ => vec![(Path::known("name"), json!(word))],
        };
        self.save(at, "edit", key, wants, vec![]);
    }

    fn status(&mut self, word: &str) -> Vec<(Path, Value)> {
        let status = *self.pick(&["draft", "open", "inactive", "open"]);
        vec![(Path::known("status"), json!(status)), (Path::known("close_note"), json!(word))]
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
        let id = self.pick(&items).id;
        match self.rng.u8(..5) {
            0 => vec![(Path::item("requirements", id, ALIVE), json!(false))],
            1 => vec![(Path::item("requirements", id, RANK), json!(*self.pick(&["A", "M", "k", "z"])))],
            _ => vec![(Path::item("requirements", id, "text"), json!(word))],
        }
    }

    fn badly_written(&mut self, at: usize, records: &[RecordKey]) {
        let orders: Vec<_> = records.iter().filter(|key| key.kind == Kind::JobOrder).copied().collect();
        if orders.is_empty() {
            return self.create_order(at);
        }
        let (key, word) = (*self.pick(&orders), self.word());
        self.save(
            at,
            "edit",
            key,
            vec![(Path::known("positions"), json!("to")), (Path::known("title"), json!(word))],
            vec![],
        );
    }

    /// A paper that somebody signed.
    fn attach(&mut self, at: usize, records: &[RecordKey]) {
        let orders: Vec<_> = records.iter().filter(|key| key.kind == Kind::JobOrder).copied().collect();
        if orders.is_empty() {
            return self.create_order(at);
        }
        let (key, id) = (*self.pick(&orders), self.new_id());
        let unit = self.peers[at].disk.confirmed(key).map_or(self.peers[at].disk.unit, |row| row.state.home_unit);
        let pieces = 1 + self.rng.u8(..3);
        self.peers[at].disk.blobs.insert(id, Blob { key, unit, pieces, here: pieces, sent: false });
        self.save(at, "edit", key, vec![(Path::known("paper.blob"), json!(format!("blob:{id}")))], vec![]);
    }

    fn look_at_attachments(&mut self, at: usize, records: &[RecordKey]) {
        let disk = &mut self.peers[at].disk;
        records.iter().for_each(|key| disk.want(*key));
        let wanted = disk.wanted();
        self.tell(at, Event::Wanted { wanted });
    }

    fn of_a_newer_kind(&mut self, at: usize) {
        let key = RecordKey::new(Kind::Promise, self.new_id());
        let word = self.word();
        self.save(at, "newer_kind", key, vec![(Path::known("text"), json!(word))], vec![]);
    }

    fn for_another_unit(&mut self, at: usize) {
        let key = RecordKey::new(Kind::Promise, self.new_id());
        let word = self.word();
        let value = json!(word);
        let changes = vec![Change { path: Path::known("text"), base: Value::Null, value }];
        let record = RecordChange { key, home_unit: Uuid::from_u128(0xbad), changes, resolves: vec![] };
        self.commit(at, "create", record);
    }

    fn many_deletions(&mut self, at: usize) {
        let promises: Vec<_> =
            self.peers[at].disk.records().into_iter().filter(|key| key.kind == Kind::Promise).collect();
        if promises.len() < 20 && self.bulky {
            for _ in 0..22 {
                let key = RecordKey::new(Kind::Promise, self.new_id());
                let word = self.word();
                self.save(at, "create", key, vec![(Path::known("text"), json!(word))], vec![]);
            }
        }
        if self.bulky {
            for key in self.peers[at].disk.records().into_iter().filter(|key| key.kind == Kind::Promise) {
                self.save(at, "delete", key, vec![(Path::known(ALIVE), json!(false))], vec![]);
            }
        }
    }

    /// Chooses, in a conflict: mine, theirs, or something else.
    fn decide(&mut self, at: usize) {
        let open = self.peers[at].disk.open_conflicts();
        if open.is_empty() {
            return self.create_order(at);
        }
        let (key, conflict) = self.pick(&open).clone();
        self.log.saw(&conflict);
        let chosen = self.rng.u8(..3);
        let word = self.word();
        let wants = conflict.sides.iter().filter_map(|side| match chosen {
            0 => Some((side.path.clone(), side.mine.clone())),
            1 if side.mine.is_string() && side.path.as_str() == "title" => Some((side.path.clone(), json!(word))),
            _ => None,
        });
        let mut wants: Vec<(Path, Value)> = wants.collect();
        let view = self.peers[at].disk.view(key);
        let differs = |path: &Path, value: &Value| view.get(path).unwrap_or(&Value::Null) != value;
        if wants.iter().any(|(path, value)| differs(path, value) && only_stands(key.kind, &view, path)) {
            wants.clear();
        }
        self.save(at, "decide", key, wants, vec![conflict.id]);
    }

    /// Puts right what was rejected, or gives it up.
    fn answer_rejection(&mut self, at: usize) {
        if self.peers[at].disk.waiting() == 0 {
            return self.decide(at);
        }
        if self.rng.bool() || self.peers[at].disk.makes_anew() {
            for commit in self.peers[at].disk.discard() {
                self.log.gave_up(&commit);
            }
        } else {
            let ids: Vec<Uuid> = (0..self.peers[at].disk.waiting()).map(|_| self.new_id()).collect();
            let mut ids = ids.into_iter();
            let disk = &mut self.peers[at].disk;
            let unit = disk.unit;
            disk.resend(unit, || ids.next().unwrap_or_default());
        }
        let disk = &self.peers[at].disk;
        let event = Event::Decided { waiting: disk.waiting(), unsent: disk.unsent() };
        self.tell(at, event);
    }

    fn save(&mut self, at: usize, action: &str, key: RecordKey, wants: Vec<(Path, Value)>, resolves: Vec<Uuid>) {
        let disk = &self.peers[at].disk;
        let view = disk.view(key);
        let home_unit = disk.confirmed(key).map_or(disk.unit, |row| row.state.home_unit);
        let base = |path: &Path| view.get(path).cloned().unwrap_or_default();
        let changes = wants.into_iter().map(|(path, value)| Change { base: base(&path), path, value });
        let mut changes: Vec<Change> = changes.filter(|change| !change.is_noop()).collect();
        if changes.is_empty() && resolves.is_empty() {
            return;
        }
        changes.extend(guard(key.kind, &view, &changes));
        self.commit(at, action, RecordChange { key, home_unit, changes, resolves });
    }

    fn commit(&mut self, at: usize, action: &str, record: RecordChange) {
        self.written += 1;
        let year = self.peers[at].year; // clocks order nothing
        let commit = Commit {
            id: self.new_id(),
            author: self.peers[at].disk.author,
            device_time: format!("{year}-11-24T10:52:00.000+01:00"),
            action: action.to_owned(),
            needs: Vec::new(),
            records: vec![record],
        };
        self.log.wrote(&commit);
        let disk: &mut Device = &mut self.peers[at].disk;
        disk.save(commit);
        let unsent = disk.unsent();
        self.tell(at, Event::LocalChange { unsent });
    }
}
