//! Handing in commits.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use feltmappen_sync::wire::{CommitResult, FeedId, MAX_COMMITS, MAX_PUSH_BYTES, Moved, PushReply, read_push};

use super::{body, private};
use crate::central::Central;
use crate::identity::Author;
use crate::problem::Problem;
use crate::push::Sender;

/// Hands in commits. Each is answered by itself; an older program may always do this.
#[utoipa::path(post, path = "/v1/commits", tag = "sync",
    params(("Feltmappen-Protocol" = u16, Header, description = "the version that the device speaks")),
    security(("device" = [])),
    request_body = super::openapi::Push,
    responses((status = 200, body = super::openapi::PushReply),
        (status = 409, body = super::openapi::Problem, description = "central was restored or swapped: ask for the feeds first"), super::openapi::RefusedWriting))]
pub async fn push(
    State(central): State<Arc<Central>>,
    Author(device): Author,
    content: Body,
) -> Result<Response, Problem> {
    let content = body(content, MAX_PUSH_BYTES).await?;
    // Reading thousands of values is work for a thread that serves nobody else.
    let read = tokio::task::spawn_blocking(move || read_push(&content)).await.map_err(|_| Problem::Internal)?;
    let pushed = read.map_err(|_| Problem::BadRequest)?;
    if pushed.commits.len() > MAX_COMMITS {
        return Err(Problem::TooLarge);
    }
    let done = central.storage.push(Sender::of(&device), pushed).await?;
    if let Some(sequence) = done.moved {
        central.moved(Moved { feed: FeedId::unit(device.unit), sequence });
    }
    let results: Vec<CommitResult> = done.answers.into_iter().map(|(id, answer)| CommitResult { id, answer }).collect();
    for result in &results {
        central.metrics.commit(&result.answer);
    }
    tracing::info!(commits = results.len(), moved = done.moved, "pushed");
    Ok(private(Json(PushReply { dataset: done.dataset, results }).into_response()))
}
