//! The event stream.

use std::time::Duration;

use feltmappen_central::limits::Limits;
use feltmappen_sync::wire::Moved;
use reqwest::{Method, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{Device, LIMIT, World, commit, contact, create, http, id, until};

/// An open stream.
pub struct Stream {
    answer: Response,
    text: String,
}

impl Stream {
    pub async fn open(device: &Device) -> Self {
        let answer = device.ask(Method::GET, "/v1/events").send().await.unwrap();
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        Self { answer, text: String::new() }
    }

    /// The next event; none once the stream has ended.
    pub async fn next(&mut self) -> Option<Moved> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let event = event.to_owned();
                self.text = rest.to_owned();
                if let Some(data) = event.lines().find_map(|line| line.strip_prefix("data: ")) {
                    assert!(event.contains("event: moved"), "{event}");
                    return Some(serde_json::from_str(data).unwrap());
                }
                continue;
            }
            let chunk = tokio::time::timeout(LIMIT, self.answer.chunk()).await.expect("an event");
            self.text += std::str::from_utf8(&chunk.ok()??).unwrap();
        }
    }

    /// Waits until the feed has come so far.
    pub async fn reach(&mut self, sequence: u64) {
        while self.next().await.expect("an event").sequence < sequence {}
    }
}

pub async fn a_push_is_heard(world: World) {
    let (one, two, stranger) = (world.device(id(1)).await, world.device(id(1)).await, world.device(id(2)).await);
    let (mut heard, mut unheard) = (Stream::open(&one).await, Stream::open(&stranger).await);
    assert_eq!(heard.next().await.unwrap(), Moved { feed: one.feed(), sequence: 0 });
    assert_eq!(unheard.next().await.unwrap(), Moved { feed: stranger.feed(), sequence: 0 });
    for n in 1..=3 {
        two.push(&[commit(vec![create(contact(n.into()), id(1), "Agnete")])]).await;
        heard.reach(n).await;
    }
    stranger.push(&[commit(vec![create(contact(9), id(2), "Bodil")])]).await;
    assert_eq!(unheard.next().await.unwrap(), Moved { feed: stranger.feed(), sequence: 1 }, "nothing in between");
}

pub async fn a_stream_begins_with_how_things_stand_and_ends(world: World) {
    let device = world.device(id(1)).await;
    device.push(&[commit(vec![create(contact(1), id(1), "Agnete")])]).await;
    let world = world.again(Limits { stream: Duration::from_millis(200), ..Limits::default() }).await;
    let device = device.at(&world.url);
    let mut stream = Stream::open(&device).await;
    assert_eq!(stream.next().await.unwrap().sequence, 1);
    assert!(stream.next().await.is_none(), "after a while the device has to ask again");
    // A revoked device then learns that it is.
    world.storage.revoke(device.id, "2026-11-24T10:52:00Z".to_owned()).await.unwrap();
    assert_eq!(device.ask(Method::GET, "/v1/events").send().await.unwrap().status(), 403);
}

pub async fn a_stream_can_be_asked_for_in_any_way(world: World) {
    let device = world.device(id(1)).await;
    let address = world.url.strip_prefix("http://").unwrap();
    let ask = |path: &str| {
        let token = &device.token;
        format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nfeltmappen-protocol: 1\r\n\r\n"
        )
    };
    let (feeds, events) = (ask("/v1/feeds"), ask("/v1/events"));
    let (first, rest) = events.split_at(40);
    // At once, in two pieces, and on a connection that was used before.
    for (before, pieces) in [("", vec![&*events]), ("", vec![first, rest]), (&*feeds, vec![&*events])] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        if !before.is_empty() {
            stream.write_all(before.as_bytes()).await.unwrap();
            until_said(&mut stream, "\"feeds\"").await;
        }
        for piece in pieces {
            stream.write_all(piece.as_bytes()).await.unwrap();
            tokio::task::yield_now().await;
        }
        let said = until_said(&mut stream, "event: moved").await;
        assert!(said.starts_with("HTTP/1.1 200 OK\r\n"), "{said}");
        assert!(said.to_lowercase().contains("content-type: text/event-stream"), "{said}");
    }
}

/// Reads on until something has been said. What was.
async fn until_said(stream: &mut TcpStream, what: &str) -> String {
    let mut said = String::new();
    while !said.contains(what) {
        let mut piece = [0; 1024];
        let read = tokio::time::timeout(LIMIT, stream.read(&mut piece)).await.expect("an answer").unwrap();
        assert!(read > 0, "{what} after {said}");
        said += std::str::from_utf8(&piece[..read]).unwrap();
    }
    said
}

pub async fn who_leaves_is_no_longer_counted(world: World) {
    let device = world.device(id(1)).await;
    let counted = async |open: usize| {
        until("the streams to be counted", async || {
            let text = http().get(format!("{}/metrics", world.url)).send().await.unwrap().text().await.unwrap();
            text.contains(&format!("event_streams {open}\n")).then_some(())
        })
        .await;
    };
    let streams = [Stream::open(&device).await, Stream::open(&device).await];
    counted(2).await;
    drop(streams);
    counted(0).await;
}
