//! A small central for tests: the messages of the protocol over real HTTP, the merge of the real one, everything in memory.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::{
    Commit, Outcome,
    merge::{Meta, State, merge},
    wire::{
        Answer, CommitResult, ContentHash, Dataset, Entry, EntryState, FeedId, FeedState, Feeds, Page, PushReply,
        read_push,
    },
};
use serde_json::json;
use uuid::Uuid;

pub const TOKEN: &str = "et-token";

#[derive(Default)]
struct Data {
    unit: RecordId,
    records: HashMap<RecordKey, (u64, State, RecordId, String)>,
    last: u64,
    answers: HashMap<Uuid, Answer>,
}

/// A running central.
pub struct Central {
    pub address: String,
    data: Arc<Mutex<Data>>,
    /// Answers with the page of a network that wants a password.
    pub portal: Arc<AtomicBool>,
    /// Lets the program hand in and not read.
    pub too_old: Arc<AtomicBool>,
    /// Cuts the connection after carrying out so many pushes.
    pub lose_replies: Arc<AtomicUsize>,
    /// Entries of one page.
    pub page_size: Arc<AtomicUsize>,
    /// Pages that begin behind this number are not given: the network is gone.
    pub reach: Arc<AtomicUsize>,
}

/// What a test turns while central runs.
#[derive(Clone, Default)]
struct Faults {
    portal: Arc<AtomicBool>,
    too_old: Arc<AtomicBool>,
    lose: Arc<AtomicUsize>,
    page_size: Arc<AtomicUsize>,
    reach: Arc<AtomicUsize>,
}

impl Central {
    pub fn start(unit: RecordId) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let data = Arc::new(Mutex::new(Data { unit, ..Data::default() }));
        let faults = Faults::default();
        faults.page_size.store(500, Ordering::SeqCst);
        faults.reach.store(usize::MAX, Ordering::SeqCst);
        let shared = (Arc::clone(&data), faults.clone());
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (data, faults) = shared.clone();
                std::thread::spawn(move || serve(stream, &data, &faults));
            }
        });
        let Faults { portal, too_old, lose, page_size, reach } = faults;
        Self { address, data, portal, too_old, lose_replies: lose, page_size, reach }
    }

    pub fn commits(&self) -> usize {
        self.data.lock().unwrap().answers.len()
    }

    pub fn text(&self, key: RecordKey, path: &str) -> Option<String> {
        self.data.lock().unwrap().records.get(&key)?.1.fields.text(path).map(str::to_owned)
    }
}

fn serve(stream: TcpStream, data: &Mutex<Data>, faults: &Faults) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let (mut length, mut signed_in, mut packed) = (0, false, false);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim_end().to_lowercase();
        if header.is_empty() {
            break;
        }
        length = header.strip_prefix("content-length: ").and_then(|text| text.parse().ok()).unwrap_or(length);
        signed_in |= header == format!("authorization: bearer {TOKEN}");
        packed |= header == "content-encoding: zstd";
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    if packed {
        body = zstd::decode_all(body.as_slice()).ok()?;
    }
    let path = line.split(' ').nth(1)?.to_owned();
    let mut stream = stream;
    if faults.portal.load(Ordering::SeqCst) {
        return answer(&mut stream, "200 OK", "<html>Log ind på gæstenettet</html>");
    }
    if !signed_in {
        return answer(&mut stream, "401 Unauthorized", &json!({"code": "unauthorised"}).to_string());
    }
    if faults.too_old.load(Ordering::SeqCst) && path != "/v1/commits" {
        return answer(&mut stream, "426 Upgrade Required", &json!({"code": "too_old"}).to_string());
    }
    if path == "/v1/events" {
        // Nothing to tell, and the stream stays open until the other side leaves.
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n: here\n\n").ok()?;
        let mut rest = [0];
        let _ = stream.read(&mut rest);
        return Some(());
    }
    let mut data = data.lock().unwrap();
    let text = match path.split_once("?after=") {
        Some((_, after)) => {
            let after = after.split('&').next()?.parse().ok()?;
            if after > faults.reach.load(Ordering::SeqCst) as u64 {
                return None;
            }
            serde_json::to_string(&data.page(after, faults.page_size.load(Ordering::SeqCst))).ok()?
        }
        None if path == "/v1/commits" => serde_json::to_string(&data.push(&body)).ok()?,
        None => serde_json::to_string(&data.feeds()).ok()?,
    };
    if path == "/v1/commits"
        && faults.lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1)).is_ok()
    {
        return Some(());
    }
    answer(&mut stream, "200 OK", &text)
}

fn answer(stream: &mut TcpStream, status: &str, body: &str) -> Option<()> {
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(body.as_bytes()).ok()
}

impl Data {
    fn dataset(&self) -> Dataset {
        Dataset { id: Uuid::from_u128(0xDA7A), generation: 1 }
    }

    fn feed(&self) -> FeedId {
        FeedId::unit(self.unit)
    }

    fn state(&self) -> FeedState {
        let hashes = self
            .records
            .iter()
            .map(|(key, (_, state, ..))| ContentHash::of(*key, state.home_unit, &state.fields, &state.conflicts));
        let hash = hashes.fold(ContentHash::EMPTY, ContentHash::plus);
        FeedState { feed: self.feed(), sequence: self.last, count: self.records.len() as u64, hash, restored: 0 }
    }

    fn feeds(&self) -> Feeds {
        let sealing_key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
        Feeds { protocol: 1, oldest: 1, dataset: self.dataset(), feeds: vec![self.state()], sealing_key }
    }

    fn page(&self, after: u64, size: usize) -> Page {
        let newer = self.records.iter().filter(|(_, (sequence, ..))| *sequence > after);
        let mut entries: Vec<Entry> = newer
            .map(|(key, (sequence, state, by, at))| Entry {
                sequence: *sequence,
                key: *key,
                home_unit: state.home_unit,
                state: EntryState::Present {
                    fields: state.fields.clone(),
                    conflicts: state.conflicts.clone(),
                    by: Some(*by),
                    at: Some(at.clone()),
                },
            })
            .collect();
        entries.sort_by_key(|entry| entry.sequence);
        let last = entries.len() <= size;
        entries.truncate(size);
        let until = if last { self.last } else { entries.last().map_or(after, |entry| entry.sequence) };
        Page { dataset: self.dataset(), feed: self.feed(), entries, until, complete: last.then(|| self.state()) }
    }

    fn push(&mut self, body: &[u8]) -> PushReply {
        let pushed = read_push(body).unwrap().commits;
        let results = pushed.into_iter().map(|one| {
            let known = self.answers.get(&one.id).cloned();
            let answer = known.unwrap_or_else(|| self.carry_out(&one.commit.unwrap()));
            self.answers.insert(one.id, answer.clone());
            CommitResult { id: one.id, answer }
        });
        let results = results.collect();
        PushReply { dataset: self.dataset(), results }
    }

    fn carry_out(&mut self, commit: &Commit) -> Answer {
        let meta =
            Meta { commit: commit.id, author: commit.author, author_unit: self.unit, device_time: &commit.device_time };
        let (mut changed, mut conflict) = (Vec::new(), false);
        for record in &commit.records {
            match merge(self.records.get(&record.key).map(|known| &known.1), record, &meta) {
                Ok(merged) => {
                    conflict |= merged.conflict;
                    changed.push((record.key, merged.state));
                }
                Err(code) => {
                    let outcome = Outcome::Rejected { code: code.as_str().into() };
                    return Answer::Done { outcome, feeds: Vec::new() };
                }
            }
        }
        for (key, state) in changed {
            self.last += 1;
            // Who only left a conflict has changed no value.
            let (by, at) = match self.records.get(&key) {
                Some((_, old, by, at)) if old.fields == state.fields => (*by, at.clone()),
                _ => (commit.author, commit.device_time.clone()),
            };
            self.records.insert(key, (self.last, state, by, at));
        }
        let outcome = if conflict { Outcome::AppliedWithConflict } else { Outcome::Applied };
        Answer::Done { outcome, feeds: vec![(self.feed(), self.last)] }
    }
}
