//! Who is asking. The one place that knows: a sign-in replaces what is here and nothing else.
//!
//! A device is enrolled for one employee of one unit and gets a token, shown once. Central keeps its SHA-256: the token
//! has 256 random bits, so there is nothing to guess and nothing to stretch.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use feltmappen_domain::record::RecordId;
use feltmappen_sync::wire::PROTOCOL;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::central::Central;
use crate::ledger::Ledger;
use crate::problem::Problem;
use crate::purge::PurgeError;
use crate::storage::{Device, Result, Storage};
use crate::{clock, random};

/// The header with the protocol that a device speaks.
pub const PROTOCOL_HEADER: &str = "feltmappen-protocol";
/// The oldest protocol that is served. An older device may still hand in its work.
pub const OLDEST: u16 = 1;
/// The longest token that is looked at.
const TOKEN_BYTES: usize = 200;

/// A token. `Debug` does not show it.
pub struct Token(String);

impl Token {
    /// The text that the device sends.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

/// Enrols a device. The token is not kept: it can be shown now and never again.
///
/// # Errors
/// `Busy`, `ReadOnly` and the like.
pub async fn enrol(storage: &Storage, unit: RecordId, employee: RecordId) -> Result<(Uuid, Token)> {
    let token = URL_SAFE_NO_PAD.encode(random::bytes::<32>()?);
    let device = Device { id: random::id()?, unit, employee, revoked: false };
    storage.enrol(hash(&token), device, clock::now()).await?;
    Ok((device.id, Token(token)))
}

/// Strikes a device off, for good: the ledger says so to every database that is restored. False when there is no such
/// device.
///
/// # Errors
/// [`PurgeError`]; doing it again goes on where it stopped.
pub async fn revoke(storage: &Storage, ledger: &Ledger, device: Uuid) -> std::result::Result<bool, PurgeError> {
    let known = storage.revoke(device, clock::now()).await?;
    if known {
        ledger.revoke(device)?;
    }
    Ok(known)
}

/// What is kept of a token.
fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A device that may read and write, and speaks a protocol that is served.
pub struct Reader(pub Device);

/// A device that may write, whatever protocol it speaks: an older one may always still hand in its work.
pub struct Author(pub Device);

/// A device that is known, also when it has been revoked: what it has not sent yet must not be lost with it.
pub struct Anybody(pub Device);

impl FromRequestParts<Arc<Central>> for Reader {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, central: &Arc<Central>) -> std::result::Result<Self, Problem> {
        let protocol = protocol(parts)?;
        let Author(device) = Author::from_request_parts(parts, central).await?;
        if protocol < OLDEST { Err(Problem::TooOld) } else { Ok(Self(device)) }
    }
}

impl FromRequestParts<Arc<Central>> for Author {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, central: &Arc<Central>) -> std::result::Result<Self, Problem> {
        let Anybody(device) = Anybody::from_request_parts(parts, central).await?;
        if device.revoked { Err(Problem::Revoked) } else { Ok(Self(device)) }
    }
}

impl FromRequestParts<Arc<Central>> for Anybody {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, central: &Arc<Central>) -> std::result::Result<Self, Problem> {
        protocol(parts)?;
        let token = bearer(parts).ok_or(Problem::Unauthorised)?;
        let device = central.storage.device(hash(token)).await?.ok_or(Problem::Unauthorised)?;
        tracing::Span::current().record("device", tracing::field::display(device.id));
        Ok(Self(device))
    }
}

/// The protocol that the request says it speaks. One that is newer than ours is fine: the answer tells what we speak.
fn protocol(parts: &Parts) -> std::result::Result<u16, Problem> {
    const _: () = assert!(OLDEST <= PROTOCOL);
    let text = parts.headers.get(PROTOCOL_HEADER).and_then(|value| value.to_str().ok());
    text.and_then(|text| text.parse().ok()).ok_or(Problem::BadRequest)
}

fn bearer(parts: &Parts) -> Option<&str> {
    let text = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = text.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && token.len() <= TOKEN_BYTES).then_some(token.trim())
}
