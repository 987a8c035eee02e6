//! The secret with which a business signs who its visitors are: one for each inbox, none until an
//! administrator makes it.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{EventData, IdentitySecretChange};
use rapport_core::id::{InboxId, TypedId};
use rapport_storage::{Session, StoreError, Tx, setting};

use crate::auth;

fn key(inbox_id: InboxId) -> String {
    format!("identity_secret/{}", inbox_id.uuid().as_simple())
}

pub async fn of(
    session: &mut Session<'_>,
    inbox_id: InboxId,
) -> Result<Option<String>, StoreError> {
    setting::get(session, &key(inbox_id)).await
}

/// Makes a new one; what was signed with the one before is no longer believed.
pub async fn renew(
    tx: &mut Tx,
    inbox_id: InboxId,
    actor: Actor,
    now: Timestamp,
) -> Result<String, StoreError> {
    let secret = auth::new_secret();
    setting::put(tx, &key(inbox_id), &secret).await?;
    tx.record(now, actor, EventData::IdentitySecretRenewed(IdentitySecretChange { inbox_id }));
    Ok(secret)
}
