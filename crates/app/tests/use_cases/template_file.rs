//! Templates that leave as files and come back in.

use super::desk::{Desk, pairs, question, text};
use feltmappen_app::{
    ErrorCode,
    api::{Kind, RecordKey, TemplateImport, VersionFrom},
};
use feltmappen_domain::guide::ProblemCode;
use serde_json::{Value, json};

fn made(outcome: TemplateImport) -> RecordKey {
    match outcome {
        TemplateImport::Made { key } => key,
        TemplateImport::Refused { problems } => {
            panic!("refused: {:?}", problems.iter().map(|one| &one.sentence).collect::<Vec<_>>())
        }
        TemplateImport::DraftThere { version, .. } => panic!("there is a draft of version {version}"),
    }
}

fn refused(desk: &Desk, file: &Value) -> Vec<ProblemCode> {
    match desk.app.import_template(file.to_string(), true).unwrap() {
        TemplateImport::Refused { problems } => {
            assert!(problems.iter().all(|problem| problem.sentence.ends_with('.')));
            problems.iter().map(|problem| problem.code).collect()
        }
        _ => panic!("the file is taken"),
    }
}

fn guide(questions: Value) -> Value {
    json!({ "use": "visit", "title": "Guide", "parts": [{ "id": "a", "title": "Tema", "questions": questions }] })
}

#[test]
fn a_template_goes_out_as_a_file_and_comes_back_as_the_next_draft() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    let words = format!("questions.{}.text", question("now"));
    desk.type_and_leave(draft, &words, "<b>Hvad fylder?</b>");
    let file = desk.app.export_template(draft).unwrap();
    assert!(file.ends_with("skabelon-samtaleguide-version-2.json"), "{file}");
    let read = std::fs::read_to_string(&file).unwrap();
    assert!(desk.app.publish(draft).unwrap().done);

    let back = made(desk.app.import_template(format!("\u{feff}{read}"), false).unwrap());
    let view = desk.app.open(back).unwrap();
    assert_eq!(text(&view, &words), "<b>Hvad fylder?</b>", "as it was written, tags and all");
    assert_eq!((text(&view, "status"), &view.fields["version"].0), ("draft", &json!(3)));
    assert!(desk.app.template_changes(back).unwrap().is_empty(), "nothing is lost on the way");

    let TemplateImport::DraftThere { version, .. } = desk.app.import_template(read.clone(), false).unwrap() else {
        panic!("the draft is replaced unasked");
    };
    assert_eq!(version, 3);
    let other = made(desk.app.import_template(read, true).unwrap());
    assert!(!desk.app.open(back).unwrap().alive && other != back);
    assert_eq!(
        desk.app.export_template(RecordKey { kind: Kind::Visit, ..back }).err().unwrap().code,
        ErrorCode::BadValue
    );
}

#[test]
fn a_bad_file_is_refused_whole_with_what_is_wrong() {
    let desk = Desk::new();
    let note = |id: &str| json!({ "id": id, "text": "Spørg", "kind": "note" });
    assert_eq!(refused(&desk, &guide(json!([note("q"), note("q")]))), [ProblemCode::DuplicateId]);
    let many: Vec<Value> = (0..10_000).map(|n| note(&format!("q{n}"))).collect();
    assert_eq!(refused(&desk, &guide(json!(many))), [ProblemCode::TooManyQuestions]);
    let waits = |id: &str, other: &str| {
        json!({ "id": id, "text": "Spørg", "kind": "choice", "choices": [{ "id": "ja", "label": "Ja" }],
            "show_when": { "question": other, "choice": "ja" } })
    };
    let circle = refused(&desk, &guide(json!([waits("en", "to"), waits("to", "en")])));
    assert_eq!(circle, [ProblemCode::Circle, ProblemCode::Circle]);
    assert_eq!(refused(&desk, &json!(["ikke en skabelon"])), [ProblemCode::NotReadable]);
    assert!(desk.app.templates().unwrap().iter().all(|family| family.draft.is_none()), "nothing is taken");
}

#[test]
fn a_kind_from_a_newer_version_comes_along_and_is_shown() {
    let desk = Desk::new();
    let file = guide(json!([{ "id": "q", "text": "Hvor glade er I?", "kind": "smiley", "faces": 5 }]));
    let key = made(desk.app.import_template(file.to_string(), false).unwrap());
    let form = desk.app.guide(key).unwrap().form;
    assert_eq!(form.fields().next().unwrap().1.label, "Hvor glade er I?");
    let out = std::fs::read_to_string(desk.app.export_template(key).unwrap()).unwrap();
    assert!(out.contains("\"smiley\"") && out.contains("\"faces\": 5"), "{out}");
}

#[test]
fn an_empty_part_is_pointed_out_before_a_version_is_taken_into_use() {
    let desk = Desk::new();
    let draft = desk.app.new_version("visit".into(), VersionFrom::Latest).unwrap().key;
    let part = desk.app.add_item(draft, "parts".into(), pairs(&[("title", json!("Tomt"))])).unwrap().id;
    let outcome = desk.app.publish(draft).unwrap();
    assert!(!outcome.done);
    assert_eq!((outcome.problems[0].code, outcome.problems[0].question), (ProblemCode::EmptyPart, Some(part)));
    desk.app.remove_item(draft, "parts".into(), part).unwrap();
    assert!(desk.app.publish(draft).unwrap().done);
}
