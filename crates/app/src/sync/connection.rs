//! Who central is and that this device may speak with it: the address is a setting, the token lies in the keyring.

use std::sync::{Arc, MutexGuard, PoisonError};

use feltmappen_store::Secret;
use serde_json::Value;

use super::{
    Driver, Message,
    client::{Client, address},
};
use crate::{
    App, ErrorCode, Open, Outcome,
    api::{Connection, SyncView},
};

/// Setting: central's address.
const ADDRESS: &str = "central.address";
/// Setting: the name of the token's entry in the keyring.
const ENTRY: &str = "central.entry";
/// Setting: the token itself, where there is no keyring. The workspace is encrypted.
const TOKEN: &str = "central.token";

impl App {
    /// How this device is connected. Never the token.
    pub fn connection(&self) -> Outcome<Connection> {
        let open = self.opened()?;
        Ok(Connection { address: setting(&open, ADDRESS)?, running: self.driver().is_some() })
    }

    /// Connects this device to central: an address, and the token that enrolling it gave.
    pub fn connect(&self, address_text: String, token: String) -> Outcome<Connection> {
        let open = self.opened()?;
        let url = address(&address_text).ok_or(ErrorCode::BadAddress)?;
        let token = token.trim();
        if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(ErrorCode::BadToken.into());
        }
        let entry = match setting(&open, ENTRY)? {
            Some(entry) => entry,
            None => format!("feltmappen-central-{}", self.new_id()?),
        };
        let now = self.now();
        let kept = self.keyring.set(&entry, &Secret::new(token.as_bytes().to_vec())).is_ok();
        open.workspace.set_setting(ENTRY, &entry.into(), &now)?;
        open.workspace.set_setting(TOKEN, &if kept { Value::Null } else { token.into() }, &now)?;
        open.workspace.set_setting(ADDRESS, &url.as_str().into(), &now)?;
        self.stop_sync();
        self.start_sync(&open)?;
        self.connection()
    }

    /// Forgets central. What is here stays here.
    pub fn disconnect(&self) -> Outcome<Connection> {
        let open = self.opened()?;
        self.stop_sync();
        if let Some(entry) = setting(&open, ENTRY)? {
            // An entry that stays behind is of no use to anybody without the address.
            let _ = self.keyring.delete(&entry);
        }
        for name in [TOKEN, ADDRESS] {
            open.workspace.set_setting(name, &Value::Null, &self.now())?;
        }
        self.connection()
    }

    /// Looks at once whether there is something to send or to fetch. Returns at once, also when it is under way.
    pub fn send_now(&self) -> Outcome<SyncView> {
        self.tell_sync(Message::Wake);
        self.sync_status()
    }

    /// The user has said yes to sending many deletions.
    pub fn allow_deletions(&self) -> Outcome<SyncView> {
        if let Some(driver) = &*self.driver() {
            driver.allow_deletions();
        }
        self.sync_status()
    }

    /// Starts the driver if the device is connected.
    pub(crate) fn start_sync(&self, open: &Arc<Open>) -> Outcome<()> {
        let (Some(text), Some(entry)) = (setting(open, ADDRESS)?, setting(open, ENTRY)?) else { return Ok(()) };
        let token = match self.keyring.get(&entry) {
            Ok(Some(token)) => String::from_utf8(token.expose().to_vec()).ok(),
            _ => setting(open, TOKEN)?,
        };
        let client = address(&text).and_then(|url| Client::new(url, token.unwrap_or_default()));
        let clock = Arc::clone(&self.clock);
        *self.driver() =
            client.and_then(|client| Driver::start(Arc::clone(open), client, clock, Arc::clone(&self.watch)));
        Ok(())
    }

    /// Ends the driver and waits for it.
    pub(crate) fn stop_sync(&self) {
        let driver = self.driver().take();
        drop(driver);
    }

    pub(crate) fn driver(&self) -> MutexGuard<'_, Option<Driver>> {
        self.driver.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn setting(open: &Open, name: &str) -> Outcome<Option<String>> {
    Ok(open.workspace.setting(name)?.as_ref().and_then(Value::as_str).map(str::to_owned))
}
