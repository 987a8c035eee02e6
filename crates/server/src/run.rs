//! The whole server, from a valid configuration to its orderly end.

use rapport_storage::serving::Holder;
use rapport_storage::{StoreError, log};
use tokio::net::TcpListener;

use crate::api;
use crate::app::App;
use crate::assets::{self, Pages, Source};
use crate::config::Config;
use crate::http::{self, Edge, Readiness, Shutdown, StillOpen};
use crate::{telemetry, webchat};

/// What the server is started as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Serve,
    /// With a demonstration organisation and its shop page at `/demo/`.
    Demo,
}

/// The public key of the inbox whose widget stands on the demo's shop page.
pub const DEMO_INBOX_KEY: &str = "demo";

/// Why the server ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error(transparent)]
    StillOpen(#[from] StillOpen),
    #[error(
        "{} serves this store now; this process had shown no sign of life for too long (was it \
         stopped, or the machine asleep?). Nothing that it acknowledged is lost",
        .0.as_ref().map_or("another process", |holder| &holder.name)
    )]
    TakenOver(Option<Holder>),
}

/// Serves on `listener` until `shutdown` begins and all work has ended, or its grace is over.
pub async fn serve(
    config: Config,
    mode: Mode,
    app: App,
    listener: TcpListener,
    shutdown: Shutdown,
) -> Result<(), ServeError> {
    tokio::spawn(telemetry::upkeep(shutdown.clone()));
    let source = config.assets_dir.map_or(Source::Embedded, Source::Disk);
    let of_frames = app.clone();
    let mut pages = Pages::new(source, move |key| Some(webchat::frame_ancestors(&of_frames, key)));
    if mode == Mode::Demo {
        pages = pages.with_demo(DEMO_INBOX_KEY);
    }
    let of_ready = app.clone();
    let ready = Readiness::new(move || {
        let app = of_ready.clone();
        async move {
            let head =
                log::head(&mut app.store.read().await.map_err(|error| told(&error))?.session())
                    .await;
            head.map(drop).map_err(|error| told(&error))
        }
    });
    let router = http::health_routes(ready, shutdown.clone(), &config.metrics.allow)
        .merge(api::routes(app.clone()))
        .merge(webchat::routes(app.clone()))
        .merge(assets::routes(pages));
    let edge = Edge {
        trusted_proxies: config.trusted_proxies,
        public_origin: config.public_url.map(|url| url.origin().to_owned()),
        body_bytes_max: config.limits.body_bytes,
    };
    let router = http::finish(router, edge);
    let serving = http::serve(listener, router, shutdown.clone(), config.shutdown_grace);
    let mut serving = std::pin::pin!(serving);
    let ended = tokio::select! {
        served = &mut serving => served.map_err(ServeError::from),
        holder = app.store.taken_over() => {
            tracing::error!(?holder, "another process serves the store; stopping");
            shutdown.begin();
            // Sockets are told to come again; whatever is still to be written is refused.
            let _ = serving.await;
            Err(ServeError::TakenOver(holder))
        }
    };
    app.store.close().await;
    ended
}

fn told(error: &StoreError) -> String {
    error.to_string()
}
