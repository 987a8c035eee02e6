//! What an e-mail inbox has besides: its address, and the servers behind it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Directory, Inbox};
use crate::channel::Channel;
use crate::contact::is_email;
use crate::id::InboxId;
use crate::validation::Errors;

/// Longest host name (RFC 1035, section 2.3.4).
const HOST_CHARS_MAX: usize = 253;
const USER_CHARS_MAX: usize = 320;
/// Most folders of one mailbox.
pub const FOLDERS_MAX: usize = 20;

/// How a connection to a mail server is kept secret.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// From its first byte (RFC 8314).
    #[default]
    Tls,
    /// It begins in the clear, and nothing is said before it is secret.
    Starttls,
    /// Everybody on the way can read along, the password too: for a server on the same machine.
    None,
}

/// Where mails are fetched from, by IMAP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IncomingMail {
    #[schema(max_length = 253, example = "imap.shop.example")]
    pub host: String,
    #[schema(minimum = 1, maximum = 65535)]
    pub port: u16,
    #[serde(default)]
    pub security: Security,
    #[schema(max_length = 320)]
    pub user: String,
    /// Which folders are read.
    #[serde(default = "inbox_folder")]
    #[schema(min_items = 1, max_items = 20)]
    pub folders: Vec<String>,
    /// How many days of mails that are there already are taken in when the inbox is first
    /// connected; 0: only what comes from then on.
    #[serde(default)]
    #[schema(maximum = 3650)]
    pub history_days: u16,
}

impl Default for IncomingMail {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: 993,
            security: Security::Tls,
            user: String::new(),
            folders: inbox_folder(),
            history_days: 0,
        }
    }
}

fn inbox_folder() -> Vec<String> {
    vec!["INBOX".to_owned()]
}

/// Where mails are handed in, by SMTP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutgoingMail {
    #[schema(max_length = 253, example = "smtp.shop.example")]
    pub host: String,
    #[schema(minimum = 1, maximum = 65535)]
    pub port: u16,
    #[serde(default)]
    pub security: Security,
    /// Empty for a server that takes mails from this machine without asking who it is.
    #[serde(default)]
    #[schema(max_length = 320)]
    pub user: String,
}

impl Default for OutgoingMail {
    fn default() -> Self {
        Self { host: String::new(), port: 465, security: Security::Tls, user: String::new() }
    }
}

/// What an e-mail inbox has besides. Its password is kept apart, and is never shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EmailSettings {
    /// Which mails come to and go out from.
    #[serde(default)]
    #[schema(max_length = 254, example = "help@shop.example")]
    pub address: String,
    #[serde(default)]
    pub incoming: IncomingMail,
    #[serde(default)]
    pub outgoing: OutgoingMail,
}

impl EmailSettings {
    /// What can be told without the directory.
    pub fn check(&self, field: &str, errors: &mut Errors) {
        let is_ours = is_email(&self.address) && self.address.is_ascii();
        errors.check(
            is_ours,
            &format!("{field}.address"),
            "must be an address, such as help@shop.example",
        );
        let (incoming, outgoing) = (&self.incoming, &self.outgoing);
        check_host(&incoming.host, &format!("{field}.incoming.host"), errors);
        check_host(&outgoing.host, &format!("{field}.outgoing.host"), errors);
        for (name, port) in [("incoming", incoming.port), ("outgoing", outgoing.port)] {
            errors.check(port > 0, &format!("{field}.{name}.port"), "must be from 1 to 65535");
        }
        errors.check_line(&incoming.user, &format!("{field}.incoming.user"), USER_CHARS_MAX);
        if !outgoing.user.is_empty() {
            errors.check_line(&outgoing.user, &format!("{field}.outgoing.user"), USER_CHARS_MAX);
        }
        let folders = &incoming.folders;
        let count_holds = (1..=FOLDERS_MAX).contains(&folders.len());
        errors.check(
            count_holds,
            &format!("{field}.incoming.folders"),
            "must name 1 to 20 folders",
        );
        for (place, folder) in folders.iter().enumerate() {
            let at = format!("{field}.incoming.folders[{place}]");
            errors.check_line(folder, &at, 200);
            errors.check(!folders[..place].contains(folder), &at, "is named before");
        }
        let history = format!("{field}.incoming.history_days");
        errors.check(incoming.history_days <= 3650, &history, "must be at most 3650");
    }

    /// Two inboxes with one address would take every mail in twice.
    pub(super) fn check_free(
        &self,
        id: Option<InboxId>,
        directory: &Directory,
        errors: &mut Errors,
    ) {
        let has = |inbox: &Inbox| {
            inbox.channel == Channel::Email
                && inbox.email.address.eq_ignore_ascii_case(&self.address)
        };
        let other = directory
            .inboxes
            .values()
            .find(|it| Some(it.id) != id && !it.archived && has(&it.record));
        if let Some(other) = other {
            let detail = format!("the inbox {} has this address", other.record.name);
            errors.push("email.address", detail);
        }
    }
}

/// A name or an IP address, without a port.
fn check_host(host: &str, field: &str, errors: &mut Errors) {
    let holds = (1..=HOST_CHARS_MAX).contains(&host.len())
        && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    errors.check(holds, field, "must be a host name, such as imap.shop.example");
}
