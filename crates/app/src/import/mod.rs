//! Importing companies or candidates from a table: semicolon CSV in UTF-8 or Windows-1252, previewed, mapped, and done row by row.
//!
//! Good rows are kept whatever the bad ones are. The same file again changes nothing; a newer one updates, because a
//! company is known by its home unit and CVR number and a workplace by its company and P-number.

mod candidates;
mod mapping;
mod rows;
mod table;

use std::collections::HashMap;

use crate::{
    App, ErrorCode, Outcome,
    api::{ImportField, ImportKind, ImportPreview, ImportProgress, RecordId},
    sync::Message,
};

use mapping::Mapping;
use table::Table;

/// Larger files are refused with their size; nothing that a register exports for one office comes near it.
const LARGEST_FILE: usize = 50 * 1024 * 1024;
/// Rows per step: short enough for a live count and for the user's own saves to slip in between.
const ROWS_PER_STEP: usize = 500;
/// So many row errors are listed; the rest are counted.
const LISTED_ERRORS: usize = 500;

/// One file on its way in.
pub(crate) struct Import {
    kind: ImportKind,
    name: String,
    bytes: Vec<u8>,
    table: Option<Table>,
    mapping: Mapping,
    /// CVR number → the line and name it first stood with, to tell a second workplace from a contradiction.
    seen: HashMap<String, (u32, String)>,
    /// Contact → the mail and telephone an earlier row gave, to tell two people of one name apart.
    contacts: HashMap<RecordId, String>,
    progress: ImportProgress,
}

impl App {
    /// Announces a file. A file over 50 MB is refused before a byte is read.
    pub fn import_begin(&self, name: String, bytes: u32, what: ImportKind) -> Outcome<bool> {
        self.opened()?.me()?;
        if bytes as usize > LARGEST_FILE {
            *self.importing() = None;
            return Err(ErrorCode::FileTooLarge.into());
        }
        *self.importing() = Some(Import {
            kind: what,
            name,
            bytes: Vec::with_capacity(bytes as usize),
            table: None,
            mapping: Mapping::default(),
            seen: HashMap::new(),
            contacts: HashMap::new(),
            progress: ImportProgress {
                done: 0,
                total: 0,
                created: 0,
                updated: 0,
                unchanged: 0,
                errors: Vec::new(),
                error_count: 0,
                finished: false,
            },
        });
        Ok(true)
    }

    /// Takes the next part of the file.
    pub fn import_chunk(&self, base64: String) -> Outcome<bool> {
        use base64::{Engine, prelude::BASE64_STANDARD};
        let mut importing = self.importing();
        let import = importing.as_mut().ok_or(ErrorCode::NoFile)?;
        let part = BASE64_STANDARD.decode(base64).map_err(|_| ErrorCode::FileUnreadable)?;
        if import.bytes.len() + part.len() > LARGEST_FILE {
            *importing = None;
            return Err(ErrorCode::FileTooLarge.into());
        }
        import.bytes.extend(part);
        Ok(true)
    }

    /// What the file looks like: encoding, columns, first values, and what each column is taken for.
    pub fn import_preview(&self) -> Outcome<ImportPreview> {
        let mut importing = self.importing();
        let import = importing.as_mut().ok_or(ErrorCode::NoFile)?;
        let table = match import.table.take() {
            Some(table) => table,
            None => Table::read(&std::mem::take(&mut import.bytes)).ok_or(ErrorCode::FileUnreadable)?,
        };
        let preview = ImportPreview {
            name: import.name.clone(),
            encoding: table.encoding.to_owned(),
            rows: u32::try_from(table.rows.len()).unwrap_or(u32::MAX),
            columns: mapping::columns(import.kind, &table),
            targets: mapping::targets(import.kind),
        };
        import.progress.total = preview.rows;
        import.table = Some(table);
        Ok(preview)
    }

    /// Starts with what each column is taken for; CVR number and name are needed in every row.
    pub fn import_start(&self, mapping: Vec<Option<ImportField>>) -> Outcome<ImportProgress> {
        let mut importing = self.importing();
        let import = importing.as_mut().ok_or(ErrorCode::NoFile)?;
        import.mapping = Mapping::new(import.kind, &mapping).ok_or(ErrorCode::MappingIncomplete)?;
        Ok(import.progress.clone())
    }

    /// Does the next rows; each row is a commit of its own, all of a step are durable together.
    pub fn import_step(&self) -> Outcome<ImportProgress> {
        let open = self.opened()?;
        let mut importing = self.importing();
        let import = importing.as_mut().ok_or(ErrorCode::NoFile)?;
        rows::step(self, &open, import, ROWS_PER_STEP)?;
        self.tell_sync(Message::Local);
        let progress = import.progress.clone();
        if progress.finished {
            *importing = None;
        }
        Ok(progress)
    }

    /// Stops. Rows done so far are kept.
    pub fn import_cancel(&self) -> Outcome<bool> {
        Ok(self.importing().take().is_some())
    }
}
