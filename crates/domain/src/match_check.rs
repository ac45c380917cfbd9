//! Match checks: runs of the checklist for better matching, with their plan (D175–D215).

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use crate::identity::NAMESPACE;
use crate::rank;
use crate::record::{Fields, Path, RANK, RecordId};
use crate::schema::PLAN;
use crate::typed::view;

/// The challenges that a new plan begins with (D215).
pub const PRESETS: [(&str, &str); 4] = [
    ("searching", "Anvendelse af Jobnet.dk til udsøgning"),
    ("qualifying", "Kvalificering af jobordre/CV"),
    ("knowledge", "Kendskab til udsøgning"),
    ("workflow", "Klare arbejdsgange"),
];

view! {
    /// A run of the checklist (D46).
    MatchCheck {
        /// Its name.
        title: filled_text("title") -> &'a str;
        /// The day it was held.
        held_on: filled_text("held_on") -> &'a str;
        /// The version of the checklist that is used (R56).
        template: id("template") -> RecordId;
        /// The unit it is about.
        unit: id("unit") -> RecordId;
    }
}

impl MatchCheck<'_> {
    /// Whether it is finished.
    pub fn closed(&self) -> bool {
        self.fields().text("status") == Some("closed")
    }
}

/// What a row of the plan lacks (R65). It is shown and stops nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PlanFlag {
    /// The row.
    pub row: Uuid,
    /// It does not say when.
    pub lacks_due: bool,
    /// It does not say who.
    pub lacks_owner: bool,
}

/// The rows of the plan that do not say when or who (R65), in order.
pub fn plan_flags(fields: &Fields) -> Vec<PlanFlag> {
    let rows = fields.items(PLAN).into_iter().map(|row| PlanFlag {
        row: row.id,
        lacks_due: !row.fields.filled("due"),
        lacks_owner: !row.fields.filled("owner"),
    });
    rows.filter(|flag| flag.lacks_due || flag.lacks_owner).collect()
}

/// The four rows that a new plan begins with (D215). Their ids are the same on every device, so that two who begin one
/// plan do not get eight.
pub fn preset_rows() -> Vec<(Path, Value)> {
    let rows = PRESETS.into_iter().zip(rank::spread(PRESETS.len())).flat_map(|((name, challenge), place)| {
        let id = Uuid::new_v5(&NAMESPACE, format!("plan:{name}").as_bytes());
        [(Path::item(PLAN, id, "challenge"), challenge.into()), (Path::item(PLAN, id, RANK), place.into())]
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn d215_a_new_plan_begins_with_four_rows_in_order() {
        let fields: Fields = preset_rows().into_iter().collect();
        let rows = fields.items(PLAN);
        let challenges: Vec<_> = rows.iter().filter_map(|row| row.fields.text("challenge")).collect();
        assert_eq!(challenges, PRESETS.map(|(_, challenge)| challenge));
        assert_eq!(preset_rows(), preset_rows());
    }

    #[test]
    fn r65_a_row_without_time_or_owner_is_flagged() {
        let mut fields: Fields = preset_rows().into_iter().collect();
        assert_eq!(plan_flags(&fields).len(), 4);
        let rows: Vec<Uuid> = fields.items(PLAN).iter().map(|row| row.id).collect();
        for row in &rows[..2] {
            fields.set(Path::item(PLAN, *row, "due"), json!("2027-01-15"));
        }
        fields.set(Path::item(PLAN, rows[0], "owner"), json!(Uuid::nil().to_string()));
        let flags = plan_flags(&fields);
        assert_eq!(flags[0], PlanFlag { row: rows[1], lacks_due: false, lacks_owner: true });
        assert_eq!(flags.len(), 3);
        fields.set(Path::item(PLAN, rows[3], "@alive"), json!(false));
        assert_eq!(plan_flags(&fields).len(), 2, "a deleted row lacks nothing");
    }
}
