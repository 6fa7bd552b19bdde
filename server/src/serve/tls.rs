//! A certificate of our own, read anew on SIGHUP: who renews it does not restart anything.

use super::timed::Protocol;
use crate::settings;
use std::io;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, pem};
use tokio_rustls::rustls::{self, ServerConfig, SupportedProtocolVersion, version};
use tokio_rustls::server::TlsStream;

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file that is not there or not PEM.
    #[error("{0}: {1}")]
    File(String, pem::Error),
    /// A file without a certificate.
    #[error("{0} holds no certificate")]
    Empty(String),
    /// A key that does not belong to the certificate, or of a kind that we do not know.
    #[error("the certificate cannot be used: {0}")]
    Unfit(#[from] rustls::Error),
}

/// The certificate in use.
#[derive(Debug)]
pub struct Tls {
    from: settings::Tls,
    config: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    /// Reads the files that the settings name.
    pub fn read(from: &settings::Tls) -> Result<Self, TlsError> {
        Ok(Self { from: from.clone(), config: RwLock::new(config(from)?) })
    }

    /// Reads them again. Files that cannot be used change nothing.
    pub fn reload(&self) -> Result<(), TlsError> {
        let config = config(&self.from)?;
        *self.config.write().unwrap_or_else(PoisonError::into_inner) = config;
        Ok(())
    }

    /// Reads them again whenever the operator says so (SIGHUP), for as long as the server runs.
    pub async fn renew(self: Arc<Self>) {
        use tokio::signal::unix::{SignalKind, signal};
        let Ok(mut asked) = signal(SignalKind::hangup()) else { return tracing::error!("SIGHUP cannot be heard") };
        while asked.recv().await.is_some() {
            match self.reload() {
                Ok(()) => tracing::info!("the certificate was read anew"),
                Err(error) => tracing::error!(%error, "the certificate stays as it was"),
            }
        }
    }

    /// Agrees on TLS, and on what is spoken over it.
    pub(super) async fn accept<S: AsyncRead + AsyncWrite + Unpin>(&self, stream: S) -> io::Result<(TlsStream<S>, Protocol)> {
        let config = self.config.read().unwrap_or_else(PoisonError::into_inner).clone();
        let stream = TlsAcceptor::from(config).accept(stream).await?;
        let protocol = if stream.get_ref().1.alpn_protocol() == Some(b"h2") { Protocol::Http2 } else { Protocol::Http1 };
        Ok((stream, protocol))
    }
}

const NEW: &[&SupportedProtocolVersion] = &[&version::TLS13];
const OLDER: &[&SupportedProtocolVersion] = &[&version::TLS13, &version::TLS12];

fn config(from: &settings::Tls) -> Result<Arc<ServerConfig>, TlsError> {
    let named = |path: &Path| path.display().to_string();
    let chain: Result<Vec<CertificateDer>, pem::Error> = CertificateDer::pem_file_iter(&from.cert).and_then(Iterator::collect);
    let chain = chain.map_err(|error| TlsError::File(named(&from.cert), error))?;
    if chain.is_empty() {
        return Err(TlsError::Empty(named(&from.cert)));
    }
    let key = PrivateKeyDer::from_pem_file(&from.key).map_err(|error| TlsError::File(named(&from.key), error))?;
    let versions = if from.with_1_2 { OLDER } else { NEW };
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider())).with_protocol_versions(versions)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
