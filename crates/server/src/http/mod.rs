//! What every request passes through, whichever part of the server answers it.
//!
//! [`finish`] puts it around the whole router, [`serve`] runs the result on a socket. On the way
//! in: request id, the client's address, the cross-site guard. Around the handler: a time limit
//! and the net under a panic. On the way out: security headers, the access log, the metrics.

mod context;
mod cross_site;
mod edge;
mod extract;
mod health;
mod network;
mod problem;
mod rate_limit;
mod security;
mod serve;
mod shutdown;

pub use context::{ClientIp, RequestId, X_REQUEST_ID, request_id};
pub use edge::{Edge, finish};
pub use extract::{Json, Path, Query};
pub use health::{Readiness, routes as health_routes};
pub use network::Network;
pub use problem::{FieldError, Problem};
pub use rate_limit::RateLimit;
pub use security::{CROSS_ORIGIN_RESOURCE_POLICY, content_security_policy};
pub use serve::{StillOpen, serve};
pub use shutdown::Shutdown;

/// Whether `path` belongs to a program's interface, where every answer is data and every error a
/// problem, and no page.
pub fn is_data_path(path: &str) -> bool {
    ["/api", "/webchat"].iter().any(|root| {
        path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_paths_are_data() {
        for path in ["/api", "/api/v1/x", "/webchat/v1/socket"] {
            assert!(is_data_path(path), "{path}");
        }
        for path in ["/", "/apiary", "/inbox/api/", "/widget.js"] {
            assert!(!is_data_path(path), "{path}");
        }
    }
}
