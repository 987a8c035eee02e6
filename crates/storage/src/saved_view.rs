//! Views that agents have saved under a name, their own and everybody's.

use rapport_core::Timestamp;
use rapport_core::actor::Actor;
use rapport_core::event::{EventData, SavedViewChange};
use rapport_core::id::{AgentId, TypedId, ViewId};
use rapport_core::view::{SavedView, VIEWS_MAX};
use uuid::Uuid;

use crate::db::{Session, execute, fetch_all, fetch_optional};
use crate::error::{Result, StoreError};
use crate::log::Tx;
use crate::statement::statements;

statements! {
    GET = "select id, agent_id, name, filter, version, updated_at from saved_view where id = $1";
    FOR_AGENT = "select id, agent_id, name, filter, version, updated_at from saved_view
        where agent_id = $1 or agent_id is null order by name, id";
    INSERT = "insert into saved_view (id, agent_id, name, filter, version, updated_at)
        values ($1, $2, $3, $4, $5, $6)";
    UPDATE = "update saved_view set agent_id = $2, name = $3, filter = $4, version = $5, updated_at = $6
        where id = $1 and version = $7";
    REMOVE = "delete from saved_view where id = $1";
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    agent_id: Option<Uuid>,
    name: String,
    filter: String,
    version: i64,
    updated_at: i64,
}

impl Row {
    fn read(self) -> Result<SavedView> {
        Ok(SavedView {
            id: ViewId::from_uuid(self.id),
            agent_id: self.agent_id.map(AgentId::from_uuid),
            name: self.name,
            filter: serde_json::from_str(&self.filter)
                .map_err(|error| StoreError::corrupt("saved_view.filter", error))?,
            version: self.version,
            updated_at: Timestamp::from_micros(self.updated_at),
        })
    }
}

/// An agent's own and everybody's, by name.
pub async fn for_agent(session: &mut Session<'_>, agent_id: AgentId) -> Result<Vec<SavedView>> {
    let rows = fetch_all!(session, Row, FOR_AGENT, agent_id.uuid())?;
    rows.into_iter().map(Row::read).collect()
}

/// One that the agent may see.
pub async fn get(session: &mut Session<'_>, id: ViewId, agent_id: AgentId) -> Result<SavedView> {
    let row = fetch_optional!(session, Row, GET, id.uuid())?.ok_or(StoreError::NotFound("view"))?;
    let view = row.read()?;
    if view.is_for(agent_id) { Ok(view) } else { Err(StoreError::NotFound("view")) }
}

fn json(view: &SavedView) -> Result<String> {
    serde_json::to_string(&view.filter)
        .map_err(|error| StoreError::corrupt("saved_view.filter", error))
}

async fn check_room(tx: &mut Tx, view: &SavedView, by: AgentId) -> Result<()> {
    let known = for_agent(&mut tx.session(), view.agent_id.unwrap_or(by)).await?;
    let beside = known.iter().filter(|it| it.agent_id == view.agent_id && it.id != view.id).count();
    if beside < VIEWS_MAX {
        return Ok(());
    }
    Err(StoreError::Taken("there are 50 views; remove one first"))
}

pub async fn add(tx: &mut Tx, view: SavedView, by: AgentId, actor: Actor) -> Result<SavedView> {
    check_room(tx, &view, by).await?;
    execute!(
        &mut tx.session(),
        INSERT,
        view.id.uuid(),
        view.agent_id.map(AgentId::uuid),
        view.name.as_str(),
        json(&view)?,
        view.version,
        view.updated_at.micros(),
    )?;
    Ok(tell(tx, view, actor, EventData::ViewSaved))
}

/// Writes the view in place of the version before it.
pub async fn update(tx: &mut Tx, view: SavedView, by: AgentId, actor: Actor) -> Result<SavedView> {
    check_room(tx, &view, by).await?;
    let written = execute!(
        &mut tx.session(),
        UPDATE,
        view.id.uuid(),
        view.agent_id.map(AgentId::uuid),
        view.name.as_str(),
        json(&view)?,
        view.version,
        view.updated_at.micros(),
        view.version - 1,
    )?;
    if written == 0 {
        let current = get(&mut tx.session(), view.id, by).await?.version;
        return Err(StoreError::VersionConflict { current });
    }
    Ok(tell(tx, view, actor, EventData::ViewSaved))
}

pub async fn remove(tx: &mut Tx, view: SavedView, actor: Actor, at: Timestamp) -> Result<()> {
    execute!(&mut tx.session(), REMOVE, view.id.uuid())?;
    tell(tx, SavedView { updated_at: at, ..view }, actor, EventData::ViewRemoved);
    Ok(())
}

fn tell(
    tx: &mut Tx,
    view: SavedView,
    actor: Actor,
    event: fn(SavedViewChange) -> EventData,
) -> SavedView {
    tx.record(view.updated_at, actor, event(SavedViewChange { view: view.clone() }));
    view
}
