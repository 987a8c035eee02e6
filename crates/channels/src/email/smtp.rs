//! Handing mails in, by SMTP (RFC 5321, RFC 6409).
//!
//! A message is handed over in two steps. [`Line::offer`] says who it is from and to: until it has
//! answered, nothing was sent, and all can be done again. [`Line::hand_over`] sends the text; if the
//! connection breaks off then, nobody can tell whether the server took it (RFC 1047).

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use lettre::transport::smtp::response::Severity;
use rapport_core::directory::email::{OutgoingMail, Security};
use tokio::time::timeout;

use super::compose::Composed;
use super::fault::words;
use super::imap::tcp;
use super::{Fault, FaultKind, Password, Trust};

const CONNECT_MAX: Duration = Duration::from_secs(20);
const ANSWER_MAX: Duration = Duration::from_secs(60);
/// After the end of the text the server may think for 10 minutes (RFC 5321, section 4.5.3.2.6).
const TAKE_MAX: Duration = Duration::from_secs(10 * 60);

/// A connection to a server that takes mails.
pub struct Line {
    connection: AsyncSmtpConnection,
    host: String,
}

impl std::fmt::Debug for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Line").field("host", &self.host).finish_non_exhaustive()
    }
}

/// Why a message was not handed over.
#[derive(Debug)]
pub enum HandOver {
    Refused(Fault),
    /// The server may have it, or not.
    Unclear(String),
}

impl Line {
    pub async fn open(
        server: &OutgoingMail,
        password: &Password,
        trust: &Trust,
    ) -> Result<Self, Fault> {
        let (host, port) = (server.host.as_str(), server.port);
        let hello = ClientId::default();
        let instead = if server.security == Security::Tls { "STARTTLS" } else { "TLS" };
        let connected = async {
            if server.security == Security::Tls {
                let parameters = Some(trust.for_smtp(host)?);
                AsyncSmtpConnection::connect_tokio1(
                    (host, port),
                    Some(CONNECT_MAX),
                    &hello,
                    parameters,
                    None,
                )
                .await
                .map_err(|error| of_connect(server, instead, &error))
            } else {
                let stream = Box::new(tcp(host, port).await?);
                AsyncSmtpConnection::connect_with_transport(stream, &hello)
                    .await
                    .map_err(|error| of_connect(server, instead, &error))
            }
        };
        let mut connection = timeout(CONNECT_MAX * 2, connected)
            .await
            .map_err(|_| Fault::wrong_security(host, instead))??;
        if server.security == Security::Starttls {
            if !connection.can_starttls() {
                return Err(Fault::wrong_security(host, "TLS"));
            }
            let secured = connection.starttls(trust.for_smtp(host)?, &hello);
            answer(host, secured).await.map_err(|fault| match fault.kind {
                FaultKind::NoAnswer => Fault::certificate(host, &fault.detail),
                _ => fault,
            })?;
        }
        let mut line = Self { connection, host: host.to_owned() };
        if !server.user.is_empty() {
            line.sign_in(&server.user, password).await?;
        }
        Ok(line)
    }

    async fn sign_in(&mut self, user: &str, password: &Password) -> Result<(), Fault> {
        let credentials = Credentials::new(user.to_owned(), password.text().to_owned());
        let signed_in = self.connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
        match timeout(ANSWER_MAX, signed_in).await {
            Err(_) => Err(Fault::broken(&self.host, "it did not answer for a minute")),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if error.is_response() || error.is_client() || error.is_permanent() => {
                Err(Fault::login(&self.host, user, &said(&error)))
            }
            Ok(Err(error)) => Err(Fault::broken(&self.host, &said(&error))),
        }
    }

    /// Says who the message is from and to, and that its text comes now.
    pub async fn offer(&mut self, mail: &Composed) -> Result<(), Fault> {
        let mut parameters = Vec::new();
        let envelope = &mail.envelope;
        let is_ascii = |address: &Address| AsRef::<str>::as_ref(address).is_ascii();
        if !envelope.to().iter().chain(envelope.from()).all(is_ascii) {
            if !self.connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                let detail = format!("{} cannot send to addresses with such letters.", self.host);
                return Err(Fault::new(FaultKind::Refused, detail).permanent());
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        let host = self.host.clone();
        let from = envelope.from().cloned();
        answer(&host, self.connection.command(Mail::new(from, parameters))).await?;
        for to in envelope.to() {
            let asked = self.connection.command(Rcpt::new(to.clone(), Vec::new()));
            answer(&host, asked).await.map_err(|fault| Fault {
                detail: format!("{to} is refused. {}", fault.detail),
                ..fault
            })?;
        }
        answer(&host, self.connection.command(Data)).await
    }

    /// Sends the text, and waits until the server has it in a place that outlives it.
    pub async fn hand_over(mut self, mail: &Composed) -> Result<(), HandOver> {
        match timeout(TAKE_MAX, self.connection.message(&mail.message)).await {
            Ok(Ok(_)) => {
                // It has the message; whether it hears the farewell does not matter.
                let _ = timeout(Duration::from_secs(2), self.connection.quit()).await;
                Ok(())
            }
            Ok(Err(error)) if error.is_transient() || error.is_permanent() => {
                Err(HandOver::Refused(of(&self.host, &error)))
            }
            Ok(Err(error)) => Err(HandOver::Unclear(said(&error))),
            Err(_) => Err(HandOver::Unclear("it did not answer for 10 minutes".to_owned())),
        }
    }

    /// Takes leave without a message.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.connection.quit()).await;
    }
}

async fn answer<T>(
    host: &str,
    answer: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<(), Fault> {
    match timeout(ANSWER_MAX, answer).await {
        Err(_) => Err(Fault::broken(host, "it did not answer for a minute")),
        Ok(Err(error)) => Err(of(host, &error)),
        Ok(Ok(_)) => Ok(()),
    }
}

fn of(host: &str, error: &lettre::transport::smtp::Error) -> Fault {
    let is_permanent =
        error.status().is_some_and(|code| code.severity == Severity::PermanentNegativeCompletion);
    if error.is_transient() || error.is_permanent() {
        return Fault { is_permanent, ..Fault::refused(host, &said(error)) };
    }
    Fault::broken(host, &said(error))
}

fn of_connect(
    server: &OutgoingMail,
    instead: &str,
    error: &lettre::transport::smtp::Error,
) -> Fault {
    let host = server.host.as_str();
    let chain = chain(error);
    if chain.contains("certificate") {
        return Fault::certificate(host, &words(&chain));
    }
    if error.is_transient() || error.is_permanent() {
        return Fault::refused(host, &said(error));
    }
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    match cause.map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused | io::ErrorKind::TimedOut) => cause.map_or_else(
            || Fault::unknown_host(host),
            |it| Fault::of_connect(host, server.port, it),
        ),
        _ if chain.contains("lookup") => Fault::unknown_host(host),
        _ => Fault::wrong_security(host, instead),
    }
}

/// The server's own words with their code, or else what went wrong.
fn said(error: &lettre::transport::smtp::Error) -> String {
    words(&chain(error))
}

/// An error with what caused it.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text.push_str(": ");
            text.push_str(&inner_text);
        }
        cause = inner.source();
    }
    text
}
