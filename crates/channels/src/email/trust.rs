//! Whose certificates are believed: those of the system, and of authorities that the operator names.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lettre::transport::smtp::client::{Certificate, TlsParameters};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::fault::{Fault, FaultKind};

/// Whom connections to mail servers trust; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// PEM.
    authorities: Option<PathBuf>,
    /// Read when they are first needed.
    read: Arc<OnceLock<Result<Read, String>>>,
}

#[derive(Debug, Clone)]
struct Read {
    own: Vec<CertificateDer<'static>>,
    config: Arc<ClientConfig>,
}

impl Trust {
    /// The authorities of the system, and those in the file.
    pub fn with(authorities: Option<PathBuf>) -> Self {
        Self { authorities, read: Arc::default() }
    }

    fn read(&self) -> Result<&Read, Fault> {
        let read = self.read.get_or_init(|| read(self.authorities.as_deref()));
        read.as_ref().map_err(|reason| Fault::new(FaultKind::Certificate, reason.clone()))
    }

    /// Makes a connection secret.
    pub(super) async fn secure(
        &self,
        stream: TcpStream,
        host: &str,
    ) -> Result<TlsStream<TcpStream>, Fault> {
        let name = ServerName::try_from(host.to_owned()).map_err(|_| {
            Fault::new(
                FaultKind::Certificate,
                format!("{host} is not a name that a certificate has"),
            )
        })?;
        let connector = TlsConnector::from(self.read()?.config.clone());
        connector.connect(name, stream).await.map_err(|error| Fault::of_tls(host, &error))
    }

    /// The same trust, for the SMTP client.
    pub(super) fn for_smtp(&self, host: &str) -> Result<TlsParameters, Fault> {
        let failed = |reason: String| Fault::new(FaultKind::Certificate, reason);
        let mut builder = TlsParameters::builder(host.to_owned());
        for certificate in &self.read()?.own {
            let own = Certificate::from_der(certificate.to_vec())
                .map_err(|error| failed(error.to_string()))?;
            builder = builder.add_root_certificate(own);
        }
        builder.build_rustls().map_err(|error| failed(error.to_string()))
    }
}

fn read(authorities: Option<&Path>) -> Result<Read, String> {
    let own = match authorities {
        Some(file) => read_pem(file).map_err(|reason| {
            format!("The setting mail.authorities: {} cannot be read: {reason}.", file.display())
        })?,
        None => Vec::new(),
    };
    let mut roots = RootCertStore::empty();
    // A certificate of the system that cannot be read is one that is not trusted.
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in &own {
        roots.add(certificate.clone()).map_err(|error| error.to_string())?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Read { own, config: Arc::new(config) })
}

fn read_pem(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(file).and_then(Iterator::collect);
    match found {
        Ok(found) if found.is_empty() => Err("there is no certificate in it".to_owned()),
        Ok(found) => Ok(found),
        Err(error) => Err(error.to_string()),
    }
}
