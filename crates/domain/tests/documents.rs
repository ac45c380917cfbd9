//! The documents say what the program does: tables and golden bytes are compared line by line.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use feltmappen_domain::record::Kind;
use feltmappen_domain::schema::{FieldSpec, ValueType, fields_of};

const DOMAIN: &str = include_str!("../../../docs/domain.md");
const PROTOCOL: &str = include_str!("../../../docs/protocol.md");
const GLOSSARY: &str = include_str!("../../../docs/glossary.md");

#[test]
fn the_tables_of_fields_are_those_of_the_schema() {
    for kind in Kind::ALL {
        let expected: Vec<String> = fields_of(kind).iter().map(row).collect();
        let heading = format!("### `{kind}`\n");
        let part = DOMAIN.split_once(&heading).expect("a heading for every kind").1;
        let part = part.split("\n#").next().unwrap();
        let rows: Vec<&str> = part.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows, expected, "docs/domain.md, {kind}: the table should be\n{}\n", expected.join("\n"));
    }
}

#[test]
fn the_golden_bytes_of_the_protocol_are_those_of_the_tests() {
    for golden in [include_str!("golden/order.json"), "{}"] {
        assert!(PROTOCOL.contains(golden.trim_end()), "docs/protocol.md lacks {golden}");
    }
    for id in ["8bc0b03d-890f-5773-8bc6-82866571fd69", "fe0acf07-ab84-54be-8f82-063937a9ad80"] {
        assert!(PROTOCOL.contains(id), "docs/protocol.md lacks {id}");
    }
    assert!(PROTOCOL.contains(&feltmappen_domain::identity::NAMESPACE.to_string()));
}

#[test]
fn the_glossary_knows_every_kind() {
    for kind in Kind::ALL {
        assert!(GLOSSARY.contains(&format!("`{kind}`")), "docs/glossary.md lacks {kind}");
    }
}

fn row(spec: &FieldSpec) -> String {
    let marks = match (spec.personal, spec.internal) {
        (true, true) => "personal, internal",
        (true, false) => "personal",
        (false, true) => "internal",
        (false, false) => "",
    };
    format!("| `{}` | {} | {marks} | {} |", spec.path, value(spec), spec.d.join(", "))
}

fn value(spec: &FieldSpec) -> String {
    match spec.value {
        ValueType::Text => format!("text ≤ {}", spec.max_chars.unwrap()),
        ValueType::LongText => format!("long text ≤ {}", spec.max_chars.unwrap()),
        ValueType::Integer { min, max } => format!("whole number {min}–{max}"),
        ValueType::Flag => "yes/no".to_owned(),
        ValueType::Date => "day".to_owned(),
        ValueType::DateTime => "moment".to_owned(),
        ValueType::Choice(choices) => choices.iter().map(|(code, _)| *code).collect::<Vec<_>>().join(" · "),
        ValueType::Reference(kind) => format!("→ {kind}"),
        ValueType::Item => "item's id".to_owned(),
        ValueType::Cvr => "CVR number".to_owned(),
        ValueType::Cpr => "CPR number".to_owned(),
        ValueType::Hash => "SHA-256".to_owned(),
        ValueType::PNumber => "P-nummer".to_owned(),
        ValueType::BranchCode => "branch code".to_owned(),
        ValueType::Email => "mail address".to_owned(),
        ValueType::Phone => "phone number".to_owned(),
        ValueType::Municipality => "municipality".to_owned(),
    }
}
