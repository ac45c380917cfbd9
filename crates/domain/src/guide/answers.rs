//! What stands in a visit or a match check as answers to a guide's questions.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Guide, Question, QuestionKind};
use crate::record::Fields;
use crate::schema::{ANSWERS, PICKS, PLAN, THEMES, TOOLS};

/// The answer to one question. May describe people, so `Debug` is not derived.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Whether somebody has marked it as touched, or as not touched.
    pub touched: Option<bool>,
    /// The note.
    pub note: Option<String>,
    /// The choice.
    pub choice: Option<Uuid>,
    /// The number.
    pub number: Option<i64>,
    /// Whether it is decided.
    pub decided: Option<bool>,
}

/// What was said about one tool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ToolMark {
    /// It was offered.
    pub offered: bool,
    /// The company is interested.
    pub interested: bool,
}

/// All answers of a visit or a match check, read once. May describe people, so `Debug` is not derived.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// By question.
    pub answers: BTreeMap<Uuid, Answer>,
    /// The choices that were picked where several can be.
    pub picks: BTreeSet<Uuid>,
    /// By tool; tools without a mark are not among them.
    pub tools: BTreeMap<Uuid, ToolMark>,
    /// The themes chosen for a visit about something concrete.
    pub themes: BTreeSet<Uuid>,
    /// How many rows the plan has.
    pub plan_rows: usize,
}

impl Answers {
    /// Reads them.
    pub fn new(fields: &Fields) -> Self {
        let answers = fields.items(ANSWERS).into_iter().map(|item| {
            let fields = &item.fields;
            let answer = Answer {
                touched: fields.flag("touched"),
                note: fields.filled_text("note").map(str::to_owned),
                choice: fields.id("choice"),
                number: fields.integer("number"),
                decided: fields.text("decided").and_then(decided),
            };
            (item.id, answer)
        });
        let marked = |list: &str, field: &'static str| -> BTreeSet<Uuid> {
            let items = fields.items(list).into_iter();
            items.filter(|item| item.fields.flag(field) == Some(true)).map(|item| item.id).collect()
        };
        let mut tools: BTreeMap<Uuid, ToolMark> = BTreeMap::new();
        for tool in marked(TOOLS, "offered") {
            tools.entry(tool).or_default().offered = true;
        }
        for tool in marked(TOOLS, "interested") {
            tools.entry(tool).or_default().interested = true;
        }
        Self {
            answers: answers.collect(),
            picks: marked(PICKS, "chosen"),
            tools,
            themes: marked(THEMES, "chosen"),
            plan_rows: fields.items(PLAN).len(),
        }
    }

    /// The answer to a question, if there is one.
    pub fn get(&self, question: Uuid) -> Option<&Answer> {
        self.answers.get(&question)
    }

    /// Whether a choice is made, alone or among several.
    pub fn chosen(&self, question: Uuid, choice: Uuid) -> bool {
        self.picks.contains(&choice) || self.get(question).is_some_and(|answer| answer.choice == Some(choice))
    }

    /// Whether there is any answer to a question, in whatever form. Its mark as touched is not an answer.
    pub fn answered(&self, question: &Question, tools: Option<&Guide>) -> bool {
        self.get(question.id).is_some_and(Answer::says_something)
            || question.choices.iter().any(|choice| self.picks.contains(&choice.id))
            || self.tools.contains_key(&question.id)
            || (question.kind == QuestionKind::Tools && self.any_tool(question, tools))
            || (question.kind == QuestionKind::Plan && self.plan_rows > 0)
    }

    fn any_tool(&self, question: &Question, tools: Option<&Guide>) -> bool {
        let part = question.tools.and_then(|part| tools?.part(part));
        part.is_some_and(|part| part.questions.iter().any(|tool| self.tools.contains_key(&tool.id)))
    }
}

impl Answer {
    /// Whether anything but the mark is there.
    pub fn says_something(&self) -> bool {
        self.note.is_some() || self.choice.is_some() || self.number.is_some() || self.decided.is_some()
    }
}

fn decided(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
