//! Files that a person picks, and those that an administrator keeps.

use base64::{Engine as _, engine::general_purpose::STANDARD};
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

/// The first look at a scanned paper as the app has it, without the app.
#[path = "../../../crates/app/src/consent/scan_file.rs"]
mod scan_file;

/// A file that is said to be a signed paper: what is taken begins as a PDF or a picture does, is no larger than it may be, and
/// is kept byte for byte. The same bytes are also read as the text that should hold them.
pub fn scan(bytes: &[u8]) {
    let may_be = |file: &[u8]| scan_file::BEGINNINGS.iter().any(|(beginning, _)| file.starts_with(beginning));
    match scan_file::read(&STANDARD.encode(bytes)) {
        Ok(taken) => assert!(taken == bytes && may_be(bytes) && bytes.len() <= scan_file::LARGEST),
        Err(why) => {
            // What begins as a picture may be refused for its size: for having none, or too large a one.
            let size = imagesize::blob_size(bytes).ok().filter(|_| may_be(bytes) && !bytes.starts_with(b"%PDF-"));
            let wanted = if size.is_some() { scan_file::NotTaken::TooManyDots } else { scan_file::NotTaken::NotAPaper };
            assert!(why == wanted && !bytes.starts_with(b"%PDF-"));
        }
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(taken) = scan_file::read(text) {
        assert_eq!(STANDARD.encode(&taken), text);
        assert!(may_be(&taken));
    }
}

/// The reader of central's ledger, without central.
#[path = "../../../crates/central/src/ledger/entries.rs"]
mod entries;

/// A ledger of what no restore may undo: what is read and written anew says the same, and a line that cannot be read is named
/// and never passed over.
pub fn ledger(bytes: &[u8]) {
    use entries::{Entries, Line};
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Entries::read(text) {
        Ok(read) => {
            let erased = read.erased.iter().map(|key| Line::Erased(*key).text());
            let revoked = read.revoked.iter().map(|device| Line::Revoked(*device).text());
            let restored = read.restored.iter().map(|(feed, number)| Line::Restored(feed.clone(), *number).text());
            let written: String = erased.chain(revoked).chain(restored).collect();
            assert_eq!(Entries::read(&written), Ok(read));
        }
        Err(line) => {
            let lines: Vec<&str> = text.lines().collect();
            assert!(!lines[line - 1].is_empty());
            assert!(Entries::read(&lines[..line - 1].join("\n")).is_ok());
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
