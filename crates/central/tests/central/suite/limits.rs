//! What one request may ask for, and what is said of it.

use std::sync::Mutex;
use std::time::Duration;

use feltmappen_central::limits::Limits;
use feltmappen_sync::wire::SLOWEST_LINE;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{World, commit, contact, create, edit, id};

pub async fn every_refusal_is_a_code(world: World) {
    let device = world.device(id(1)).await;
    let cases = [
        ("no such place", device.ask(Method::GET, "/v1/nothing"), 404, "not_found"),
        ("no such feed", device.ask(Method::GET, "/v1/feeds/none"), 404, "not_found"),
        ("no such attachment", device.ask(Method::GET, "/v1/blobs/none"), 404, "not_found"),
        ("a place that is no text", device.ask(Method::GET, "/v1/feeds/%ff"), 404, "not_found"),
        ("another method", device.ask(Method::DELETE, "/v1/feeds"), 405, "bad_request"),
        ("no body", device.ask(Method::POST, "/v1/commits"), 400, "bad_request"),
        ("no JSON", device.ask(Method::POST, "/v1/commits").body("<html>"), 400, "bad_request"),
        ("no UTF-8", device.ask(Method::POST, "/v1/commits").body(vec![0xff; 9]), 400, "bad_request"),
        (
            "a commit without an id",
            device.ask(Method::POST, "/v1/commits").body(r#"{"commits":[{}]}"#),
            400,
            "bad_request",
        ),
        (
            "packed in another way",
            device.ask(Method::POST, "/v1/commits").header("content-encoding", "br").body("x"),
            400,
            "bad_request",
        ),
        (
            "not packed at all",
            device.ask(Method::POST, "/v1/commits").header("content-encoding", "zstd").body("x"),
            400,
            "bad_request",
        ),
        ("no number", device.ask(Method::GET, &format!("/v1/feeds/{}?after=x", device.feed())), 400, "bad_request"),
        (
            "no token",
            device.http.get(format!("{}/v1/feeds", device.url)).header("Feltmappen-Protocol", "1"),
            401,
            "unauthorised",
        ),
        (
            "another scheme",
            device
                .http
                .get(format!("{}/v1/feeds", device.url))
                .header("Feltmappen-Protocol", "1")
                .basic_auth("a", Some("b")),
            401,
            "unauthorised",
        ),
        (
            "a piece that says nothing",
            device.ask(Method::PUT, &format!("/v1/blobs/{}", id(5))).body("x"),
            400,
            "bad_request",
        ),
        ("what is not sealed", device.ask(Method::POST, "/v1/orphans").body("x"), 400, "bad_request"),
    ];
    for (name, request, status, code) in cases {
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{name}");
        let body: Value = answer.json_or_panic(name).await;
        assert_eq!(body, json!({"code": code}), "{name}");
    }
}

trait Body {
    async fn json_or_panic(self, name: &str) -> Value;
}

impl Body for reqwest::Response {
    async fn json_or_panic(self, name: &str) -> Value {
        let text = self.text().await.unwrap();
        serde_json::from_str(&text).unwrap_or_else(|_| panic!("{name}: {text}"))
    }
}

pub async fn limits_of_a_push(world: World) {
    let device = world.device(id(1)).await;
    let commits: Vec<_> = (1..=501).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
    assert_eq!(device.try_push(&commits, None).await.unwrap().status(), 413);
    assert!(device.pull(10).await.entries.is_empty(), "nothing of it is stored");
    assert_eq!(device.push(&commits[..500]).await.results.len(), 500);
    assert!(device.push(&[]).await.results.is_empty());

    let long = "x".repeat(1_000_000);
    let many: Vec<_> =
        (600..609).map(|n| commit(vec![edit(contact(n), id(1), &[("note", json!(null), json!(long))])])).collect();
    let answer = device.try_push(&many, None).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap().as_str()), (413, r#"{"code":"too_large"}"#));
    assert_eq!(device.push(&many[..8]).await.results.len(), 8);

    // A small packet that unpacks to far too much is stopped on the way.
    let bomb = zstd::encode_all(vec![b' '; 64 * 1024 * 1024].as_slice(), 19).unwrap();
    assert!(bomb.len() < 100_000);
    let request = device.ask(Method::POST, "/v1/commits").header("content-encoding", "zstd").body(bomb);
    assert_eq!(request.send().await.unwrap().status(), 413);
}

pub async fn limits_of_a_page(world: World) {
    let device = world.device(id(1)).await;
    for (limit, status) in [("0", 400), ("1", 200), ("1000", 200), ("1001", 400), ("-1", 400), ("x", 400)] {
        let path = format!("/v1/feeds/{}?limit={limit}", device.feed());
        assert_eq!(device.ask(Method::GET, &path).send().await.unwrap().status().as_u16(), status, "{limit}");
    }
    for after in ["0", "18446744073709551615", "9223372036854775808"] {
        let path = format!("/v1/feeds/{}?after={after}", device.feed());
        assert_eq!(device.ask(Method::GET, &path).send().await.unwrap().status().as_u16(), 200, "{after}");
    }
    let commits: Vec<_> = (1..=500).map(|n| commit(vec![create(contact(n), id(1), "Agnete")])).collect();
    device.push(&commits).await;
    device.push(&[commit(vec![create(contact(501), id(1), "Agnete")])]).await;
    let path = format!("/v1/feeds/{}", device.feed());
    let page = device.ask(Method::GET, &path).send().await.unwrap().json_or_panic("a page").await;
    assert_eq!(page["entries"].as_array().unwrap().len(), 500, "unless another number is asked for");
}

pub async fn a_request_that_takes_too_long_is_told_so(world: World) {
    let device = world.device(id(1)).await;
    let world = world.again(Limits { request: Duration::from_millis(300), ..Limits::default() }).await;
    let device = device.at(&world.url);
    // The head says that more will come than ever does.
    let mut stream = TcpStream::connect(world.url.strip_prefix("http://").unwrap()).await.unwrap();
    let head = format!(
        "POST /v1/commits HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nfeltmappen-protocol: 1\r\ncontent-length: 100\r\n\r\n{{",
        device.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = begun(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("retry-after: 2"), "{answer}");
    assert!(answer.ends_with(r#"{"code":"busy"}"#), "{answer}");
    device.feeds().await;
}

async fn begun(stream: &mut TcpStream) -> String {
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

pub async fn what_comes_over_a_slow_line_has_its_time(world: World) {
    let limit = Duration::from_millis(300);
    let device = world.device(id(1)).await;
    let world = world.again(Limits { request: limit, ..Limits::default() }).await;
    // Two seconds' worth.
    let body = format!(r#"{{"commits":[]{}}}"#, " ".repeat(2 * SLOWEST_LINE as usize));
    let head = format!(
        "POST /v1/commits HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\nfeltmappen-protocol: 1\r\ncontent-length: {}\r\n\r\n",
        device.token,
        body.len()
    );
    let mut stream = TcpStream::connect(world.url.strip_prefix("http://").unwrap()).await.unwrap();
    stream.write_all(head.as_bytes()).await.unwrap();
    let (first, rest) = body.as_bytes().split_at(body.len() / 2);
    stream.write_all(first).await.unwrap();
    // As slow as that: nothing is waited for.
    tokio::time::sleep(2 * limit).await;
    stream.write_all(rest).await.unwrap();
    let answer = begun(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

pub async fn r75_nothing_of_a_person_is_logged_or_counted(world: World) {
    // What whoever runs in this process logs.
    static LOGGED: Mutex<Vec<u8>> = Mutex::new(Vec::new());
    struct Lines;
    impl std::io::Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            LOGGED.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    // The first to set it wins; both databases write into the same lines.
    let _ = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(|| Lines).try_init();

    let device = world.device(id(1)).await;
    let planted = "Agnete Planteborg 010203-1234";
    device.push(&[commit(vec![create(contact(1), id(1), planted)])]).await;
    device
        .push(&[commit(vec![edit(contact(1), id(1), &[("name", json!("Bodil"), json!(format!("{planted} igen")))])])])
        .await;
    device.pull(10).await;
    let path = format!("/v1/feeds/{planted}?after=0&token={}", device.token);
    let _ = device.ask(Method::GET, &path).send().await.unwrap();
    let metrics = device.ask(Method::GET, "/metrics").send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains(r#"feltmappe_central_commits_total{answer="applied"} 1"#), "{metrics}");
    assert!(metrics.contains(r#"route="/v1/feeds/{feed}""#), "{metrics}");
    let logged = String::from_utf8_lossy(&LOGGED.lock().unwrap()).into_owned();
    let own: String = logged.lines().filter(|line| line.contains("feltmappen_central")).collect();
    assert!(own.contains(&device.id.to_string()), "that this device asked is logged");
    for (where_, text) in [("counted", &metrics), ("logged", &own)] {
        for part in ["Planteborg", "010203", &device.token] {
            assert!(!text.contains(part), "{part} is {where_}");
        }
    }
}
