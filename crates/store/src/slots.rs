//! The key file: who can unwrap the data key, and how. JSON without personal data; changing it never re-encrypts.
//!
//! Each slot holds the 32-byte data key under XChaCha20-Poly1305. The key that wraps it is a random one kept in the
//! keyring, or derived from the passphrase by Argon2id. Everything a slot says about itself is authenticated with
//! it (AAD), so that parameters cannot be lowered or slots be moved between workspaces. See `docs/adr/0001-key-slots.md`.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key as AeadKey, KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::keyring::Keyring;
use crate::secret::{Key, Passphrase, Secret, from_hex, push_hex, random};

/// The key file's format this program writes, and the newest it reads.
pub(crate) const FORMAT: u32 = 1;

/// How a workspace can be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlotKind {
    /// By a key in the keyring of the operating system, without asking.
    Keyring,
    /// By a passphrase that the user types.
    Passphrase,
}

impl SlotKind {
    fn as_str(self) -> &'static str {
        match self {
            SlotKind::Keyring => "keyring",
            SlotKind::Passphrase => "passphrase",
        }
    }
}

/// Whether the database behind the key file was completed: a file that should be there and is not must never be
/// mistaken for a new workspace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stage {
    /// The key file was written, the database not yet; no edit has been stored.
    Creating,
    /// The database is complete.
    Ready,
}

/// Argon2id's parameters, stored with the slot so that they can be raised later.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kdf {
    name: String,
    m_kib: u32,
    t: u32,
    p: u32,
    salt: String,
}

impl Kdf {
    fn new() -> Result<Self> {
        let mut salt = String::new();
        push_hex(&mut salt, &random::<16>()?);
        Ok(Self { name: "argon2id".into(), m_kib: 64 * 1024, t: 3, p: 1, salt })
    }

    /// The wrapping key. A file cannot make us spend more than 1 GiB or 20 rounds.
    fn derive(&self, passphrase: &Passphrase) -> Result<Key> {
        let unreadable = StoreError::Damaged { set_aside: None };
        let salt = from_hex(&self.salt).ok_or_else(|| unreadable.clone())?;
        if self.name != "argon2id" || self.m_kib > 1_048_576 || self.t > 20 || self.p > 16 {
            return Err(unreadable);
        }
        let params = Params::new(self.m_kib, self.t, self.p, Some(32)).map_err(|_| unreadable.clone())?;
        let mut out = Zeroizing::new([0u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.expose(), &salt, out.as_mut_slice())
            .map_err(|_| unreadable)?;
        Key::from_slice(out.as_slice()).ok_or(StoreError::Internal("key length"))
    }
}

/// One way to the data key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Slot {
    id: Uuid,
    kind: SlotKind,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    kdf: Option<Kdf>,
    nonce: String,
    wrapped: String,
}

impl Slot {
    /// What the wrapping authenticates besides the key: the slot's own description, unambiguously joined.
    fn aad(&self, file: &KeyFile) -> Vec<u8> {
        let mut text = format!(
            "feltmappen key slot\n{}\n{}\n{}\n{}\n{}\n",
            file.format,
            file.workspace,
            file.salt,
            self.id,
            self.kind.as_str()
        );
        if let Some(kdf) = &self.kdf {
            text.push_str(&format!("{}\n{}\n{}\n{}\n{}\n", kdf.name, kdf.m_kib, kdf.t, kdf.p, kdf.salt));
        }
        text.into_bytes()
    }

    fn wrap(mut self, file: &KeyFile, with: &Key, data_key: &Key) -> Result<Self> {
        let nonce = random::<24>()?;
        self.nonce.clear();
        push_hex(&mut self.nonce, &nonce);
        let aad = self.aad(file);
        let sealed = XChaCha20Poly1305::new(AeadKey::from_slice(with.expose()))
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: data_key.expose(), aad: &aad })
            .map_err(|_| StoreError::Internal("wrap"))?;
        self.wrapped.clear();
        push_hex(&mut self.wrapped, &sealed);
        Ok(self)
    }

    fn unwrap_with(&self, file: &KeyFile, with: &Key) -> Result<Key> {
        let unreadable = StoreError::Damaged { set_aside: None };
        let nonce = from_hex(&self.nonce).filter(|n| n.len() == 24).ok_or_else(|| unreadable.clone())?;
        let sealed = from_hex(&self.wrapped).ok_or_else(|| unreadable.clone())?;
        let plain = XChaCha20Poly1305::new(AeadKey::from_slice(with.expose()))
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: &sealed, aad: &self.aad(file) })
            .map_err(|_| StoreError::WrongKey)?;
        let plain = Zeroizing::new(plain);
        Key::from_slice(&plain).ok_or(unreadable)
    }
}

/// The content of `feltmappen.keys`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct KeyFile {
    pub(crate) format: u32,
    pub(crate) workspace: Uuid,
    pub(crate) stage: Stage,
    /// The database's own salt (16 bytes, hex; not a secret): tells a foreign file from a damaged one.
    pub(crate) salt: String,
    slots: Vec<Slot>,
}

impl KeyFile {
    pub(crate) fn new() -> Result<Self> {
        let workspace = uuid::Builder::from_random_bytes(random::<16>()?).into_uuid();
        let mut salt = String::new();
        push_hex(&mut salt, &random::<16>()?);
        Ok(Self { format: FORMAT, workspace, stage: Stage::Creating, salt, slots: Vec::new() })
    }

    /// The same file, with the database completed.
    pub(crate) fn ready(self) -> Self {
        Self { stage: Stage::Ready, ..self }
    }

    pub(crate) fn parse(bytes: &[u8]) -> Result<Self> {
        #[derive(Deserialize)]
        struct Head {
            format: u32,
        }
        let unreadable = StoreError::Damaged { set_aside: None };
        let head: Head = serde_json::from_slice(bytes).map_err(|_| unreadable.clone())?;
        if head.format > FORMAT {
            return Err(StoreError::NewerVersion { found: head.format, known: FORMAT });
        }
        let file: Self = serde_json::from_slice(bytes).map_err(|_| unreadable.clone())?;
        if from_hex(&file.salt).is_none_or(|salt| salt.len() != 16) {
            return Err(unreadable);
        }
        Ok(file)
    }

    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec_pretty(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    pub(crate) fn kinds(&self) -> Vec<SlotKind> {
        self.slots.iter().map(|slot| slot.kind).collect()
    }

    /// The name of this workspace's entry in the keyring.
    pub(crate) fn entry(&self) -> String {
        format!("feltmappen-{}", self.workspace)
    }

    /// Adds (or replaces) the keyring slot under a new random wrapping key. Nobody can use the slot before the file
    /// is written; until then an older entry in the keyring is the only thing that was replaced.
    pub(crate) fn put_keyring(&mut self, keyring: &dyn Keyring, data_key: &Key) -> Result<()> {
        let with = Key::random()?;
        let slot = Self::blank(SlotKind::Keyring, None)?.wrap(self, &with, data_key)?;
        keyring.set(&self.entry(), &Secret::new(with.expose().to_vec())).map_err(|_| StoreError::NoKeyring)?;
        self.replace(slot);
        Ok(())
    }

    /// Adds (or replaces) the passphrase slot.
    pub(crate) fn put_passphrase(&mut self, passphrase: &Passphrase, data_key: &Key) -> Result<()> {
        let kdf = Kdf::new()?;
        let with = kdf.derive(passphrase)?;
        let slot = Self::blank(SlotKind::Passphrase, Some(kdf))?.wrap(self, &with, data_key)?;
        self.replace(slot);
        Ok(())
    }

    pub(crate) fn unwrap_keyring(&self, keyring: &dyn Keyring) -> Result<Key> {
        let slot = self.slot(SlotKind::Keyring)?;
        let entry = keyring.get(&self.entry()).map_err(|_| StoreError::NoKeyring)?.ok_or(StoreError::KeyLost)?;
        let with = Key::from_slice(entry.expose()).ok_or(StoreError::WrongKey)?;
        slot.unwrap_with(self, &with)
    }

    pub(crate) fn unwrap_passphrase(&self, passphrase: &Passphrase) -> Result<Key> {
        let slot = self.slot(SlotKind::Passphrase)?;
        let kdf = slot.kdf.as_ref().ok_or(StoreError::Damaged { set_aside: None })?;
        slot.unwrap_with(self, &kdf.derive(passphrase)?)
    }

    pub(crate) fn remove(&mut self, kind: SlotKind) -> Result<()> {
        if self.slots.iter().all(|slot| slot.kind == kind) {
            return Err(StoreError::LastSlot);
        }
        self.slots.retain(|slot| slot.kind != kind);
        Ok(())
    }

    fn blank(kind: SlotKind, kdf: Option<Kdf>) -> Result<Slot> {
        let id = uuid::Builder::from_random_bytes(random::<16>()?).into_uuid();
        Ok(Slot { id, kind, kdf, nonce: String::new(), wrapped: String::new() })
    }

    fn replace(&mut self, slot: Slot) {
        self.slots.retain(|other| other.kind != slot.kind);
        self.slots.push(slot);
    }

    fn slot(&self, kind: SlotKind) -> Result<&Slot> {
        self.slots.iter().find(|slot| slot.kind == kind).ok_or(StoreError::KeyLost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_whose_parameters_were_lowered_does_not_open() {
        let key = Key::random().unwrap();
        let mut file = KeyFile::new().unwrap();
        let passphrase = Passphrase::new("tolv blå heste".into());
        file.put_passphrase(&passphrase, &key).unwrap();
        assert_eq!(file.unwrap_passphrase(&passphrase).unwrap().expose(), key.expose());
        file.slots[0].id = Uuid::nil();
        assert_eq!(file.unwrap_passphrase(&passphrase).err(), Some(StoreError::WrongKey));
    }

    #[test]
    fn a_file_that_asks_for_absurd_memory_is_refused_before_it_is_spent() {
        let mut file = KeyFile::new().unwrap();
        let passphrase = Passphrase::new("x".into());
        file.put_passphrase(&passphrase, &Key::random().unwrap()).unwrap();
        file.slots[0].kdf.as_mut().unwrap().m_kib = u32::MAX;
        assert_eq!(file.unwrap_passphrase(&passphrase).err(), Some(StoreError::Damaged { set_aside: None }));
    }

    #[test]
    fn the_last_slot_stays() {
        let mut file = KeyFile::new().unwrap();
        file.put_passphrase(&Passphrase::new("x".into()), &Key::random().unwrap()).unwrap();
        assert_eq!(file.remove(SlotKind::Passphrase).err(), Some(StoreError::LastSlot));
    }

    #[test]
    fn a_newer_key_file_is_left_alone() {
        let found = KeyFile::parse(br#"{"format":2,"anything":true}"#).err();
        assert_eq!(found, Some(StoreError::NewerVersion { found: 2, known: 1 }));
    }

    /// A keyring with one entry.
    struct OneKey(std::sync::Mutex<Option<Vec<u8>>>);

    impl Keyring for OneKey {
        fn get(&self, _: &str) -> std::result::Result<Option<Secret>, crate::keyring::KeyringUnavailable> {
            Ok(self.0.lock().unwrap().clone().map(Secret::new))
        }

        fn set(&self, _: &str, secret: &Secret) -> std::result::Result<(), crate::keyring::KeyringUnavailable> {
            *self.0.lock().unwrap() = Some(secret.expose().to_vec());
            Ok(())
        }

        fn delete(&self, _: &str) -> std::result::Result<(), crate::keyring::KeyringUnavailable> {
            *self.0.lock().unwrap() = None;
            Ok(())
        }
    }

    #[test]
    fn no_byte_of_a_key_file_can_be_changed_so_that_it_opens_with_another_key() {
        let (key, keyring) = (Key::random().unwrap(), OneKey(std::sync::Mutex::default()));
        let mut file = KeyFile::new().unwrap();
        file.put_keyring(&keyring, &key).unwrap();
        let bytes = file.to_bytes().unwrap();
        let mut refused = 0;
        for at in 0..bytes.len() {
            for other in [bytes[at] ^ 1, bytes[at] ^ 0x20, 0, b'"', b'9', 0xff] {
                let mut spoiled = bytes.clone();
                spoiled[at] = other;
                match KeyFile::parse(&spoiled).and_then(|file| file.unwrap_keyring(&keyring)) {
                    Ok(opened) => assert_eq!(opened.expose(), key.expose(), "{at} {other}"),
                    Err(_) => refused += 1,
                }
            }
        }
        assert!(refused > 4 * bytes.len(), "{refused} of {}", 6 * bytes.len());
    }

    proptest::proptest! {
        #[test]
        fn whatever_lies_in_the_place_of_a_key_file_is_read_or_refused(bytes: Vec<u8>, text: String, number: u32) {
            for bytes in [bytes, text.clone().into_bytes(), format!(r#"{{"format":{number},"salt":{text:?}}}"#).into_bytes()] {
                let _ = KeyFile::parse(&bytes);
            }
        }
    }
}
