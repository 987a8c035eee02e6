//! `POST /api/v1/contact_imports`

use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::HeaderValue;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::Response;
use bytes::Bytes;
use rapport_core::import::{
    Column, ContactImport, FILE_BYTES_MAX, ImportSettings, KnownContacts, Table, guess,
};
use rapport_core::validation::Errors;
use rapport_storage::contact_import;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::etag::tagged;
use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{FieldError, Problem, Query};

const NAME_CHARS_MAX: usize = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(upload))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct UploadQuery {
    /// Under which people know it.
    #[param(min_length = 1, max_length = 200)]
    file_name: String,
}

/// Upload a file of contacts
///
/// CSV with a line of headings, in UTF-8, UTF-16 or Windows-1252, parted by commas, semicolons,
/// tabs or bars; at most 20 MiB, 50,000 rows and 100 columns. What the columns mean is guessed by
/// their headings. Nothing is written before it is started.
#[utoipa::path(post, path = "/api/v1/contact_imports", tag = "contacts",
    operation_id = "upload_contact_import",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(UploadQuery),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 201, body = ContactImport)))]
async fn upload(
    State(app): State<App>,
    caller: Caller,
    Query(UploadQuery { file_name }): Query<UploadQuery>,
    mut request: Request,
) -> Result<Response, Problem> {
    let mut errors = Errors::default();
    errors.check_line(&file_name, "file_name", NAME_CHARS_MAX);
    errors.into_result().map_err(Problem::invalid)?;
    DefaultBodyLimit::max(FILE_BYTES_MAX).apply(&mut request);
    let bytes = Bytes::from_request(request, &()).await.map_err(|_| too_large())?;
    let table = tokio::task::spawn_blocking(move || Table::read(&bytes))
        .await
        .map_err(|error| Problem::internal(&error))?
        .map_err(|error| {
            let detail = error.to_string();
            Problem::invalid(vec![FieldError::new("file", detail)])
        })?;
    let targets = guess(&table.headings, &app.directory());
    let columns = table.headings.iter().cloned().zip(targets);
    let settings = ImportSettings {
        columns: columns.map(|(heading, target)| Column { heading, target }).collect(),
        known_contacts: KnownContacts::default(),
        verified: false,
        tag_ids: Vec::new(),
    };
    let mut tx = app.store.begin().await?;
    let name = file_name.trim();
    let import =
        contact_import::add(&mut tx, stamp(), name, &table, &settings, caller.actor()).await?;
    tx.commit().await?;
    let place = format!("/api/v1/contact_imports/{}", import.id);
    let mut response = tagged(StatusCode::CREATED, import.version, import);
    if let Ok(place) = HeaderValue::try_from(place) {
        response.headers_mut().insert(LOCATION, place);
    }
    Ok(response)
}

fn too_large() -> Problem {
    Problem::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "file_too_large",
        "A file of contacts has at most 20 MiB. Split it, or take out columns.",
    )
}
