//! Files that a person picks.

use encoding_rs::WINDOWS_1252;
use feltmappen_domain::guide::{Guide, export, import, publish_problems};

/// A template: what is taken can be written and taken again, and stays the same; what is not taken is told why.
pub fn template(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match import(text) {
        Ok(fields) => {
            publish_problems(&fields);
            let written = serde_json::to_string(&export(&fields)).unwrap();
            assert_eq!(import(&written).unwrap(), fields);
            let _ = Guide::new(&fields);
        }
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| !problem.message.is_empty()));
        }
    }
}

/// The reader of tables as the app has it, without the app.
#[path = "../../../crates/app/src/import/table.rs"]
mod reader;

/// A table of companies: its lines stand in order, and it is the same table in either encoding.
pub fn table(bytes: &[u8]) {
    let Some(table) = reader::Table::read(bytes) else { return };
    assert!(table.header.len() >= 2);
    assert!(table.rows.is_sorted_by(|a, b| a.0 < b.0));
    if table.encoding == "Windows-1252" {
        let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
        let same = reader::Table::read(text.as_bytes()).unwrap();
        assert_eq!(same.encoding, "UTF-8");
        assert_eq!((same.header, same.rows), (table.header, table.rows));
    }
}
