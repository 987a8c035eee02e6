//! The passwords of e-mail inboxes: kept apart from the inboxes, and never shown.

use rapport_channels::email::Password;
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{EventData, MailPasswordChange};
use rapport_core::id::{InboxId, TypedId};
use rapport_storage::{Session, StoreError, Tx, setting};

fn key(inbox_id: InboxId) -> String {
    format!("mail_password/{}", inbox_id.uuid().as_simple())
}

pub async fn of(
    session: &mut Session<'_>,
    inbox_id: InboxId,
) -> Result<Option<Password>, StoreError> {
    let password: Option<String> = setting::get(session, &key(inbox_id)).await?;
    Ok(password.map(Password::new))
}

pub async fn set(
    tx: &mut Tx,
    inbox_id: InboxId,
    password: &str,
    actor: Actor,
    now: Timestamp,
) -> Result<(), StoreError> {
    setting::put(tx, &key(inbox_id), &password).await?;
    tx.record(now, actor, EventData::MailPasswordChanged(MailPasswordChange { inbox_id }));
    Ok(())
}
