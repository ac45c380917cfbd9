//! The plan of action of a match check (D215).

use feltmappen_documents::{
    Paper,
    papers::{ActionPlan, PlanRow},
};
use feltmappen_domain::{
    record::{Item, Kind, RecordId, RecordKey},
    schema::PLAN,
};

use super::{
    Content, Draft,
    parts::{self, day, personal},
    refused,
};
use crate::{App, Open, Outcome, api::PaperKind};

impl App {
    pub(super) fn plan_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = self.shown(open, key)?;
        let mut rows = Vec::new();
        let mut people = Vec::new();
        for item in record.fields.items(PLAN) {
            let owner = self.pointed(open, Kind::Employee, item.fields.id("owner"))?;
            let name = owner.as_ref().and_then(|owner| personal(owner.fields.filled_text("name")));
            people.extend(owner.map(|owner| owner.key));
            rows.extend(row(&item, name));
        }
        let stamp = self.stamp()?;
        let unit = self.unit_of_paper(open, record.fields.id("unit"))?;
        let plan = ActionPlan {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            office: parts::office(&unit),
            title: personal(record.fields.filled_text("title")).unwrap_or_else(|| "Match-tjek".into()),
            held_on: day(record.fields.filled_text("held_on")),
            rows,
        };
        people.sort_by_key(|one: &RecordKey| -> RecordId { one.id });
        people.dedup();
        Ok(Draft {
            content: Content::Drawn(plan.document().map_err(|refusal| refused(PaperKind::ActionPlan, &refusal))?),
            people,
        })
    }
}

/// A row in which something stands.
fn row(item: &Item, owner: Option<feltmappen_documents::input::Personal>) -> Option<PlanRow> {
    let text = |field: &str| personal(item.fields.filled_text(field));
    let row = PlanRow {
        challenge: text("challenge"),
        solution: text("solution"),
        activity: text("activity"),
        due: day(item.fields.filled_text("due")),
        goal: text("goal"),
        owner,
        done_on: day(item.fields.filled_text("done_at")),
        follow_up: text("follow_up"),
    };
    let written = [&row.challenge, &row.solution, &row.activity, &row.goal].iter().any(|text| text.is_some());
    (written || row.due.is_some() || row.owner.is_some()).then_some(row)
}
