//! The page for the company after a visit: what we heard, what we promised, who, when, and what comes next. Quick notes
//! and the preparation are internal and never in it; nothing about citizens goes into it, and [`findings`] points out
//! what looks like it before the page leaves.

mod findings;
mod names;

pub use findings::{Finding, FindingKind, findings, findings_about};

use std::fmt::Write as _;

use crate::guide::{Answers, Guide, Question, QuestionKind, Setting, coverage, touched};
use crate::record::Fields;
use crate::schema::VISIT_TYPES;
use crate::visit::{Visit, VisitType, danish_day};

/// What the page is made of. Borrowed, and full of names, so `Debug` is not derived.
#[derive(Clone, Copy)]
pub struct SummaryInput<'a> {
    /// The visit.
    pub visit: &'a Fields,
    /// The version of the guide that was used.
    pub guide: &'a Guide,
    /// The version of the tool list that was used.
    pub tools: Option<&'a Guide>,
    /// The company's name.
    pub company: &'a str,
    /// Those who took part for the company.
    pub contacts: &'a [&'a str],
    /// Those who took part for the unit; the consultant first.
    pub employees: &'a [&'a str],
    /// The unit's own name.
    pub unit: Option<&'a str>,
    /// How the company reaches the consultant: phone, mail.
    pub reach: &'a [&'a str],
    /// What was promised at the visit.
    pub promises: &'a [PromiseLine<'a>],
    /// The job orders made at the visit.
    pub orders: &'a [OrderLine<'a>],
}

/// A promise on the page.
#[derive(Clone, Copy)]
pub struct PromiseLine<'a> {
    /// What was promised.
    pub text: &'a str,
    /// Who keeps it.
    pub owner: Option<&'a str>,
    /// When.
    pub due: Option<&'a str>,
}

/// A job order on the page.
#[derive(Clone, Copy)]
pub struct OrderLine<'a> {
    /// The job title.
    pub title: &'a str,
    /// How many positions.
    pub positions: Option<i64>,
    /// The first working day.
    pub start_date: Option<&'a str>,
}

/// The page in plain Danish, to be edited before it leaves. What was not touched is named as what can come next (R51).
pub fn text(input: &SummaryInput<'_>) -> String {
    let visit = Visit::new(input.visit);
    let answers = Answers::new(input.visit);
    let setting = Setting { visit_type: visit.visit_type(), answers: &answers, tools: input.tools };
    let mut blocks = vec![heading(input, &visit)];
    blocks.extend(block("Det hørte vi", heard(input, setting)));
    blocks.extend(block("Det har vi lovet", input.promises.iter().map(promised).collect()));
    blocks.extend(block("Jobordrer", input.orders.iter().map(ordered).collect()));
    blocks.extend(block("Det kan vi tage næste gang", next(input.guide, setting)));
    blocks.extend(closing_words(input));
    blocks.join("\n\n") + "\n"
}

fn heading(input: &SummaryInput<'_>, visit: &Visit<'_>) -> String {
    let what = match visit.visit_type() {
        Some(VisitType::Concrete) | None => "Besøg",
        Some(one) => VISIT_TYPES.iter().find(|(code, _)| *code == one.as_str()).map_or("Besøg", |(_, words)| words),
    };
    let mut out = if visit.channel() == Some("phone") { "Samtale".to_owned() } else { what.to_owned() };
    if !input.company.trim().is_empty() {
        let _ = write!(out, " hos {}", input.company.trim());
    }
    if let Some(day) = visit.day() {
        let _ = write!(out, " den {}", danish_day(day));
    }
    if let Some(people) = listed(&[input.contacts, input.employees].concat()) {
        let _ = write!(out, "\nTil stede: {people}");
    }
    if let Some(purpose) = visit.purpose() {
        let _ = write!(out, "\nVi talte om: {purpose}");
    }
    out
}

fn block(title: &str, lines: Vec<String>) -> Option<String> {
    (!lines.is_empty()).then(|| format!("{title}\n{}", lines.join("\n")))
}

/// Everything that was said to touched questions, theme by theme, also where the type of visit was changed later.
fn heard(input: &SummaryInput<'_>, setting: Setting<'_>) -> Vec<String> {
    let mut out = Vec::new();
    for part in &input.guide.parts {
        let said: Vec<String> = part
            .questions
            .iter()
            .filter(|question| touched(question, setting))
            .filter_map(|question| Some(format!("- {} {}", question.text, said(question, setting)?)))
            .collect();
        if !said.is_empty() {
            out.push(format!("{}:", part.title));
            out.extend(said);
        }
    }
    out
}

/// What was said to a question, in sentences; none when there is no answer.
pub fn said(question: &Question, setting: Setting<'_>) -> Option<String> {
    let answers = setting.answers;
    let answer = answers.get(question.id);
    let chosen = question.choices.iter().filter(|choice| answers.chosen(question.id, choice.id));
    let labels: Vec<&str> = chosen.map(|choice| choice.label.as_str()).collect();
    let number = answer.and_then(|answer| answer.number).map(|number| number.to_string());
    let note = answer.and_then(|answer| answer.note.as_deref()).map(on_one_line);
    let parts: Vec<String> =
        [listed(&labels), number, tools(question, setting), note].into_iter().flatten().map(sentence).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The tools that were talked about: first those that interest the company.
fn tools(question: &Question, setting: Setting<'_>) -> Option<String> {
    let list = question.tools.filter(|_| question.kind == QuestionKind::Tools)?;
    let part = setting.tools?.part(list)?;
    let marked = |interested: bool| {
        let is_so =
            |tool: &&Question| setting.answers.tools.get(&tool.id).is_some_and(|mark| mark.interested == interested);
        let names: Vec<&str> = part.questions.iter().filter(is_so).map(|tool| tool.text.as_str()).collect();
        listed(&names)
    };
    let wanted = marked(true).map(|names| format!("I vil gerne høre mere om {names}"));
    let named = marked(false).map(|names| format!("Vi nævnte {names}"));
    let said: Vec<String> = [wanted, named].into_iter().flatten().collect();
    (!said.is_empty()).then(|| said.join(". "))
}

fn promised(promise: &PromiseLine<'_>) -> String {
    let mut out = format!("- {}", sentence(on_one_line(promise.text)));
    match (promise.owner, promise.due.map(danish_day)) {
        (Some(owner), Some(due)) => _ = write!(out, " {owner} gør det senest {due}."),
        (Some(owner), None) => _ = write!(out, " {owner} gør det."),
        (None, Some(due)) => _ = write!(out, " Senest {due}."),
        (None, None) => {}
    }
    out
}

fn ordered(order: &OrderLine<'_>) -> String {
    let mut out = format!("- {}", order.title.trim());
    if let Some(positions) = order.positions.filter(|positions| *positions > 1) {
        let _ = write!(out, ", {positions} stillinger");
    }
    if let Some(start) = order.start_date {
        let _ = write!(out, ", fra {}", danish_day(start));
    }
    out
}

/// The themes that nothing was said about. Single questions are not named: the page has to stay one page.
fn next(guide: &Guide, setting: Setting<'_>) -> Vec<String> {
    let parts = coverage(guide, setting).parts.into_iter().filter(|part| part.touched == 0);
    parts.filter_map(|part| guide.part(part.part)).map(|part| format!("- {}", part.title)).collect()
}

fn closing_words(input: &SummaryInput<'_>) -> Option<String> {
    let mut lines: Vec<String> = Vec::new();
    if let Some(reach) = listed(input.reach) {
        lines.push(format!("Ring eller skriv, hvis der er noget, vi skal rette: {reach}."));
    }
    lines.push("Venlig hilsen".to_owned());
    lines.extend(input.employees.first().map(|name| (*name).to_owned()));
    lines.extend(input.unit.map(str::to_owned));
    (lines.len() > 1).then(|| lines.join("\n"))
}

/// "a", "a og b", "a, b og c".
fn listed(words: &[&str]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let (last, rest) = words.split_last()?;
    Some(if rest.is_empty() { (*last).to_owned() } else { format!("{} og {last}", rest.join(", ")) })
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn sentence(text: String) -> String {
    if text.ends_with(['.', '?', '!', ':']) || text.is_empty() { text } else { text + "." }
}

#[cfg(test)]
mod tests;
