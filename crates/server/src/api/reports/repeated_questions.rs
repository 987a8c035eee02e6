//! `GET /api/v1/reports/repeated_questions`

use axum::extract::State;
use axum::response::Response;
use rapport_core::report::RepeatedBy;
use rapport_storage::report_figures;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::narrowing::Narrowing;
use super::table::{Table, answer, cells};
use crate::app::App;
use crate::http::{Problem, Query};
use crate::reports;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(repeated_questions))
}

/// What was asked for though it was known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RepeatedKey {
    /// A fact's key; `email` and `phone` also stand for what the contact is known by.
    pub key: String,
    pub by: RepeatedBy,
    pub times: i64,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RepeatedQuestionsReport {
    /// Events that are not counted yet: while there are many, all figures are too small.
    pub pending_events: i64,
    /// Conversations on which an agent wrote in the period.
    pub answered: i64,
    /// Of these, those on which the contact was asked for something that was known.
    pub repeated: i64,
    /// `repeated / answered × 100`; none when nobody was answered.
    pub rate_percent: Option<f64>,
    /// The most frequent first.
    pub keys: Vec<RepeatedKey>,
}

impl Table for RepeatedQuestionsReport {
    const NAME: &'static str = "repeated-questions";

    const HEADINGS: &'static [&'static str] = &["key", "by", "times"];

    fn rows(&self) -> Vec<Vec<String>> {
        let row = |it: &RepeatedKey| cells![it.key, it.by.name(), it.times];
        self.keys.iter().map(row).collect()
    }
}

/// Repeated questions
///
/// How often contacts were asked for something that was known on the conversation: a question of an
/// agent names the fact and does not say its value, or the contact says the value again in answer to an
/// agent who had not said it. Only what is sure counts. As CSV: what was asked for.
#[utoipa::path(get, path = "/api/v1/reports/repeated_questions", tag = "reports",
    operation_id = "repeated_questions_report",
    security(("session" = ["reports:read"]), ("token" = ["reports:read"])),
    params(Narrowing), responses((status = 200, content(
        (RepeatedQuestionsReport = "application/json"), (String = "text/csv")))))]
async fn repeated_questions(
    State(app): State<App>,
    Query(narrowing): Query<Narrowing>,
) -> Result<Response, Problem> {
    let narrow = narrowing.read()?;
    let mut reader = app.store.read().await?;
    let found = report_figures::repeated_questions(&mut reader.session(), &narrow).await?;
    drop(reader);
    #[expect(clippy::cast_precision_loss, reason = "counts of conversations are far below 2^53")]
    let rate = (found.answered > 0).then(|| found.repeated as f64 * 100.0 / found.answered as f64);
    let report = RepeatedQuestionsReport {
        pending_events: reports::pending(&app),
        answered: found.answered,
        repeated: found.repeated,
        rate_percent: rate,
        keys: found
            .by_key
            .into_iter()
            .map(|(key, by, times)| RepeatedKey { key, by, times })
            .collect(),
    };
    Ok(answer(narrowing.format, &report))
}
