//! Attachments: papers and pictures that belong to a record. They lie in the encrypted workspace like everything else.

use std::io::{Read, Write};

use feltmappen_domain::record::{Path, Record, RecordKey};
use feltmappen_store::AccessAction;
use feltmappen_sync::attachment;
use serde_json::Value;
use uuid::{Builder, Uuid};

use crate::{
    App, ErrorCode, Open, Outcome, api::RecordView, edit::refuse_step, sync::Message, template::refuse_frozen,
};

impl App {
    /// Puts a paper or a picture in a field whose path ends in `blob`. What was there before stays in the history.
    pub fn attach(&self, key: RecordKey, path: Path, from: &mut dyn Read) -> Outcome<RecordView> {
        let open = self.opened()?;
        refuse_frozen(&open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?)?;
        refuse_step(key.kind, [&path])?;
        let id = random_id()?;
        let value = Value::from(format!("blob:{id}"));
        if attachment(&path, &value) != Some(id) {
            return Err(ErrorCode::BadValue.into());
        }
        let mut from = Source { from, broke: false };
        if let Err(error) = open.workspace.put_attachment(id, key, &mut from, &self.now()) {
            return Err(if from.broke { ErrorCode::AttachmentUnreadable.into() } else { error.into() });
        }
        self.settle(&open, key, "attach", vec![(path, value)])?;
        self.view(&open, key)
    }

    /// Writes out the attachment that a field names. When it is not here it is fetched as soon as that can be.
    pub fn read_attachment(&self, key: RecordKey, path: Path, into: &mut dyn Write) -> Outcome<()> {
        let open = self.opened()?;
        let record = open.workspace.record(&key)?.ok_or(ErrorCode::NotHere)?;
        let value = record.fields.get(&path).cloned().unwrap_or_default();
        let id = attachment(&path, &value).ok_or(ErrorCode::NotHere)?;
        self.log(&open, AccessAction::Read, &[key], "attachment");
        if open.workspace.read_attachment(id, into)? {
            return Ok(());
        }
        self.want(&open, &[(id, key)], true)?;
        Err(ErrorCode::AttachmentNotHere.into())
    }

    /// Fetches what is not here of what these records name; how many that are.
    pub(crate) fn fetch_attachments<'a>(
        &self,
        open: &Open,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Outcome<usize> {
        let mut missing = Vec::new();
        for record in records {
            for id in record.fields.iter().filter_map(|(path, value)| attachment(path, value)) {
                if open.workspace.attachment(id)?.is_none_or(|one| !one.whole) {
                    missing.push((id, record.key));
                }
            }
        }
        self.want(open, &missing, false)?;
        Ok(missing.len())
    }

    fn want(&self, open: &Open, named: &[(Uuid, RecordKey)], himself: bool) -> Outcome<()> {
        if !named.is_empty() && open.workspace.want_attachments(named, himself, &self.now())? {
            self.tell_sync(Message::Wanted);
        }
        Ok(())
    }
}

/// Says nothing of when it was made, unlike a record's id.
pub(crate) fn random_id() -> Outcome<Uuid> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|_| ErrorCode::Internal)?;
    Ok(Builder::from_random_bytes(bytes).into_uuid())
}

/// What the user chose to attach: when that breaks, it is not the workspace's disk that failed.
struct Source<'a> {
    from: &'a mut dyn Read,
    broke: bool,
}

impl Read for Source<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into);
        self.broke |= read.as_ref().is_err_and(|error| error.kind() != std::io::ErrorKind::Interrupted);
        read
    }
}
