//! The network between a device and central, for proofs: it cuts, slows, repeats, loses and holds back, where it is told to.
//!
//! Every exchange has a connection of its own, so that a fault hits one request and nothing else.

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::AbortHandle,
};

use crate::wait::until;

/// What happens to one request and its reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Only so many bytes of the request reach central; never all.
    CutRequest(usize),
    /// Central gets the request; only so many bytes of the reply come back; never all.
    CutReply(usize),
    /// Central gets the request so many times; the last reply comes back.
    Repeat(usize),
    /// Central gets the request; the reply waits for [`Proxy::release`].
    Hold,
    /// The reply comes at so many bytes a second.
    Slow(usize),
}

/// A step of an exchange, at which everything can be stopped.
const STEPS: usize = 3;
/// A piece of a slow reply.
const PIECE: usize = 1_024;

#[derive(Default)]
struct Plan {
    leads_to: String,
    next: VecDeque<(String, Fault)>,
    always: Option<(String, Fault)>,
    /// Requests that reached the network, by route.
    asked: Vec<String>,
    held: usize,
    /// Steps that are left until everything is stopped.
    stop_after: Option<usize>,
    stopped: bool,
}

struct Shared {
    plan: Mutex<Plan>,
    /// Whether the network is there.
    whole: watch::Sender<bool>,
    /// Goes up when what is held is let go.
    released: watch::Sender<u64>,
    /// Whether everything may move.
    moving: watch::Sender<bool>,
}

/// A network on a port of its own. It goes with the value.
pub struct Proxy {
    shared: Arc<Shared>,
    port: u16,
    listening: AbortHandle,
}

impl Proxy {
    /// A whole network that leads to central.
    pub async fn start(leads_to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("a port").port();
        let shared = Arc::new(Shared {
            plan: Mutex::new(Plan { leads_to: leads_to.to_owned(), ..Plan::default() }),
            whole: watch::channel(true).0,
            released: watch::channel(0).0,
            moving: watch::channel(true).0,
        });
        let to_all = Arc::clone(&shared);
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let shared = Arc::clone(&to_all);
                tokio::spawn(async move {
                    let mut whole = shared.whole.subscribe();
                    tokio::select! {
                        // Whatever ends an exchange, both sides see a closed connection.
                        _ = exchange(&shared, client) => {}
                        _ = whole.wait_for(|whole| !whole) => {}
                    }
                });
            }
        });
        Self { shared, port, listening: listening.abort_handle() }
    }

    /// The address that the device is given.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Central answers somewhere else now.
    pub fn leads_to(&self, listens: &str) {
        listens.clone_into(&mut self.plan().leads_to);
    }

    /// Takes the network away: everything under way is cut.
    pub fn part(&self) {
        self.shared.whole.send_replace(false);
    }

    /// Gives the network back.
    pub fn join(&self) {
        self.shared.whole.send_replace(true);
    }

    /// The next request of this route meets a fault; said twice, so do the next two.
    pub fn next(&self, route: &str, fault: Fault) {
        self.plan().next.push_back((route.to_owned(), fault));
    }

    /// Every request of this route meets the fault, or none does any more.
    pub fn always(&self, fault: Option<(&str, Fault)>) {
        self.plan().always = fault.map(|(route, fault)| (route.to_owned(), fault));
    }

    /// How many requests of this route have come.
    #[must_use]
    pub fn asked(&self, route: &str) -> usize {
        self.plan().asked.iter().filter(|asked| asked.starts_with(route)).count()
    }

    /// Waits until all planned faults have happened.
    pub async fn until_met(&self) {
        let planned = self.plan().next.clone();
        until(&format!("{planned:?} to happen; so far came {self:#?}"), async || {
            self.plan().next.is_empty().then_some(())
        })
        .await;
    }

    /// Waits until a reply is held.
    pub async fn until_held(&self) {
        until("a reply to be held", async || (self.plan().held > 0).then_some(())).await;
    }

    /// Is a reply held?
    #[must_use]
    pub fn is_holding(&self) -> bool {
        self.plan().held > 0
    }

    /// Lets go of what is held.
    pub fn release(&self) {
        self.shared.released.send_modify(|times| *times += 1);
    }

    /// Stops everything after so many steps: a request came, central has answered it, the reply has been passed on.
    pub fn stop_after(&self, steps: usize) {
        let mut plan = self.plan();
        plan.stop_after = Some(steps);
        plan.stopped = false;
    }

    /// Waits until everything has stopped.
    pub async fn until_stopped(&self) {
        until("the network to stop", async || self.plan().stopped.then_some(())).await;
    }

    /// Moves on.
    pub fn go_on(&self) {
        self.plan().stop_after = None;
        self.shared.moving.send_replace(true);
    }

    /// Steps of one exchange.
    #[must_use]
    pub const fn steps_of(exchanges: usize) -> usize {
        exchanges * STEPS
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.shared.plan()
    }
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(&self.plan().asked).finish()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.listening.abort();
        self.part();
    }
}

impl Shared {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, route: &str) -> Option<Fault> {
        let mut plan = self.plan();
        plan.asked.push(route.to_owned());
        let planned = plan.next.iter().position(|(wanted, _)| route.starts_with(wanted.as_str()));
        let planned = planned.and_then(|at| plan.next.remove(at)).map(|(_, fault)| fault);
        planned.or_else(|| {
            let (wanted, fault) = plan.always.as_ref()?;
            route.starts_with(wanted.as_str()).then_some(*fault)
        })
    }

    async fn step(&self) {
        {
            let mut plan = self.plan();
            match &mut plan.stop_after {
                None => return,
                Some(0) => {
                    plan.stopped = true;
                    self.moving.send_replace(false);
                }
                Some(left) => *left -= 1,
            }
        }
        let _ = self.moving.subscribe().wait_for(|moving| *moving).await;
    }

    async fn hold(&self) {
        let mut released = self.released.subscribe();
        let before = *released.borrow_and_update();
        self.plan().held += 1;
        let _ = released.wait_for(|times| *times > before).await;
        self.plan().held -= 1;
    }
}

/// One request and its reply.
async fn exchange(shared: &Shared, mut client: TcpStream) -> io::Result<()> {
    let (route, request) = read_request(&mut client).await?;
    let stream = route.starts_with("GET /v1/events");
    let fault = shared.fault(&route);
    if !stream {
        shared.step().await;
    }
    if let Some(Fault::CutRequest(bytes)) = fault {
        let mut central = shared.central().await?;
        central.write_all(&request[..bytes.min(request.len() - 1)]).await?;
        return central.flush().await;
    }
    let mut central = shared.central().await?;
    central.write_all(&request).await?;
    if stream {
        let _ = tokio::io::copy_bidirectional(&mut client, &mut central).await;
        return Ok(());
    }
    let mut reply = Vec::new();
    central.read_to_end(&mut reply).await?;
    if let Some(Fault::Repeat(times)) = fault {
        for _ in 1..times {
            let mut again = shared.central().await?;
            again.write_all(&request).await?;
            reply.clear();
            again.read_to_end(&mut reply).await?;
        }
    }
    shared.step().await;
    match fault {
        Some(Fault::CutReply(bytes)) => {
            return client.write_all(&reply[..bytes.min(reply.len().saturating_sub(1))]).await;
        }
        Some(Fault::Hold) => shared.hold().await,
        Some(Fault::Slow(bytes)) => return slowly(&mut client, &reply, bytes).await,
        _ => {}
    }
    client.write_all(&reply).await?;
    client.shutdown().await?;
    shared.step().await;
    Ok(())
}

impl Shared {
    async fn central(&self) -> io::Result<TcpStream> {
        let leads_to = self.plan().leads_to.clone();
        TcpStream::connect(leads_to).await
    }
}

async fn slowly(client: &mut TcpStream, reply: &[u8], bytes_a_second: usize) -> io::Result<()> {
    for piece in reply.chunks(PIECE) {
        client.write_all(piece).await?;
        // The time that the piece takes on such a line: this is the fault itself.
        let pause = Duration::from_secs_f64(piece.len() as f64 / bytes_a_second.max(1) as f64);
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// The whole request, with central told to close the connection after its reply.
async fn read_request(client: &mut TcpStream) -> io::Result<(String, Vec<u8>)> {
    let mut request = Vec::new();
    let end = loop {
        if client.read_buf(&mut request).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if let Some(at) = request.windows(4).position(|four| four == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let head = String::from_utf8_lossy(&request[..end]).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let length: usize = length.unwrap_or(0);
    while request.len() < end + length {
        if client.read_buf(&mut request).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    let first = head.find("\r\n").unwrap_or_default();
    let route = head[..first].trim_end_matches(" HTTP/1.1").to_owned();
    request.splice(first..first, b"\r\nconnection: close".iter().copied());
    Ok((route, request))
}
