//! `GET /api/v1/reports/conversations`

use std::collections::BTreeMap;

use axum::extract::State;
use axum::response::Response;
use rapport_core::channel::Channel;
use rapport_core::id::{ContactId, ConversationId};
use rapport_core::validation::Errors;
use rapport_storage::report_figures::{self, Narrow};
use rapport_storage::{Session, conversation};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::costs::Sum;
use super::narrowing::{Format, Narrowing};
use super::table::{Table, amount, answer, cells, or_empty};
use crate::api::conversations::ConversationView;
use crate::app::App;
use crate::http::{Problem, Query};

const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 200;
/// Rows of a file.
const FILE_ROWS_MAX: usize = 10_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(behind))
}

/// Behind which figure conversations are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReportFigure {
    /// With a message in the period, the newest first.
    Volume,
    /// The contact waited for an answer; the longest wait first.
    Replies,
    /// As `replies`, of first answers only.
    FirstReplies,
    /// Begun in the period, on the channels of `path`.
    Path,
    /// The contact was asked for something that was known; the newest first.
    RepeatedQuestions,
    /// That cost something; the dearest first.
    Cost,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Behind {
    #[param(inline)]
    of: ReportFigure,
    /// With `of=path`: the channels, with commas between them; all paths when absent.
    #[param(example = "webchat,email")]
    path: Option<String>,
    /// With `of=repeated_questions`: what was asked for.
    key: Option<String>,
    /// With `of=cost`: whose.
    contact_id: Option<ContactId>,
    /// At most so many: 1 to 200, 50 when absent. A file has up to 10,000.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// So many are left out, from the first on.
    #[serde(default)]
    #[param(minimum = 0)]
    offset: usize,
}

/// A conversation's part in a figure; what the figure is not about is none.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ReportPart {
    pub received: Option<i64>,
    pub sent: Option<i64>,
    pub wait_ms: Option<i64>,
    /// What was asked for though it was known.
    pub keys: Vec<String>,
    /// The channels by which the contact wrote.
    pub path: Vec<Channel>,
    pub work_ms: Option<i64>,
    pub total_micros: Option<i64>,
}

/// A conversation behind a figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedConversation {
    pub conversation: ConversationView,
    #[serde(flatten)]
    pub part: ReportPart,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ReportedConversations {
    /// All that are behind the figure.
    pub total: usize,
    pub items: Vec<ReportedConversation>,
}

impl Table for ReportedConversations {
    const NAME: &'static str = "conversations";

    const HEADINGS: &'static [&'static str] = &[
        "conversation_id",
        "contact_id",
        "contact",
        "subject",
        "status",
        "received",
        "sent",
        "wait_ms",
        "keys",
        "path",
        "work_ms",
        "total",
    ];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |ReportedConversation { conversation, part }: &ReportedConversation| {
            let of = &conversation.conversation;
            let path: Vec<&str> = part.path.iter().map(|channel| channel.name()).collect();
            cells![
                of.id,
                of.contact.id,
                or_empty(of.contact.name.as_ref()),
                or_empty(of.subject.as_ref()),
                of.status.name(),
                or_empty(part.received),
                or_empty(part.sent),
                or_empty(part.wait_ms),
                part.keys.join(", "),
                path.join(" > "),
                or_empty(part.work_ms),
                or_empty(part.total_micros.map(amount)),
            ]
        };
        self.items.iter().map(row).collect()
    }
}

/// Conversations behind a figure
///
/// As many as the figure says, with what each of them adds to it.
#[utoipa::path(get, path = "/api/v1/reports/conversations", tag = "reports",
    operation_id = "reported_conversations",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing, Behind), responses((status = 200, content(
        (ReportedConversations = "application/json"), (String = "text/csv")))))]
async fn behind(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
    Query(behind): Query<Behind>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let mut errors = Errors::default();
    let path = behind.path.as_deref().map(read_path);
    errors.check(path != Some(None), "path", "must be channels with commas between them");
    // No key holds any (`context::validate`), and PostgreSQL takes no text with a zero in it.
    let is_key = behind.key.as_deref().is_none_or(|key| !key.contains(char::is_control));
    errors.check(is_key, "key", "must be a line without control characters");
    let limit = behind.limit.unwrap_or(LIMIT_DEFAULT);
    errors.check((1..=LIMIT_MAX).contains(&limit), "limit", "must lie between 1 and 200");
    errors.into_result().map_err(Problem::invalid)?;
    let limit = if narrowing.format == Format::Csv { FILE_ROWS_MAX } else { limit };
    let mut reader = app.store.read().await?;
    let session = &mut reader.session();
    let found = find(&app, session, &narrow, &behind, path.flatten()).await?;
    let total = found.len();
    let page: Vec<(ConversationId, ReportPart)> =
        found.into_iter().skip(behind.offset).take(limit).collect();
    let ids: Vec<ConversationId> = page.iter().map(|(id, _)| *id).collect();
    let conversations = conversation::several(session, &ids).await?;
    drop(reader);
    let mut conversations: BTreeMap<_, _> =
        conversations.into_iter().map(|it| (it.id, it)).collect();
    let items = page
        .into_iter()
        .filter_map(|(id, part)| {
            let conversation = ConversationView::of(&app, conversations.remove(&id)?);
            Some(ReportedConversation { conversation, part })
        })
        .collect();
    Ok(answer(narrowing.format, &ReportedConversations { total, items }))
}

fn read_path(text: &str) -> Option<Vec<Channel>> {
    text.split(',').map(|name| Channel::from_name(name.trim())).collect()
}

/// All conversations behind the figure, in their order.
async fn find(
    app: &App,
    session: &mut Session<'_>,
    narrow: &Narrow,
    behind: &Behind,
    path: Option<Vec<Channel>>,
) -> Result<Vec<(ConversationId, ReportPart)>, Problem> {
    let waits =
        |(id, wait_ms)| (id, ReportPart { wait_ms: Some(wait_ms), ..ReportPart::default() });
    Ok(match behind.of {
        ReportFigure::Volume => {
            let found = report_figures::with_messages(session, narrow).await?;
            let part = |(id, received, sent)| {
                (
                    id,
                    ReportPart {
                        received: Some(received),
                        sent: Some(sent),
                        ..ReportPart::default()
                    },
                )
            };
            found.into_iter().map(part).collect()
        }
        ReportFigure::Replies => {
            let found = report_figures::with_replies(session, narrow, false).await?;
            found.into_iter().map(waits).collect()
        }
        ReportFigure::FirstReplies => {
            let found = report_figures::with_replies(session, narrow, true).await?;
            found.into_iter().map(waits).collect()
        }
        ReportFigure::Path => {
            let found = report_figures::paths(session, narrow).await?;
            let wanted =
                found.into_iter().filter(|it| path.as_ref().is_none_or(|path| *path == it.0));
            let mut all: Vec<_> = wanted
                .flat_map(|(path, ids)| {
                    let part =
                        move |id| (id, ReportPart { path: path.clone(), ..ReportPart::default() });
                    ids.into_iter().map(part)
                })
                .collect();
            all.sort_by_key(|(id, _)| std::cmp::Reverse(*id));
            all
        }
        ReportFigure::RepeatedQuestions => {
            let key = behind.key.as_deref();
            let found = report_figures::with_repeated(session, narrow, key).await?;
            found
                .into_iter()
                .map(|(id, keys)| (id, ReportPart { keys, ..ReportPart::default() }))
                .collect()
        }
        ReportFigure::Cost => dearest(app, session, narrow, behind.contact_id).await?,
    })
}

async fn dearest(
    app: &App,
    session: &mut Session<'_>,
    narrow: &Narrow,
    contact_id: Option<ContactId>,
) -> Result<Vec<(ConversationId, ReportPart)>, Problem> {
    let directory = app.directory();
    let mut sums: BTreeMap<ConversationId, Sum> = BTreeMap::new();
    let spent = report_figures::spent(session, narrow).await?;
    for it in spent.iter().filter(|it| contact_id.is_none_or(|id| it.contact_id == id)) {
        sums.entry(it.conversation_id).or_default().add(&directory, it);
    }
    let mut all: Vec<_> = sums.into_iter().map(|(id, sum)| (id, sum.cost())).collect();
    all.sort_by_key(|(id, cost)| std::cmp::Reverse((cost.total_micros, cost.work_ms, *id)));
    let part = |(id, cost): (_, super::costs::Cost)| {
        let part = ReportPart {
            received: Some(cost.received),
            sent: Some(cost.sent),
            work_ms: Some(cost.work_ms),
            total_micros: Some(cost.total_micros),
            ..ReportPart::default()
        };
        (id, part)
    };
    Ok(all.into_iter().map(part).collect())
}
