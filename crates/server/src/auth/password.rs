//! Passwords: argon2id (RFC 9106) with the parameters that OWASP recommends (19 MiB, 2 passes).

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use rapport_core::validation::Errors;
use tokio::sync::Semaphore;

pub const PASSWORD_CHARS_MIN: usize = 10;
pub const PASSWORD_CHARS_MAX: usize = 200;
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Hashes at once: each takes 19 MiB and a core.
static HASHING: Semaphore = Semaphore::const_new(2);

static HASHER: LazyLock<Argon2<'static>> = LazyLock::new(|| {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
});

/// Something to compare with when there is no such agent, so that both answers take as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    HASHER.hash_password(b"nobody").map(|hash| hash.to_string()).unwrap_or_default()
});

/// The rule for a new password. Length is what counts (NIST SP 800-63B, 5.1.1.2).
pub fn check_password(password: &str, field: &str, errors: &mut Errors) {
    let chars = password.chars().count();
    errors.check(
        (PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars),
        field,
        "must be 10 to 200 characters long",
    );
}

async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _place = HASHING.acquire().await.ok()?;
    tokio::task::spawn_blocking(work).await.ok()
}

/// The hash to store; none only when the machine has no memory for it.
pub async fn hash_password(password: &str) -> Option<String> {
    let password = password.to_owned();
    hashing(move || HASHER.hash_password(password.as_bytes()).map(|hash| hash.to_string()).ok())
        .await
        .flatten()
}

/// Whether the password is the one that was hashed. Without a hash it takes as long, and is wrong.
pub async fn verify_password(password: &str, hash: Option<String>) -> bool {
    let password = password.to_owned();
    hashing(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let Ok(parsed) = PasswordHash::new(&hash) else { return false };
        HASHER.verify_password(password.as_bytes(), &parsed).is_ok() && known
    })
    .await
    .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_again() {
        let hash = hash_password("correct horse battery").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify_password("correct horse battery", Some(hash.clone())).await);
        assert!(!verify_password("correct horse batter", Some(hash)).await);
        assert!(!verify_password("nobody", None).await);
    }
}
