//! Visitors who only look.

use rapport_sim::Figure;

use crate::bench::Bench;
use crate::error::Result;
use crate::report::{at_most, figure};
use crate::server::{Client, Place, Server};
use crate::traffic::Socket;

use super::{folder, settled_rss_kib};

const SOCKETS: u32 = 5_000;
/// Opened and closed before, so that what the first ones cost is not counted.
const FIRST: u32 = 100;

async fn open(server: &Server, client: &Client, sockets: u32) -> Result<Vec<Socket>> {
    let path = format!("/webchat/v1/socket?inbox={}", client.inbox_key().await?);
    let mut open = Vec::new();
    for _ in 0..sockets {
        let mut socket = Socket::open(&server.address, &path, "").await?;
        socket.send(r#"{"type":"hello","page":{"url":"https://shop.example/bags"}}"#).await?;
        socket.wait_for(r#""type":"welcome""#).await?;
        open.push(socket);
    }
    Ok(open)
}

pub async fn figures(bench: &Bench) -> Result<Vec<Figure>> {
    let folder = folder()?;
    let (server, client) = Server::start_empty(bench, &Place::sqlite(folder.path())).await?;
    drop(open(&server, &client, FIRST).await?);
    let before_kib = settled_rss_kib(&server).await;
    let sockets = open(&server, &client, SOCKETS).await?;
    let after_kib = settled_rss_kib(&server).await;
    drop(sockets);
    server.stop().await?;
    let each = (after_kib - before_kib) / f64::from(SOCKETS);
    Ok(vec![
        at_most("memory of an idle visitor's socket, of 5,000", each, "KiB", 20.0),
        figure("memory of the server with 5,000 idle visitors", after_kib / 1_024.0, "MiB"),
    ])
}
