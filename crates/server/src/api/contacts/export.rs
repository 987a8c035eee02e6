//! `GET /api/v1/contacts.csv`

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream;
use rapport_core::id::ContactId;
use rapport_core::import::file;
use rapport_storage::StoreError;
use rapport_storage::contact_list::{self, ContactFilter};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use crate::app::App;
use crate::auth::Caller;
use crate::clock;
use crate::http::{ClientIp, Problem, Query};

/// Contacts read at a time: the store is not kept from others while a slow reader takes them.
const AT_ONCE: i64 = 200;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(export))
}

/// Export contacts
///
/// As CSV (RFC 4180, UTF-8 with a byte order mark), newest first, by the same parameters as the
/// list. An import takes it as it is. It is in the audit log.
#[utoipa::path(get, path = "/api/v1/contacts.csv", tag = "contacts",
    operation_id = "export_contacts",
    security(("session" = ["contacts:transfer"]), ("token" = ["contacts:transfer"])),
    params(Narrowing), responses((status = 200, body = String, content_type = "text/csv")))]
async fn export(
    State(app): State<App>,
    caller: Caller,
    client: ClientIp,
    RawQuery(asked): RawQuery,
    Query(narrowing): Query<Narrowing>,
) -> Result<Response, Problem> {
    let filter = narrowing.filter(&app.directory())?;
    let mut tx = app.store.begin().await?;
    let (asked, ip) = (asked.unwrap_or_default(), Some(client.ip().to_string()));
    contact_list::note_export(&mut tx, &asked, ip, caller.actor(), clock::now());
    tx.commit().await?;
    let mut head = file::BYTE_ORDER_MARK.as_bytes().to_vec();
    head.extend(file::line(&file::headings(&app.directory())));
    let pages = stream::try_unfold(Some(None), move |at| {
        let (app, filter) = (app.clone(), filter.clone());
        async move {
            let Some(before) = at else { return Ok(None) };
            let (lines, last) = page(&app, &filter, before).await?;
            Ok::<_, StoreError>(Some((lines, last.map(Some))))
        }
    });
    let head = stream::once(async move { Ok(Bytes::from(head)) });
    let body = Body::from_stream(futures_util::StreamExt::chain(head, pages));
    Ok(csv("contacts.csv", body))
}

/// Lines, and the last contact on them; none after the last page.
async fn page(
    app: &App,
    filter: &ContactFilter,
    before: Option<ContactId>,
) -> Result<(Bytes, Option<ContactId>), StoreError> {
    let mut reader = app.store.read().await?;
    let contacts = contact_list::list(&mut reader.session(), filter, before, AT_ONCE).await?;
    drop(reader);
    let directory = app.directory();
    let lines: Vec<u8> =
        contacts.iter().flat_map(|contact| file::line(&file::cells(contact, &directory))).collect();
    let is_full = i64::try_from(contacts.len()).is_ok_and(|count| count == AT_ONCE);
    let last = contacts.last().filter(|_| is_full).map(|contact| contact.id);
    Ok((lines.into(), last))
}

/// A file for whoever asked, and for nobody's cache. `name` is plain ASCII.
pub fn csv(name: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let disposition = format!("attachment; filename=\"{name}\"");
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}
