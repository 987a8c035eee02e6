//! `GET /webchat/v1/socket?inbox=KEY`: the visitor's WebSocket, from the upgrade to its end.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::SinkExt;
use rapport_channels::webchat::frame::{ClientFrame, FRAME_BYTES_MAX, ServerFrame};
use serde::Deserialize;

use super::inbox::inbox_in_use;
use super::page::Page;
use crate::app::App;
use crate::auth::Throttled;
use crate::http::{ClientIp, Problem, Query};
use crate::live::Frame;

/// Small, since thousands of visitors only look.
const BUFFER_BYTES: usize = 2 * 1024;
const HELLO_WITHIN: Duration = Duration::from_secs(10);
/// A page pings every 20 s; silent for so long, it is gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// A page that takes nothing for so long is gone.
const SEND_MAX: Duration = Duration::from_secs(30);
/// Frames that go out in one write at most, before the page is listened to again.
const FRAMES_AT_ONCE: usize = 64;
/// How often a waiting visitor's place is looked up.
const PLACE_EVERY: Duration = Duration::from_secs(5);

#[derive(Debug, Deserialize)]
pub struct SocketQuery {
    inbox: String,
}

/// A frame as it goes over the wire.
pub fn text(frame: &ServerFrame) -> Utf8Bytes {
    serde_json::to_string(frame).unwrap_or_default().into()
}

pub async fn open(
    State(app): State<App>,
    client: ClientIp,
    Query(query): Query<SocketQuery>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|rejection| {
        Problem::new(StatusCode::BAD_REQUEST, "not_a_websocket", rejection.to_string())
    })?;
    if let Err(Throttled(wait)) = app.throttle.visitor(client.ip()) {
        return Err(Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "too_many_connections",
            "Too many connections from this address. Try again in a moment.",
        )
        .retry_after(wait));
    }
    let inbox = inbox_in_use(&app, &query.inbox).ok_or_else(|| Problem::not_found("inbox"))?;
    let shutdown = app.shutdown.clone();
    Ok(upgrade
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(BUFFER_BYTES)
        .max_message_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| {
            shutdown.track(async move {
                let mut connection = Connection { socket };
                let _ended = connection.talk(app, inbox.id).await;
            })
        }))
}

/// The other end is gone, or was told to come again.
pub struct Ended;

/// The socket's own side: whole frames in and out, in time.
pub struct Connection {
    socket: WebSocket,
}

impl Connection {
    async fn talk(&mut self, app: App, inbox_id: rapport_core::id::InboxId) -> Result<(), Ended> {
        let hello = tokio::time::timeout(HELLO_WITHIN, self.receive()).await;
        let Ok(Ok(Some(hello @ ClientFrame::Hello { .. }))) = hello else {
            return Err(Ended);
        };
        let mut page = Page::welcome(app.clone(), inbox_id, hello, self).await?;
        self.flush().await?;
        let mut place = tokio::time::interval(PLACE_EVERY);
        let mut begun = std::pin::pin!(app.shutdown.begun());
        loop {
            tokio::select! {
                () = &mut begun => {
                    // It reconnects to the next process with what it knows.
                    let _ = self.socket.send(Message::Close(None)).await;
                    return Err(Ended);
                }
                frame = page.listener.next() => match frame {
                    Some(frame) => self.pass_on(frame, &mut page).await?,
                    None => return self.resync().await,
                },
                received = tokio::time::timeout(SILENCE_MAX, self.receive()) => match received {
                    Ok(Ok(Some(frame))) => page.handle(frame, self).await?,
                    Ok(Ok(None)) => {}
                    Ok(Err(Ended)) | Err(_) => return Err(Ended),
                },
                _ = place.tick(), if page.is_waiting() => page.tell_place(self).await?,
            }
            // One write for all that is to be said now.
            for _ in 0..FRAMES_AT_ONCE {
                let Some(frame) = page.listener.try_next() else { break };
                self.pass_on(frame, &mut page).await?;
            }
            self.flush().await?;
        }
    }

    async fn pass_on(&mut self, frame: Frame, page: &mut Page) -> Result<(), Ended> {
        match frame {
            Frame::Event(logged) => page.hear(&logged.event, self).await,
            Frame::Passing(text) => self.send_text(text).await,
            Frame::LookAgain => page.look_again(self).await,
        }
    }

    /// The next frame; none for one that says nothing to us.
    async fn receive(&mut self) -> Result<Option<ClientFrame>, Ended> {
        match self.socket.recv().await {
            Some(Ok(Message::Text(text))) => match serde_json::from_str(&text) {
                Ok(frame) => Ok(Some(frame)),
                Err(error) => {
                    let refused = ServerFrame::Refused {
                        client_id: None,
                        code: "not_understood",
                        detail: format!("this frame is not understood: {error}"),
                        retry_after_ms: None,
                    };
                    self.send(&refused).await.map(|()| None)
                }
            },
            Some(Ok(Message::Close(_)) | Err(_)) | None => Err(Ended),
            Some(Ok(Message::Binary(_) | Message::Ping(_) | Message::Pong(_))) => Ok(None),
        }
    }

    /// It goes out with the next [`Self::flush`], if not before.
    pub async fn send(&mut self, frame: &ServerFrame) -> Result<(), Ended> {
        self.send_text(text(frame)).await
    }

    async fn send_text(&mut self, text: Utf8Bytes) -> Result<(), Ended> {
        in_time(self.socket.feed(Message::Text(text))).await
    }

    /// Has the page forget what it knows, and come again.
    pub async fn resync(&mut self) -> Result<(), Ended> {
        self.send(&ServerFrame::Resync).await?;
        self.flush().await?;
        Err(Ended)
    }

    async fn flush(&mut self) -> Result<(), Ended> {
        in_time(self.socket.flush()).await
    }
}

async fn in_time(sending: impl Future<Output = Result<(), axum::Error>>) -> Result<(), Ended> {
    match tokio::time::timeout(SEND_MAX, sending).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Ended),
    }
}
