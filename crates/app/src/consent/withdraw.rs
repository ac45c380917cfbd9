//! Withdrawing a consent: one step (R6, R7), and what follows for those who got data (L8).

use feltmappen_domain::{
    consent::Consent,
    record::{Kind, Path, Record, RecordId, RecordKey},
    schema::WITHDRAWN_HOW,
    submittal::Submittal,
};
use serde_json::Value;

use super::consent_record;
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{RecordView, SentOn},
    time::danish_words,
};

impl App {
    /// The citizen takes the consent back. It asks for no reason, and what was sent before stays in the history.
    pub fn withdraw_consent(&self, key: RecordKey, how: String, to: Option<RecordId>) -> Outcome<RecordView> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        let consent = Consent::new(&record.fields);
        if !WITHDRAWN_HOW.iter().any(|(code, _)| *code == how) {
            return Err(ErrorCode::BadValue.into());
        }
        if consent.withdrawn_at().is_some() {
            return self.view(&open, key);
        }
        if consent.finalised_at().is_none() {
            return Err(ErrorCode::WrongStep.into());
        }
        let to = to.unwrap_or(open.me()?.employee);
        let values = vec![
            (Path::known("withdrawn_at"), Value::from(self.danish_moment())),
            (Path::known("withdrawn_how"), how.into()),
            (Path::known("withdrawn_to"), to.to_string().into()),
        ];
        self.settle(&open, key, "withdraw", values)?;
        self.view(&open, key)
    }

    /// The employer of a submittal has been asked to delete what he got.
    pub fn erasure_asked(&self, submittal: RecordKey) -> Outcome<bool> {
        let open = self.opened()?;
        if submittal.kind != Kind::Submittal {
            return Err(ErrorCode::BadValue.into());
        }
        let record = open.workspace.record(&submittal)?.ok_or(ErrorCode::NotHere)?;
        if !record.fields.filled("sent.at") {
            return Err(ErrorCode::WrongStep.into());
        }
        if !record.fields.filled("erasure_asked_at") {
            let asked = (Path::known("erasure_asked_at"), self.danish_moment().into());
            self.settle(&open, submittal, "erasure", vec![asked])?;
        }
        Ok(true)
    }

    /// What was sent on a consent, the latest first: those who are told when it is withdrawn.
    pub(super) fn sent_on(&self, open: &Open, consent: RecordId, submittals: &[Record]) -> Outcome<Vec<SentOn>> {
        let today = self.danish_now().date_naive();
        let mut sent: Vec<_> = submittals
            .iter()
            .filter(|one| Submittal::new(&one.fields).consent() == Some(consent))
            .filter(|one| Submittal::new(&one.fields).sent_at().is_some())
            .collect();
        sent.sort_by_key(|one| std::cmp::Reverse(one.fields.text("sent.at").map(str::to_owned)));
        let view = |record: &&Record| {
            let submittal = Submittal::new(&record.fields);
            Ok(SentOn {
                submittal: record.key,
                recipient: self.place_view(open, submittal.company(), submittal.workplace())?,
                sent: danish_words(submittal.sent_at().unwrap_or_default(), today),
                erasure_asked_at: submittal.erasure_asked_at().map(str::to_owned),
            })
        };
        sent.iter().map(view).collect()
    }
}
