//! Secrets that cannot leak by accident: redacted in `Debug`, wiped on drop, and deliberately not `Serialize`.

use std::fmt;

use zeroize::Zeroizing;

use crate::error::{Result, StoreError};

/// Bytes that nobody may see in a log, for example a keyring entry.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over; they are wiped when the secret is dropped.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes. The name is a warning: whoever calls it is responsible for every copy.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What the user types to open a workspace.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes the text over; it is wiped when the passphrase is dropped.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The bytes that Argon2id gets.
    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// A 32-byte key: the data key of a workspace, or a key that wraps it.
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A new random key from the operating system.
    pub(crate) fn random() -> Result<Self> {
        let mut bytes = Zeroizing::new([0u8; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| StoreError::Internal("no randomness"))?;
        Ok(Self(bytes))
    }

    /// A key from stored or derived bytes; `None` when there are not exactly 32.
    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0u8; 32]);
        if bytes.len() != key.len() {
            return None;
        }
        key.copy_from_slice(bytes);
        Some(Self(key))
    }

    pub(crate) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Random bytes for salts and nonces.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Internal("no randomness"))?;
    Ok(bytes)
}

/// Lower-case hexadecimal, appended to `out` without intermediate copies.
pub(crate) fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// Hexadecimal text as bytes; `None` for anything else.
pub(crate) fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    digits
        .chunks_exact(2)
        .map(|pair| {
            let high = char::from(pair[0]).to_digit(16)?;
            let low = char::from(pair[1]).to_digit(16)?;
            u8::try_from(high * 16 + low).ok()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_secret() {
        let shown = format!(
            "{:?} {:?} {:?}",
            Secret::new(b"hemmeligt".to_vec()),
            Passphrase::new("hemmeligt".into()),
            Key::random().unwrap()
        );
        assert_eq!(shown, "Secret(…) Passphrase(…) Key(…)");
    }

    #[test]
    fn hex_goes_both_ways_and_refuses_other_text() {
        let mut text = String::new();
        push_hex(&mut text, &[0, 15, 160, 255]);
        assert_eq!(text, "000fa0ff");
        assert_eq!(from_hex(&text), Some(vec![0, 15, 160, 255]));
        assert_eq!(from_hex("abc"), None);
        assert_eq!(from_hex("øø"), None);
    }
}
