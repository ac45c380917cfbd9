//! Work that a device could not send before it lost its scope.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use sha2::{Digest as _, Sha256};

use super::body;
use crate::central::Central;
use crate::clock;
use crate::identity::Anybody;
use crate::limits::ORPHAN_BYTES;
use crate::problem::Problem;

/// Hands in sealed bytes. Open to every device that was ever enrolled, also a revoked or an older one.
#[utoipa::path(post, path = "/v1/orphans", tag = "sync",
    params(("Feltmappen-Protocol" = u16, Header, description = "the version that the device speaks")),
    security(("device" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "kept"), super::openapi::RefusedWriting))]
pub async fn hand_in(
    State(central): State<Arc<Central>>,
    Anybody(device): Anybody,
    content: Body,
) -> Result<StatusCode, Problem> {
    let sealed = body(content, ORPHAN_BYTES).await?;
    if !crate::sealing::could_be_sealed(&sealed) {
        return Err(Problem::BadRequest);
    }
    let id = Sha256::digest(&sealed).into();
    central.storage.orphan(device, id, sealed.into(), clock::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
