//! Consent on paper: printed, signed, and the signed paper taken in (L5 o).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_documents::{Paper as _, consent::Copy, tree::Document};
use feltmappen_domain::record::{Path, RecordKey};
use feltmappen_store::AccessAction;

use super::scan_file::{self, LARGEST_MIB, Look, MOST_MILLION_DOTS, NotTaken};
use super::{consent_record, finalise::SCAN, papers};
use crate::{
    App, ErrorCode, Failure, Open, Outcome,
    api::{PaperKind, RecordView, ScanLook, ScanView},
    paper::refused,
};

/// The code of an obstacle that is a character that cannot be drawn.
const UNDRAWABLE: &str = "undrawable";

impl App {
    /// The form to be printed and signed by hand. What still lacks besides the signature stands in the way.
    pub(crate) fn signing_form(&self, open: &Open, key: RecordKey) -> Outcome<Document> {
        let record = consent_record(open, key)?;
        if record.fields.filled("finalised_at") || record.fields.text("given.how") != Some("paper") {
            return Err(ErrorCode::WrongStep.into());
        }
        if let Some(first) = self.obstacles(open, &record)?.into_iter().find(|one| one.path.as_str() != "scan.blob") {
            let code = match &*first.code {
                UNDRAWABLE => ErrorCode::PaperUndrawable,
                _ => ErrorCode::PaperIncomplete,
            };
            return Err(Failure { happened: first.message, ..code.into() });
        }
        let known = record.fields.filled_text("document_id").map(str::to_owned);
        let id = match &known {
            Some(id) => id.clone(),
            None => self.new_id()?.to_string(),
        };
        let parts = self.consent_parts(open, &record)?;
        let input = papers::input(&parts, Copy::Authority, &id, self.danish_now()).ok_or(ErrorCode::Internal)?;
        let document = input.document().map_err(|refusal| refused(PaperKind::ConsentForm, &refusal))?;
        if known.is_none() {
            // What is on the paper stays what it is known by, until the consent says something else.
            self.settle(open, key, "print", vec![(Path::known("document_id"), id.into())])?;
        }
        Ok(document)
    }

    /// Takes in the signed paper, in base64: stored as it is, and never opened or drawn here.
    pub fn attach_scan(&self, key: RecordKey, base64: String) -> Outcome<RecordView> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if record.fields.filled("finalised_at") {
            return Err(ErrorCode::Sealed.into());
        }
        if record.fields.text("given.how") != Some("paper") || !record.fields.filled("document_id") {
            return Err(ErrorCode::WrongStep.into());
        }
        let bytes = scan_file::read(&base64).map_err(|why| match why {
            NotTaken::TooLarge => too_large(&format!("Filen må fylde højst {LARGEST_MIB} MB.")),
            NotTaken::TooManyDots => {
                too_large(&format!("Et billede må have højst {MOST_MILLION_DOTS} millioner punkter."))
            }
            NotTaken::NotAPaper => ErrorCode::NotAPaper.into(),
        })?;
        let values = self.keep(&open, key, SCAN, &bytes)?;
        self.settle(&open, key, "scan", values.into())?;
        self.view(&open, key)
    }

    /// The signed paper as it was taken in, to be looked at again. Looking is logged (R78). One that is not here is fetched as
    /// soon as that can be; one that is not what was taken in is not shown.
    pub fn consent_scan(&self, key: RecordKey) -> Outcome<ScanView> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        let bytes = self.unaltered_paper(&open, &record, SCAN)?;
        let look = match scan_file::look_of(&bytes).ok_or(ErrorCode::NotAPaper)? {
            Look::Pdf => ScanLook::Pdf,
            Look::Jpeg => ScanLook::Jpeg,
            Look::Png => ScanLook::Png,
        };
        self.log(&open, AccessAction::Read, &[key], "scan");
        Ok(ScanView { look, base64: STANDARD.encode(bytes) })
    }
}

fn too_large(limit: &str) -> Failure {
    let todo = format!("{limit} Scan erklæringen i sort-hvid eller mindre fint, og vælg den igen.");
    Failure {
        happened: "Den scannede erklæring er for stor.".to_owned(), todo, ..ErrorCode::AttachmentTooLarge.into()
    }
}
