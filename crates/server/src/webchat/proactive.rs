//! The chat speaks first: the page finds that a rule applies, and asks here before it says so.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_core::directory::{Brand, Directory, Inbox, ProactiveRule, Stored};
use rapport_core::id::{InboxId, ProactiveRuleId};
use rapport_storage::proactive::{self, Outcome};
use serde::{Deserialize, Serialize};

use super::inbox::inbox_in_use;
use crate::app::App;
use crate::auth::Throttled;
use crate::clock;
use crate::http::{ClientIp, Json, Path, Problem, Query};

#[derive(Debug, Deserialize)]
pub struct InboxQuery {
    inbox: String,
}

/// What the page has to tell of a rule.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Told {
    /// It applies: may it be shown?
    Due,
    /// It applies, and this visitor is one of those who are not to see it.
    HeldOut,
    Dismissed,
}

#[derive(Debug, Deserialize)]
pub struct Report {
    told: Told,
}

/// What to show, if anything.
#[derive(Debug, Serialize)]
pub struct Answer {
    text: Option<String>,
    brand: String,
}

/// The rule, if it counts for the inbox now.
pub fn rule_in_use(
    directory: &Directory,
    inbox_id: InboxId,
    id: ProactiveRuleId,
) -> Option<&ProactiveRule> {
    let stored = directory.in_use::<ProactiveRule>(id)?;
    Some(&stored.record).filter(|rule| rule.enabled && rule.inbox_id == inbox_id)
}

/// `POST /webchat/v1/proactive/{rule_id}?inbox=KEY`
pub async fn report(
    State(app): State<App>,
    client: ClientIp,
    Path(id): Path<ProactiveRuleId>,
    Query(query): Query<InboxQuery>,
    Json(Report { told }): Json<Report>,
) -> Result<Json<Answer>, Problem> {
    if let Err(Throttled(wait)) = app.throttle.visitor(client.ip()) {
        let detail = "Too many requests from this address. Try again in a moment.";
        let code = "too_many_requests";
        return Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, code, detail).retry_after(wait));
    }
    let inbox = inbox_in_use(&app, &query.inbox).ok_or_else(|| Problem::not_found("inbox"))?;
    let directory = app.directory();
    let rule = rule_in_use(&directory, inbox.id, id)
        .ok_or_else(|| Problem::not_found("proactive rule"))?;
    let outcome = match told {
        Told::HeldOut => Some(Outcome::HeldOut),
        Told::Dismissed => Some(Outcome::Dismissed),
        Told::Due if rule.only_when_free && !somebody_is_free(&app, &inbox).await => None,
        Told::Due => Some(Outcome::Shown),
    };
    if let Some(outcome) = outcome {
        let mut tx = app.store.begin().await?;
        proactive::count(&mut tx, id, outcome, clock::now()).await?;
        tx.commit().await?;
    }
    let brand = directory.get::<Brand>(inbox.record.brand_id);
    Ok(Json(Answer {
        text: (outcome == Some(Outcome::Shown)).then(|| rule.text.clone()),
        brand: brand.map(|brand| brand.record.name.clone()).unwrap_or_default(),
    }))
}

async fn somebody_is_free(app: &App, inbox: &Stored<Inbox>) -> bool {
    let boards = app.routing.queues(vec![inbox.record.queue_id]).await;
    boards.iter().any(|board| board.open && board.agents_free > 0)
}
