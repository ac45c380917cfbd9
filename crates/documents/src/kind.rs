//! The kinds of documents, for whoever has one as JSON.

use crate::{
    Paper, Refusal,
    consent::Consent,
    papers::{ActionPlan, AgreementSheet, EmployerNotice, OrderSheet, PreparationCard, VisitSummary, WithdrawalLetter},
    tree::Document,
};

/// A kind of document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Consent`].
    Consent,
    /// [`WithdrawalLetter`].
    Withdrawal,
    /// [`EmployerNotice`].
    Notice,
    /// [`OrderSheet`].
    Order,
    /// [`VisitSummary`].
    Summary,
    /// [`PreparationCard`].
    Preparation,
    /// [`AgreementSheet`].
    Agreements,
    /// [`ActionPlan`].
    Plan,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] = [
        Self::Consent,
        Self::Withdrawal,
        Self::Notice,
        Self::Order,
        Self::Summary,
        Self::Preparation,
        Self::Agreements,
        Self::Plan,
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::Withdrawal => "withdrawal",
            Self::Notice => "notice",
            Self::Order => "order",
            Self::Summary => "summary",
            Self::Preparation => "preparation",
            Self::Agreements => "agreements",
            Self::Plan => "plan",
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
        fn read<T: Paper>(json: &[u8]) -> Result<Document, Refusal> {
            // The error's own words may hold what stands in the text.
            let paper: T = serde_json::from_slice(json).map_err(|error| Refusal::Unreadable(error.line()))?;
            paper.document()
        }
        match self {
            Self::Consent => read::<Consent>(json),
            Self::Withdrawal => read::<WithdrawalLetter>(json),
            Self::Notice => read::<EmployerNotice>(json),
            Self::Order => read::<OrderSheet>(json),
            Self::Summary => read::<VisitSummary>(json),
            Self::Preparation => read::<PreparationCard>(json),
            Self::Agreements => read::<AgreementSheet>(json),
            Self::Plan => read::<ActionPlan>(json),
        }
    }
}
