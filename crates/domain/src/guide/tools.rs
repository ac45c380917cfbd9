//! The tools that a question is about (D135–D151), dated: a tool can be udgået from a day.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::{Answers, Guide, Question};

/// A tool as it is offered on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Tool {
    /// The tool's id; its marks have the same.
    pub id: Uuid,
    /// Its name.
    pub text: String,
    /// A sentence for the consultant.
    pub help: Option<String>,
    /// From this day it is udgået.
    pub until: Option<String>,
    /// True when it is udgået on the day, and only stands here because it has been marked.
    pub ended: bool,
}

/// The tools a question is about, on a day (`2026-11-24`). A tool that is udgået is no longer offered, but stays where
/// it has been marked. Without a day nothing is udgået.
pub fn tools_on(question: &Question, tools: &Guide, answers: &Answers, day: Option<&str>) -> Vec<Tool> {
    let Some(part) = question.tools.and_then(|part| tools.part(part)) else {
        return Vec::new();
    };
    let tool = |tool: &Question| {
        let ended = tool.retired || tool.until.as_deref().zip(day).is_some_and(|(until, day)| until <= day);
        (!ended || answers.tools.contains_key(&tool.id)).then(|| Tool {
            id: tool.id,
            text: tool.text.clone(),
            help: tool.help.clone(),
            until: tool.until.clone(),
            ended,
        })
    };
    part.questions.iter().filter_map(tool).collect()
}
