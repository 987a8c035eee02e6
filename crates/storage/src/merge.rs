//! Making one conversation of two, and two of one. The entries of the merged one stay where the log has put them,
//! and are read together with those of the one that it is now a part of.

use std::collections::BTreeMap;

use rapport_core::actor::Actor;
use rapport_core::conversation::{Conversation, ConversationStatus, MERGED_MAX, Preview, TAGS_MAX};
use rapport_core::entry::{Entry, EntryBody, Happening};
use rapport_core::event::EventData;
use rapport_core::id::{AgentId, ConversationId, TagId, TypedId};
use rapport_core::interaction::{Interaction, InteractionState};
use uuid::Uuid;

use crate::conversation::{self, Happens, Mark};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::draft;
use crate::entry::{self, select as entry_select};
use crate::error::{Result, StoreError};
use crate::fact;
use crate::handling::{assign, end_work, live, reopen};
use crate::interaction;
use crate::joining;
use crate::log::Tx;
use crate::mention;
use crate::stamp::Stamp;
use crate::statement::statements;
use crate::tagging;

statements! {
    MERGED = "select id from conversation where merged_into_id = $1 order by created_at, id";
    SET = "update conversation set merged_into_id = $2 where id = $1";
    // Where the merging was told, on the whole and on each of its parts.
    TOLD = entry_select!("where e.kind = 'event' and e.conversation_id in
            (select id from conversation where id = $1 or merged_into_id = $1)
        and (e.body like '%conversation.absorbed%' or e.body like '%conversation.released%')
        order by e.seq");
    LAST_MESSAGE = entry_select!("where e.kind = 'message' and e.conversation_id in
            (select id from conversation where id = $1 or merged_into_id = $1)
        order by e.seq desc limit 1");
    SHOW = "update conversation set preview = $2 where id = $1";
    COMES_BY = "update conversation set inbox_id = $2, channel = $3 where id = $1";
}

#[derive(sqlx::FromRow)]
struct IdRow {
    id: Uuid,
}

/// The conversations that are a part of this one, the oldest first.
pub async fn merged(session: &mut Session<'_>, id: ConversationId) -> Result<Vec<ConversationId>> {
    let rows = fetch_all!(session, IdRow, MERGED, id.uuid())?;
    Ok(rows.into_iter().map(|row| ConversationId::from_uuid(row.id)).collect())
}

/// Makes a conversation a part of another of the same contact, and answers the other. Whoever
/// works on the merged one goes on with the other; what is known on it, and its tags, go with it.
/// [`split`] undoes it. What is so already changes nothing.
pub async fn merge(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    into_id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let from = conversation::get(&mut tx.session(), id).await?;
    if from.merged_into_id == Some(into_id) {
        return conversation::get(&mut tx.session(), into_id).await;
    }
    let from = conversation::unmerged(&mut tx.session(), from.id).await?;
    let into = conversation::unmerged(&mut tx.session(), into_id).await?;
    if from.id == into.id {
        return Err(StoreError::Taken("a conversation cannot be merged into itself"));
    }
    if from.contact.id != into.contact.id {
        return Err(StoreError::Taken("only conversations of the same contact can be merged"));
    }
    let mut parts = merged(&mut tx.session(), id).await?;
    parts.push(id);
    if merged(&mut tx.session(), into_id).await?.len() + parts.len() > MERGED_MAX {
        return Err(StoreError::Taken("at most 20 conversations can be merged into one"));
    }
    let work = live(&from).cloned();
    if let Some(work) = &work {
        end_work(tx, stamp, work, &actor).await?;
    }
    // Whoever merges has both before them.
    conversation::mark(tx, id, Mark::AgentRead, i64::MAX, actor.clone(), stamp.at).await?;
    conversation::set_status(tx, id, ConversationStatus::Resolved).await?;
    mention::follow(tx, id, into_id).await?;
    joining::settle(tx, id).await?;
    if into.merge_suggestion_id.is_some_and(|asked| parts.contains(&asked)) {
        joining::settle(tx, into_id).await?;
    }
    for part in parts {
        execute!(&mut tx.session(), SET, part.uuid(), Some(into_id.uuid()))?;
        let happens = Happens { actor: actor.clone(), at: stamp.at, entry: None, bump: false };
        conversation::happen(tx, part, happens, EventData::ConversationMerged).await?;
    }
    draft::follow(tx, id, into_id).await?;
    absorb(tx, stamp, &from, &into, &actor).await?;
    go_on(tx, stamp, &from, into_id, work, &actor).await
}

/// Has a conversation that is a part of another stand for itself again, with its own entries and
/// what was merged into it before; open and with the same agent, if the other is. Work, drafts, and
/// what was said since stay with the other. What is so already changes nothing.
pub async fn split(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    actor: Actor,
) -> Result<Conversation> {
    let part = conversation::get(&mut tx.session(), id).await?;
    let Some(whole_id) = part.merged_into_id else { return Ok(part) };
    let own = own_parts(&mut tx.session(), id, whole_id).await?;
    execute!(&mut tx.session(), SET, id.uuid(), None::<Uuid>)?;
    for part_id in &own {
        execute!(&mut tx.session(), SET, part_id.uuid(), Some(id.uuid()))?;
    }
    show_last(tx, id).await?;
    let happens = || Happens { actor: actor.clone(), at: stamp.at, entry: None, bump: false };
    conversation::happen(tx, id, happens(), EventData::ConversationSplit).await?;
    for part_id in own {
        conversation::happen(tx, part_id, happens(), EventData::ConversationMerged).await?;
    }
    let whole = conversation::get(&mut tx.session(), whole_id).await?;
    if whole.status != ConversationStatus::Resolved {
        reopen(tx, stamp, id, actor.clone()).await?;
        assign(tx, stamp, id, whole.assignee_id, actor.clone()).await?;
    }
    show_last(tx, whole_id).await?;
    let event = Happening::Released { conversation_id: id };
    let happens = Happens {
        actor,
        at: stamp.at,
        entry: Some((stamp.id(), EntryBody::Event { event })),
        // The contact goes on with it, not with what was split off.
        bump: whole.status != ConversationStatus::Resolved,
    };
    conversation::happen(tx, whole_id, happens, EventData::ConversationReleased).await?;
    conversation::get(&mut tx.session(), id).await
}

/// The conversations that this one had taken in before it became a part of the whole, with what those
/// had taken in, and that are still parts. Of whom each is, says the last that was told of it.
async fn own_parts(
    session: &mut Session<'_>,
    id: ConversationId,
    whole_id: ConversationId,
) -> Result<Vec<ConversationId>> {
    let mut takers = BTreeMap::new();
    for row in fetch_all!(session, entry::Row, TOLD, whole_id.uuid())? {
        let told = row.read()?;
        match told.body {
            EntryBody::Event { event: Happening::Absorbed { conversation_id } } => {
                takers.insert(conversation_id, told.conversation_id);
            }
            EntryBody::Event { event: Happening::Released { conversation_id } } => {
                takers.remove(&conversation_id);
            }
            _ => {}
        }
    }
    let parts = merged(session, whole_id).await?;
    let mut own = Vec::new();
    while let Some(found) = parts.iter().find(|part_id| {
        let taker = takers.get(part_id);
        !own.contains(*part_id) && taker.is_some_and(|it| *it == id || own.contains(it))
    }) {
        own.push(*found);
    }
    Ok(own)
}

/// Has lists show what was said last, and by what the contact said it.
async fn show_last(tx: &mut Tx, id: ConversationId) -> Result<()> {
    if let Some(last) = last_message(&mut tx.session(), id).await?
        && let EntryBody::Message { text, attachments, .. } = &last.body
    {
        let preview = Preview::of_message(text, attachments, last.author.kind, last.at);
        let json = serde_json::to_string(&preview)
            .map_err(|error| StoreError::corrupt("a preview", error))?;
        execute!(&mut tx.session(), SHOW, id.uuid(), json)?;
    }
    if let Some(last) = entry::last_of_contact(&mut tx.session(), id).await?
        && let EntryBody::Message { inbox_id, channel, .. } = &last.body
    {
        execute!(&mut tx.session(), COMES_BY, id.uuid(), inbox_id.uuid(), channel.name())?;
    }
    Ok(())
}

async fn last_message(session: &mut Session<'_>, id: ConversationId) -> Result<Option<Entry>> {
    fetch_optional!(session, entry::Row, LAST_MESSAGE, id.uuid())?.map(entry::Row::read).transpose()
}

/// The other conversation takes in what is known of the merged one.
async fn absorb(
    tx: &mut Tx,
    stamp: Stamp,
    from: &Conversation,
    into: &Conversation,
    actor: &Actor,
) -> Result<()> {
    fact::take_from(tx, into.id, from.id, actor.clone(), stamp.at).await?;
    let room = TAGS_MAX.saturating_sub(into.tag_ids.len());
    let tags: Vec<TagId> = from
        .tag_ids
        .iter()
        .copied()
        .filter(|tag_id| !into.tag_ids.contains(tag_id))
        .take(room)
        .collect();
    tagging::tag(tx, stamp, into.id, &tags, &[], actor.clone()).await?;
    show_last(tx, into.id).await?;
    let is_settled = |it: &Conversation| it.status == ConversationStatus::Resolved;
    let event = Happening::Absorbed { conversation_id: from.id };
    let happens = Happens {
        actor: actor.clone(),
        at: stamp.at,
        entry: Some((stamp.id(), EntryBody::Event { event })),
        // Of two that are settled none becomes the one that the contact goes on with.
        bump: !(is_settled(from) && is_settled(into)),
    };
    conversation::happen(tx, into.id, happens, EventData::ConversationAbsorbed).await?;
    Ok(())
}

/// Nobody who waits or talks is lost: the work goes on where the conversation does.
async fn go_on(
    tx: &mut Tx,
    stamp: Stamp,
    from: &Conversation,
    into_id: ConversationId,
    work: Option<Interaction>,
    actor: &Actor,
) -> Result<Conversation> {
    if from.status != ConversationStatus::Resolved {
        let into = conversation::get(&mut tx.session(), into_id).await?;
        let is_awake = into.status == ConversationStatus::Open || from.status == into.status;
        if !is_awake {
            reopen(tx, stamp, into_id, actor.clone()).await?;
        }
    }
    let Some(work) = work.filter(|it| !matches!(it.state, InteractionState::WrapUp { .. })) else {
        return keep_assignee(tx, stamp, from, into_id, actor).await;
    };
    let mut into = conversation::get(&mut tx.session(), into_id).await?;
    let talking = talks(&work);
    match live(&into).cloned() {
        Some(known) if !matches!(known.state, InteractionState::WrapUp { .. }) => {
            if talks(&known).is_some() || talking.is_none() {
                return Ok(into);
            }
        }
        other => {
            if let Some(in_wrap_up) = &other {
                end_work(tx, stamp, in_wrap_up, actor).await?;
            }
            let again = Interaction {
                id: stamp.id(),
                conversation_id: into_id,
                preferred_agent_id: talking.or(work.preferred_agent_id),
                version: 1,
                state: InteractionState::Waiting,
                ..work
            };
            into = interaction::enqueue(tx, again, stamp, actor.clone()).await?;
        }
    }
    match talking {
        Some(agent_id) => assign(tx, stamp, into_id, Some(agent_id), actor.clone()).await,
        None => Ok(into),
    }
}

/// Who talks with the contact.
const fn talks(work: &Interaction) -> Option<AgentId> {
    match &work.state {
        InteractionState::Active { agent_id, .. } => Some(*agent_id),
        _ => None,
    }
}

/// An open one without work keeps whom it had, where the other has nobody.
async fn keep_assignee(
    tx: &mut Tx,
    stamp: Stamp,
    from: &Conversation,
    into_id: ConversationId,
    actor: &Actor,
) -> Result<Conversation> {
    let into = conversation::get(&mut tx.session(), into_id).await?;
    let is_free = into.assignee_id.is_none() && into.status != ConversationStatus::Resolved;
    match from.assignee_id {
        Some(agent_id) if is_free && live(&into).is_none() => {
            assign(tx, stamp, into_id, Some(agent_id), actor.clone()).await
        }
        _ => Ok(into),
    }
}
