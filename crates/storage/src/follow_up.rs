//! What agents wrote into a chat that its contact had left: it follows them by mail.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::channel::Channel;
use rapport_core::entry::Entry;
use rapport_core::id::{ConversationId, InboxId, TypedId};
use rapport_core::mail::MailHead;
use rapport_core::span::Span;
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all};
use crate::entry;
use crate::error::Result;
use crate::log::Tx;
use crate::message::{self, Inbound, NewMessage, Prepared, Stored};
use crate::stamp::Stamp;
use crate::statement::statements;

/// Stands between messages that one mail carries.
const BETWEEN: &str = "\n\n";

statements! {
    NEWEST = "select o.conversation_id, o.inbox_id, o.due_at from outbox o
        where o.conversation_id > $1
            and o.channel = 'webchat' and o.may_follow = 1 and (o.state = 'queued' or o.state = 'sent')
            and not exists (select 1 from outbox n
                where n.conversation_id = o.conversation_id and n.entry_seq > o.entry_seq
                    and n.channel = 'webchat' and n.may_follow = 1
                    and (n.state = 'queued' or n.state = 'sent'))
        order by o.conversation_id limit $2";
    OF_CONVERSATION = "select entry_seq from outbox where conversation_id = $1
            and channel = 'webchat' and may_follow = 1 and (state = 'queued' or state = 'sent')
        order by entry_seq";
    SETTLE = "update outbox set may_follow = 0 where conversation_id = $1
        and channel = 'webchat' and may_follow = 1 and (state = 'queued' or state = 'sent')";
}

/// A conversation on which something was written into a chat that is not in its reader's browser yet,
/// nor was sent after them or given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unseen {
    pub conversation_id: ConversationId,
    /// Of the newest of it.
    pub inbox_id: InboxId,
    /// When the newest of it was written.
    pub at: Timestamp,
}

#[derive(sqlx::FromRow)]
struct Row {
    conversation_id: Uuid,
    inbox_id: Uuid,
    due_at: i64,
}

#[derive(sqlx::FromRow)]
struct SeqRow {
    entry_seq: i64,
}

/// Conversations with something unseen, in the order of their ids, after one of them.
pub async fn unseen(
    session: &mut Session<'_>,
    after: Option<ConversationId>,
    limit: i64,
) -> Result<Vec<Unseen>> {
    let after = after.map_or(Uuid::nil(), ConversationId::uuid);
    let rows = fetch_all!(session, Row, NEWEST, after, limit)?;
    let read = |row: Row| Unseen {
        conversation_id: ConversationId::from_uuid(row.conversation_id),
        inbox_id: InboxId::from_uuid(row.inbox_id),
        at: Timestamp::from_micros(row.due_at),
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Leaves in the chat what is unseen there.
pub async fn leave(tx: &mut Tx, id: ConversationId) -> Result<()> {
    execute!(&mut tx.session(), SETTLE, id.uuid())?;
    Ok(())
}

/// Writes a mail that carries what is unseen on a conversation. It stands on the one that this is a
/// part of, if it was merged, and on one that is resolved without waking it. None when all of it was
/// seen meanwhile.
pub async fn write(
    tx: &mut Tx,
    stamp: Stamp,
    id: ConversationId,
    whole_id: ConversationId,
    inbox_id: InboxId,
    mut head: MailHead,
) -> Result<Option<Entry>> {
    let rows = fetch_all!(&mut tx.session(), SeqRow, OF_CONVERSATION, id.uuid())?;
    let seqs: Vec<i64> = rows.into_iter().map(|row| row.entry_seq).collect();
    let mut carried = entry::by_seq(&mut tx.session(), &seqs).await?;
    carried.sort_by_key(|entry| entry.seq);
    let Some(first) = carried.first() else { return Ok(None) };
    leave(tx, id).await?;
    let external_id = first.id.to_string();
    head.follows_up = carried.iter().map(|entry| entry.id).collect();
    let (text, spans) = joined(&carried);
    let new = NewMessage {
        conversation_id: whole_id,
        entry_id: stamp.id(),
        author: Actor::SYSTEM,
        text,
        spans,
        attachments: Vec::new(),
        inbox_id,
        channel: Channel::Email,
        at: stamp.at,
        inbound: Inbound { sender: "follow_up".to_owned(), external_id, raw: String::new() },
        mail: Some(Box::new(head)),
    };
    let new = Prepared::of(tx.session().dialect(), new)?;
    let written = message::write_batch(tx, &[&new]).await?.pop().transpose()?;
    Ok(written.map(Stored::into_entry))
}

/// The words of all, one after the other.
fn joined(carried: &[Entry]) -> (String, Vec<Span>) {
    let said: Vec<(&str, &[Span])> = carried
        .iter()
        .map(|entry| (entry.body.text().unwrap_or_default(), entry.body.spans()))
        .filter(|(text, _)| !text.is_empty())
        .collect();
    let texts: Vec<&str> = said.iter().map(|(text, _)| *text).collect();
    let text = texts.join(BETWEEN);
    if said.iter().all(|(_, spans)| spans.is_empty()) {
        return (text, Vec::new());
    }
    let plain = |text: &str| Span { text: text.to_owned(), ..Span::default() };
    let mut all = Vec::new();
    for (text, spans) in said {
        if !all.is_empty() {
            all.push(plain(BETWEEN));
        }
        match spans {
            [] => all.push(plain(text)),
            spans => all.extend_from_slice(spans),
        }
    }
    (text, all)
}
