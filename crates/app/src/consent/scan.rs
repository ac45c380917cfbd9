//! Consent on paper: printed, signed, and the signed paper taken in (L5 o).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_documents::{Paper as _, consent::Copy};
use feltmappen_domain::record::{Path, RecordKey};
use feltmappen_store::AccessAction;

use super::{consent_record, papers};
use crate::{App, ErrorCode, Outcome, api::ConsentView};

/// A scanned page or two; more is not read.
const LARGEST: usize = 20 * 1024 * 1024;

/// What the files that are taken in begin with: PDF, JPEG, PNG.
const BEGINNINGS: [&[u8]; 3] = [b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"];

impl App {
    /// The form to be printed and signed by hand, as PDF in base64. What still lacks besides the signature stands in the way.
    pub fn paper_for_signing(&self, key: RecordKey) -> Outcome<String> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if record.fields.filled("finalised_at") || record.fields.text("given.how") != Some("paper") {
            return Err(ErrorCode::WrongStep.into());
        }
        if self.obstacles(&open, &record)?.iter().any(|one| one.path.as_str() != "scan.blob") {
            return Err(ErrorCode::WrongStep.into());
        }
        let id = match record.fields.filled_text("document_id") {
            Some(id) => id.to_owned(),
            None => self.new_id()?.to_string(),
        };
        let parts = self.consent_parts(&open, &record)?;
        let input = papers::input(&parts, Copy::Authority, &id, self.danish_now()).ok_or(ErrorCode::Internal)?;
        let bytes = input.render().map_err(|_| ErrorCode::Internal)?;
        // What is on the paper stays what it is known by, until the consent says something else.
        self.settle(&open, key, "print", vec![(Path::known("document_id"), id.into())])?;
        self.log(&open, AccessAction::Print, &[key], "paper_for_signing");
        Ok(STANDARD.encode(bytes))
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
        if !BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning)) {
            return Err(ErrorCode::NotAPaper.into());
        }
        let values = self.keep(&open, key, ["scan.blob", "scan.hash"], &bytes)?;
        self.settle(&open, key, "scan", values.into())?;
        self.consent_shown(&open, key)
    }

    /// One of a consent's papers as PDF in base64: `citizen`, `authority`, `employer` or `scan`.
    pub fn consent_paper(&self, key: RecordKey, copy: String) -> Outcome<String> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        let blob = match &*copy {
            "citizen" => "citizen.blob",
            "authority" => "authority.blob",
            "employer" => "employer.blob",
            "scan" => "scan.blob",
            _ => return Err(ErrorCode::BadValue.into()),
        };
        let bytes = self.stored_paper(&open, &record, blob)?;
        self.log(&open, AccessAction::Export, &[key], "paper");
        Ok(STANDARD.encode(bytes))
    }
}
