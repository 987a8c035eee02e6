//! Has what reports count follow the log ([`rapport_core::report`]).

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use rapport_core::event::EventData;
use rapport_storage::{Logged, StoreError, report, setting};
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::following::{IDLE_EVENTS_MAX, Reader};

/// What is counted, and how. With another number all of it is counted anew.
const VERSION: u32 = 1;
/// How far the log was counted.
const CURSOR: &str = "reports_cursor";

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Counted {
    version: u32,
    seq: i64,
}

/// How far the log was counted, for whoever shows figures.
#[derive(Debug, Default)]
pub struct ReportCursor(AtomicI64);

/// Events that are not counted yet.
pub fn pending(app: &App) -> i64 {
    (app.store.feed().head() - app.reported.0.load(Ordering::Relaxed)).max(0)
}

#[derive(Default)]
pub struct ReportReader {
    /// How far the log was counted, as it is kept.
    kept: i64,
}

impl Reader for ReportReader {
    const WHAT: &'static str = "what reports count could";
    const GATHER: Duration = Duration::from_secs(1);

    async fn begin(&mut self, app: &App, _head: i64) -> Result<i64, StoreError> {
        let counted: Option<Counted> =
            setting::get(&mut app.store.read().await?.session(), CURSOR).await?;
        self.kept = match counted.filter(|it| it.version == VERSION) {
            Some(counted) => counted.seq,
            None => {
                let mut tx = app.store.begin().await?;
                report::forget(&mut tx).await?;
                setting::put(&mut tx, CURSOR, &Counted { version: VERSION, seq: 0 }).await?;
                tx.commit().await?;
                0
            }
        };
        app.reported.0.store(self.kept, Ordering::Relaxed);
        Ok(self.kept)
    }

    async fn read(&mut self, app: &App, events: &[Arc<Logged>]) -> Result<(), StoreError> {
        let Some(last) = events.last().map(|logged| logged.event.seq) else { return Ok(()) };
        let counts = |data: &EventData| {
            data.change().is_some() || matches!(data, EventData::ContextChanged(_))
        };
        let is_idle = !events.iter().any(|logged| counts(&logged.event.data));
        if !is_idle || last - self.kept >= IDLE_EVENTS_MAX {
            let mut tx = app.store.begin().await?;
            if let Err(error) = report::count(&mut tx, events.iter().map(|it| &it.event)).await {
                tx.rollback().await?;
                return Err(error);
            }
            setting::put(&mut tx, CURSOR, &Counted { version: VERSION, seq: last }).await?;
            tx.commit().await?;
            self.kept = last;
        }
        app.reported.0.store(last, Ordering::Relaxed);
        Ok(())
    }
}
