//! `GET /api/v1/socket`: the desk's WebSocket.
//!
//! The client says hello with the last `seq` that it saw and the topics that it listens to; the
//! server repeats what these missed, in order, then says ready and goes on live. A client that is
//! too far behind or too slow is told to resynchronise: it reads its lists again.

use std::time::Duration;

use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::SinkExt;
use rapport_core::actor::Actor;
use rapport_core::draft::Draft;
use rapport_core::event::EventData;
use rapport_core::id::ConversationId;
use rapport_core::permission::Permission;
use rapport_storage::log;
use serde::{Deserialize, Serialize};
use tokio::time::MissedTickBehavior;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::auth::{Caller, changes_caller, renew};
use crate::http::Problem;
use crate::live::{Frame, Listener, Topic, permission_of, topics_of};

const FRAME_BYTES_MAX: usize = 64 * 1024;
const READ_BUFFER_BYTES: usize = 4 * 1024;
/// Room for a dozen events in one write.
const WRITE_BUFFER_BYTES: usize = 16 * 1024;
const TOPICS_MAX: usize = 300;
/// Frames that may wait for one desk: nearly a second of all that the store can take.
const WAITING_FRAMES_MAX: usize = 8_192;
/// Frames that go out together at most, before the client is listened to again.
const FRAMES_AT_ONCE: usize = 128;
/// Events that are repeated after a break; beyond, reading the lists again is cheaper.
const REPLAY_EVENTS_MAX: i64 = 5_000;
/// Whether a caller still may listen is looked up so often, whatever they say.
const RENEW_EVERY: Duration = Duration::from_secs(15);
/// A client pings every 20 s; silent for so long, it is gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// A client that takes nothing for so long is gone.
const SEND_MAX: Duration = Duration::from_secs(30);

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(open))
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ClientFrame {
    Hello {
        #[serde(default)]
        after: Option<i64>,
        #[serde(default)]
        topics: Vec<String>,
    },
    Subscribe {
        topics: Vec<String>,
    },
    Unsubscribe {
        topics: Vec<String>,
    },
    Typing {
        conversation_id: ConversationId,
    },
    Viewing {
        conversation_id: Option<ConversationId>,
    },
    Ping,
}

#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum ServerFrame<'a> {
    Ready {
        seq: i64,
    },
    /// From now on, these topics are heard.
    Subscribed {
        topics: &'a [String],
    },
    Typing {
        conversation_id: ConversationId,
        by: &'a Actor,
        /// A visitor's words so far, where their inbox lets agents see them; empty once cleared.
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
    },
    /// All agents who have the conversation on their screens, whenever one comes or goes.
    Viewers {
        conversation_id: ConversationId,
        agents: &'a [Actor],
    },
    Online {
        conversation_id: ConversationId,
        online: bool,
    },
    /// The agent's own draft, as one of their devices has left it; null when it is empty.
    Draft {
        conversation_id: ConversationId,
        draft: Option<&'a Draft>,
    },
    Resync {
        reason: &'a str,
    },
    Refused {
        detail: &'a str,
    },
    Pong,
}

impl ServerFrame<'_> {
    fn text(&self) -> Utf8Bytes {
        serde_json::to_string(self).unwrap_or_default().into()
    }
}

/// What the desk hears when a visitor's page comes or goes.
pub fn online_frame(conversation_id: ConversationId, online: bool) -> Frame {
    Frame::Passing(ServerFrame::Online { conversation_id, online }.text())
}

/// What an agent's desks hear when one of them has kept a draft.
pub fn draft_frame(conversation_id: ConversationId, draft: Option<&Draft>) -> Frame {
    Frame::Passing(ServerFrame::Draft { conversation_id, draft }.text())
}

/// What the desk hears while somebody types.
pub fn typing_frame(conversation_id: ConversationId, by: &Actor, text: Option<&str>) -> Frame {
    Frame::Passing(ServerFrame::Typing { conversation_id, by, text }.text())
}

/// Open the desk's WebSocket
///
/// Frames are JSON objects with a `type`. First send
/// `{"type":"hello","after":<last seq or null>,"topics":["desk", ...]}`; topics are `desk`, `all`,
/// `imports`, `agent:<id>`, `queue:<id>`, `conversation:<id>` and `contact:<id>`. The server answers what was
/// missed as `{"type":"event","event":{...}}`, then `{"type":"ready","seq":...}`. Send
/// `{"type":"ping"}` at least every 20 seconds. On `{"type":"resync"}` read your lists again. Of what
/// happens in a topic you hear what your permissions let you read.
#[utoipa::path(get, path = "/api/v1/socket", tag = "socket", operation_id = "open_socket",
    security(("session" = ["signed_in"]), ("token" = [])),
    responses((status = 101, description = "A WebSocket")))]
async fn open(
    State(app): State<App>,
    caller: Caller,
    upgrade: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Result<Response, Problem> {
    let upgrade = upgrade.map_err(|rejection| {
        Problem::new(axum::http::StatusCode::BAD_REQUEST, "not_a_websocket", rejection.to_string())
    })?;
    let task = app.shutdown.clone();
    Ok(upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_message_size(FRAME_BYTES_MAX)
        .on_upgrade(move |socket| task.track(async move { Desk::run(app, caller, socket).await })))
}

/// Why a connection ends.
enum End {
    Gone,
    /// Told why; it may come again.
    Told,
}

struct Desk {
    app: App,
    caller: Caller,
    socket: WebSocket,
    listener: Listener,
    /// Events up to here were sent, or lie before the hello.
    seq: i64,
    viewing: Option<ConversationId>,
}

impl Desk {
    async fn run(app: App, caller: Caller, socket: WebSocket) {
        let _connected = app.agents.connect(caller.agent_id);
        let mut listener = app.hub.join(WAITING_FRAMES_MAX);
        listener.subscribe(Topic::AgentDesks(caller.agent_id));
        let mut desk = Self { app, caller, socket, listener, seq: 0, viewing: None };
        if let Err(End::Told) = desk.talk().await {
            // The close frame follows what was said.
            let _ = tokio::time::timeout(SEND_MAX, desk.socket.send(Message::Close(None))).await;
        }
        desk.view(None);
    }

    async fn talk(&mut self) -> Result<(), End> {
        let Some(ClientFrame::Hello { after, topics }) = self.receive().await? else {
            return self.refuse("say hello first").await;
        };
        self.subscribe(&topics).await?;
        self.catch_up(after).await?;
        let mut begun = std::pin::pin!(self.app.shutdown.begun());
        // A client that says nothing must not keep what it may not hear any more.
        let mut renewal = tokio::time::interval(RENEW_EVERY);
        renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
        renewal.reset();
        loop {
            tokio::select! {
                _ = renewal.tick() => self.renew().await?,
                () = &mut begun => {
                    self.send(ServerFrame::Resync { reason: "restart" }.text()).await?;
                    return Err(End::Told);
                }
                frame = self.listener.next() => match frame {
                    Some(frame) => self.pass_on_all(frame).await?,
                    None => {
                        self.send(ServerFrame::Resync { reason: "too_slow" }.text()).await?;
                        return Err(End::Told);
                    }
                },
                message = tokio::time::timeout(SILENCE_MAX, self.socket.recv()) => {
                    let Ok(Some(Ok(message))) = message else { return Err(End::Gone) };
                    if let Some(frame) = self.read(message).await? {
                        self.handle(frame).await?;
                    }
                }
            }
        }
    }

    /// Passes on a frame and those that wait behind it, in one write.
    async fn pass_on_all(&mut self, first: Frame) -> Result<(), End> {
        self.pass_on(first).await?;
        for _ in 1..FRAMES_AT_ONCE {
            let Some(frame) = self.listener.try_next() else { break };
            self.pass_on(frame).await?;
        }
        in_time(self.socket.flush()).await
    }

    async fn pass_on(&mut self, frame: Frame) -> Result<(), End> {
        match frame {
            Frame::Event(logged) if logged.event.seq > self.seq => {
                self.seq = logged.event.seq;
                let data = &logged.event.data;
                if self.may_hear(data) {
                    self.feed_event(logged.wire()).await?;
                }
                if changes_caller(&self.app, &self.caller, data) {
                    self.renew().await?;
                }
                Ok(())
            }
            Frame::Passing(text) => in_time(self.socket.feed(Message::Text(text))).await,
            Frame::Event(_) | Frame::LookAgain => Ok(()),
        }
    }

    /// Repeats what the topics missed, then says ready.
    async fn catch_up(&mut self, after: Option<i64>) -> Result<(), End> {
        // What changed who they are while nothing was heard is not told again.
        self.renew().await?;
        // Whoever is subscribed by now hears everything after this.
        let head = self.app.store.feed().head();
        if let Some(after) = after {
            if head - after > REPLAY_EVENTS_MAX || after > head {
                self.send(ServerFrame::Resync { reason: "too_far_behind" }.text()).await?;
            } else {
                self.replay(after, head).await?;
            }
        }
        self.seq = head;
        self.send(ServerFrame::Ready { seq: head }.text()).await
    }

    async fn replay(&mut self, after: i64, head: i64) -> Result<(), End> {
        let missed = async {
            let mut reader = self.app.store.read().await?;
            log::after(&mut reader.session(), after, head, REPLAY_EVENTS_MAX).await
        };
        let Ok(events) = missed.await else {
            self.send(ServerFrame::Resync { reason: "store_unavailable" }.text()).await?;
            return Ok(());
        };
        for event in events {
            let heard = topics_of(&event.data).iter().any(|topic| self.listener.listens_to(topic));
            if heard && self.may_hear(&event.data) {
                self.feed_event(rapport_storage::Logged::new(event).wire()).await?;
            }
        }
        Ok(())
    }

    async fn handle(&mut self, frame: ClientFrame) -> Result<(), End> {
        match frame {
            // A client that was told to resynchronise begins anew on the same line.
            ClientFrame::Hello { after, topics } => {
                self.subscribe(&topics).await?;
                self.catch_up(after).await
            }
            ClientFrame::Subscribe { topics } => {
                self.subscribe(&topics).await?;
                self.send(ServerFrame::Subscribed { topics: &topics }.text()).await
            }
            ClientFrame::Unsubscribe { topics } => {
                for topic in topics.iter().filter_map(|topic| topic.parse().ok()) {
                    self.listener.unsubscribe(topic);
                }
                Ok(())
            }
            ClientFrame::Typing { conversation_id } => {
                if !self.caller.may(Permission::ConversationsWrite) {
                    return Ok(());
                }
                let by = self.caller.actor();
                self.app.hub.send(
                    &[Topic::Conversation(conversation_id)],
                    &typing_frame(conversation_id, &by, None),
                );
                let to_visitor = crate::webchat::agent_typing_frame(&self.caller.name);
                self.app.hub.send(&[Topic::Visitor(conversation_id)], &to_visitor);
                Ok(())
            }
            ClientFrame::Viewing { conversation_id } => {
                let may = self.caller.may(Permission::ConversationsRead);
                self.view(conversation_id.filter(|_| may));
                Ok(())
            }
            ClientFrame::Ping => {
                self.renew().await?;
                self.send(ServerFrame::Pong.text()).await
            }
        }
    }

    /// Topics are wider than what somebody may read: the desk's tells of conversations, too.
    fn may_hear(&self, data: &EventData) -> bool {
        self.caller.may(permission_of(data))
            || topics_of(data).contains(&Topic::AgentDesks(self.caller.agent_id))
    }

    /// A session that has ended ends its sockets, too. Who may do something else by now begins
    /// anew, so that every topic is asked for again.
    async fn renew(&mut self) -> Result<(), End> {
        match renew(&self.app, &self.caller).await {
            Ok(None) => self.refuse("signed out").await,
            Ok(Some(now)) if now.permissions() != self.caller.permissions() => {
                self.send(ServerFrame::Resync { reason: "permissions" }.text()).await?;
                Err(End::Told)
            }
            // The next ping asks again.
            Ok(Some(_)) | Err(_) => Ok(()),
        }
    }

    /// Tells those who listen to the conversation, this desk too, who has it on their screens.
    fn view(&mut self, next: Option<ConversationId>) {
        if self.viewing == next {
            return;
        }
        let (viewers, connection) = (&self.app.viewers, self.listener.id());
        let left = self.viewing.map(|id| (id, viewers.leave(id, connection)));
        let entered = next.map(|id| (id, viewers.enter(id, connection, self.caller.actor())));
        for (conversation_id, agents) in left.into_iter().chain(entered) {
            let frame = ServerFrame::Viewers { conversation_id, agents: &agents }.text();
            self.app.hub.send(&[Topic::Conversation(conversation_id)], &Frame::Passing(frame));
        }
        self.viewing = next;
    }

    async fn subscribe(&mut self, topics: &[String]) -> Result<(), End> {
        for text in topics {
            let topic = match text.parse::<Topic>() {
                Ok(topic) => topic,
                Err(detail) => {
                    self.send(ServerFrame::Refused { detail: &detail }.text()).await?;
                    continue;
                }
            };
            let needs = match topic {
                Topic::Contact(_) => Permission::ContactsRead,
                Topic::Imports => Permission::ContactsTransfer,
                Topic::Desk => Permission::DirectoryRead,
                _ => Permission::ConversationsRead,
            };
            if !self.caller.may(needs) {
                let detail = format!("`{text}` needs the permission `{}`", needs.name());
                self.send(ServerFrame::Refused { detail: &detail }.text()).await?;
                continue;
            }
            if self.listener.topics() >= TOPICS_MAX {
                let detail = "300 topics at once are the most";
                return self.send(ServerFrame::Refused { detail }.text()).await;
            }
            self.listener.subscribe(topic);
            if let Topic::Conversation(conversation_id) = topic {
                let online = self.app.hub.is_heard(Topic::Visitor(conversation_id));
                self.send(ServerFrame::Online { conversation_id, online }.text()).await?;
            }
        }
        Ok(())
    }

    async fn refuse(&mut self, detail: &str) -> Result<(), End> {
        self.send(ServerFrame::Refused { detail }.text()).await?;
        Err(End::Told)
    }

    async fn receive(&mut self) -> Result<Option<ClientFrame>, End> {
        match tokio::time::timeout(SILENCE_MAX, self.socket.recv()).await {
            Ok(Some(Ok(message))) => self.read(message).await,
            _ => Err(End::Gone),
        }
    }

    async fn read(&mut self, message: Message) -> Result<Option<ClientFrame>, End> {
        match message {
            Message::Text(text) => match serde_json::from_str(&text) {
                Ok(frame) => Ok(Some(frame)),
                Err(error) => {
                    let detail = format!("this frame is not understood: {error}");
                    self.send(ServerFrame::Refused { detail: &detail }.text()).await?;
                    Ok(None)
                }
            },
            Message::Close(_) => Err(End::Gone),
            Message::Binary(_) | Message::Ping(_) | Message::Pong(_) => Ok(None),
        }
    }

    /// It goes out with the next flush or send, if not before.
    async fn feed_event(&mut self, json: bytes::Bytes) -> Result<(), End> {
        let Ok(text) = Utf8Bytes::try_from(json) else { return Ok(()) };
        in_time(self.socket.feed(Message::Text(text))).await
    }

    async fn send(&mut self, text: Utf8Bytes) -> Result<(), End> {
        in_time(self.socket.send(Message::Text(text))).await
    }
}

async fn in_time(sending: impl Future<Output = Result<(), axum::Error>>) -> Result<(), End> {
    match tokio::time::timeout(SEND_MAX, sending).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(End::Gone),
    }
}
