//! What a version changes.

use std::collections::BTreeSet;

use feltmappen_domain::{
    guide::{self, Answers, GuideChange, Use},
    record::{Kind, RecordId, RecordKey},
};
use feltmappen_store::{ListQuery, Sort};

use super::Template;
use crate::{App, ErrorCode, Open, Outcome, api::TemplateChange};

/// So many of the latest visits and match checks are asked whether they have an answer.
const LATEST: u64 = 200;

impl App {
    /// What a version changes against the newest in use; for that one, against the version it was made from.
    pub fn template_changes(&self, key: RecordKey) -> Outcome<Vec<TemplateChange>> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let template = Template::new(key, &record.fields);
        let template_use = template.guide.template_use.ok_or(ErrorCode::BadValue)?;
        let newest = self.newest_or_own(&open, template_use)?;
        let before = if template.published {
            let base = record.fields.id("based_on").map(|id| self.template(&open, id)).transpose()?.flatten();
            match base {
                Some(base) => base,
                None => return Ok(Vec::new()),
            }
        } else {
            newest
        };
        let answered = self.answered(&open, template_use)?;
        let changes = guide::changes(&before.guide, &template.guide);
        Ok(changes.into_iter().map(|change| change_view(change, |id| answered.contains(&id))).collect())
    }

    /// What has an answer in one of the latest records that use such a template.
    fn answered(&self, open: &Open, template_use: Use) -> Outcome<BTreeSet<RecordId>> {
        let kind = match template_use {
            Use::Visit | Use::Tools => Kind::Visit,
            Use::MatchCheck => Kind::MatchCheck,
            Use::Conversation => Kind::Conversation,
            Use::Alignment => return Ok(BTreeSet::new()),
        };
        let query = ListQuery { sort: Sort::Changed, descending: true, limit: LATEST, ..ListQuery::new(kind) };
        let mut found = BTreeSet::new();
        for row in open.workspace.page(&query)?.rows {
            let Some(record) = open.workspace.record(&row.key)? else { continue };
            let answers = Answers::new(&record.fields);
            found.extend(answers.answers.iter().filter(|(_, one)| one.says_something()).map(|(id, _)| *id));
            found.extend(answers.tools.keys());
            let used = self.in_use(
                open,
                &record.fields,
                if kind == Kind::MatchCheck { "template" } else { "guide" },
                template_use,
            )?;
            let picked =
                used.guide.questions().filter(|(_, one)| one.choices.iter().any(|one| answers.picks.contains(&one.id)));
            found.extend(picked.map(|(_, question)| question.id));
        }
        Ok(found)
    }
}

/// A change as the window shows it.
pub(crate) fn change_view(change: GuideChange, answered: impl Fn(RecordId) -> bool) -> TemplateChange {
    TemplateChange {
        question: change.subject,
        kind: change.code,
        title: change.title,
        before: change.old,
        after: change.new,
        answered: answered(change.subject),
    }
}
