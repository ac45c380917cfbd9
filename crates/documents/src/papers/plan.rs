//! The plan of action that a match check ends with (D45, D215, R65): one table, as long as it is, across the page.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    Paper, Refusal,
    input::{self, Office, Personal, day},
    parts,
    tree::{Block, Cell, Document, Form, Row, Style, Table},
};

/// All that stands on the plan.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ActionPlan {
    /// What tells this document from all others.
    pub document_id: String,
    /// When the paper is made.
    pub made: DateTime<FixedOffset>,
    /// Whose plan it is.
    pub office: Office,
    /// What the match check is called.
    pub title: Personal,
    /// The day on which it was held.
    pub held_on: Option<NaiveDate>,
    /// The rows, in their order.
    pub rows: Vec<PlanRow>,
}

/// A row of the plan (D215).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PlanRow {
    /// Udfordring.
    pub challenge: Option<Personal>,
    /// Løsning.
    pub solution: Option<Personal>,
    /// Aktivitet.
    pub activity: Option<Personal>,
    /// Tidspunkt.
    pub due: Option<NaiveDate>,
    /// Mål.
    pub goal: Option<Personal>,
    /// Who sees to it (D210).
    pub owner: Option<Personal>,
    /// The day on which it was done.
    pub done_on: Option<NaiveDate>,
    /// What has come of it.
    pub follow_up: Option<Personal>,
}

/// The columns (D215), and who sees to it (D210).
const COLUMNS: [(&str, f32); 6] = [
    ("Udfordring", 0.18),
    ("Løsning", 0.19),
    ("Aktivitet", 0.2),
    ("Tidspunkt", 0.14),
    ("Mål", 0.17),
    ("Ansvarlig", 0.12),
];

impl Paper for ActionPlan {
    fn document(&self) -> Result<Document, Refusal> {
        let plan = input::ready(self)?;
        if plan.rows.is_empty() {
            return Err(Refusal::Empty("rows".to_owned()));
        }
        let title = format!("Handlingsplan: {}", &*plan.title);
        let held = plan.held_on.map(|on| format!(" · Match-tjek {}", day(on))).unwrap_or_default();
        let blocks = vec![
            Block::Title(title.clone()),
            Block::text(Style::Lead, format!("{}{held}", plan.office.unit)),
            Block::Table(Table {
                columns: COLUMNS.map(|(_, width)| width).to_vec(),
                head: Some(COLUMNS.map(|(name, _)| name.to_owned()).to_vec()),
                rows: plan.rows.iter().map(PlanRow::row).collect(),
            }),
        ];
        let sheet = parts::Sheet {
            kind: "Handlingsplan",
            title,
            author: &plan.office.authority,
            id: &plan.document_id,
            made: plan.made,
        };
        Ok(Document { form: Form::Across, ..sheet.with(blocks) })
    }
}

impl PlanRow {
    fn row(&self) -> Row {
        let said = |text: &Option<Personal>| text.as_ref().map_or_else(|| NOTHING.to_owned(), |text| text.to_string());
        let cell = |text: &Option<Personal>| Cell::from(parts::value(said(text)));
        let mut due = Cell::from(parts::value(self.due.map_or_else(|| NOTHING.to_owned(), day)));
        if let Some(on) = self.done_on {
            due = due.with_remark(format!("Gjort {}", day(on)));
        }
        let mut activity = cell(&self.activity);
        if let Some(follow_up) = &self.follow_up {
            activity = activity.with_remark(format!("Opfølgning: {}", &**follow_up));
        }
        Row {
            about: said(&self.challenge),
            cells: vec![cell(&self.solution), activity, due, cell(&self.goal), cell(&self.owner)],
        }
    }
}

/// What stands where nothing was written: an empty cell could be one that was forgotten.
const NOTHING: &str = "–";
