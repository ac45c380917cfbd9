//! Which questions are shown, and what counts as touched.

use super::samples::{choice_id, part_id, question_id};
use super::*;
use crate::record::{Fields, Path};
use crate::schema::{ANSWERS, PICKS, THEMES, TOOLS};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn question(n: u8, visits: &[VisitType], when: Option<u8>) -> Question {
    Question {
        id: question_id(n),
        text: format!("Spørgsmål {n}"),
        help: None,
        kind: QuestionKind::Choice,
        visits: visits.to_vec(),
        choices: vec![GuideChoice { id: choice_id(n), label: "Ja".to_owned() }],
        show_when: when.map(|other| ShowWhen { question: question_id(other), choice: choice_id(other) }),
        tools: None,
        until: None,
        retired: false,
        d: Vec::new(),
    }
}

fn guide(parts: Vec<Vec<Question>>) -> Guide {
    let part = |(n, questions): (usize, Vec<Question>)| Part {
        id: part_id(u8::try_from(n).unwrap()),
        title: format!("Tema {n}"),
        lead: None,
        d: Vec::new(),
        questions,
    };
    let parts = parts.into_iter().enumerate().map(part).collect();
    Guide { template_use: Some(Use::Visit), title: "Guide".to_owned(), version: 1, parts }
}

fn answers(values: &[(&'static str, Uuid, &'static str, Value)]) -> Answers {
    let values = values.iter().map(|(list, id, field, value)| (Path::item(list, *id, field), value.clone()));
    Answers::new(&values.collect::<Fields>())
}

fn setting(visit_type: Option<VisitType>, answers: &Answers) -> Setting<'_> {
    Setting { visit_type, answers, tools: None }
}

fn shown(guide: &Guide, visit_type: Option<VisitType>, answers: &Answers) -> Vec<u8> {
    let visible = visible_questions(guide, setting(visit_type, answers));
    (0..16).filter(|n| visible.contains(&question_id(*n))).collect()
}

#[test]
fn r49_r53_a_question_is_shown_for_its_types_of_visit() {
    use VisitType::{Concrete, First, FollowUp};
    let guide = guide(vec![
        vec![question(0, &[First], None), question(1, &[FollowUp], None), question(2, &[], None)],
        vec![question(3, &[First, Concrete], None), question(4, &[], None)],
    ]);
    let themes = answers(&[(THEMES, part_id(1), "chosen", json!(true))]);
    assert_eq!(shown(&guide, Some(First), &themes), [0, 2, 3, 4]);
    assert_eq!(shown(&guide, Some(FollowUp), &themes), [1, 2, 4]);
    assert_eq!(shown(&guide, Some(Concrete), &themes), [3, 4], "chosen themes only");
    assert_eq!(shown(&guide, Some(Concrete), &Answers::default()), [] as [u8; 0]);
    assert_eq!(shown(&guide, None, &themes), [0, 1, 2, 3, 4]);
}

#[test]
fn a_condition_holds_when_its_question_is_shown_and_the_choice_is_made() {
    use VisitType::{First, FollowUp};
    let guide = guide(vec![vec![question(0, &[First], None), question(1, &[], Some(0)), question(2, &[], Some(1))]]);
    let none = Answers::default();
    assert_eq!(shown(&guide, Some(First), &none), [0]);
    let one = answers(&[(ANSWERS, question_id(0), "choice", json!(choice_id(0).to_string()))]);
    assert_eq!(shown(&guide, Some(First), &one), [0, 1]);
    assert_eq!(shown(&guide, Some(FollowUp), &one), [] as [u8; 0], "what it waits for is not asked");
    let both = answers(&[
        (PICKS, choice_id(0), "chosen", json!(true)),
        (ANSWERS, question_id(1), "choice", json!(choice_id(1).to_string())),
    ]);
    assert_eq!(shown(&guide, Some(First), &both), [0, 1, 2]);
}

#[test]
fn a_condition_in_a_circle_or_on_nothing_never_hides_a_question() {
    let guide = guide(vec![vec![
        question(0, &[], Some(1)),
        question(1, &[], Some(0)),
        question(2, &[], Some(2)),
        question(3, &[], Some(9)),
        question(4, &[], Some(0)),
    ]]);
    assert_eq!(shown(&guide, None, &Answers::default()), [0, 1, 2, 3], "4 waits for a choice that can be made");
}

#[test]
fn a_retired_question_stays_where_it_was_answered() {
    let mut one = question(0, &[], None);
    one.retired = true;
    let guide = guide(vec![vec![one]]);
    assert_eq!(shown(&guide, None, &Answers::default()), [] as [u8; 0]);
    let noted = answers(&[(ANSWERS, question_id(0), "note", json!("Ja"))]);
    assert_eq!(shown(&guide, None, &noted), [0]);
}

#[test]
fn a_chain_of_ten_thousand_conditions_is_answered() {
    let all = (0..10_000_u128).map(|n| Question {
        id: Uuid::from_u128(n + 1),
        choices: vec![GuideChoice { id: Uuid::from_u128(n + 1), label: String::new() }],
        show_when: Some(ShowWhen { question: Uuid::from_u128(n + 2), choice: Uuid::from_u128(n + 2) }),
        ..question(0, &[], None)
    });
    let guide = guide(vec![all.collect()]);
    let visible = visible_questions(&guide, setting(None, &Answers::default()));
    assert_eq!(visible, BTreeSet::from([Uuid::from_u128(10_000)]), "only the one that waits for nothing that is there");
}

#[test]
fn r50_a_question_is_touched_by_its_mark_or_by_any_answer() {
    let guide = guide(vec![vec![question(0, &[], None)]]);
    let one = &guide.parts[0].questions[0];
    for (values, expected) in [
        (vec![], false),
        (vec![("touched", json!(true))], true),
        (vec![("touched", json!(false)), ("note", json!("Ja"))], false),
        (vec![("note", json!("Ja"))], true),
        (vec![("note", json!("  "))], false),
        (vec![("number", json!(0))], true),
        (vec![("decided", json!("no"))], true),
        (vec![("choice", json!(choice_id(0).to_string()))], true),
    ] {
        let values: Vec<_> = values.into_iter().map(|(field, value)| (ANSWERS, one.id, field, value)).collect();
        assert_eq!(touched(one, setting(None, &answers(&values))), expected, "{values:?}");
    }
    assert!(touched(one, setting(None, &answers(&[(PICKS, choice_id(0), "chosen", json!(true))]))));
}

#[test]
fn r50_coverage_counts_themes_and_questions_and_r51_the_rest_is_listed() {
    use VisitType::{Concrete, First};
    let mut sentence = question(5, &[], None);
    sentence.kind = QuestionKind::Sentence;
    let guide =
        guide(vec![vec![question(0, &[], None), question(1, &[], None)], vec![question(2, &[], None)], vec![sentence]]);
    let given = answers(&[(ANSWERS, question_id(1), "note", json!("Ja")), (THEMES, part_id(1), "chosen", json!(true))]);
    let all = coverage(&guide, setting(Some(First), &given));
    assert_eq!((all.themes_touched, all.themes, all.questions_touched, all.questions), (1, 2, 1, 3));
    let rest: Vec<_> = untouched(&guide, setting(Some(First), &given)).into_iter().map(|one| one.question).collect();
    assert_eq!(rest, [question_id(0), question_id(2)]);
    let chosen = coverage(&guide, setting(Some(Concrete), &given));
    assert_eq!((chosen.themes_touched, chosen.themes, chosen.questions), (0, 1, 1), "only chosen themes count");
}

#[test]
fn a_tool_that_is_gone_is_not_offered_but_stays_where_it_was_marked() {
    let tools = Guide::new(&default_fields(Use::Tools));
    let guide = Guide::new(&default_fields(Use::Visit));
    let (_, ended) = tools.questions().find(|(_, tool)| tool.until.is_some()).unwrap();
    let until = ended.until.clone().unwrap();
    let (part, _) = tools.question(ended.id).unwrap();
    let (_, about) = guide.questions().find(|(_, question)| question.tools == Some(part.id)).unwrap();
    let offered = |answers: &Answers, day| {
        let all = tools_on(about, &tools, answers, day);
        all.into_iter().find(|tool| tool.id == ended.id).map(|tool| tool.ended)
    };
    let none = Answers::default();
    assert_eq!(offered(&none, Some("2020-01-01")), Some(false));
    assert_eq!(offered(&none, Some(until.as_str())), None);
    let marked = answers(&[(TOOLS, ended.id, "interested", json!(true))]);
    assert_eq!(offered(&marked, Some(until.as_str())), Some(true));
    let with_tools = Setting { visit_type: None, answers: &marked, tools: Some(&tools) };
    assert!(touched(about, with_tools), "a marked tool touches its question");
}

#[test]
fn r51_closing_lists_what_was_not_touched_and_blocks_nothing() {
    let guide = Guide::new(&default_fields(Use::Visit));
    let none = Answers::default();
    let closing = crate::visit::closing(&guide, setting(Some(VisitType::First), &none));
    assert_eq!(closing.untouched.len(), closing.coverage.questions as usize);
    assert_eq!(closing.coverage.themes, 4);
}

proptest! {
    #[test]
    fn coverage_adds_up(template in samples::template(), visit in samples::visit()) {
        let guide = Guide::new(&template);
        let answers = Answers::new(&visit);
        let setting = setting(crate::visit::Visit::new(&visit).visit_type(), &answers);
        let all = coverage(&guide, setting);
        prop_assert!(all.themes_touched <= all.themes && all.questions_touched <= all.questions);
        prop_assert_eq!(all.themes as usize, all.parts.len());
        prop_assert_eq!(all.questions, all.parts.iter().map(|part| part.questions).sum::<u32>());
        prop_assert!(all.parts.iter().all(|part| part.touched <= part.questions && part.questions > 0));
        prop_assert_eq!(untouched(&guide, setting).len(), (all.questions - all.questions_touched) as usize);
    }

    #[test]
    fn touching_one_more_never_lowers_the_coverage(
        template in samples::template(), visit in samples::visit(), n in 0_u8..16,
    ) {
        let guide = Guide::new(&template);
        let before = Answers::new(&visit);
        let mut after = before.clone();
        after.answers.entry(question_id(n)).or_default().touched = Some(true);
        let first = coverage(&guide, setting(None, &before));
        prop_assert!(coverage(&guide, setting(None, &after)).questions_touched >= first.questions_touched);
    }

    #[test]
    fn what_is_shown_is_asked_here_and_waits_for_nothing(template in samples::template(), visit in samples::visit()) {
        let guide = Guide::new(&template);
        let answers = Answers::new(&visit);
        let visit_type = crate::visit::Visit::new(&visit).visit_type();
        let visible = visible_questions(&guide, setting(visit_type, &answers));
        for (part, question) in guide.questions() {
            let fits = visit_type.is_none_or(|one| question.visits.is_empty() || question.visits.contains(&one));
            let theme = visit_type != Some(VisitType::Concrete) || answers.themes.contains(&part.id);
            let free = question.show_when.is_none() && !question.retired;
            let is_shown = visible.contains(&question.id);
            prop_assert!(!is_shown || (fits && theme));
            prop_assert!(is_shown || !(fits && theme && free), "nothing else hides a question");
            prop_assert_eq!(is_shown, super::visible(&guide, question.id, setting(visit_type, &answers)));
        }
    }
}
