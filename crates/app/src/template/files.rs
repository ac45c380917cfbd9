//! Templates as files: to another unit, and back in as a draft.

use feltmappen_domain::{
    guide::{self, Problem, Use},
    record::{ALIVE, Fields, Kind, Path, Record, RecordKey},
};
use feltmappen_store::AccessAction;
use feltmappen_sync::RecordChange;
use serde_json::Value;

use super::versions::OWN;
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{FileProblem, TemplateImport},
    edit::changes_to,
};

impl App {
    /// Writes a template as a file to the folder for downloads; answers where.
    pub fn export_template(&self, key: RecordKey) -> Outcome<String> {
        let open = self.opened()?;
        if key.kind != Kind::Template {
            return Err(ErrorCode::BadValue.into());
        }
        let file = guide::export(&self.shown(&open, key)?.fields);
        let text = serde_json::to_vec_pretty(&file).map_err(|_| ErrorCode::Internal)?;
        let version = file.version.unwrap_or(1);
        let name = format!("skabelon-{}-version-{version}", file_name(&file.template_use));
        let place = self.write_export(&name, "json", &text)?;
        self.log(&open, AccessAction::Export, &[key], "template");
        self.write_access(&open);
        Ok(place)
    }

    /// Makes a draft of a template's file, as the next version of what it is for. A file with anything wrong in it is
    /// refused whole. A draft that is there already is replaced only when `replace` says so.
    pub fn import_template(&self, text: String, replace: bool) -> Outcome<TemplateImport> {
        let open = self.opened()?;
        let me = open.me()?;
        let fields = match guide::import(text.trim_start_matches('\u{feff}')) {
            Ok(fields) => fields,
            Err(problems) => return Ok(TemplateImport::Refused { problems: problems.into_iter().map(said).collect() }),
        };
        let template_use = fields.text("use").and_then(Use::from_code).ok_or(ErrorCode::BadValue)?;
        let drafts = self.all_templates(&open, Some("draft"))?;
        let drafts: Vec<_> = drafts.iter().filter(|one| one.guide.template_use == Some(template_use)).collect();
        if let (Some(draft), false) = (drafts.first(), replace) {
            return Ok(TemplateImport::DraftThere { title: draft.guide.title.clone(), version: draft.version });
        }
        let mut records = Vec::new();
        for draft in &drafts {
            records.push(self.discarding(&open, draft.key)?);
        }
        let (base, own) = self.template_for_new(&open, me, template_use)?;
        records.extend(own);
        let version = self.newest(&open, template_use)?.map_or(1, |newest| newest.version).saturating_add(1);
        let read = fields.iter().filter(|(path, _)| !OWN.contains(&path.as_str()));
        let mut values: Vec<(Path, Value)> = read.map(|(path, value)| (path.clone(), value.clone())).collect();
        values.extend([
            (Path::known("status"), "draft".into()),
            (Path::known("version"), version.into()),
            (Path::known("based_on"), base.to_string().into()),
            (Path::known(ALIVE), true.into()),
        ]);
        let key = RecordKey::new(Kind::Template, self.new_id()?);
        let record = Record { key, home_unit: me.unit, fields: Fields::default() };
        records.push(changes_to(&record, values));
        self.commit(&open, me, "import", records)?;
        Ok(TemplateImport::Made { key })
    }

    fn discarding(&self, open: &Open, key: RecordKey) -> Outcome<RecordChange> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        Ok(changes_to(&record, vec![(Path::known(ALIVE), false.into())]))
    }
}

fn said(problem: Problem) -> FileProblem {
    FileProblem { code: problem.code, subject: problem.subject, sentence: problem.message.to_owned() }
}

/// The words of a use as a part of a file's name.
fn file_name(template_use: &str) -> &'static str {
    match Use::from_code(template_use) {
        Some(Use::Visit) => "samtaleguide",
        Some(Use::Tools) => "redskabsvifte",
        Some(Use::MatchCheck) => "match-tjek",
        Some(Use::Alignment) => "forventningsafstemning",
        Some(Use::Conversation) => "samtaleguide-ledige",
        None => "ukendt",
    }
}
