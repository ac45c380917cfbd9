//! Event streams without the buffers of a connection that serves requests. Thousands are open at a time and nearly always
//! quiet; what hyper keeps ready on each for requests and answers to come is most of the memory that they would cost.
//!
//! A connection that begins with a whole request for the event stream is answered here, through the same routes as
//! everything else, and closed after this one answer. Whatever looks different in any way is hyper's: a head that comes in
//! pieces, HTTP/2, a stream that is asked for on a connection that was used before.

use std::io::{Error, ErrorKind, Result};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, header, response::Parts};
use http_body_util::BodyExt as _;
use hyper::body::Body as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

use crate::clock;

/// What a request for the event stream begins with.
const STREAM: &str = "/v1/events";
/// The longest head that is looked at.
const HEAD_BYTES: usize = 4 * 1024;
/// The most headers that are looked at.
const HEADERS: usize = 32;

/// The request for the event stream that a connection begins with, taken off it. None, with nothing taken, when it begins
/// with anything else.
pub async fn begins(stream: &mut TcpStream) -> Result<Option<Request<Body>>> {
    let mut first = vec![0; HEAD_BYTES];
    let seen = stream.peek(&mut first).await?;
    let Some((request, length)) = read(&first[..seen]) else { return Ok(None) };
    stream.read_exact(&mut first[..length]).await?;
    Ok(Some(request))
}

/// The request, and the bytes of its head.
fn read(bytes: &[u8]) -> Option<(Request<Body>, usize)> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    let Ok(httparse::Status::Complete(length)) = head.parse(bytes) else { return None };
    if (head.method, head.path) != (Some("GET"), Some(STREAM)) {
        return None;
    }
    let mut request = Request::builder().uri(STREAM);
    for one in head.headers {
        // A body, or another protocol, is to follow.
        let more = ["content-length", "transfer-encoding", "expect", "upgrade"];
        if more.iter().any(|name| one.name.eq_ignore_ascii_case(name)) {
            return None;
        }
        request = request.header(one.name, one.value);
    }
    Some((request.body(Body::empty()).ok()?, length))
}

/// Answers, for as long as the answer lasts and somebody is there to hear it. A piece that is not taken within `patience` is
/// the last.
pub async fn answer(mut stream: TcpStream, router: Router, request: Request<Body>, patience: Duration) -> Result<()> {
    let Ok(answer) = router.oneshot(request).await;
    let (head, mut body) = answer.into_parts();
    let head = written(head, body.size_hint().exact());
    write(&mut stream, &head, patience).await?;
    loop {
        let part = tokio::select! {
            part = body.frame() => part,
            () = gone(&stream) => return Ok(()),
        };
        let Some(part) = part else { break };
        if let Ok(bytes) = part.map_err(Error::other)?.into_data() {
            write(&mut stream, &bytes, patience).await?;
        }
    }
    stream.shutdown().await
}

/// The head of the answer. Its body ends with the connection, unless its length is known.
fn written(head: Parts, length: Option<u64>) -> Vec<u8> {
    let reason = head.status.canonical_reason().unwrap_or_default();
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", head.status.as_str()).into_bytes();
    let mut line = |name: &str, value: &[u8]| {
        for piece in [name.as_bytes(), b": ", value, b"\r\n"] {
            text.extend_from_slice(piece);
        }
    };
    for (name, value) in &head.headers {
        line(name.as_str(), value.as_bytes());
    }
    if let Some(length) = length.filter(|_| !head.headers.contains_key(header::CONTENT_LENGTH)) {
        line("content-length", length.to_string().as_bytes());
    }
    line("connection", b"close");
    line("date", clock::moment().format("%a, %d %b %Y %H:%M:%S GMT").to_string().as_bytes());
    text.extend_from_slice(b"\r\n");
    text
}

async fn write(stream: &mut TcpStream, bytes: &[u8], patience: Duration) -> Result<()> {
    tokio::time::timeout(patience, stream.write_all(bytes)).await.map_err(|_| Error::from(ErrorKind::TimedOut))?
}

/// Returns when the other end has closed. It has had its one answer: what else it says is not listened to.
async fn gone(stream: &TcpStream) {
    while stream.readable().await.is_ok() {
        match stream.try_read(&mut [0; 64]) {
            Ok(0) => return,
            Err(error) if error.kind() != ErrorKind::WouldBlock => return,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &[u8] = b"GET /v1/events HTTP/1.1\r\nhost: central\r\nAuthorization: Bearer token\r\n\r\n";

    #[test]
    fn a_whole_request_for_the_stream_is_read_with_its_headers_and_its_length() {
        let (request, length) = read(&[WHOLE, b"more"].concat()).unwrap();
        assert_eq!(length, WHOLE.len());
        assert_eq!((request.method().as_str(), request.uri().path()), ("GET", STREAM));
        assert_eq!(request.headers()["authorization"], "Bearer token");
    }

    #[test]
    fn everything_else_is_left_alone() {
        let with = |line: &str| String::from_utf8(WHOLE.to_vec()).unwrap().replace("host: central", line).into_bytes();
        let first = |line: &str| String::from_utf8(WHOLE.to_vec()).unwrap().replace("GET /v1/events HTTP/1.1", line);
        for end in 0..WHOLE.len() {
            assert!(read(&WHOLE[..end]).is_none(), "{end} bytes");
        }
        for body in ["Content-Length: 1", "transfer-encoding: chunked", "Expect: 100-continue", "upgrade: h2c"] {
            assert!(read(&with(body)).is_none(), "{body}");
        }
        for other in
            ["POST /v1/events HTTP/1.1", "GET /v1/feeds HTTP/1.1", "GET /v1/events? HTTP/1.1", "PRI * HTTP/2.0"]
        {
            assert!(read(first(other).as_bytes()).is_none(), "{other}");
        }
        assert!(read(&with(vec!["a: b"; HEADERS].join("\r\n").as_str())).is_none(), "too many headers");
        assert!(read(b"\x16\x03\x01\x02").is_none());
    }

    #[test]
    fn the_head_of_an_answer_ends_the_connection() {
        let head = axum::http::Response::builder().status(403).header("a", "b").body(()).unwrap().into_parts().0;
        let text = String::from_utf8(written(head, Some(7))).unwrap();
        assert!(
            text.starts_with("HTTP/1.1 403 Forbidden\r\na: b\r\ncontent-length: 7\r\nconnection: close\r\ndate: "),
            "{text}"
        );
        assert!(text.ends_with(" GMT\r\n\r\n"));
    }
}
