//! `/api/v1/segments/counts` and `/api/v1/segments/preview`: how many belong to segments, and would.

use axum::extract::State;
use rapport_core::contact::Contact;
use rapport_core::directory;
use rapport_core::segment::{SegmentCount, Verdict, subject};
use rapport_storage::contact_list::{self, ContactFilter};
use rapport_storage::segment;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::api::page::Page;
use crate::app::App;
use crate::clock;
use crate::http::{FieldError, Json, Problem};

/// How many contacts a preview looks at.
const LOOKED_AT_MAX: usize = 1_000;
const EXAMPLES_MAX: usize = 5;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(preview))
}

/// A condition that no segment has yet.
#[derive(Debug, Deserialize, ToSchema)]
struct SegmentDraft {
    /// As a segment's.
    #[schema(
        min_length = 1,
        max_length = 2_000,
        example = "contact.language == \"de\" && \"VIP\" in contact.tags"
    )]
    condition: String,
}

/// What a condition says of the newest contacts.
#[derive(Debug, Default, Serialize, ToSchema)]
struct SegmentPreview {
    /// Of how many contacts it was asked: the newest 1,000.
    looked_at: usize,
    /// Whether there are more contacts than these.
    has_more: bool,
    /// How many of them would belong to the segment.
    members: usize,
    /// Of how many it cannot be told; they would not belong to it.
    unknown: usize,
    /// Why, of one of them.
    unknown_reason: Option<String>,
    /// The newest of those who would belong to it.
    #[schema(max_items = 5)]
    examples: Vec<Contact>,
}

/// How many contacts belong to each segment
///
/// Of those in use. `segment.counted` tells of each change; what has just happened may not be counted
/// yet.
#[utoipa::path(get, path = "/api/v1/segments/counts", tag = "segments",
    operation_id = "count_segments",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    responses((status = 200, body = Page<SegmentCount>)))]
async fn list(State(app): State<App>) -> Result<Json<Page<SegmentCount>>, Problem> {
    let counts = segment::counts(&mut app.store.read().await?.session()).await?;
    Ok(Json(Page::whole(counts)))
}

/// Try a condition
///
/// Tells how many of the newest contacts would belong to a segment with this condition, and changes
/// nothing.
#[utoipa::path(post, path = "/api/v1/segments/preview", tag = "segments",
    operation_id = "preview_segment",
    security(("session" = ["contacts:read"]), ("token" = ["contacts:read"])),
    request_body = SegmentDraft, responses((status = 200, body = SegmentPreview)))]
async fn preview(
    State(app): State<App>,
    Json(draft): Json<SegmentDraft>,
) -> Result<Json<SegmentPreview>, Problem> {
    let directory = app.directory();
    let condition = directory::segment::condition(&draft.condition, &directory)
        .map_err(|detail| Problem::invalid(vec![FieldError::new("condition", detail)]))?;
    let now = clock::now();
    let mut preview = SegmentPreview::default();
    let rows = i64::try_from(LOOKED_AT_MAX + 1).unwrap_or(i64::MAX);
    let everybody = ContactFilter::default();
    let mut reader = app.store.read().await?;
    let mut contacts = contact_list::list(&mut reader.session(), &everybody, None, rows).await?;
    drop(reader);
    preview.has_more = contacts.len() > LOOKED_AT_MAX;
    contacts.truncate(LOOKED_AT_MAX);
    preview.looked_at = contacts.len();
    for contact in contacts {
        let told = condition.ask(&subject(&contact, &directory, now));
        preview.add(contact, told);
        // A condition may take its time: others must not wait for all of it.
        tokio::task::yield_now().await;
    }
    Ok(Json(preview))
}

impl SegmentPreview {
    fn add(&mut self, contact: Contact, told: Verdict) {
        match told {
            Verdict::In => {
                self.members += 1;
                if self.examples.len() < EXAMPLES_MAX {
                    self.examples.push(contact);
                }
            }
            Verdict::Out => {}
            Verdict::Unknown(why) => {
                self.unknown += 1;
                self.unknown_reason.get_or_insert(why);
            }
        }
    }
}
