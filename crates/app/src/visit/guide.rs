//! The guide beside the conversation, with what was answered last time.

use std::collections::BTreeMap;

use feltmappen_domain::{
    form::guide_form,
    guide::{Answers, Guide, QuestionKind, Use, tools_on},
    record::{Kind, Record, RecordKey},
    summary,
    visit::Visit,
};
use feltmappen_store::AccessAction;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Earlier, GuideView, Tool, ToolGroup},
    template::Template,
};

impl App {
    /// The guide, checklist or template behind a record, as a form. For a template it is a preview.
    pub fn guide(&self, key: RecordKey) -> Outcome<GuideView> {
        let open = self.opened()?;
        match key.kind {
            Kind::Visit => {
                let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
                let visit = Visit::new(&record.fields);
                let templates = self.templates_of(&open, &record.fields)?;
                let today = self.danish_day();
                let day = visit.day().unwrap_or(&today);
                let answers = Answers::new(&record.fields);
                let earlier = self.last_visit(&open, key, &visit)?;
                let earlier = earlier.map(|earlier| self.earlier(&open, &earlier)).transpose()?;
                self.log(
                    &open,
                    AccessAction::Read,
                    &earlier.iter().map(|one| one.visit.key).collect::<Vec<_>>(),
                    "guide",
                );
                let tools = &templates.tools.guide;
                Ok(GuideView { earlier, ..guide_view(&templates.guide, tools, &answers, Some(day)) })
            }
            Kind::MatchCheck => {
                let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
                let template = self.in_use(&open, &record.fields, "template", Use::MatchCheck)?;
                let tools = self.newest_or_own(&open, Use::Tools)?;
                Ok(guide_view(&template, &tools.guide, &Answers::new(&record.fields), None))
            }
            Kind::Conversation => {
                let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
                let template = self.in_use(&open, &record.fields, "guide", Use::Conversation)?;
                let tools = self.newest_or_own(&open, Use::Tools)?;
                Ok(guide_view(&template, &tools.guide, &Answers::new(&record.fields), None))
            }
            Kind::Template => {
                let record = self.shown(&open, key)?;
                let tools = self.newest_or_own(&open, Use::Tools)?;
                let today = self.danish_day();
                Ok(guide_view(&Template::new(key, &record.fields), &tools.guide, &Answers::default(), Some(&today)))
            }
            _ => Err(ErrorCode::BadValue.into()),
        }
    }

    /// The answers of an earlier visit, in words.
    pub(super) fn earlier(&self, open: &Open, record: &Record) -> Outcome<Earlier> {
        let visit = Visit::new(&record.fields);
        let templates = self.templates_of(open, &record.fields)?;
        let answers = Answers::new(&record.fields);
        let setting = templates.setting(&visit, &answers);
        let said: BTreeMap<String, String> = templates
            .guide
            .guide
            .questions()
            .filter_map(|(_, question)| Some((question.id.to_string(), summary::said(question, setting)?)))
            .collect();
        let who = match visit.consultant() {
            Some(consultant) => self.name_of(open, Kind::Employee, consultant)?,
            None => String::new(),
        };
        Ok(Earlier {
            visit: self.describe(open, record)?,
            at: visit.starts_at().or(visit.closed_at()).unwrap_or_default().to_owned(),
            who,
            answers: said,
        })
    }
}

fn guide_view(template: &Template, tools: &Guide, answers: &Answers, day: Option<&str>) -> GuideView {
    let asks = template.guide.questions().filter(|(_, question)| question.kind == QuestionKind::Tools);
    let groups = asks.filter_map(|(_, question)| {
        let part = tools.part(question.tools?)?;
        let offered = tools_on(question, tools, answers, day).into_iter().map(|tool| Tool {
            id: tool.id,
            name: tool.text,
            help: tool.help,
            until: tool.until,
            gone: tool.ended,
        });
        Some(ToolGroup { question: question.id, part: part.id, title: part.title.clone(), tools: offered.collect() })
    });
    GuideView {
        template: template.key,
        title: template.guide.title.clone(),
        version: template.version,
        published: template.published,
        form: guide_form(&template.guide, Some(tools)),
        tools: groups.collect(),
        earlier: None,
    }
}
