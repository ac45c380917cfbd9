//! What stands in `bevis.json`. The shape is read by others: `docs/proof.md` describes it, and a test compares the two. It holds
//! personal data, so none of it derives `Debug`.

use feltmappen_domain::record::{Path, RecordId};
use serde::Serialize;

/// Its name in the bundle.
pub(super) const NAME: &str = "bevis.json";
/// What tells it from any other JSON.
pub(super) const FORMAT: &str = "feltmappen-proof";
/// The version of the shape: a field may be added to it, and none goes or changes its meaning.
pub(super) const VERSION: u32 = 1;
/// So long a device keeps who changed what.
pub(super) const KEPT_DAYS: u32 = 30;

#[derive(Serialize)]
pub(super) struct Proof {
    pub format: &'static str,
    pub version: u32,
    pub app_version: &'static str,
    pub made_at: String,
    pub made_by: String,
    pub consent: RecordId,
    pub document_id: String,
    pub form_version: Option<String>,
    pub replaces: Option<RecordId>,
    pub files: Vec<File>,
    pub given: Given,
    pub valid_until: Option<String>,
    pub finalised: Finalised,
    pub withdrawn: Option<Withdrawn>,
    pub history: History,
    pub access_log: AccessLog,
}

#[derive(Clone, Serialize)]
pub(super) struct File {
    pub name: String,
    pub what: &'static str,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Serialize)]
pub(super) struct Given {
    pub how: Option<String>,
    pub at: Option<String>,
    pub place: Option<String>,
    pub to: Option<String>,
    pub interpreter: Option<String>,
    pub representative: Option<String>,
    pub basis: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Finalised {
    pub at: Option<String>,
    pub by: Option<String>,
}

#[derive(Serialize)]
pub(super) struct Withdrawn {
    pub at: String,
    pub how: Option<String>,
    pub to: Option<String>,
}

#[derive(Serialize)]
pub(super) struct History {
    pub kept_days: u32,
    pub changes: Vec<Change>,
}

#[derive(Serialize)]
pub(super) struct Change {
    pub at: String,
    pub who: String,
    pub action: String,
    pub path: Path,
    pub what: String,
    pub before: String,
    pub after: String,
}

#[derive(Serialize)]
pub(super) struct AccessLog {
    pub whole: bool,
    pub lines: Vec<Access>,
}

#[derive(Serialize)]
pub(super) struct Access {
    pub seq: u64,
    pub at: String,
    pub who: String,
    pub action: &'static str,
    pub why: String,
    pub what: String,
}
