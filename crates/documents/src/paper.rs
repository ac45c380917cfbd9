//! What all papers have in common.

use serde::{Serialize, de::DeserializeOwned};

use crate::{Refusal, pdf, tree::Document};

/// Something that is written on paper.
pub trait Paper: Serialize + DeserializeOwned {
    /// The paper as what it says.
    ///
    /// # Errors
    /// A [`Refusal`] that names the field, before anything is drawn.
    fn document(&self) -> Result<Document, Refusal>;

    /// The paper as a PDF. The same input gives the same bytes (R11).
    ///
    /// # Errors
    /// What [`Paper::document`] refuses, and [`Refusal::Writing`] when the libraries cannot write it.
    fn render(&self) -> Result<Vec<u8>, Refusal> {
        pdf::render(&self.document()?)
    }
}
