//! Closing a visit: never blocked, but what was not touched is listed (R51).

use serde::Serialize;
use ts_rs::TS;

use crate::guide::{Coverage, Guide, Setting, Untouched, coverage, untouched};

/// What is shown when a visit is closed. Nothing in it stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Closing {
    /// How much was touched.
    pub coverage: Coverage,
    /// What was not.
    pub untouched: Vec<Untouched>,
}

/// What to show when a visit is closed (R51).
pub fn closing(guide: &Guide, setting: Setting<'_>) -> Closing {
    Closing { coverage: coverage(guide, setting), untouched: untouched(guide, setting) }
}
