//! The page for the company after a visit: the text that the consultant has read and edited.

use feltmappen_documents::{
    Paper,
    papers::{SummaryText, VisitSummary},
};
use feltmappen_domain::{
    record::{Kind, RecordKey},
    visit::Visit,
};

use super::{Content, Draft, parts, refused};
use crate::{App, ErrorCode, Open, Outcome, api::PaperKind};

impl App {
    pub(super) fn summary_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        let record = self.shown(open, key)?;
        let visit = Visit::new(&record.fields);
        let page = self.page_of(open, &record)?;
        let text = SummaryText::read(page.saved.as_deref().unwrap_or(&page.text)).ok_or(ErrorCode::PaperEmpty)?;
        let company = self.pointed(open, Kind::Company, visit.company())?;
        let workplace = self.pointed(open, Kind::Workplace, record.fields.id("workplace"))?;
        let consultant = self.pointed(open, Kind::Employee, visit.consultant())?;
        let unit = self.unit_of_paper(open, consultant.as_ref().and_then(|one| one.fields.id("unit")))?;
        let stamp = self.stamp()?;
        let summary = VisitSummary {
            document_id: stamp.id.to_string(),
            made: stamp.made,
            authority: parts::sender(&unit),
            workplace: parts::workplace(company.as_ref(), workplace.as_ref()),
            text,
        };
        let mut people = self.participants(open, &record.fields, "contacts", "contact", Kind::Contact)?;
        people.extend(self.participants(open, &record.fields, "colleagues", "employee", Kind::Employee)?);
        people.extend(consultant);
        Ok(Draft {
            content: Content::Drawn(summary.document().map_err(|refusal| refused(PaperKind::VisitSummary, &refusal))?),
            people: people.iter().map(|one| one.key).collect(),
        })
    }
}
