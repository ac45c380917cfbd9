//! The preparation card (D253, R62): what is known of the company before a visit, each fact with source and date. What
//! nobody has typed or imported has no text, and the window says so.

use feltmappen_domain::{
    guide::Question,
    order::{JobOrder, Status},
    record::{Kind, Path, Record, RecordKey},
    schema::{PROMISE_TYPES, STATUSES, VISIT_TYPES},
    summary,
    typed::Company,
    visit::{Promise, Visit, VisitStatus, danish_day},
};
use feltmappen_store::AccessAction;

use super::{lists::latest_first, span};
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Fact, FactGroup, Preparation},
};

/// The card fits on one page: so many visits, orders and promises.
const VISITS: usize = 5;
const ORDERS: usize = 6;
const PROMISES: usize = 8;
/// The questions of a guide that say what the company does, for whom and with how many (D126–D129).
const ABOUT_BUSINESS: [&str; 4] = ["D126", "D127", "D128", "D129"];
const CHANGES: usize = 1_000;

impl App {
    /// What is known of the company before a visit, with source and date.
    pub fn preparation(&self, key: RecordKey) -> Outcome<Preparation> {
        let open = self.opened()?;
        if key.kind != Kind::Visit {
            return Err(ErrorCode::BadValue.into());
        }
        let record = self.shown(&open, key)?;
        let groups = self.known_before(&open, &record)?;
        let read: Vec<_> = groups.iter().flat_map(|group| &group.facts).filter_map(|fact| fact.record).collect();
        self.log(&open, AccessAction::Read, &read, "preparation");
        Ok(Preparation { groups })
    }

    /// What the card says, part by part.
    pub(crate) fn known_before(&self, open: &Open, record: &Record) -> Outcome<Vec<FactGroup>> {
        let groups = [
            ("business", "Virksomheden", self.business(open, record)?),
            ("postings", "Aktuelle opslag", self.postings(open, record)?),
            ("history", "Tidligere kontakter og jobordrer", self.past(open, record)?),
            ("promises", "Åbne aftaler", self.open_promises(open, record)?),
            ("candidates", "Relevante ledige", self.relevant(open, record)?),
        ];
        let group =
            |(id, title, facts): (&str, &str, _)| FactGroup { id: id.to_owned(), title: title.to_owned(), facts };
        Ok(groups.into_iter().map(group).collect())
    }

    /// Business, market, branch and employees as they stand on the company, and as the last visit heard them.
    fn business(&self, open: &Open, visit: &Record) -> Outcome<Vec<Fact>> {
        let key = visit.fields.id("company").map(|id| RecordKey::new(Kind::Company, id));
        let record = key.map(|key| open.workspace.record(&key)).transpose()?.flatten();
        let changed = key.map(|key| open.workspace.changed_at(&key)).transpose()?.flatten();
        let company = record.as_ref().map(|record| Company::new(&record.fields));
        let said = |label: &str, text: Option<String>| match text {
            None => unknown(label),
            Some(text) => Fact {
                label: label.to_owned(),
                text: Some(text),
                source: Some("Virksomhedens oplysninger".to_owned()),
                at: changed.clone(),
                record: key,
            },
        };
        let text = |read: fn(&Company<'_>) -> Option<String>| company.as_ref().and_then(read);
        let mut facts = vec![
            said("Forretning", text(|company| company.business().map(str::to_owned))),
            said("Marked", text(|company| company.market().map(str::to_owned))),
            said("Branche", text(|company| company.branch_text().or(company.branch_code()).map(str::to_owned))),
            said("Antal ansatte", text(|company| company.employees().map(|count| count.to_string()))),
        ];
        if let Some(last) = self.last_visit(open, visit.key, &Visit::new(&visit.fields))? {
            facts.extend(self.heard(open, &last)?);
        }
        Ok(facts)
    }

    /// What an earlier visit heard about the business.
    fn heard(&self, open: &Open, record: &Record) -> Outcome<Vec<Fact>> {
        let visit = Visit::new(&record.fields);
        let templates = self.templates_of(open, &record.fields)?;
        let answers = feltmappen_domain::guide::Answers::new(&record.fields);
        let setting = templates.setting(&visit, &answers);
        let about = |question: &Question| question.d.iter().any(|d| ABOUT_BUSINESS.contains(&&**d));
        let source = self.source_of(open, record)?;
        let asked = templates.guide.guide.questions().filter(|(_, question)| about(question));
        let facts = asked.filter_map(|(_, question)| {
            Some(Fact {
                label: question.text.clone(),
                text: Some(summary::said(question, setting)?),
                source: Some(source.clone()),
                at: visit.starts_at().or(visit.closed_at()).map(str::to_owned),
                record: Some(record.key),
            })
        });
        Ok(facts.collect())
    }

    /// "Besøg 12. maj 2026, Søren Bech".
    fn source_of(&self, open: &Open, record: &Record) -> Outcome<String> {
        let visit = Visit::new(&record.fields);
        let who = visit.consultant().map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
        let day = visit.day().map(|day| format!("Besøg {}", danish_day(day)));
        let parts = [Some(day.unwrap_or_else(|| "Besøg".to_owned())), who.filter(|who| !who.is_empty())];
        Ok(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }

    /// The advertisements that the consultant found.
    fn postings(&self, open: &Open, visit: &Record) -> Outcome<Vec<Fact>> {
        const FIELD: &str = "preparation.postings";
        let Some(text) = visit.fields.filled_text(FIELD) else { return Ok(vec![unknown("Stillingsopslag")]) };
        let entries = open.workspace.history(Some(visit.key), CHANGES)?;
        let typed = entries.iter().find(|entry| entry.path == Path::known(FIELD));
        let drafts = open.workspace.drafts(&visit.key)?;
        let draft = drafts.iter().find(|draft| draft.path == Path::known(FIELD)).map(|draft| draft.at.clone());
        let who = typed.map(|entry| entry.author).or(open.identity().map(|me| me.employee));
        let who = who.map(|id| self.name_of(open, Kind::Employee, id)).transpose()?.filter(|who| !who.is_empty());
        Ok(vec![Fact {
            label: "Stillingsopslag".to_owned(),
            text: Some(text.to_owned()),
            source: Some(who.map_or_else(|| "Forberedelsen".to_owned(), |who| format!("Forberedelsen, {who}"))),
            at: match draft.or(typed.map(|entry| entry.at.clone())) {
                Some(at) => Some(at),
                None => open.workspace.changed_at(&visit.key)?,
            },
            record: Some(visit.key),
        }])
    }

    /// The latest visits, and the orders that are not closed before those that are.
    fn past(&self, open: &Open, visit: &Record) -> Outcome<Vec<Fact>> {
        let Some(company) = visit.fields.id("company") else { return Ok(vec![unknown("Historik")]) };
        let mut facts = Vec::new();
        let mut visits = open.workspace.children(company, Kind::Visit)?;
        visits.retain(|one| {
            one.key != visit.key && matches!(Visit::new(&one.fields).status(), VisitStatus::Closed | VisitStatus::Held)
        });
        visits.sort_by(latest_first);
        for record in visits.iter().take(VISITS) {
            let one = Visit::new(&record.fields);
            let what = VISIT_TYPES.iter().find(|(code, _)| Some(*code) == record.fields.text("type"));
            let page = one.summary().and_then(|page| page.lines().next()).map(str::to_owned);
            let text = one.purpose().map(str::to_owned).or(page).unwrap_or_else(|| "Uden formål".to_owned());
            facts.push(Fact {
                label: what.map_or("Besøg", |(_, words)| *words).to_owned(),
                text: Some(text),
                source: Some(self.source_of(open, record)?),
                at: one.starts_at().or(one.closed_at()).map(str::to_owned),
                record: Some(record.key),
            });
        }
        let mut orders = open.workspace.children(company, Kind::JobOrder)?;
        orders.sort_by_key(|order| JobOrder::new(&order.fields).status() == Status::Closed);
        for record in orders.iter().take(ORDERS) {
            let order = JobOrder::new(&record.fields);
            let status = STATUSES.iter().find(|(code, _)| *code == order.status().as_str());
            let who = order.coordinator().map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
            let title = self.describe(open, record)?.name;
            facts.push(Fact {
                label: "Jobordre".to_owned(),
                text: Some(format!("{title} ({})", status.map_or("", |(_, words)| *words))),
                source: Some(match who.filter(|who| !who.is_empty()) {
                    Some(who) => format!("Jobordren, {who}"),
                    None => "Jobordren".to_owned(),
                }),
                at: match order.received_at() {
                    Some(at) => Some(at.to_owned()),
                    None => open.workspace.changed_at(&record.key)?,
                },
                record: Some(record.key),
            });
        }
        Ok(or_none(facts, "Historik", "Ingen tidligere besøg eller jobordrer i mappen", self.now()))
    }

    /// What all colleagues have promised and not kept.
    fn open_promises(&self, open: &Open, visit: &Record) -> Outcome<Vec<Fact>> {
        let Some(company) = visit.fields.id("company") else { return Ok(vec![unknown("Aftaler")]) };
        let mut records = open.workspace.children(company, Kind::Promise)?;
        records.retain(|record| !Promise::new(&record.fields).done());
        records.sort_by_key(|record| {
            let due = Promise::new(&record.fields).due().map(str::to_owned);
            (due.is_none(), due, record.key.id)
        });
        let mut facts = Vec::new();
        for record in records.iter().take(PROMISES) {
            let promise = Promise::new(&record.fields);
            let what = PROMISE_TYPES.iter().find(|(code, _)| Some(*code) == promise.promise_type());
            let text = promise.text().unwrap_or("Uden tekst");
            let owner = promise.owner().map(|id| self.name_of(open, Kind::Employee, id)).transpose()?;
            let visit = promise.visit().map(|id| open.workspace.record(&RecordKey::new(Kind::Visit, id)));
            let visit = visit.transpose()?.flatten();
            let made = visit.and_then(|visit| span(&Visit::new(&visit.fields)).map(|span| span.0.to_rfc3339()));
            facts.push(Fact {
                label: what.map_or("Aftale", |(_, words)| *words).to_owned(),
                text: Some(match promise.due() {
                    Some(due) => format!("{text} (senest {})", danish_day(due)),
                    None => text.to_owned(),
                }),
                source: Some(match owner.filter(|owner| !owner.is_empty()) {
                    Some(owner) => format!("Lovet af {owner}"),
                    None => "Lovet, uden navn på hvem".to_owned(),
                }),
                at: match made {
                    Some(made) => Some(made),
                    None => open.workspace.changed_at(&record.key)?,
                },
                record: Some(record.key),
            });
        }
        Ok(or_none(facts, "Aftaler", "Ingen åbne aftaler i mappen", self.now()))
    }
}

/// What nobody has typed or imported.
pub(crate) fn unknown(label: &str) -> Fact {
    Fact { label: label.to_owned(), text: None, source: None, at: None, record: None }
}

/// That there is nothing is known too.
fn or_none(facts: Vec<Fact>, label: &str, none: &str, now: String) -> Vec<Fact> {
    if !facts.is_empty() {
        return facts;
    }
    let source = Some("Feltmappen".to_owned());
    vec![Fact { label: label.to_owned(), text: Some(none.to_owned()), source, at: Some(now), record: None }]
}
