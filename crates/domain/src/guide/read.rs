//! Reading what a template says from its fields.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{Guide, GuideChoice, Part, Question, QuestionKind, ShowWhen, Use};
use crate::record::{Fields, Item};
use crate::schema::{CHOICES, PARTS, QUESTIONS};
use crate::visit::VisitType;

/// The name of the part that holds questions whose own part is gone. It happens when one editor deletes a part while
/// another adds a question to it.
pub(super) const ELSEWHERE: &str = "Øvrige spørgsmål";

impl Guide {
    /// Reads a template. Whatever is missing or unknown is read as well as it can be; nothing fails.
    pub fn new(fields: &Fields) -> Self {
        let parts = fields.items(PARTS);
        let known: HashSet<Uuid> = parts.iter().map(|part| part.id).collect();
        let mut choices: HashMap<Uuid, Vec<GuideChoice>> = HashMap::new();
        for item in fields.items(CHOICES) {
            if let Some(question) = item.fields.id("question") {
                let label = item.fields.filled_text("label").unwrap_or_default().to_owned();
                choices.entry(question).or_default().push(GuideChoice { id: item.id, label });
            }
        }
        let mut questions: HashMap<Uuid, Vec<Question>> = HashMap::new();
        for item in fields.items(QUESTIONS) {
            let part = item.fields.id("part").filter(|part| known.contains(part)).unwrap_or(Uuid::nil());
            let choices = choices.remove(&item.id).unwrap_or_default();
            questions.entry(part).or_default().push(question(&item, choices));
        }
        let mut parts: Vec<Part> =
            parts.iter().map(|item| part(item, questions.remove(&item.id).unwrap_or_default())).collect();
        if let Some(questions) = questions.remove(&Uuid::nil()) {
            let title = ELSEWHERE.to_owned();
            parts.push(Part { id: Uuid::nil(), title, lead: None, d: Vec::new(), questions });
        }
        Self {
            template_use: fields.text("use").and_then(Use::from_code),
            title: fields.filled_text("title").unwrap_or("Uden navn").to_owned(),
            version: fields.integer("version").unwrap_or(1),
            parts,
        }
    }
}

fn part(item: &Item, questions: Vec<Question>) -> Part {
    Part {
        id: item.id,
        title: item.fields.filled_text("title").unwrap_or("Uden navn").to_owned(),
        lead: text(item, "lead"),
        d: words(item, "d"),
        questions,
    }
}

fn question(item: &Item, choices: Vec<GuideChoice>) -> Question {
    let fields = &item.fields;
    Question {
        id: item.id,
        text: fields.filled_text("text").unwrap_or("Uden tekst").to_owned(),
        help: text(item, "help"),
        kind: QuestionKind::from_code(fields.filled_text("kind").unwrap_or("note")),
        visits: words(item, "visits").iter().filter_map(|code| VisitType::from_code(code)).collect(),
        choices,
        show_when: fields
            .id("when_question")
            .zip(fields.id("when_choice"))
            .map(|(question, choice)| ShowWhen { question, choice }),
        tools: fields.id("tools_part"),
        until: text(item, "until"),
        retired: fields.flag("retired") == Some(true),
        d: words(item, "d"),
    }
}

pub(super) fn text(item: &Item, field: &str) -> Option<String> {
    item.fields.filled_text(field).map(str::to_owned)
}

pub(super) fn words(item: &Item, field: &str) -> Vec<String> {
    item.fields.text(field).unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{ALIVE, Path, RANK};
    use serde_json::json;

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    #[test]
    fn a_kind_from_a_newer_version_is_kept_by_its_own_name() {
        let mut fields = Fields::new();
        fields.set(Path::item(PARTS, id(1), "title"), json!("Tema"));
        fields.set(Path::item(QUESTIONS, id(2), "part"), json!(id(1).to_string()));
        fields.set(Path::item(QUESTIONS, id(2), "text"), json!("<b>Hvor</b>?"));
        fields.set(Path::item(QUESTIONS, id(2), "kind"), json!("drawing"));
        let guide = Guide::new(&fields);
        let question = &guide.parts[0].questions[0];
        assert_eq!(question.kind, QuestionKind::Other("drawing".to_owned()));
        assert_eq!(question.text, "<b>Hvor</b>?", "a text is a text");
        assert!(!question.kind.asked());
        assert_eq!(serde_json::to_value(&question.kind).unwrap(), json!("drawing"));
    }

    #[test]
    fn a_question_added_to_a_part_that_somebody_else_deleted_is_still_there() {
        let mut fields = Fields::new();
        for (n, rank) in [(1, "V"), (2, "F")] {
            fields.set(Path::item(PARTS, id(n), "title"), json!(format!("Tema {n}")));
            fields.set(Path::item(PARTS, id(n), RANK), json!(rank));
        }
        fields.set(Path::item(PARTS, id(1), ALIVE), json!(false));
        fields.set(Path::item(QUESTIONS, id(3), "part"), json!(id(1).to_string()));
        let guide = Guide::new(&fields);
        let parts: Vec<_> = guide.parts.iter().map(|part| (part.title.as_str(), part.questions.len())).collect();
        assert_eq!(parts, [("Tema 2", 0), (ELSEWHERE, 1)]);
    }

    #[test]
    fn nothing_reads_as_an_empty_guide() {
        let guide = Guide::new(&Fields::new());
        assert_eq!((guide.template_use, guide.version, guide.parts.len()), (None, 1, 0));
    }
}
