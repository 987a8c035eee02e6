//! Why a mail server was not of use, in words for who set it up.

use std::io;

/// What is wrong, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// There is no server of this name.
    UnknownHost,
    /// Nothing answers at this port.
    Unreachable,
    /// It answered too late, or broke off.
    NoAnswer,
    /// It speaks in the clear where TLS was expected, or the other way round.
    WrongSecurity,
    /// Its certificate is not for this name, or nobody who is trusted vouches for it.
    Certificate,
    /// It does not take this user and password.
    Login,
    /// A folder is not there.
    Folder,
    /// It refused something else.
    Refused,
}

impl FaultKind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknown_host",
            Self::Unreachable => "unreachable",
            Self::NoAnswer => "no_answer",
            Self::WrongSecurity => "wrong_security",
            Self::Certificate => "certificate",
            Self::Login => "login",
            Self::Folder => "folder",
            Self::Refused => "refused",
        }
    }
}

/// Why something could not be done with a mail server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Fault {
    pub kind: FaultKind,
    /// Says what to do.
    pub detail: String,
    /// It would be the same another time.
    pub is_permanent: bool,
}

/// Longest words of a server's that are shown, in characters.
const WORDS_CHARS_MAX: usize = 300;

impl Fault {
    pub(super) fn new(kind: FaultKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into(), is_permanent: false }
    }

    pub(super) fn unknown_host(host: &str) -> Self {
        Self::new(FaultKind::UnknownHost, format!("There is no server {host}. Check its name."))
    }

    pub(super) fn timeout(host: &str, port: u16) -> Self {
        Self::new(
            FaultKind::NoAnswer,
            format!(
                "{host} does not answer at port {port}. Check the port, and whether a firewall is \
                 in between."
            ),
        )
    }

    pub(super) fn of_connect(host: &str, port: u16, error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::TimedOut => Self::timeout(host, port),
            io::ErrorKind::ConnectionRefused => Self::new(
                FaultKind::Unreachable,
                format!("Nothing answers at {host}, port {port}. Check the port."),
            ),
            _ => Self::new(
                FaultKind::Unreachable,
                format!("{host}, port {port}, cannot be reached: {error}."),
            ),
        }
    }

    pub(super) fn of_tls(host: &str, error: &io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
        match inner {
            Some(rustls::Error::InvalidCertificate(why)) => {
                Self::certificate(host, &format!("{why:?}"))
            }
            Some(_) => Self::wrong_security(host, "STARTTLS"),
            None if error.kind() == io::ErrorKind::UnexpectedEof => {
                Self::wrong_security(host, "STARTTLS")
            }
            None => Self::broken(host, &error.to_string()),
        }
    }

    pub(super) fn certificate(host: &str, why: &str) -> Self {
        Self::new(
            FaultKind::Certificate,
            format!(
                "The certificate of {host} is not trusted ({why}). Check the name of the server; if \
                 its authority is your own, the operator can name it by the setting mail.authorities."
            ),
        )
    }

    pub(super) fn wrong_security(host: &str, instead: &str) -> Self {
        Self::new(
            FaultKind::WrongSecurity,
            format!("{host} does not speak this way at this port. Try {instead}, or another port."),
        )
    }

    pub(super) fn broken(host: &str, why: &str) -> Self {
        Self::new(
            FaultKind::NoAnswer,
            format!("The connection to {host} broke off ({}).", words(why)),
        )
    }

    pub(super) fn login(host: &str, user: &str, said: &str) -> Self {
        Self::new(
            FaultKind::Login,
            format!(
                "{host} does not let {user} in: \"{}\". Check the user and the password; some \
                 providers want a password made for programs.",
                words(said)
            ),
        )
    }

    pub(super) fn refused(host: &str, said: &str) -> Self {
        Self::new(FaultKind::Refused, format!("{host} says: \"{}\".", words(said)))
    }

    /// Something on this side, not at the mail server.
    pub fn local(why: &str) -> Self {
        Self::new(FaultKind::Refused, format!("What came could not be stored: {why}."))
    }

    pub(super) const fn permanent(mut self) -> Self {
        self.is_permanent = true;
        self
    }
}

/// A server's own words, on a line, bounded.
pub(super) fn words(said: &str) -> String {
    let line = rapport_core::conversation::clean_characters(said);
    let line: Vec<&str> = line.split_whitespace().collect();
    line.join(" ").chars().take(WORDS_CHARS_MAX).collect()
}
