//! `GET /api/v1/contact_imports/{id}/preview`

use axum::extract::State;
use rapport_core::id::ImportId;
use rapport_core::import::{RowOutcome, RowPreview, read};
use rapport_storage::contact_import;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::{Json, Path, Problem};

/// Rows that are shown.
const ROWS: i64 = 20;
/// Unreadable rows that are shown.
const REFUSED_MAX: usize = 50;
/// Rows read from the store at a time.
const AT_ONCE: i64 = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(preview))
}

/// What would become of a file, were it started now.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPreview {
    /// The first 20 rows. A row does not know yet what those before it will have made.
    pub rows: Vec<RowPreview>,
    /// How many rows of the whole file cannot be understood.
    pub refused_count: i64,
    /// The first 50 of these.
    pub refused: Vec<RowPreview>,
}

/// Preview an import of contacts
#[utoipa::path(get, path = "/api/v1/contact_imports/{id}/preview", tag = "contacts",
    operation_id = "preview_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)), responses((status = 200, body = ImportPreview)))]
async fn preview(
    State(app): State<App>,
    Path(id): Path<ImportId>,
) -> Result<Json<ImportPreview>, Problem> {
    let directory = app.directory();
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let import = contact_import::get(session, id).await?;
    let rows = contact_import::preview(session, id, &directory, 0, ROWS).await?;
    let (mut refused_count, mut refused) = (0, Vec::new());
    let mut after = 0;
    loop {
        let page = contact_import::raw(session, id, after, AT_ONCE).await?;
        let Some(last) = page.last() else { break };
        after = last.place;
        for row in page {
            let Err(errors) = read(&row.cells, &import.settings, &directory) else { continue };
            refused_count += 1;
            if refused.len() < REFUSED_MAX {
                let (place, cells) = (row.place, row.cells);
                let outcome = RowOutcome::Refused;
                refused.push(RowPreview { place, cells, outcome, contact: None, errors });
            }
        }
    }
    Ok(Json(ImportPreview { rows, refused_count, refused }))
}
