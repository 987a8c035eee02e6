//! `/api/v1/contact_imports`: contacts from a file.

mod preview;
mod progress;
mod refused;
mod upload;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use rapport_core::id::ImportId;
use rapport_core::id::TagId;
use rapport_core::import::{Column, ContactImport, ImportSettings, KnownContacts, Target};
use rapport_core::validation::Errors;
use rapport_storage::contact_import;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::etag::{IfMatch, tagged};
use super::page::{Page, PageQuery, rows};
use crate::app::App;
use crate::auth::Caller;
use crate::clock;
use crate::http::{FieldError, Json, Path, Problem, Query};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(upload::routes())
        .merge(preview::routes())
        .merge(progress::routes())
        .merge(refused::routes())
        .routes(routes!(list))
        .routes(routes!(get, prepare))
}

/// What a file is to mean; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ImportPatch {
    /// One for each column, in their order.
    #[schema(max_items = 100)]
    pub targets: Option<Vec<Target>>,
    pub known_contacts: Option<KnownContacts>,
    pub verified: Option<bool>,
    #[schema(max_items = 20)]
    pub tag_ids: Option<Vec<TagId>>,
}

impl ImportPatch {
    fn apply(self, was: ImportSettings) -> Result<ImportSettings, Problem> {
        let columns = match self.targets {
            Some(targets) if targets.len() != was.columns.len() => {
                let detail = format!("must be {}, one for each column", was.columns.len());
                return Err(Problem::invalid(vec![FieldError::new("targets", detail)]));
            }
            Some(targets) => was
                .columns
                .into_iter()
                .zip(targets)
                .map(|(column, target)| Column { target, ..column })
                .collect(),
            None => was.columns,
        };
        Ok(ImportSettings {
            columns,
            known_contacts: self.known_contacts.unwrap_or(was.known_contacts),
            verified: self.verified.unwrap_or(was.verified),
            tag_ids: self.tag_ids.unwrap_or(was.tag_ids),
        })
    }
}

/// List imports of contacts
///
/// Newest first.
#[utoipa::path(get, path = "/api/v1/contact_imports", tag = "contacts",
    operation_id = "list_contact_imports",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(PageQuery), responses((status = 200, body = Page<ContactImport>)))]
async fn list(
    State(app): State<App>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ContactImport>>, Problem> {
    let limit = page.limit()?;
    let before: Option<ImportId> = page.cursor()?;
    let mut reader = app.store.read().await?;
    let found = contact_import::list(&mut reader.session(), before, rows(limit)).await?;
    Ok(Json(Page::of(found, limit, |import| import.id.to_string())))
}

/// Read an import of contacts
#[utoipa::path(get, path = "/api/v1/contact_imports/{id}", tag = "contacts",
    operation_id = "get_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 200, body = ContactImport)))]
async fn get(State(app): State<App>, Path(id): Path<ImportId>) -> Result<Response, Problem> {
    let import = contact_import::get(&mut app.store.read().await?.session(), id).await?;
    Ok(tagged(StatusCode::OK, import.version, import))
}

/// Say what a file of contacts means
///
/// Only before it is started.
#[utoipa::path(patch, path = "/api/v1/contact_imports/{id}", tag = "contacts",
    operation_id = "prepare_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path), ("If-Match" = String, Header, pattern = "^\"[0-9]+\"$",
        example = "\"1\"", description = "The version, in quotes")),
    request_body = ImportPatch, responses((status = 200, body = ContactImport)))]
async fn prepare(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<ImportId>,
    IfMatch(version): IfMatch,
    Json(patch): Json<ImportPatch>,
) -> Result<Response, Problem> {
    let mut tx = app.store.begin().await?;
    let was = contact_import::get(&mut tx.session(), id).await?;
    let settings = patch.apply(was.settings)?;
    let mut errors = Errors::default();
    settings.validate(&app.directory(), &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let (actor, at) = (caller.actor(), clock::now());
    let import = contact_import::prepare(&mut tx, id, version, settings, actor, at).await?;
    tx.commit().await?;
    Ok(tagged(StatusCode::OK, import.version, import))
}
