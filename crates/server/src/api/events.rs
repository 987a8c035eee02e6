//! `GET /api/v1/events`: the log of events as server-sent events.
//!
//! Each stream holds a cursor into the log and one chunk that waits for its client, nothing else: a
//! slow client is behind by itself, and may be as far behind as it likes.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream::poll_fn;
use rapport_core::event::EventData;
use rapport_storage::{Follower, Logged, log};
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio::time::MissedTickBehavior;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, STORE_RETRY};
use crate::auth::{Caller, changes_caller, renew};
use crate::http::{FieldError, Problem, Query};
use crate::live::permission_of;

const LAST_EVENT_ID: &str = "last-event-id";
/// nginx would gather a stream before it passes it on.
const X_ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");
/// Below the 60 s after which proxies cut a silent connection.
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// How long a browser waits before it comes again.
const RETRY_MS: u64 = 2_000;
/// Events go out together up to so much, unless one alone is larger.
const CHUNK_BYTES: usize = 64 * 1024;
/// A client that takes nothing for so long is gone.
const SEND_MAX: Duration = Duration::from_secs(30);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(follow))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct EventsQuery {
    /// The last `seq` that you have; what came after it is repeated first. Absent: begin now.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// Only these types, separated by commas: `message.created,conversation.resolved`.
    types: Option<String>,
}

/// Follow events
///
/// Server-sent events, for programs that cannot speak WebSocket: `id` is the event's `seq`, `event`
/// its type, `data` the event as on the socket, `{seq, version, at, actor, type, data}`. Of all
/// that happens you get what your permissions let you read: conversations and their context with
/// `conversations:read`, contacts with `contacts:read`, presence, records and the organisation with
/// `directory:read`, sign-ins, passwords and tokens with `audit:read`.
///
/// Begin after `after`, which may lie as far back as you like, or come again with `Last-Event-ID`,
/// as browsers do by themselves; when both are there the later one counts. One that lies ahead of
/// the log (a backup was restored) is refused with 409 `ahead_of_log`: read your lists again. An
/// event may come twice: drop what is not newer. Every 15 seconds comes a comment, with an `id` and
/// no event, so that you also resume behind events that are not for you. The stream ends when the
/// server stops, when the token or session does, and when you take nothing for 30 seconds.
#[utoipa::path(get, path = "/api/v1/events", tag = "events", operation_id = "follow_events",
    security(("session" = ["signed_in"]), ("token" = [])),
    params(EventsQuery, ("Last-Event-ID" = Option<i64>, Header,
        description = "The `id` that was read last")),
    responses((status = 200, content_type = "text/event-stream", body = String,
        description = "Events, each with its JSON in `data`")))]
async fn follow(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Query(query): Query<EventsQuery>,
) -> Result<Response, Problem> {
    let (after, types) = wanted(&query, &headers).map_err(Problem::invalid)?;
    let after = match after {
        Some(after) => not_ahead(&app, after).await?,
        None => app.store.feed().head(),
    };
    let (chunks, mut receiver) = mpsc::channel(1);
    let stream = Stream { follower: app.store.follow(after), caller, types, chunks, app };
    let shutdown = stream.app.shutdown.clone();
    tokio::spawn(shutdown.track(stream.run()));
    let headers = [
        (CONTENT_TYPE, "text/event-stream"),
        (CACHE_CONTROL, "no-store"),
        (X_ACCEL_BUFFERING, "no"),
    ];
    let chunks = poll_fn(move |context| {
        receiver.poll_recv(context).map(|chunk| chunk.map(Ok::<Bytes, Infallible>))
    });
    Ok((headers, Body::from_stream(chunks)).into_response())
}

/// What the stream is to show; none means every type.
type Types = Option<BTreeSet<String>>;

fn wanted(
    query: &EventsQuery,
    headers: &HeaderMap,
) -> Result<(Option<i64>, Types), Vec<FieldError>> {
    let mut errors = Vec::new();
    if query.after.is_some_and(|after| after < 0) {
        errors.push(FieldError::new("after", "must be 0 or more"));
    }
    // Some clients send it empty when they have read nothing yet.
    let last = headers.get(LAST_EVENT_ID).filter(|value| !value.is_empty()).and_then(|value| {
        let seq = value.to_str().ok().and_then(|text| text.trim().parse::<i64>().ok());
        if seq.is_none_or(|seq| seq < 0) {
            errors.push(FieldError::new("Last-Event-ID", "must be the id of an event"));
        }
        seq
    });
    let types = query.types.as_deref().map(|list| {
        let types: BTreeSet<String> = list.split(',').map(|name| name.trim().to_owned()).collect();
        for name in types.iter().filter(|name| !EventData::TYPES.contains(&name.as_str())) {
            errors.push(FieldError::new("types", format!("`{name}` is no type of event")));
        }
        types
    });
    if errors.is_empty() { Ok((query.after.max(last), types)) } else { Err(errors) }
}

async fn not_ahead(app: &App, after: i64) -> Result<i64, Problem> {
    let head = log::head(&mut app.store.read().await?.session()).await?;
    if after <= head {
        return Ok(after);
    }
    let detail = format!(
        "The log ends at {head}, so {after} is not from it; the store may have been restored from \
         a backup. Read your lists again, then follow with after={head}."
    );
    Err(Problem::conflict("ahead_of_log", detail).field("after"))
}

/// The stream is over: the client is gone, the server stops, or the caller may not go on.
struct Over;

struct Stream {
    app: App,
    caller: Caller,
    types: Types,
    follower: Follower,
    chunks: mpsc::Sender<Bytes>,
}

impl Stream {
    async fn run(mut self) {
        let Err(Over) = self.go_on().await;
    }

    async fn go_on(&mut self) -> Result<Infallible, Over> {
        let mut begun = std::pin::pin!(self.app.shutdown.begun());
        let mut heartbeat = tokio::time::interval(HEARTBEAT_EVERY);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // The first tick is at once.
        heartbeat.tick().await;
        self.send(format!("retry: {RETRY_MS}\n{}", self.place())).await?;
        loop {
            tokio::select! {
                () = &mut begun => return Err(Over),
                () = self.chunks.closed() => return Err(Over),
                _ = heartbeat.tick() => {
                    self.renew().await?;
                    self.send(format!(": here\n{}", self.place())).await?;
                }
                events = self.follower.next() => match events {
                    Ok(events) => self.pass_on(&events).await?,
                    Err(error) => {
                        tracing::warn!(%error, "the event log could not be read; will try again");
                        tokio::time::sleep(STORE_RETRY).await;
                    }
                },
            }
        }
    }

    /// Where a client that comes again goes on, which by itself is no event.
    fn place(&self) -> String {
        format!("id: {}\n\n", self.follower.cursor())
    }

    async fn pass_on(&mut self, events: &[std::sync::Arc<Logged>]) -> Result<(), Over> {
        let mut chunk = String::new();
        for logged in events {
            if changes_caller(&self.app, &self.caller, &logged.event.data) {
                self.renew().await?;
            }
            if self.shows(&logged.event.data) {
                write(&mut chunk, logged);
            }
            if chunk.len() >= CHUNK_BYTES {
                self.send(std::mem::take(&mut chunk)).await?;
            }
        }
        if chunk.is_empty() { Ok(()) } else { self.send(chunk).await }
    }

    fn shows(&self, data: &EventData) -> bool {
        self.types.as_ref().is_none_or(|types| types.contains(data.type_name()))
            && self.caller.may(permission_of(data))
    }

    /// Ends the stream of a caller who is not signed in any more.
    async fn renew(&mut self) -> Result<(), Over> {
        match renew(&self.app, &self.caller).await {
            Ok(Some(caller)) => {
                self.caller = caller;
                Ok(())
            }
            Ok(None) => Err(Over),
            Err(error) => {
                // Nor can any event be read; the next heartbeat asks again.
                tracing::warn!(%error, "a stream's caller could not be looked up");
                Ok(())
            }
        }
    }

    async fn send(&self, text: String) -> Result<(), Over> {
        let place = tokio::select! {
            () = self.app.shutdown.begun() => return Err(Over),
            place = tokio::time::timeout(SEND_MAX, self.chunks.reserve()) => place,
        };
        let Ok(Ok(place)) = place else { return Err(Over) };
        place.send(text.into());
        Ok(())
    }
}

fn write(chunk: &mut String, logged: &Logged) {
    let (seq, name) = (logged.event.seq, logged.event.data.type_name());
    let json = logged.json();
    // Out of `serde_json`, so it is UTF-8 and on one line.
    let json = String::from_utf8_lossy(&json);
    chunk.push_str(&format!("id: {seq}\nevent: {name}\ndata: {json}\n\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, last: Option<&str>) -> Result<(Option<i64>, usize), Vec<String>> {
        let query = serde_urlencoded::from_str(query).unwrap();
        let mut headers = HeaderMap::new();
        if let Some(last) = last {
            headers.insert(LAST_EVENT_ID, last.parse().unwrap());
        }
        wanted(&query, &headers)
            .map(|(after, types)| (after, types.map_or(0, |types| types.len())))
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn the_later_place_counts() {
        assert_eq!(check("", None), Ok((None, 0)));
        assert_eq!(check("after=7", None), Ok((Some(7), 0)));
        assert_eq!(check("after=7", Some("")), Ok((Some(7), 0)));
        assert_eq!(check("after=7", Some("9")), Ok((Some(9), 0)));
        assert_eq!(check("after=9", Some("7")), Ok((Some(9), 0)));
        assert_eq!(check("", Some("9")), Ok((Some(9), 0)));
    }

    #[test]
    fn all_mistakes_are_told_at_once() {
        assert_eq!(check("types=message.created, note.created", None), Ok((None, 2)));
        let fields = check("after=-1&types=message.created,x", Some("y")).unwrap_err();
        assert_eq!(fields, ["after", "Last-Event-ID", "types"]);
    }
}
