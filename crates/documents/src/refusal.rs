//! Why a document is not made.

/// Why a document is not made. It says which field, and never what stands in it, apart from characters that cannot be
/// drawn.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A field holds characters that the faces do not have.
    #[error("{field} has characters that cannot be printed: {}", listed(.characters))]
    Undrawable {
        /// The field.
        field: String,
        /// The characters, each once.
        characters: Vec<char>,
    },
    /// A field that must say something is empty.
    #[error("{0} is empty")]
    Empty(String),
    /// A field of a document for a company holds what looks like a CPR number (R75).
    #[error("{0} holds what looks like a CPR number, and the document is for a company")]
    LooksLikeCpr(String),
    /// A field of a document for a company holds what looks like a citizen's date of birth or age (R15).
    #[error("{0} holds what looks like a date of birth or an age, and the document is for a company")]
    LooksLikeAge(String),
    /// A text does not describe a document; the line where that shows.
    #[error("line {0} is not what a document is made from")]
    Unreadable(usize),
    /// The document could not be written.
    #[error("the document could not be written: {0}")]
    Writing(String),
}

impl Refusal {
    /// A code that a screen can have a sentence for.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Undrawable { .. } => "undrawable",
            Self::Empty(_) => "empty",
            Self::LooksLikeCpr(_) => "looks_like_cpr",
            Self::LooksLikeAge(_) => "looks_like_age",
            Self::Unreadable(_) => "unreadable",
            Self::Writing(_) => "writing",
        }
    }
}

/// The characters with their numbers, for not every screen can show them.
fn listed(characters: &[char]) -> String {
    let one = |character: &char| format!("{character} (U+{:04X})", u32::from(*character));
    characters.iter().map(one).collect::<Vec<_>>().join(", ")
}
