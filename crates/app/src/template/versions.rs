//! Making versions and taking them into use.

use feltmappen_domain::{
    guide::{self, ProblemCode, Use},
    record::{ALIVE, Fields, Kind, Path, Record, RecordKey},
    schema::{self, FormatCode, USES},
};
use serde_json::Value;

use super::{Template, refuse_frozen};
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{PublishOutcome, RecordView, TemplateFamily, TemplateProblem, TemplateRow, VersionFrom},
    edit::changes_to,
};

/// Fields that belong to one version and are not taken over by the next.
pub(super) const OWN: [&str; 5] = ["status", "version", "published_at", "based_on", ALIVE];

impl App {
    /// Every template, by use.
    pub fn templates(&self) -> Outcome<Vec<TemplateFamily>> {
        let open = self.opened()?;
        let mut all = self.all_templates(&open, None)?;
        all.sort_by(|one, other| other.age().cmp(&one.age()));
        let families = Use::ALL.into_iter().map(|template_use| {
            let of_use = all.iter().filter(|one| one.guide.template_use == Some(template_use));
            let versions: Vec<TemplateRow> =
                of_use.map(|one| self.template_row(&open, one, template_use)).collect::<Outcome<_>>()?;
            let first = |status: &str| versions.iter().find(|row| row.status == status).cloned();
            let title = USES.iter().find(|(code, _)| *code == template_use.as_str()).map(|(_, words)| *words);
            Ok(TemplateFamily {
                template_use,
                title: title.unwrap_or_default().to_owned(),
                published: first("published"),
                draft: first("draft"),
                versions,
            })
        });
        families.collect()
    }

    fn template_row(&self, open: &Open, template: &Template, template_use: Use) -> Outcome<TemplateRow> {
        let (kind, field) = match template_use {
            Use::Visit => (Kind::Visit, "guide"),
            Use::Tools => (Kind::Visit, "tool_list"),
            Use::MatchCheck | Use::Alignment => (Kind::MatchCheck, "template"),
            Use::Conversation => (Kind::Conversation, "guide"),
        };
        let used = open.workspace.count_pointing(kind, &Path::known(field), template.key.id)?;
        Ok(TemplateRow {
            key: template.key,
            title: template.guide.title.clone(),
            version: template.version,
            status: if template.published { "published" } else { "draft" }.to_owned(),
            published_at: template.published_at.clone(),
            used: u32::try_from(used).unwrap_or(u32::MAX),
        })
    }

    /// The draft of the next version; made from the newest one in use, or from the app's own, when there is none. Where
    /// nothing is in use yet, the app's own is taken into use with it.
    pub fn new_version(&self, template_use: String, from: VersionFrom) -> Outcome<RecordView> {
        let open = self.opened()?;
        let me = open.me()?;
        let template_use = Use::from_code(&template_use).ok_or(ErrorCode::BadValue)?;
        let drafts = self.all_templates(&open, Some("draft"))?;
        let drafts = drafts.iter().filter(|one| one.guide.template_use == Some(template_use));
        if let Some(draft) = drafts.max_by(|one, other| one.age().cmp(&other.age())) {
            return self.view(&open, draft.key);
        }
        let (base, own) = self.template_for_new(&open, me, template_use)?;
        let newest = self.newest(&open, template_use)?;
        let stored = open.workspace.record(&RecordKey::new(Kind::Template, base))?;
        let source = match stored.filter(|_| from == VersionFrom::Latest && newest.is_some()) {
            Some(record) => record.fields,
            None => guide::default_fields(template_use),
        };
        let taken = source.iter().filter(|(path, _)| !OWN.contains(&path.as_str()));
        let mut values: Vec<(Path, Value)> = taken.map(|(path, value)| (path.clone(), value.clone())).collect();
        let version = newest.map_or(1, |newest| newest.version).saturating_add(1);
        values.extend([
            (Path::known("status"), "draft".into()),
            (Path::known("version"), version.into()),
            (Path::known("based_on"), base.to_string().into()),
            (Path::known(ALIVE), true.into()),
        ]);
        let key = RecordKey::new(Kind::Template, self.new_id()?);
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        let records = std::iter::once(changes_to(&record, values)).chain(own).collect();
        self.commit(&open, me, "create", records)?;
        self.view(&open, key)
    }

    /// Takes a draft into use unless something stands in the way. It never changes afterwards (R56).
    pub fn publish(&self, key: RecordKey) -> Outcome<PublishOutcome> {
        let open = self.opened()?;
        if key.kind != Kind::Template {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        refuse_frozen(&record)?;
        let mut values = Vec::new();
        let mut problems = Vec::new();
        let mut after = record.fields.clone();
        for draft in open.workspace.drafts(&key)? {
            if schema::spec_of(key.kind, &draft.path).is_none() {
                continue;
            }
            match schema::check(key.kind, &draft.path, &draft.value) {
                None => {
                    let value = schema::stored_form(key.kind, &draft.path, draft.value);
                    after.set(draft.path.clone(), value.clone());
                    values.push((draft.path, value));
                }
                Some(problem) => problems.push(TemplateProblem {
                    code: match problem.code {
                        FormatCode::TooLong => ProblemCode::TooLong,
                        FormatCode::Date => ProblemCode::Day,
                        _ => ProblemCode::NotKept,
                    },
                    question: draft.path.parse_item().map(|(_, item, _)| item),
                    sentence: problem.message.into_owned(),
                }),
            }
        }
        problems.extend(guide::publish_problems(&after).into_iter().map(|problem| TemplateProblem {
            code: problem.code,
            question: problem.subject.and_then(|subject| subject.parse().ok()),
            sentence: problem.message.to_owned(),
        }));
        if problems.is_empty() {
            values.push((Path::known("status"), "published".into()));
            values.push((Path::known("published_at"), self.now().into()));
            // Another device may have published one meanwhile: this one is taken into use after it.
            let template_use = after.text("use").and_then(Use::from_code).ok_or(ErrorCode::BadValue)?;
            let newest = self.newest(&open, template_use)?.map_or(0, |newest| newest.version);
            if after.integer("version").is_none_or(|version| version <= newest.into()) {
                values.push((Path::known("version"), newest.saturating_add(1).into()));
            }
            self.commit(&open, open.me()?, "publish", vec![changes_to(&record, values)])?;
        }
        Ok(PublishOutcome { done: problems.is_empty(), problems, view: self.view(&open, key)? })
    }
}
