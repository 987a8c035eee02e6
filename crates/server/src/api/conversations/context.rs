//! `/api/v1/conversations/{id}/context`: what is known already.

use axum::extract::State;
use rapport_core::context::{self, Fact, FactSource, FactSourceKind};
use rapport_core::id::ConversationId;
use rapport_core::validation::Errors;
use rapport_storage::{conversation, fact};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(put, remove))
}

/// Known facts
#[utoipa::path(get, path = "/api/v1/conversations/{id}/context", tag = "conversations",
    operation_id = "list_facts",
    security(("session" = ["conversations:read"]), ("token" = ["conversations:read"])),
    params(("id" = ConversationId, Path)), responses((status = 200, body = Page<Fact>)))]
async fn list(
    State(app): State<App>,
    Path(id): Path<ConversationId>,
) -> Result<Json<Page<Fact>>, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    conversation::get(session, id).await?;
    Ok(Json(Page::whole(fact::of_conversation(session, id).await?)))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct FactValue {
    #[schema(min_length = 1, max_length = 1_000)]
    pub value: String,
}

/// Write down or correct a fact
#[utoipa::path(put, path = "/api/v1/conversations/{id}/context/{key}", tag = "conversations",
    operation_id = "put_fact",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path), ("key" = String, Path)),
    request_body = FactValue, responses((status = 200, body = Page<Fact>)))]
async fn put(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(ConversationId, String)>,
    Json(new): Json<FactValue>,
) -> Result<Json<Page<Fact>>, Problem> {
    let mut errors = Errors::default();
    context::validate(&key, &new.value, &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let fact = Fact {
        key,
        value: new.value,
        source: FactSource { kind: FactSourceKind::Agent, detail: Some(caller.name.clone()) },
        at: stamp().at,
    };
    let mut tx = app.store.begin().await?;
    conversation::get(&mut tx.session(), id).await?;
    let items = fact::put(&mut tx, id, &fact, caller.actor()).await?;
    tx.commit().await?;
    Ok(Json(Page::whole(items)))
}

/// Remove a fact
#[utoipa::path(delete, path = "/api/v1/conversations/{id}/context/{key}", tag = "conversations",
    operation_id = "remove_fact",
    security(("session" = ["conversations:write"]), ("token" = ["conversations:write"])),
    params(("id" = ConversationId, Path), ("key" = String, Path)),
    responses((status = 200, body = Page<Fact>)))]
async fn remove(
    State(app): State<App>,
    caller: Caller,
    Path((id, key)): Path<(ConversationId, String)>,
) -> Result<Json<Page<Fact>>, Problem> {
    let mut tx = app.store.begin().await?;
    conversation::get(&mut tx.session(), id).await?;
    let items = fact::remove(&mut tx, id, &key, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(Json(Page::whole(items)))
}
