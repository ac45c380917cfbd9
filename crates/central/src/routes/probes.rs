//! For whoever runs central: is it alive, is it ready, what has it counted.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use crate::central::Central;
use crate::problem::Problem;

/// Whether the program runs.
#[utoipa::path(get, path = "/healthz", tag = "operations",
    responses((status = 200, body = super::openapi::Fine)))]
pub async fn alive() -> Json<Value> {
    Json(json!({"status": "ok"}))
}

/// Whether the database is migrated and answers, and the node is not stopping.
#[utoipa::path(get, path = "/readyz", tag = "operations",
    responses((status = 200, body = super::openapi::Fine), super::openapi::Unready))]
pub async fn ready(State(central): State<Arc<Central>>) -> Result<Json<Value>, Problem> {
    if *central.stopping.borrow() {
        return Err(Problem::Busy);
    }
    central.storage.ready().await?;
    Ok(Json(json!({"status": "ok"})))
}

/// The counters of this node, in the text format of Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "operations",
    responses((status = 200, body = String, content_type = "application/openmetrics-text")))]
pub async fn metrics(State(central): State<Arc<Central>>) -> Result<Response, Problem> {
    let text = central.metrics.text().map_err(|_| Problem::Internal)?;
    let content_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}
