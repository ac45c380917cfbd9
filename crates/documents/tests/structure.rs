//! What no checker looks at: that the structure of a file is right, and not only there (`docs/pdf-conformance.md`).
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use feltmappen_documents::{Refusal, kind::Kind, pdf};
use lopdf::{Object, decode_text_string};
use proptest::prelude::*;
use serde_json::Value;
use support::{Read, assert_sound, rectangle};

/// A sample: its kind, its file and what stands in it.
struct Sample {
    kind: Kind,
    name: String,
    value: Value,
}

impl Sample {
    fn bytes(&self) -> Result<Vec<u8>, Refusal> {
        pdf::render(&self.kind.document(self.value.to_string().as_bytes())?)
    }

    fn read(&self) -> Read {
        Read::new(&self.bytes().unwrap())
    }
}

fn of(kind: Kind) -> Vec<Sample> {
    let folder = Path::new("tests/samples").join(kind.name());
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let sample = |file: PathBuf| {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        Sample { kind, name, value: serde_json::from_slice(&fs::read(file).unwrap()).unwrap() }
    };
    files.into_iter().map(sample).collect()
}

fn samples() -> Vec<Sample> {
    Kind::ALL.into_iter().flat_map(of).collect()
}

fn sample(kind: Kind, name: &str) -> Sample {
    of(kind).into_iter().find(|sample| sample.name == name).unwrap()
}

#[test]
fn every_kind_has_samples_and_a_name_of_its_own() {
    for kind in Kind::ALL {
        assert!(of(kind).len() >= 2, "{}", kind.name());
        assert_eq!(Kind::named(kind.name()), Some(kind));
    }
}

#[test]
fn every_way_down_the_tree_leads_back() {
    for sample in samples() {
        assert_sound(&sample.read());
    }
}

#[test]
fn what_is_read_first_is_drawn_first() {
    for sample in samples() {
        let read = sample.read();
        for page in 0..read.pages.len() {
            let told = read.told.iter().filter(|(one, _)| *one == page);
            assert!(told.map(|(_, number)| number).is_sorted(), "{} {}", sample.kind.name(), sample.name);
        }
    }
}

#[test]
fn one_title_then_sections_no_level_left_out_and_none_of_them_empty() {
    for sample in samples() {
        let read = sample.read();
        let levels: Vec<u8> = read
            .elements
            .iter()
            .filter_map(|element| element.role.strip_prefix('H').and_then(|level| level.parse().ok()))
            .collect();
        assert_eq!(levels[0], 1, "{}", sample.name);
        assert!(levels[1..].iter().all(|level| *level > 1), "{}", sample.name);
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{}", sample.name);
        let headings = || ["H1", "H2", "H3"].into_iter().flat_map(|role| read.of(role));
        assert!(headings().all(|heading| heading.contents.len() == 1), "{}", sample.name);
    }
}

#[test]
fn a_signature_says_whose_it_is_and_stands_where_it_says() {
    let read = sample(Kind::Consent, "authority").read();
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
    let read = sample(Kind::Consent, "authority").read();
    let lists: Vec<_> = read.of("L").collect();
    assert_eq!(lists.len(), 1);
    assert_eq!(lists[0].attribute("ListNumbering").unwrap().as_name().ok(), Some(b"Square".as_slice()));
    let labels: Vec<String> = read.of("Lbl").map(|label| label.text("ActualText").unwrap()).collect();
    let ticked = |label: &&String| *label == "Krydset af: ";
    assert_eq!((labels.len(), labels.iter().filter(ticked).count()), (8, 5));
    assert_eq!(read.of("LI").filter(|item| item.children == 2).count(), 8);
}

/// The scope of a head.
fn scope(head: &support::Element) -> String {
    String::from_utf8(head.attribute("Scope").unwrap().as_name().unwrap().to_vec()).unwrap()
}

#[test]
fn every_row_says_what_it_is_about() {
    for sample in samples() {
        let read = sample.read();
        for row in read.of("TR") {
            let cells = read.within(row);
            let heads: Vec<String> = cells.iter().filter(|cell| cell.role == "TH").map(|head| scope(head)).collect();
            let all_columns = heads.len() == cells.len() && heads.iter().all(|scope| scope == "Column");
            let one_row = cells[0].role == "TH" && heads == ["Row"];
            assert!(all_columns || one_row, "{}: {heads:?}", sample.name);
            assert!(cells.len() > 1 && cells.iter().all(|cell| read.says_something(cell)), "{}", sample.name);
        }
    }
}

#[test]
fn every_row_of_a_table_has_as_many_cells() {
    for sample in samples() {
        let read = sample.read();
        for table in read.of("Table") {
            let rows: Vec<usize> = read.within(table).iter().map(|row| row.children).collect();
            assert!(!rows.is_empty() && rows.iter().all(|cells| *cells == rows[0]), "{}: {rows:?}", sample.name);
        }
    }
}

#[test]
fn d215_the_plan_is_a_table_with_its_columns_across_several_pages() {
    let read = sample(Kind::Plan, "long").read();
    assert!(read.pages.len() > 10);
    let page = read.dictionary(read.pages[0]);
    let [left, bottom, right, top] = rectangle(page.get(b"MediaBox").unwrap());
    assert!(right - left > top - bottom, "across");
    let tables: Vec<_> = read.of("Table").collect();
    let [table] = tables[..] else { panic!("one table") };
    let rows = read.within(table);
    assert_eq!(read.within(rows[0]).iter().filter(|head| scope(head) == "Column").count(), 6);
    assert_eq!(rows.len(), 41);
}

#[test]
fn d253_the_card_fits_on_one_page() {
    for sample in of(Kind::Preparation) {
        assert_eq!(sample.read().pages.len(), 1, "{}", sample.name);
    }
}

#[test]
fn info_says_what_xmp_says() {
    let read = sample(Kind::Consent, "authority").read();
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
    for kind in Kind::ALL {
        let sample = of(kind).remove(0);
        let first = sample.bytes().unwrap();
        assert!(first == sample.bytes().unwrap(), "{}", kind.name());
        let mut other = sample;
        other.value["document_id"] = "et andet".into();
        let name = |bytes: &[u8]| Read::new(bytes).pdf.trailer.get(b"ID").unwrap().clone();
        assert_ne!(name(&first), name(&other.bytes().unwrap()), "{}", kind.name());
    }
}

#[test]
fn a_consent_is_smaller_than_40_kilobytes() {
    for name in ["authority", "citizen", "employer"] {
        assert!(sample(Kind::Consent, name).bytes().unwrap().len() < 40_000, "{name}");
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
    let fixed =
        ["copy", "made", "channel", "valid_until", "kind", "how", "at", "on", "due", "start", "from", "to", "when"];
    let name = path.rsplit('/').next().unwrap_or_default();
    fixed.contains(&name) || ["_on", "_at", "_by", "priority"].iter().any(|end| name.ends_with(end))
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
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_in_any_field_are_printed_or_refused_by_name(
        which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), words in any_words()
    ) {
        let mut all = samples();
        all.retain(|sample| sample.name != "long");
        let mut sample = all.swap_remove(which.index(all.len()));
        let mut fields = Vec::new();
        texts(&sample.value, "", &mut fields);
        fields.retain(|field| !chosen_from_a_list(field));
        let field = at.get(&fields).clone();
        *sample.value.pointer_mut(&field).unwrap() = words.clone().into();
        let name = field[1..].replace('/', ".");
        match sample.bytes() {
            Ok(bytes) => {
                let read = Read::new(&bytes);
                assert_sound(&read);
                prop_assert!(sample.kind != Kind::Preparation || read.pages.len() == 1);
            }
            Err(Refusal::Undrawable { field, characters }) => {
                prop_assert_eq!(field, name);
                prop_assert!(!characters.is_empty());
            }
            Err(Refusal::Empty(field)) => {
                prop_assert_eq!(field, name);
                prop_assert!(!words.chars().any(char::is_alphanumeric));
            }
            Err(Refusal::LooksLikeCpr(field) | Refusal::LooksLikeAge(field)) => prop_assert_eq!(field, name),
            Err(refusal) => prop_assert!(false, "{} {}: {}", sample.kind.name(), name, refusal),
        }
    }
}
