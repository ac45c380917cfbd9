//! A guide as a form: a part for each theme and a field for each question, drawn by the renderer that draws the others.

use super::{Choice, Condition, Field, Form, Section, Widget};
use crate::guide::{Guide, Part, Question, QuestionKind};
use crate::record::{Kind, Path};
use crate::schema::{ANSWERS, PICKS, spec_of};

/// The form for a guide. A field's path is the note of its question's answer; the other values of the answer stand
/// beside it. The fields of questions about tools have the tools of their part of the tool list as choices.
pub fn guide_form(guide: &Guide, tools: Option<&Guide>) -> Form {
    let by_id = guide.questions().map(|(_, question)| (question.id, question)).collect();
    Form {
        id: guide.template_use.map_or("guide", crate::guide::Use::as_str).to_owned(),
        sections: guide
            .parts
            .iter()
            .map(|part| Section {
                id: part.id.to_string(),
                title: part.title.clone(),
                lead: part.lead.clone(),
                question: None,
                fields: part.questions.iter().map(|question| field(question, part, &by_id, tools)).collect(),
            })
            .collect(),
    }
}

type ById<'a> = std::collections::HashMap<uuid::Uuid, &'a Question>;

fn field(question: &Question, part: &Part, by_id: &ById<'_>, tools: Option<&Guide>) -> Field {
    let path = Path::item(ANSWERS, question.id, "note");
    let spec = spec_of(Kind::Visit, &path);
    Field {
        label: question.text.clone(),
        hint: question.help.clone(),
        question: None,
        widget: widget(&question.kind),
        choices: choices(question, tools),
        max_chars: spec.and_then(|spec| spec.max_chars),
        show_when: condition(question, by_id),
        d: if question.d.is_empty() { part.d.clone() } else { question.d.clone() },
        wide: true,
        counts: question.kind.asked(),
        path,
    }
}

fn widget(kind: &QuestionKind) -> Widget {
    match kind {
        QuestionKind::Note => Widget::QuestionNote,
        QuestionKind::Choice => Widget::QuestionChoice,
        QuestionKind::Choices => Widget::QuestionChoices,
        QuestionKind::Number => Widget::QuestionNumber,
        QuestionKind::Tools => Widget::QuestionTools,
        QuestionKind::Decision => Widget::QuestionDecision,
        QuestionKind::Plan => Widget::QuestionPlan,
        QuestionKind::Tool | QuestionKind::Sentence | QuestionKind::Other(_) => Widget::QuestionOther,
    }
}

fn choices(question: &Question, tools: Option<&Guide>) -> Vec<Choice> {
    let choice = |id: uuid::Uuid, label: &str| Choice { value: id.to_string(), label: label.to_owned() };
    match question.kind {
        QuestionKind::Tools => {
            let part = question.tools.and_then(|part| tools?.part(part));
            part.into_iter().flat_map(|part| &part.questions).map(|tool| choice(tool.id, &tool.text)).collect()
        }
        _ => question.choices.iter().map(|one| choice(one.id, &one.label)).collect(),
    }
}

/// The condition as the renderer knows it: on the one choice, or on the mark of one among several.
fn condition(question: &Question, by_id: &ById<'_>) -> Option<Condition> {
    let when = question.show_when?;
    let other = by_id.get(&when.question)?;
    other.choices.iter().find(|choice| choice.id == when.choice)?;
    Some(match other.kind {
        QuestionKind::Choices => Condition { path: Path::item(PICKS, when.choice, "chosen"), equals: true.into() },
        _ => Condition { path: Path::item(ANSWERS, when.question, "choice"), equals: when.choice.to_string().into() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::{Use, default_fields};
    use crate::record::Fields;

    fn default(template_use: Use) -> Guide {
        Guide::new(&default_fields(template_use))
    }

    #[test]
    fn every_question_of_every_default_is_a_field_with_its_numbers() {
        let tools = default(Use::Tools);
        for template_use in Use::ALL {
            let guide = default(template_use);
            let form = guide_form(&guide, Some(&tools));
            assert_eq!(form.id, template_use.as_str());
            assert_eq!(form.sections.len(), guide.parts.len());
            assert_eq!(form.fields().count(), guide.questions().count());
            for ((_, field), (_, question)) in form.fields().zip(guide.questions()) {
                assert_eq!(field.path, Path::item(ANSWERS, question.id, "note"));
                assert_eq!(field.label, question.text);
                assert_eq!(field.max_chars, Some(5000));
            }
        }
    }

    #[test]
    fn a_question_about_tools_has_the_tools_of_its_part() {
        let tools = default(Use::Tools);
        let form = guide_form(&default(Use::Visit), Some(&tools));
        let about = form.fields().filter(|(_, field)| field.widget == Widget::QuestionTools);
        let offered: usize = about.map(|(_, field)| field.choices.len()).sum();
        assert_eq!(offered, tools.questions().count());
    }

    #[test]
    fn a_question_waits_for_a_choice_among_several() {
        let form = guide_form(&default(Use::Visit), None);
        let (_, field) = form.fields().find(|(_, field)| field.show_when.is_some()).unwrap();
        let mut fields = Fields::new();
        assert!(!field.shown(&fields));
        let condition = field.show_when.clone().unwrap();
        fields.set(condition.path, condition.equals);
        assert!(field.shown(&fields));
    }
}
