use super::super::{Guide, QuestionKind, Use, default_fields, default_text, export, samples};
use super::*;
use proptest::prelude::*;
use serde_json::json;

const SCHEMA: &str = include_str!("../../../../../docs/template.schema.json");

fn one(question: Value) -> String {
    json!({"use": "visit", "title": "Guide", "parts": [{"id": "a", "title": "Tema", "questions": [question]}]})
        .to_string()
}

#[test]
fn the_published_schema_is_that_of_the_program() {
    let schema = serde_json::to_value(schemars::schema_for!(TemplateFile)).unwrap();
    let published: Value = serde_json::from_str(SCHEMA).unwrap();
    let expected = serde_json::to_string_pretty(&schema).unwrap();
    assert!(published == schema, "docs/template.schema.json should be\n{expected}\n");
}

#[test]
fn every_default_survives_export_and_import() {
    for template_use in Use::ALL {
        let fields = default_fields(template_use);
        let written = serde_json::to_string(&export(&fields)).unwrap();
        let mut again = import(&written).unwrap();
        again.set(Path::known("status"), json!("published"));
        assert!(again == fields, "{template_use:?}");
        assert!(import(default_text(template_use)).is_ok());
    }
}

#[test]
fn words_with_spaces_around_them_are_the_same_words() {
    let question = json!({"id": "q", "text": "Hvad?", "kind": "note", "d": ["D107", " D111", ""]});
    let fields = import(&one(question)).unwrap();
    let written = serde_json::to_string(&export(&fields)).unwrap();
    assert_eq!(import(&written).unwrap(), fields);
}

#[test]
fn names_give_the_same_ids_in_every_version_and_a_uuid_stands_for_itself() {
    let id = Uuid::from_u128(9);
    assert_eq!(item_id("question", "visit", &id.to_string()), id);
    assert_eq!(item_id("question", "visit", "tour"), item_id("question", "visit", "tour"));
    assert_ne!(item_id("question", "visit", "tour"), item_id("part", "visit", "tour"));
    assert_ne!(choice_id("visit", "trade", "national"), choice_id("visit", "place", "national"));
    assert_eq!(choice_id("visit", "trade", &id.to_string()), id);
    assert_eq!(item_id("question", "visit", "tour").to_string(), "0f57e430-2d21-521c-91d6-2abd45a304c5");
}

#[test]
fn what_a_newer_version_knows_comes_along() {
    let text = json!({
        "$schema": "template.schema.json", "use": "visit", "title": "Guide", "colour": "grøn",
        "parts": [{"id": "a", "title": "Tema", "icon": 3, "questions": [
            {"id": "q", "text": "Hvor?", "kind": "drawing", "weight": 2,
             "choices": [{"id": "c", "label": "Her", "score": true}]}
        ]}]
    });
    let fields = import(&text.to_string()).unwrap();
    let guide = Guide::new(&fields);
    assert_eq!(guide.parts[0].questions[0].kind, QuestionKind::Other("drawing".to_owned()));
    let file = export(&fields);
    assert_eq!(file.extra.get("colour"), Some(&json!("grøn")));
    let part = &file.parts[0];
    assert_eq!(part.extra.get("icon"), Some(&json!(3)));
    assert_eq!(part.questions[0].kind, "drawing");
    assert_eq!(part.questions[0].extra.get("weight"), Some(&json!(2)));
    assert_eq!(part.questions[0].choices[0].extra.get("score"), Some(&json!(true)));
}

#[test]
fn html_is_text() {
    let fields = import(&one(json!({"id": "q", "text": "<script>alert(1)</script>", "kind": "note"}))).unwrap();
    assert_eq!(Guide::new(&fields).parts[0].questions[0].text, "<script>alert(1)</script>");
}

#[test]
fn what_is_not_a_template_is_answered_with_a_code() {
    let deep = "[".repeat(100_000);
    let huge = " ".repeat(MAX_BYTES + 1);
    for (text, code) in [
        ("", ProblemCode::NotReadable),
        ("{}", ProblemCode::NotReadable),
        ("null", ProblemCode::NotReadable),
        (deep.as_str(), ProblemCode::NotReadable),
        (huge.as_str(), ProblemCode::TooLarge),
    ] {
        assert_eq!(import(text).unwrap_err()[0].code, code);
    }
    let unknown_condition = one(json!({"id": "q", "text": "?", "kind": "note",
        "show_when": {"question": "q", "choice": "c", "not": true}}));
    assert_eq!(
        import(&unknown_condition).unwrap_err()[0].code,
        ProblemCode::NotReadable,
        "it would mean another thing"
    );
}

proptest! {
    #[test]
    fn any_text_is_answered(text in "\\PC{0,80}") {
        let _ = import(&text);
    }

    #[test]
    fn any_template_survives_export(fields in samples::template()) {
        let guide = Guide::new(&fields);
        let mut again = to_fields(&export(&fields), "draft");
        again.set(Path::known("title"), Value::Null);
        let read = Guide::new(&again);
        let texts = |guide: &Guide| -> Vec<_> {
            guide.questions().map(|(part, one)| (part.title.clone(), one.id, one.text.clone())).collect()
        };
        prop_assert_eq!(texts(&read), texts(&guide));
    }
}
