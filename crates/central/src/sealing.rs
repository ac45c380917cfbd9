//! The key pair that devices seal orphaned work to (X25519, sealed boxes as in libsodium).
//!
//! The secret half lies in the database: every node needs the same public half, and a restore from backup must still open
//! what was sealed before.

use std::sync::{Mutex, PoisonError};

use crypto_box::{PublicKey, SecretKey};

/// What a sealed box adds to its content: a public key and a tag.
const OVERHEAD: usize = 32 + 16;

/// The public half, worked out when it is first asked for: every sync asks, and nothing else in the answer is as much work.
#[derive(Default)]
pub struct Public(Mutex<Option<([u8; 32], [u8; 32])>>);

impl Public {
    /// The public half of this secret.
    pub fn half(&self, secret: [u8; 32]) -> [u8; 32] {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (_, public) = known
            .filter(|(known, _)| *known == secret)
            .unwrap_or_else(|| (secret, PublicKey::from(&SecretKey::from(secret)).to_bytes()));
        *known = Some((secret, public));
        public
    }
}

/// Whether the bytes are long enough to be a sealed box with something in it.
pub fn could_be_sealed(bytes: &[u8]) -> bool {
    bytes.len() > OVERHEAD
}

/// Opens what was sealed to the public half. None when it was not.
pub fn open(secret: [u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    SecretKey::from(secret).unseal(sealed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_has_its_own_public_half_however_often_it_is_asked_for() {
        let public = Public::default();
        let (one, other) = (public.half([1; 32]), public.half([2; 32]));
        assert_eq!([public.half([2; 32]), public.half([1; 32])], [other, one]);
        let sealed = crypto_box::PublicKey::from(other).seal(&mut crypto_box::aead::OsRng, b"work").unwrap();
        assert_eq!(open([2; 32], &sealed).as_deref(), Some(b"work".as_slice()));
        assert_eq!(open([1; 32], &sealed), None);
    }
}
