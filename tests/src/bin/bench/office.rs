//! Central as an office runs it, in a process of its own on an empty database, and a device's way to it.

use std::{future::Future, path::PathBuf};

use feltmappen_proofs::central::{Central, enrol};
use feltmappen_sync::{
    Commit,
    wire::{MAX_COMMITS, PROTOCOL, Push, PushReply},
};
use reqwest::{Client, RequestBuilder, StatusCode};
use tempfile::TempDir;

use crate::{
    postgres::Cluster,
    sample::{self, EMPLOYEE, UNIT},
};

/// What central keeps its data in.
pub enum Database {
    Sqlite(PathBuf),
    Postgres { address: String, _server: Cluster },
}

/// A running central with its database and one device of one consultant.
pub struct Office {
    pub database: Database,
    central: Central,
    token: String,
    http: Client,
    _folder: TempDir,
}

impl Office {
    pub fn on_sqlite() -> Self {
        let folder = folder();
        let file = folder.path().join("central.db");
        Self::start(folder, Database::Sqlite(file))
    }

    /// On a server of its own, which syncs what it writes to the disk.
    pub fn on_postgres() -> Self {
        let server = Cluster::durable();
        Self::start(folder(), Database::Postgres { address: server.database(), _server: server })
    }

    fn start(folder: TempDir, database: Database) -> Self {
        let address = database.address();
        let central = Central::start(&address, folder.path());
        let (_, token) = enrol(&address, folder.path(), &UNIT.to_string(), &EMPLOYEE.to_string());
        Self { database, central, token, http: Client::new(), _folder: folder }
    }

    /// Where it listens: host and port.
    pub fn listens(&self) -> &str {
        &self.central.listens
    }

    /// Where a device finds it.
    pub fn address(&self) -> String {
        format!("http://{}", self.listens())
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Central's process.
    pub fn process(&self) -> u32 {
        self.central.process()
    }

    /// Hands in so many new records.
    pub async fn fill(&self, records: u32) {
        let bodies = (0..records).step_by(MAX_COMMITS).map(move |from| {
            let to = records.min(from + MAX_COMMITS as u32);
            tokio::task::spawn_blocking(move || packed((from..to).map(sample::create).collect()))
        });
        // The next is made while one is answered.
        let mut under_way = None;
        for body in bodies {
            let pushing = tokio::spawn(self.pushing_until_it_is_there(body.await.expect("a push")));
            if let Some(before) = under_way.replace(pushing) {
                before.await.expect("it is answered");
            }
        }
        if let Some(last) = under_way {
            last.await.expect("it is answered");
        }
    }

    /// Hands in what is not measured: again while central is busy, as devices do. The same commits are answered the same.
    fn pushing_until_it_is_there(&self, body: Vec<u8>) -> impl Future<Output = ()> + use<> {
        let request = self.push(body);
        async move {
            loop {
                let answer = request.try_clone().expect("it can be repeated").send().await.expect("an answer");
                if answer.status().is_success() {
                    break;
                }
                assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE, "central takes it, or is busy");
            }
        }
    }

    /// Hands in what [`packed`] made.
    pub fn pushing(&self, body: Vec<u8>) -> impl Future<Output = PushReply> + use<> {
        let request = self.push(body);
        async {
            let answer = request.send().await.expect("an answer").bytes().await.expect("the whole answer");
            serde_json::from_slice(&answer).expect("a reply")
        }
    }

    fn push(&self, body: Vec<u8>) -> RequestBuilder {
        let request = self.http.post(format!("{}/v1/commits", self.address())).body(body);
        let request = request.bearer_auth(&self.token).header("Feltmappen-Protocol", PROTOCOL);
        request.header("Content-Encoding", "zstd")
    }
}

impl Database {
    /// As central's operator writes it.
    pub fn address(&self) -> String {
        match self {
            Self::Sqlite(file) => format!("sqlite:{}", file.display()),
            Self::Postgres { address, .. } => address.clone(),
        }
    }
}

/// The body of a push, packed as a device packs it.
pub fn packed(commits: Vec<Commit>) -> Vec<u8> {
    let body = serde_json::to_vec(&Push { dataset: None, commits }).expect("JSON");
    zstd::encode_all(body.as_slice(), zstd::DEFAULT_COMPRESSION_LEVEL).expect("packed")
}

/// A folder that goes with the value.
pub fn folder() -> TempDir {
    tempfile::Builder::new().prefix("feltmappen-bench-").tempdir().expect("a temporary folder")
}
