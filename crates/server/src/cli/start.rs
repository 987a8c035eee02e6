//! Starts the server for the commands that do: logs, limits, socket, signals.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;

use rapport_storage::Store;
use tokio::net::TcpListener;

use super::failure::Failure;
use super::lease;
use crate::app::{App, location};
use crate::config::Config;
use crate::http::Shutdown;
use crate::{Mode, demo, serve, telemetry};

/// Runs the server until it is told to stop. `announce` gives the lines for standard output, from
/// the URL at which the server is reached and, before anything is set up, the key for that.
pub(super) fn start(
    config: Config,
    mode: Mode,
    announce: impl FnOnce(&str, Option<&str>) -> Vec<String>,
) -> Result<(), Failure> {
    telemetry::init_log(&config.log.level, config.log.format)
        .map_err(|error| Failure::failed(format!("cannot start the log: {error}")))?;
    let failed =
        |what: &str, error: &dyn std::error::Error| Failure::failed(format!("{what}: {error}"));
    let files = rlimit::increase_nofile_limit(u64::MAX)
        .map_err(|error| failed("cannot read the limit of open files", &error))?;
    tracing::info!(version = env!("CARGO_PKG_VERSION"), open_files_max = files, "starting");
    let runtime =
        tokio::runtime::Runtime::new().map_err(|error| failed("cannot start threads", &error))?;
    runtime.block_on(async {
        let shutdown = Shutdown::on_signal().map_err(|error| failed("cannot wait for signals", &error))?;
        let listener = TcpListener::bind(config.listen).await.map_err(|error| {
            Failure::failed(format!(
                "cannot listen on {}: {error}. Choose another with --listen ADDR:PORT; port 0 picks a free one.",
                config.listen
            ))
        })?;
        let address = listener.local_addr().map_err(|error| failed("cannot read the address", &error))?;
        let url = match &config.public_url {
            Some(url) => url.origin().to_owned(),
            None => url_of(address),
        };
        let store = open_store(&config).await?;
        lease::take(&store, &config).await?;
        if mode == Mode::Demo {
            demo::seed(&store)
                .await
                .map_err(|error| failed("cannot write the demonstration's data", &error))?;
        }
        let app = App::start(store, &config, shutdown.clone())
            .await
            .map_err(|error| failed("cannot start", &error))?;
        let setup_key =
            app.offer_setup().await.map_err(|error| failed("cannot read the store", &error))?;
        print(&announce(&url, setup_key.as_deref()));
        serve(config, mode, app, listener, shutdown)
            .await
            .map_err(|error| Failure::failed(error.to_string()))
    })
}

/// Opens the configured store, in a data directory that is made where it is not there.
pub(super) async fn open_store(config: &Config) -> Result<Store, Failure> {
    let folder = config.data_dir.display();
    std::fs::create_dir_all(&config.data_dir).map_err(|error| {
        Failure::failed(format!(
            "cannot make the data directory {folder}: {error}. Choose another with --data DIR."
        ))
    })?;
    check_writable(&config.data_dir).map_err(|error| {
        Failure::failed(format!(
            "the data directory {folder} cannot be written: {error}. Let this user write there, or choose another with --data DIR."
        ))
    })?;
    let location = location(config);
    Store::open(&location).await.map_err(|error| {
        Failure::failed(format!("cannot open the store ({}): {error}", location.describe()))
    })
}

/// Writes an empty file and removes it.
fn check_writable(folder: &Path) -> std::io::Result<()> {
    let probe = folder.join(".rapport-can-write");
    std::fs::write(&probe, [])?;
    std::fs::remove_file(&probe)
}

/// Where a browser on this machine reaches `address`.
fn url_of(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}", address.port()),
        IpAddr::V4(ip) => format!("http://{ip}:{}", address.port()),
        IpAddr::V6(ip) => format!("http://[{ip}]:{}", address.port()),
    }
}

/// Writes the lines at once, so that whoever waits for the address gets it. That nobody reads them
/// stops no server.
fn print(lines: &[String]) {
    let text = format!("{}\n", lines.join("\n"));
    let mut stdout = std::io::stdout();
    if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        tracing::warn!(%error, "cannot write to standard output");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls() {
        for (address, url) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("0.0.0.0:80", "http://localhost:80"),
            ("[::]:80", "http://localhost:80"),
            ("[::1]:8080", "http://[::1]:8080"),
        ] {
            assert_eq!(url_of(address.parse().unwrap()), url);
        }
    }
}
