//! Context facts of conversations.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::context::{
    FACTS_MAX, Fact, FactChange, Told, told_by_form, told_by_page, told_by_pattern,
};
use rapport_core::event::{ContextChange, EventData};
use rapport_core::id::{ConversationId, TypedId};

use crate::conversation;
use crate::db::{Session, execute, fetch_all};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    OF_CONVERSATION = "select key, value, source, at from fact
        where conversation_id = $1";
    PUT = "insert into fact (conversation_id, key, value, source, at) values ($1, $2, $3, $4, $5)
        on conflict (conversation_id, key) do update
        set value = excluded.value, source = excluded.source, at = excluded.at";
    REMOVE = "delete from fact where conversation_id = $1 and key = $2";
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    value: String,
    source: String,
    at: i64,
}

/// In the order in which they became known.
pub async fn of_conversation(session: &mut Session<'_>, id: ConversationId) -> Result<Vec<Fact>> {
    let mut rows = fetch_all!(session, Row, OF_CONVERSATION, id.uuid())?;
    // Here rather than in SQL: how PostgreSQL orders texts depends on its locale.
    rows.sort_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)));
    rows.into_iter()
        .map(|row| {
            Ok(Fact {
                key: row.key,
                value: row.value,
                source: serde_json::from_str(&row.source)
                    .map_err(|error| StoreError::corrupt("fact.source", error))?,
                at: Timestamp::from_micros(row.at),
            })
        })
        .collect()
}

async fn tell(tx: &mut Tx, id: ConversationId, actor: Actor, at: Timestamp) -> Result<Vec<Fact>> {
    let items = of_conversation(&mut tx.session(), id).await?;
    let change = ContextChange { conversation_id: id, items: items.clone() };
    tx.record(at, actor, EventData::ContextChanged(change));
    Ok(items)
}

/// Writes a fact over an earlier one with its key; answers all facts.
pub async fn put(tx: &mut Tx, id: ConversationId, fact: &Fact, actor: Actor) -> Result<Vec<Fact>> {
    conversation::unmerged(&mut tx.session(), id).await?;
    let before = of_conversation(&mut tx.session(), id).await?;
    if before.len() >= FACTS_MAX && before.iter().all(|known| known.key != fact.key) {
        return Err(StoreError::Taken("a conversation holds at most 100 facts; remove one first"));
    }
    write(tx, id, fact).await?;
    tell(tx, id, actor, fact.at).await
}

async fn write(tx: &mut Tx, id: ConversationId, fact: &Fact) -> Result<()> {
    let source = serde_json::to_string(&fact.source)
        .map_err(|error| StoreError::corrupt("a fact", error))?;
    execute!(
        &mut tx.session(),
        PUT,
        id.uuid(),
        fact.key.as_str(),
        fact.value.as_str(),
        source.as_str(),
        fact.at.micros(),
    )?;
    Ok(())
}

/// Takes what is known on another conversation and not on this one, as far as there is room.
pub(crate) async fn take_from(
    tx: &mut Tx,
    id: ConversationId,
    from: ConversationId,
    actor: Actor,
    at: Timestamp,
) -> Result<()> {
    let known = of_conversation(&mut tx.session(), id).await?;
    let mut others = of_conversation(&mut tx.session(), from).await?;
    others.retain(|other| known.iter().all(|fact| fact.key != other.key));
    others.truncate(FACTS_MAX.saturating_sub(known.len()));
    for fact in &others {
        write(tx, id, fact).await?;
    }
    if !others.is_empty() {
        tell(tx, id, actor, at).await?;
    }
    Ok(())
}

/// Takes what the contact's page tells ([`told_by_page`]); answers all facts, or none when nothing
/// has changed.
pub async fn tell_by_page(
    tx: &mut Tx,
    id: ConversationId,
    told: &Told,
    page: Option<&str>,
    actor: Actor,
    at: Timestamp,
) -> Result<Option<Vec<Fact>>> {
    if told.is_empty() {
        return Ok(None);
    }
    let known = of_conversation(&mut tx.session(), id).await?;
    let changes = told_by_page(&known, told, page, at);
    if changes.is_empty() {
        return Ok(None);
    }
    for change in &changes {
        match change {
            FactChange::Put(fact) => write(tx, id, fact).await?,
            FactChange::Remove(key) => {
                execute!(&mut tx.session(), REMOVE, id.uuid(), key.as_str())?;
            }
        }
    }
    tell(tx, id, actor, at).await.map(Some)
}

/// Takes what the contact answered in a form ([`told_by_form`]).
pub(crate) async fn tell_by_form(
    tx: &mut Tx,
    id: ConversationId,
    answers: &[(String, String)],
    actor: Actor,
    at: Timestamp,
) -> Result<()> {
    if answers.is_empty() {
        return Ok(());
    }
    let known = of_conversation(&mut tx.session(), id).await?;
    write_all(tx, id, &told_by_form(&known, answers, at), actor, at).await
}

/// Takes what was found in the contact's words ([`told_by_pattern`]).
pub async fn tell_by_pattern(
    tx: &mut Tx,
    id: ConversationId,
    found: &[(String, String)],
    at: Timestamp,
) -> Result<()> {
    let id = conversation::whole(&mut tx.session(), id).await?.id;
    let known = of_conversation(&mut tx.session(), id).await?;
    write_all(tx, id, &told_by_pattern(&known, found, at), Actor::SYSTEM, at).await
}

async fn write_all(
    tx: &mut Tx,
    id: ConversationId,
    facts: &[Fact],
    actor: Actor,
    at: Timestamp,
) -> Result<()> {
    for fact in facts {
        write(tx, id, fact).await?;
    }
    if !facts.is_empty() {
        tell(tx, id, actor, at).await?;
    }
    Ok(())
}

pub async fn remove(
    tx: &mut Tx,
    id: ConversationId,
    key: &str,
    actor: Actor,
    at: Timestamp,
) -> Result<Vec<Fact>> {
    conversation::unmerged(&mut tx.session(), id).await?;
    if execute!(&mut tx.session(), REMOVE, id.uuid(), key)? == 0 {
        return Err(StoreError::NotFound("fact"));
    }
    tell(tx, id, actor, at).await
}
