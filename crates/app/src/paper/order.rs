//! The sheet of a job order. What is internal has no field on it (R21).

use feltmappen_documents::{
    Paper,
    papers::{OrderSheet, Plan, Priority, Requirement, Temp, Terms},
};
use feltmappen_domain::{
    order::JobOrder,
    record::{Fields, Kind, Path, Record, RecordKey},
    requirement,
};

use super::{
    Content, Draft,
    parts::{self, Stamp, day, paragraphs, personal, said},
    refused,
};
use crate::{App, Open, Outcome, api::PaperKind, labels};

/// What stands around an order.
struct Around {
    company: Option<Record>,
    workplace: Option<Record>,
    contact: Option<Record>,
    coordinator: Option<Record>,
    /// Who keeps the contact (D109).
    keeper: Option<Record>,
    unit: Fields,
}

impl App {
    pub(super) fn order_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = self.shown(open, key)?;
        let order = JobOrder::new(&record.fields);
        let around = Around {
            company: self.pointed(open, Kind::Company, order.company())?,
            workplace: self.pointed(open, Kind::Workplace, order.workplace())?,
            contact: self.pointed(open, Kind::Contact, order.contact())?,
            coordinator: self.pointed(open, Kind::Employee, order.coordinator())?,
            keeper: self.pointed(open, Kind::Employee, record.fields.id("alignment.contact"))?,
            unit: self.unit_of_paper(open, record.fields.id("responsible_unit"))?,
        };
        let document = sheet(&self.stamp()?, &record.fields, &around).document();
        let people = [&around.contact, &around.coordinator, &around.keeper];
        Ok(Draft {
            content: Content::Drawn(document.map_err(|refusal| refused(PaperKind::JobOrder, &refusal))?),
            people: people.into_iter().flatten().map(|one| one.key).collect(),
        })
    }
}

/// The words of a code in one of the order's fields.
fn words(fields: &Fields, path: &'static str) -> Option<String> {
    let code = fields.filled_text(path)?;
    said(Some(&labels::words(Kind::JobOrder, &Path::known(path), code)))
}

fn sheet(stamp: &Stamp, fields: &Fields, around: &Around) -> OrderSheet {
    let order = JobOrder::new(fields);
    let text = |path: &str| fields.filled_text(path);
    let (company, workplace) = (around.company.as_ref(), around.workplace.as_ref());
    OrderSheet {
        document_id: stamp.id.to_string(),
        made: stamp.made,
        authority: parts::sender(&around.unit),
        company: parts::company(company, workplace),
        workplace: parts::workplace(company, workplace),
        contact: around.contact.as_ref().and_then(parts::contact),
        coordinator: around.coordinator.as_ref().and_then(parts::employee),
        number: said(text("hotline_number")),
        received_on: day(order.received_at()),
        title: said(order.title()).unwrap_or_else(|| "Uden stillingsbetegnelse".to_owned()),
        order_type: words(fields, "order_type"),
        positions: order.positions().and_then(|count| u32::try_from(count).ok()),
        tasks: paragraphs(order.tasks()),
        terms: terms(fields),
        requirements: requirement::Requirement::all(fields).iter().map(required).collect(),
        education: demand(fields, "education_demand", said(text("education_text"))),
        experience: demand(fields, "experience_demand", fields.integer("experience_years").and_then(years)),
        other: paragraphs(text("other_note")),
        residence: said(text("residence")),
        qualities: paragraphs(text("personal_note")),
        physical: paragraphs(text("physical")),
        culture: paragraphs(text("culture")),
        process: paragraphs(text("process")),
        contact_form: words(fields, "contact_form"),
        contact_form_note: personal(text("contact_form_note")),
        combinations: paragraphs(text("combinations")),
        remarks: paragraphs(text("remarks")),
        plan: text("alignment.done_at").map(|_| plan(fields, around)),
    }
}

fn terms(fields: &Fields) -> Terms {
    let text = |path: &str| said(fields.filled_text(path));
    let temp = Temp { from: day(fields.filled_text("terms.temp_from")), to: day(fields.filled_text("terms.temp_to")) };
    Terms {
        employment: words(fields, "terms.employment"),
        start: day(fields.filled_text("start_date")),
        time: words(fields, "terms.time"),
        hours: text("terms.hours"),
        working_hours: text("terms.working_hours"),
        pay: words(fields, "terms.pay"),
        pay_note: text("terms.pay_note"),
        shift_work: fields.flag("terms.shift_work"),
        temp: (fields.flag("terms.temp") == Some(true)).then_some(temp),
    }
}

fn required(one: &requirement::Requirement) -> Requirement {
    Requirement {
        text: one.text.as_str().into(),
        years: one.years.and_then(|years| u32::try_from(years).ok()).filter(|years| *years > 0),
        priority: one.priority.map(|priority| match priority {
            requirement::Priority::Must => Priority::Must,
            requirement::Priority::Nice => Priority::Nice,
        }),
    }
}

/// "Med uddannelse: lagermedarbejder".
fn demand(fields: &Fields, path: &'static str, what: Option<String>) -> Option<String> {
    let demand = words(fields, path)?;
    let what = what.filter(|_| fields.text(path) == Some("with"));
    Some(what.map_or_else(|| demand.clone(), |what| format!("{demand}: {what}")))
}

fn years(years: i64) -> Option<String> {
    (years > 0).then(|| format!("{years} år"))
}

fn plan(fields: &Fields, around: &Around) -> Plan {
    let ways = ["direct", "substitution", "upskilling"];
    let chosen = ways.iter().map(|way| format!("alignment.{way}")).filter(|path| fields.flag(path) == Some(true));
    Plan {
        need: chosen
            .filter_map(|path| Path::new(&path).ok())
            .map(|path| labels::label(Kind::JobOrder, &path))
            .collect(),
        message: paragraphs(fields.filled_text("alignment.message")),
        when: day(fields.filled_text("alignment.when")),
        presentation: words(fields, "alignment.presentation"),
        contact: around.keeper.as_ref().and_then(parts::employee),
    }
}
