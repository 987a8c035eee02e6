//! What the store refuses, as HTTP problems, in one place.

use rapport_core::interaction::TransitionError;
use rapport_storage::StoreError;

use crate::http::Problem;

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Unavailable(source) => {
                tracing::error!(error = %source, "the store cannot be used");
                Self::unavailable("The store cannot be used now; nothing was changed. Try again.")
            }
            StoreError::Overloaded => {
                Self::unavailable("Too much is being written now; nothing was changed. Try again.")
            }
            StoreError::TakenOver => {
                Self::unavailable("Another server has taken over; nothing was changed. Try again.")
            }
            StoreError::NotFound(what) => Self::not_found(what),
            StoreError::VersionConflict { current } => Self::conflict(
                "version_conflict",
                "Somebody changed it meanwhile. Read it again, then repeat your change.",
            )
            .current_version(*current),
            StoreError::Taken(detail) => Self::conflict("taken", *detail),
            StoreError::IdentityTaken { holder } => Self::conflict(
                "identity_taken",
                format!("The address is the contact {holder}'s. Take it from them first."),
            ),
            StoreError::Blocked => {
                Self::conflict("contact_blocked", "The contact is blocked. Unblock them first.")
            }
            StoreError::NotResolved => Self::conflict(
                "conversation_not_resolved",
                "The conversation is not resolved. Resolve it first.",
            ),
            StoreError::NotOpen => Self::conflict(
                "conversation_resolved",
                "The conversation is resolved. Reopen it first.",
            ),
            StoreError::Merged { into_id } => Self::conflict(
                "conversation_merged",
                format!("The conversation was merged into {into_id}. Go on there."),
            ),
            StoreError::AttachmentGone => Self::conflict(
                "attachment_gone",
                "An attachment was sent already, or has expired. Upload it again.",
            ),
            StoreError::KeyReused => Self::new(
                axum::http::StatusCode::UNPROCESSABLE_ENTITY,
                "idempotency_key_reused",
                "This Idempotency-Key was used before with another content. Use a new key.",
            ),
            StoreError::Transition(transition) => {
                let code = match transition {
                    TransitionError::OfferGone { .. } => "offer_gone",
                    TransitionError::NotYours { .. } => "not_yours",
                    TransitionError::Ended => "work_ended",
                    TransitionError::NotWaiting { .. } => "not_waiting",
                };
                Self::conflict(code, sentence(&transition.to_string()))
            }
            StoreError::Corrupt { .. } => Self::internal(&error),
        }
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", chars.as_str())
}
