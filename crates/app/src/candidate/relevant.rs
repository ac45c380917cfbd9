//! Relevant candidates on a visit's preparation card (D253): for the consultant's eyes only, never on the page for the company.

use feltmappen_domain::{
    candidate::{Candidate, CvStatus, fits},
    order::JobOrder,
    record::{Kind, Record},
    visit::danish_day,
};

use crate::{App, Open, Outcome, api::Fact, visit::unknown};

/// So many candidates are named; the count says how many there are.
const NAMED: usize = 8;
const LABEL: &str = "Ledige, der passer";

impl App {
    /// How many candidates fit the company's open orders by their words, and who they are.
    pub(crate) fn relevant(&self, open: &Open, visit: &Record) -> Outcome<Vec<Fact>> {
        let candidates = open.workspace.all(Kind::Candidate)?;
        let Some(company) = visit.fields.id("company").filter(|_| !candidates.is_empty()) else {
            return Ok(vec![unknown(LABEL)]);
        };
        let mut orders = open.workspace.children(company, Kind::JobOrder)?;
        orders.retain(|order| JobOrder::new(&order.fields).takes_submittals());
        let fact = |label: String, text: String, at: Option<String>| Fact {
            label,
            text: Some(text),
            source: Some("Feltmappen".to_owned()),
            at,
            record: None,
        };
        if orders.is_empty() {
            let none = "Virksomheden har ingen åbne jobordrer at holde dem op mod";
            return Ok(vec![fact(LABEL.to_owned(), none.to_owned(), Some(self.now()))]);
        }
        let fitting: Vec<(&Record, Vec<&str>)> = candidates
            .iter()
            .map(|one| {
                let titles = orders.iter().filter(|order| fits(&one.fields, &order.fields));
                (
                    one,
                    titles.map(|order| JobOrder::new(&order.fields).title().unwrap_or("Jobordre uden titel")).collect(),
                )
            })
            .filter(|(_, titles): &(_, Vec<&str>)| !titles.is_empty())
            .collect();
        let count = match fitting.len() {
            0 => "Ingen ledige i mappen passer på ordene i de åbne jobordrer".to_owned(),
            1 => "1 ledig passer på ordene i de åbne jobordrer".to_owned(),
            more => format!("{more} ledige passer på ordene i de åbne jobordrer"),
        };
        let mut facts = vec![fact(LABEL.to_owned(), count, Some(self.now()))];
        for (record, titles) in fitting.into_iter().take(NAMED) {
            let candidate = Candidate::new(&record.fields);
            let cv = match (candidate.cv_status(), candidate.cv_checked_at()) {
                (CvStatus::Unknown, _) => "CV ikke kontrolleret".to_owned(),
                (CvStatus::Searchable, at) => format!("CV søgbart{}", read_on(at)),
                (CvStatus::NotSearchable, at) => format!("CV ikke søgbart{}", read_on(at)),
            };
            facts.push(Fact {
                record: Some(record.key),
                ..fact(
                    self.describe(open, record)?.name,
                    format!("{} ({cv})", titles.join(", ")),
                    candidate.cv_checked_at().map(str::to_owned),
                )
            });
        }
        Ok(facts)
    }
}

fn read_on(at: Option<&str>) -> String {
    at.and_then(feltmappen_domain::visit::day_of)
        .map(|day| format!(", kontrolleret {}", danish_day(day)))
        .unwrap_or_default()
}
