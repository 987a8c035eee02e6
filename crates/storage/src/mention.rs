//! Notes that name agents: who is named on which conversation, and whether they have seen it.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::entry::Entry;
use rapport_core::event::{EventData, MentionSeen};
use rapport_core::id::{AgentId, ConversationId, TypedId};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all};
use crate::entry::{self, select};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

/// So many that an agent has not seen are listed.
const UNSEEN_MAX: i64 = 100;

statements! {
    OF_CONVERSATION = "select agent_id, conversation_id, entry_seq, seen_seq from mention
        where conversation_id = $1 order by agent_id";
    PUT = "insert into mention (agent_id, conversation_id, entry_seq, seen_seq)
        values ($1, $2, $3, $4)
        on conflict (agent_id, conversation_id) do update
        set entry_seq = excluded.entry_seq, seen_seq = excluded.seen_seq";
    REMOVE = "delete from mention where conversation_id = $1";
    SEE = "update mention set seen_seq = entry_seq
        where agent_id = $1 and conversation_id = $2 and seen_seq < entry_seq";
    SET = "update conversation set mentioned_agent_ids = $2 where id = $1";
    UNSEEN = select!("join mention m on m.entry_seq = e.seq
        where m.agent_id = $1 and m.seen_seq < m.entry_seq order by m.entry_seq desc limit $2");
}

#[derive(sqlx::FromRow)]
struct Row {
    agent_id: Uuid,
    conversation_id: Uuid,
    entry_seq: i64,
    seen_seq: i64,
}

async fn rows(session: &mut Session<'_>, id: ConversationId) -> Result<Vec<Row>> {
    Ok(fetch_all!(session, Row, OF_CONVERSATION, id.uuid())?)
}

async fn put(tx: &mut Tx, row: &Row) -> Result<()> {
    let Row { agent_id, conversation_id, entry_seq, seen_seq } = row;
    execute!(&mut tx.session(), PUT, *agent_id, *conversation_id, *entry_seq, *seen_seq)?;
    Ok(())
}

/// What the conversation itself shows of it.
async fn show(tx: &mut Tx, id: ConversationId) -> Result<()> {
    let ids: Vec<AgentId> = rows(&mut tx.session(), id)
        .await?
        .iter()
        .map(|row| AgentId::from_uuid(row.agent_id))
        .collect();
    let json = serde_json::to_string(&ids)
        .map_err(|error| StoreError::corrupt("conversation.mentioned_agent_ids", error))?;
    execute!(&mut tx.session(), SET, id.uuid(), Some(json).filter(|_| !ids.is_empty()))?;
    Ok(())
}

/// The note that is written next names these agents. Whoever writes it knows of it.
pub(crate) async fn add(
    tx: &mut Tx,
    id: ConversationId,
    agent_ids: &[AgentId],
    author: Option<AgentId>,
) -> Result<()> {
    if agent_ids.is_empty() {
        return Ok(());
    }
    let known = rows(&mut tx.session(), id).await?;
    let entry_seq = tx.coming_seq();
    for agent_id in agent_ids {
        let before = known.iter().find(|row| row.agent_id == agent_id.uuid());
        let seen_seq = if author == Some(*agent_id) {
            entry_seq
        } else {
            before.map_or(0, |row| row.seen_seq)
        };
        let row =
            Row { agent_id: agent_id.uuid(), conversation_id: id.uuid(), entry_seq, seen_seq };
        put(tx, &row).await?;
    }
    show(tx, id).await
}

/// The agent has the conversation before them.
pub async fn see(
    tx: &mut Tx,
    agent_id: AgentId,
    conversation_id: ConversationId,
    actor: Actor,
    at: Timestamp,
) -> Result<()> {
    if execute!(&mut tx.session(), SEE, agent_id.uuid(), conversation_id.uuid())? > 0 {
        tx.record(at, actor, EventData::MentionSeen(MentionSeen { agent_id, conversation_id }));
    }
    Ok(())
}

/// Notes that name the agent and that they have not seen, the newest first; of each conversation the
/// newest. At most 100.
pub async fn unseen(session: &mut Session<'_>, agent_id: AgentId) -> Result<Vec<Entry>> {
    let rows = fetch_all!(session, entry::Row, UNSEEN, agent_id.uuid(), UNSEEN_MAX)?;
    rows.into_iter().map(entry::Row::read).collect()
}

/// A conversation becomes a part of another, and takes along who is named on it.
pub(crate) async fn follow(tx: &mut Tx, id: ConversationId, into_id: ConversationId) -> Result<()> {
    let moving = rows(&mut tx.session(), id).await?;
    if moving.is_empty() {
        return Ok(());
    }
    let known = rows(&mut tx.session(), into_id).await?;
    execute!(&mut tx.session(), REMOVE, id.uuid())?;
    for row in moving {
        let newer =
            known.iter().any(|it| it.agent_id == row.agent_id && it.entry_seq > row.entry_seq);
        if !newer {
            put(tx, &Row { conversation_id: into_id.uuid(), ..row }).await?;
        }
    }
    show(tx, id).await?;
    show(tx, into_id).await
}
