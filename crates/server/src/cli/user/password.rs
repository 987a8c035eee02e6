//! The password that a command sets.

use std::io::Read;

use rapport_core::validation::Errors;

use crate::auth;
use crate::cli::failure::Failure;
use crate::cli::offline::told;

/// Characters of a password made here: 119 random bits, and short enough to type once.
const MADE_CHARS: usize = 20;
/// More than any password may have.
const INPUT_BYTES_MAX: u64 = 4_096;

/// Where it comes from.
pub(super) enum Password {
    /// Read from standard input.
    Given(String),
    /// Made here; to be shown once.
    Made(String),
}

impl Password {
    pub fn new(from_stdin: bool) -> Result<Self, Failure> {
        if !from_stdin {
            let secret = auth::new_secret() + &auth::new_secret();
            let made = secret.chars().filter(char::is_ascii_alphanumeric).take(MADE_CHARS);
            return Ok(Self::Made(made.collect()));
        }
        let mut text = String::new();
        std::io::stdin()
            .take(INPUT_BYTES_MAX)
            .read_to_string(&mut text)
            .map_err(|error| Failure::failed(format!("cannot read the password: {error}")))?;
        let password = text.lines().next().unwrap_or_default().to_owned();
        let mut errors = Errors::default();
        auth::check_password(&password, "the password", &mut errors);
        errors.into_result().map_err(told)?;
        Ok(Self::Given(password))
    }

    pub async fn hash(&self) -> Result<String, Failure> {
        let (Self::Given(text) | Self::Made(text)) = self;
        auth::hash_password(text)
            .await
            .ok_or_else(|| Failure::failed("too little memory is free to hash the password"))
    }

    /// What to tell of it.
    pub fn shown(&self) -> String {
        match self {
            Self::Given(_) => String::new(),
            Self::Made(text) => {
                format!("Password, shown this once: {text}\n")
            }
        }
    }
}
