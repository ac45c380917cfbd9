//! Which questions are shown (R49, R53).

use std::collections::{BTreeSet, HashMap};

use uuid::Uuid;

use super::{Answers, Guide, Part, Question};
use crate::visit::VisitType;

/// What decides which questions are shown and which of them count as touched.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// The type of the visit; none shows the questions for every type.
    pub visit_type: Option<VisitType>,
    /// What has been answered so far, and the chosen themes.
    pub answers: &'a Answers,
    /// The tool list, for questions about tools.
    pub tools: Option<&'a Guide>,
}

/// Whether a question of the guide is shown. For many questions ask [`visible_questions`] once.
pub fn visible(guide: &Guide, question: Uuid, setting: Setting<'_>) -> bool {
    visible_questions(guide, setting).contains(&question)
}

/// The questions that are shown:
///
/// * those for the type of visit, so that the tour stands on a first visit and what changed on a follow-up (R49, R53);
/// * on a visit about something concrete those of the chosen themes only (R49);
/// * those without a condition, or whose condition holds: the other question is shown and the choice is made. A
///   condition that is part of a circle, or that points at nothing, holds: broken data never hides a question;
/// * a retired question only where it has been answered.
pub fn visible_questions(guide: &Guide, setting: Setting<'_>) -> BTreeSet<Uuid> {
    let by_id = guide.by_id();
    let mut known: HashMap<Uuid, bool> = HashMap::with_capacity(by_id.len());
    for question in by_id.keys() {
        settle(*question, &by_id, setting, &mut known);
    }
    known.into_iter().filter(|(_, shown)| *shown).map(|(question, _)| question).collect()
}

/// Follows the conditions from a question to one that is settled, has none, or closes a circle; then settles all on the
/// way back. Each question is settled once, however long the chains.
fn settle(
    question: Uuid,
    by_id: &HashMap<Uuid, (&Part, &Question)>,
    setting: Setting<'_>,
    known: &mut HashMap<Uuid, bool>,
) {
    let mut way: Vec<Uuid> = Vec::new();
    let mut place: HashMap<Uuid, usize> = HashMap::new();
    let mut here = question;
    let circle = loop {
        if known.contains_key(&here) {
            break way.len();
        }
        if let Some(start) = place.get(&here) {
            break *start;
        }
        place.insert(here, way.len());
        way.push(here);
        match condition(here, by_id) {
            Some((other, _)) => here = other,
            None => break way.len(),
        }
    };
    for (index, id) in way.iter().enumerate().rev() {
        let holds = match condition(*id, by_id) {
            Some((other, choice)) if index < circle => {
                known.get(&other) == Some(&true) && setting.answers.chosen(other, choice)
            }
            _ => true,
        };
        let shown = by_id.get(id).is_some_and(|(part, question)| asked_here(part, question, setting));
        known.insert(*id, holds && shown);
    }
}

/// The question and the choice that a question waits for, when both exist.
fn condition(question: Uuid, by_id: &HashMap<Uuid, (&Part, &Question)>) -> Option<(Uuid, Uuid)> {
    let when = by_id.get(&question)?.1.show_when?;
    let (_, other) = by_id.get(&when.question)?;
    other.choices.iter().any(|choice| choice.id == when.choice).then_some((when.question, when.choice))
}

/// Type of visit, theme and retirement.
fn asked_here(part: &Part, question: &Question, setting: Setting<'_>) -> bool {
    let type_fits = match setting.visit_type {
        Some(visit_type) => question.visits.is_empty() || question.visits.contains(&visit_type),
        None => true,
    };
    let theme_fits = setting.visit_type != Some(VisitType::Concrete) || setting.answers.themes.contains(&part.id);
    let current = !question.retired || setting.answers.answered(question, setting.tools);
    type_fits && theme_fits && current
}
