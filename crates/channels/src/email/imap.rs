//! A mailbox, by IMAP (RFC 3501; IDLE by RFC 2177). Reading changes nothing in it: messages are
//! fetched by `BODY.PEEK`, and marked as seen once they are stored.

use std::fmt::{Debug, Write as _};
use std::time::Duration;

use async_imap::error::Error;
use async_imap::extensions::idle::IdleResponse;
use async_imap::types::{Fetch, UnsolicitedResponse};
use async_imap::{Client, Session};
use futures_util::TryStreamExt;
use rapport_core::directory::email::{IncomingMail, Security};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::fault::words;
use super::{Fault, FaultKind, Password, Trust};

/// For a connection, and for each answer.
const CONNECT_MAX: Duration = Duration::from_secs(20);
const ANSWER_MAX: Duration = Duration::from_secs(60);
/// How often a server is asked that tells nothing by itself.
const POLL_EVERY: Duration = Duration::from_secs(30);
/// A message is fetched in pieces of this size.
pub const PIECE_BYTES: u32 = 1024 * 1024;

trait Stream: AsyncRead + AsyncWrite + Unpin + Send + Debug {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Debug> Stream for T {}

type Line = Box<dyn Stream>;

/// A signed-in connection to a mailbox.
#[derive(Debug)]
pub struct Mailbox {
    session: Session<Line>,
    host: String,
    has_idle: bool,
}

/// A folder as it was when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Folder {
    pub uid_validity: u32,
    /// The number that the next message gets, where the server says it.
    pub uid_next: Option<u32>,
}

/// A message in the open folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    pub uid: u32,
    pub size_bytes: u32,
}

impl Mailbox {
    pub async fn open(
        server: &IncomingMail,
        password: &Password,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        let host = server.host.clone();
        let client = connect(server, trust).await?;
        let login = timeout(ANSWER_MAX, client.login(&server.user, password.text())).await;
        let mut session = match login {
            Err(_) => return Err(Fault::timeout(&host, server.port)),
            Ok(Err((Error::No(said), _))) => return Err(Fault::login(&host, &server.user, &said)),
            Ok(Err((error, _))) => return Err(fault(&host, &error)),
            Ok(Ok(session)) => session,
        };
        let capabilities = answer(&host, session.capabilities()).await?;
        let has_idle = capabilities.has_str("IDLE");
        Ok(Self { session, host, has_idle })
    }

    /// Opens a folder to read from.
    pub async fn select(&mut self, folder: &str) -> Result<Folder, Fault> {
        let host = self.host.clone();
        match answer(&host, self.session.select(folder)).await {
            Ok(found) => Ok(Folder {
                // A server without one (RFC 3501 forbids that) has nothing to tell folders apart by.
                uid_validity: found.uid_validity.unwrap_or(1),
                uid_next: found.uid_next,
            }),
            Err(fault) if fault.kind == FaultKind::Refused => {
                let folders = self.folders().await.unwrap_or_default();
                let detail = format!(
                    "There is no folder {folder} in the mailbox. There are: {}.",
                    folders.join(", ")
                );
                Err(Fault::new(FaultKind::Folder, detail))
            }
            Err(fault) => Err(fault),
        }
    }

    async fn folders(&mut self) -> Result<Vec<String>, Fault> {
        let host = self.host.clone();
        let names = async {
            let names = self.session.list(Some(""), Some("*")).await?;
            names.map_ok(|name| name.name().to_owned()).try_collect::<Vec<_>>().await
        };
        let mut names = answer(&host, names).await?;
        names.truncate(50);
        Ok(names)
    }

    /// The numbers of the messages after one, ascending; with `days`, only those that came since.
    pub async fn after(&mut self, uid: u32, days: Option<&str>) -> Result<Vec<u32>, Fault> {
        let host = self.host.clone();
        let mut query = format!("UID {}:*", uid.saturating_add(1));
        if let Some(since) = days {
            let _ = write!(query, " SINCE {since}");
        }
        let found = answer(&host, self.session.uid_search(&query)).await?;
        // `n:*` means the last message, too, when `n` is beyond it.
        let mut uids: Vec<u32> = found.into_iter().filter(|found| *found > uid).collect();
        uids.sort_unstable();
        Ok(uids)
    }

    /// How large messages are. Those that have gone meanwhile are left out.
    pub async fn sizes(&mut self, uids: &[u32]) -> Result<Vec<Listed>, Fault> {
        let fetched = self.fetch(uids, "(UID RFC822.SIZE)").await?;
        let mut listed: Vec<Listed> = fetched
            .iter()
            .filter_map(|it| Some(Listed { uid: it.uid?, size_bytes: it.size? }))
            .collect();
        listed.sort_unstable_by_key(|it| it.uid);
        listed.dedup_by_key(|it| it.uid);
        Ok(listed)
    }

    /// Whole messages, ascending: for those that are small.
    pub async fn messages(&mut self, uids: &[u32]) -> Result<Vec<(u32, Vec<u8>)>, Fault> {
        let fetched = self.fetch(uids, "(UID BODY.PEEK[])").await?;
        let mut all: Vec<(u32, Vec<u8>)> =
            fetched.iter().filter_map(|it| Some((it.uid?, it.body()?.to_vec()))).collect();
        all.sort_unstable_by_key(|(uid, _)| *uid);
        all.dedup_by_key(|(uid, _)| *uid);
        Ok(all)
    }

    /// A piece of a message, from `offset`: at most [`PIECE_BYTES`]; empty at its end.
    pub async fn piece(&mut self, uid: u32, offset: u32) -> Result<Vec<u8>, Fault> {
        let query = format!("(UID BODY.PEEK[]<{offset}.{PIECE_BYTES}>)");
        let fetched = self.fetch(&[uid], &query).await?;
        Ok(fetched.iter().find_map(|it| it.body()).map(<[u8]>::to_vec).unwrap_or_default())
    }

    async fn fetch(&mut self, uids: &[u32], query: &str) -> Result<Vec<Fetch>, Fault> {
        let host = self.host.clone();
        let set = set_of(uids);
        let fetched = async { self.session.uid_fetch(&set, query).await?.try_collect().await };
        answer(&host, fetched).await
    }

    pub async fn mark_seen(&mut self, uids: &[u32]) -> Result<(), Fault> {
        let host = self.host.clone();
        let set = set_of(uids);
        let stored = async {
            let changed = self.session.uid_store(&set, "+FLAGS.SILENT (\\Seen)").await?;
            changed.try_collect::<Vec<_>>().await
        };
        answer(&host, stored).await.map(drop)
    }

    /// Waits until something happens in the open folder, or so long.
    pub async fn wait(mut self, at_most: Duration) -> Result<Self, Fault> {
        let host = self.host.clone();
        if !self.has_idle {
            tokio::time::sleep(at_most.min(POLL_EVERY)).await;
            answer(&host, self.session.noop()).await?;
            return Ok(self);
        }
        let news = self.session.unsolicited_responses.clone();
        // Servers tell of a message once: it may have been with the answer to another command.
        let has_come = || {
            let mut has_come = false;
            while let Ok(told) = news.try_recv() {
                has_come |= matches!(told, UnsolicitedResponse::Exists(_));
            }
            has_come
        };
        if has_come() {
            return Ok(self);
        }
        let mut idle = self.session.idle();
        answer(&host, idle.init()).await?;
        if has_come() {
            let session = answer(&host, idle.done()).await?;
            return Ok(Self { session, host, has_idle: true });
        }
        let (waiting, _stop) = idle.wait_with_timeout(at_most);
        let heard = timeout(at_most, waiting).await;
        match heard {
            Err(_) | Ok(Ok(IdleResponse::Timeout | IdleResponse::NewData(_))) => {}
            Ok(Ok(IdleResponse::ManualInterrupt)) => {
                return Err(Fault::broken(&host, "it was closed"));
            }
            Ok(Err(error)) => return Err(fault(&host, &error)),
        }
        let session = answer(&host, idle.done()).await?;
        Ok(Self { session, host, has_idle: true })
    }

    /// Takes leave; whether the server hears it does not matter.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.session.logout()).await;
    }
}

/// `1:3,7`
fn set_of(uids: &[u32]) -> String {
    let mut set = String::new();
    let mut rest = uids;
    while let Some((&first, behind)) = rest.split_first() {
        let run = (u64::from(first) + 1..)
            .zip(behind)
            .take_while(|(expected, uid)| *expected == u64::from(**uid))
            .count();
        if !set.is_empty() {
            set.push(',');
        }
        let _ = match run {
            0 => write!(set, "{first}"),
            _ => write!(set, "{first}:{}", behind[run - 1]),
        };
        rest = &behind[run..];
    }
    set
}

async fn connect(server: &IncomingMail, trust: &Trust) -> Result<Client<Line>, Fault> {
    let (host, port) = (server.host.as_str(), server.port);
    let stream = tcp(host, port).await?;
    let stream: Line = match server.security {
        Security::Tls => {
            let secret = timeout(CONNECT_MAX, trust.secure(stream, host)).await;
            Box::new(secret.map_err(|_| Fault::wrong_security(host, "STARTTLS"))??)
        }
        Security::Starttls => {
            let mut client = greeted(Client::new(stream), host, "TLS").await?;
            let asked = client.run_command_and_check_ok("STARTTLS", None);
            answer(host, asked).await.map_err(|fault| match fault.kind {
                FaultKind::Refused => Fault::wrong_security(host, "TLS"),
                _ => fault,
            })?;
            let stream = client.into_inner();
            let secret = timeout(CONNECT_MAX, trust.secure(stream, host)).await;
            let secret: Line = Box::new(secret.map_err(|_| Fault::timeout(host, port))??);
            // The greeting was before.
            return Ok(Client::new(secret));
        }
        Security::None => Box::new(stream),
    };
    greeted(Client::new(stream), host, "TLS").await
}

/// A server that expects TLS says nothing, or nothing that can be understood.
async fn greeted<S: Stream>(
    mut client: Client<S>,
    host: &str,
    instead: &str,
) -> Result<Client<S>, Fault> {
    match timeout(CONNECT_MAX, client.read_response()).await {
        Ok(Ok(Some(_))) => Ok(client),
        Ok(Ok(None) | Err(_)) | Err(_) => Err(Fault::wrong_security(host, instead)),
    }
}

pub(super) async fn tcp(host: &str, port: u16) -> Result<TcpStream, Fault> {
    let addresses: Vec<_> = tokio::net::lookup_host((host, port))
        .await
        .map_err(|_| Fault::unknown_host(host))?
        .collect();
    if addresses.is_empty() {
        return Err(Fault::unknown_host(host));
    }
    match timeout(CONNECT_MAX, TcpStream::connect(addresses.as_slice())).await {
        Err(_) => Err(Fault::timeout(host, port)),
        Ok(Err(error)) => Err(Fault::of_connect(host, port, &error)),
        Ok(Ok(stream)) => Ok(stream),
    }
}

/// What the server answers, in time.
async fn answer<T>(host: &str, answer: impl Future<Output = Result<T, Error>>) -> Result<T, Fault> {
    match timeout(ANSWER_MAX, answer).await {
        Err(_) => Err(Fault::broken(host, "it did not answer for a minute")),
        Ok(answer) => answer.map_err(|error| fault(host, &error)),
    }
}

fn fault(host: &str, error: &Error) -> Fault {
    match error {
        Error::No(said) | Error::Bad(said) => Fault::refused(host, said),
        Error::Io(error) => Fault::broken(host, &error.to_string()),
        error => Fault::broken(host, &words(&error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_of_numbers_are_short() {
        for (uids, set) in [
            (&[1, 2, 3, 7][..], "1:3,7"),
            (&[5], "5"),
            (&[1, 3, 5], "1,3,5"),
            (&[u32::MAX - 1, u32::MAX], "4294967294:4294967295"),
            (&[], ""),
        ] {
            assert_eq!(set_of(uids), set);
        }
    }
}
