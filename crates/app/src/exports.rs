//! Files for the user: where the user says, or in the folder for downloads.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::{App, ErrorCode, Open, Outcome, Where};

/// Setting: the file that is being written where the user said, as long as it is not whole.
const SAVING: &str = "saving";
/// So many files of one name get a name of their own.
const NAMES: u32 = 1_000;

impl App {
    /// Writes a file to where the user says; answers where, or nothing when the user would rather not. Where nobody can be
    /// asked, it goes to the folder for downloads. Its name must name nobody (R75).
    pub(crate) fn save_where_asked(&self, name: &str, ending: &str, bytes: &[u8]) -> Outcome<Option<String>> {
        match (self.ask_where)(&format!("{name}.{ending}")) {
            Where::Nowhere => Ok(None),
            Where::Here(file) => {
                let open = self.opened()?;
                let part = part_of(&file).ok_or(ErrorCode::NotSavedThere)?;
                // Whoever is killed in the middle takes it away when he starts again. On a full disk another one may have room.
                let _ = open.workspace.set_setting(SAVING, &part.to_string_lossy().into(), &self.now());
                let written = write_whole(&file, &part, bytes);
                let _ = open.workspace.set_setting(SAVING, &Value::Null, &self.now());
                written.map_err(|_| ErrorCode::NotSavedThere)?;
                Ok(Some(file.to_string_lossy().into_owned()))
            }
            Where::Unasked => {
                let place = self.write_export(name, ending, bytes).map_err(|_| ErrorCode::NotSavedThere)?;
                Ok(Some(place))
            }
        }
    }

    /// Takes away what a crash has left of a file outside the workspace: nobody asked for half of it there.
    pub(crate) fn clear_half_saved(&self, open: &Open) -> Outcome<()> {
        if let Some(part) = open.workspace.setting(SAVING)?.as_ref().and_then(Value::as_str) {
            match fs::remove_file(part) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {}
                _ => open.workspace.set_setting(SAVING, &Value::Null, &self.now())?,
            }
        }
        Ok(())
    }

    /// Writes a file to the folder for downloads; answers where.
    pub(crate) fn write_export(&self, name: &str, ending: &str, bytes: &[u8]) -> Outcome<String> {
        let folder = self.exports.as_ref().ok_or(ErrorCode::CannotExport)?;
        let file = write_new(folder, name, ending, bytes).map_err(|_| ErrorCode::CannotExport)?;
        Ok(file.to_string_lossy().into_owned())
    }
}

/// Writes a file under a name that is free; nothing is ever overwritten.
fn write_new(folder: &Path, name: &str, ending: &str, bytes: &[u8]) -> io::Result<PathBuf> {
    for number in 1..=NAMES {
        let name = if number == 1 { format!("{name}.{ending}") } else { format!("{name} ({number}).{ending}") };
        let file = folder.join(name);
        match fs::OpenOptions::new().write(true).create_new(true).open(&file) {
            Ok(mut out) => {
                let written = out.write_all(bytes).and_then(|()| out.sync_all());
                if written.is_err() {
                    // Half a file is worse than none.
                    let _ = fs::remove_file(&file);
                }
                return written.map(|()| file);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Where a file lies until it is whole.
fn part_of(file: &Path) -> Option<PathBuf> {
    let mut name = file.file_name()?.to_owned();
    name.push(".feltmappen-del");
    Some(file.with_file_name(name))
}

/// Writes a file whole or not at all. What stood there before is replaced only when the new one is on disk.
fn write_whole(file: &Path, part: &Path, bytes: &[u8]) -> io::Result<()> {
    // Half a file that a power cut left here earlier is worth nothing, and would stand in the way.
    let _ = fs::remove_file(part);
    let mut out = fs::OpenOptions::new().write(true).create_new(true).open(part)?;
    let written = out.write_all(bytes).and_then(|()| out.sync_all()).and_then(|()| fs::rename(part, file));
    if written.is_err() {
        // Half a file is worse than none.
        let _ = fs::remove_file(part);
    }
    written
}

/// Rows as a table that a Danish spreadsheet opens: semicolons, UTF-8 with its mark, and no cell that is calculated.
pub(crate) fn csv_table<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Outcome<Vec<u8>> {
    // The mark tells a spreadsheet that the letters are UTF-8.
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head).map_err(|_| ErrorCode::Internal)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(|_| ErrorCode::Internal)?;
    }
    writer.into_inner().map_err(|_| ErrorCode::Internal.into())
}

/// A cell that a spreadsheet would take for a formula begins with an apostrophe, which makes it a text.
fn harmless(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_calculate_is_made_a_text() {
        for (text, cell) in [
            ("=1+1", "'=1+1"),
            ("  @SUM(A1)", "'  @SUM(A1)"),
            ("-2 dage", "'-2 dage"),
            ("\t=1", "'\t=1"),
            ("to - tre", "to - tre"),
            ("", ""),
        ] {
            assert_eq!(harmless(text), cell);
        }
    }

    #[test]
    fn half_a_file_that_a_power_cut_left_stands_in_nobodys_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("papir.pdf");
        let part = part_of(&file).unwrap();
        fs::write(&part, "halv").unwrap();
        write_whole(&file, &part, b"hel").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"hel");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
