//! Match checks: the checklist for better matching as a workshop, with its plan (D175–D215).

use feltmappen_domain::{
    guide::{Answers, Guide, QuestionKind, Setting, Use, coverage, visible_questions},
    match_check::{MatchCheck, plan_flags},
    record::{Fields, Kind, Path, RecordId, RecordKey},
    schema::PLAN,
    visit::danish_day,
};
use feltmappen_store::{AccessAction, ListQuery, Sort};

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{CheckView, MatchCheckRow, PlanFlag, RecordView},
    exports::csv_table,
};

/// So many match checks are listed.
const LISTED: u64 = 1_000;

impl App {
    /// Match checks, the latest first.
    pub fn match_checks(&self) -> Outcome<Vec<MatchCheckRow>> {
        let open = self.opened()?;
        let query =
            ListQuery { sort: Sort::Changed, descending: true, limit: LISTED, ..ListQuery::new(Kind::MatchCheck) };
        let mut rows = Vec::new();
        for row in open.workspace.page(&query)?.rows {
            let Some(record) = open.workspace.record(&row.key)? else { continue };
            let template = self.in_use(&open, &record.fields, "template", Use::MatchCheck)?;
            let answers = Answers::new(&record.fields);
            let counted = Decisions::of(&template.guide, &answers);
            let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
            rows.push(MatchCheckRow {
                key: row.key,
                title: row.title,
                held_on: record.fields.filled_text("held_on").map(str::to_owned),
                status: row.status.unwrap_or_default(),
                decided: counted.decided,
                questions: counted.questions,
                plan_rows: number(answers.plan_rows),
                flagged: number(plan_flags(&record.fields).len()),
            });
        }
        rows.sort_by(|one, other| other.held_on.cmp(&one.held_on));
        Ok(rows)
    }

    /// Closes a match check, or opens it again.
    pub fn set_check_closed(&self, key: RecordKey, closed: bool) -> Outcome<RecordView> {
        let open = self.opened()?;
        if key.kind != Kind::MatchCheck {
            return Err(ErrorCode::BadValue.into());
        }
        let (action, status) = if closed { ("close", "closed") } else { ("reopen", "open") };
        self.settle(&open, key, action, vec![(Path::known("status"), status.into())])?;
        self.view(&open, key)
    }

    /// What a match check's page shows beside its fields, drafts included.
    pub(crate) fn check_view(&self, open: &Open, fields: &Fields) -> Outcome<CheckView> {
        let template = self.in_use(open, fields, "template", Use::MatchCheck)?;
        let answers = Answers::new(fields);
        let setting = Setting { visit_type: None, answers: &answers, tools: None };
        let shown = visible_questions(&template.guide, setting);
        let counted = Decisions::of(&template.guide, &answers);
        let flags = plan_flags(fields).into_iter().map(|flag| PlanFlag {
            item: flag.row,
            missing: [(flag.lacks_due, "due"), (flag.lacks_owner, "owner")]
                .into_iter()
                .filter(|(lacks, _)| *lacks)
                .map(|(_, field)| Path::item(PLAN, flag.row, field).to_string())
                .collect(),
        });
        Ok(CheckView {
            status: if MatchCheck::new(fields).closed() { "closed" } else { "open" }.to_owned(),
            visible: template.guide.questions().map(|(_, one)| one.id).filter(|id| shown.contains(id)).collect(),
            coverage: coverage(&template.guide, setting),
            decided: counted.decided,
            not_decided: counted.not_decided,
            flags: flags.collect(),
            newer: self.newer_than(open, &template, Use::MatchCheck)?,
        })
    }

    /// Writes a match check's plan as a CSV file to the folder for downloads; answers where.
    pub fn export_plan(&self, key: RecordKey) -> Outcome<String> {
        let open = self.opened()?;
        if key.kind != Kind::MatchCheck {
            return Err(ErrorCode::BadValue.into());
        }
        let record = self.shown(&open, key)?;
        let table = self.plan_table(&open, &record.fields)?;
        let place = self.write_export(&format!("match-tjek-plan-{}", self.danish_day()), "csv", &table)?;
        self.log(&open, AccessAction::Export, &[key], "plan");
        self.write_access(&open);
        Ok(place)
    }

    fn plan_table(&self, open: &Open, fields: &Fields) -> Outcome<Vec<u8>> {
        let head = ["Udfordring", "Løsning", "Aktivitet", "Tidspunkt", "Mål", "Ansvarlig", "Gjort", "Opfølgning"];
        let mut rows = Vec::new();
        for item in fields.items(PLAN) {
            let text = |field| item.fields.text(field).unwrap_or_default().to_owned();
            let day = |field| item.fields.text(field).map(danish_day).unwrap_or_default();
            let owner =
                item.fields.id("owner").map(|id: RecordId| self.name_of(open, Kind::Employee, id)).transpose()?;
            rows.push([
                text("challenge"),
                text("solution"),
                text("activity"),
                day("due"),
                text("goal"),
                owner.unwrap_or_default(),
                day("done_at"),
                text("follow_up"),
            ]);
        }
        csv_table(head, rows)
    }
}

/// How many questions of a checklist are decided.
struct Decisions {
    questions: u32,
    decided: u32,
    not_decided: u32,
}

impl Decisions {
    fn of(guide: &Guide, answers: &Answers) -> Self {
        let mut counted = Self { questions: 0, decided: 0, not_decided: 0 };
        for (_, question) in guide.questions().filter(|(_, one)| one.kind == QuestionKind::Decision) {
            let decided = answers.get(question.id).and_then(|answer| answer.decided);
            if question.retired && decided.is_none() {
                continue;
            }
            counted.questions += 1;
            counted.decided += u32::from(decided == Some(true));
            counted.not_decided += u32::from(decided == Some(false));
        }
        counted
    }
}
