//! How a record looks to a form: what is saved, the drafts over it, and what follows from both.

use std::collections::{BTreeMap, BTreeSet};

use feltmappen_domain::{
    form, listing,
    numbers::cpr,
    order, profile,
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
    requirement::{self, Requirement},
    rule, schema,
};
use feltmappen_store::{AccessAction, AccessEntry, Draft};
use serde_json::Value;

use crate::{
    App, ErrorCode, Open, Outcome, Stirred,
    api::{CompanyView, FieldProblem, Named, OrderView, RecordView, RequirementView, Scalar},
    labels,
    template::refuse_frozen,
};

impl App {
    /// One record as a form shows it. Opening a record is logged (R78).
    pub fn open(&self, key: RecordKey) -> Outcome<RecordView> {
        let open = self.opened()?;
        let view = self.view(&open, key)?;
        let company = view.company.iter().flat_map(|company| {
            let contacts = company.contacts.iter().map(|contact| contact.key);
            contacts.chain(company.promises.iter().map(|promise| promise.key))
        });
        let visit = view.visit.iter().flat_map(|visit| visit.promises.iter().map(|promise| promise.key));
        let named = view
            .names
            .values()
            .map(|named| named.key)
            .filter(|named| key.kind == Kind::Visit && named.kind == Kind::Contact);
        let about = view.candidate.iter().flat_map(|one| {
            let papers = one.submittals.iter().map(|named| named.key);
            papers
                .chain(one.conversations.iter().map(|one| one.key))
                .chain(one.agreements.iter().map(|one| one.conversation))
        });
        let talk = view.conversation.iter().flat_map(|one| {
            one.candidate.iter().map(|named| named.key).chain(one.earlier.iter().map(|one| one.conversation))
        });
        let mut read: Vec<_> =
            std::iter::once(key).chain(company).chain(visit).chain(named).chain(about).chain(talk).collect();
        let mut seen = BTreeSet::new();
        read.retain(|key| seen.insert(*key));
        self.log(&open, AccessAction::Read, &read, "open");
        Ok(view)
    }

    /// Notes who was read or found; written with the next change, or when the window asks for its status.
    pub(crate) fn log(&self, open: &Open, action: AccessAction, keys: &[RecordKey], why: &str) {
        let Some(me) = open.identity() else { return };
        let line = |key: &RecordKey| AccessEntry {
            who: me.employee,
            action,
            kind: key.kind,
            id: Some(key.id),
            why: why.to_owned(),
        };
        // Where that cannot be read, what was asked for is still noted.
        let keys = self.with_candidates(open, keys).unwrap_or_else(|_| keys.to_vec());
        open.access().extend(keys.iter().map(line));
        (self.watch)(Stirred::Access);
    }

    /// The records with the candidates that they are about, each once: whoever reads a consent has read about a citizen (R78).
    pub(crate) fn with_candidates(&self, open: &Open, keys: &[RecordKey]) -> Outcome<Vec<RecordKey>> {
        let mut named = keys.to_vec();
        for key in keys.iter().filter(|key| matches!(key.kind, Kind::Consent | Kind::Submittal)) {
            let record = open.workspace.record(key)?;
            let candidate = record.and_then(|record| record.fields.id("candidate"));
            let candidate = candidate.map(|id| RecordKey::new(Kind::Candidate, id));
            named.extend(candidate.filter(|candidate| !named.contains(candidate)));
        }
        Ok(named)
    }

    /// Writes the noted lines. Where that fails they stay noted, and nobody is kept from reading.
    pub(crate) fn write_access(&self, open: &Open) {
        let lines = std::mem::take(&mut *open.access());
        if open.workspace.log_access(&lines, &self.now()).is_err() {
            open.access().splice(0..0, lines);
        }
    }

    pub(crate) fn view(&self, open: &Open, key: RecordKey) -> Outcome<RecordView> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let drafts = open.workspace.drafts(&key)?;
        let shown = overlaid(&record, &drafts);
        let named = self.describe(open, &shown)?;
        let problems = drafts.iter().filter_map(|draft| {
            let problem = schema::check(key.kind, &draft.path, &draft.value)?;
            Some(FieldProblem { path: draft.path.clone(), problem })
        });
        Ok(RecordView {
            key,
            title: named.name,
            subtitle: named.detail,
            alive: record.alive(),
            problems: problems.collect(),
            lists: lists(&shown.fields),
            names: self.names(open, &shown)?,
            saved_at: open.workspace.changed_at(&key)?,
            order: if key.kind == Kind::JobOrder { Some(self.order_view(open, &shown.fields)?) } else { None },
            company: if key.kind == Kind::Company { Some(self.company_view(open, key.id)?) } else { None },
            visit: if key.kind == Kind::Visit { Some(self.visit_view(open, key, &shown.fields)?) } else { None },
            check: if key.kind == Kind::MatchCheck { Some(self.check_view(open, &shown.fields)?) } else { None },
            candidate: match key.kind {
                Kind::Candidate => Some(self.candidate_view(open, key.id, &shown.fields)?),
                _ => None,
            },
            conversation: match key.kind {
                Kind::Conversation => Some(self.conversation_view(open, key, &shown.fields)?),
                _ => None,
            },
            consent: match key.kind {
                Kind::Consent => Some(Box::new(self.consent_view(open, &shown)?)),
                _ => None,
            },
            permit: match key.kind {
                Kind::Submittal if record.alive() => Some(Box::new(self.permit_view(open, key)?)),
                _ => None,
            },
            fields: shown
                .fields
                .iter()
                .map(|(path, value)| (path.clone(), Scalar(crossing(key.kind, path, value))))
                .collect(),
        })
    }

    /// A record with its drafts laid over it, as its page shows it.
    pub(crate) fn shown(&self, open: &Open, key: RecordKey) -> Outcome<Record> {
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        Ok(overlaid(&record, &open.workspace.drafts(&key)?))
    }

    /// What a record is called, with its second line.
    pub(crate) fn named(&self, open: &Open, key: &RecordKey) -> Outcome<Named> {
        let record = open.workspace.record(key)?.ok_or(ErrorCode::NotHere)?;
        self.describe(open, &record)
    }

    /// The name of a record, or nothing when it is not here.
    pub(crate) fn name_of(&self, open: &Open, kind: Kind, id: RecordId) -> Outcome<String> {
        let record = open.workspace.record(&RecordKey { kind, id })?;
        Ok(record.map(|record| listing::listing(&record).title).unwrap_or_default())
    }

    pub(crate) fn describe(&self, open: &Open, record: &Record) -> Outcome<Named> {
        let listing = listing::listing(record);
        let mut detail = listing.subtitle;
        if matches!(record.key.kind, Kind::JobOrder | Kind::Visit) {
            let company = record.fields.id("company").map(|id| self.name_of(open, Kind::Company, id)).transpose()?;
            let workplace =
                record.fields.id("workplace").map(|id| self.name_of(open, Kind::Workplace, id)).transpose()?;
            detail = [company, workplace]
                .into_iter()
                .flatten()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
        }
        Ok(Named { key: record.key, name: listing.title, detail })
    }

    /// The names behind the record's references, by path.
    fn names(&self, open: &Open, record: &Record) -> Outcome<BTreeMap<String, Named>> {
        let mut names = BTreeMap::new();
        for (path, _) in record.fields.iter() {
            let Some(kind) = labels::reference(record.key.kind, path) else { continue };
            let Some(id) = record.fields.id(path.as_str()) else { continue };
            if let Some(target) = open.workspace.record(&RecordKey { kind, id })? {
                names.insert(path.as_str().to_owned(), self.describe(open, &target)?);
            }
        }
        Ok(names)
    }

    fn order_view(&self, open: &Open, fields: &Fields) -> Outcome<OrderView> {
        let form = form::job_order_form();
        Ok(OrderView {
            status: fields.text("status").unwrap_or("draft").to_owned(),
            sections: order::completeness(fields, &form),
            missing: order::ready_problems(fields, &self.ready_context(open, fields)?),
            hints: order::hints(fields),
            requirements: requirements(fields),
            balance: order::balance(fields),
            profile: profile::search_profile(fields),
        })
    }

    fn company_view(&self, open: &Open, company: RecordId) -> Outcome<CompanyView> {
        let named = |kind| -> Outcome<Vec<Named>> {
            let mut records = open.workspace.children(company, kind)?;
            records.sort_by_key(|record| match kind {
                Kind::Contact => record.fields.flag("main") != Some(true),
                _ => record.fields.text("status") == Some("closed"),
            });
            records.iter().map(|record| self.describe(open, record)).collect()
        };
        Ok(CompanyView {
            workplaces: named(Kind::Workplace)?,
            contacts: named(Kind::Contact)?,
            orders: named(Kind::JobOrder)?,
            visits: self.visits_of(open, company)?,
            promises: self.promises_of(open, company)?,
        })
    }
}

/// A value as it crosses to the window: a whole CPR number never does (R75). One that is half typed stays as it was typed, so
/// that it can be corrected.
fn crossing(kind: Kind, path: &Path, value: &Value) -> Value {
    match value.as_str() {
        Some(text) if labels::is_cpr(kind, path) && cpr::check(text).is_ok() => labels::words(kind, path, text).into(),
        _ => value.clone(),
    }
}

/// The record with its drafts laid over it; a published template is shown as it is.
fn overlaid(record: &Record, drafts: &[Draft]) -> Record {
    let mut shown = record.clone();
    if refuse_frozen(record).is_err() {
        return shown;
    }
    for draft in drafts.iter().filter(|draft| !rule::sealed(record.key.kind, &record.fields, &draft.path)) {
        shown.fields.set(draft.path.clone(), draft.value.clone());
    }
    shown
}

fn lists(fields: &Fields) -> BTreeMap<String, Vec<RecordId>> {
    let mut lists = BTreeMap::new();
    for name in fields.iter().filter_map(|(path, _)| path.parse_item()).map(|(list, ..)| list.to_owned()) {
        lists.entry(name).or_insert_with_key(|name| fields.items(name).iter().map(|item| item.id).collect());
    }
    lists
}

fn requirements(fields: &Fields) -> Vec<RequirementView> {
    let title = fields.text("title").unwrap_or_default();
    let views = Requirement::all(fields).into_iter().map(|one| RequirementView {
        id: one.id,
        class: one.class,
        priority: one.priority,
        years: one.years.and_then(|years| u32::try_from(years).ok()),
        searchable: one.searchable(),
        why: requirement::why(one.class).to_owned(),
        suggestion: if one.searchable() { None } else { requirement::rewrite_suggestion(&one.text, title) },
        text: one.text,
    });
    views.collect()
}
