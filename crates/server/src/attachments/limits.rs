//! How much may be uploaded: by whom, how often, and how much at once.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use governor::{DefaultKeyedRateLimiter, RateLimiter};
use rapport_channels::webchat::visitor::Visitor;
use rapport_core::attachment::Ending;
use rapport_storage::attachment::{self, Uploader, Waiting};
use rapport_storage::{Session, StoreError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::auth::{Throttled, check_rate, per_minute};
use crate::config::Attachments;
use crate::http::{Network, Problem};

/// Uploads under way at once, of visitors and of agents each; every one may hold a file open and
/// a few hundred KiB.
const AT_ONCE_MAX: usize = 32;
/// Uploads of one person that may wait for their message, in files.
const WAITING_FILES_MAX: i64 = 50;
/// How many of the largest files one person may have waiting.
const WAITING_LARGEST_MAX: i64 = 5;
/// When one of many uploads has likely ended.
const RETRY_AFTER: Duration = Duration::from_secs(2);

/// Bounds and counters of uploads.
#[derive(Debug)]
pub struct Uploads {
    pub bytes_max: i64,
    pub refused: Vec<Ending>,
    unsent_bytes_max: i64,
    by_visitor: DefaultKeyedRateLimiter<Visitor>,
    by_network: DefaultKeyedRateLimiter<Network>,
    visitors: Arc<Semaphore>,
    agents: Arc<Semaphore>,
}

impl Uploads {
    pub fn new(settings: &Attachments) -> Self {
        let burst = |rate: u32| NonZeroU32::new(rate).unwrap_or(NonZeroU32::MIN);
        let limit = |rate: u32| per_minute(rate).allow_burst(burst(rate));
        Self {
            bytes_max: settings.bytes_max,
            refused: settings.refused.clone(),
            unsent_bytes_max: settings.unsent_bytes_max,
            by_visitor: RateLimiter::keyed(limit(settings.visitor_uploads_per_minute)),
            by_network: RateLimiter::keyed(limit(settings.client_uploads_per_minute)),
            visitors: Arc::new(Semaphore::new(AT_ONCE_MAX)),
            agents: Arc::new(Semaphore::new(AT_ONCE_MAX)),
        }
    }

    /// Endings of files that are not taken.
    pub fn refused(&self) -> &[Ending] {
        &self.refused
    }

    /// Counts an upload of a visitor's against what they and their network may.
    pub fn throttle(&self, visitor: Visitor, client: IpAddr) -> Result<(), Throttled> {
        check_rate(&self.by_network, &Network::of(client))?;
        check_rate(&self.by_visitor, &visitor)
    }

    /// A place among the uploads under way.
    pub(super) fn begin(&self, uploader: &Uploader) -> Result<OwnedSemaphorePermit, Problem> {
        let places = match uploader {
            Uploader::Agent(_) => &self.agents,
            // Mails are fetched, never uploaded.
            Uploader::Visitor(_) | Uploader::Inbox(_) => &self.visitors,
        };
        places.clone().try_acquire_owned().map_err(|_| {
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "uploads_busy",
                "Too many files are being uploaded now. Try again in a moment.",
            )
            .retry_after(RETRY_AFTER)
        })
    }

    /// Whether a file of so many bytes may wait for its message beside those that do.
    pub(super) async fn check_room(
        &self,
        session: &mut Session<'_>,
        uploader: &Uploader,
        bytes: i64,
    ) -> Result<Result<(), Problem>, StoreError> {
        let own = attachment::waiting_of(session, uploader).await?;
        if own.files >= WAITING_FILES_MAX
            || own.bytes + bytes > self.bytes_max.saturating_mul(WAITING_LARGEST_MAX)
        {
            return Ok(Err(too_many_waiting(
                "Too many of your files wait for their message. Send them first.",
            )));
        }
        // Visitors are strangers, and many; agents are not kept from working by them.
        if matches!(uploader, Uploader::Visitor(_)) {
            let Waiting { bytes: all, .. } = attachment::waiting_of_visitors(session).await?;
            if all + bytes > self.unsent_bytes_max {
                tracing::warn!(bytes = all, "visitors' unsent uploads have reached their limit");
                return Ok(Err(too_many_waiting(
                    "Files cannot be taken for the moment. Send a message without one, or try \
                     again later.",
                )));
            }
        }
        Ok(Ok(()))
    }
}

fn too_many_waiting(detail: &str) -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_unsent", detail).retry_after(WAIT)
}

/// Nobody knows when somebody sends or gives up; programs should not ask each second.
const WAIT: Duration = Duration::from_secs(60);
