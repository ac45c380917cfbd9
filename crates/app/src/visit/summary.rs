//! The page for the company after a visit.

use feltmappen_domain::{
    record::{Fields, Kind, Path, Record, RecordId, RecordKey},
    schema,
    summary::{self, Finding, OrderLine, PromiseLine, SummaryInput},
    typed::{Contact, Employee},
    visit::Visit,
};
use feltmappen_store::AccessAction;

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{RecordView, SummaryView},
    mail,
};

impl App {
    /// The page for the company, made anew, beside the one that has been edited.
    pub fn summary(&self, visit: RecordKey) -> Outcome<SummaryView> {
        let open = self.opened()?;
        let record = self.visit_shown(&open, visit)?;
        let page = self.page_of(&open, &record)?;
        self.log(&open, AccessAction::Read, &[visit], "summary");
        Ok(page)
    }

    /// What in a text looks like it is about a citizen.
    pub fn summary_findings(&self, visit: RecordKey, text: String) -> Outcome<Vec<Finding>> {
        let open = self.opened()?;
        let record = self.visit_shown(&open, visit)?;
        self.findings_in(&open, &record.fields, &text)
    }

    /// The page for the company is as it should be: as it was edited, or as it was made.
    pub fn save_summary(&self, visit: RecordKey) -> Outcome<RecordView> {
        let open = self.opened()?;
        let record = self.visit_shown(&open, visit)?;
        let page = self.page_of(&open, &record)?;
        let (path, text) = (Path::known("summary.text"), page.saved.unwrap_or(page.text).into());
        if schema::check(Kind::Visit, &path, &text).is_some() {
            return Err(ErrorCode::BadValue.into());
        }
        let values = vec![(path, text), (Path::known("summary.saved_at"), self.now().into())];
        self.settle(&open, visit, "summary", values)?;
        self.view(&open, visit)
    }

    /// Opens a mail draft with the page in the user's mail program. Findings must have been looked at first.
    pub fn open_mail(&self, visit: RecordKey, confirmed: bool) -> Outcome<bool> {
        let open = self.opened()?;
        let record = self.visit_shown(&open, visit)?;
        let page = self.page_of(&open, &record)?;
        if !page.findings.is_empty() && !confirmed {
            return Err(ErrorCode::NotConfirmed.into());
        }
        let text = page.saved.as_deref().unwrap_or(&page.text);
        if !(self.mail)(&mail::draft(&page.mail_to, &page.subject, text)) {
            return Err(ErrorCode::NoMailProgram.into());
        }
        self.log(&open, AccessAction::Export, &[visit], "mail");
        self.write_access(&open);
        Ok(true)
    }

    fn visit_shown(&self, open: &Open, visit: RecordKey) -> Outcome<Record> {
        if visit.kind != Kind::Visit {
            return Err(ErrorCode::BadValue.into());
        }
        self.shown(open, visit)
    }

    pub(crate) fn page_of(&self, open: &Open, record: &Record) -> Outcome<SummaryView> {
        let text = self.page_text(open, record)?;
        let visit = Visit::new(&record.fields);
        let saved = visit.summary().map(|_| record.fields.text("summary.text").unwrap_or_default().to_owned());
        let contacts = self.participants(open, &record.fields, "contacts", "contact", Kind::Contact)?;
        let mail_to = contacts.iter().filter_map(|one| Contact::new(&one.fields).email().map(str::to_owned));
        Ok(SummaryView {
            findings: self.findings_in(open, &record.fields, saved.as_deref().unwrap_or(&text))?,
            subject: text.lines().next().unwrap_or_default().to_owned(),
            saved_at: visit.summary_saved_at().map(str::to_owned),
            mail_to: mail_to.collect(),
            saved,
            text,
        })
    }

    fn page_text(&self, open: &Open, record: &Record) -> Outcome<String> {
        let visit = Visit::new(&record.fields);
        let templates = self.templates_of(open, &record.fields)?;
        let name = |kind, id: Option<RecordId>| id.map(|id| self.name_of(open, kind, id)).transpose();
        let company = name(Kind::Company, visit.company())?.unwrap_or_default();
        let contacts = self.participants(open, &record.fields, "contacts", "contact", Kind::Contact)?;
        let contacts: Vec<&str> = contacts.iter().filter_map(|one| Contact::new(&one.fields).name()).collect();
        let consultant = visit.consultant().map(|id| open.workspace.record(&RecordKey::new(Kind::Employee, id)));
        let consultant = consultant.transpose()?.flatten();
        let mut employees = self.participants(open, &record.fields, "colleagues", "employee", Kind::Employee)?;
        employees.retain(|one| Some(one.key) != consultant.as_ref().map(|one| one.key));
        let employees: Vec<&str> =
            consultant.iter().chain(&employees).filter_map(|one| Employee::new(&one.fields).name()).collect();
        let reach = consultant.as_ref().map(|one| Employee::new(&one.fields));
        let reach: Vec<&str> = reach.iter().flat_map(|one| [one.phone(), one.email()]).flatten().collect();
        let unit = name(Kind::Unit, consultant.as_ref().and_then(|one| one.fields.id("unit")))?;
        let promises = self.promises_of_visit(open, record.key.id, &visit)?;
        let promises: Vec<PromiseLine<'_>> = promises
            .iter()
            .filter(|promise| !promise.text.trim().is_empty())
            .map(|promise| PromiseLine {
                text: &promise.text,
                owner: Some(&*promise.owner).filter(|owner| !owner.is_empty()),
                due: promise.due.as_deref(),
            })
            .collect();
        let orders = self.made_at(open, Kind::JobOrder, record.key.id, &visit)?;
        let orders: Vec<OrderLine<'_>> = orders
            .iter()
            .map(|order| OrderLine {
                title: order
                    .fields
                    .filled_text("title")
                    .or(order.fields.filled_text("tasks"))
                    .unwrap_or("Uden stillingsbetegnelse"),
                positions: order.fields.integer("positions"),
                start_date: order.fields.filled_text("start_date"),
            })
            .collect();
        Ok(summary::text(&SummaryInput {
            visit: &record.fields,
            guide: &templates.guide.guide,
            tools: Some(&templates.tools.guide),
            company: &company,
            contacts: &contacts,
            employees: &employees,
            unit: unit.as_deref(),
            reach: &reach,
            promises: &promises,
            orders: &orders,
        }))
    }

    /// The records that a list of a visit points at, in order.
    pub(crate) fn participants(
        &self,
        open: &Open,
        visit: &Fields,
        list: &str,
        field: &str,
        kind: Kind,
    ) -> Outcome<Vec<Record>> {
        let items = visit.items(list);
        let keys: Vec<_> =
            items.iter().filter_map(|item| item.fields.id(field)).map(|id| RecordKey::new(kind, id)).collect();
        Ok(open.workspace.records(&keys)?)
    }

    /// The known names are those of colleagues, the company, its workplaces and its contacts.
    fn findings_in(&self, open: &Open, visit: &Fields, text: &str) -> Outcome<Vec<Finding>> {
        let mut known = open.workspace.all(Kind::Employee)?;
        known.extend(open.workspace.all(Kind::Unit)?);
        if let Some(company) = Visit::new(visit).company() {
            known.extend(open.workspace.record(&RecordKey::new(Kind::Company, company))?);
            known.extend(open.workspace.children(company, Kind::Contact)?);
            known.extend(open.workspace.children(company, Kind::Workplace)?);
        }
        known.extend(self.participants(open, visit, "contacts", "contact", Kind::Contact)?);
        let names =
            known.iter().flat_map(|one| [one.fields.filled_text("name"), one.fields.filled_text("address.street")]);
        let candidates = open.workspace.all(Kind::Candidate)?;
        let citizens: Vec<&str> = candidates.iter().filter_map(|one| one.fields.filled_text("name")).collect();
        Ok(summary::findings_about(text, &names.flatten().collect::<Vec<_>>(), &citizens))
    }
}
