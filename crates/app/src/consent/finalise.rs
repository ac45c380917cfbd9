//! Finalising: the three copies are made, kept and sealed in one action (R2, R11).

use std::collections::BTreeMap;

use feltmappen_documents::{
    Paper as _,
    consent::{self as paper, Copy},
};
use feltmappen_domain::{
    consent::Consent,
    record::{Path, Record, RecordKey},
};
use feltmappen_store::AccessAction;
use feltmappen_sync::attachment;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{consent_record, papers};
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{FinaliseOutcome, PapersChecked},
    attachment::random_id,
};

/// The copies, with the first part of their fields.
pub(super) const COPIES: [(&str, Copy, [&str; 2]); 3] = [
    ("citizen", Copy::Citizen, ["citizen.blob", "citizen.hash"]),
    ("authority", Copy::Authority, ["authority.blob", "authority.hash"]),
    ("employer", Copy::Employer, ["employer.blob", "employer.hash"]),
];
/// The signed paper, when it was given on paper (L5 o).
pub(super) const SCAN: [&str; 2] = ["scan.blob", "scan.hash"];
/// What the copies were made from, so that they can be made again (R11).
const SOURCE: [&str; 2] = ["source.blob", "source.hash"];

impl App {
    /// Finalises a consent if nothing stands in the way: makes its three copies, keeps them encrypted, and seals it.
    pub fn finalise_consent(&self, key: RecordKey) -> Outcome<FinaliseOutcome> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if !record.alive() {
            return Err(ErrorCode::NotHere.into());
        }
        let consent = Consent::new(&record.fields);
        if consent.finalised_at().is_some() {
            return Ok(FinaliseOutcome { done: true, problems: Vec::new(), view: self.view(&open, key)? });
        }
        if consent.withdrawn_at().is_some() {
            return Err(ErrorCode::WrongStep.into());
        }
        let mut problems = self.obstacles(&open, &record)?;
        // What stands as a draft is not what would be sealed.
        problems.extend(self.view(&open, key)?.problems.into_iter().map(|one| crate::api::ConsentObstacle {
            code: "format".to_owned(),
            path: one.path,
            record: None,
            message: one.problem.message.into_owned(),
        }));
        if !problems.is_empty() {
            return Ok(FinaliseOutcome { done: false, problems, view: self.view(&open, key)? });
        }
        let values = self.sealing_values(&open, &record)?;
        self.settle(&open, key, "finalise", values)?;
        Ok(FinaliseOutcome { done: true, problems, view: self.view(&open, key)? })
    }

    /// What finalising writes, with the papers put in their place before: one that is not named by a record is swept away.
    fn sealing_values(&self, open: &Open, record: &Record) -> Outcome<Vec<(Path, Value)>> {
        let me = open.me()?;
        let now = self.danish_moment();
        let made = self.danish_now();
        let mut sealed = record.clone();
        if sealed.fields.text("given.how") == Some("screen") {
            sealed.fields.set(Path::known("given.at"), now.clone().into());
            sealed.fields.set(Path::known("given.to"), me.employee.to_string().into());
        }
        let id = match record.fields.filled_text("document_id") {
            Some(id) => id.to_owned(),
            None => self.new_id()?.to_string(),
        };
        let parts = self.consent_parts(open, &sealed)?;
        let mut values = vec![
            (Path::known("finalised_at"), Value::from(now)),
            (Path::known("finalised_by"), me.employee.to_string().into()),
            (Path::known("form_version"), papers::FORM.into()),
            (Path::known("document_id"), id.clone().into()),
        ];
        for path in ["given.at", "given.to"] {
            values.extend(sealed.fields.get(path).map(|value| (Path::known(path), value.clone())));
        }
        let source = papers::input(&parts, Copy::Authority, &id, made).ok_or(ErrorCode::Internal)?;
        let json = serde_json::to_vec(&source).map_err(|_| ErrorCode::Internal)?;
        values.extend(self.keep(open, record.key, SOURCE, &json)?);
        for (_, copy, paths) in COPIES {
            values.extend(self.keep(open, record.key, paths, &render(&source, copy)?)?);
        }
        Ok(values)
    }

    /// What a finalised consent's papers were made from (R11).
    pub(crate) fn sealed_source(&self, open: &Open, record: &Record) -> Outcome<paper::Consent> {
        let json = self.stored_paper(open, record, SOURCE[0])?;
        Ok(serde_json::from_slice(&json).map_err(|_| ErrorCode::Damaged)?)
    }

    /// Keeps a paper in the encrypted workspace; the fields that name it and hold its hash.
    pub(super) fn keep(
        &self,
        open: &Open,
        key: RecordKey,
        [blob, hash]: [&'static str; 2],
        mut bytes: &[u8],
    ) -> Outcome<[(Path, Value); 2]> {
        let id = random_id()?;
        let digest = sha256(bytes);
        open.workspace.put_attachment(id, key, &mut bytes, &self.now())?;
        Ok([(Path::known(blob), format!("blob:{id}").into()), (Path::known(hash), digest.into())])
    }

    /// Whether the stored papers are those that were made, and can be made again (R11).
    pub fn verify_consent(&self, key: RecordKey) -> Outcome<PapersChecked> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if !record.fields.filled("finalised_at") {
            return Err(ErrorCode::WrongStep.into());
        }
        let mut hashes = BTreeMap::new();
        let mut stored = BTreeMap::new();
        let scan = record.fields.filled(SCAN[0]).then_some(("scan", SCAN));
        let kept = COPIES.into_iter().map(|(name, _, paths)| (name, paths)).chain(scan).chain([("source", SOURCE)]);
        let mut unchanged = true;
        for (name, [blob, hash]) in kept {
            let bytes = self.stored_paper(&open, &record, blob)?;
            let digest = sha256(&bytes);
            unchanged &= record.fields.text(hash) == Some(&*digest);
            hashes.insert(name.to_owned(), digest);
            stored.insert(name, bytes);
        }
        let same_form = record.fields.text("form_version") == Some(papers::FORM);
        let source = stored.get("source").and_then(|json| serde_json::from_slice::<paper::Consent>(json).ok());
        let made_again = source.filter(|_| same_form).map(|source| {
            COPIES
                .into_iter()
                .all(|(name, copy, _)| render(&source, copy).is_ok_and(|bytes| stored.get(name) == Some(&bytes)))
        });
        self.log(&open, AccessAction::Read, &[key], "verify");
        let says = match (unchanged, made_again) {
            (false, _) => "Et dokument er ikke, som da det blev lavet. Tal med jeres databeskyttelsesrådgiver.",
            (true, Some(true)) => "Dokumenterne er uændrede, og de kan laves igen, bogstav for bogstav.",
            (true, _) => "Dokumenterne er uændrede. De er lavet i en anden udgave af Feltmappen.",
        };
        Ok(PapersChecked { unchanged, made_again, hashes, says: says.to_owned() })
    }

    /// The bytes of a stored paper that are what was kept, by the hash that the consent holds.
    pub(super) fn unaltered_paper(
        &self,
        open: &Open,
        record: &Record,
        [blob, hash]: [&'static str; 2],
    ) -> Outcome<Vec<u8>> {
        let bytes = self.stored_paper(open, record, blob)?;
        if record.fields.text(hash) != Some(&*sha256(&bytes)) {
            return Err(ErrorCode::PaperAltered.into());
        }
        Ok(bytes)
    }

    /// The bytes of a stored paper. One that is not here is fetched as soon as that can be.
    pub(crate) fn stored_paper(&self, open: &Open, record: &Record, blob: &'static str) -> Outcome<Vec<u8>> {
        let path = Path::known(blob);
        let value = record.fields.get(&path).cloned().unwrap_or_default();
        let id = attachment(&path, &value).ok_or(ErrorCode::NotHere)?;
        let mut bytes = Vec::new();
        if open.workspace.read_attachment(id, &mut bytes)? {
            return Ok(bytes);
        }
        self.fetch_attachments(open, [record])?;
        Err(ErrorCode::AttachmentNotHere.into())
    }
}

/// A copy as PDF.
fn render(source: &paper::Consent, copy: Copy) -> Outcome<Vec<u8>> {
    let mut input = source.clone();
    input.copy = copy;
    if copy != Copy::Authority {
        input.citizen.masked_cpr = None;
    }
    input.render().map_err(|_| ErrorCode::Internal.into())
}

/// SHA-256 in the form of the field.
pub(super) fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
