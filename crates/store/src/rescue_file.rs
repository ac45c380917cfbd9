//! The file that unsent work is carried in: encrypted under a passphrase, without a word about its content outside.
//!
//! `feltmappen-rescue-1`, a line feed, then 16 bytes of salt and 24 of nonce, then XChaCha20-Poly1305 over the content with
//! everything before it authenticated. The key is Argon2id (64 MiB, 3 rounds) of the passphrase.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key as AeadKey, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::error::{Result, StoreError};
use crate::secret::{Passphrase, random};

const MAGIC: &[u8] = b"feltmappen-rescue-1\n";
const NAME: &[u8] = b"feltmappen-rescue-";
const SALT: usize = 16;
const NONCE: usize = 24;
const HEAD: usize = MAGIC.len() + SALT + NONCE;
const MEMORY: u32 = 64 * 1024;
const ROUNDS: u32 = 3;

/// Encrypts.
pub(crate) fn seal(plain: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>> {
    let salt = random::<SALT>()?;
    let nonce = random::<NONCE>()?;
    let mut file = MAGIC.to_vec();
    file.extend(salt);
    file.extend(nonce);
    let key = derive(passphrase, &salt)?;
    let sealed = XChaCha20Poly1305::new(AeadKey::from_slice(key.as_slice()))
        .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: &file })
        .map_err(|_| StoreError::Internal("rescue"))?;
    file.extend(sealed);
    Ok(file)
}

/// Decrypts.
pub(crate) fn open(file: &[u8], passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>> {
    if !file.starts_with(NAME) {
        return Err(StoreError::NotARescueFile);
    }
    if !file.starts_with(MAGIC) {
        return Err(StoreError::NewerVersion { found: 2, known: 1 });
    }
    let (head, sealed) = file.split_at_checked(HEAD).ok_or(StoreError::NotARescueFile)?;
    let (salt, nonce) =
        head.get(MAGIC.len()..).and_then(|rest| rest.split_at_checked(SALT)).ok_or(StoreError::NotARescueFile)?;
    let key = derive(passphrase, salt)?;
    XChaCha20Poly1305::new(AeadKey::from_slice(key.as_slice()))
        .decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: head })
        .map(Zeroizing::new)
        .map_err(|_| StoreError::WrongKey)
}

fn derive(passphrase: &Passphrase, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
    let params = Params::new(MEMORY, ROUNDS, 1, Some(32)).map_err(|_| StoreError::Internal("kdf"))?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.expose(), salt, out.as_mut_slice())
        .map_err(|_| StoreError::Internal("kdf"))?;
    Ok(out)
}

/// Standard base64.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Bytes from standard base64; `None` for anything else.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_passphrase_opens_it_and_only_unchanged() {
        let word = Passphrase::new("tre ord at huske".into());
        let file = seal("Agnete Planteborg".as_bytes(), &word).unwrap();
        assert!(!file.windows(6).any(|part| part == b"Agnete"));
        assert_eq!(open(&file, &word).unwrap().as_slice(), "Agnete Planteborg".as_bytes());
        assert_eq!(open(&file, &Passphrase::new("tre andre ord".into())).err(), Some(StoreError::WrongKey));
        let mut spoiled = file.clone();
        spoiled[MAGIC.len()] ^= 1;
        assert_eq!(open(&spoiled, &word).err(), Some(StoreError::WrongKey));
        assert_eq!(open(&file[..HEAD - 1], &word).err(), Some(StoreError::NotARescueFile));
        assert_eq!(open(b"PK\x03\x04", &word).err(), Some(StoreError::NotARescueFile));
        assert!(matches!(open(b"feltmappen-rescue-2\n", &word), Err(StoreError::NewerVersion { .. })));
    }

    proptest::proptest! {
        #[test]
        fn what_is_too_short_or_something_else_is_refused_before_a_key_is_made(rest: Vec<u8>, cut in 0..HEAD) {
            let word = Passphrase::new("tre ord at huske".into());
            let begun = [MAGIC, &rest].concat();
            for file in [&rest, &begun[..cut.min(begun.len())]] {
                // A name without its number may be that of a later form.
                let refused = open(file, &word).err();
                let newer = matches!(refused, Some(StoreError::NewerVersion { .. })) && file.starts_with(NAME);
                proptest::prop_assert!(newer || refused == Some(StoreError::NotARescueFile));
            }
        }
    }
}
