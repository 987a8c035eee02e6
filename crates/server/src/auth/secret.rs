//! Secrets that are given out once and kept as hashes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// What API tokens begin with, so that one is known as ours where it is found.
pub const TOKEN_PREFIX: &str = "rapport_";

/// 256 random bits in 43 characters that need no escaping anywhere.
pub fn new_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// How a secret is stored. It has 256 bits of its own, so a fast hash is enough.
pub fn hash_secret(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}
