//! `/api/v1/interactions`: the pieces of work that routing gives out.

mod accept;
mod complete;
mod decline;
mod list;
mod mine;
mod priority;
mod wrap_up;

use rapport_core::Timestamp;
use rapport_core::entry::Happening;
use rapport_core::id::{AgentId, InteractionId};
use rapport_core::interaction::{Interaction, TransitionError};
use rapport_storage::interaction::{self, Change};
use utoipa_axum::router::OpenApiRouter;

use super::conversations::ConversationView;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(accept::routes())
        .merge(complete::routes())
        .merge(decline::routes())
        .merge(list::routes())
        .merge(mine::routes())
        .merge(priority::routes())
        .merge(wrap_up::routes())
}

/// What an agent answers to an offer: a transition of the work, and the entry that tells of it.
struct Reply {
    happening: fn(AgentId) -> Happening,
    transition: fn(Interaction, AgentId, Timestamp) -> Result<Interaction, TransitionError>,
}

impl Reply {
    async fn give(
        self,
        app: &App,
        caller: &Caller,
        id: InteractionId,
    ) -> Result<Json<ConversationView>, Problem> {
        let (stamp, agent_id) = (stamp(), caller.agent_id);
        let change = Change {
            id,
            entry_id: stamp.id(),
            actor: caller.actor(),
            at: stamp.at,
            happening: (self.happening)(agent_id),
        };
        let mut tx = app.store.begin().await?;
        let reply = |work| (self.transition)(work, agent_id, stamp.at);
        let now = interaction::transition(&mut tx, change, reply).await?;
        tx.commit().await?;
        Ok(Json(ConversationView::of(app, now)))
    }
}
