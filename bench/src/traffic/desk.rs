//! An agent's desk that listens to every conversation and checks that each message comes once.

use std::time::Duration;

use super::ledger::{Ledger, of_frame};
use super::socket::Socket;
use crate::error::{BenchError, Result};
use crate::server::Client;

const PING_EVERY: Duration = Duration::from_secs(15);

/// Says hello, and waits until every topic is heard.
pub async fn open(address: &str, client: &Client) -> Result<Socket> {
    let cookie = format!("cookie: {}\r\n", client.cookie);
    let mut socket = Socket::open(address, "/api/v1/socket", &cookie).await?;
    socket.send(r#"{"type":"hello","after":null,"topics":["all"]}"#).await?;
    socket.wait_for(r#""type":"ready""#).await?;
    Ok(socket)
}

/// Reads until something is wrong; never ends otherwise.
pub async fn watch(socket: Socket, ledger: Ledger) -> Result<()> {
    let Socket { mut reader, mut writer } = socket;
    let mut ping = tokio::time::interval(PING_EVERY);
    loop {
        let frame = tokio::select! {
            frame = reader.next() => frame?,
            _ = ping.tick() => {
                writer.send(r#"{"type":"ping"}"#).await?;
                continue;
            }
        };
        if frame.starts_with(br#"{"type":"resync""#) {
            return Err(BenchError::broken("the desk was told that it is too slow"));
        }
        if memchr::memmem::find(&frame, br#""type":"message.created""#).is_some()
            && let Some((visitor, number)) = of_frame(&frame)
        {
            ledger.show(visitor, number)?;
        }
    }
}
