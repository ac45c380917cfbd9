//! The types that cross to the window, as TypeScript sees them. Nothing is written to disk.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use feltmappen_domain::form::{Choice, Condition, Field, Form, Section, Widget};
use feltmappen_domain::guide::{
    ChangeCode, Coverage, Guide, GuideChange, GuideChoice, KeptAnswer, KeptReason, Migration, Part, PartCoverage,
    Problem, ProblemCode, Question, QuestionKind, ShowWhen, Tool, Untouched, Use,
};
use feltmappen_domain::match_check::PlanFlag;
use feltmappen_domain::municipality::Municipality;
use feltmappen_domain::order::{
    Balance, Hint, HintCode, Missing, MissingCode, Progress, SectionState, Status, Verdict,
};
use feltmappen_domain::profile::{ProfileRow, SearchProfile};
use feltmappen_domain::record::{Kind, Path, RecordKey};
use feltmappen_domain::requirement::{Class, Priority, Suggestion};
use feltmappen_domain::schema::{FormatCode, FormatProblem};
use feltmappen_domain::summary::{Finding, FindingKind};
use feltmappen_domain::visit::{Closing, VisitStatus, VisitType};
use ts_rs::{Config, TS};

fn declarations() -> Vec<String> {
    let config = Config::default();
    macro_rules! declare {
        ($($type:ty),* $(,)?) => { vec![$(<$type>::decl(&config)),*] };
    }
    declare![
        Kind,
        RecordKey,
        Path,
        FormatCode,
        FormatProblem,
        Form,
        Section,
        Field,
        Widget,
        Choice,
        Condition,
        MissingCode,
        Missing,
        HintCode,
        Hint,
        Progress,
        SectionState,
        Verdict,
        Balance,
        Status,
        SearchProfile,
        ProfileRow,
        Suggestion,
        Municipality,
        Class,
        Priority,
        Guide,
        Part,
        Question,
        QuestionKind,
        GuideChoice,
        ShowWhen,
        Use,
        Tool,
        Coverage,
        PartCoverage,
        Untouched,
        ChangeCode,
        GuideChange,
        KeptReason,
        KeptAnswer,
        Migration,
        ProblemCode,
        Problem,
        PlanFlag,
        FindingKind,
        Finding,
        VisitType,
        VisitStatus,
        Closing,
    ]
}

#[test]
fn numbers_are_numbers_and_values_are_scalars() {
    for declaration in declarations() {
        assert!(!declaration.contains("bigint"), "{declaration}");
        assert!(!declaration.contains("JsonValue"), "{declaration}");
    }
}

#[test]
fn shapes_that_the_window_rests_on() {
    let all = declarations();
    for expected in [
        r#"type Kind = "unit" | "employee" | "company" | "workplace" | "contact" | "job_order" | "template" | "visit" | "promise" | "match_check" | "candidate" | "conversation" | "consent" | "submittal";"#,
        "type RecordKey = { kind: Kind, id: string, };",
        "type Path = string;",
        "type Condition = { path: Path, equals: string | number | boolean | null, };",
        "type Suggestion = { class: Class, text: string, years: number | null, message: string, };",
        r#"type Priority = "must" | "nice";"#,
        "type Municipality = { code: string, name: string, };",
        "type QuestionKind = string;",
        r#"type TemplateUse = "visit" | "tools" | "match_check" | "alignment" | "conversation";"#,
        "type ShowWhen = { question: string, choice: string, };",
        "type Finding = { kind: FindingKind, from: number, to: number, };",
    ] {
        let without_comments: Vec<String> = all.iter().map(|text| without_comments(text)).collect();
        assert!(without_comments.iter().any(|text| text == expected), "{expected}\n{without_comments:#?}");
    }
}

/// The declaration on one line without its doc comments.
fn without_comments(text: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("/**") {
        out.push_str(before);
        rest = after.split_once("*/").unwrap().1;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
