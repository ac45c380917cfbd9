//! What changes from one version of a template to another, field by field.

use std::collections::{HashMap, HashSet};

use serde::Serialize;
use ts_rs::TS;
use uuid::Uuid;

use super::{Guide, Part, Question, QuestionKind};
use crate::schema::VISIT_TYPES;

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChangeCode {
    /// A new part.
    PartAdded,
    /// A part has another name.
    PartReworded,
    /// A part has another sentence above its questions.
    LeadChanged,
    /// A part is gone.
    PartRemoved,
    /// The parts stand in another order.
    PartsReordered,
    /// A new question.
    Added,
    /// A question has other words.
    Reworded,
    /// A question has another sentence for the consultant.
    HelpChanged,
    /// A question is gone, or asked no more.
    Retired,
    /// A question that was asked no more is asked again.
    Restored,
    /// A question stands in another part.
    Moved,
    /// The questions of a part stand in another order.
    Reordered,
    /// A question is answered in another way.
    KindChanged,
    /// A question is for other types of visit.
    VisitsChanged,
    /// A question is shown under another condition.
    ConditionChanged,
    /// A question is about the tools of another part.
    ToolsChanged,
    /// A tool is udgået from another day.
    UntilChanged,
    /// A new choice.
    ChoiceAdded,
    /// A choice has other words.
    ChoiceReworded,
    /// A choice is gone.
    ChoiceRemoved,
}

/// One change, with the words before and after where there are such.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct GuideChange {
    /// What it is about.
    pub code: ChangeCode,
    /// The part, question or choice. Nil when it is about all parts.
    pub subject: Uuid,
    /// What it is called now, or was called when it is gone.
    pub title: String,
    /// Before.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
}

/// The changes between two versions, in the order of the new one, with what is gone at the end.
pub fn changes(old: &Guide, new: &Guide) -> Vec<GuideChange> {
    let mut out = Vec::new();
    parts(old, new, &mut out);
    let before = old.by_id();
    for (part, question) in new.questions() {
        match before.get(&question.id) {
            None if question.retired => {}
            None => out.push(change(ChangeCode::Added, question, None, Some(question.text.clone()))),
            Some((old_part, old_question)) => compare((old_part, old_question), (part, question), &mut out),
        }
    }
    let after = new.by_id();
    for (_, question) in old.questions().filter(|(_, question)| !question.retired && !after.contains_key(&question.id))
    {
        out.push(change(ChangeCode::Retired, question, Some(question.text.clone()), None));
    }
    out
}

fn parts(old: &Guide, new: &Guide, out: &mut Vec<GuideChange>) {
    let by_id: HashMap<Uuid, &Part> = old.parts.iter().map(|part| (part.id, part)).collect();
    let mut push = |code, part: &Part, old: Option<&String>, new: Option<&String>| {
        out.push(GuideChange {
            code,
            subject: part.id,
            title: part.title.clone(),
            old: old.cloned(),
            new: new.cloned(),
        });
    };
    for part in &new.parts {
        let Some(before) = by_id.get(&part.id) else {
            push(ChangeCode::PartAdded, part, None, Some(&part.title));
            continue;
        };
        if before.title != part.title {
            push(ChangeCode::PartReworded, part, Some(&before.title), Some(&part.title));
        }
        if before.lead != part.lead {
            push(ChangeCode::LeadChanged, part, before.lead.as_ref(), part.lead.as_ref());
        }
        let stood: Vec<Uuid> = before.questions.iter().map(|question| question.id).collect();
        let stands: Vec<Uuid> = part.questions.iter().map(|question| question.id).collect();
        if reordered(&stood, &stands) {
            push(ChangeCode::Reordered, part, None, None);
        }
    }
    let after: HashSet<Uuid> = new.parts.iter().map(|part| part.id).collect();
    for part in old.parts.iter().filter(|part| !after.contains(&part.id)) {
        push(ChangeCode::PartRemoved, part, Some(&part.title), None);
    }
    let stood: Vec<Uuid> = old.parts.iter().map(|part| part.id).collect();
    let stands: Vec<Uuid> = new.parts.iter().map(|part| part.id).collect();
    if reordered(&stood, &stands) {
        let title = new.title.clone();
        out.push(GuideChange { code: ChangeCode::PartsReordered, subject: Uuid::nil(), title, old: None, new: None });
    }
}

/// Whether what is in both stands in another order.
fn reordered(old: &[Uuid], new: &[Uuid]) -> bool {
    let (in_old, in_new): (HashSet<_>, HashSet<_>) = (old.iter().collect(), new.iter().collect());
    let before = old.iter().filter(|id| in_new.contains(id));
    let after = new.iter().filter(|id| in_old.contains(id));
    !before.eq(after)
}

fn compare(old: (&Part, &Question), new: (&Part, &Question), out: &mut Vec<GuideChange>) {
    let ((old_part, before), (new_part, after)) = (old, new);
    let texts = [
        (ChangeCode::Reworded, Some(before.text.clone()), Some(after.text.clone())),
        (ChangeCode::HelpChanged, before.help.clone(), after.help.clone()),
        (ChangeCode::KindChanged, Some(kind(&before.kind)), Some(kind(&after.kind))),
        (ChangeCode::VisitsChanged, Some(visits(before)), Some(visits(after))),
        (ChangeCode::UntilChanged, before.until.clone(), after.until.clone()),
    ];
    out.extend(
        texts.into_iter().filter(|(_, old, new)| old != new).map(|(code, old, new)| change(code, after, old, new)),
    );
    if old_part.id != new_part.id {
        let (old, new) = (Some(old_part.title.clone()), Some(new_part.title.clone()));
        out.push(change(ChangeCode::Moved, after, old, new));
    }
    if before.retired != after.retired {
        let code = if after.retired { ChangeCode::Retired } else { ChangeCode::Restored };
        out.push(change(code, after, Some(before.text.clone()), Some(after.text.clone())));
    }
    if before.show_when != after.show_when {
        out.push(change(ChangeCode::ConditionChanged, after, None, None));
    }
    if before.tools != after.tools {
        out.push(change(ChangeCode::ToolsChanged, after, None, None));
    }
    for choice in &after.choices {
        match before.choices.iter().find(|old| old.id == choice.id) {
            None => out.push(change(ChangeCode::ChoiceAdded, after, None, Some(choice.label.clone()))),
            Some(old) if old.label != choice.label => {
                let words = (Some(old.label.clone()), Some(choice.label.clone()));
                out.push(change(ChangeCode::ChoiceReworded, after, words.0, words.1));
            }
            Some(_) => {}
        }
    }
    for choice in before.choices.iter().filter(|old| after.choices.iter().all(|new| new.id != old.id)) {
        out.push(change(ChangeCode::ChoiceRemoved, after, Some(choice.label.clone()), None));
    }
}

fn change(code: ChangeCode, question: &Question, old: Option<String>, new: Option<String>) -> GuideChange {
    GuideChange { code, subject: question.id, title: question.text.clone(), old, new }
}

/// What a kind is called in the template editor.
fn kind(kind: &QuestionKind) -> String {
    match kind {
        QuestionKind::Note => "Notat",
        QuestionKind::Choice => "Ét svar",
        QuestionKind::Choices => "Flere svar",
        QuestionKind::Number => "Tal",
        QuestionKind::Tools => "Redskaber",
        QuestionKind::Tool => "Redskab",
        QuestionKind::Decision => "Besluttet eller ej",
        QuestionKind::Plan => "Plan",
        QuestionKind::Sentence => "Sætning",
        QuestionKind::Other(code) => code,
    }
    .to_owned()
}

fn visits(question: &Question) -> String {
    let named = VISIT_TYPES.iter().filter(|(code, _)| question.visits.iter().any(|visit| visit.as_str() == *code));
    let words: Vec<&str> = named.map(|(_, words)| *words).collect();
    if words.is_empty() { "Alle besøg".to_owned() } else { words.join(", ") }
}
