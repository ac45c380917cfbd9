//! What a request can be answered with when it is not carried out: a status and a code.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::storage::StorageError;

/// Every refusal. The body is `{"code": …}` and nothing more: no text, no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// No token, or one that is not known.
    Unauthorised,
    /// The device has been revoked.
    Revoked,
    /// The device speaks a protocol that is too old for what it asks.
    TooOld,
    /// More than the limits allow.
    TooLarge,
    /// The request is not one that there is.
    BadRequest,
    /// The method does not fit the address.
    Method,
    /// There is no such thing, or it is not for this device.
    NotFound,
    /// The bytes do not follow what is there; the answer says where to go on.
    Offset(u64),
    /// Central has been restored or swapped since the device compared.
    OtherDataset,
    /// Later, please.
    Busy,
    /// Central cannot write.
    ReadOnly,
    /// A mistake in central.
    Internal,
}

/// Seconds after which a device may come back.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("2");
/// Where the next bytes of an attachment belong.
pub const OFFSET: &str = "feltmappen-offset";

impl Problem {
    /// The code in the body.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unauthorised => "unauthorised",
            Self::Revoked => "revoked",
            Self::TooOld => "too_old",
            Self::TooLarge => "too_large",
            Self::BadRequest | Self::Method | Self::Offset(_) => "bad_request",
            Self::NotFound => "not_found",
            Self::OtherDataset => "other_dataset",
            Self::Busy => "busy",
            Self::ReadOnly => "read_only",
            Self::Internal => "internal",
        }
    }

    /// The status before the body.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Unauthorised => StatusCode::UNAUTHORIZED,
            Self::Revoked => StatusCode::FORBIDDEN,
            Self::TooOld => StatusCode::UPGRADE_REQUIRED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Offset(_) | Self::OtherDataset => StatusCode::CONFLICT,
            Self::Busy | Self::ReadOnly => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = feltmappen_sync::wire::Problem { code: self.code().to_owned() };
        let mut response = (self.status(), axum::Json(body)).into_response();
        let headers = response.headers_mut();
        match self {
            Self::Busy | Self::ReadOnly => {
                headers.insert(header::RETRY_AFTER, RETRY_AFTER);
            }
            Self::Unauthorised => {
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            }
            Self::Offset(offset) => {
                headers.insert(OFFSET, HeaderValue::from(offset));
            }
            _ => {}
        }
        response
    }
}

impl From<StorageError> for Problem {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Busy | StorageError::Again => Self::Busy,
            StorageError::ReadOnly => Self::ReadOnly,
            StorageError::OtherDataset => Self::OtherDataset,
            StorageError::Newer { .. } | StorageError::Damaged | StorageError::Internal(_) => {
                tracing::error!(%error, "a request failed in the storage");
                Self::Internal
            }
        }
    }
}
