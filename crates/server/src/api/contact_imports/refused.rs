//! `GET /api/v1/contact_imports/{id}/refused.csv`

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use rapport_core::id::ImportId;
use rapport_core::import::{Column, RowError, file};
use rapport_storage::contact_import;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::contacts::csv;
use crate::app::App;
use crate::http::{Path, Problem};

/// Rows read from the store at a time.
const AT_ONCE: i64 = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(refused))
}

/// Read the refused rows of an import
///
/// As CSV: the file's own columns, the row's number and what is wrong with it. Once corrected it can
/// be imported as it is.
#[utoipa::path(get, path = "/api/v1/contact_imports/{id}/refused.csv", tag = "contacts",
    operation_id = "read_refused_rows",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(("id" = ImportId, Path)),
    responses((status = 200, body = String, content_type = "text/csv")))]
async fn refused(State(app): State<App>, Path(id): Path<ImportId>) -> Result<Response, Problem> {
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let columns = contact_import::get(session, id).await?.settings.columns;
    let own = columns.iter().map(|column| column.heading.clone());
    let headings: Vec<_> = own.chain(["Row", "What is wrong"].map(ToOwned::to_owned)).collect();
    // A file has at most 20 MiB, so these rows fit into memory.
    let mut bytes = file::BYTE_ORDER_MARK.as_bytes().to_vec();
    bytes.extend(file::line(&headings));
    let mut after = 0;
    loop {
        let rows = contact_import::refused(session, id, after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after = last.place;
        for row in rows {
            let mut cells = row.cells;
            cells.push(row.place.to_string());
            cells.push(in_words(&row.errors, &columns));
            bytes.extend(file::line(&cells));
        }
    }
    Ok(csv("refused-rows.csv", Body::from(bytes)))
}

fn in_words(errors: &[RowError], columns: &[Column]) -> String {
    let said = errors.iter().map(|error| {
        let heading = error.column.and_then(|place| columns.get(place));
        match heading {
            Some(column) => format!("{}: {}", column.heading, error.detail),
            None => error.detail.clone(),
        }
    });
    said.collect::<Vec<_>>().join("; ")
}
