//! What can go wrong in the store.

use rapport_core::id::{ContactId, ConversationId};
use rapport_core::interaction::TransitionError;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached, is full, or refuses to write; nothing was changed, or the
    /// change may be repeated safely.
    #[error("the store cannot be used now: {0}")]
    Unavailable(#[source] sqlx::Error),
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Somebody else changed it first.
    #[error("it was changed meanwhile: it has version {current} now")]
    VersionConflict { current: i64 },
    #[error("{0}")]
    Taken(&'static str),
    /// An address is, verified, another contact's.
    #[error("the address is the contact {holder}'s")]
    IdentityTaken { holder: ContactId },
    #[error(transparent)]
    Transition(#[from] TransitionError),
    #[error("the conversation is resolved")]
    NotOpen,
    #[error("the conversation is not resolved")]
    NotResolved,
    #[error("the conversation was merged into {into_id}")]
    Merged { into_id: ConversationId },
    #[error("nothing more is taken from this contact")]
    Blocked,
    /// Another message took it, or it waited too long for one.
    #[error("an attachment was sent already, or has expired; upload it again")]
    AttachmentGone,
    /// The same idempotency key came with another content.
    #[error("this key was used before with another content; use a new key")]
    KeyReused,
    /// A stored value is not what this version wrote; `rapport check` finds more.
    #[error("the store holds a bad value in {place}: {detail}")]
    Corrupt { place: &'static str, detail: String },
    /// This process was given up and another serves the store; it must end.
    #[error("another process serves this store now; nothing was changed")]
    TakenOver,
    /// The queue of writes is full.
    #[error("too many writes are waiting; try again in a second")]
    Overloaded,
}

impl StoreError {
    /// A file beside the database cannot be read or written now.
    pub const fn disk(error: std::io::Error) -> Self {
        Self::Unavailable(sqlx::Error::Io(error))
    }

    #[expect(clippy::needless_pass_by_value, reason = "an error is handed over, with `map_err`")]
    pub(crate) fn corrupt(place: &'static str, detail: impl ToString) -> Self {
        Self::Corrupt { place, detail: detail.to_string() }
    }

    /// The same, for another caller who shares the failure.
    pub(crate) fn shared(&self) -> Self {
        match self {
            Self::Overloaded => Self::Overloaded,
            Self::AttachmentGone => Self::AttachmentGone,
            Self::TakenOver => Self::TakenOver,
            Self::Unavailable(error) => {
                Self::Unavailable(sqlx::Error::Io(std::io::Error::other(error.to_string())))
            }
            other => Self::Unavailable(sqlx::Error::Io(std::io::Error::other(other.to_string()))),
        }
    }

    /// A value that must be unique is there already.
    pub(crate) fn taken(error: sqlx::Error, detail: &'static str) -> Self {
        match &error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => Self::Taken(detail),
            _ => error.into(),
        }
    }

    /// Whether a single statement was at fault, so that the others of its batch may succeed.
    pub fn is_of_one_item(&self) -> bool {
        match self {
            Self::Unavailable(sqlx::Error::Database(error)) => {
                error.is_unique_violation()
                    || error.is_foreign_key_violation()
                    || error.is_check_violation()
                    || is_of_a_value(error.as_ref())
            }
            Self::Corrupt { .. } => true,
            other => other.is_of_the_caller(),
        }
    }

    /// Whether the caller asked for what cannot be: theirs to hear of, and nothing is wrong here.
    pub(crate) const fn is_of_the_caller(&self) -> bool {
        match self {
            Self::NotFound(_)
            | Self::VersionConflict { .. }
            | Self::Taken(_)
            | Self::IdentityTaken { .. }
            | Self::Transition(_)
            | Self::NotOpen
            | Self::NotResolved
            | Self::Merged { .. }
            | Self::Blocked
            | Self::AttachmentGone
            | Self::KeyReused => true,
            Self::Unavailable(_) | Self::Overloaded | Self::TakenOver | Self::Corrupt { .. } => {
                false
            }
        }
    }
}

/// Whether a value was refused, such as a text that is too long to index: PostgreSQL's classes 22
/// (data exception) and 54 (limit exceeded), and `SQLITE_TOOBIG`.
fn is_of_a_value(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.code().is_some_and(|code| {
        code == "18" || (code.len() == 5 && (code.starts_with("22") || code.starts_with("54")))
    })
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::ColumnDecode { ref index, .. } => {
                Self::Corrupt { place: "a row", detail: format!("column {index}: {error}") }
            }
            other => Self::Unavailable(other),
        }
    }
}

/// A file beside the database.
impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        Self::Unavailable(sqlx::Error::Io(error))
    }
}

pub type Result<T, E = StoreError> = std::result::Result<T, E>;
