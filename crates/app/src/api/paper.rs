//! Papers as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A paper that can be made of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperKind {
    /// A job order, for the company and for colleagues.
    JobOrder,
    /// The page for the company after a visit.
    VisitSummary,
    /// What is known of the company before a visit (D253), for the consultant alone.
    PreparationCard,
    /// The plan of a match check (D215).
    ActionPlan,
    /// What was agreed in a conversation, for the citizen to take along (R55).
    AgreementSheet,
    /// A consent to be signed by hand (L5 o).
    ConsentForm,
    /// The citizen's copy of a finalised consent, as it was kept (R11).
    ConsentCitizen,
    /// The municipality's copy.
    ConsentAuthority,
    /// The employer's copy.
    ConsentEmployer,
    /// To the citizen who took a consent back (R6).
    WithdrawalLetter,
    /// To an employer that received data on a consent that was taken back (L8).
    EmployerNotice,
}

/// A paper to be looked at: what is printed and saved next is this.
#[derive(Clone, Serialize, TS)]
pub struct PaperView {
    /// What it is, without anybody's name.
    pub title: String,
    /// What it is called as a file. It names nobody (R75).
    pub file_name: String,
    /// The PDF.
    pub base64: String,
}

/// A printer of this computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Printer {
    /// What the system calls it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The one that the system takes when nobody chooses.
    pub default: bool,
}
