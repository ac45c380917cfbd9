//! Files for the user, in the folder for downloads.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::{App, ErrorCode, Outcome};

/// So many files of one name get a name of their own.
const NAMES: u32 = 1_000;

impl App {
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
