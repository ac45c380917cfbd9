//! Central in this process: its routes and its database, without a network.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{Method, Request, Response, StatusCode};
use feltmappen_central::backup::{backup, restore};
use feltmappen_central::blobs::Blobs;
use feltmappen_central::central::Central as Node;
use feltmappen_central::identity::{enrol, revoke};
use feltmappen_central::ledger::Ledger;
use feltmappen_central::limits::Limits;
use feltmappen_central::purge::purge;
use feltmappen_central::replay::replay;
use feltmappen_central::storage::{Place, Rig, Storage};
use feltmappen_central::{orphans, router};
use feltmappen_domain::record::{RecordId, RecordKey};
use feltmappen_sync::Commit;
use feltmappen_sync::engine::Failure;
use feltmappen_sync::wire::{Feeds, Problem};
use http_body_util::BodyExt as _;
use serde::Deserialize;
use tokio::runtime::{self, Runtime};
use tokio::sync::watch;
use tower::ServiceExt as _;
use uuid::Uuid;

/// A token with what central has to know it by.
#[derive(Clone)]
pub struct Token {
    pub text: String,
    pub device: Uuid,
    pub unit: RecordId,
}

/// What a device asks, without its body.
pub fn request(token: &Token, protocol: u16, method: Method, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {}", token.text))
        .header("feltmappen-protocol", protocol)
}

/// An answer that says no, as the device's client reads it. One to a question about an attachment's place has no body.
pub fn refused(answer: &Response<Vec<u8>>) -> Failure {
    let problem: Option<Problem> = serde_json::from_slice(answer.body()).ok();
    match (problem.as_ref().map(|problem| problem.code.as_str()), answer.status()) {
        (Some(Problem::UNAUTHORISED), _) => Failure::Unauthorised,
        (Some(Problem::REVOKED), _) => Failure::Revoked,
        (Some(Problem::TOO_OLD), _) | (None, StatusCode::UPGRADE_REQUIRED) => Failure::TooOld,
        (Some(Problem::TOO_LARGE), _) => Failure::TooLarge,
        (Some(Problem::OTHER_DATASET), _) => Failure::OtherDataset,
        _ => Failure::Server { retry_after: None },
    }
}

pub struct Central {
    runtime: Runtime,
    folder: PathBuf,
    node: Option<(Storage, Router, watch::Sender<bool>)>,
    pub backed_up: bool,
    pub restores: u32,
}

impl Central {
    pub fn new(folder: &Path) -> Self {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut central = Self { runtime, folder: folder.to_owned(), node: None, backed_up: false, restores: 0 };
        central.start();
        central
    }

    fn ledger(&self) -> Ledger {
        Ledger::at(self.folder.join("ledger"))
    }

    fn blobs(&self) -> Blobs {
        Blobs::folder(&self.folder.join("blobs")).unwrap()
    }

    /// Ends the program, and starts it again.
    pub fn start(&mut self) {
        drop(self.node.take());
        let place = Place::Sqlite(self.folder.join("central.db"));
        let (ledger, blobs) = (self.ledger(), self.blobs());
        self.node = Some(self.runtime.block_on(async {
            let storage = Storage::open(&place, Rig::default()).await.unwrap();
            replay(&storage, &blobs, &ledger).await.unwrap();
            let (stop, stopping) = watch::channel(false);
            let node = Node::start(storage.clone(), blobs, Limits::default(), stopping);
            (storage, router(node), stop)
        }));
    }

    fn storage(&self) -> &Storage {
        &self.node.as_ref().unwrap().0
    }

    pub fn enrol(&self, unit: RecordId, employee: RecordId) -> Token {
        let (device, token) = self.runtime.block_on(enrol(self.storage(), unit, employee)).unwrap();
        Token { text: token.expose().to_owned(), device, unit }
    }

    pub fn revoke(&self, device: Uuid) {
        self.runtime.block_on(revoke(self.storage(), &self.ledger(), device)).unwrap();
    }

    pub fn purge(&self, key: RecordKey) {
        self.runtime.block_on(purge(self.storage(), &self.blobs(), &self.ledger(), key)).unwrap();
    }

    pub fn back_up(&mut self) {
        self.runtime.block_on(backup(self.storage(), &self.folder.join("backup"))).unwrap();
        self.backed_up = true;
    }

    /// Goes back to the backup.
    pub fn restore(&mut self) {
        self.runtime.block_on(async {
            restore(self.storage(), &self.folder.join("backup")).await.unwrap();
            replay(self.storage(), &self.blobs(), &self.ledger()).await.unwrap();
        });
        self.restores += 1;
    }

    /// Asks as a device asks; what is no good answer is a failure, as the device's client reads it.
    pub fn ask(
        &self,
        token: &Token,
        protocol: u16,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> Result<Vec<u8>, Failure> {
        let answer = self.send(request(token, protocol, method, path), body);
        if answer.status().is_success() { Ok(answer.into_body()) } else { Err(refused(&answer)) }
    }

    /// Sends a request as it is.
    pub fn send(&self, request: Builder, body: Vec<u8>) -> Response<Vec<u8>> {
        let request = request.body(Body::from(body)).unwrap();
        let router = self.node.as_ref().unwrap().1.clone();
        let answer = self.runtime.block_on(async {
            let (head, body) = router.oneshot(request).await.unwrap().into_parts();
            Response::from_parts(head, body.collect().await.unwrap().to_bytes().to_vec())
        });
        assert_ne!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        answer
    }

    pub fn feeds(&self, token: &Token) -> Feeds {
        serde_json::from_slice(&self.ask(token, 1, Method::GET, "/v1/feeds", Vec::new()).unwrap()).unwrap()
    }

    /// What devices have handed in sealed about a unit, as its leader gets it: commits, and attachments by their ids.
    pub fn opened_orphans(&self, unit: RecordId) -> (Vec<Commit>, BTreeMap<Uuid, Vec<u8>>) {
        #[derive(Deserialize)]
        struct Written {
            commits: Vec<Commit>,
        }
        let folder = tempfile::tempdir_in(&self.folder).unwrap();
        let to = folder.path().join("opened");
        let opened = self.runtime.block_on(orphans::open(self.storage(), &self.ledger(), unit, &to)).unwrap();
        assert_eq!(opened.unreadable, 0, "all is sealed to this central");
        let (mut commits, mut attachments) = (Vec::new(), BTreeMap::new());
        for file in fs::read_dir(&to).unwrap() {
            let file = file.unwrap().path();
            let bytes = fs::read(&file).unwrap();
            match file.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok()) {
                Some(id) => drop(attachments.insert(id, bytes)),
                None => commits.extend(serde_json::from_slice::<Written>(&bytes).unwrap().commits),
            }
        }
        (commits, attachments)
    }
}
