//! Writing a template as a file.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;
use uuid::Uuid;

use super::file::{ChoiceFile, PartFile, QuestionFile, TemplateFile, WhenFile};
use super::read::{ELSEWHERE, text as own, words};
use crate::record::{Fields, Item, Kind, Path};
use crate::schema::{CHOICES, PARTS, QUESTIONS, spec_of};

/// Writes a template as a file. Items are named by their ids; what this version does not know comes along.
pub fn export(fields: &Fields) -> TemplateFile {
    let parts = fields.items(PARTS);
    let known: HashSet<Uuid> = parts.iter().map(|part| part.id).collect();
    let mut choices: HashMap<Uuid, Vec<ChoiceFile>> = HashMap::new();
    for item in fields.items(CHOICES) {
        let choice = ChoiceFile {
            id: item.id.to_string(),
            label: own(&item, "label").unwrap_or_default(),
            extra: unknown(&item, CHOICES),
        };
        choices.entry(item.fields.id("question").unwrap_or_default()).or_default().push(choice);
    }
    let mut questions: HashMap<Uuid, Vec<QuestionFile>> = HashMap::new();
    for item in fields.items(QUESTIONS) {
        let part = item.fields.id("part").filter(|part| known.contains(part)).unwrap_or_default();
        let choices = choices.remove(&item.id).unwrap_or_default();
        questions.entry(part).or_default().push(question_file(&item, choices));
    }
    let mut out: Vec<PartFile> = parts
        .iter()
        .map(|item| PartFile {
            id: item.id.to_string(),
            title: own(item, "title").unwrap_or_default(),
            lead: own(item, "lead"),
            d: words(item, "d"),
            questions: questions.remove(&item.id).unwrap_or_default(),
            extra: unknown(item, PARTS),
        })
        .collect();
    if let Some(questions) = questions.remove(&Uuid::nil()) {
        let title = ELSEWHERE.to_owned();
        out.push(PartFile { id: Uuid::nil().to_string(), title, questions, ..PartFile::default() });
    }
    let top = fields.iter().filter(|(path, _)| {
        let name = path.as_str();
        !name.contains(['.', '@']) && spec_of(Kind::Template, path).is_none()
    });
    TemplateFile {
        template_use: fields.text("use").unwrap_or_default().to_owned(),
        title: fields.text("title").unwrap_or_default().to_owned(),
        version: fields.integer("version"),
        parts: out,
        extra: top.map(|(path, value)| (path.as_str().to_owned(), value.clone())).collect(),
    }
}

fn question_file(item: &Item, choices: Vec<ChoiceFile>) -> QuestionFile {
    QuestionFile {
        id: item.id.to_string(),
        text: own(item, "text").unwrap_or_default(),
        help: own(item, "help"),
        kind: own(item, "kind").unwrap_or_else(|| "note".to_owned()),
        visits: words(item, "visits"),
        choices,
        show_when: own(item, "when_question")
            .zip(own(item, "when_choice"))
            .map(|(question, choice)| WhenFile { question, choice }),
        tools: own(item, "tools_part"),
        until: own(item, "until"),
        retired: item.fields.flag("retired") == Some(true),
        d: words(item, "d"),
        extra: unknown(item, QUESTIONS),
    }
}

fn unknown(item: &Item, list: &str) -> BTreeMap<String, Value> {
    let values = item.fields.iter().filter(|(path, _)| {
        let name = path.as_str();
        let known = spec_of(Kind::Template, &Path::item(list, item.id, name)).is_some();
        !known && !name.contains(['.', '@'])
    });
    values.map(|(path, value)| (path.as_str().to_owned(), value.clone())).collect()
}
