//! The event stream: "this feed has moved".

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use feltmappen_sync::wire::{FeedId, Moved};
use futures_util::stream::unfold;
use tokio::sync::watch;
use tokio::time::Instant;

use super::private;
use crate::central::Central;
use crate::identity::Reader;
use crate::problem::Problem;

/// News of the device's feeds as server-sent events: `event: moved`. The first says how things stand. The stream ends after
/// some minutes: whoever asks again shows that it still may.
#[utoipa::path(get, path = "/v1/events", tag = "sync",
    params(("Feltmappen-Protocol" = u16, Header, description = "the version that the device speaks", minimum = 1)),
    security(("device" = [])),
    responses((status = 200, body = super::openapi::Event, content_type = "text/event-stream"), super::openapi::Refused))]
pub async fn stream(State(central): State<Arc<Central>>, Reader(device): Reader) -> Result<Response, Problem> {
    let feed = FeedId::unit(device.unit);
    // Listening before looking: what moves in between is heard.
    let listener = central.hub.listen(&feed, 0);
    let sequence = central.storage.standing(device.unit).await?.counter.sequence;
    central.hub.moved(&Moved { feed: feed.clone(), sequence });
    let waiting = Waiting {
        feed,
        listener,
        first: true,
        stopping: central.stopping.clone(),
        until: Instant::now() + central.limits.stream,
        _open: Open::new(&central),
    };
    let heartbeat = KeepAlive::new().interval(central.limits.heartbeat);
    let events = unfold(waiting, |mut waiting| async move {
        waiting.next().await.map(|event| (Ok::<_, Infallible>(event), waiting))
    });
    Ok(private(Sse::new(events).keep_alive(heartbeat).into_response()))
}

struct Waiting {
    feed: FeedId,
    listener: watch::Receiver<u64>,
    first: bool,
    stopping: watch::Receiver<bool>,
    until: Instant,
    _open: Open,
}

impl Waiting {
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::take(&mut self.first) {
            tokio::select! {
                changed = self.listener.changed() => changed.ok()?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                () = tokio::time::sleep_until(self.until) => return None,
            }
        }
        let sequence = *self.listener.borrow_and_update();
        Event::default().event("moved").json_data(Moved { feed: self.feed.clone(), sequence }).ok()
    }
}

/// Counts a stream for as long as it is open.
struct Open(Arc<Central>);

impl Open {
    fn new(central: &Arc<Central>) -> Self {
        central.metrics.streams.inc();
        Self(Arc::clone(central))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.metrics.streams.dec();
    }
}
