//! By which inboxes a contact has written, and how it went to write to them.

use rapport_core::entry::DeliveryState;
use rapport_core::id::{ContactId, ConversationId, InboxId, TypedId};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::Result;
use crate::log::Tx;
use crate::statement::statements;

statements! {
    WROTE_BY = "select inbox_id from conversation where contact_id = $1
        union select i.inbox_id from conversation_inbox i
            join conversation c on c.id = i.conversation_id where c.contact_id = $1";
    LEAVE = "insert into conversation_inbox (conversation_id, inbox_id) values ($1, $2)
        on conflict do nothing";
    LAST_MAIL = "select o.state from outbox o join conversation c on c.id = o.conversation_id
        where c.contact_id = $1 and o.channel = 'email' and o.state <> 'queued'
        order by o.entry_seq desc limit 1";
    // As it stands in JSON: within a text its quotation marks would be escaped.
    WROTE_ELSEWHERE = "select e.seq from entry e where e.kind = 'message'
            and e.conversation_id in (select id from conversation where id = $1 or merged_into_id = $1)
            and e.author like '{\"kind\":\"contact\"%' and e.body not like '%\"channel\":\"webchat\"%'
        order by e.seq limit 1";
}

#[derive(sqlx::FromRow)]
struct InboxIdRow {
    inbox_id: Uuid,
}

#[derive(sqlx::FromRow)]
struct StateRow {
    state: String,
}

#[derive(sqlx::FromRow)]
struct SeqRow {
    seq: i64,
}

/// The inboxes by which a contact has written, on any conversation.
pub async fn wrote_by(session: &mut Session<'_>, id: ContactId) -> Result<Vec<InboxId>> {
    let rows = fetch_all!(session, InboxIdRow, WROTE_BY, id.uuid())?;
    Ok(rows.into_iter().map(|row| InboxId::from_uuid(row.inbox_id)).collect())
}

/// The contact goes on by another inbox than this one.
pub(crate) async fn leave(tx: &mut Tx, id: ConversationId, inbox_id: InboxId) -> Result<()> {
    execute!(&mut tx.session(), LEAVE, id.uuid(), inbox_id.uuid())?;
    Ok(())
}

/// Whether the last mail that was sent to a contact did not arrive.
pub async fn mail_failed(session: &mut Session<'_>, id: ContactId) -> Result<bool> {
    let row = fetch_optional!(session, StateRow, LAST_MAIL, id.uuid())?;
    Ok(row.is_some_and(|row| row.state == DeliveryState::Failed.name()))
}

/// The `seq` of the first message that the contact wrote on a conversation by anything but the web
/// chat.
pub async fn wrote_elsewhere_at(
    session: &mut Session<'_>,
    id: ConversationId,
) -> Result<Option<i64>> {
    let row = fetch_optional!(session, SeqRow, WROTE_ELSEWHERE, id.uuid())?;
    Ok(row.map(|row| row.seq))
}
