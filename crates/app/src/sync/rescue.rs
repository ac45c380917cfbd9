//! Unsent work in an encrypted file: out of this computer, and into another one.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use feltmappen_store::{AccessAction, AccessEntry, Passphrase, Rescue, StoreError};

use crate::{
    App, ErrorCode, Outcome,
    api::{Kind, RescueFile},
    sync::Message,
};

/// Far more than a person can write without a network.
const LARGEST: usize = 200 * 1024 * 1024;

impl App {
    /// Writes what is not sent to an encrypted file in the folder for downloads. Its name is random and says nothing. Where
    /// everything is sent no file is made.
    pub fn rescue_save(&self, passphrase: String) -> Outcome<RescueFile> {
        let open = self.opened()?;
        let passphrase = Self::chosen(passphrase)?.ok_or(ErrorCode::WeakPassphrase)?;
        let (file, saved) = open.workspace.rescue(&passphrase)?;
        if saved.commits + saved.drafts == 0 {
            return Ok(file_of(saved, String::new()));
        }
        let name = self.new_id()?.simple().to_string();
        let path = self.write_export(&name, "feltmappe", &file).map_err(|_| ErrorCode::CannotRescue)?;
        if let Some(me) = open.identity() {
            let line = AccessEntry {
                who: me.employee,
                action: AccessAction::Export,
                kind: Kind::Company,
                id: None,
                why: "rescue".to_owned(),
            };
            open.access().push(line);
        }
        Ok(file_of(saved, path))
    }

    /// Takes over unsent work from such a file. What is here already stays as it is.
    pub fn rescue_take(&self, passphrase: String, base64: String) -> Outcome<RescueFile> {
        let open = self.opened()?;
        if base64.len() > LARGEST {
            return Err(ErrorCode::RescueTooLarge.into());
        }
        let file = STANDARD.decode(base64.trim()).map_err(|_| ErrorCode::NotARescueFile)?;
        let taken =
            open.workspace.take_over(&file, &Passphrase::new(passphrase), &self.now()).map_err(
                |error| match error {
                    StoreError::NewerVersion { .. } => ErrorCode::RescueNewer,
                    error => ErrorCode::from(&error),
                },
            )?;
        self.tell_sync(Message::Local);
        Ok(file_of(taken, String::new()))
    }
}

fn file_of(rescue: Rescue, path: String) -> RescueFile {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    RescueFile {
        path,
        commits: count(rescue.commits),
        drafts: count(rescue.drafts),
        attachments: count(rescue.attachments),
        left_out: count(rescue.left_out),
        known: count(rescue.known),
    }
}
