//! The papers of a consent: the form to be signed, and the copies as they were kept (R11).

use feltmappen_domain::{
    consent::Consent,
    record::{Kind, RecordKey},
};

use super::{Content, Draft};
use crate::{App, ErrorCode, Open, Outcome, consent::consent_record};

impl App {
    pub(super) fn form_paper(&self, open: &Open, key: RecordKey) -> Outcome<Draft> {
        Ok(Draft { content: Content::Drawn(self.signing_form(open, key)?), people: self.people_of(open, key)? })
    }

    /// A copy of a finalised consent: the very bytes that were kept, whatever has changed since.
    pub(super) fn kept_paper(&self, open: &Open, key: RecordKey, blob: &'static str) -> Outcome<Draft> {
        let record = consent_record(open, key)?;
        let id = record.fields.filled_text("document_id").ok_or(ErrorCode::WrongStep)?.to_owned();
        if !record.fields.filled("finalised_at") {
            return Err(ErrorCode::WrongStep.into());
        }
        let pdf = self.stored_paper(open, &record, blob)?;
        Ok(Draft { content: Content::Kept { id, pdf }, people: self.people_of(open, key)? })
    }

    /// Who is named on a consent. Its candidate is logged with the consent itself.
    fn people_of(&self, open: &Open, key: RecordKey) -> Outcome<Vec<RecordKey>> {
        let record = consent_record(open, key)?;
        let to = Consent::new(&record.fields).given_to();
        Ok(to.map(|id| RecordKey::new(Kind::Employee, id)).into_iter().collect())
    }
}
