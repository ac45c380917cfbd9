//! Consent on paper: printed, signed, and the signed paper taken in (L5 o).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_documents::{Paper as _, consent::Copy, tree::Document};
use feltmappen_domain::record::{Path, RecordKey};
use feltmappen_store::AccessAction;

use super::{consent_record, finalise::SCAN, papers};
use crate::{
    App, ErrorCode, Failure, Open, Outcome,
    api::{ConsentView, ScanLook, ScanView},
};

/// A scanned page or two; more is not read.
const LARGEST: usize = 20 * 1024 * 1024;

/// What the files that are taken in begin with.
const BEGINNINGS: [(&[u8], ScanLook); 3] =
    [(b"%PDF-", ScanLook::Pdf), (b"\xff\xd8\xff", ScanLook::Jpeg), (b"\x89PNG\r\n\x1a\n", ScanLook::Png)];

/// What a signed paper is, by its first bytes; none when it is neither a PDF nor a picture.
pub(super) fn look_of(bytes: &[u8]) -> Option<ScanLook> {
    BEGINNINGS.into_iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|(_, look)| look)
}

impl App {
    /// The form to be printed and signed by hand. What still lacks besides the signature stands in the way.
    pub(crate) fn signing_form(&self, open: &Open, key: RecordKey) -> Outcome<Document> {
        let record = consent_record(open, key)?;
        if record.fields.filled("finalised_at") || record.fields.text("given.how") != Some("paper") {
            return Err(ErrorCode::WrongStep.into());
        }
        if let Some(first) = self.obstacles(open, &record)?.into_iter().find(|one| one.path.as_str() != "scan.blob") {
            return Err(Failure { happened: first.message, ..ErrorCode::PaperIncomplete.into() });
        }
        let known = record.fields.filled_text("document_id").map(str::to_owned);
        let id = match &known {
            Some(id) => id.clone(),
            None => self.new_id()?.to_string(),
        };
        let parts = self.consent_parts(open, &record)?;
        let input = papers::input(&parts, Copy::Authority, &id, self.danish_now()).ok_or(ErrorCode::Internal)?;
        let document = input.document().map_err(|refusal| ErrorCode::from(&refusal))?;
        if known.is_none() {
            // What is on the paper stays what it is known by, until the consent says something else.
            self.settle(open, key, "print", vec![(Path::known("document_id"), id.into())])?;
        }
        Ok(document)
    }

    /// Takes in the signed paper, in base64: stored as it is, and never opened or drawn here.
    pub fn attach_scan(&self, key: RecordKey, base64: String) -> Outcome<ConsentView> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if record.fields.filled("finalised_at") {
            return Err(ErrorCode::Sealed.into());
        }
        if record.fields.text("given.how") != Some("paper") || !record.fields.filled("document_id") {
            return Err(ErrorCode::WrongStep.into());
        }
        if base64.len() > LARGEST / 3 * 4 + 4 {
            return Err(ErrorCode::AttachmentTooLarge.into());
        }
        let bytes = STANDARD.decode(base64.as_bytes()).map_err(|_| ErrorCode::NotAPaper)?;
        look_of(&bytes).ok_or(ErrorCode::NotAPaper)?;
        let values = self.keep(&open, key, SCAN, &bytes)?;
        self.settle(&open, key, "scan", values.into())?;
        self.consent_shown(&open, key)
    }

    /// The signed paper as it was taken in, to be looked at again. Looking is logged (R78). One that is not here is fetched as
    /// soon as that can be; one that is not what was taken in is not shown.
    pub fn consent_scan(&self, key: RecordKey) -> Outcome<ScanView> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        let bytes = self.unaltered_paper(&open, &record, SCAN)?;
        let look = look_of(&bytes).ok_or(ErrorCode::NotAPaper)?;
        self.log(&open, AccessAction::Read, &[key], "scan");
        Ok(ScanView { look, base64: STANDARD.encode(bytes) })
    }
}
