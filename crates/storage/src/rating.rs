//! What contacts say of a conversation once it is resolved.

use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus, Rating};
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{ConversationId, TypedId};

use crate::contact;
use crate::conversation::{self, Happens};
use crate::db::execute;
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    SET = "update conversation set rating = $2 where id = $1";
}

/// Notes the rating, over an earlier one. The same again changes nothing; from one who is blocked
/// nothing is taken.
pub async fn rate(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    score: u8,
    comment: Option<String>,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    if was.status != ConversationStatus::Resolved {
        return Err(StoreError::NotResolved);
    }
    if contact::get(&mut tx.session(), was.contact.id).await?.blocked.is_some() {
        return Err(StoreError::Blocked);
    }
    let is_same = |known: &Rating| known.score == score && known.comment == comment;
    if was.rating.as_ref().is_some_and(is_same) {
        return Ok(was);
    }
    let rating = Rating { score, comment: comment.clone(), at: stamp.at };
    let json = serde_json::to_string(&rating)
        .map_err(|error| StoreError::corrupt("conversation.rating", error))?;
    execute!(&mut tx.session(), SET, id.uuid(), json.as_str())?;
    let happening = Happening::Rated { score, comment };
    let event = happening.event();
    let entry = Some((stamp.id(), EntryBody::Event { event: happening }));
    let happens = Happens { actor, at: stamp.at, entry, bump: false };
    let (now, _) = conversation::happen(tx, id, happens, event).await?;
    Ok(now)
}
