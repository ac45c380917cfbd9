//! The kinds of documents, for whoever has one as JSON.

use crate::{Refusal, consent::Consent, tree::Document};

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Consent`].
    Consent,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 1] = [Self::Consent];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The document that a JSON text describes.
    ///
    /// # Errors
    /// [`Refusal::Unreadable`] when it describes none, or what the kind refuses.
    pub fn document(self, json: &[u8]) -> Result<Document, Refusal> {
        fn read<T: serde::de::DeserializeOwned>(json: &[u8]) -> Result<T, Refusal> {
            // The error's own words may hold what stands in the text.
            serde_json::from_slice(json).map_err(|error| Refusal::Unreadable(error.line()))
        }
        match self {
            Self::Consent => read::<Consent>(json)?.document(),
        }
    }
}
