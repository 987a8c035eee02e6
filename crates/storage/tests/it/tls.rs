//! PostgreSQL over TLS, with certificates of this test's own.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rapport_storage::{Location, Store, StoreError};
use sqlx::{Connection, PgConnection};

use crate::own_server::Server;
use crate::world::within;

/// What certificates say of themselves, as `openssl` takes it.
const EXTENSIONS: &str = "
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
[server]
basicConstraints = critical, CA:FALSE
subjectAltName = DNS:localhost
";

/// Someone who signs certificates, with their files in a folder.
struct Authority {
    folder: PathBuf,
    name: &'static str,
}

impl Authority {
    fn new(folder: &Path, name: &'static str) -> Self {
        std::fs::write(folder.join("extensions"), EXTENSIONS).unwrap();
        let authority = Self { folder: folder.to_owned(), name };
        authority.make(name, "authority", &[]);
        authority
    }

    /// A certificate and its key, in files of this name.
    fn make(&self, name: &str, extensions: &str, signed_by: &[&str]) {
        let (key, certificate) = (format!("{name}.key"), format!("{name}.pem"));
        let mut openssl = Command::new("openssl");
        openssl.current_dir(&self.folder).args(["req", "-x509", "-nodes", "-days", "2"]);
        openssl.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]);
        openssl.args(["-config", "extensions", "-extensions", extensions]);
        openssl.args(["-subj", &format!("/CN={name}"), "-keyout", &key, "-out", &certificate]);
        let made = openssl.args(signed_by).stderr(Stdio::null()).status();
        assert!(made.expect("openssl, which comes with PostgreSQL, is there").success());
    }

    /// Its own certificate.
    fn root(&self) -> PathBuf {
        self.folder.join(format!("{}.pem", self.name))
    }

    /// A certificate for `localhost`, and its key.
    fn certify(&self) -> (String, String) {
        let (root, key) = (format!("{}.pem", self.name), format!("{}.key", self.name));
        self.make("signed", "server", &["-CA", &root, "-CAkey", &key]);
        let read = |name: &str| std::fs::read_to_string(self.folder.join(name)).unwrap();
        (read("signed.pem"), read("signed.key"))
    }
}

/// The server speaks TLS on a free port of this machine, with a certificate for `localhost`.
fn secure(server: &Server, authority: &Authority) -> u16 {
    let (certificate, key) = authority.certify();
    let certificate = server.keep("server.pem", &certificate);
    let key = server.keep("server.key", &key);
    server.stop("fast");
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    server.configure(&format!(
        "listen_addresses = '127.0.0.1'\nport = {port}\n\
         ssl = on\nssl_cert_file = '{}'\nssl_key_file = '{}'\n",
        certificate.display(),
        key.display()
    ));
    server.start();
    port
}

async fn is_refused(url: &str, word: &str) {
    match within(Store::open(&Location::Postgres(url.to_owned()))).await {
        Err(StoreError::Unavailable(error)) => {
            let told = format!("{error} {error:?}");
            assert!(told.contains(word), "{url}: {told}");
        }
        other => panic!("{url}: {other:?}"),
    }
}

/// How many of the store's connections there are with TLS, and without.
async fn connections(url: &str) -> (i64, i64) {
    let mut connection = PgConnection::connect(url).await.unwrap();
    let count = "select count(*) filter (where s.ssl), count(*) filter (where not s.ssl)
        from pg_stat_ssl s join pg_stat_activity a on a.pid = s.pid
        where a.application_name = 'rapport'";
    sqlx::query_as(count).fetch_one(&mut connection).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_s_certificate_is_verified() {
    let Some(server) = tokio::task::block_in_place(Server::create) else { return };
    let folder = tempfile::tempdir().unwrap();
    let (ours, other) = tokio::task::block_in_place(|| {
        (Authority::new(folder.path(), "ours"), Authority::new(folder.path(), "other"))
    });
    let port = tokio::task::block_in_place(|| secure(&server, &ours));
    let (right, wrong) = (ours.root(), other.root());
    let url = |host: &str, mode: &str, root: &Path| {
        let root = root.display();
        format!("postgres://postgres@{host}:{port}/postgres?sslmode={mode}&sslrootcert={root}")
    };

    is_refused(&url("localhost", "verify-full", &wrong), "UnknownIssuer").await;
    is_refused(&url("localhost", "verify-ca", &wrong), "UnknownIssuer").await;
    // The right authority, but a certificate for another host.
    is_refused(&url("127.0.0.1", "verify-full", &right), "NotValidForName").await;

    let url = url("localhost", "verify-full", &right);
    let store = within(Store::open(&Location::Postgres(url.clone()))).await.unwrap();
    store.read().await.unwrap();
    let (with, without) = connections(&url).await;
    assert!(with >= 2 && without == 0, "{with} connections with TLS, {without} without");
    store.close().await;
    tokio::task::block_in_place(|| drop(server));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_without_tls_is_refused_where_it_is_asked_for() {
    let Some(server) = tokio::task::block_in_place(Server::create) else { return };
    for mode in ["require", "verify-full"] {
        is_refused(&format!("{}&sslmode={mode}", server.url()), "TLS").await;
    }
    tokio::task::block_in_place(|| drop(server));
}
