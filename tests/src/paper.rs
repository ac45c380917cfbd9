//! A keyring on paper: in a file beside the workspace, so that a proof can kill what uses it, or lose it.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use feltmappen_store::{Keyring, KeyringUnavailable, Secret};

/// A keyring in a file, or none at all. For proofs alone: a real one lies with the system.
pub struct PaperKeyring {
    file: Option<PathBuf>,
    one: Mutex<()>,
}

impl PaperKeyring {
    /// The keyring in this file; without a file it does not answer.
    #[must_use]
    pub fn new(file: Option<PathBuf>) -> Self {
        Self { file, one: Mutex::default() }
    }

    fn with<T>(
        &self,
        work: impl FnOnce(&mut BTreeMap<String, Vec<u8>>) -> T,
        changes: bool,
    ) -> Result<T, KeyringUnavailable> {
        let _one = self.one.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.file.as_ref().ok_or(KeyringUnavailable)?;
        let text = fs::read_to_string(file).unwrap_or_else(|_| "{}".to_owned());
        let mut entries = serde_json::from_str(&text).map_err(|_| KeyringUnavailable)?;
        let found = work(&mut entries);
        if changes {
            let text = serde_json::to_string(&entries).map_err(|_| KeyringUnavailable)?;
            let new = file.with_extension("new");
            fs::write(&new, text).and_then(|()| fs::rename(&new, file)).map_err(|_| KeyringUnavailable)?;
        }
        Ok(found)
    }
}

impl Keyring for PaperKeyring {
    fn get(&self, name: &str) -> Result<Option<Secret>, KeyringUnavailable> {
        self.with(|entries| entries.get(name).cloned().map(Secret::new), false)
    }

    fn set(&self, name: &str, secret: &Secret) -> Result<(), KeyringUnavailable> {
        self.with(|entries| drop(entries.insert(name.to_owned(), secret.expose().to_vec())), true)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringUnavailable> {
        self.with(|entries| drop(entries.remove(name)), true)
    }
}
