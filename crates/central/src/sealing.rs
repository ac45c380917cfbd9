//! The key pair that devices seal orphaned work to (X25519, sealed boxes as in libsodium).
//!
//! The secret half lies in the database: every node needs the same public half, and a restore from backup must still open
//! what was sealed before.

use crypto_box::{PublicKey, SecretKey};

/// What a sealed box adds to its content: a public key and a tag.
const OVERHEAD: usize = 32 + 16;

/// The public half.
pub fn public(secret: [u8; 32]) -> [u8; 32] {
    PublicKey::from(&SecretKey::from(secret)).to_bytes()
}

/// Whether the bytes are long enough to be a sealed box with something in it.
pub fn could_be_sealed(bytes: &[u8]) -> bool {
    bytes.len() > OVERHEAD
}

/// Opens what was sealed to the public half. None when it was not.
pub fn open(secret: [u8; 32], sealed: &[u8]) -> Option<Vec<u8>> {
    SecretKey::from(secret).unseal(sealed).ok()
}
