//! What a page may know of an inbox before anybody says anything.

use axum::extract::State;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::IntoResponse;
use rapport_channels::webchat::frame::Availability;
use rapport_core::attachment::ATTACHMENTS_MAX;
use rapport_core::directory::proactive_rule::Condition;
use rapport_core::directory::{Brand, Directory, Inbox, Stored};
use rapport_core::id::{InboxId, ProactiveRuleId};
use serde::Serialize;

use super::availability;
use super::pre_chat::{FieldView, asked};
use crate::app::App;
use crate::http::{CROSS_ORIGIN_RESOURCE_POLICY, Json, Path, Problem};

#[derive(Debug, Serialize)]
struct BrandView {
    name: String,
    colour: String,
}

/// What a visitor may send beside words.
#[derive(Debug, Serialize)]
struct AttachmentLimits {
    bytes_max: i64,
    per_message_max: usize,
    refused_endings: Vec<String>,
}

#[derive(Debug, Serialize)]
pub struct InboxView {
    brand: BrandView,
    greeting: String,
    #[serde(flatten)]
    availability: Availability,
    languages: Vec<String>,
    ask_rating: bool,
    typing_preview: bool,
    pre_chat: Vec<FieldView>,
    attachments: AttachmentLimits,
}

/// The inbox of a key, when it takes conversations.
pub fn inbox_in_use(app: &App, key: &str) -> Option<std::sync::Arc<Stored<Inbox>>> {
    app.directory().inbox_by_key(key).filter(|inbox| inbox.record.enabled).cloned()
}

/// `GET /webchat/v1/inboxes/{key}`
pub async fn get(
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Json<InboxView>, Problem> {
    let inbox = inbox_in_use(&app, &key).ok_or_else(|| Problem::not_found("inbox"))?;
    let directory = app.directory();
    let brand =
        directory.get::<Brand>(inbox.record.brand_id).ok_or_else(|| Problem::not_found("inbox"))?;
    Ok(Json(InboxView {
        brand: BrandView { name: brand.record.name.clone(), colour: brand.record.colour.clone() },
        greeting: inbox.record.webchat.greeting.clone(),
        availability: availability::of_queue(&app, inbox.record.queue_id).await,
        languages: brand.record.languages.clone(),
        ask_rating: inbox.record.webchat.ask_rating,
        typing_preview: inbox.record.webchat.typing_preview,
        pre_chat: asked(&inbox.record.webchat.pre_chat),
        attachments: AttachmentLimits {
            bytes_max: app.uploads.bytes_max,
            per_message_max: ATTACHMENTS_MAX,
            refused_endings: app.uploads.refused.iter().map(ToString::to_string).collect(),
        },
    }))
}

/// As much of a rule by which the chat speaks first as the page has to know to find that it applies.
#[derive(Debug, Serialize)]
struct RuleView<'r> {
    id: ProactiveRuleId,
    conditions: &'r [Condition],
    every_hours: u32,
    holdout_percent: u8,
}

fn rules_of(directory: &Directory, inbox_id: InboxId) -> Vec<RuleView<'_>> {
    let in_use = directory.proactive_rules.values().filter(|rule| !rule.archived);
    in_use
        .filter(|rule| rule.record.enabled && rule.record.inbox_id == inbox_id)
        .map(|rule| RuleView {
            id: rule.id,
            conditions: &rule.record.conditions,
            every_hours: rule.record.every_hours,
            holdout_percent: rule.record.holdout_percent,
        })
        .collect()
}

/// `GET /widget/inboxes/{key}.js`: the same few things as a module, since a strict policy of the
/// host page lets scripts of this origin in, but no requests.
pub async fn module(State(app): State<App>, Path(file): Path<String>) -> impl IntoResponse {
    let key = file.strip_suffix(".js").unwrap_or_default();
    let directory = app.directory();
    let json = inbox_in_use(&app, key)
        .and_then(|inbox| {
            let brand = &directory.get::<Brand>(inbox.record.brand_id)?.record;
            let brand = BrandView { name: brand.name.clone(), colour: brand.colour.clone() };
            let rules = rules_of(&directory, inbox.id);
            serde_json::to_string(&serde_json::json!({ "brand": brand, "rules": rules })).ok()
        })
        .unwrap_or_else(|| "null".to_owned());
    let safe =
        json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let headers: [(HeaderName, &str); 4] = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (CROSS_ORIGIN_RESOURCE_POLICY, "cross-origin"),
        (CACHE_CONTROL, "public, max-age=60"),
    ];
    (headers, format!("export default {safe};\n"))
}

/// Which pages may carry the frame of an inbox: those of its origins, or any where it has none. An
/// unknown inbox's frame may stand anywhere: it says that the inbox is unknown.
pub fn frame_ancestors(app: &App, key: &str) -> Vec<String> {
    match inbox_in_use(app, key) {
        Some(inbox) if !inbox.record.webchat.allowed_origins.is_empty() => {
            inbox.record.webchat.allowed_origins.clone()
        }
        _ => vec!["*".to_owned()],
    }
}
