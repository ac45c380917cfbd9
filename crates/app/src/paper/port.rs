//! The way to the printers of this computer. Like the keyring and the mail program, it is handed in at the edge.

use std::path::PathBuf;

use crate::{ErrorCode, api::Printer};

/// The printers of this computer.
pub trait Printing: Send + Sync {
    /// What can be printed on.
    ///
    /// # Errors
    /// [`NotPrinted::NoAnswer`] when the system cannot be asked.
    fn printers(&self) -> Result<Vec<Printer>, NotPrinted>;

    /// Hands a PDF to the queue of a printer that was listed. It must go there through a pipe or memory: a plain file would
    /// outlive the print (the print system's own spool is its own).
    ///
    /// # Errors
    /// Why it is not in the queue.
    fn print(&self, job: &PrintJob<'_>) -> Result<(), NotPrinted>;
}

/// A paper on its way to a printer. Without `Debug`: it holds personal data.
pub struct PrintJob<'a> {
    /// The system's name of the printer.
    pub printer: &'a str,
    /// So many.
    pub copies: u8,
    /// What the queue shows to everybody who looks. It names nobody.
    pub title: &'a str,
    /// The PDF.
    pub pdf: &'a [u8],
}

/// Why a paper is not in a printer's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPrinted {
    /// The system's printers cannot be asked.
    NoAnswer,
    /// The queue did not take it.
    Refused,
    /// Neither the printer nor the system can draw a PDF.
    Unable,
}

/// Where the user wants a file, when asked with a name proposed.
pub type AskWhere = Box<dyn Fn(&str) -> Where + Send + Sync>;

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Where {
    /// Here; a file that is there already may be replaced, for the user was asked.
    Here(PathBuf),
    /// Nowhere after all.
    Nowhere,
    /// Nobody could be asked.
    Unasked,
}

/// No printers: what an app has that was handed none.
pub(crate) struct NoPrinters;

impl Printing for NoPrinters {
    fn printers(&self) -> Result<Vec<Printer>, NotPrinted> {
        Err(NotPrinted::NoAnswer)
    }

    fn print(&self, _: &PrintJob<'_>) -> Result<(), NotPrinted> {
        Err(NotPrinted::NoAnswer)
    }
}

impl From<NotPrinted> for ErrorCode {
    fn from(why: NotPrinted) -> Self {
        match why {
            NotPrinted::NoAnswer => Self::NoPrinters,
            NotPrinted::Refused => Self::NotPrinted,
            NotPrinted::Unable => Self::PrinterCannot,
        }
    }
}
