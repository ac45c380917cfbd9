//! Central over HTTP. Nothing that is sent or received is ever logged.

use std::{fmt, ops::Deref, sync::Once, time::Duration};

use feltmappen_sync::{
    Commit,
    engine::Failure,
    wire::{
        Dataset, FeedId, Feeds, LET_GO_SECONDS, MAX_ANSWER_BYTES, PROTOCOL, PageReading, Problem, Push, PushReply,
        SLOWEST_LINE, read_page,
    },
};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url, header};
use serde::de::DeserializeOwned;

const CONNECT: Duration = Duration::from_secs(10);
/// How long central may take for an answer, beyond what the question takes over a slow line.
const ANSWER: Duration = Duration::from_secs(60);
/// An answer of which nothing more comes for so long is taken to be dead; an event stream says at least that it is alive.
const SILENCE: Duration = Duration::from_secs(90);
const PROTOCOL_HEADER: &str = "feltmappen-protocol";
/// Longer words of refusal are not central's.
pub(super) const REFUSAL_BYTES: usize = 64 * 1024;
/// Bytes from which a body is worth packing.
const WORTH_PACKING: usize = 1_024;

/// Central's address and this device's token. `Debug` shows neither.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: Url,
    token: String,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

/// An address that central can be reached at: HTTPS, or plain HTTP on this computer.
pub(crate) fn address(text: &str) -> Option<Url> {
    let mut url = Url::parse(text.trim()).ok()?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    if !(url.scheme() == "https" || url.scheme() == "http" && here) || !url.username().is_empty() {
        return None;
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Some(url)
}

impl Client {
    /// `None` when the system's certificates cannot be read.
    pub(crate) fn new(address: Url, token: String) -> Option<Self> {
        static CRYPTO: Once = Once::new();
        CRYPTO.call_once(|| {
            // A second one is refused, and the first is as good.
            let _ = rustls::crypto::ring::default_provider().install_default();
        });
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .pool_idle_timeout(Duration::from_secs(LET_GO_SECONDS))
            // Whoever sends us elsewhere is not central.
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .ok()?;
        Some(Self { http, address, token })
    }

    /// The feeds.
    pub(crate) async fn feeds(&self) -> Result<Feeds, Failure> {
        read(send(self.ask(Method::GET, "v1/feeds")?, 0).await?).await
    }

    /// A page of a feed.
    pub(crate) async fn page(&self, feed: &FeedId, after: u64) -> Result<PageReading, Failure> {
        let request = self.ask(Method::GET, &format!("v1/feeds/{feed}?after={after}"))?;
        let body = body(accepted(send(request, 0).await?).await?, MAX_ANSWER_BYTES).await?;
        let text = String::from_utf8(body).map_err(|_| Failure::CaptivePortal)?;
        read_page(&text).map_err(|_| Failure::CaptivePortal)
    }

    /// Hands in commits.
    pub(crate) async fn push(&self, dataset: Option<Dataset>, commits: Vec<Commit>) -> Result<PushReply, Failure> {
        let body = serde_json::to_vec(&Push { dataset, commits }).map_err(|_| Failure::TooLarge)?;
        let bytes = body.len();
        let request = self.ask(Method::POST, "v1/commits")?.header(header::CONTENT_TYPE, "application/json");
        read(send(packed(request, body), bytes).await?).await
    }

    /// Hands in a sealed parcel.
    pub(crate) async fn hand_in(&self, sealed: Vec<u8>) -> Result<(), Failure> {
        let request = self.ask(Method::POST, "v1/orphans")?.header(header::CONTENT_TYPE, "application/octet-stream");
        let bytes = sealed.len();
        let answer = accepted(send(request.body(sealed), bytes).await?).await?;
        // After this nobody else has it: a page to sign in to a network, which answers 200 as well, must not do.
        if answer.status() == StatusCode::NO_CONTENT { Ok(()) } else { Err(Failure::CaptivePortal) }
    }

    /// The stream of events.
    pub(crate) async fn events(&self) -> Result<Response, Failure> {
        let request = self.ask(Method::GET, "v1/events")?.header(header::ACCEPT, "text/event-stream");
        accepted(send(request, 0).await?).await
    }

    pub(super) fn ask(&self, method: Method, path: &str) -> Result<RequestBuilder, Failure> {
        let url = self.address.join(path).map_err(|_| Failure::Network)?;
        Ok(self.http.request(method, url).bearer_auth(&self.token).header(PROTOCOL_HEADER, PROTOCOL))
    }
}

/// The request with its body, packed when that is worth it: a week's work goes out over a telephone.
fn packed(request: RequestBuilder, body: Vec<u8>) -> RequestBuilder {
    if body.len() >= WORTH_PACKING
        && let Ok(packed) = zstd::encode_all(body.as_slice(), zstd::DEFAULT_COMPRESSION_LEVEL)
    {
        return request.header(header::CONTENT_ENCODING, "zstd").body(packed);
    }
    request.body(body)
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let body = body(accepted(response).await?, MAX_ANSWER_BYTES).await?;
    // A page to sign in to a network answers 200 as well.
    serde_json::from_slice(&body).map_err(|_| Failure::CaptivePortal)
}

/// What an answer says, once unpacked; at most so many bytes of it are ever in memory.
pub(super) async fn body(mut response: Response, longest: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(part) = next_part(&mut response).await? {
        if body.len() + part.len() > longest {
            return Err(Failure::TooLarge);
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// What comes next of an answer; [`Failure::Network`] when it falls silent.
pub(super) async fn next_part(response: &mut Response) -> Result<Option<impl Deref<Target = [u8]>>, Failure> {
    let part = tokio::time::timeout(SILENCE, response.chunk()).await.map_err(|_| Failure::Network)?;
    part.map_err(|_| Failure::Network)
}

/// Asks, with so many bytes in the question, and waits until the answer begins.
pub(super) async fn send(request: RequestBuilder, bytes: usize) -> Result<Response, Failure> {
    let answer = tokio::time::timeout(patience(bytes), request.send()).await.map_err(|_| Failure::Network)?;
    answer.map_err(|_| Failure::Network)
}

fn patience(bytes: usize) -> Duration {
    ANSWER + Duration::from_secs(bytes as u64 / SLOWEST_LINE)
}

/// The answer, if it is a good one and central's own.
async fn accepted(response: Response) -> Result<Response, Failure> {
    if response.status().is_success() { Ok(response) } else { Err(refused(response).await) }
}

/// Why there is no good answer.
pub(super) async fn refused(response: Response) -> Failure {
    let status = response.status();
    let retry_after = response
        .headers()
        .get(header::RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .map(|seconds| seconds.saturating_mul(1_000));
    match body(response, REFUSAL_BYTES).await.map(|body| serde_json::from_slice::<Problem>(&body)) {
        Ok(Ok(problem)) => failure(&problem, retry_after),
        Ok(Err(_)) | Err(Failure::TooLarge) => foreign(status),
        Err(_) => Failure::Network,
    }
}

/// An answer that is not central's: a portal redirects or shows a page; a gateway before central has no words of its own.
fn foreign(status: StatusCode) -> Failure {
    if status.is_server_error() { Failure::Server { retry_after: None } } else { Failure::CaptivePortal }
}

fn failure(problem: &Problem, retry_after: Option<u64>) -> Failure {
    match problem.code.as_str() {
        Problem::UNAUTHORISED => Failure::Unauthorised,
        Problem::REVOKED => Failure::Revoked,
        Problem::TOO_OLD => Failure::TooOld,
        Problem::TOO_LARGE => Failure::TooLarge,
        Problem::OTHER_DATASET => Failure::OtherDataset,
        _ => Failure::Server { retry_after },
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
    };

    use super::*;

    /// A client of somebody who answers everything with these bytes, packed.
    pub(in crate::sync) fn answered_with(status: &'static str, plain: &[u8]) -> Client {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = address(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let packed = zstd::encode_all(plain, zstd::DEFAULT_COMPRESSION_LEVEL).unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut asked = [0; 4096];
                let _ = stream.read(&mut asked);
                let length = packed.len();
                let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\ncontent-encoding: zstd\r\n\r\n");
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&packed));
            }
        });
        Client::new(url, String::new()).unwrap()
    }

    pub(in crate::sync) fn wait<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
    }

    #[test]
    fn an_answer_that_swells_beyond_what_central_ever_says_is_let_go() {
        let feed = FeedId::unit(uuid::Uuid::from_u128(1));
        let blank = vec![b' '; MAX_ANSWER_BYTES + 1];
        let bomb = answered_with("200 OK", &blank);
        assert_eq!(wait(bomb.feeds()).err(), Some(Failure::TooLarge));
        assert_eq!(wait(bomb.page(&feed, 0)).err(), Some(Failure::TooLarge));
        assert_eq!(wait(bomb.push(None, Vec::new())).err(), Some(Failure::TooLarge));
        let refusal = answered_with("503 Service Unavailable", &blank);
        assert_eq!(wait(refusal.feeds()).err(), Some(Failure::Server { retry_after: None }), "not central's words");
        // As large as may be is read to its end, and found to be nobody's.
        let page = answered_with("200 OK", blank.get(1..).unwrap());
        assert_eq!(wait(page.page(&feed, 0)).err(), Some(Failure::CaptivePortal));
    }

    #[test]
    fn a_parcel_is_handed_in_when_central_says_so_and_not_when_a_page_comes() {
        let portal = answered_with("200 OK", b"<html>Log ind</html>");
        assert_eq!(wait(portal.hand_in(vec![1])), Err(Failure::CaptivePortal));
        assert_eq!(wait(answered_with("204 No Content", b"").hand_in(vec![1])), Ok(()));
    }

    #[test]
    fn only_addresses_that_are_safe_to_send_a_token_to() {
        for good in
            ["https://central.example", "https://central.example/felt", "http://127.0.0.1:8080", "http://[::1]:1"]
        {
            assert!(address(good).is_some_and(|url| url.path().ends_with('/')), "{good}");
        }
        for bad in ["http://central.example", "ftp://127.0.0.1", "central.example", "", "https://a:b@central.example"] {
            assert!(address(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_long_body_goes_out_packed_and_a_short_one_as_it_is() {
        let http = Client::new(address("https://central.example").unwrap(), String::new()).unwrap().http;
        let sent = |body: Vec<u8>| packed(http.post("https://central.example"), body).build().unwrap();
        let bytes = |request: &reqwest::Request| request.body().unwrap().as_bytes().unwrap().to_vec();
        let long = b"Modtage og pakke varer. ".repeat(400);
        let request = sent(long.clone());
        assert_eq!(request.headers()[header::CONTENT_ENCODING], "zstd");
        assert!(bytes(&request).len() < long.len() / 10);
        assert_eq!(zstd::decode_all(bytes(&request).as_slice()).unwrap(), long);
        let request = sent(b"kort".to_vec());
        assert!(!request.headers().contains_key(header::CONTENT_ENCODING));
        assert_eq!(bytes(&request), b"kort");
    }

    #[test]
    fn what_is_handed_in_has_the_time_that_it_takes_over_a_slow_line() {
        use feltmappen_sync::wire::PIECE_BYTES;
        assert_eq!(patience(0), ANSWER);
        // A mebibyte at 32 kbit/s.
        assert_eq!(patience(PIECE_BYTES), ANSWER + Duration::from_secs(256));
    }

    #[test]
    fn debug_shows_no_token() {
        let client = Client::new(address("https://central.example").unwrap(), "hemmelig".into()).unwrap();
        assert_eq!(format!("{client:?}"), "Client");
    }
}
