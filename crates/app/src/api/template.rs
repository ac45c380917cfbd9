use feltmappen_domain::{
    guide::{ChangeCode, Coverage, KeptReason, ProblemCode, Use},
    record::{RecordId, RecordKey},
};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::RecordView;

/// The versions of the templates for one use.
#[derive(Clone, Serialize, TS)]
pub struct TemplateFamily {
    /// What they are for.
    pub template_use: Use,
    /// The use in Danish.
    pub title: String,
    /// The newest version in use; absent while the app's own is used and nobody has needed it yet.
    pub published: Option<TemplateRow>,
    /// The draft of the next version.
    pub draft: Option<TemplateRow>,
    /// Every version, the newest first.
    pub versions: Vec<TemplateRow>,
}

/// One version of a template.
#[derive(Clone, Serialize, TS)]
pub struct TemplateRow {
    /// The template.
    pub key: RecordKey,
    /// Its name.
    pub title: String,
    /// Which version it is.
    pub version: u32,
    /// draft or published.
    pub status: String,
    /// When it was published, RFC 3339; absent for the app's own.
    pub published_at: Option<String>,
    /// How many visits or match checks use it.
    pub used: u32,
}

/// What a new version begins as.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VersionFrom {
    /// The newest published version.
    Latest,
    /// The app's own.
    Default,
}

/// One change between two versions.
#[derive(Clone, Serialize, TS)]
pub struct TemplateChange {
    /// The question, or the part; nil when it is about all parts.
    pub question: RecordId,
    /// What changed.
    pub kind: ChangeCode,
    /// What it is called now, or was called when it is gone.
    pub title: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
    /// True when the question has an answer that the change is about.
    pub answered: bool,
}

/// Something that stands in the way of publishing.
#[derive(Clone, Serialize, TS)]
pub struct TemplateProblem {
    /// What, as a code.
    pub code: ProblemCode,
    /// The part, question or choice.
    pub question: Option<RecordId>,
    /// What is wrong and what to do, in Danish.
    pub sentence: String,
}

/// The answer to "take this version into use".
#[derive(Clone, Serialize, TS)]
pub struct PublishOutcome {
    /// True when it is published now.
    pub done: bool,
    /// What stands in the way.
    pub problems: Vec<TemplateProblem>,
    /// The template afterwards.
    pub view: RecordView,
}

/// Something that is wrong with a template's file.
#[derive(Clone, Serialize, TS)]
pub struct FileProblem {
    /// What, as a code.
    pub code: ProblemCode,
    /// The id of the part, question or choice, as the file writes it.
    pub subject: Option<String>,
    /// What is wrong and what to do, in Danish.
    pub sentence: String,
}

/// What came of a template's file.
#[derive(Clone, Serialize, TS)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum TemplateImport {
    /// It is a draft now.
    Made {
        /// The draft.
        key: RecordKey,
    },
    /// Nothing of it was taken.
    Refused {
        /// What is wrong with it; at most a hundred.
        problems: Vec<FileProblem>,
    },
    /// Nothing was taken, because there is a draft already.
    DraftThere {
        /// The draft's name.
        title: String,
        /// The draft's version.
        version: u32,
    },
}

/// What moving a visit or a match check to the newest version does.
#[derive(Clone, Serialize, TS)]
pub struct MoveView {
    /// The version in use.
    pub from: u32,
    /// The newest version; the same when there is none newer.
    pub to: u32,
    /// The version of the tool list in use; only for a visit.
    pub tools_from: Option<u32>,
    /// The newest version of the tool list; only for a visit.
    pub tools_to: Option<u32>,
    /// What changes.
    pub changes: Vec<TemplateChange>,
    /// Answers that the new version does not show where they were given. They stay in the record.
    pub kept: Vec<KeptAnswer>,
}

/// An answer that stays in the record without a place in the new version.
#[derive(Clone, Serialize, TS)]
pub struct KeptAnswer {
    /// The question, tool or choice.
    pub question: RecordId,
    /// What it says in the version in use; perhaps empty.
    pub text: String,
    /// The answer in words.
    pub answer: String,
    /// Why it is not shown.
    pub reason: KeptReason,
}

/// A match check in the list.
#[derive(Clone, Serialize, TS)]
pub struct MatchCheckRow {
    /// The match check.
    pub key: RecordKey,
    /// Its name.
    pub title: String,
    /// The day it was held, ISO date.
    pub held_on: Option<String>,
    /// open or closed.
    pub status: String,
    /// Questions that are decided.
    pub decided: u32,
    /// Questions to decide.
    pub questions: u32,
    /// Rows of the plan.
    pub plan_rows: u32,
    /// Rows of the plan that lack a time or an owner (R65).
    pub flagged: u32,
}

/// What a match check's page shows beside its fields.
#[derive(Clone, Serialize, TS)]
pub struct CheckView {
    /// open or closed.
    pub status: String,
    /// The questions that are shown now.
    pub visible: Vec<RecordId>,
    /// How much of the checklist has been touched.
    pub coverage: Coverage,
    /// Questions that are decided.
    pub decided: u32,
    /// Questions that are marked as not decided.
    pub not_decided: u32,
    /// Rows of the plan that lack something (R65).
    pub flags: Vec<PlanFlag>,
    /// The newest published version of the checklist, when it is newer than the one in use.
    pub newer: Option<u32>,
}

/// A row of the plan that lacks something.
#[derive(Clone, Serialize, TS)]
pub struct PlanFlag {
    /// The row.
    pub item: RecordId,
    /// The fields that it lacks.
    pub missing: Vec<String>,
}
