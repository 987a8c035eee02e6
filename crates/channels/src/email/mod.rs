//! E-mail: mails are fetched by IMAP ([`imap`]), understood by [`read`], written by [`compose`] and
//! handed in by SMTP ([`smtp`]). How one looks is shown by [`page`].

pub mod compose;
mod fault;
pub mod imap;
pub mod page;
pub mod read;
pub mod smtp;
mod trust;
pub mod words;

use std::time::Duration;

use futures_util::future::BoxFuture;
use rapport_core::channel::Channel as Kind;
use rapport_core::entry::EntryBody;

pub use fault::{Fault, FaultKind};
pub use trust::Trust;

use crate::{Channel, Goods, Outgoing, SendError, switched_off};

/// What lets an inbox in at its mail servers. Shown nowhere.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    pub fn new(password: String) -> Self {
        Self(password)
    }

    fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Password {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Password(…)")
    }
}

/// Pause before a message is tried again, by how often it was tried.
fn back_off(attempts: i64) -> Duration {
    const FIRST: u64 = 15;
    const LONGEST: u64 = 60 * 60;
    let doublings = u32::try_from(attempts.clamp(0, 12)).unwrap_or_default();
    Duration::from_secs((FIRST << doublings).min(LONGEST))
}

/// The e-mail channel.
#[derive(Debug)]
pub struct Email {
    trust: Trust,
}

impl Email {
    pub const fn new(trust: Trust) -> Self {
        Self { trust }
    }

    async fn hand_in(&self, outgoing: Outgoing<'_>) -> Result<(), SendError> {
        let never = |reason: &str| SendError::Never { reason: reason.to_owned() };
        let Goods::Mail(mail) = &outgoing.goods else {
            return Err(never("it cannot be sent without its inbox's password"));
        };
        let EntryBody::Message { mail: Some(head), .. } = &outgoing.entry.body else {
            return Err(never("it is no e-mail"));
        };
        let composed = compose::compose(outgoing.inbox, outgoing.entry, head, mail)
            .map_err(|error| SendError::Never { reason: error.to_string() })?;
        let settings = &outgoing.inbox.record.email;
        let later = |fault: Fault| match fault.is_permanent {
            true => SendError::Never { reason: fault.detail },
            false => SendError::Later { after: back_off(outgoing.attempts), reason: fault.detail },
        };
        let mut line = smtp::Line::open(&settings.outgoing, mail.password, &self.trust)
            .await
            .map_err(|fault| later(Fault { is_permanent: false, ..fault }))?;
        line.offer(&composed).await.map_err(later)?;
        // From here on the server may have it, whatever becomes of this process.
        mail.begin.begin().await?;
        line.hand_over(&composed).await.map_err(|error| match error {
            smtp::HandOver::Refused(fault) => later(fault),
            smtp::HandOver::Unclear(detail) => SendError::Never {
                reason: format!(
                    "it is not clear whether the mail server took it ({detail}). Look whether it \
                     arrived before you send it again"
                ),
            },
        })
    }
}

impl Channel for Email {
    fn kind(&self) -> Kind {
        Kind::Email
    }

    fn needs(&self) -> crate::Needs {
        crate::Needs::Mail
    }

    fn send<'a>(&'a self, outgoing: Outgoing<'a>) -> BoxFuture<'a, Result<(), SendError>> {
        Box::pin(async move {
            if let Some(reason) = switched_off(outgoing.inbox) {
                return Err(SendError::Never { reason });
            }
            self.hand_in(outgoing).await
        })
    }
}
