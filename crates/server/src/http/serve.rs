//! Runs a router on a socket until told to stop.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tower::Service;

use super::shutdown::Shutdown;

/// How long a client may take to send the head of a request, and so how long a connection may lie
/// idle. Longer than proxies keep theirs (nginx: 60 s), so that it is the proxy that closes.
const HEAD_MS_MAX: u64 = 75_000;

/// How long to wait when no connection can be accepted because file descriptors ran out.
const ACCEPT_RETRY_MS: u64 = 100;

/// The time to stop was over before everything had ended. What was open has been cut.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped with {connections} connections and sockets still open after {grace_ms} ms")]
pub struct StillOpen {
    pub connections: usize,
    pub grace_ms: u64,
}

/// Serves `router` on `listener` until `shutdown` begins; then accepts nothing more and waits up
/// to `grace` for open requests and for all that `shutdown` tracks.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: Shutdown,
    grace: Duration,
) -> Result<(), StillOpen> {
    let mut begun = std::pin::pin!(shutdown.begun());
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut begun => break,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => connection(stream, peer, router.clone(), &shutdown),
            Err(error) if is_of_the_client(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections; is the limit of open files too low?");
                tokio::time::sleep(Duration::from_millis(ACCEPT_RETRY_MS)).await;
            }
        }
    }
    drop(listener);
    match tokio::time::timeout(grace, shutdown.ended()).await {
        Ok(()) => Ok(()),
        Err(_elapsed) => Err(StillOpen {
            connections: shutdown.open(),
            grace_ms: u64::try_from(grace.as_millis()).unwrap_or(u64::MAX),
        }),
    }
}

fn connection(stream: TcpStream, peer: SocketAddr, router: Router, shutdown: &Shutdown) {
    // A chat is small messages, each of which should go now.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot set TCP_NODELAY");
    }
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let mut router = router.clone();
        async move {
            Ok::<_, Infallible>(router.call(request).await.unwrap_or_else(|never| match never {}))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_millis(HEAD_MS_MAX))
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let begun = shutdown.begun();
    tokio::spawn(shutdown.track(async move {
        let mut connection = std::pin::pin!(connection);
        let ended = tokio::select! {
            ended = &mut connection => ended,
            () = begun => {
                // An idle connection closes now, a busy one after the answer it is giving.
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, %peer, "connection ended early");
        }
    }));
}

/// A client that went away while it was being accepted is no fault of the server.
fn is_of_the_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use axum::extract::ws::WebSocketUpgrade;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;

    use super::*;

    struct Running {
        address: SocketAddr,
        shutdown: Shutdown,
        server: JoinHandle<Result<(), StillOpen>>,
        /// Notified when the slow handler has begun, and what it waits for.
        begun: Arc<Notify>,
        go_on: Arc<Notify>,
    }

    async fn run(grace: Duration) -> Running {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let slow = {
            let (begun, go_on) = (begun.clone(), go_on.clone());
            async move || {
                begun.notify_one();
                go_on.notified().await;
                "slow"
            }
        };
        let router = Router::new()
            .route(
                "/peer",
                get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| peer.to_string()),
            )
            .route("/slow", get(slow));
        let shutdown = Shutdown::new();
        let server = tokio::spawn(serve(listener, router, shutdown.clone(), grace));
        Running { address, shutdown, server, begun, go_on }
    }

    async fn send(address: SocketAddr, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        stream
    }

    #[tokio::test]
    async fn stops_at_once_when_only_idle_connections_are_open() {
        let running = run(Duration::from_secs(60)).await;
        let mut idle = send(running.address, "/peer").await;
        let mut answer = vec![0; 1024];
        let read = idle.read(&mut answer).await.unwrap();
        let peer = idle.local_addr().unwrap().to_string();
        assert!(String::from_utf8_lossy(&answer[..read]).ends_with(&peer));
        running.shutdown.begin();
        assert_eq!(running.server.await.unwrap(), Ok(()));
        assert_eq!(idle.read(&mut answer).await.unwrap(), 0);
        assert!(TcpStream::connect(running.address).await.is_err());
    }

    #[tokio::test]
    async fn an_open_request_is_answered_before_the_stop() {
        let running = run(Duration::from_secs(60)).await;
        let mut open = send(running.address, "/slow").await;
        running.begun.notified().await;
        running.shutdown.begin();
        running.go_on.notify_one();
        let mut answer = String::new();
        open.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("slow"), "{answer}");
        assert_eq!(running.server.await.unwrap(), Ok(()));
    }

    #[tokio::test]
    async fn what_does_not_end_within_the_grace_is_cut() {
        let running = run(Duration::from_millis(10)).await;
        let _open = send(running.address, "/slow").await;
        running.begun.notified().await;
        running.shutdown.begin();
        assert_eq!(running.server.await.unwrap(), Err(StillOpen { connections: 1, grace_ms: 10 }));
    }

    #[tokio::test]
    async fn a_socket_is_told_to_end_and_waited_for() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shutdown = Shutdown::new();
        let of_socket = shutdown.clone();
        let upgrade = async move |upgrade: WebSocketUpgrade| {
            upgrade.on_upgrade(move |mut socket| {
                of_socket.clone().track(async move {
                    of_socket.begun().await;
                    socket.send("bye".into()).await.unwrap();
                })
            })
        };
        let router = Router::new().route("/socket", get(upgrade));
        let server =
            tokio::spawn(serve(listener, router, shutdown.clone(), Duration::from_secs(60)));

        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = "GET /socket HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
                    sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 1024];
        let read = stream.read(&mut answer).await.unwrap();
        assert!(String::from_utf8_lossy(&answer[..read]).starts_with("HTTP/1.1 101 "));

        shutdown.begin();
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).await.unwrap();
        assert_eq!(rest, b"\x81\x03bye");
        assert_eq!(server.await.unwrap(), Ok(()));
    }
}
