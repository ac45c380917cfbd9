//! Requirements: what a company asks of a candidate, and whether the CV bank can be searched for it.

mod reading;
mod rewrite;

pub use reading::{languages_in, suggest_class, years_in};
pub use rewrite::{Suggestion, rewrite_suggestion};

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::record::{Fields, Item};
use crate::schema::{REQUIREMENT_CLASSES, REQUIREMENTS};

/// What a requirement is about (D220–D222).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A job title (stilling).
    Position,
    /// A skill (kvalifikation).
    Qualification,
    /// A certificate (certifikat).
    Certificate,
    /// An education (uddannelse).
    Education,
    /// Years in an occupation (erfaring).
    Experience,
    /// A language (sprog).
    Language,
    /// A driving licence (kørekort).
    DrivingLicence,
    /// A personal quality (personlig kompetence).
    Personal,
    /// Anything else.
    Other,
}

impl Class {
    /// Every class in the order of a search profile.
    pub const ALL: [Self; 9] = [
        Self::Position,
        Self::Qualification,
        Self::Certificate,
        Self::Education,
        Self::DrivingLicence,
        Self::Experience,
        Self::Language,
        Self::Personal,
        Self::Other,
    ];

    /// The code of the class, for example `driving_licence`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Position => "position",
            Self::Qualification => "qualification",
            Self::Certificate => "certificate",
            Self::Education => "education",
            Self::Experience => "experience",
            Self::Language => "language",
            Self::DrivingLicence => "driving_licence",
            Self::Personal => "personal",
            Self::Other => "other",
        }
    }

    /// The class with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == code)
    }

    /// The Danish word for the class, for example "Kørekort".
    pub fn label(self) -> &'static str {
        REQUIREMENT_CLASSES.iter().find(|(code, _)| *code == self.as_str()).map_or("", |(_, label)| label)
    }
}

/// How much a requirement weighs (D93, R28). None means that nobody has chosen yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Ufravigeligt.
    Must,
    /// Mindre vigtigt.
    Nice,
}

/// Whether the CV bank can be searched for requirements of a class (R29). Experience can be searched when its years are
/// given; [`Requirement::searchable`] looks at that too.
pub const fn searchable(class: Class) -> bool {
    !matches!(class, Class::Personal | Class::Other)
}

/// What a requirement of this class is good for, in the words beside it.
pub const fn why(class: Class) -> &'static str {
    match class {
        Class::Position => "Kan udsøges på stilling",
        Class::Qualification => "Kan udsøges på kvalifikation",
        Class::Certificate => "Kan udsøges på certifikat",
        Class::Education => "Kan udsøges på uddannelse",
        Class::Experience => "Kan udsøges på erfaring",
        Class::Language => "Kan udsøges på sprog",
        Class::DrivingLicence => "Kan udsøges på kørekort",
        Class::Personal | Class::Other => "Kun til udvælgelse",
    }
}

/// One requirement of a job order. A class that nobody has chosen is read from the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The item's id.
    pub id: Uuid,
    /// What is asked, trimmed. Never empty.
    pub text: String,
    /// What it is about.
    pub class: Class,
    /// How much it weighs, if chosen.
    pub priority: Option<Priority>,
    /// Years of experience, from the field or from the text.
    pub years: Option<i64>,
}

impl Requirement {
    /// The requirements of a job order in their order, without those that have no text.
    pub fn all(fields: &Fields) -> Vec<Self> {
        fields.items(REQUIREMENTS).iter().filter_map(Self::read).collect()
    }

    fn read(item: &Item) -> Option<Self> {
        let text = item.fields.filled_text("text")?;
        let chosen = item.fields.text("class").and_then(Class::from_code);
        Some(Self {
            id: item.id,
            text: text.to_owned(),
            class: chosen.or_else(|| suggest_class(text)).unwrap_or(Class::Other),
            priority: match item.fields.text("priority") {
                Some("must") => Some(Priority::Must),
                Some("nice") => Some(Priority::Nice),
                _ => None,
            },
            years: item.fields.integer("years").or_else(|| years_in(text)),
        })
    }

    /// Whether the CV bank can be searched for it: by its class, and for experience only when the years are known (D220).
    pub fn searchable(&self) -> bool {
        searchable(self.class) && (self.class != Class::Experience || self.years.is_some())
    }

    /// True when it is ufravigeligt.
    pub fn must(&self) -> bool {
        self.priority == Some(Priority::Must)
    }
}

impl std::fmt::Debug for Requirement {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Requirement")
            .field("id", &self.id)
            .field("class", &self.class)
            .field("priority", &self.priority)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Path;
    use serde_json::json;

    #[test]
    fn classes_have_one_code_and_a_word() {
        assert_eq!(REQUIREMENT_CLASSES.len(), Class::ALL.len());
        for class in Class::ALL {
            assert_eq!(Class::from_code(class.as_str()), Some(class));
            assert_eq!(serde_json::to_value(class).unwrap(), class.as_str());
            assert!(!class.label().is_empty());
        }
    }

    #[test]
    fn r29_each_class_is_searchable_or_only_for_selection() {
        for class in Class::ALL {
            assert_eq!(searchable(class), why(class).starts_with("Kan udsøges"), "{class:?}");
        }
        assert!(!searchable(Class::Personal));
        assert!(!searchable(Class::Other));
    }

    #[test]
    fn experience_can_be_searched_once_the_years_are_known() {
        let id = Uuid::nil();
        let mut fields = Fields::new();
        fields.set(Path::item(REQUIREMENTS, id, "text"), json!("Erfaring med kunder"));
        fields.set(Path::item(REQUIREMENTS, id, "class"), json!("experience"));
        assert!(!Requirement::all(&fields)[0].searchable());
        fields.set(Path::item(REQUIREMENTS, id, "years"), json!(2));
        assert!(Requirement::all(&fields)[0].searchable());
    }

    #[test]
    fn an_item_without_text_is_not_a_requirement_yet() {
        let mut fields = Fields::new();
        fields.set(Path::item(REQUIREMENTS, Uuid::nil(), "text"), json!("  "));
        fields.set(Path::item(REQUIREMENTS, Uuid::nil(), "priority"), json!("must"));
        assert!(Requirement::all(&fields).is_empty());
    }
}
