use super::super::{Use, default_fields, default_file, frozen, publish_problems};
use super::*;
use serde_json::json;

fn codes(parts: Value) -> Vec<ProblemCode> {
    let file = json!({"use": "visit", "title": "Guide", "parts": parts});
    problems(&serde_json::from_value(file).unwrap()).into_iter().map(|problem| problem.code).collect()
}

fn code_of(question: Value) -> Vec<ProblemCode> {
    codes(json!([{"id": "a", "title": "Tema", "questions": [question]}]))
}

#[test]
fn questions_in_cases() {
    use ProblemCode::*;
    for (question, expected) in [
        (json!({"id": "q", "text": "Hvor?", "kind": "note"}), vec![]),
        (json!({"id": "q", "text": "<b>Hvor</b>?", "kind": "drawing"}), vec![]),
        (json!({"id": "", "text": "Hvor?", "kind": "note"}), vec![BadId]),
        (json!({"id": "Hvor er det", "text": "Hvor?", "kind": "note"}), vec![BadId]),
        (json!({"id": "q", "text": " \n", "kind": "note"}), vec![EmptyText]),
        (json!({"id": "q", "text": "Hvor?", "kind": ""}), vec![EmptyText]),
        (json!({"id": "q", "text": "æ".repeat(500), "kind": "note"}), vec![]),
        (json!({"id": "q", "text": "æ".repeat(501), "kind": "note"}), vec![TooLong]),
        (json!({"id": "q", "text": "Hvor?", "help": "x".repeat(501), "kind": "note"}), vec![TooLong]),
        (json!({"id": "q", "text": "Hvor?", "kind": "choice"}), vec![NoChoices]),
        (json!({"id": "q", "text": "Hvor?", "kind": "tools"}), vec![NoTools]),
        (json!({"id": "q", "text": "Hvor?", "kind": "note", "visits": ["second"]}), vec![UnknownVisit]),
        (json!({"id": "q", "text": "Hvor?", "kind": "tool", "until": "1. maj"}), vec![Day]),
        (json!({"id": "q", "text": "Hvor?", "kind": "note", "weight": [1]}), vec![NotKept]),
        (json!({"id": "q", "text": "Hvor?", "kind": "note", "weight": 1.5}), vec![NotKept]),
        (json!({"id": "q", "text": "Hvor?", "kind": "note", "part": "x"}), vec![NotKept]),
        (json!({"id": "q", "text": "Hvor?", "kind": "note", "@alive": false}), vec![NotKept]),
        (
            json!({"id": "q", "text": "Hvor?", "kind": "note", "show_when": {"question": "z", "choice": "c"}}),
            vec![UnknownQuestion],
        ),
        (json!({"id": "q", "text": "Hvor?", "kind": "choice", "choices": [{"id": "c", "label": ""}]}), vec![EmptyText]),
        (
            json!({"id": "q", "text": "Hvor?", "kind": "choice",
                   "choices": [{"id": "c", "label": "Her"}, {"id": "c", "label": "Der"}]}),
            vec![DuplicateId],
        ),
    ] {
        assert_eq!(code_of(question.clone()), expected, "{question}");
    }
}

#[test]
fn two_of_the_same_id_are_found_also_across_parts() {
    let question = json!({"id": "q", "text": "Hvor?", "kind": "note"});
    let part = |id: &str| json!({"id": id, "title": "Tema", "questions": [question.clone()]});
    assert_eq!(codes(json!([part("a"), part("b")])), [ProblemCode::DuplicateId]);
    assert_eq!(codes(json!([part("a"), part("a")])), [ProblemCode::DuplicateId, ProblemCode::DuplicateId]);
}

#[test]
fn conditions_that_wait_for_each_other_are_found() {
    let question = |id: &str, other: &str, choice: &str| {
        json!({"id": id, "text": "Hvor?", "kind": "choice", "choices": [{"id": "c", "label": "Her"}],
               "show_when": {"question": other, "choice": choice}})
    };
    let circle = |questions: Value| codes(json!([{"id": "a", "title": "Tema", "questions": questions}]));
    use ProblemCode::{Circle, UnknownChoice, UnknownQuestion};
    assert_eq!(circle(json!([question("a", "a", "c")])), [Circle]);
    assert_eq!(circle(json!([question("a", "b", "c"), question("b", "a", "c")])), [Circle, Circle]);
    assert_eq!(circle(json!([question("a", "b", "c"), question("b", "z", "c")])), [UnknownQuestion]);
    assert_eq!(circle(json!([question("a", "b", "x"), question("b", "z", "c")])), [UnknownChoice, UnknownQuestion]);
}

#[test]
fn the_whole_template_in_cases() {
    use ProblemCode::*;
    let of = |value: Value| -> Vec<ProblemCode> {
        problems(&serde_json::from_value(value).unwrap()).into_iter().map(|problem| problem.code).collect()
    };
    let parts = json!([{"id": "a", "title": "Tema", "questions": [{"id": "q", "text": "Hvor?", "kind": "note"}]}]);
    assert_eq!(of(json!({"use": "visit", "title": "Guide", "parts": parts})), []);
    assert_eq!(of(json!({"use": "party", "title": "Guide", "parts": parts})), [UnknownUse]);
    assert_eq!(of(json!({"use": "visit", "title": " ", "parts": parts})), [NoTitle]);
    assert_eq!(of(json!({"use": "visit", "title": "Guide", "parts": []})), [Nothing]);
    assert_eq!(of(json!({"use": "visit", "title": "Guide", "version": 0, "parts": parts})), [Version]);
    assert_eq!(of(json!({"use": "visit", "title": "Guide", "status": "published", "parts": parts})), [NotKept]);
    assert_eq!(of(json!({"use": "visit", "title": "Guide", "@alive": false, "parts": parts})), [NotKept]);
}

#[test]
fn ten_thousand_questions_are_one_problem() {
    let questions: Vec<Value> = (0..10_000)
        .map(|n| {
            json!({"id": format!("q{n}"), "text": "Hvor?", "kind": "note",
                        "show_when": {"question": format!("q{}", n + 1), "choice": "c"}})
        })
        .collect();
    assert_eq!(codes(json!([{"id": "a", "title": "Tema", "questions": questions}])), [ProblemCode::TooManyQuestions]);
    let choices: Vec<Value> = (0..50_000).map(|n| json!({"id": format!("c{n}"), "label": "Ja"})).collect();
    let crowded = json!({"id": "q", "text": "Hvor?", "kind": "choices", "choices": choices});
    assert_eq!(code_of(crowded), [ProblemCode::TooManyChoices]);
    let parts: Vec<Value> = (0..51).map(|n| json!({"id": format!("p{n}"), "title": "Tema", "questions": []})).collect();
    assert_eq!(codes(json!(parts)), [ProblemCode::TooManyParts]);
}

#[test]
fn no_more_than_a_hundred_problems_and_each_with_a_sentence() {
    let questions: Vec<Value> = (0..400).map(|_| json!({"id": "q", "text": "", "kind": ""})).collect();
    let file = json!({"use": "visit", "title": "Guide", "parts": [{"id": "a", "title": "", "questions": questions}]});
    let found = problems(&serde_json::from_value(file).unwrap());
    assert_eq!(found.len(), MAX_PROBLEMS);
    assert!(found.iter().all(|problem| problem.message.ends_with('.') && !problem.message.contains('!')));
    assert_eq!(found[0].subject.as_deref(), Some("a"));
}

#[test]
fn r56_a_published_template_is_frozen_and_a_draft_is_published_when_nothing_is_wrong() {
    let mut fields = default_fields(Use::Visit);
    assert!(frozen(&fields));
    fields.set(Path::known("status"), json!("draft"));
    assert!(!frozen(&fields));
    assert_eq!(publish_problems(&fields), []);
    fields.set(Path::known("title"), Value::Null);
    assert_eq!(publish_problems(&fields)[0].code, ProblemCode::NoTitle);
    assert!(!publish_problems(&crate::record::Fields::new()).is_empty());
    let mut fields = default_fields(Use::Visit);
    let part = uuid::Uuid::from_u128(7);
    for (field, value) in [(crate::record::ALIVE, json!(true)), ("title", json!("Tomt"))] {
        fields.set(Path::item(crate::schema::PARTS, part, field), value);
    }
    let found = publish_problems(&fields);
    assert_eq!((found.len(), found[0].code), (1, ProblemCode::EmptyPart));
    assert_eq!(found[0].subject.as_deref(), Some(&*part.to_string()));
    assert_eq!(problems(&default_file(Use::Tools)), []);
}
