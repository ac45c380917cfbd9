//! The country on a Monday at 08:00: the devices of 4,000 consultants in 98 units listen, and each hands in what it has made
//! since Friday, at one central on PostgreSQL. They are clients of the protocol without a store.
//!
//! Whatever is not carried out, is not heard or breaks off ends the bench: a figure means that there was no error.

use std::{
    collections::BTreeMap,
    ops::Range,
    time::{Duration, Instant},
};

use feltmappen_central::{
    identity::enrol,
    storage::{Rig, Storage},
};
use feltmappen_domain::record::RecordId;
use feltmappen_sync::wire::{EventReader, FeedId, Feeds, LET_GO_SECONDS, PROTOCOL};
use reqwest::{Client, RequestBuilder, Response};
use serde::{Deserialize, de::IgnoredAny};
use tokio::{
    sync::watch::{self, Receiver, Sender},
    task::JoinSet,
};

use crate::{
    bare::{Bare, Way},
    figure::Figure,
    office::{Office, packed},
    pair::memory_of,
    sample::{self, EMPLOYEE, UNIT},
};

const UNITS: u32 = 98;
/// Devices whose memory at central is compared with that of all.
const FEW: u32 = 400;
const DEVICES: u32 = 4_000;
/// Changes that each device hands in, in one request.
const CHANGES: u32 = 50;
/// So many devices are at work at the same moment; the next one comes as soon as one has what it wanted.
const AT_ONCE: usize = 32;
/// Connections of the bare inserts: as many as central has to PostgreSQL.
const CONNECTIONS: u32 = 16;
/// All of it is to happen in five minutes.
const LIMIT: Duration = Duration::from_mins(5);
/// Handing in and bare inserts take turns so often: the disk and the tables are then the same for both.
const TURNS: u32 = 4;

/// The changes that central accepts per second, against the same rows by bare SQL on the same server in transactions of the
/// same size, written as fast as can be and as plainly as can be; and central's memory with all devices, against that with a
/// few.
pub async fn bench() -> [Figure; 3] {
    let office = Office::on_postgres();
    let mut crowd = Crowd::enrolled(&office).await;
    crowd.comes(0..FEW).await;
    let few = crowd.works(0..FEW).await;
    crowd.comes(FEW..DEVICES).await;
    let a_turn = (DEVICES - FEW) / TURNS;
    let (mut took, mut memory) = (few.took, f64::MIN);
    let mut many = Inserted::new(Way::Many);
    let mut savepoints = Inserted::new(Way::Savepoints);
    for turn in 0..TURNS {
        let from = FEW + turn * a_turn;
        let worked = crowd.works(from..from + a_turn).await;
        took += worked.took;
        memory = memory.max(worked.memory);
        many.goes_on(&office, 2 * turn, a_turn * CHANGES).await;
        savepoints.goes_on(&office, 2 * turn + 1, a_turn * CHANGES).await;
    }
    assert!(took < LIMIT, "{DEVICES} devices take {took:?}");
    let changes = DEVICES * CHANGES;
    let accepted = rate(changes, took);
    let says =
        |bare: &Inserted| format!("{} such rows over {CONNECTIONS} connections, {:.0}/s", bare.rows, bare.rate());
    [
        Figure {
            name: "load",
            value: accepted / many.rate(),
            unit: "ratio",
            detail: format!(
                "at least 0.3, without an error: {DEVICES} devices in {UNITS} units, each with an event stream held open, \
                 {AT_ONCE} at a time look, hand in {CHANGES} new job orders of 30 fields and read what is new; {changes} \
                 changes in {:.1} s ({accepted:.0}/s), heard of on every stream of the unit; in {TURNS} turns with it, by \
                 bare SQL in transactions of {CHANGES}, all of them in one statement a table, {}",
                took.as_secs_f64(),
                says(&many)
            ),
        },
        Figure {
            name: "load_vs_savepoints",
            value: accepted / savepoints.rate(),
            unit: "ratio",
            detail: format!(
                "at least 0.3: the same {accepted:.0}/s, by turns too, against transactions of {CHANGES} with a savepoint for \
                 each commit and a statement for each row, {}",
                says(&savepoints)
            ),
        },
        Figure {
            name: "load_memory_growth",
            value: memory / few.memory,
            unit: "ratio",
            detail: format!(
                "at most 1.5: the most memory of central with {DEVICES} such devices {:.1} MiB, with {FEW} {:.1} MiB",
                memory, few.memory
            ),
        },
    ]
}

fn rate(count: u32, took: Duration) -> f64 {
    f64::from(count) / took.as_secs_f64()
}

/// What a turn came to.
struct Turn {
    took: Duration,
    /// The most memory that central had, in MiB.
    memory: f64,
}

/// What such a device looks at in the answer to its work, and in a page. Four thousand computers would read the rest; here
/// that would be work for the one that central runs on.
#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    results: Vec<Said<'a>>,
}

#[derive(Deserialize)]
struct Said<'a> {
    outcome: &'a str,
}

#[derive(Deserialize)]
struct News {
    entries: Vec<IgnoredAny>,
    until: u64,
}

/// A device of a consultant.
#[derive(Clone)]
struct Device {
    number: u32,
    feed: FeedId,
    token: String,
    address: String,
    http: Client,
}

/// All devices, and what those hear that have come.
struct Crowd {
    devices: Vec<Device>,
    heard: Vec<(FeedId, Receiver<u64>)>,
    /// The latest number of each feed.
    latest: BTreeMap<FeedId, u64>,
    central: u32,
}

impl Crowd {
    async fn enrolled(office: &Office) -> Self {
        let place = office.database.address().parse().expect("an address");
        let storage = Storage::open(&place, Rig::default()).await.expect("central's database");
        let http = Client::builder().pool_idle_timeout(Duration::from_secs(LET_GO_SECONDS));
        let http = http.build().expect("a client");
        let mut devices = Vec::new();
        for number in 0..DEVICES {
            let (_, token) = enrol(&storage, unit(number), EMPLOYEE).await.expect("a device");
            let (token, feed) = (token.expose().to_owned(), FeedId::unit(unit(number)));
            devices.push(Device { number, feed, token, address: office.address(), http: http.clone() });
        }
        Self { devices, heard: Vec::new(), latest: BTreeMap::new(), central: office.process() }
    }

    /// These come and listen.
    async fn comes(&mut self, which: Range<u32>) {
        for device in &self.devices[which.start as usize..which.end as usize] {
            let stream = device.ask("v1/events").send().await.expect("a stream").error_for_status().expect("it may");
            let (tell, heard) = watch::channel(0);
            tokio::spawn(listen(stream, tell));
            self.heard.push((device.feed.clone(), heard));
        }
        eprintln!("{} devices listen", self.heard.len());
    }

    /// These hand in. It is over when everybody who listens has heard of everything.
    async fn works(&mut self, which: Range<u32>) -> Turn {
        let coming = self.devices[which.start as usize..which.end as usize].to_vec();
        let bodies: Vec<Vec<u8>> = coming.iter().map(Device::work).collect();
        let begun = Instant::now();
        let mut memory: f64 = 0.0;
        let mut at_work = JoinSet::new();
        for (device, body) in coming.into_iter().zip(bodies) {
            if at_work.len() == AT_ONCE {
                self.ends(at_work.join_next().await.expect("somebody").expect("all went well"));
            }
            if device.number.is_multiple_of(100) {
                memory = memory.max(memory_of(self.central).expect("central runs"));
            }
            at_work.spawn(device.works(body));
        }
        while let Some(done) = at_work.join_next().await {
            self.ends(done.expect("all went well"));
        }
        for (feed, heard) in &mut self.heard {
            let latest = self.latest[feed];
            heard.wait_for(|sequence| *sequence >= latest).await.expect("the stream is open");
        }
        let took = begun.elapsed();
        Turn { took, memory: memory.max(memory_of(self.central).expect("central runs")) }
    }

    fn ends(&mut self, (feed, sequence): (FeedId, u64)) {
        let latest = self.latest.entry(feed).or_default();
        *latest = sequence.max(*latest);
    }
}

impl Device {
    /// What it has made since Friday, packed.
    fn work(&self) -> Vec<u8> {
        let first = self.number * CHANGES;
        packed((first..first + CHANGES).map(|one| sample::in_unit(sample::create(one), unit(self.number))).collect())
    }

    /// Looks, hands in and reads what is new. Gives the latest number that it has met.
    async fn works(self, body: Vec<u8>) -> (FeedId, u64) {
        let feeds = self.ask("v1/feeds").send().await.expect("an answer").bytes().await.expect("all of it");
        let feeds: Feeds = serde_json::from_slice(&feeds).expect("feeds");
        let push = self.http.post(format!("{}/v1/commits", self.address)).body(body);
        let push = self.known(push).header("Content-Encoding", "zstd");
        let reply = push.send().await.expect("an answer").bytes().await.expect("all of it");
        let reply: Reply = serde_json::from_slice(&reply).expect("a reply");
        assert!(reply.results.iter().all(|result| result.outcome == "applied"), "every change is carried out");
        assert_eq!(reply.results.len(), CHANGES as usize);
        let page = self.ask(&format!("v1/feeds/{}?after={}", self.feed, feeds.feeds[0].sequence));
        let page = page.send().await.expect("an answer").bytes().await.expect("all of it");
        let page: News = serde_json::from_slice(&page).expect("a page");
        assert!(page.entries.len() >= CHANGES as usize, "its own changes are among the news");
        (self.feed, page.until)
    }

    fn ask(&self, path: &str) -> RequestBuilder {
        self.known(self.http.get(format!("{}/{path}", self.address)))
    }

    fn known(&self, request: RequestBuilder) -> RequestBuilder {
        request.bearer_auth(&self.token).header("Feltmappen-Protocol", PROTOCOL)
    }
}

/// Tells what is heard until the stream ends, and ends with it.
async fn listen(mut stream: Response, tell: Sender<u64>) {
    let mut reader = EventReader::default();
    while let Ok(Some(part)) = stream.chunk().await {
        if let Some(moved) = reader.take(&part).last() {
            tell.send_replace(moved.sequence);
        }
    }
}

/// The unit of a device.
fn unit(device: u32) -> RecordId {
    match device % UNITS {
        0 => UNIT,
        other => sample::other_unit(other),
    }
}

/// Rows like those that were handed in, written by bare SQL for other units.
struct Inserted {
    way: Way,
    rows: u32,
    took: Duration,
}

impl Inserted {
    fn new(way: Way) -> Self {
        Self { way, rows: 0, took: Duration::ZERO }
    }

    /// Writes about so many. No other turn may have the same number.
    async fn goes_on(&mut self, office: &Office, turn: u32, wanted: u32) {
        // As many as one unit's few devices have handed in before the first turn.
        let of_a_unit = FEW / UNITS * CHANGES;
        let units = wanted.div_ceil(of_a_unit).next_multiple_of(CONNECTIONS);
        let mut inserting = JoinSet::new();
        for connection in 0..CONNECTIONS {
            let (way, mut bare) = (self.way, Bare::beside(&office.database).await);
            inserting.spawn(async move {
                let mut took = Duration::ZERO;
                for unit in (connection..units).step_by(CONNECTIONS as usize) {
                    let other = sample::other_unit(UNITS + turn * units + unit);
                    took += bare.insert(way, other, of_a_unit as usize, CHANGES as usize).await;
                }
                took
            });
        }
        self.took += inserting.join_all().await.into_iter().max().expect("connections");
        self.rows += units * of_a_unit;
    }

    fn rate(&self) -> f64 {
        rate(self.rows, self.took)
    }
}
