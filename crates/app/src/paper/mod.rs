//! Papers: what is shown, printed and saved as PDF. Each is made of a record by a file of its own; what happens to it
//! afterwards is the same for all.

mod agreements;
mod consent;
mod letters;
mod order;
mod parts;
mod plan;
mod port;
mod preparation;
mod refused;
mod summary;

use std::sync::{Arc, MutexGuard, PoisonError};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use feltmappen_documents::{pdf, tree::Document};
use feltmappen_domain::record::{Kind, RecordKey};
use feltmappen_store::AccessAction;

pub(crate) use port::NoPrinters;
pub use port::{AskWhere, NotPrinted, PrintJob, Printing, Where};
pub(crate) use refused::{refused, undrawable};

use crate::{
    App, ErrorCode, Open, Outcome,
    api::{PaperKind, PaperView, Printer},
};

/// So many copies at most: more is a slip of the finger.
const COPIES: std::ops::RangeInclusive<u8> = 1..=99;
/// So many digits of a document's id stand in the name of a file: enough to tell two papers of one day apart.
const DIGITS: usize = 6;

/// What a builder makes of a record.
pub(crate) struct Draft {
    /// What is shown.
    pub content: Content,
    /// Whose data stands on it, beside the record's own.
    pub people: Vec<RecordKey>,
}

/// What a paper is made of.
pub(crate) enum Content {
    /// It is drawn now.
    Drawn(Document),
    /// It was drawn once and for all, and is shown as it was kept (R11).
    Kept {
        /// The document's id.
        id: String,
        /// The PDF.
        pdf: Vec<u8>,
    },
}

/// A paper that was made. What was looked at is what is printed and saved, so it is kept, in memory alone.
pub(crate) struct Made {
    key: RecordKey,
    what: PaperKind,
    file_name: String,
    pdf: Vec<u8>,
    people: Vec<RecordKey>,
}

impl App {
    /// A paper of a record, to be looked at.
    pub fn paper(&self, key: RecordKey, what: PaperKind) -> Outcome<PaperView> {
        let open = self.opened()?;
        let made = self.make_paper(&open, key, what)?;
        *self.papers() = Some(Arc::clone(&made));
        self.log_paper(&open, AccessAction::Read, &made);
        Ok(PaperView {
            title: what.title().to_owned(),
            file_name: format!("{}.pdf", made.file_name),
            base64: BASE64.encode(&made.pdf),
        })
    }

    /// The printers of this computer, the usual one first.
    pub fn printers(&self) -> Outcome<Vec<Printer>> {
        let mut printers = self.printing.printers().map_err(ErrorCode::from)?;
        printers.sort_by(|one, other| (!one.default, &one.title).cmp(&(!other.default, &other.title)));
        Ok(printers)
    }

    /// Puts a paper into a printer's queue.
    pub fn print_paper(&self, key: RecordKey, what: PaperKind, printer: String, copies: u8) -> Outcome<bool> {
        let open = self.opened()?;
        if !COPIES.contains(&copies) {
            return Err(ErrorCode::BadValue.into());
        }
        // Only what the system listed is ever named to it.
        if !self.printers()?.iter().any(|listed| listed.name == printer) {
            return Err(ErrorCode::NoSuchPrinter.into());
        }
        let made = self.looked_at(&open, key, what)?;
        let job = PrintJob { printer: &printer, copies, title: &made.file_name, pdf: &made.pdf };
        self.printing.print(&job).map_err(ErrorCode::from)?;
        self.log_paper(&open, AccessAction::Print, &made);
        self.write_access(&open);
        Ok(true)
    }

    /// Writes a paper to where the user says; answers where, or nothing when the user would rather not. Where nobody can be
    /// asked, it goes to the folder for downloads.
    pub fn save_paper(&self, key: RecordKey, what: PaperKind) -> Outcome<Option<String>> {
        let open = self.opened()?;
        let made = self.looked_at(&open, key, what)?;
        let place = self.save_where_asked(&made.file_name, "pdf", &made.pdf)?;
        if place.is_none() {
            return Ok(None);
        }
        self.log_paper(&open, AccessAction::Export, &made);
        self.write_access(&open);
        Ok(place)
    }

    /// The paper that was looked at last, or a new one when that was another.
    fn looked_at(&self, open: &Open, key: RecordKey, what: PaperKind) -> Outcome<Arc<Made>> {
        let last = self.papers().clone().filter(|made| made.key == key && made.what == what);
        last.map_or_else(|| self.make_paper(open, key, what), Ok)
    }

    /// The one place that says what a paper is made of.
    fn draft_paper(&self, open: &Open, key: RecordKey, what: PaperKind) -> Outcome<Draft> {
        match (what, key.kind) {
            (PaperKind::JobOrder, Kind::JobOrder) => self.order_paper(open, key),
            (PaperKind::VisitSummary, Kind::Visit) => self.summary_paper(open, key),
            (PaperKind::PreparationCard, Kind::Visit) => self.preparation_paper(open, key),
            (PaperKind::ActionPlan, Kind::MatchCheck) => self.plan_paper(open, key),
            (PaperKind::AgreementSheet, Kind::Conversation) => self.agreements_paper(open, key),
            (PaperKind::ConsentForm, Kind::Consent) => self.form_paper(open, key),
            (PaperKind::ConsentCitizen, Kind::Consent) => self.kept_paper(open, key, "citizen.blob"),
            (PaperKind::ConsentAuthority, Kind::Consent) => self.kept_paper(open, key, "authority.blob"),
            (PaperKind::ConsentEmployer, Kind::Consent) => self.kept_paper(open, key, "employer.blob"),
            (PaperKind::WithdrawalLetter, Kind::Consent) => self.withdrawal_paper(open, key),
            (PaperKind::EmployerNotice, Kind::Submittal) => self.notice_paper(open, key),
            _ => Err(ErrorCode::BadValue.into()),
        }
    }

    fn make_paper(&self, open: &Open, key: RecordKey, what: PaperKind) -> Outcome<Arc<Made>> {
        let Draft { content, people } = self.draft_paper(open, key, what)?;
        let (id, pdf) = match content {
            Content::Drawn(document) => {
                let pdf = pdf::render(&document).map_err(|refusal| refused(what, &refusal))?;
                (document.id, pdf)
            }
            Content::Kept { id, pdf } => (id, pdf),
        };
        Ok(Arc::new(Made { key, what, file_name: self.file_name(what.word(), &id), pdf, people }))
    }

    /// `jobordre-2026-11-24-4f2a91`: kind, day and the end of an id. It names nobody (R75).
    pub(crate) fn file_name(&self, word: &str, id: &str) -> String {
        let end = id.get(id.len().saturating_sub(DIGITS)..).unwrap_or_default();
        format!("{word}-{}-{end}", self.danish_day())
    }

    /// Who was read, printed or exported (R78): the record and everybody who stands on the paper.
    fn log_paper(&self, open: &Open, action: AccessAction, made: &Made) {
        let mut keys = vec![made.key];
        keys.extend(made.people.iter().filter(|one| **one != made.key));
        self.log(open, action, &keys, made.what.word());
    }

    pub(crate) fn papers(&self) -> MutexGuard<'_, Option<Arc<Made>>> {
        self.paper.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PaperKind {
    /// Every paper.
    pub(crate) const ALL: [Self; 11] = [
        Self::JobOrder,
        Self::VisitSummary,
        Self::PreparationCard,
        Self::ActionPlan,
        Self::AgreementSheet,
        Self::ConsentForm,
        Self::ConsentCitizen,
        Self::ConsentAuthority,
        Self::ConsentEmployer,
        Self::WithdrawalLetter,
        Self::EmployerNotice,
    ];

    /// What the paper is called.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::JobOrder => "Jobordre",
            Self::VisitSummary => "Resumé til virksomheden",
            Self::PreparationCard => "Forberedelseskort",
            Self::ActionPlan => "Handlingsplan",
            Self::AgreementSheet => "Aftalepapir",
            Self::ConsentForm => "Samtykke til underskrift",
            Self::ConsentCitizen => "Samtykke: borgerens eksemplar",
            Self::ConsentAuthority => "Samtykke: kommunens eksemplar",
            Self::ConsentEmployer => "Samtykke: virksomhedens eksemplar",
            Self::WithdrawalLetter => "Brev til borgeren",
            Self::EmployerNotice => "Besked til virksomheden",
        }
    }

    /// The same in a file name, a print queue and the access log.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::JobOrder => "jobordre",
            Self::VisitSummary => "resume",
            Self::PreparationCard => "forberedelse",
            Self::ActionPlan => "handlingsplan",
            Self::AgreementSheet => "aftalepapir",
            Self::ConsentForm => "samtykke-til-underskrift",
            Self::ConsentCitizen => "samtykke-borger",
            Self::ConsentAuthority => "samtykke-kommune",
            Self::ConsentEmployer => "samtykke-virksomhed",
            Self::WithdrawalLetter => "brev-tilbagetrukket",
            Self::EmployerNotice => "besked-om-sletning",
        }
    }
}
