//! Drafts of agents, beside the log: they are nobody else's to read. An emptied draft leaves
//! nothing behind.

use rapport_core::Timestamp;
use rapport_core::draft::{DRAFTS_MAX, Draft, DraftMode, DraftText};
use rapport_core::id::{AgentId, ConversationId, TypedId};
use uuid::Uuid;

use crate::conversation::{self, Count};
use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    GET = "select agent_id, conversation_id, mode, reply, note, version, updated_at from draft
        where agent_id = $1 and conversation_id = $2";
    OF_AGENT = "select agent_id, conversation_id, mode, reply, note, version, updated_at from draft
        where agent_id = $1 order by updated_at desc, conversation_id limit $2";
    OF_CONVERSATION = "select agent_id, conversation_id, mode, reply, note, version, updated_at
        from draft where conversation_id = $1 order by agent_id";
    PUT = "insert into draft (agent_id, conversation_id, mode, reply, note, version, updated_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (agent_id, conversation_id) do update
        set mode = excluded.mode, reply = excluded.reply, note = excluded.note,
            version = excluded.version, updated_at = excluded.updated_at";
    REMOVE = "delete from draft where agent_id = $1 and conversation_id = $2";
    COUNT = "select count(*) as n from draft where agent_id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    agent_id: Uuid,
    conversation_id: Uuid,
    mode: String,
    reply: String,
    note: String,
    version: i64,
    updated_at: i64,
}

impl Row {
    fn read(self) -> Result<Draft> {
        let mode = DraftMode::from_name(&self.mode)
            .ok_or_else(|| StoreError::corrupt("draft.mode", &self.mode))?;
        Ok(Draft {
            conversation_id: ConversationId::from_uuid(self.conversation_id),
            text: DraftText { mode, reply: self.reply, note: self.note },
            version: self.version,
            updated_at: Timestamp::from_micros(self.updated_at),
        })
    }
}

/// What an agent has begun on a conversation.
pub async fn get(
    session: &mut Session<'_>,
    agent_id: AgentId,
    id: ConversationId,
) -> Result<Option<Draft>> {
    let row = fetch_optional!(session, Row, GET, agent_id.uuid(), id.uuid())?;
    row.map(Row::read).transpose()
}

/// All that an agent has begun, the newest first.
pub async fn of_agent(session: &mut Session<'_>, agent_id: AgentId) -> Result<Vec<Draft>> {
    let limit = i64::try_from(DRAFTS_MAX).unwrap_or(i64::MAX);
    fetch_all!(session, Row, OF_AGENT, agent_id.uuid(), limit)?.into_iter().map(Row::read).collect()
}

/// A draft as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// None when it is empty.
    pub draft: Option<Draft>,
    /// What another device of the agent had written meanwhile, and is overwritten.
    pub replaced: Option<Draft>,
}

/// Keeps what an agent has written, over what is there: the later word wins. `base_version` is the
/// version that the writer knew, 0 for none: words that they did not know are answered.
pub async fn put(
    tx: &mut Tx,
    agent_id: AgentId,
    id: ConversationId,
    text: DraftText,
    base_version: i64,
    at: Timestamp,
) -> Result<Kept> {
    let id = conversation::whole(&mut tx.session(), id).await?.id;
    let session = &mut tx.session();
    let was = get(session, agent_id, id).await?;
    let replaced = was.clone().filter(|was| {
        was.version != base_version && (was.text.reply != text.reply || was.text.note != text.note)
    });
    if text.is_empty() {
        execute!(session, REMOVE, agent_id.uuid(), id.uuid())?;
        return Ok(Kept { draft: None, replaced });
    }
    if was.is_none() {
        let count = fetch_optional!(session, Count, COUNT, agent_id.uuid())?;
        let max = i64::try_from(DRAFTS_MAX).unwrap_or(i64::MAX);
        if count.is_some_and(|count| count.n >= max) {
            return Err(StoreError::Taken("an agent keeps at most 500 drafts; send or clear some"));
        }
    }
    // Later than any that a device may still know, also of one that was emptied meanwhile.
    let version = was.map_or(0, |was| was.version).max(base_version) + 1;
    let draft = Draft { conversation_id: id, text, version, updated_at: at };
    write(session, agent_id, &draft).await?;
    Ok(Kept { draft: Some(draft), replaced })
}

async fn write(session: &mut Session<'_>, agent_id: AgentId, draft: &Draft) -> Result<()> {
    execute!(
        session,
        PUT,
        agent_id.uuid(),
        draft.conversation_id.uuid(),
        draft.text.mode.name(),
        draft.text.reply.as_str(),
        draft.text.note.as_str(),
        draft.version,
        draft.updated_at.micros(),
    )?;
    Ok(())
}

/// What was begun on a conversation that became a part of another goes on there, behind what was
/// begun there.
pub(crate) async fn follow(tx: &mut Tx, from: ConversationId, into: ConversationId) -> Result<()> {
    let session = &mut tx.session();
    for row in fetch_all!(session, Row, OF_CONVERSATION, from.uuid())? {
        let agent_id = AgentId::from_uuid(row.agent_id);
        let moved = row.read()?;
        let known = get(session, agent_id, into).await?;
        let version = known.as_ref().map_or(0, |known| known.version).max(moved.version) + 1;
        let text = known.map(|known| known.text).unwrap_or_default().joined(&moved.text);
        let draft = Draft { conversation_id: into, text, version, ..moved };
        write(session, agent_id, &draft).await?;
        execute!(session, REMOVE, agent_id.uuid(), from.uuid())?;
    }
    Ok(())
}
