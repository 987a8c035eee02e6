//! The mail servers behind e-mail inboxes: their password, whether they can be used, and how their
//! connection is.

use axum::extract::State;
use axum::http::StatusCode;
use rapport_channels::email::imap::Mailbox;
use rapport_channels::email::smtp::Line;
use rapport_channels::email::{Fault, Password};
use rapport_core::Timestamp;
use rapport_core::channel::Channel;
use rapport_core::directory::{EmailSettings, Inbox, Stored};
use rapport_core::id::InboxId;
use rapport_core::validation::Errors;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::{App, stamp};
use crate::auth::Caller;
use crate::http::{Json, Path, Problem};
use crate::mail::{Connection, password};

/// Longest password, in characters.
const PASSWORD_CHARS_MAX: usize = 1_000;

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(set_password))
        .routes(routes!(test))
        .routes(routes!(get_connection))
}

#[derive(Debug, Deserialize, ToSchema)]
pub struct MailPassword {
    /// For both servers.
    #[schema(min_length = 1, max_length = 1_000)]
    pub password: String,
}

/// Mail servers that may be used for an inbox.
#[derive(Debug, Deserialize, ToSchema)]
pub struct MailServersTest {
    pub email: EmailSettings,
    /// Left out: that of the inbox, if it is used at the same servers by the same users.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub password: Option<String>,
    #[serde(default)]
    pub inbox_id: Option<InboxId>,
}

/// Why a mail server cannot be used.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailFault {
    /// `unknown_host`, `unreachable`, `no_answer`, `wrong_security`, `certificate`, `login`,
    /// `folder` or `refused`.
    pub code: &'static str,
    /// What to do.
    pub detail: String,
}

impl From<Fault> for MailFault {
    fn from(fault: Fault) -> Self {
        Self { code: fault.kind.name(), detail: fault.detail }
    }
}

/// What the test found; null where all is well.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailServersTested {
    /// Of fetching mails, from each folder.
    pub incoming: Option<MailFault>,
    /// Of handing mails in; none was sent.
    pub outgoing: Option<MailFault>,
}

/// How the connection to a mailbox is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailConnectionState {
    /// The inbox is off, or has no password yet.
    Off,
    Connecting,
    Connected,
    /// It is tried again by itself.
    Failed,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct MailConnection {
    pub state: MailConnectionState,
    /// When the mailbox was read last, or could not be.
    pub at: Option<Timestamp>,
    /// Null unless it failed.
    pub fault: Option<MailFault>,
}

fn email_inbox(app: &App, id: InboxId) -> Result<std::sync::Arc<Stored<Inbox>>, Problem> {
    app.directory()
        .get::<Inbox>(id)
        .filter(|it| it.record.channel == Channel::Email)
        .cloned()
        .ok_or_else(|| Problem::not_found("e-mail inbox"))
}

fn check_password(password: &str, errors: &mut Errors) {
    let holds = (1..=PASSWORD_CHARS_MAX).contains(&password.chars().count())
        && !password.chars().any(char::is_control);
    errors.check(holds, "password", "must be 1 to 1,000 characters on one line");
}

/// Set an e-mail inbox's password
///
/// For its mail servers. It is kept apart from the inbox, and no operation shows it. The inbox is
/// connected anew at once.
#[utoipa::path(put, path = "/api/v1/inboxes/{id}/mail_password", tag = "inboxes",
    operation_id = "set_mail_password",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    params(("id" = InboxId, Path)), request_body = MailPassword, responses((status = 204)))]
async fn set_password(
    State(app): State<App>,
    caller: Caller,
    Path(id): Path<InboxId>,
    Json(new): Json<MailPassword>,
) -> Result<StatusCode, Problem> {
    email_inbox(&app, id)?;
    let mut errors = Errors::default();
    check_password(&new.password, &mut errors);
    errors.into_result().map_err(Problem::invalid)?;
    let mut tx = app.store.begin().await?;
    password::set(&mut tx, id, &new.password, caller.actor(), stamp().at).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Test mail servers
///
/// Signs in at both, and opens each folder. No mail is fetched or sent, and nothing is stored.
#[utoipa::path(post, path = "/api/v1/inboxes/mail_test", tag = "inboxes",
    operation_id = "test_mail_servers",
    security(("session" = ["directory:manage"]), ("token" = ["directory:manage"])),
    request_body = MailServersTest, responses((status = 200, body = MailServersTested)))]
async fn test(
    State(app): State<App>,
    Json(wanted): Json<MailServersTest>,
) -> Result<Json<MailServersTested>, Problem> {
    let mut errors = Errors::default();
    wanted.email.check("email", &mut errors);
    let password = match (&wanted.password, wanted.inbox_id) {
        (Some(password), _) => {
            check_password(password, &mut errors);
            Some(Password::new(password.clone()))
        }
        (None, Some(id)) => stored_password(&app, id, &wanted.email).await?,
        (None, None) => None,
    };
    errors.check(password.is_some(), "password", "give the password for these servers");
    errors.into_result().map_err(Problem::invalid)?;
    let Some(password) = password else { return Err(Problem::not_found("password")) };
    let (incoming, outgoing) = tokio::join!(
        check_incoming(&app, &wanted.email, &password),
        check_outgoing(&app, &wanted.email, &password),
    );
    Ok(Json(MailServersTested {
        incoming: incoming.err().map(Into::into),
        outgoing: outgoing.err().map(Into::into),
    }))
}

/// The inbox's own password, unless it would be told to somebody else.
async fn stored_password(
    app: &App,
    id: InboxId,
    wanted: &EmailSettings,
) -> Result<Option<Password>, Problem> {
    let inbox = email_inbox(app, id)?;
    let has = &inbox.record.email;
    let is_same = has.incoming.host == wanted.incoming.host
        && has.incoming.port == wanted.incoming.port
        && has.incoming.security == wanted.incoming.security
        && has.incoming.user == wanted.incoming.user
        && has.outgoing == wanted.outgoing;
    if !is_same {
        return Ok(None);
    }
    Ok(password::of(&mut app.store.read().await?.session(), id).await?)
}

async fn check_incoming(
    app: &App,
    email: &EmailSettings,
    password: &Password,
) -> Result<(), Fault> {
    let mut mailbox = Mailbox::open(&email.incoming, password, &app.trust).await?;
    for folder in &email.incoming.folders {
        mailbox.select(folder).await?;
    }
    mailbox.close().await;
    Ok(())
}

async fn check_outgoing(
    app: &App,
    email: &EmailSettings,
    password: &Password,
) -> Result<(), Fault> {
    Line::open(&email.outgoing, password, &app.trust).await?.close().await;
    Ok(())
}

/// Read how an e-mail inbox is connected
#[utoipa::path(get, path = "/api/v1/inboxes/{id}/mail_connection", tag = "inboxes",
    operation_id = "get_mail_connection",
    security(("session" = ["directory:read"]), ("token" = ["directory:read"])),
    params(("id" = InboxId, Path)), responses((status = 200, body = MailConnection)))]
async fn get_connection(
    State(app): State<App>,
    Path(id): Path<InboxId>,
) -> Result<Json<MailConnection>, Problem> {
    email_inbox(&app, id)?;
    let (state, at, fault) = match app.mail.of(id) {
        None => (MailConnectionState::Off, None, None),
        Some(Connection::Connecting) => (MailConnectionState::Connecting, None, None),
        Some(Connection::Connected { read_at }) => {
            (MailConnectionState::Connected, Some(read_at), None)
        }
        Some(Connection::Failed { fault, at }) => {
            (MailConnectionState::Failed, Some(at), Some(fault.into()))
        }
    };
    Ok(Json(MailConnection { state, at, fault }))
}
