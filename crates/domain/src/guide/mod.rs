//! Guides, tool lists, checklists and sentences: versioned data, never code (D123, D135, D175, R56).
//!
//! A template is a record; [`Guide`] is what it says, read once. What a question is answered with stands in the record
//! that uses the template (a visit, a match check) and is read by [`Answers`].

mod answers;
mod coverage;
mod defaults;
mod diff;
mod export;
mod file;
mod migrate;
mod problems;
mod publish;
mod read;
mod tools;
mod visible;

pub use answers::{Answer, Answers, ToolMark};
pub use coverage::{Coverage, PartCoverage, Untouched, coverage, touched, untouched};
pub use defaults::{default_fields, default_file, default_id, default_text};
pub use diff::{ChangeCode, GuideChange, changes};
pub use export::export;
pub use file::{ChoiceFile, PartFile, QuestionFile, TemplateFile, WhenFile, import, item_id};
pub use migrate::{KeptAnswer, KeptReason, Migration, kept, migrate, move_to};
pub use problems::{MAX_QUESTIONS, Problem, ProblemCode, problems};
pub use publish::{frozen, publish_problems};
pub use tools::{Tool, tools_on};
pub use visible::{Setting, visible, visible_questions};

use std::collections::HashMap;

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use crate::visit::VisitType;

/// What a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "TemplateUse")]
pub enum Use {
    /// The guide for a visit (D122–D134, D152).
    Visit,
    /// The list of tools to offer, redskabsviften (D135–D151).
    Tools,
    /// The checklist for better matching (D175–D214).
    MatchCheck,
    /// Sentences for the alignment of an order (D107–D111).
    Alignment,
    /// The guide for a conversation with a citizen (D153–D174, D220–D229).
    Conversation,
}

impl Use {
    /// Every use.
    pub const ALL: [Self; 5] = [Self::Visit, Self::Tools, Self::MatchCheck, Self::Alignment, Self::Conversation];

    /// The code of the use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visit => "visit",
            Self::Tools => "tools",
            Self::MatchCheck => "match_check",
            Self::Alignment => "alignment",
            Self::Conversation => "conversation",
        }
    }

    /// The use with a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == code)
    }
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(into = "String")]
#[ts(type = "string")]
pub enum QuestionKind {
    /// A note.
    Note,
    /// One of some choices, and a note.
    Choice,
    /// Several of some choices, and a note.
    Choices,
    /// A whole number, and a note.
    Number,
    /// The tools of a part of the tool list, each offered or interesting, and a note.
    Tools,
    /// A tool of the tool list.
    Tool,
    /// Decided or not, and a note.
    Decision,
    /// The plan table.
    Plan,
    /// A sentence to tell the company.
    Sentence,
    /// A kind that this version does not know: kept, and shown read-only.
    Other(String),
}

impl QuestionKind {
    /// The kind with a code. Every code is one.
    pub fn from_code(code: &str) -> Self {
        match code {
            "note" => Self::Note,
            "choice" => Self::Choice,
            "choices" => Self::Choices,
            "number" => Self::Number,
            "tools" => Self::Tools,
            "tool" => Self::Tool,
            "decision" => Self::Decision,
            "plan" => Self::Plan,
            "sentence" => Self::Sentence,
            other => Self::Other(other.to_owned()),
        }
    }

    /// The code of the kind.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Note => "note",
            Self::Choice => "choice",
            Self::Choices => "choices",
            Self::Number => "number",
            Self::Tools => "tools",
            Self::Tool => "tool",
            Self::Decision => "decision",
            Self::Plan => "plan",
            Self::Sentence => "sentence",
            Self::Other(code) => code,
        }
    }

    /// Whether it is something to ask, and so something that can be touched. Tools and sentences are not asked, and what
    /// this version cannot show cannot be answered.
    pub const fn asked(&self) -> bool {
        !matches!(self, Self::Tool | Self::Sentence | Self::Other(_))
    }
}

impl From<QuestionKind> for String {
    fn from(kind: QuestionKind) -> Self {
        kind.as_str().to_owned()
    }
}

/// What a template says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Guide {
    /// What it is for; none for a use that this version does not know.
    pub template_use: Option<Use>,
    /// Its name.
    pub title: String,
    /// Which version it is.
    #[ts(type = "number")]
    pub version: i64,
    /// Its themes in order.
    pub parts: Vec<Part>,
}

/// A theme of a guide, or a part of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Part {
    /// The item's id. Nil for the part that holds the questions whose own part is gone.
    pub id: Uuid,
    /// Its name, short enough for a tab.
    pub title: String,
    /// The sentence above its questions.
    pub lead: Option<String>,
    /// The entries of the inventory that it answers.
    pub d: Vec<String>,
    /// Its questions in order.
    pub questions: Vec<Question>,
}

/// A question, a tool or a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Question {
    /// The item's id. Its answer has the same.
    pub id: Uuid,
    /// What to ask.
    pub text: String,
    /// A sentence for the consultant.
    pub help: Option<String>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The types of visit it is for; all when there are none.
    pub visits: Vec<VisitType>,
    /// What can be chosen.
    pub choices: Vec<GuideChoice>,
    /// What must have been chosen elsewhere for it to be shown.
    pub show_when: Option<ShowWhen>,
    /// The part of the tool list whose tools it is about.
    pub tools: Option<Uuid>,
    /// From this day the tool is udgået.
    pub until: Option<String>,
    /// True when this version asks it no more. It stays where it was answered.
    pub retired: bool,
    /// The entries of the inventory that it answers.
    pub d: Vec<String>,
}

/// Something to choose as the answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GuideChoice {
    /// The item's id.
    pub id: Uuid,
    /// The words.
    pub label: String,
}

/// Shows a question only while a choice is made at another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ShowWhen {
    /// The other question.
    pub question: Uuid,
    /// The choice.
    pub choice: Uuid,
}

impl Guide {
    /// Every question with its part, in order.
    pub fn questions(&self) -> impl Iterator<Item = (&Part, &Question)> {
        self.parts.iter().flat_map(|part| part.questions.iter().map(move |question| (part, question)))
    }

    /// The part with an id.
    pub fn part(&self, id: Uuid) -> Option<&Part> {
        self.parts.iter().find(|part| part.id == id)
    }

    /// The question with an id, and its part.
    pub fn question(&self, id: Uuid) -> Option<(&Part, &Question)> {
        self.questions().find(|(_, question)| question.id == id)
    }

    /// Every question by its id.
    fn by_id(&self) -> HashMap<Uuid, (&Part, &Question)> {
        self.questions().map(|(part, question)| (question.id, (part, question))).collect()
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
