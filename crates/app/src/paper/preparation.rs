//! The card to take along to a visit (D253, R62).

use chrono::NaiveDate;
use feltmappen_documents::{
    Paper,
    papers::{self, Known},
};
use feltmappen_domain::{
    record::{Kind, RecordKey},
    schema::VISIT_TYPES,
    visit::Visit,
};

use super::{
    Content, Draft,
    parts::{self, day, paragraphs, personal, said},
    refused,
};
use crate::{
    App, Open, Outcome,
    api::{Fact, FactGroup, PaperKind},
};

impl App {
    pub(super) fn preparation_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = self.shown(open, key)?;
        let visit = Visit::new(&record.fields);
        let groups = self.known_before(open, &record)?;
        let company = self.pointed(open, Kind::Company, visit.company())?;
        let workplace = self.pointed(open, Kind::Workplace, record.fields.id("workplace"))?;
        let consultant = self.pointed(open, Kind::Employee, visit.consultant())?;
        let unit = self.unit_of_paper(open, consultant.as_ref().and_then(|one| one.fields.id("unit")))?;
        let mut there = self.participants(open, &record.fields, "contacts", "contact", Kind::Contact)?;
        there.extend(self.participants(open, &record.fields, "colleagues", "employee", Kind::Employee)?);
        let stamp = self.stamp()?;
        let today = stamp.made.date_naive();
        let facts = |id: &str| facts(&groups, id, today);
        let code = record.fields.text("type");
        let visit_type =
            VISIT_TYPES.iter().find(|(known, _)| Some(*known) == code).map(|(_, words)| (*words).to_owned());
        let card = papers::PreparationCard {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            office: parts::office(&unit),
            company: company
                .as_ref()
                .and_then(|one| said(one.fields.filled_text("name")))
                .unwrap_or_else(|| "en virksomhed uden navn".to_owned()),
            workplace: parts::workplace(company.as_ref(), workplace.as_ref()),
            starts_at: parts::moment(visit.starts_at()),
            visit_type,
            purpose: personal(visit.purpose()),
            present: there.iter().filter_map(|one| personal(one.fields.filled_text("name"))).collect(),
            note: paragraphs(record.fields.filled_text("preparation.note")),
            business: facts("business"),
            postings: facts("postings"),
            history: facts("history"),
            candidates: facts("candidates"),
            promises: facts("promises"),
        };
        let mut people: Vec<RecordKey> = there.iter().map(|one| one.key).collect();
        people.extend(
            groups
                .iter()
                .flat_map(|group| &group.facts)
                .filter_map(|fact| fact.record)
                .filter(|key| key.kind != Kind::Candidate),
        );
        Ok(Draft {
            content: Content::Drawn(card.document().map_err(|refusal| refused(PaperKind::PreparationCard, &refusal))?),
            people,
        })
    }
}

/// The facts of one part of the card. A card can be left on a company's table: of candidates it says how many, never who.
fn facts(groups: &[FactGroup], id: &str, today: NaiveDate) -> Vec<papers::Fact> {
    let facts = groups.iter().filter(|group| group.id == id).flat_map(|group| &group.facts);
    let facts = facts.filter(|fact| fact.record.is_none_or(|key| key.kind != Kind::Candidate));
    facts.map(|fact| papers::Fact { label: fact.label.clone().into(), known: known(fact, today) }).collect()
}

/// What is known, on one line: a card has no room for more.
fn known(fact: &Fact, today: NaiveDate) -> Option<Known> {
    Some(Known {
        text: personal(fact.text.as_deref())?,
        source: personal(fact.source.as_deref()).unwrap_or_else(|| "Feltmappen".into()),
        on: day(fact.at.as_deref()).unwrap_or(today),
    })
}
