//! The operating system's keyring: Secret Service on Linux, Credential Manager on Windows, Keychain on macOS.
//!
//! A keyring can wait for a person (to unlock it) or for a service that never comes. All calls run on one thread of their
//! own, and whoever asks gets an answer in bounded time: a keyring that is still busy with an earlier question counts as
//! unavailable at once.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    time::Duration,
};

use feltmappen_store::{Keyring, KeyringUnavailable, Secret};
use keyring::{Entry, Error};

const SERVICE: &str = "dk.feltmappen";
/// Connecting is a matter of milliseconds, unless the service has to be started first.
const CONNECT: Duration = Duration::from_secs(5);
/// A person may be asked to unlock the keyring.
const ANSWER: Duration = Duration::from_secs(60);

/// The keyring of the system.
pub(crate) struct SystemKeyring {
    busy: Arc<AtomicBool>,
}

impl SystemKeyring {
    /// Connects in the background: the window takes longer to open.
    pub(crate) fn new() -> Self {
        std::thread::spawn(|| Entry::store_status().is_ok());
        Self { busy: Arc::default() }
    }

    /// Runs one question on its own thread and waits for the answer, no longer than allowed.
    fn ask<T: Send + 'static>(
        &self,
        name: &str,
        question: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<T, Trouble> {
        if self.busy.swap(true, Ordering::SeqCst) {
            return Err(Trouble::Unavailable);
        }
        let (connected, is_connected) = mpsc::channel();
        let (answer, answered) = mpsc::channel();
        let name = name.to_owned();
        let busy = Arc::clone(&self.busy);
        std::thread::spawn(move || {
            let entry = Entry::new(SERVICE, &name);
            let _ = connected.send(());
            let result = entry.and_then(|entry| question(&entry));
            busy.store(false, Ordering::SeqCst);
            let _ = answer.send(result);
        });
        is_connected.recv_timeout(CONNECT).map_err(|_| Trouble::Unavailable)?;
        match answered.recv_timeout(ANSWER) {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Error::NoEntry)) => Err(Trouble::Nothing),
            Ok(Err(_)) | Err(_) => Err(Trouble::Unavailable),
        }
    }
}

enum Trouble {
    Nothing,
    Unavailable,
}

impl Keyring for SystemKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        match self.ask(name, |entry| entry.get_secret().map(Secret::new)) {
            Ok(secret) => Ok(Some(secret)),
            Err(Trouble::Nothing) => Ok(None),
            Err(Trouble::Unavailable) => Err(KeyringUnavailable),
        }
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        let secret = secret.clone();
        self.ask(name, move |entry| entry.set_secret(secret.expose())).map_err(|_| KeyringUnavailable)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        match self.ask(name, Entry::delete_credential) {
            Ok(()) | Err(Trouble::Nothing) => Ok(()),
            Err(Trouble::Unavailable) => Err(KeyringUnavailable),
        }
    }
}
