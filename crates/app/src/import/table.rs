//! A file as a table: its encoding, separator, header and rows.

use csv::{Position, ReaderBuilder, StringRecord};
use encoding_rs::{UTF_8, WINDOWS_1252};

/// A table with a header.
pub(super) struct Table {
    /// The encoding's name as people know it.
    pub encoding: &'static str,
    /// The header's cells.
    pub header: StringRecord,
    /// Each row with the line it begins on, the header's line being 1.
    pub rows: Vec<(u32, StringRecord)>,
}

impl Table {
    /// Reads a table; nothing if the bytes are not text in columns.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (text, encoding) = decode(bytes)?;
        // One line end, or rows that a lone carriage return ends would all stand on one line.
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let first = text.lines().next()?;
        let separator =
            [b';', b'\t', b','].into_iter().max_by_key(|byte| first.bytes().filter(|b| b == byte).count())?;
        let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let header = reader.headers().ok()?.clone();
        let looks_like_data = header.iter().any(|cell| cell.trim().chars().filter(char::is_ascii_digit).count() >= 6);
        if header.len() < 2 || looks_like_data {
            return None;
        }
        let mut rows = Vec::new();
        for row in reader.records() {
            let row = row.ok()?;
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows.push((row.position().map_or(0, |position| line_of(&text, position)), row));
        }
        Some(Self { encoding, header, rows })
    }
}

/// The line of a row. The reader stands before the empty lines that it passes over.
fn line_of(text: &str, position: &Position) -> u32 {
    let rest = usize::try_from(position.byte()).ok().and_then(|at| text.as_bytes().get(at..)).unwrap_or_default();
    let empty = rest.iter().take_while(|byte| **byte == b'\n').count() as u64;
    u32::try_from(position.line() + empty).unwrap_or(u32::MAX)
}

/// UTF-8 if it is, else Windows-1252, the encoding Danish spreadsheets still write. Text with NUL is neither.
fn decode(bytes: &[u8]) -> Option<(String, &'static str)> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _, broken) = encoding.decode(bytes);
        return (!broken).then(|| (text.into_owned(), encoding.name()));
    }
    if bytes.contains(&0) {
        return None;
    }
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        return Some((text.into_owned(), "UTF-8"));
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    Some((text.into_owned(), "Windows-1252"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_knows_its_line_whatever_ends_the_lines() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["CVR;Navn", "13748136;\"Havnens", "Køkken\"", "", "25313763;Bageren"].join(end);
            let table = Table::read(text.as_bytes()).unwrap();
            assert_eq!(table.rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 5], "{end:?}");
            assert_eq!(&table.rows[0].1[1], "Havnens\nKøkken", "{end:?}");
        }
    }
}
