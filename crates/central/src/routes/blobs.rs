//! Attachments: pieces come in order, and what is there already is never sent again.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use feltmappen_domain::record::RecordKey;
use feltmappen_sync::wire::{ContentHash, MAX_ATTACHMENT_BYTES, PIECE_BYTES};
use futures_util::stream::{StreamExt as _, iter};
use serde::Deserialize;
use uuid::Uuid;

use super::{body, part, private};
use crate::blobs::{Key, Place, offsets, piece_length};
use crate::central::Central;
use crate::identity::{Author, Reader};
use crate::problem::{OFFSET, Problem};
use crate::random;
use crate::storage::{Blob, Device, StorageError};

/// The record that an attachment belongs to: `<kind>/<uuid>`.
const RECORD: &str = "feltmappen-record";
/// Bytes of the whole.
const SIZE: &str = "feltmappen-size";
/// SHA-256 of the whole, hex.
const SHA256: &str = "feltmappen-sha256";
/// `true` once all of it is there.
const COMPLETE: &str = "feltmappen-complete";

#[derive(Deserialize)]
pub struct From {
    #[serde(default)]
    offset: u64,
    /// At most so many bytes; without it all that is left.
    limit: Option<u64>,
}

/// How far an attachment has come, in the headers.
#[utoipa::path(head, path = "/v1/blobs/{id}", tag = "attachments",
    params(("id" = Uuid, Path), ("Feltmappen-Protocol" = u16, Header, minimum = 1)),
    security(("device" = [])),
    responses((status = 200, description = "known", headers(
        ("feltmappen-offset" = u64, description = "bytes that are there"),
        ("feltmappen-complete" = bool, description = "all there, and the hash fits"))), super::openapi::RefusedHead))]
pub async fn stands(
    State(central): State<Arc<Central>>,
    Reader(device): Reader,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, Problem> {
    let blob = known(&central, device, named(id)?).await?;
    Ok(answer(StatusCode::OK, blob.stored, blob.complete))
}

/// The bytes of an attachment from an offset on, and in the headers what the whole is.
#[utoipa::path(get, path = "/v1/blobs/{id}", tag = "attachments",
    params(("id" = Uuid, Path), ("offset" = Option<u64>, Query, description = "the first byte that is wanted"),
        ("limit" = Option<u64>, Query, description = "at most so many bytes"),
        ("Feltmappen-Protocol" = u16, Header, minimum = 1)),
    security(("device" = [])),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream"), super::openapi::Refused))]
pub async fn read(
    State(central): State<Arc<Central>>,
    Reader(device): Reader,
    id: Result<Path<String>, PathRejection>,
    from: Result<Query<From>, QueryRejection>,
) -> Result<Response, Problem> {
    let id = named(id)?;
    let Query(From { offset: from, limit }) = from.map_err(|_| Problem::BadRequest)?;
    let blob = known(&central, device, id).await?;
    if !blob.complete {
        return Err(Problem::NotFound);
    }
    if from > blob.size {
        return Err(Problem::BadRequest);
    }
    let key = central.storage.blob_key(device.unit, blob.record).await?.ok_or(Problem::NotFound)?;
    let first = from - from % PIECE_BYTES as u64;
    let until = limit.map_or(blob.size, |limit| from.saturating_add(limit).min(blob.size));
    let mut wanted = offsets(blob.size).filter(move |offset| *offset >= first && *offset < until);
    let piece = move |offset| {
        let central = Arc::clone(&central);
        async move {
            let piece = central.blobs.get(Place { unit: device.unit, id, offset }, &key).await?;
            let within = |at: u64| usize::try_from(at.saturating_sub(offset)).unwrap_or(usize::MAX).min(piece.len());
            Ok::<_, StorageError>(piece.slice(within(from)..within(until)))
        }
    };
    // Read before the answer begins: one that breaks off looks like a network that is gone.
    let begun = match wanted.next() {
        Some(offset) => Some(piece(offset).await.map_err(|error| unreadable(error, id))),
        None => None,
    };
    let pieces = iter(begun.transpose()?.map(Ok)).chain(iter(wanted).then(piece));
    let hash = ContentHash::from_bytes(blob.sha256).to_string();
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_LENGTH, HeaderValue::from(until - from)),
        (HeaderName::from_static(SIZE), HeaderValue::from(blob.size)),
        (HeaderName::from_static(SHA256), HeaderValue::try_from(hash).map_err(|_| Problem::Internal)?),
    ];
    Ok(private((headers, Body::from_stream(pieces)).into_response()))
}

/// Adds a piece: at most 1 MiB, and exactly that but for the last one. A piece that is there already changes nothing.
#[utoipa::path(put, path = "/v1/blobs/{id}", tag = "attachments",
    params(("id" = Uuid, Path), ("offset" = Option<u64>, Query, description = "the first byte of the piece"),
        ("Feltmappen-Protocol" = u16, Header),
        ("Feltmappen-Record" = String, Header, description = "the record it belongs to: kind/uuid"),
        ("Feltmappen-Size" = u64, Header, description = "bytes of the whole", maximum = 67108864),
        ("Feltmappen-Sha256" = String, Header, description = "SHA-256 of the whole, hex", pattern = "^[0-9a-f]{64}$")),
    security(("device" = [])),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 204, description = "stored", headers(
            ("feltmappen-offset" = u64, description = "bytes that are there"),
            ("feltmappen-complete" = bool, description = "all there, and the hash fits"))),
        (status = 409, body = super::openapi::Problem, description = "the header feltmappen-offset says where to go on"),
        super::openapi::RefusedWriting))]
pub async fn write(
    State(central): State<Arc<Central>>,
    Author(device): Author,
    id: Result<Path<String>, PathRejection>,
    from: Result<Query<From>, QueryRejection>,
    headers: HeaderMap,
    content: Body,
) -> Result<Response, Problem> {
    let id = named(id)?;
    let Query(From { offset, .. }) = from.map_err(|_| Problem::BadRequest)?;
    let announced = announced(&headers)?;
    let piece = body(content, PIECE_BYTES).await?;
    if piece_length(announced.size, offset) != Some(piece.len() as u64) {
        return Err(Problem::BadRequest);
    }
    let (record, size, sha256) = (announced.record, announced.size, announced.sha256);
    let begun = central.storage.blob_begin(device.unit, id, announced, random::bytes()?).await?;
    let (blob, key) = begun.ok_or(Problem::NotFound)?;
    if (blob.record, blob.size, blob.sha256) != (record, size, sha256) {
        return Err(Problem::BadRequest);
    }
    if blob.complete || offset < blob.stored {
        return Ok(answer(StatusCode::NO_CONTENT, blob.stored, blob.complete));
    }
    if offset > blob.stored {
        return Err(Problem::Offset(blob.stored));
    }
    let to = offset + piece.len() as u64;
    central.blobs.put(Place { unit: device.unit, id, offset }, &key, piece).await?;
    let complete = to == size;
    if complete && !fits(&central, device, id, &blob, &key).await? {
        // Nobody knows which piece is wrong, so all of them come again.
        central.storage.blob_grown(device.unit, id, blob.stored, 0, false).await?;
        return Err(Problem::Offset(0));
    }
    if central.storage.blob_grown(device.unit, id, offset, to, complete).await? {
        return Ok(answer(StatusCode::NO_CONTENT, to, complete));
    }
    let blob = known(&central, device, id).await?;
    Ok(answer(StatusCode::NO_CONTENT, blob.stored, blob.complete))
}

async fn fits(central: &Central, device: Device, id: Uuid, blob: &Blob, key: &Key) -> Result<bool, Problem> {
    match central.blobs.sha256(device.unit, id, blob.size, key).await {
        Ok(found) => Ok(found == blob.sha256),
        // A piece is gone or spoilt: all of them come again.
        Err(StorageError::Damaged) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// A piece that is gone or spoilt is no longer here; that it was is for whoever runs central.
fn unreadable(error: StorageError, id: Uuid) -> Problem {
    if error != StorageError::Damaged {
        return error.into();
    }
    tracing::error!(attachment = %id, "a piece is gone or spoilt");
    Problem::NotFound
}

async fn known(central: &Central, device: Device, id: Uuid) -> Result<Blob, Problem> {
    central.storage.blob(device.unit, id).await?.ok_or(Problem::NotFound)
}

fn named(id: Result<Path<String>, PathRejection>) -> Result<Uuid, Problem> {
    Uuid::try_parse(&part(id)?).map_err(|_| Problem::NotFound)
}

/// What the headers say about the whole.
fn announced(headers: &HeaderMap) -> Result<Blob, Problem> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).ok_or(Problem::BadRequest);
    let (kind, id) = text(RECORD)?.split_once('/').ok_or(Problem::BadRequest)?;
    let kind = kind.parse().map_err(|_| Problem::BadRequest)?;
    let id = Uuid::try_parse(id).map_err(|_| Problem::BadRequest)?;
    let size: u64 = text(SIZE)?.parse().map_err(|_| Problem::BadRequest)?;
    if size > MAX_ATTACHMENT_BYTES {
        return Err(Problem::TooLarge);
    }
    let hash = ContentHash::try_from(text(SHA256)?.to_owned()).map_err(|_| Problem::BadRequest)?;
    Ok(Blob { record: RecordKey::new(kind, id), size, sha256: *hash.as_bytes(), stored: 0, complete: false })
}

fn answer(status: StatusCode, stored: u64, complete: bool) -> Response {
    let complete = HeaderValue::from_static(if complete { "true" } else { "false" });
    (status, [(OFFSET, HeaderValue::from(stored)), (COMPLETE, complete)]).into_response()
}
