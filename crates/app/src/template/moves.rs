//! Moving a visit or a match check to the newest version of its template. Answers stay as they are.

use std::sync::Arc;

use feltmappen_domain::{
    guide::{self, Answers, Setting, Use},
    record::{Kind, Record, RecordId, RecordKey},
    summary,
    visit::{Visit, VisitStatus},
};

use super::{Template, change_view};
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{KeptAnswer, MoveView, RecordView},
};

/// One template of a record: its field, the version in use and the newest.
struct Step {
    field: &'static str,
    used: Arc<Template>,
    newest: Arc<Template>,
}

impl App {
    /// What moving a visit or a match check to the newest version would do.
    pub fn moves(&self, key: RecordKey) -> Outcome<MoveView> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let steps = self.move_steps(&open, &record)?;
        let answers = Answers::new(&record.fields);
        let tools = steps.iter().find(|step| step.field == "tool_list");
        let setting = Setting {
            visit_type: Visit::new(&record.fields).visit_type(),
            answers: &answers,
            tools: tools.map(|step| &step.used.guide),
        };
        let mut view = MoveView {
            from: steps.first().map_or(1, |step| step.used.version),
            to: steps.first().map_or(1, |step| step.newest.version),
            tools_from: tools.map(|step| step.used.version),
            tools_to: tools.map(|step| step.newest.version),
            changes: Vec::new(),
            kept: Vec::new(),
        };
        for step in &steps {
            let (old, new) = (&step.used.guide, &step.newest.guide);
            let migration = guide::migrate(old, new, &answers);
            let has_answer = |id: RecordId| {
                let question = old.question(id).or_else(|| new.question(id));
                question.is_some_and(|(_, question)| answers.answered(question, setting.tools))
            };
            view.changes.extend(migration.changes.into_iter().map(|change| change_view(change, has_answer)));
            view.kept.extend(migration.kept.into_iter().map(|kept| KeptAnswer {
                question: kept.subject,
                text: kept.text.unwrap_or_default(),
                answer: in_words(kept.subject, &step.used, setting),
                reason: kept.reason,
            }));
        }
        Ok(view)
    }

    /// Moves a visit or a match check to the newest version; no answer is dropped.
    pub fn move_to_newest(&self, key: RecordKey) -> Outcome<RecordView> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let over = match key.kind {
            Kind::Visit | Kind::Conversation => {
                matches!(Visit::new(&record.fields).status(), VisitStatus::Closed | VisitStatus::Cancelled)
            }
            _ => record.fields.text("status") == Some("closed"),
        };
        if over {
            return Err(ErrorCode::WrongStep.into());
        }
        let steps = self.move_steps(&open, &record)?;
        let values = steps.iter().filter(|step| step.newest.key != step.used.key);
        let values = values.map(|step| guide::move_to(step.field, step.newest.key.id)).collect();
        self.settle(&open, key, "move_version", values)?;
        self.view(&open, key)
    }

    fn move_steps(&self, open: &Open, record: &Record) -> Outcome<Vec<Step>> {
        let uses: &[(&'static str, Use)] = match record.key.kind {
            Kind::Visit => &[("guide", Use::Visit), ("tool_list", Use::Tools)],
            Kind::MatchCheck => &[("template", Use::MatchCheck)],
            Kind::Conversation => &[("guide", Use::Conversation)],
            _ => return Err(ErrorCode::BadValue.into()),
        };
        let steps = uses.iter().map(|(field, template_use)| {
            let used = self.in_use(open, &record.fields, field, *template_use)?;
            let newest = self.newest(open, *template_use)?.filter(|newest| newest.age() > used.age());
            Ok(Step { field, newest: newest.unwrap_or_else(|| Arc::clone(&used)), used })
        });
        steps.collect()
    }
}

/// The answer to a question, the words of a choice, or the marks of a tool.
fn in_words(subject: RecordId, used: &Template, setting: Setting<'_>) -> String {
    if let Some((_, question)) = used.guide.question(subject) {
        let mark = setting.answers.tools.get(&subject).map(|mark| match (mark.offered, mark.interested) {
            (true, true) => "Tilbudt, interesseret",
            (_, true) => "Interesseret",
            _ => "Tilbudt",
        });
        let decided = setting.answers.get(subject).and_then(|answer| answer.decided);
        let decided = decided.map(|decided| if decided { "Besluttet." } else { "Ikke besluttet." });
        let parts = [mark.or(decided).map(str::to_owned), summary::said(question, setting)];
        return parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    }
    let mut choices = used.guide.questions().flat_map(|(_, question)| &question.choices);
    if let Some(choice) = choices.find(|choice| choice.id == subject) {
        return choice.label.clone();
    }
    setting.answers.get(subject).and_then(|answer| answer.note.clone()).unwrap_or_default()
}
