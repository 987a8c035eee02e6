//! What is known of a request from its first byte on: its id, who sent it, when.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;

use crate::clock;

pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The longest id that is taken over from a client, in characters: room for any tracing system's.
const REQUEST_ID_CHARS_MAX: usize = 64;

/// How many hops of `X-Forwarded-For` are read, from the near end. A longer list is an attack.
const FORWARDED_HOPS_MAX: usize = 32;

tokio::task_local! {
    static REQUEST_ID: RequestId;
}

/// Names one request in the log, in its response and in a problem. An extension of every request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// The id that the client gave if it is harmless (1 to 64 of `A-Z a-z 0-9 . _ -`), or a new one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let harmless = |text: &&str| {
            (1..=REQUEST_ID_CHARS_MAX).contains(&text.len())
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        match headers.get(X_REQUEST_ID).and_then(|value| value.to_str().ok()).filter(harmless) {
            Some(given) => Self(given.into()),
            None => Self(
                rapport_core::id::uuid_v7(clock::now(), clock::random10())
                    .simple()
                    .to_string()
                    .into(),
            ),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Runs `work` with this id as the one that problems carry.
    pub(super) async fn scope<F: Future>(self, work: F) -> F::Output {
        REQUEST_ID.scope(self, work).await
    }
}

/// The id of the request that the present task answers, if it answers one.
pub fn request_id() -> Option<String> {
    REQUEST_ID.try_with(|id| id.as_str().to_owned()).ok()
}

/// The address of the client: the peer's, or where the peer is a trusted proxy, the one that it
/// forwards for. An extension of every request, and an extractor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientIp {
    ip: IpAddr,
    forwarded: bool,
}

impl ClientIp {
    pub fn ip(self) -> IpAddr {
        self.ip
    }

    /// Whether this is the peer's own address, not one that a trusted proxy forwards for.
    pub fn is_peer(self) -> bool {
        !self.forwarded
    }

    /// Reads `X-Forwarded-For` from the near end, past every trusted proxy, to the first address
    /// that is not one. What stands before that anybody may have written.
    pub(super) fn of(peer: Option<SocketAddr>, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
        // Requests without a peer exist only where no socket is: in tests.
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.ip().to_canonical());
        let mut client = Self { ip: peer, forwarded: false };
        let hops = headers.get_all(X_FORWARDED_FOR).iter().rev();
        let hops = hops.filter_map(|value| value.to_str().ok()).flat_map(|list| list.rsplit(','));
        for hop in hops.take(FORWARDED_HOPS_MAX) {
            if !is_trusted(client.ip) {
                break;
            }
            let Some(ip) = parse_hop(hop.trim()) else { break };
            client = Self { ip, forwarded: true };
        }
        client
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let known = parts.extensions.get::<Self>().copied();
        Ok(known.unwrap_or_else(|| Self::of(peer(parts), &parts.headers, &[])))
    }
}

/// The other end of the TCP connection.
fn peer(parts: &Parts) -> Option<SocketAddr> {
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0)
}

/// An address, with or without a port, IPv6 with or without brackets.
fn parse_hop(hop: &str) -> Option<IpAddr> {
    let with_port = || hop.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    hop.parse().ok().or_else(with_port).or_else(bracketed).map(|ip: IpAddr| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &HeaderName, values: &[&str]) -> HeaderMap {
        values.iter().map(|value| (name.clone(), value.parse().unwrap())).collect()
    }

    #[test]
    fn only_a_harmless_id_is_taken_over() {
        for given in ["abc", "trace-1.2_3"] {
            assert_eq!(RequestId::of(&headers(&X_REQUEST_ID, &[given])).as_str(), given);
        }
        for hostile in ["", "a b", "a\"b", "x<script>", &"x".repeat(65)] {
            let id = RequestId::of(&headers(&X_REQUEST_ID, &[hostile]));
            assert_ne!(id.as_str(), hostile);
            assert_eq!(id.as_str().len(), 32);
        }
    }

    #[test]
    fn who_the_client_is() {
        let trusted: Vec<IpNet> = ["10.0.0.0/8", "::1/128"].map(|net| net.parse().unwrap()).into();
        for (peer, forwarded, client) in [
            // A peer that is not trusted cannot claim to be another.
            ("203.0.113.9:1", &["198.51.100.1"][..], "203.0.113.9"),
            ("203.0.113.9:1", &[], "203.0.113.9"),
            ("10.0.0.1:1", &[], "10.0.0.1"),
            ("10.0.0.1:1", &["198.51.100.1"], "198.51.100.1"),
            // The far end of the list is the client's own claim.
            ("10.0.0.1:1", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1:1", &["198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            ("10.0.0.1:1", &["198.51.100.1", "10.9.9.9"], "198.51.100.1"),
            ("10.0.0.1:1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("[::1]:1", &["[2001:db8::7]:443"], "2001:db8::7"),
            ("[::1]:1", &["2001:db8::7"], "2001:db8::7"),
            ("[::1]:1", &["[2001:db8::7]"], "2001:db8::7"),
            ("[::ffff:10.0.0.1]:1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1:1", &["nonsense"], "10.0.0.1"),
            ("10.0.0.1:1", &["198.51.100.1, nonsense"], "10.0.0.1"),
        ] {
            let found =
                ClientIp::of(peer.parse().ok(), &headers(&X_FORWARDED_FOR, forwarded), &trusted);
            assert_eq!(found.ip().to_string(), client, "{peer} {forwarded:?}");
        }
    }
}
