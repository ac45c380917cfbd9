//! A device without a store: it says what it wants and remembers what it was told.

use std::collections::BTreeMap;

use feltmappen_domain::record::RecordKey;
use feltmappen_sync::Commit;
use feltmappen_sync::wire::{Answer, ContentHash, Dataset, Entry, EntryState, FeedId, Feeds, Page, Push, PushReply};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;
use uuid::Uuid;

/// A client that shows what central sent as it was sent. It may be built as the app's is, which brings no cipher along.
pub fn http() -> Client {
    // The first one stays; another one is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_zstd().build().unwrap()
}

/// A device that has been enrolled.
#[derive(Clone)]
pub struct Device {
    pub http: Client,
    pub url: String,
    pub token: String,
    pub id: Uuid,
    pub unit: Uuid,
}

impl Device {
    pub fn new(url: &str, token: &str, id: Uuid, unit: Uuid) -> Self {
        Self { http: http(), url: url.to_owned(), token: token.to_owned(), id, unit }
    }

    /// The same device, talking to another node.
    pub fn at(&self, url: &str) -> Self {
        Self { http: http(), url: url.to_owned(), ..self.clone() }
    }

    pub fn feed(&self) -> FeedId {
        FeedId::unit(self.unit)
    }

    pub fn ask(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.url))
            .bearer_auth(&self.token)
            .header("Feltmappen-Protocol", "1")
    }

    pub async fn feeds(&self) -> Feeds {
        ok(self.ask(Method::GET, "/v1/feeds").send().await.unwrap()).await
    }

    pub async fn page(&self, after: u64, limit: usize) -> Page {
        let path = format!("/v1/feeds/{}?after={after}&limit={limit}", self.feed());
        ok(self.ask(Method::GET, &path).send().await.unwrap()).await
    }

    pub async fn try_push(&self, commits: &[Commit], dataset: Option<Dataset>) -> reqwest::Result<Response> {
        let body = serde_json::to_vec(&Push { dataset, commits: commits.to_vec() }).unwrap();
        self.ask(Method::POST, "/v1/commits").body(body).send().await
    }

    pub async fn push(&self, commits: &[Commit]) -> PushReply {
        ok(self.try_push(commits, None).await.unwrap()).await
    }

    /// Pushes one commit and gives its answer.
    pub async fn push_one(&self, commit: &Commit) -> Answer {
        self.push(std::slice::from_ref(commit)).await.results.remove(0).answer
    }

    /// Everything there is, page by page, checked as a device checks it.
    pub async fn pull(&self, limit: usize) -> Mirror {
        let mut mirror = Mirror::default();
        loop {
            let page = self.page(mirror.cursor, limit).await;
            if mirror.take(page) {
                return mirror;
            }
        }
    }
}

/// What a device has confirmed.
#[derive(Default)]
pub struct Mirror {
    pub cursor: u64,
    pub entries: BTreeMap<RecordKey, Entry>,
    pub pages: usize,
}

impl Mirror {
    /// Takes a page over. True when it was the last; then count and hash have been compared.
    pub fn take(&mut self, page: Page) -> bool {
        self.pages += 1;
        for entry in page.entries {
            assert!(entry.sequence > self.cursor, "entries come by ascending number");
            self.cursor = entry.sequence;
            self.entries.insert(entry.key, entry);
        }
        assert!(page.until >= self.cursor);
        self.cursor = page.until;
        let Some(complete) = page.complete else { return false };
        assert_eq!(complete.sequence, self.cursor);
        assert_eq!((complete.count, complete.hash), self.state(), "count and hash of the whole feed");
        true
    }

    /// Count and hash of what is here.
    pub fn state(&self) -> (u64, ContentHash) {
        self.entries.values().fold((0, ContentHash::EMPTY), |(count, hash), entry| match &entry.state {
            EntryState::Present { fields, conflicts, .. } => {
                (count + 1, hash.plus(ContentHash::of(entry.key, entry.home_unit, fields, conflicts)))
            }
            EntryState::Retracted | EntryState::Purged => (count, hash),
        })
    }

    /// A value of a record.
    pub fn value(&self, key: RecordKey, path: &str) -> Option<Value> {
        match &self.entries.get(&key)?.state {
            EntryState::Present { fields, .. } => fields.get(path).cloned(),
            EntryState::Retracted | EntryState::Purged => None,
        }
    }

    /// The numbers of the entries.
    pub fn numbers(&self) -> Vec<u64> {
        let mut numbers: Vec<u64> = self.entries.values().map(|entry| entry.sequence).collect();
        numbers.sort_unstable();
        numbers
    }
}

async fn ok<T: serde::de::DeserializeOwned>(response: Response) -> T {
    let status = response.status();
    let body = response.text().await.unwrap();
    assert_eq!(status, StatusCode::OK, "{body}");
    serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
}
