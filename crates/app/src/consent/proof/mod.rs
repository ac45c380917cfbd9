//! The proof bundle: what a citizen said yes to, that it is what was kept, and what happened to it, in one file that anybody
//! can open without Feltmappen (R11, R78, L5).

mod shape;
mod words;

use std::io::{Cursor, Write as _};

use feltmappen_domain::record::{Kind, Path, Record, RecordKey};
use feltmappen_store::{AccessAction, LogVerdict};
use feltmappen_sync::Change;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    consent_record,
    finalise::{COPIES, SCAN, sha256},
    scan_file::{Look, look_of},
};
use crate::{App, ErrorCode, Open, Outcome, access, api::PaperKind, history, labels};
use shape::{Access, AccessLog, Change as Told, File, Finalised, Given, History, Proof, Withdrawn};

/// Which paper each copy is.
const PAPERS: [PaperKind; 3] = [PaperKind::ConsentCitizen, PaperKind::ConsentAuthority, PaperKind::ConsentEmployer];
/// The line of a pen says nothing to a reader of a list, and stands on the paper itself (L20).
const SIGNATURE: &str = "signature";

/// A paper as it goes into the bundle.
struct Kept {
    file: File,
    bytes: Vec<u8>,
}

impl App {
    /// Writes the proof of a finalised consent to where the user says, as one ZIP file; answers where, or nothing when the user
    /// would rather not. The file's name names nobody (R75), and saving it is logged as an export (R78). `docs/proof.md`
    /// describes what is in it.
    ///
    /// # Errors
    /// `BadValue` for another kind of record, `NotHere`; `WrongStep` before it is finalised; `AttachmentNotHere` when a paper
    /// is still at central; `PaperAltered` when one is no longer what was kept (R11); `NotSavedThere`. Then nothing is written.
    pub fn save_proof(&self, key: RecordKey) -> Outcome<Option<String>> {
        let open = self.opened()?;
        let record = consent_record(&open, key)?;
        if !record.fields.filled("finalised_at") {
            return Err(ErrorCode::WrongStep.into());
        }
        let kept = self.kept_papers(&open, &record)?;
        let files = kept.iter().map(|one| one.file.clone()).collect();
        let proof = self.proof(&open, &record, files)?;
        let bundle = self.bundle(&proof, &kept)?;
        let name = self.file_name("bevispakke", &proof.document_id);
        let place = self.save_where_asked(&name, "zip", &bundle)?;
        if place.is_some() {
            self.log(&open, AccessAction::Export, &[key], "proof");
            self.write_access(&open);
        }
        Ok(place)
    }

    /// The three copies, and the signed paper when there is one, each as it was kept.
    fn kept_papers(&self, open: &Open, record: &Record) -> Outcome<Vec<Kept>> {
        let mut kept = Vec::new();
        for ((name, _, fields), paper) in COPIES.into_iter().zip(PAPERS) {
            let bytes = self.unaltered_paper(open, record, fields)?;
            kept.push(Kept::new(format!("{}.pdf", paper.word()), name, bytes));
        }
        if record.fields.filled(SCAN[0]) {
            let bytes = self.unaltered_paper(open, record, SCAN)?;
            let ending = match look_of(&bytes).ok_or(ErrorCode::NotAPaper)? {
                Look::Pdf => "pdf",
                Look::Jpeg => "jpg",
                Look::Png => "png",
            };
            kept.push(Kept::new(format!("underskrevet-erklaering.{ending}"), "scan", bytes));
        }
        Ok(kept)
    }

    fn proof(&self, open: &Open, record: &Record, files: Vec<File>) -> Outcome<Proof> {
        let fields = &record.fields;
        let text = |path: &str| fields.filled_text(path).map(str::to_owned);
        let person = |path: &str| fields.id(path).map(|id| self.name_of(open, Kind::Employee, id)).transpose();
        let withdrawn = match text("withdrawn_at") {
            Some(at) => Some(Withdrawn { at, how: text("withdrawn_how"), to: person("withdrawn_to")? }),
            None => None,
        };
        Ok(Proof {
            format: shape::FORMAT,
            version: shape::VERSION,
            app_version: env!("CARGO_PKG_VERSION"),
            made_at: self.danish_moment(),
            made_by: self.name_of(open, Kind::Employee, open.me()?.employee)?,
            consent: record.key.id,
            document_id: text("document_id").unwrap_or_default(),
            form_version: text("form_version"),
            replaces: fields.id("replaces"),
            files,
            given: Given {
                how: text("given.how"),
                at: text("given.at"),
                place: text("given.place"),
                to: person("given.to")?,
                interpreter: text("given.interpreter"),
                representative: text("given.representative"),
                basis: text("given.basis"),
            },
            valid_until: text("valid_until"),
            finalised: Finalised { at: text("finalised_at"), by: person("finalised_by")? },
            withdrawn,
            history: self.told_history(open, record)?,
            access_log: self.told_access(open, record.key)?,
        })
    }

    /// Who changed what, by which step and when, the oldest first: what this device keeps.
    fn told_history(&self, open: &Open, record: &Record) -> Outcome<History> {
        let mut changes = Vec::new();
        for entry in
            open.workspace.history(Some(record.key), history::WHOLE)?.iter().rev().filter(|one| history::shown(one))
        {
            let change = Change { path: entry.path.clone(), base: entry.before.clone(), value: entry.after.clone() };
            let said = |value| match entry.path.as_str() {
                SIGNATURE => Ok(String::new()),
                _ => self.as_text(open, entry, value),
            };
            changes.push(Told {
                at: entry.at.clone(),
                who: self.name_of(open, Kind::Employee, entry.author)?,
                action: entry.action.clone(),
                path: entry.path.clone(),
                what: history::name(record.key.kind, &change),
                before: said(&entry.before)?,
                after: said(&entry.after)?,
            });
        }
        Ok(History { kept_days: shape::KEPT_DAYS, changes })
    }

    /// Who read, changed, printed or exported it, the oldest first, with whether the log of this device is whole.
    fn told_access(&self, open: &Open, key: RecordKey) -> Outcome<AccessLog> {
        self.write_access(open);
        let whole = matches!(open.workspace.verify_access_log()?, LogVerdict::Whole { .. });
        let told = |line: feltmappen_store::AccessLine| {
            Ok(Access {
                seq: line.seq,
                who: self.name_of(open, Kind::Employee, line.entry.who)?,
                action: line.entry.action.as_str(),
                what: format!("{}: {}", access::done(line.entry.action), access::place(&line.entry.why)),
                why: line.entry.why,
                at: line.at,
            })
        };
        let lines = open.workspace.access_log(&key)?.into_iter().map(told).collect::<Outcome<_>>()?;
        Ok(AccessLog { whole, lines })
    }

    /// All of it as a ZIP file, in memory: nothing half made ever reaches a disk. The papers are packed already.
    fn bundle(&self, proof: &Proof, kept: &[Kept]) -> Outcome<Vec<u8>> {
        let json = serde_json::to_vec_pretty(proof).map_err(|_| ErrorCode::Internal)?;
        let read_me = words::read_me(proof);
        let own = [(words::NAME, read_me.as_bytes()), (shape::NAME, &*json)];
        let papers = kept.iter().map(|one| (&*one.file.name, &*one.bytes));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(self.zip_time());
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in own.into_iter().chain(papers) {
            zip.start_file(name, options).map_err(|_| ErrorCode::Internal)?;
            zip.write_all(bytes).map_err(|_| ErrorCode::Internal)?;
        }
        Ok(zip.finish().map_err(|_| ErrorCode::Internal)?.into_inner())
    }

    /// Now in Danish time, as a ZIP file writes it. A year that it cannot write is left at its beginning.
    fn zip_time(&self) -> zip::DateTime {
        use chrono::{Datelike as _, Timelike as _};
        let now = self.danish_now();
        let part = |number: u32| u8::try_from(number).unwrap_or_default();
        let year = u16::try_from(now.year()).unwrap_or_default();
        let [month, day, hour] = [now.month(), now.day(), now.hour()].map(part);
        zip::DateTime::from_date_and_time(year, month, day, hour, part(now.minute()), part(now.second()))
            .unwrap_or_default()
    }
}

impl Kept {
    fn new(name: String, what: &'static str, bytes: Vec<u8>) -> Self {
        let file = File { name, what, bytes: bytes.len() as u64, sha256: sha256(&bytes) };
        Self { file, bytes }
    }
}

/// What a code of the consent is called.
fn said(path: &'static str, code: Option<&str>) -> String {
    code.map(|code| labels::words(Kind::Consent, &Path::known(path), code)).unwrap_or_default()
}
