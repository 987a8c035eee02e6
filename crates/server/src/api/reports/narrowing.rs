//! What a report is narrowed to, and in which form it is wanted.

use std::time::Duration;

use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::id::{BrandId, QueueId};
use rapport_core::validation::Errors;
use rapport_storage::report_figures::Narrow;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::http::Problem;

/// Longest period of one report: two years and a day.
const PERIOD_MAX: Duration = Duration::from_secs(732 * 24 * 60 * 60);

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    #[default]
    Json,
    /// RFC 4180, UTF-8 with a byte order mark.
    Csv,
}

#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Narrowing {
    /// Messages and work are counted by the quarter of an hour: of one that is partly in the period, all.
    pub from: Timestamp,
    /// Not included; at most two years after `from`.
    pub to: Timestamp,
    pub brand_id: Option<BrandId>,
    /// Of the queue in which it was then.
    pub queue_id: Option<QueueId>,
    #[param(inline)]
    pub channel: Option<Channel>,
    #[serde(default)]
    #[param(inline)]
    pub format: Format,
}

impl Narrowing {
    pub fn read(&self) -> Result<Narrow, Problem> {
        let mut errors = Errors::default();
        errors.check(self.from < self.to, "to", "must lie after `from`");
        let is_short = self.to.since(self.from) <= PERIOD_MAX;
        errors.check(is_short, "to", "must lie at most two years after `from`");
        errors.into_result().map_err(Problem::invalid)?;
        Ok(Narrow {
            from: self.from,
            to: self.to,
            brand_id: self.brand_id,
            queue_id: self.queue_id,
            channel: self.channel,
        })
    }
}
