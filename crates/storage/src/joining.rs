//! Which conversation somebody's words go on with, as their contact's conversations are.

use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::conversation::Conversation;
use rapport_core::entry::{EntryBody, Happening};
use rapport_core::id::{BrandId, ContactId, ConversationId, TypedId};
use rapport_core::joining::{JoinPolicy, Joined, Joining, LOOKED_AT, Words, join};
use uuid::Uuid;

use crate::conversation::{self, Count, Happens};
use crate::db::{Session, execute, fetch_optional};
use crate::error::Result;
use crate::log::Tx;
use crate::stamp::Stamp;
use crate::statement::statements;

statements! {
    // As it stands in JSON: within a text its quotation marks would be escaped.
    WAS_BY = "select e.seq as n from entry e where e.kind = 'message'
            and e.conversation_id in (select id from conversation where id = $1 or merged_into_id = $1)
            and e.body like $2
        limit 1";
    SUGGEST = "update conversation set merge_suggestion_id = $2 where id = $1";
}

/// Where words of a contact to a brand go.
pub async fn joined(
    session: &mut Session<'_>,
    joining: Joining,
    contact_id: ContactId,
    brand_id: BrandId,
    words: &Words<'_>,
) -> Result<Joined> {
    let newest = conversation::newest_of(session, contact_id, brand_id, LOOKED_AT).await?;
    let mut was_by = Vec::new();
    if joining.policy == JoinPolicy::AskAgent {
        for it in &newest {
            if it.channel == words.channel || was_on(session, it.id, words.channel).await? {
                was_by.push(it.id);
            }
        }
    }
    Ok(join(joining, newest, &was_by, words))
}

/// Whether anything was said on a conversation by a channel.
async fn was_on(session: &mut Session<'_>, id: ConversationId, by: Channel) -> Result<bool> {
    let pattern = format!("%\"channel\":\"{}\"%", by.name());
    Ok(fetch_optional!(session, Count, WAS_BY, id.uuid(), pattern)?.is_some())
}

/// Nobody is asked any more whether a conversation is a part of another: it is not. What is so already
/// changes nothing.
pub async fn keep_apart(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let was = conversation::unmerged(&mut tx.session(), id).await?;
    let Some(conversation_id) = was.merge_suggestion_id else { return Ok(was) };
    settle(tx, id).await?;
    let happening = Happening::KeptApart { conversation_id };
    let event = happening.event();
    let entry = Some((stamp.id(), EntryBody::Event { event: happening }));
    // Not to the top of lists: nothing was said.
    let happens = Happens { actor, at: stamp.at, entry, bump: false };
    let (now, _) = conversation::happen(tx, id, happens, event).await?;
    Ok(now)
}

/// The question is answered; the caller tells of it.
pub(crate) async fn settle(tx: &mut Tx, id: ConversationId) -> Result<()> {
    execute!(&mut tx.session(), SUGGEST, id.uuid(), None::<Uuid>)?;
    Ok(())
}
