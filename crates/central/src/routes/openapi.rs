//! The description of the routes, made from the code.
//!
//! What travels are the types of `feltmappen-sync`, which knows nothing of descriptions; the shapes here say the same in the
//! words of a schema. The tests hold every answer against them.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{IntoResponses, Modify, OpenApi, ToSchema};
use uuid::Uuid;

macro_rules! shapes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })*) => {
        $(
            $(#[$meta])*
            #[derive(ToSchema)]
            #[allow(dead_code, reason = "a shape: it is described and never made")]
            pub struct $name {
                $($(#[$field_meta])* $field: $type),*
            }
        )*
    };
}

shapes! {
    /// Which data central holds. A higher generation is the same, restored from backup.
    Dataset { id: Uuid, #[schema(minimum = 1)] generation: u64 }
    /// How a feed stands.
    FeedState {
        #[schema(pattern = "^[a-z_]{1,40}(:[0-9a-f-]{36})?$")] feed: String,
        sequence: u64,
        count: u64,
        #[schema(pattern = "^[0-9a-f]{64}$")] hash: String,
        /// Where it stood in a backup that was restored; left out when zero.
        #[schema(nullable = false)] restored: Option<u64>,
    }
    /// The feeds that a device may read.
    Feeds {
        protocol: u16,
        oldest: u16,
        dataset: Dataset,
        feeds: Vec<FeedState>,
        /// X25519 public key, base64.
        sealing_key: String,
    }
    /// Which record.
    Key { kind: String, id: Uuid }
    /// One value that becomes another. A value is null, yes/no, a whole number or a text.
    Change { path: String, #[schema(value_type = Value)] base: (), #[schema(value_type = Value)] value: () }
    /// One side of a conflict.
    Sides { path: String, #[schema(value_type = Value)] base: (), #[schema(value_type = Value)] mine: () }
    /// What a person has yet to decide.
    Conflict {
        id: Uuid, commit: Uuid, author: Uuid, device_time: String,
        /// `value`, `edited_deleted`, `deleted_edited` or `rule`.
        reason: String,
        sides: Vec<Sides>,
    }
    /// The latest state of a record. `fields` and `conflicts` are there when it is `present`.
    Entry {
        #[schema(minimum = 1)] sequence: u64,
        key: Key,
        home_unit: Uuid,
        /// `present`, `retracted` or `purged`.
        state: String,
        #[schema(nullable = false, additional_properties, value_type = Object)] fields: Option<()>,
        #[schema(nullable = false)] conflicts: Option<Vec<Conflict>>,
        /// Who made the latest change. For display only.
        #[schema(nullable = false)] by: Option<Uuid>,
        /// When, by that device's time. For display only.
        #[schema(nullable = false)] at: Option<String>,
    }
    /// A part of a feed.
    Page {
        dataset: Dataset,
        feed: String,
        entries: Vec<Entry>,
        until: u64,
        /// On the last page: what the reader has once it has stored it.
        complete: Option<FeedState>,
    }
    /// The changes of one record.
    RecordChange {
        key: Key, home_unit: Uuid, changes: Vec<Change>,
        /// Conflicts that a person has decided.
        #[schema(nullable = false)] resolves: Option<Vec<Uuid>>,
    }
    /// The changes of one user action.
    Commit {
        id: Uuid, author: Uuid, device_time: String, action: String, needs: Vec<Uuid>, records: Vec<RecordChange>,
    }
    /// What a device hands in: each item a `Commit`. An item that is none, but has an id, is answered by itself.
    Push {
        /// The data that the device has last compared itself with.
        #[schema(nullable = false)] dataset: Option<Dataset>,
        #[schema(max_items = 500)] commits: Vec<Commit> }
    /// What became of one commit.
    CommitResult {
        id: Uuid,
        /// `done`, `held` or `other_payload`.
        answer: String,
        /// When done: `applied`, `applied_with_conflict`, `rejected` or `purged`.
        #[schema(nullable = false)] outcome: Option<String>,
        /// When rejected: why.
        #[schema(nullable = false)] code: Option<String>,
        /// When done: where it landed, as pairs of feed and sequence.
        #[schema(nullable = false, value_type = Vec<Vec<Object>>)] feeds: Option<()>,
        /// When held: the commit, or the attachment, that is missing.
        #[schema(nullable = false)] needs: Option<Uuid>,
    }
    /// One result per commit, in the order of the request.
    PushReply { dataset: Dataset, results: Vec<CommitResult> }
    /// The body of every refusal.
    Problem { code: String }
    /// A feed has moved.
    Event { event: String, #[schema(content_media_type = "application/json")] data: String }
    /// All is well.
    Fine { status: String }
}

/// How reading is refused.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "a shape: it is described and never made")]
pub enum Refused {
    /// The request is not one that there is.
    #[response(status = 400)]
    BadRequest(Problem),
    /// No token, or one that is not known.
    #[response(status = 401)]
    Unauthorised(Problem),
    /// The device has been revoked.
    #[response(status = 403)]
    Revoked(Problem),
    /// There is no such thing, or it is not for this device.
    #[response(status = 404)]
    NotFound(Problem),
    /// The device speaks a protocol that is too old.
    #[response(status = 426)]
    TooOld(Problem),
    /// A mistake in central.
    #[response(status = 500)]
    Internal(Problem),
    /// Later, please: `busy` or `read_only`.
    #[response(status = 503)]
    Busy(Problem),
}

/// How writing is refused.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "a shape: it is described and never made")]
pub enum RefusedWriting {
    /// The request is not one that there is.
    #[response(status = 400)]
    BadRequest(Problem),
    /// No token, or one that is not known.
    #[response(status = 401)]
    Unauthorised(Problem),
    /// The device has been revoked.
    #[response(status = 403)]
    Revoked(Problem),
    /// There is no such thing, or it is not for this device.
    #[response(status = 404)]
    NotFound(Problem),
    /// More than the limits allow.
    #[response(status = 413)]
    TooLarge(Problem),
    /// A mistake in central.
    #[response(status = 500)]
    Internal(Problem),
    /// Later, please: `busy` or `read_only`.
    #[response(status = 503)]
    Busy(Problem),
}

/// How a request for the head is refused: as for the whole, without a body.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "a shape: it is described and never made")]
pub enum RefusedHead {
    /// The request is not one that there is.
    #[response(status = 400)]
    BadRequest,
    /// No token, or one that is not known.
    #[response(status = 401)]
    Unauthorised,
    /// The device has been revoked.
    #[response(status = 403)]
    Revoked,
    /// There is no such thing, or it is not for this device.
    #[response(status = 404)]
    NotFound,
    /// The device speaks a protocol that is too old.
    #[response(status = 426)]
    TooOld,
    /// A mistake in central.
    #[response(status = 500)]
    Internal,
    /// Later, please.
    #[response(status = 503)]
    Busy,
}

/// The node does not serve now.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "a shape: it is described and never made")]
pub enum Unready {
    /// The database does not answer, or the node is stopping.
    #[response(status = 503)]
    Busy(Problem),
    /// A mistake in central.
    #[response(status = 500)]
    Internal(Problem),
}

#[derive(OpenApi)]
#[openapi(
    info(title = "Feltmappen central", description = "What the devices of a unit share. docs/protocol.md says what it means."),
    paths(
        super::feeds::list, super::feeds::page, super::commits::push, super::events::stream, super::blobs::stands,
        super::blobs::read, super::blobs::write, super::orphans::hand_in, super::probes::alive, super::probes::ready,
        super::probes::metrics, json,
    ),
    modifiers(&Bearer),
)]
struct Description;

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, description: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("The device's token")).build();
        let components = description.components.get_or_insert_default();
        components.add_security_scheme("device", SecurityScheme::Http(scheme));
    }
}

/// The description as JSON.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn description() -> Result<String, serde_json::Error> {
    Description::openapi().to_json()
}

/// The description of these routes.
#[utoipa::path(get, path = "/openapi.json", tag = "operations", responses((status = 200, body = Object)))]
pub async fn json() -> Result<Response, crate::problem::Problem> {
    let text = description().map_err(|_| crate::problem::Problem::Internal)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}
