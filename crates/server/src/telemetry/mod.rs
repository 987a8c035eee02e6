//! What the server says about itself: logs and metrics.

mod log;
mod metrics;

pub use log::{LogError, init as init_log, parse_level};
pub use metrics::{metrics, upkeep};
