//! Visits: what their pages show, and the steps from planned to closed.

mod guide;
mod lists;
mod preparation;
mod promise;
mod sentence;
mod steps;
mod summary;

pub(crate) use preparation::unknown;

use std::sync::Arc;

use chrono::{Days, NaiveDate};
use feltmappen_domain::{
    guide::{Answers, Setting, Use, coverage, untouched, visible_questions},
    record::{Fields, Kind, Record, RecordId, RecordKey},
    visit::{Visit, VisitStatus, day_of},
};
use feltmappen_store::{ListQuery, ListRow, Sort};

use crate::{
    App, Open, Outcome,
    api::{Named, VisitView},
    template::Template,
    time::instant,
};

/// Another visit is looked for among so many before the end of this one.
const NEIGHBOURS: u64 = 40;
/// No visit goes on for more days.
const LONGEST: u64 = 31;

/// The templates of a visit.
struct Templates {
    guide: Arc<Template>,
    tools: Arc<Template>,
}

impl Templates {
    fn setting<'a>(&'a self, visit: &Visit<'_>, answers: &'a Answers) -> Setting<'a> {
        Setting { visit_type: visit.visit_type(), answers, tools: Some(&self.tools.guide) }
    }
}

impl App {
    fn templates_of(&self, open: &Open, visit: &Fields) -> Outcome<Templates> {
        Ok(Templates {
            guide: self.in_use(open, visit, "guide", Use::Visit)?,
            tools: self.in_use(open, visit, "tool_list", Use::Tools)?,
        })
    }

    /// What a visit's pages show beside its fields, drafts included.
    pub(crate) fn visit_view(&self, open: &Open, key: RecordKey, fields: &Fields) -> Outcome<VisitView> {
        let visit = Visit::new(fields);
        let templates = self.templates_of(open, fields)?;
        let answers = Answers::new(fields);
        let setting = templates.setting(&visit, &answers);
        let guide = &templates.guide.guide;
        let shown = visible_questions(guide, setting);
        let newer = match self.newer_than(open, &templates.guide, Use::Visit)? {
            Some(version) => Some(version),
            None => self.newer_than(open, &templates.tools, Use::Tools)?,
        };
        Ok(VisitView {
            status: visit.status().as_str().to_owned(),
            visible: guide.questions().map(|(_, one)| one.id).filter(|id| shown.contains(id)).collect(),
            coverage: coverage(guide, setting),
            untouched: untouched(guide, setting).into_iter().map(|one| one.question).collect(),
            promises: self.promises_of_visit(open, key.id, &visit)?,
            orders: self.orders_of_visit(open, key.id, &visit)?,
            overlapping: self.overlapping(open, key, &visit)?,
            days: days(&visit),
            newer,
        })
    }

    fn orders_of_visit(&self, open: &Open, id: RecordId, visit: &Visit<'_>) -> Outcome<Vec<Named>> {
        let orders = self.made_at(open, Kind::JobOrder, id, visit)?;
        orders.iter().map(|order| self.describe(open, order)).collect()
    }

    /// Records of a kind that were made at a visit: those of its company, or of one it was planned with before, that point
    /// at it.
    pub(crate) fn made_at(&self, open: &Open, kind: Kind, id: RecordId, visit: &Visit<'_>) -> Outcome<Vec<Record>> {
        let mut companies = visit.former_companies();
        companies.push(visit.company().unwrap_or_default());
        companies.sort_unstable();
        companies.dedup();
        let mut records = Vec::new();
        for company in companies {
            if !company.is_nil() {
                let kept = self.kept(open, RecordKey::new(Kind::Company, company))?;
                records.extend(open.workspace.children(kept.id, kind)?);
            } else if kind == Kind::Promise || visit.company().is_none() {
                // Promises are few. All job orders are read only where there is no other way.
                records.extend(open.workspace.all(kind)?);
            }
        }
        records.retain(|record| record.fields.id("visit") == Some(id));
        records.sort_by_key(|record| record.key.id);
        records.dedup_by_key(|record| record.key.id);
        Ok(records)
    }

    /// The consultant's other visits at the same time; moments are compared, whatever their offset.
    fn overlapping(&self, open: &Open, key: RecordKey, visit: &Visit<'_>) -> Outcome<Vec<Named>> {
        let waiting = |one: &Visit<'_>| matches!(one.status(), VisitStatus::Planned | VisitStatus::Held);
        let (Some(span), Some(owner), true) = (span(visit), visit.consultant(), waiting(visit)) else {
            return Ok(Vec::new());
        };
        // Days are those of each visit's own offset, so one more is looked at.
        let after = span.1.date_naive().checked_add_days(Days::new(2)).unwrap_or(NaiveDate::MAX);
        let query = ListQuery {
            owner: Some(owner),
            deadline_before: Some(after.format("%Y-%m-%d").to_string()),
            include_closed: false,
            sort: Sort::Deadline,
            descending: true,
            limit: NEIGHBOURS,
            ..ListQuery::new(Kind::Visit)
        };
        let before = span.0.date_naive().checked_sub_days(Days::new(LONGEST)).unwrap_or(NaiveDate::MIN);
        let before = before.format("%Y-%m-%d").to_string();
        let near = |row: &ListRow| row.key != key && row.deadline.as_ref().is_some_and(|day| *day >= before);
        let mut found = Vec::new();
        for row in open.workspace.page(&query)?.rows.iter().filter(|row| near(row)) {
            let Some(record) = open.workspace.record(&row.key)? else { continue };
            let other = Visit::new(&record.fields);
            if waiting(&other) && self::span(&other).is_some_and(|other| other.0 < span.1 && span.0 < other.1) {
                found.push(self.describe(open, &record)?);
            }
        }
        Ok(found)
    }
}

type Moment = chrono::DateTime<chrono::FixedOffset>;

/// From when to when a visit is held; an hour when nobody has said how long.
fn span(visit: &Visit<'_>) -> Option<(Moment, Moment)> {
    let from = instant(visit.starts_at()?)?;
    let to = visit.ends_at().and_then(instant).filter(|to| *to > from);
    Some((from, to.unwrap_or(from + chrono::TimeDelta::hours(1))))
}

/// On how many days a visit is held.
fn days(visit: &Visit<'_>) -> u32 {
    let day = |moment: Option<&str>| moment.and_then(day_of)?.parse::<NaiveDate>().ok();
    let (Some(from), Some(to)) = (day(visit.starts_at()), day(visit.ends_at())) else { return 1 };
    u32::try_from((to - from).num_days().max(0)).unwrap_or(0).saturating_add(1)
}
