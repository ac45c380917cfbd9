//! How much of a guide has been touched (D123, R50, R51). It is shown and never blocks.

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::{Guide, Part, Question, Setting, visible_questions};

/// How much of a guide has been touched. Only questions that are shown and can be asked count; on a visit about
/// something concrete those are the ones of the chosen themes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Coverage {
    /// Themes with a touched question.
    pub themes_touched: u32,
    /// Themes with a question.
    pub themes: u32,
    /// Touched questions.
    pub questions_touched: u32,
    /// Questions.
    pub questions: u32,
    /// Each theme that counts.
    pub parts: Vec<PartCoverage>,
}

/// How much of one theme has been touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct PartCoverage {
    /// The theme.
    pub part: Uuid,
    /// Its touched questions.
    pub touched: u32,
    /// Its questions. Never 0.
    pub questions: u32,
}

/// A question that has not been touched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Untouched {
    /// The theme.
    pub part: Uuid,
    /// Its name.
    pub part_title: String,
    /// The question.
    pub question: Uuid,
    /// What to ask.
    pub text: String,
}

/// Whether a question has been touched: it is marked so, or nobody has marked it and it has any answer.
pub fn touched(question: &Question, setting: Setting<'_>) -> bool {
    let mark = setting.answers.get(question.id).and_then(|answer| answer.touched);
    mark.unwrap_or_else(|| setting.answers.answered(question, setting.tools))
}

/// How much has been touched: themes and questions, and each theme for itself (R50).
pub fn coverage(guide: &Guide, setting: Setting<'_>) -> Coverage {
    let parts: Vec<PartCoverage> = counted(guide, setting)
        .into_iter()
        .filter(|(_, questions)| !questions.is_empty())
        .map(|(part, questions)| PartCoverage {
            part: part.id,
            touched: number(questions.iter().filter(|question| touched(question, setting)).count()),
            questions: number(questions.len()),
        })
        .collect();
    Coverage {
        themes_touched: number(parts.iter().filter(|part| part.touched > 0).count()),
        themes: number(parts.len()),
        questions_touched: parts.iter().map(|part| part.touched).sum(),
        questions: parts.iter().map(|part| part.questions).sum(),
        parts,
    }
}

/// What has not been touched, in the order of the guide (R51).
pub fn untouched(guide: &Guide, setting: Setting<'_>) -> Vec<Untouched> {
    let all = counted(guide, setting).into_iter().flat_map(|(part, questions)| {
        questions.into_iter().filter(|question| !touched(question, setting)).map(move |question| Untouched {
            part: part.id,
            part_title: part.title.clone(),
            question: question.id,
            text: question.text.clone(),
        })
    });
    all.collect()
}

fn counted<'a>(guide: &'a Guide, setting: Setting<'_>) -> Vec<(&'a Part, Vec<&'a Question>)> {
    let shown = visible_questions(guide, setting);
    let counts = |question: &&Question| question.kind.asked() && shown.contains(&question.id);
    guide.parts.iter().map(|part| (part, part.questions.iter().filter(counts).collect())).collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
