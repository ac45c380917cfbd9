//! Attachments in a bucket: the program, built with the feature `s3`, against a server that speaks as much of the protocol as
//! it needs. Only `cargo test --features s3` builds this.
#![allow(clippy::unwrap_used, missing_docs)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use feltmappen_central::identity::enrol;
use feltmappen_central::storage::{Rig, Storage};
use reqwest::Client;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const BUCKET: &str = "/attachments";

/// The objects of a bucket, by key.
type Bucket = Arc<Mutex<BTreeMap<String, Bytes>>>;

async fn answer(State(bucket): State<Bucket>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let signed = headers.get("authorization").and_then(|value| value.to_str().ok());
    assert!(signed.is_some_and(|value| value.starts_with("AWS4-HMAC-SHA256 ")), "every request is signed");
    let key = uri.path().strip_prefix(BUCKET).unwrap().trim_start_matches('/').to_owned();
    let mut objects = bucket.lock().unwrap();
    let says = |status| Response::builder().status(status).header("etag", "\"1\"");
    let moment = "Tue, 24 Nov 2026 10:34:00 GMT";
    let (status, content) = match method {
        Method::PUT => {
            objects.insert(key, body);
            (StatusCode::OK, Bytes::new())
        }
        Method::DELETE => {
            objects.remove(&key);
            (StatusCode::NO_CONTENT, Bytes::new())
        }
        _ if key.is_empty() => {
            let of = |(key, object): (&String, &Bytes)| {
                let size = object.len();
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-11-24T10:34:00.000Z</LastModified>\
                     <ETag>1</ETag><Size>{size}</Size></Contents>"
                )
            };
            let listed: String = objects.iter().map(of).collect();
            (
                StatusCode::OK,
                format!("<ListBucketResult><IsTruncated>false</IsTruncated>{listed}</ListBucketResult>").into(),
            )
        }
        _ => match objects.get(&key) {
            Some(object) => (StatusCode::OK, object.clone()),
            None => (StatusCode::NOT_FOUND, Bytes::from_static(b"<Error><Code>NoSuchKey</Code></Error>")),
        },
    };
    says(status).header("last-modified", moment).body(Body::from(content)).unwrap()
}

/// Central, ended with the value.
struct Node(Child);

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn an_attachment_lies_in_the_bucket_sealed_and_comes_back() {
    let bucket = Bucket::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, Router::new().fallback(answer).with_state(Arc::clone(&bucket))).into_future());

    let folder = tempfile::tempdir().unwrap();
    let database = format!("sqlite:{}", folder.path().join("central.db").display());
    let mut central = Command::new(env!("CARGO_BIN_EXE_feltmappe-central"))
        .args(["serve", "--listen", "127.0.0.1:0", "--database", &database, "--blobs", "s3:attachments"])
        .envs([("AWS_ENDPOINT", endpoint.as_str()), ("AWS_ALLOW_HTTP", "true"), ("AWS_REGION", "eu-north-1")])
        .envs([("AWS_ACCESS_KEY_ID", "nobody"), ("AWS_SECRET_ACCESS_KEY", "nothing")])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(central.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _node = Node(central);
    let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
    let storage = Storage::open(&database.parse().unwrap(), Rig::default()).await.unwrap();
    let (_, token) = enrol(&storage, Uuid::from_u128(1), Uuid::from_u128(2)).await.unwrap();

    let http = Client::new();
    let (whole, blob) = (b"the signed paper".to_vec(), Uuid::from_u128(0xb1));
    let hash: String = Sha256::digest(&whole).iter().map(|byte| format!("{byte:02x}")).collect();
    let ask = |method: reqwest::Method| {
        let request = http.request(method, format!("{url}/v1/blobs/{blob}"));
        request.bearer_auth(token.expose()).header("Feltmappen-Protocol", "1")
    };
    let put = ask(reqwest::Method::PUT)
        .header("Feltmappen-Record", format!("contact/{}", Uuid::from_u128(3)))
        .header("Feltmappen-Size", whole.len())
        .header("Feltmappen-Sha256", hash)
        .body(whole.clone());
    assert_eq!(put.send().await.unwrap().status(), 204);
    let stored: Vec<Bytes> = bucket.lock().unwrap().values().cloned().collect();
    assert_eq!(stored.len(), 1);
    assert!(!stored[0].windows(6).any(|part| part == b"signed"), "nobody can read it there");
    let back = ask(reqwest::Method::GET).send().await.unwrap();
    assert_eq!(back.status(), 200);
    assert!(back.bytes().await.unwrap() == whole);
    // Gone from the bucket it is gone, and not central at fault.
    bucket.lock().unwrap().clear();
    assert_eq!(ask(reqwest::Method::GET).send().await.unwrap().status(), 404);
}
