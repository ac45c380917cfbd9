use std::fmt::Write;

use super::{laid::*, *};
use crate::tree::{Block, Form, Item, List, Marks, Row, Span, Style, Table};

fn laid(blocks: Vec<Block>) -> Laid {
    let made = chrono::DateTime::parse_from_rfc3339("2026-11-24T14:07:00+01:00").unwrap();
    let [title, author, subject, id, foot] = ["T", "A", "S", "I", "F"].map(str::to_owned);
    lay_out(&Document {
        title,
        author,
        subject,
        id,
        made,
        head: ["L".to_owned(), "R".to_owned()],
        foot,
        form: Form::Upright,
        blocks,
    })
}

fn body(text: &str) -> Block {
    Block::text(Style::Body, text)
}

/// The words on a page, apart from head and foot, line by line.
fn lines(page: &Page) -> Vec<(f32, String)> {
    let mut lines: Vec<(f32, String)> = Vec::new();
    let drawn = page.marks.iter().filter_map(|mark| match mark {
        Mark::Content { drawn, .. } | Mark::Artifact { kind: Artifact::Layout, drawn } => Some(drawn),
        Mark::Artifact { .. } => None,
    });
    for each in drawn.flatten() {
        if let Drawn::Text(text) = each {
            match lines.iter_mut().find(|(y, _)| *y == text.y) {
                Some((_, line)) => line.push_str(&text.text),
                None => lines.push((text.y, text.text.clone())),
            }
        }
    }
    lines
}

/// What a screen reader would say, element by element.
fn told(laid: &Laid, node: usize) -> String {
    let mut told = String::new();
    for kid in &laid.tree[node].kids {
        match *kid {
            Kid::Node(kid) => told += &format!("<{:?} {}>", laid.tree[kid].role, self::told(laid, kid)),
            Kid::Content { page, number } => {
                let mut contents = laid.pages[page].marks.iter().filter_map(|mark| match mark {
                    Mark::Content { node: of, drawn } => Some((*of, drawn)),
                    Mark::Artifact { .. } => None,
                });
                let (of, drawn) = contents.nth(number).unwrap();
                assert_eq!(of, node, "content belongs to the element that names it");
                for each in drawn {
                    if let Drawn::Text(text) = each {
                        told += &text.text;
                    }
                }
            }
            Kid::Link { page, number } => {
                let link = &laid.pages[page].links[number];
                assert_eq!(link.node, node);
                write!(told, "→{}", link.address).unwrap();
            }
        }
    }
    told
}

#[test]
fn what_is_told_is_what_was_said_in_its_order() {
    let spans = vec![Span::plain("Skriv til "), Span::link("os", "mailto:os@egelund.example"), Span::plain(" i dag.")];
    let item = |text: &str| Item { ticked: true, spans: vec![Span::plain(text)], remark: Some("R".to_owned()) };
    let laid = laid(vec![
        Block::Title("Titel".to_owned()),
        Block::Paragraph(Style::Body, spans),
        Block::List(List { marks: Marks::Numbers, items: vec![item("en"), item("to")] }),
        Block::Table(Table::facts([("Navn", vec![Span::plain("Amina")])])),
    ]);
    assert_eq!(
        told(&laid, 0),
        "<H1 Titel><P Skriv til <Link os→mailto:os@egelund.example> i dag.>\
         <L(Numbers) <LI <Lbl(None) 1. ><LBody <P en><P R>>><LI <Lbl(None) 2. ><LBody <P to><P R>>>>\
         <Table <TR <TH(Row) Navn><TD Amina>>>"
    );
}

#[test]
fn a_paragraph_that_goes_on_is_one_element_on_two_pages() {
    let text = "Virksomheden kan vurdere, om ansøgeren skal til samtale om jobbet som lagermedarbejder. ".repeat(60);
    let laid = laid(vec![body(text.trim())]);
    assert!(laid.pages.len() > 1);
    assert_eq!(told(&laid, 0), format!("<P {}>", text.trim()));
}

#[test]
fn no_line_of_a_paragraph_stands_alone_on_a_page() {
    let sentence = "Virksomheden kan vurdere, om ansøgeren skal til samtale om jobbet. ".repeat(8);
    for above in 0..60 {
        let mut blocks: Vec<Block> = (0..above).map(|_| body("Linje.")).collect();
        blocks.push(Block::text(Style::Small, sentence.trim()));
        let laid = laid(blocks);
        let of_it = |page: &Page| lines(page).into_iter().filter(|(_, line)| line != "Linje.").count();
        for page in &laid.pages {
            assert_ne!(of_it(page), 1, "{above} lines above");
        }
    }
}

#[test]
fn a_heading_stands_with_what_it_is_about() {
    for above in 0..60 {
        let mut blocks: Vec<Block> = (0..above).map(|_| body("Linje.")).collect();
        blocks.push(Block::Heading("Overskrift".to_owned()));
        blocks.push(body("Første linje under overskriften."));
        for page in &laid(blocks).pages {
            assert_ne!(lines(page).last().map(|(_, line)| line.as_str()), Some("Overskrift"), "{above} lines above");
        }
    }
}

#[test]
fn nothing_is_drawn_outside_of_the_text_s_place() {
    let long = "Særligt lange oplysninger om kvalifikationer ".repeat(400);
    let laid = laid(vec![
        Block::Panel(vec![body(&long)]),
        Block::Together(vec![body(&long), body(&long)]),
        Block::Table(Table::facts([("Om", vec![Span::plain(&long)])])),
    ]);
    let sheet = super::style::Sheet::of(Form::Upright);
    let page_count = laid.pages.len();
    assert!(page_count > 10, "{page_count}");
    for page in &laid.pages {
        for (y, line) in lines(page) {
            assert!((sheet.top..=sheet.bottom()).contains(&y), "{y}: {line}");
        }
    }
}

#[test]
fn the_head_of_a_table_is_told_once_and_drawn_on_every_page() {
    let row =
        |number: usize| Row { about: format!("Række {number}"), cells: vec![vec![Span::plain("Værdi")].into()] };
    let head = Some(vec!["Hvad".to_owned(), "Hvor".to_owned()]);
    let laid = laid(vec![Block::Table(Table { columns: vec![0.5, 0.5], head, rows: (1..=90).map(row).collect() })]);
    assert!(laid.pages.len() > 2);
    for page in &laid.pages {
        assert_eq!(lines(page)[0].1, "HvadHvor");
    }
    assert_eq!(told(&laid, 0).matches("Hvad").count(), 1);
    assert_eq!(told(&laid, 0).matches("<TR").count(), 91);
}

#[test]
fn a_word_that_is_divided_is_told_whole() {
    let laid = laid(vec![body(&"arbejdsmarkedsuddannelsesforløbet ".repeat(40))]);
    let hyphens = |mark: &Mark| match mark {
        Mark::Content { drawn, .. } => drawn.iter().filter(|each| matches!(each, Drawn::Hyphen(_))).count(),
        Mark::Artifact { .. } => 0,
    };
    assert!(laid.pages[0].marks.iter().map(hyphens).sum::<usize>() > 0);
    assert_eq!(told(&laid, 0).matches("arbejdsmarkedsuddannelsesforløbet").count(), 40);
}

#[test]
fn every_page_says_which_one_it_is() {
    let laid = laid((0..150).map(|_| body("Linje.")).collect());
    let count = laid.pages.len();
    for (number, page) in laid.pages.iter().enumerate() {
        let Some(Mark::Artifact { kind: Artifact::Footer, drawn }) = page.marks.last() else { panic!("no foot") };
        let says = format!("Side {} af {count}", number + 1);
        assert!(drawn.iter().any(|each| matches!(each, Drawn::Text(text) if text.text == says)));
    }
}
