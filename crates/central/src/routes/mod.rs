//! The routes, and what every request goes through on its way to them.

mod blobs;
mod commits;
mod events;
mod feeds;
mod openapi;
mod orphans;
mod probes;

pub use openapi::description;

use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{MatchedPath, Path, Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use feltmappen_sync::wire::SLOWEST_LINE;
use hyper::body::Body as _;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;
use tracing::Instrument as _;

use crate::central::Central;
use crate::limits::ORPHAN_BYTES;
use crate::problem::Problem;

/// Answers smaller than this are not compressed.
const WORTH_COMPRESSING: u64 = 1024;

/// Everything that central answers.
pub fn router(central: Arc<Central>) -> Router {
    let compress = SizeAbove::new(WORTH_COMPRESSING)
        .and(NotForContentType::const_new("text/event-stream"))
        .and(NotForContentType::const_new("application/octet-stream"));
    Router::new()
        .route("/v1/feeds", get(feeds::list))
        .route("/v1/feeds/{feed}", get(feeds::page))
        .route("/v1/commits", post(commits::push))
        .route("/v1/events", get(events::stream))
        .route("/v1/blobs/{id}", get(blobs::read).head(blobs::stands).put(blobs::write))
        .route("/v1/orphans", post(orphans::hand_in))
        .route("/openapi.json", get(openapi::json))
        .route("/healthz", get(probes::alive))
        .route("/readyz", get(probes::ready))
        .route("/metrics", get(probes::metrics))
        .fallback(async || Problem::NotFound)
        .method_not_allowed_fallback(async || Problem::Method)
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(Arc::clone(&central), watched))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(from_fn_with_state(Arc::clone(&central), in_time))
                .layer(CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(compress))
                // What comes packed in another way goes on as it is, and is then not what was expected.
                .layer(RequestDecompressionLayer::new().pass_through_unaccepted(true)),
        )
        .with_state(central)
}

/// Counts and logs a request: its route, never its address or its content.
async fn watched(State(central): State<Arc<Central>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let matched = request.extensions().get::<MatchedPath>().cloned();
    let route = matched.as_ref().map_or("other", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", %method, route, device = tracing::field::Empty);
    let response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    central.metrics.request(method.as_str(), &route, status, took);
    span.in_scope(|| match (status, route.as_str()) {
        (500.., _) => tracing::error!(status, ms = took.as_millis(), "answered"),
        (_, "/healthz" | "/readyz" | "/metrics") => tracing::debug!(status, "answered"),
        _ => tracing::info!(status, ms = took.as_millis(), "answered"),
    });
    response
}

/// A request that takes too long ends; what it had not stored by then is not stored, or is stored and answered the same
/// when it is sent again. What comes over a slow line has the time that it takes there.
async fn in_time(State(central): State<Arc<Central>>, request: Request, next: Next) -> Response {
    let bytes = request.body().size_hint().exact().unwrap_or_default().min(ORPHAN_BYTES as u64);
    let limit = central.limits.request + Duration::from_secs(bytes / SLOWEST_LINE);
    match tokio::time::timeout(limit, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::Busy.into_response(),
    }
}

/// The text of a panic may quote what it was about.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a request panicked");
    Problem::Internal.into_response()
}

/// The body, when it is not larger than the limit.
async fn body(body: Body, limit: usize) -> Result<Bytes, Problem> {
    use std::error::Error as _;
    axum::body::to_bytes(body, limit).await.map_err(|error| {
        let mut source = error.source();
        while let Some(cause) = source {
            if cause.is::<http_body_util::LengthLimitError>() {
                return Problem::TooLarge;
            }
            source = cause.source();
        }
        Problem::BadRequest
    })
}

/// A part of the address. One that is no text names nothing.
fn part(path: Result<Path<String>, PathRejection>) -> Result<String, Problem> {
    path.map(|Path(text)| text).map_err(|_| Problem::NotFound)
}

/// An answer that no cache may keep.
fn private(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}
