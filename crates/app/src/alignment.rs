//! The alignment of a job order with the company (D102–D111), and the new one that a failed recruitment asks for (R35).

use feltmappen_domain::{
    form,
    guide::{QuestionKind, Use, item_id},
    order::{JobOrder, alignment_problems, needs_new_alignment},
    record::{ALIVE, Fields, Kind, Path, Record, RecordKey},
};
use feltmappen_sync::RecordChange;
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{AlignmentView, Sentence, SentenceGroup, StatusOutcome},
    edit::changes_to,
};

/// The parts of the sentences that belong to something in the form.
const GROUPS: [&str; 4] = ["direct", "substitution", "upskilling", "plan"];
/// A new alignment is due so many days after the order was closed.
const DUE: u32 = 14;

impl App {
    /// The alignment of a job order: form, sentences, and what it lacks.
    pub fn alignment(&self, order: RecordKey) -> Outcome<AlignmentView> {
        let open = self.opened()?;
        if order.kind != Kind::JobOrder {
            return Err(ErrorCode::BadValue.into());
        }
        let record = self.shown(&open, order)?;
        let template = self.newest_or_own(&open, Use::Alignment)?;
        let groups = template.guide.parts.iter().map(|part| {
            let known = GROUPS.iter().find(|name| item_id("part", Use::Alignment.as_str(), name) == part.id);
            let sentences = part.questions.iter().filter(|one| one.kind == QuestionKind::Sentence && !one.retired);
            SentenceGroup {
                id: known.map_or_else(|| part.id.to_string(), |name| (*name).to_owned()),
                title: part.title.clone(),
                lead: part.lead.clone().unwrap_or_default(),
                sentences: sentences.map(|one| Sentence { text: one.text.clone(), help: one.help.clone() }).collect(),
            }
        });
        Ok(AlignmentView {
            form: form::alignment_form(),
            sentences: groups.collect(),
            missing: alignment_problems(&record.fields),
            done_at: record.fields.filled_text("alignment.done_at").map(str::to_owned),
        })
    }

    /// Ends the alignment if nothing stands in the way (R34); what asked for it is done with it.
    pub fn complete_alignment(&self, order: RecordKey) -> Outcome<StatusOutcome> {
        let open = self.opened()?;
        if order.kind != Kind::JobOrder {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&order)?.ok_or(ErrorCode::NotHere)?;
        let missing = alignment_problems(&record.fields);
        if missing.is_empty() {
            let done = (Path::known("done_at"), Value::from(self.danish_day()));
            let asked = self.asked_for(&open, &record)?;
            let asked = asked.iter().map(|promise| changes_to(promise, vec![done.clone()])).collect();
            let values = vec![(Path::known("alignment.done_at"), self.now().into())];
            self.settle_with(&open, order, "align", values, asked)?;
        }
        Ok(StatusOutcome { done: missing.is_empty(), missing, view: self.view(&open, order)? })
    }

    /// The task that an order asks for when it is closed because the recruitment failed (R35); one is enough.
    pub(crate) fn new_alignment(&self, open: &Open, order: &Record, after: &Fields) -> Outcome<Vec<RecordChange>> {
        if !needs_new_alignment(after) || needs_new_alignment(&order.fields) || !self.asked_for(open, order)?.is_empty()
        {
            return Ok(Vec::new());
        }
        let me = open.me()?;
        let key = RecordKey::new(Kind::Promise, self.new_id()?);
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        let title = JobOrder::new(after).title().unwrap_or("jobordren").to_owned();
        let owner = JobOrder::new(after).coordinator().unwrap_or(me.employee);
        let text = format!("Ny forventningsafstemning om {title}. Fristen gik, uden at stillingen blev besat.");
        let mut values = vec![
            (Path::known(ALIVE), true.into()),
            (Path::known("type"), "alignment".into()),
            (Path::known("text"), text.into()),
            (Path::known("job_order"), order.key.id.to_string().into()),
            (Path::known("owner"), owner.to_string().into()),
            (Path::known("due"), self.day_in(DUE).into()),
        ];
        for path in ["company", "workplace", "contact"] {
            values.extend(after.get(path).map(|value| (Path::known(path), value.clone())));
        }
        Ok(vec![changes_to(&record, values)])
    }

    /// The open tasks for a new alignment of an order.
    fn asked_for(&self, open: &Open, order: &Record) -> Outcome<Vec<Record>> {
        let Some(company) = order.fields.id("company") else { return Ok(Vec::new()) };
        let mut promises = open.workspace.children(company, Kind::Promise)?;
        promises.retain(|promise| {
            promise.fields.text("type") == Some("alignment")
                && promise.fields.id("job_order") == Some(order.key.id)
                && !promise.fields.filled("done_at")
        });
        Ok(promises)
    }
}
