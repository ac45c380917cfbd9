//! What is wrong with a template's file. Everything is answered with a code; nothing panics, however large it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use super::Use;
use super::file::{PartFile, QuestionFile, TemplateFile, choice_id, item_id};
use crate::canonical::normalise;
use crate::record::{Kind, Path};
use crate::schema::{self, CHOICES, PARTS, QUESTIONS, spec_of};
use crate::visit::VisitType;

/// The most questions that a template may have.
pub const MAX_QUESTIONS: usize = 500;
/// The most parts that a template may have.
const MAX_PARTS: usize = 50;
/// The most choices that a question may have.
const MAX_CHOICES: usize = 100;
/// The largest file that is read.
pub(super) const MAX_BYTES: usize = 5_000_000;
/// Problems beyond this many say nothing new.
const MAX_PROBLEMS: usize = 100;

/// What is wrong, as a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "TemplateProblemCode")]
pub enum ProblemCode {
    /// More than five million bytes.
    TooLarge,
    /// Not a file of this format.
    NotReadable,
    /// Not one of the uses.
    UnknownUse,
    /// No name.
    NoTitle,
    /// No parts, or no questions in them.
    Nothing,
    /// More than 500 questions.
    TooManyQuestions,
    /// More than 50 parts.
    TooManyParts,
    /// More than 100 choices at a question.
    TooManyChoices,
    /// Two parts, questions or choices with the same id.
    DuplicateId,
    /// An id that is neither a name nor a UUID.
    BadId,
    /// A part, a question or a choice without words.
    EmptyText,
    /// A text with more characters than there is room for.
    TooLong,
    /// A part without questions.
    EmptyPart,
    /// A condition on a question that is not there.
    UnknownQuestion,
    /// A condition on a choice that the question has not.
    UnknownChoice,
    /// Conditions that wait for each other.
    Circle,
    /// A question with choices that has none.
    NoChoices,
    /// A question about tools that does not say which.
    NoTools,
    /// Not a type of visit.
    UnknownVisit,
    /// Not a day.
    Day,
    /// A version outside 1–99,999.
    Version,
    /// Something unknown that cannot be kept: a list, an object, or a name that is taken.
    NotKept,
}

impl ProblemCode {
    /// What is wrong and what to do, in Danish.
    pub const fn message(self) -> &'static str {
        match self {
            Self::TooLarge => "Filen er for stor til at være en skabelon.",
            Self::NotReadable => "Filen kan ikke læses som en skabelon.",
            Self::UnknownUse => "Skabelonen siger ikke, hvad den skal bruges til.",
            Self::NoTitle => "Giv skabelonen et navn.",
            Self::Nothing => "Skabelonen skal have mindst ét spørgsmål.",
            Self::TooManyQuestions => "En skabelon kan have højst 500 spørgsmål.",
            Self::TooManyParts => "En skabelon kan have højst 50 temaer.",
            Self::TooManyChoices => "Et spørgsmål kan have højst 100 svar at vælge mellem.",
            Self::DuplicateId => "To dele af skabelonen har samme id. Giv den ene et andet.",
            Self::BadId => "Et id skrives med små bogstaver fra a til z, tal og understreg.",
            Self::EmptyText => "Her mangler en tekst.",
            Self::TooLong => "Teksten er for lang.",
            Self::EmptyPart => "Temaet har ingen spørgsmål. Tilføj et, eller fjern temaet.",
            Self::UnknownQuestion => "Betingelsen peger på et spørgsmål, der ikke er i skabelonen.",
            Self::UnknownChoice => "Betingelsen peger på et svar, spørgsmålet ikke har.",
            Self::Circle => "Spørgsmålets betingelser venter på hinanden. Fjern en af dem.",
            Self::NoChoices => "Spørgsmålet skal have svar at vælge mellem.",
            Self::NoTools => "Vælg, hvilken del af redskabsviften spørgsmålet handler om.",
            Self::UnknownVisit => "Besøgstypen findes ikke.",
            Self::Day => "Skriv datoen som år, måned og dag, fx 2026-11-24.",
            Self::Version => "Versionen skal være et tal fra 1 til 99.999.",
            Self::NotKept => "Her står noget, programmet ikke kender og ikke kan gemme.",
        }
    }
}

/// Something that is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
#[ts(rename = "TemplateProblem")]
pub struct Problem {
    /// What, as a code.
    pub code: ProblemCode,
    /// The id of the part, question or choice, as the file writes it.
    pub subject: Option<String>,
    /// What is wrong and what to do.
    pub message: &'static str,
}

impl Problem {
    pub(super) fn new(code: ProblemCode, subject: Option<&str>) -> Self {
        let subject = subject.map(|id| id.chars().take(100).collect());
        Self { code, subject, message: code.message() }
    }
}

/// What is wrong with a template, in its own order; empty when nothing is. At most the first hundred.
pub fn problems(file: &TemplateFile) -> Vec<Problem> {
    let count: usize = file.parts.iter().map(|part| part.questions.len()).sum();
    let sizes = [
        (count > MAX_QUESTIONS, ProblemCode::TooManyQuestions),
        (file.parts.len() > MAX_PARTS, ProblemCode::TooManyParts),
    ];
    let too_many: Vec<_> =
        sizes.into_iter().filter(|(wrong, _)| *wrong).map(|(_, code)| Problem::new(code, None)).collect();
    let crowded = file.parts.iter().flat_map(|part| &part.questions).filter(|one| one.choices.len() > MAX_CHOICES);
    let crowded = crowded.map(|question| Problem::new(ProblemCode::TooManyChoices, Some(&question.id)));
    let too_many: Vec<_> = too_many.into_iter().chain(crowded.take(MAX_PROBLEMS)).collect();
    // What is too large is not looked through.
    if !too_many.is_empty() {
        return too_many;
    }
    let mut look = Look { of: &file.template_use, found: Vec::new(), seen: HashSet::new() };
    look.check(Use::from_code(&file.template_use).is_some(), ProblemCode::UnknownUse, None);
    look.check(!file.title.trim().is_empty(), ProblemCode::NoTitle, None);
    look.check(file.version.is_none_or(|version| (1..=99_999).contains(&version)), ProblemCode::Version, None);
    look.check(count > 0, ProblemCode::Nothing, None);
    look.length("title", &file.title, None);
    look.extra(None, &file.extra, None);
    for part in &file.parts {
        look.part(part);
    }
    look.conditions(file);
    look.found.truncate(MAX_PROBLEMS);
    look.found
}

struct Look<'a> {
    of: &'a str,
    found: Vec<Problem>,
    seen: HashSet<Uuid>,
}

impl<'a> Look<'a> {
    fn check(&mut self, fine: bool, code: ProblemCode, subject: Option<&str>) {
        if !fine {
            self.found.push(Problem::new(code, subject));
        }
    }

    fn part(&mut self, part: &'a PartFile) {
        let id = Some(part.id.as_str());
        self.id(item_id("part", self.of, &part.id), &part.id);
        self.words(&format!("{PARTS}.*.title"), &part.title, id);
        self.length("parts.*.lead", part.lead.as_deref().unwrap_or_default(), id);
        self.length("parts.*.d", &part.d.join(" "), id);
        self.extra(Some(PARTS), &part.extra, id);
        for question in &part.questions {
            self.question(question);
        }
    }

    fn question(&mut self, question: &'a QuestionFile) {
        let id = Some(question.id.as_str());
        self.id(item_id("question", self.of, &question.id), &question.id);
        self.words("questions.*.text", &question.text, id);
        self.words("questions.*.kind", &question.kind, id);
        self.length("questions.*.help", question.help.as_deref().unwrap_or_default(), id);
        self.length("questions.*.d", &question.d.join(" "), id);
        self.extra(Some(QUESTIONS), &question.extra, id);
        let chooses = matches!(question.kind.as_str(), "choice" | "choices");
        self.check(!chooses || !question.choices.is_empty(), ProblemCode::NoChoices, id);
        self.check(question.kind != "tools" || question.tools.is_some(), ProblemCode::NoTools, id);
        let visits_known = question.visits.iter().all(|code| VisitType::from_code(code).is_some());
        self.check(visits_known, ProblemCode::UnknownVisit, id);
        let day = question.until.as_deref().is_none_or(|day| {
            let path = Path::item(QUESTIONS, Uuid::nil(), "until");
            schema::check(Kind::Template, &path, &Value::from(day)).is_none()
        });
        self.check(day, ProblemCode::Day, id);
        for choice in &question.choices {
            self.id(choice_id(self.of, &question.id, &choice.id), &choice.id);
            self.words("choices.*.label", &choice.label, Some(&choice.id));
            self.extra(Some(CHOICES), &choice.extra, Some(&choice.id));
        }
    }

    fn id(&mut self, id: Uuid, name: &str) {
        let named = (1..=60).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
            || id.hyphenated().to_string() == name;
        self.check(named, ProblemCode::BadId, Some(name));
        let new = self.seen.insert(id);
        self.check(new, ProblemCode::DuplicateId, Some(name));
    }

    fn words(&mut self, path: &str, text: &str, subject: Option<&str>) {
        self.check(!text.trim().is_empty(), ProblemCode::EmptyText, subject);
        self.length(path, text, subject);
    }

    fn length(&mut self, path: &str, text: &str, subject: Option<&str>) {
        let spec = schema::fields_of(Kind::Template).iter().find(|spec| spec.path == path);
        let max = spec.and_then(|spec| spec.max_chars).unwrap_or(u32::MAX) as usize;
        self.check(text.chars().nth(max).is_none(), ProblemCode::TooLong, subject);
    }

    /// Unknown names are kept as fields, so they must be names of fields that nobody has, with single values. A name
    /// that begins with `$`, such as `$schema`, is about the file and not kept.
    fn extra(&mut self, list: Option<&str>, extra: &BTreeMap<String, Value>, subject: Option<&str>) {
        for (name, value) in extra {
            let path = match list {
                Some(list) => Path::new(&format!("{list}.{}.{name}", Uuid::nil())),
                None => Path::new(name),
            };
            let free = path.is_ok_and(|path| spec_of(Kind::Template, &path).is_none()) && !name.contains(['.', '@']);
            let single = normalise(value.clone()).is_ok();
            let about_file = list.is_none() && name.starts_with('$');
            self.check((free && single) || about_file, ProblemCode::NotKept, subject);
        }
    }

    /// Every condition points at a choice that is there, and none of them waits for itself.
    fn conditions(&mut self, file: &'a TemplateFile) {
        let of = self.of;
        let all: HashMap<Uuid, &QuestionFile> = file
            .parts
            .iter()
            .flat_map(|part| &part.questions)
            .map(|question| (item_id("question", of, &question.id), question))
            .collect();
        let next = |question: &QuestionFile| Some(item_id("question", of, &question.show_when.as_ref()?.question));
        for question in file.parts.iter().flat_map(|part| &part.questions) {
            let Some(when) = &question.show_when else { continue };
            let subject = Some(question.id.as_str());
            let other = all.get(&item_id("question", of, &when.question));
            self.check(other.is_some(), ProblemCode::UnknownQuestion, subject);
            let Some(other) = other else { continue };
            let wanted = choice_id(of, &when.question, &when.choice);
            let there = other.choices.iter().any(|choice| choice_id(of, &other.id, &choice.id) == wanted);
            self.check(there, ProblemCode::UnknownChoice, subject);
            let own = item_id("question", of, &question.id);
            let mut here = next(question);
            // At most as many steps as there are questions, of which there are at most 500.
            for _ in 0..all.len() {
                if here == Some(own) {
                    break;
                }
                here = here.and_then(|id| all.get(&id)).and_then(|question| next(question));
            }
            self.check(here != Some(own), ProblemCode::Circle, subject);
        }
    }
}

#[cfg(test)]
mod tests;
