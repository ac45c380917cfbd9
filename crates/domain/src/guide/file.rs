//! The file format of templates: what defaults are written in, and what is exported and imported. Published as
//! `docs/template.schema.json`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::problems::{MAX_BYTES, Problem, ProblemCode, problems};
use crate::canonical::normalise;
use crate::identity::NAMESPACE;
use crate::rank;
use crate::record::{Fields, Path, RANK};
use crate::schema::{CHOICES, PARTS, QUESTIONS};

/// A template as a file. Names that this version does not know are kept where their values are single values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TemplateFile {
    /// What it is for: `visit`, `tools`, `match_check`, `alignment` or `conversation`.
    #[serde(rename = "use")]
    pub template_use: String,
    /// Its name.
    pub title: String,
    /// Which version it is; 1 when it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Its parts in order.
    pub parts: Vec<PartFile>,
    /// What a newer version may know.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// A part of a template.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartFile {
    /// A name of its own (`a`–`z`, `0`–`9`, `_`), or a UUID. Never changes, since answers hang on it.
    pub id: String,
    /// Its name, short enough for a tab.
    pub title: String,
    /// A sentence above its questions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// The entries of the inventory that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub d: Vec<String>,
    /// Its questions in order.
    pub questions: Vec<QuestionFile>,
    /// What a newer version may know.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// A question, a tool or a sentence.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct QuestionFile {
    /// A name of its own (`a`–`z`, `0`–`9`, `_`), or a UUID. Never changes, since answers hang on it.
    pub id: String,
    /// What to ask.
    pub text: String,
    /// A sentence for the consultant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// `note`, `choice`, `choices`, `number`, `tools`, `tool`, `decision`, `plan` or `sentence`. Any other is kept and
    /// shown read-only.
    pub kind: String,
    /// The types of visit it is for: `first`, `follow_up`, `concrete`; all when there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub visits: Vec<String>,
    /// What can be chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<ChoiceFile>,
    /// What must have been chosen elsewhere for it to be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<WhenFile>,
    /// The part of the tool list whose tools it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tools: Option<String>,
    /// From this day, `2026-11-24`, the tool is udgået.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// True when it is asked no more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// The entries of the inventory that it answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub d: Vec<String>,
    /// What a newer version may know.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// Something to choose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ChoiceFile {
    /// A name of its own within the question, or a UUID.
    pub id: String,
    /// The words.
    pub label: String,
    /// What a newer version may know.
    #[serde(flatten)]
    pub extra: BTreeMap<String, Value>,
}

/// Shows a question only while a choice is made at another one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WhenFile {
    /// The other question.
    pub question: String,
    /// The choice.
    pub choice: String,
}

/// The id of an item that a file names: a UUID stands for itself, a name for UUIDv5 of `<what>:<use>:<name>`, so that it
/// is the same in every version and on every device.
pub fn item_id(what: &str, template_use: &str, name: &str) -> Uuid {
    let own = Uuid::try_parse(name).ok().filter(|id| id.hyphenated().to_string() == name);
    own.unwrap_or_else(|| Uuid::new_v5(&NAMESPACE, format!("{what}:{template_use}:{name}").as_bytes()))
}

pub(super) fn choice_id(template_use: &str, question: &str, name: &str) -> Uuid {
    item_id("choice", template_use, name_within(question, name).as_ref())
}

fn name_within(question: &str, name: &str) -> String {
    if Uuid::try_parse(name).is_ok() { name.to_owned() } else { format!("{question}:{name}") }
}

/// Reads a file into the fields of a draft.
///
/// # Errors
/// Everything that is wrong with it ([`problems`]). Nothing of it is taken then.
pub fn import(text: &str) -> Result<Fields, Vec<Problem>> {
    if text.len() > MAX_BYTES {
        return Err(vec![Problem::new(ProblemCode::TooLarge, None)]);
    }
    let file: TemplateFile =
        serde_json::from_str(text).map_err(|_| vec![Problem::new(ProblemCode::NotReadable, None)])?;
    let found = problems(&file);
    if found.is_empty() { Ok(to_fields(&file, "draft")) } else { Err(found) }
}

pub(super) fn to_fields(file: &TemplateFile, status: &str) -> Fields {
    let of = file.template_use.as_str();
    let mut out = Fields::new();
    for (name, value) in [
        ("use", Value::from(of)),
        ("title", file.title.trim().into()),
        ("version", file.version.unwrap_or(1).into()),
        ("status", status.into()),
    ] {
        put(&mut out, Path::known(name), value);
    }
    for (name, value) in &file.extra {
        if let Ok(path) = Path::new(name) {
            put(&mut out, path, value.clone());
        }
    }
    let questions = file.parts.iter().map(|part| part.questions.len()).sum();
    let mut places = rank::spread(questions).into_iter();
    for (part, place) in file.parts.iter().zip(rank::spread(file.parts.len())) {
        let id = item_id("part", of, &part.id);
        let values = [
            (RANK, Value::from(place)),
            ("title", part.title.trim().into()),
            ("lead", text(part.lead.as_deref())),
            ("d", words(&part.d)),
        ];
        item(&mut out, PARTS, id, values, &part.extra);
        for question in &part.questions {
            write_question(&mut out, of, id, question, places.next().unwrap_or_default());
        }
    }
    out
}

fn write_question(out: &mut Fields, of: &str, part: Uuid, question: &QuestionFile, place: String) {
    let id = item_id("question", of, &question.id);
    let when = question.show_when.as_ref();
    let values = [
        (RANK, Value::from(place)),
        ("part", part.to_string().into()),
        ("text", question.text.trim().into()),
        ("help", text(question.help.as_deref())),
        ("kind", question.kind.trim().into()),
        ("visits", words(&question.visits)),
        ("when_question", when.map(|when| item_id("question", of, &when.question).to_string()).into()),
        ("when_choice", when.map(|when| choice_id(of, &when.question, &when.choice).to_string()).into()),
        ("tools_part", question.tools.as_deref().map(|part| item_id("part", "tools", part).to_string()).into()),
        ("until", text(question.until.as_deref())),
        ("retired", if question.retired { true.into() } else { Value::Null }),
        ("d", words(&question.d)),
    ];
    item(out, QUESTIONS, id, values, &question.extra);
    for (choice, place) in question.choices.iter().zip(rank::spread(question.choices.len())) {
        let values =
            [(RANK, Value::from(place)), ("question", id.to_string().into()), ("label", choice.label.trim().into())];
        item(out, CHOICES, choice_id(of, &question.id, &choice.id), values, &choice.extra);
    }
}

fn item<const N: usize>(
    out: &mut Fields,
    list: &str,
    id: Uuid,
    values: [(&str, Value); N],
    extra: &BTreeMap<String, Value>,
) {
    for (field, value) in values {
        put(out, Path::item(list, id, field), value);
    }
    for (field, value) in extra {
        if let Ok(path) = Path::new(&format!("{list}.{id}.{field}")) {
            put(out, path, value.clone());
        }
    }
}

fn put(out: &mut Fields, path: Path, value: Value) {
    out.set(path, normalise(value).unwrap_or_default());
}

/// Words as one text, as they are read back: without spaces around them.
fn words(words: &[String]) -> Value {
    let words: Vec<&str> = words.iter().flat_map(|word| word.split_whitespace()).collect();
    text(Some(&words.join(" ")))
}

fn text(text: Option<&str>) -> Value {
    text.map(str::trim).filter(|text| !text.is_empty()).into()
}

#[cfg(test)]
mod tests;
