//! The secrets with which what goes to the business's own systems is signed: one for each webhook
//! and each custom inbox, made with it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rapport_channels::posting::{SECRET_PREFIX, Secrets};
use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::directory::Kind;
use rapport_core::event::{EventData, SigningSecretChange};
use rapport_core::id::TypedId;
use rapport_storage::{Session, StoreError, Tx, setting};

/// For so long a secret signs on, beside the one that replaces it.
pub const OVERLAP: Duration = Duration::from_secs(24 * 60 * 60);
/// The specification asks for 24 to 64.
const SECRET_BYTES: usize = 32;

fn key(kind: Kind, id: impl TypedId) -> String {
    format!("signing_secret/{}/{}", kind.name(), id.uuid().as_simple())
}

fn new_secret() -> String {
    let bytes: [u8; SECRET_BYTES] = rand::random();
    format!("{SECRET_PREFIX}{}", STANDARD.encode(bytes))
}

pub async fn of(
    session: &mut Session<'_>,
    kind: Kind,
    id: impl TypedId,
) -> Result<Option<Secrets>, StoreError> {
    setting::get(session, &key(kind, id)).await
}

/// Makes the first one, as a part of making what it is for.
pub async fn make(tx: &mut Tx, kind: Kind, id: impl TypedId) -> Result<(), StoreError> {
    let secrets = Secrets { current: new_secret(), previous: None, previous_until: None };
    setting::put(tx, &key(kind, id), &secrets).await
}

/// Makes a new one; the one before signs beside it for [`OVERLAP`].
pub async fn renew(
    tx: &mut Tx,
    kind: Kind,
    id: impl TypedId,
    actor: Actor,
    now: Timestamp,
) -> Result<Secrets, StoreError> {
    let before = of(&mut tx.session(), kind, id).await?;
    let secrets = Secrets {
        current: new_secret(),
        previous_until: before.as_ref().map(|_| now + OVERLAP),
        previous: before.map(|secrets| secrets.current),
    };
    setting::put(tx, &key(kind, id), &secrets).await?;
    let change = SigningSecretChange { kind, id: id.to_string() };
    tx.record(now, actor, EventData::SigningSecretRenewed(change));
    Ok(secrets)
}
