use super::*;
use crate::guide::{Use, default_fields};
use crate::record::Path;
use crate::schema::{ANSWERS, NOTES, PICKS, TOOLS};
use serde_json::json;
use uuid::Uuid;

fn guide(template_use: Use) -> Guide {
    Guide::new(&default_fields(template_use))
}

fn visit(guide: &Guide, tools: &Guide) -> Fields {
    let of_kind = |kind: QuestionKind| guide.questions().find(|(_, one)| one.kind == kind).unwrap().1;
    let mut visit = Fields::new();
    for (path, value) in [
        ("type", json!("first")),
        ("starts_at", json!("2026-11-24T10:30:00+01:00")),
        ("purpose", json!("Sæsonen 2027")),
        ("preparation.note", json!("HEMMELIG forberedelse")),
        ("preparation.postings", json!("HEMMELIGE opslag")),
    ] {
        visit.set(Path::known(path), value);
    }
    let note = of_kind(QuestionKind::Note);
    visit.set(Path::item(ANSWERS, note.id, "note"), json!("Lageret er\nbygget om"));
    let number = of_kind(QuestionKind::Number);
    visit.set(Path::item(ANSWERS, number.id, "number"), json!(42));
    let choices = of_kind(QuestionKind::Choices);
    for choice in &choices.choices {
        visit.set(Path::item(PICKS, choice.id, "chosen"), json!(true));
    }
    let part = of_kind(QuestionKind::Tools).tools.unwrap();
    let tool = tools.part(part).unwrap().questions[0].id;
    visit.set(Path::item(TOOLS, tool, "interested"), json!(true));
    visit.set(Path::item(NOTES, Uuid::from_u128(1), "text"), json!("HEMMELIG hurtig note"));
    visit
}

fn page(visit: &Fields, guide: &Guide, tools: &Guide) -> String {
    text(&SummaryInput {
        visit,
        guide,
        tools: Some(tools),
        company: "Nordhavn Kølelogistik A/S",
        contacts: &["Bo Holm"],
        employees: &["Maja Lind", "Ali Demir"],
        unit: Some("Virksomhedsindgangen"),
        reach: &["70 10 11 55", "maja@eksempel.dk"],
        promises: &[
            PromiseLine { text: "Vi sender tre CV'er", owner: Some("Maja Lind"), due: Some("2026-12-01") },
            PromiseLine { text: "Opslag på tavlen.", owner: None, due: None },
        ],
        orders: &[OrderLine { title: "Lagermedarbejder", positions: Some(2), start_date: Some("2027-01-04") }],
    })
}

#[test]
fn the_page_says_what_we_heard_what_we_promised_who_when_and_what_comes_next() {
    let (guide, tools) = (guide(Use::Visit), guide(Use::Tools));
    let page = page(&visit(&guide, &tools), &guide, &tools);
    for said in [
        "Førstegangsbesøg hos Nordhavn Kølelogistik A/S den 24. november 2026",
        "Til stede: Bo Holm, Maja Lind og Ali Demir",
        "Lageret er bygget om.",
        " 42.",
        "Nationalt og Internationalt.",
        "I vil gerne høre mere om ",
        "- Vi sender tre CV'er. Maja Lind gør det senest 1. december 2026.",
        "- Opslag på tavlen.\n",
        "- Lagermedarbejder, 2 stillinger, fra 4. januar 2027",
        "maja@eksempel.dk",
        "Virksomhedsindgangen",
    ] {
        assert!(page.contains(said), "{said}\n{page}");
    }
    assert!(page.contains(&format!("- {}", guide.parts[1].title)), "R51: a theme that was not touched\n{page}");
}

#[test]
fn r21_nothing_internal_is_on_the_page() {
    let (guide, tools) = (guide(Use::Visit), guide(Use::Tools));
    let page = page(&visit(&guide, &tools), &guide, &tools);
    assert!(!page.contains("HEMMELIG"), "{page}");
}

#[test]
fn the_page_made_of_nothing_is_short_and_calm() {
    let guide = guide(Use::Visit);
    let input = SummaryInput {
        visit: &Fields::new(),
        guide: &Guide { parts: Vec::new(), ..guide },
        tools: None,
        company: "",
        contacts: &[],
        employees: &[],
        unit: None,
        reach: &[],
        promises: &[],
        orders: &[],
    };
    assert_eq!(text(&input), "Besøg\n");
}

#[test]
fn an_answer_marked_as_not_touched_is_left_out() {
    let (guide, tools) = (guide(Use::Visit), guide(Use::Tools));
    let mut visit = visit(&guide, &tools);
    let number = guide.questions().find(|(_, one)| one.kind == QuestionKind::Number).unwrap().1;
    visit.set(Path::item(ANSWERS, number.id, "touched"), json!(false));
    assert!(!page(&visit, &guide, &tools).contains(" 42."));
}
