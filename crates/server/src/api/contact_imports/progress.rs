//! `POST /api/v1/contact_imports/{id}/start`, `/stop` and `/undo`, and `DELETE` of one that was never
//! started.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::id::ImportId;
use rapport_core::import::ContactImport;
use rapport_core::validation::Errors;
use rapport_storage::contact_import;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::Caller;
use crate::clock;
use crate::http::{Json, Path, Problem};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(start))
        .routes(routes!(stop))
        .routes(routes!(undo))
        .routes(routes!(discard))
}

/// Start an import of contacts
///
/// It goes on by itself, also after the server was restarted; `contact_import.progressed` tells how
/// far it is. One that was stopped goes on where it stood. 409 `taken` when it has ended.
#[utoipa::path(post, path = "/api/v1/contact_imports/{id}/start", tag = "contacts",
    operation_id = "start_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 200, body = ContactImport)))]
async fn start(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ContactImport>, Problem> {
    let mut tx = app.store.begin().await?;
    let was = contact_import::get(&mut tx.session(), id).await?;
    let mut errors = Errors::default();
    was.settings.validate(&app.directory(), &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let import = contact_import::start(&mut tx, id, caller.actor(), clock::now()).await?;
    tx.commit().await?;
    Ok(Json(import))
}

/// Stop an import of contacts
///
/// What it has written stays until it is undone.
#[utoipa::path(post, path = "/api/v1/contact_imports/{id}/stop", tag = "contacts",
    operation_id = "stop_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 200, body = ContactImport)))]
async fn stop(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ContactImport>, Problem> {
    let mut tx = app.store.begin().await?;
    let import = contact_import::stop(&mut tx, id, caller.actor(), clock::now()).await?;
    tx.commit().await?;
    Ok(Json(import))
}

/// Undo an import of contacts
///
/// Within 30 days of its start. Contacts that it has made are removed, unless somebody has changed
/// or spoken with them since; of those that it has changed goes back what nobody has changed since.
/// It goes on by itself, the last row first. 409 `taken` while it is running.
#[utoipa::path(post, path = "/api/v1/contact_imports/{id}/undo", tag = "contacts",
    operation_id = "undo_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 200, body = ContactImport)))]
async fn undo(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<Json<ContactImport>, Problem> {
    let mut tx = app.store.begin().await?;
    let import = contact_import::undo(&mut tx, id, caller.actor(), clock::now()).await?;
    tx.commit().await?;
    Ok(Json(import))
}

/// Discard a file of contacts
///
/// Only before it is started.
#[utoipa::path(delete, path = "/api/v1/contact_imports/{id}", tag = "contacts",
    operation_id = "discard_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 204)))]
async fn discard(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ImportId>,
) -> Result<StatusCode, Problem> {
    let mut tx = app.store.begin().await?;
    contact_import::discard(&mut tx, id, caller.actor(), clock::now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
