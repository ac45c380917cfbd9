//! What crosses between the use cases and a window: plain data, typed once, exported to TypeScript.
//!
//! These types hold personal data, so none of them derives `Debug`.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

mod candidate;
mod catalogue;
mod consent;
mod import;
mod list;
mod paper;
mod record;
mod session;
mod sync;
mod template;
mod visit;

pub use feltmappen_domain::{
    record::{Kind, Path, RecordId, RecordKey},
    summary::Finding,
};

pub use candidate::*;
pub use catalogue::*;
pub use consent::*;
pub use import::*;
pub use list::*;
pub use paper::*;
pub use record::*;
pub use session::*;
pub use sync::*;
pub use template::*;
pub use visit::*;

/// A field's value as it crosses to the window: text, whole number, yes/no or nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(transparent)]
#[ts(type = "string | number | boolean | null")]
pub struct Scalar(pub Value);

impl From<Value> for Scalar {
    fn from(value: Value) -> Self {
        Self(value)
    }
}
