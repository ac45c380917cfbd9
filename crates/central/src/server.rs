//! Serving: connections come in, requests are answered, and a stop lets what is under way finish.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use crate::central::Central;
use crate::listening;
use crate::routes::router;

/// Pause after a connection could not be accepted (no file descriptors left, say), so that trying again is not all that
/// is done.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `stopping` becomes true, then waits for what is under way, as long as the limits say.
pub async fn serve(listener: TcpListener, central: Arc<Central>, mut stopping: watch::Receiver<bool>) {
    let limits = central.limits;
    let router = router(central);
    let service = TowerToHyperService::new(router.clone());
    let mut builder = Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits.head);
    builder.http2().timer(TokioTimer::new()).keep_alive_interval(limits.heartbeat).max_concurrent_streams(32);
    let open = Arc::new(Semaphore::new(limits.connections));
    let graceful = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            _ = stopping.wait_for(|stopping| *stopping) => break,
            accepted = accept(&listener, &open) => accepted,
        };
        let Some((stream, place)) = accepted else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (builder, service, router, stopping) = (builder.clone(), service.clone(), router.clone(), stopping.clone());
        // The stop waits for whoever holds one.
        let watcher = graceful.watcher();
        tokio::spawn(async move {
            // A connection that breaks, or says nothing, is the other end's business.
            let begun = begun(stream, limits.head, stopping).await;
            match begun {
                Some((stream, Some(request))) => {
                    let _ = listening::answer(stream, router, request, limits.request).await;
                    drop(watcher);
                }
                // Apart: so much is not kept ready for those who only listen.
                Some((stream, None)) => {
                    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
                    let _ = Box::pin(watcher.watch(connection)).await;
                }
                None => {}
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way when the time to stop was over");
    }
}

/// What a connection begins with: a request for the event stream, or anything else, which is still on it. None when it does
/// not begin.
async fn begun(
    mut stream: TcpStream,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) -> Option<(TcpStream, Option<Request<Body>>)> {
    let first = tokio::select! {
        first = tokio::time::timeout(patience, listening::begins(&mut stream)) => first.ok()?.ok()?,
        _ = stopping.wait_for(|stopping| *stopping) => return None,
    };
    Some((stream, first))
}

/// The next connection, once there is a place for it. None when it could not be accepted.
async fn accept(
    listener: &TcpListener,
    open: &Arc<Semaphore>,
) -> Option<(TcpStream, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(open).acquire_owned().await.ok()?;
    let (stream, _) = listener.accept().await.ok()?;
    Some((stream, place))
}
