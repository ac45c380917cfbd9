//! What no checker looks at: that the structure of a file is right, and not only there (`docs/pdf-conformance.md`).
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{fs, path::PathBuf};

use feltmappe_documents::{Paper, Refusal, consent::Consent};
use lopdf::{Object, decode_text_string};
use proptest::prelude::*;
use serde_json::Value;
use support::{Read, assert_sound, rectangle};

fn samples() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples/consent");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut samples: Vec<(String, Value)> = files
        .map(|file| (file.display().to_string(), serde_json::from_slice(&fs::read(file).unwrap()).unwrap()))
        .collect();
    samples.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert!(samples.len() >= 4);
    samples
}

fn bytes(sample: &Value) -> Result<Vec<u8>, Refusal> {
    let consent: Consent = serde_json::from_value(sample.clone()).unwrap();
    consent.render()
}

fn sample(name: &str) -> Read {
    let (_, sample) = samples().into_iter().find(|(file, _)| file.contains(name)).unwrap();
    Read::new(&bytes(&sample).unwrap())
}

#[test]
fn every_way_down_the_tree_leads_back() {
    for (_, sample) in samples() {
        assert_sound(&Read::new(&bytes(&sample).unwrap()));
    }
}

#[test]
fn what_is_read_first_is_drawn_first() {
    for (file, sample) in samples() {
        let read = Read::new(&bytes(&sample).unwrap());
        let contents = read.elements.iter().filter(|element| element.children == 0);
        let order: Vec<(usize, i64)> = contents.flat_map(|element| element.contents.clone()).collect();
        assert!(order.is_sorted(), "{file}");
    }
}

#[test]
fn one_title_then_sections_and_none_of_them_empty() {
    for (_, sample) in samples() {
        let read = Read::new(&bytes(&sample).unwrap());
        let headings: Vec<&str> =
            read.elements.iter().map(|element| element.role.as_str()).filter(|role| role.starts_with('H')).collect();
        assert_eq!(headings[0], "H1");
        assert!(headings.len() > 3 && headings[1..].iter().all(|role| *role == "H2"));
        assert!(read.of("H1").chain(read.of("H2")).all(|heading| heading.contents.len() == 1));
    }
}

#[test]
fn a_signature_says_whose_it_is_and_stands_where_it_says() {
    let read = sample("authority");
    let figures: Vec<_> = read.of("Figure").collect();
    let [figure] = figures[..] else { panic!("one figure") };
    assert_eq!(figure.text("Alt").unwrap(), "Underskrift af Amina Yilmaz");
    let [left, bottom, right, top] = rectangle(figure.attribute("BBox").unwrap());
    let (page, number) = figure.contents[0];
    let pieces = read.pieces(page);
    let drawn = pieces.iter().find(|piece| piece.number == Some(number)).unwrap();
    let points: Vec<(f32, f32)> = drawn
        .operations
        .iter()
        .filter(|operation| ["m", "l", "c"].contains(&operation.operator.as_str()))
        .flat_map(|operation| operation.operands.chunks(2))
        .map(|pair| (pair[0].as_float().unwrap(), pair[1].as_float().unwrap()))
        .collect();
    assert!(points.len() > 100);
    assert!(points.iter().all(|(x, y)| (left..=right).contains(x) && (bottom..=top).contains(y)));
}

#[test]
fn boxes_say_whether_they_are_ticked() {
    let read = sample("authority");
    let lists: Vec<_> = read.of("L").collect();
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0].attribute("ListNumbering").unwrap().as_name().ok(), Some(b"Square".as_slice()));
    let labels: Vec<String> = read.of("Lbl").map(|label| label.text("ActualText").unwrap()).collect();
    let ticked = |label: &&String| *label == "Krydset af: ";
    assert_eq!((labels.len(), labels.iter().filter(ticked).count()), (8, 5));
    assert_eq!(read.of("LI").filter(|item| item.children == 2).count(), 8);
}

#[test]
fn every_row_says_what_it_is_about() {
    for (_, sample) in samples() {
        let read = Read::new(&bytes(&sample).unwrap());
        let rows = read.of("TR").count();
        let heads = read.of("TH").inspect(|head| {
            assert_eq!(head.attribute("Scope").unwrap().as_name().ok(), Some(b"Row".as_slice()));
            assert!(!head.contents.is_empty());
        });
        assert_eq!(heads.count(), rows);
        assert!(read.of("TR").all(|row| row.children == 2));
    }
}

#[test]
fn info_says_what_xmp_says() {
    let read = sample("authority");
    let stream = read.catalog().get(b"Metadata").and_then(Object::as_reference).unwrap();
    let stream = read.pdf.get_object(stream).and_then(Object::as_stream).unwrap();
    let xmp = String::from_utf8(stream.content.clone()).unwrap();
    let info = read.dictionary(read.pdf.trailer.get(b"Info").and_then(Object::as_reference).unwrap());
    let said = |name: &[u8]| decode_text_string(info.get(name).unwrap()).unwrap();
    for (name, tag) in [
        ("Title", r#"<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li>"#),
        ("Author", "<dc:creator><rdf:Seq><rdf:li>{}</rdf:li>"),
        ("Subject", r#"<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li>"#),
        ("Creator", "<xmp:CreatorTool>{}</xmp:CreatorTool>"),
        ("Producer", "<pdf:Producer>{}</pdf:Producer>"),
    ] {
        let expected = tag.replace("{}", &said(name.as_bytes()));
        assert!(xmp.contains(&expected), "{expected}");
    }
    assert_eq!(said(b"CreationDate"), "D:20261124140700+01'00'");
    assert_eq!(said(b"CreationDate"), said(b"ModDate"));
    assert!(xmp.contains("<xmp:CreateDate>2026-11-24T14:07:00+01:00</xmp:CreateDate>"));
    assert_eq!(info.len(), 7, "and nothing else");
}

#[test]
fn r11_the_same_input_gives_the_same_bytes_and_another_one_another_name() {
    let (_, sample) = samples().remove(0);
    let first = bytes(&sample).unwrap();
    assert!(first == bytes(&sample).unwrap());
    let mut other = sample;
    other["purpose"] = "Et andet formål.".into();
    let name = |bytes: &[u8]| Read::new(bytes).pdf.trailer.get(b"ID").unwrap().clone();
    assert_ne!(name(&first), name(&bytes(&other).unwrap()));
}

#[test]
fn a_consent_is_smaller_than_40_kilobytes() {
    for name in ["authority", "citizen", "employer"] {
        let (_, sample) = samples().into_iter().find(|(file, _)| file.contains(name)).unwrap();
        assert!(bytes(&sample).unwrap().len() < 40_000, "{name}");
    }
}

/// Every text of a sample, by its place.
fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| texts(item, &format!("{path}/{at}"), found))
        }
        Value::Object(fields) => fields.iter().for_each(|(name, field)| texts(field, &format!("{path}/{name}"), found)),
        _ => {}
    }
}

/// Fields whose words are not free.
fn chosen_from_a_list(path: &str) -> bool {
    ["copy", "made", "channel", "valid_until", "kind", "how", "at"]
        .contains(&path.rsplit('/').next().unwrap_or_default())
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~æøåÆØÅéüğıŁž–’·\u{a0}\u{ad}\n\t]{0,300}",
        "[a-zæøå]{100,400}",
        "\\PC{1,40}",
        proptest::collection::vec(any::<char>(), 0..20).prop_map(|characters| characters.into_iter().collect()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_in_any_field_are_printed_or_refused_by_name(
        which in 0_usize..3, at in any::<prop::sample::Index>(), words in any_words()
    ) {
        let (_, mut sample) = samples().into_iter().filter(|(file, _)| !file.contains("long")).nth(which).unwrap();
        let mut fields = Vec::new();
        texts(&sample, "", &mut fields);
        fields.retain(|field| !chosen_from_a_list(field));
        let field = at.get(&fields).clone();
        *sample.pointer_mut(&field).unwrap() = words.clone().into();
        let name = field[1..].replace('/', ".");
        match bytes(&sample) {
            Ok(bytes) => assert_sound(&Read::new(&bytes)),
            Err(Refusal::Undrawable { field, characters }) => {
                prop_assert_eq!(field, name);
                prop_assert!(!characters.is_empty());
            }
            Err(Refusal::Empty(field)) => {
                prop_assert_eq!(field, name);
                prop_assert!(!words.chars().any(char::is_alphanumeric));
            }
            Err(Refusal::LooksLikeCpr(field)) => prop_assert_eq!(field, name),
            Err(refusal) => prop_assert!(false, "{}", refusal),
        }
    }
}
