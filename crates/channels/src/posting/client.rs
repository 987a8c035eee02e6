//! One try to post something.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use rapport_core::Timestamp;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};

use super::Reach;
use super::signature::{Secrets, sign};

/// Until the answer is there. The specification asks for 15 to 30 seconds.
const TRY_MAX: Duration = Duration::from_secs(20);
const CONNECT_MAX: Duration = Duration::from_secs(10);
/// Of an answer that refuses, so much is kept to show.
const ANSWER_BYTES_MAX: usize = 2_000;
const ANSWER_CHARS_MAX: usize = 300;
/// An answer may ask for so much patience at most.
const PATIENCE_MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// What is posted.
#[derive(Debug, Clone, Copy)]
pub struct Posting<'a> {
    pub url: &'a str,
    /// Names it: the same in every try, by which the receiver knows it again.
    pub id: &'a str,
    pub secrets: &'a Secrets,
    /// JSON.
    pub body: &'a [u8],
    pub now: Timestamp,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What was answered; none where nothing was.
    pub status: Option<u16>,
    pub reason: String,
    /// How long the answer asks to wait.
    pub after: Option<Duration>,
    /// The receiver wants nothing more (410).
    pub gone: bool,
}

impl Refused {
    fn unanswered(reason: impl Into<String>) -> Self {
        Self { status: None, reason: reason.into(), after: None, gone: false }
    }
}

/// Posts; cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    reach: Arc<Reach>,
    /// Made when it is first needed: most never post, and it reads the system's certificates.
    http: Arc<OnceLock<Result<reqwest::Client, String>>>,
}

/// Why an address that a name stands for is not posted to.
#[derive(Debug, thiserror::Error)]
#[error(
    "{host} is at {ip}, which is not on the public internet; the operator can allow its network \
     with the setting webhooks.allow"
)]
struct OutOfReach {
    host: String,
    ip: IpAddr,
}

/// Looks names up, and leaves out addresses out of reach: looking first and connecting then would
/// let a name change its mind in between.
struct Lookup(Arc<Reach>);

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<_> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            let (within, without): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|address| reach.may(address.ip()));
            match (within.is_empty(), without.first()) {
                (true, Some(address)) => Err(OutOfReach { host, ip: address.ip() }.into()),
                _ => Ok(Box::new(within.into_iter()) as Addrs),
            }
        })
    }
}

impl Client {
    pub fn new(reach: Reach) -> Self {
        Self { reach: Arc::new(reach), http: Arc::default() }
    }

    fn http(&self) -> Result<&reqwest::Client, Refused> {
        let made = self.http.get_or_init(|| self.make().map_err(|error| innermost(&error)));
        made.as_ref().map_err(Refused::unanswered)
    }

    fn make(&self) -> Result<reqwest::Client, reqwest::Error> {
        reqwest::Client::builder()
            .user_agent(concat!("Rapport/", env!("CARGO_PKG_VERSION")))
            .timeout(TRY_MAX)
            .connect_timeout(CONNECT_MAX)
            // Where it leads could be out of reach, and a receiver that moves has its URL changed.
            .redirect(Policy::none())
            // A proxy would look names up itself.
            .no_proxy()
            .dns_resolver(Arc::new(Lookup(self.reach.clone())))
            .build()
    }

    /// Posts once; answers the status with which it was taken.
    pub async fn post(&self, posting: Posting<'_>) -> Result<u16, Refused> {
        let Posting { url, id, secrets, body, now } = posting;
        let url: Url =
            url.parse().map_err(|error| Refused::unanswered(format!("{url}: {error}")))?;
        // An address instead of a name is not looked up.
        let host = url.host_str().unwrap_or_default().to_owned();
        if let Ok(ip) = host.trim_matches(['[', ']']).parse::<IpAddr>()
            && !self.reach.may(ip)
        {
            return Err(Refused::unanswered(OutOfReach { host, ip }.to_string()));
        }
        let seconds = now.micros().div_euclid(1_000_000);
        let answer = self
            .http()?
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header("webhook-id", id)
            .header("webhook-timestamp", seconds)
            .header("webhook-signature", sign(secrets, id, now, body))
            .body(body.to_vec())
            .send()
            .await
            .map_err(|error| Refused::unanswered(innermost(&error)))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(status.as_u16());
        }
        Err(Refused {
            status: Some(status.as_u16()),
            after: patience(answer.headers()),
            gone: status == StatusCode::GONE,
            reason: reason_of(status, answer).await,
        })
    }
}

/// What is at the bottom of an error says more than its top.
fn innermost(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return format!("no answer within {} seconds", TRY_MAX.as_secs());
    }
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}

/// Retry-After in seconds (RFC 9110, section 10.2.3); a date is not understood.
fn patience(headers: &HeaderMap) -> Option<Duration> {
    let seconds: u64 = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(PATIENCE_MAX))
}

async fn reason_of(status: StatusCode, mut answer: reqwest::Response) -> String {
    if status.is_redirection() {
        return format!("it answered {status}: redirects are not followed, change the address");
    }
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() >= ANSWER_BYTES_MAX {
            bytes.truncate(ANSWER_BYTES_MAX);
            break;
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let line: String = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .filter(|c| !c.is_control())
        .take(ANSWER_CHARS_MAX)
        .collect();
    if line.is_empty() { format!("it answered {status}") } else { format!("{status}: {line}") }
}
