//! Moving a visit or a match check from one version of its template to another. Only the reference to the template is
//! changed: the answers stay as they are, also those whose question is gone, and are listed.

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

use super::{Answers, ChangeCode, Guide, GuideChange, QuestionKind, Use, changes};
use crate::record::{Path, RecordId};

/// What moving to another version does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Migration {
    /// What changes between the versions.
    pub changes: Vec<GuideChange>,
    /// The answers that the new version does not show where they were given. They stay in the record.
    pub kept: Vec<KeptAnswer>,
}

/// Why an answer is not shown where it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum KeptReason {
    /// The question, or the tool, is gone or asked no more.
    Gone,
    /// The choice is gone.
    ChoiceGone,
    /// The question is answered in another way now.
    KindChanged,
}

/// An answer that stays in the record without a place in the new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct KeptAnswer {
    /// The question, tool or choice.
    pub subject: Uuid,
    /// What it says in the old version; none when it does not stand there either.
    pub text: Option<String>,
    /// Why it is not shown.
    pub reason: KeptReason,
}

/// What moving from one version to another does to these answers.
pub fn migrate(old: &Guide, new: &Guide, answers: &Answers) -> Migration {
    let changes = changes(old, new);
    let rekinded: HashSet<Uuid> =
        changes.iter().filter(|change| change.code == ChangeCode::KindChanged).map(|change| change.subject).collect();
    let mut found = kept(new, answers);
    for answer in &mut found {
        answer.text = words(old, answer.subject).or_else(|| words(new, answer.subject));
    }
    let stood = old.by_id();
    let listed: HashSet<Uuid> = found.iter().map(|answer| answer.subject).collect();
    for (_, question) in new.questions().filter(|(_, one)| rekinded.contains(&one.id) && !listed.contains(&one.id)) {
        let before = stood.get(&question.id).map_or(question, |(_, question)| question);
        if answers.answered(before, None) || answers.answered(question, None) {
            let text = Some(before.text.clone());
            found.push(KeptAnswer { subject: question.id, text, reason: KeptReason::KindChanged });
        }
    }
    Migration { changes, kept: found }
}

/// The answers that have no place in a version: the question, tool or choice is gone or retired.
pub fn kept(guide: &Guide, answers: &Answers) -> Vec<KeptAnswer> {
    let asked: HashSet<Uuid> =
        guide.questions().filter(|(_, question)| !question.retired).map(|(_, question)| question.id).collect();
    let choices: HashSet<Uuid> =
        guide.questions().flat_map(|(_, question)| &question.choices).map(|choice| choice.id).collect();
    let gone = |subject: Uuid, reason| KeptAnswer { subject, text: words(guide, subject), reason };
    if guide.template_use == Some(Use::Tools) {
        let tools = answers.tools.keys().filter(|tool| !asked.contains(tool));
        return tools.map(|tool| gone(*tool, KeptReason::Gone)).collect();
    }
    let given = answers.answers.iter().filter(|(_, answer)| answer.says_something() || answer.touched == Some(true));
    let mut out = Vec::new();
    for (question, answer) in given {
        if !asked.contains(question) {
            out.push(gone(*question, KeptReason::Gone));
        }
        if let Some(choice) = answer.choice.filter(|choice| !choices.contains(choice)) {
            out.push(gone(choice, KeptReason::ChoiceGone));
        }
    }
    let retired = guide.questions().filter(|(_, one)| one.retired && one.kind == QuestionKind::Choices);
    let retired: HashSet<Uuid> = retired.flat_map(|(_, one)| &one.choices).map(|choice| choice.id).collect();
    let picks = answers.picks.iter().filter(|pick| !choices.contains(pick) || retired.contains(pick));
    out.extend(picks.map(|pick| gone(*pick, KeptReason::ChoiceGone)));
    out
}

/// The one change that moves a record to another version: its reference to the template. `field` is `guide` or
/// `tool_list` of a visit, `template` of a match check.
pub fn move_to(field: &'static str, template: RecordId) -> (Path, Value) {
    (Path::known(field), template.to_string().into())
}

fn words(guide: &Guide, subject: Uuid) -> Option<String> {
    guide.questions().find_map(|(_, question)| {
        let choice = question.choices.iter().find(|choice| choice.id == subject);
        choice.map(|choice| &choice.label).or((question.id == subject).then_some(&question.text)).cloned()
    })
}

#[cfg(test)]
mod tests;
