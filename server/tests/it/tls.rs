//! The server's own TLS: what it speaks, with whom, and how its certificate is renewed.

use crate::site::Directory;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{StatusCode, Version};
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use hyper::client::conn::{http1, http2};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use server::client::{self, Client};
use server::serve::{Tls, TlsError, serve};
use server::settings::Settings;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion, version};

struct Scene {
    home: Directory,
    addr: SocketAddr,
    tls: Arc<Tls>,
    known: CertificateDer<'static>,
}

/// Writes a new certificate and its key; what clients have to know.
fn certify(home: &Path) -> CertificateDer<'static> {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    std::fs::write(home.join("cert.pem"), cert.pem()).expect("written");
    std::fs::write(home.join("key.pem"), signing_key.serialize_pem()).expect("written");
    cert.der().clone()
}

async fn scene(name: &str, versions: &'static str) -> Scene {
    let home = Directory::new(name);
    let known = certify(&home);
    let files = ["cert.pem", "key.pem"].map(|file| home.join(file).display().to_string());
    let given = move |name: &str| match name {
        "HOME" => Some("/nonexistent".to_owned()),
        "SHS_TLS_CERT" => Some(files[0].clone()),
        "SHS_TLS_KEY" => Some(files[1].clone()),
        "SHS_TLS_VERSIONS" => Some(versions.to_owned()),
        "SHS_HEADER_TIMEOUT_MS" => Some("300".to_owned()),
        _ => None,
    };
    let settings = Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings");
    assert!(settings.base.is_https() && settings.cookie_secure);
    let tls = Arc::new(Tls::read(settings.tls.as_ref().expect("named")).expect("read"));
    let is_https = async |request: Request| Client::of(request.extensions()).is_some_and(|client| client.is_https).to_string();
    let app = Router::new().route("/", get(is_https)).layer(from_fn_with_state(Arc::new(settings.clone()), client::find));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("its number");
    let door = tls.clone();
    tokio::spawn(async move { serve(listener, app, &settings, Some(door), std::future::pending()).await });
    Scene { home, addr, tls, known }
}

impl Scene {
    async fn connect(&self, versions: &[&'static SupportedProtocolVersion], speaks: &[&str]) -> io::Result<TlsStream<TcpStream>> {
        let mut roots = RootCertStore::empty();
        roots.add(self.known.clone()).expect("a root");
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider())).with_protocol_versions(versions);
        let mut config = builder.expect("versions").with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = speaks.iter().map(|name| name.as_bytes().to_vec()).collect();
        let stream = TcpStream::connect(self.addr).await?;
        TlsConnector::from(Arc::new(config)).connect(ServerName::try_from("localhost").expect("a name"), stream).await
    }

    async fn get(&self, speaks: &[&str], header: &str) -> (StatusCode, Version, String) {
        let stream = self.connect(&[&version::TLS13], speaks).await.expect("agreed");
        let is_2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let request = Request::builder().uri("https://localhost/").header("host", "localhost").header("x", header);
        let request = request.body(Body::empty()).expect("a request");
        let io = TokioIo::new(stream);
        let answer = if is_2 {
            let (mut sender, connection) = http2::handshake(TokioExecutor::new(), io).await.expect("h2");
            tokio::spawn(connection);
            sender.send_request(request).await.expect("an answer")
        } else {
            let (mut sender, connection) = http1::handshake(io).await.expect("h1");
            tokio::spawn(connection);
            sender.send_request(request).await.expect("an answer")
        };
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(Body::new(body), 1 << 16).await.expect("a body");
        (parts.status, parts.version, String::from_utf8_lossy(&bytes).into_owned())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_chooses_what_is_spoken_and_the_application_knows_that_nobody_reads_along() {
    let scene = scene("tls-alpn", "1.3").await;
    for (speaks, version) in [(&["h2", "http/1.1"][..], Version::HTTP_2), (&["http/1.1"], Version::HTTP_11), (&[], Version::HTTP_11)] {
        assert_eq!(scene.get(speaks, "").await, (StatusCode::OK, version, "true".to_owned()), "{speaks:?}");
    }
    for speaks in ["h2", "http/1.1"] {
        let (status, ..) = scene.get(&[speaks], &"y".repeat(40_000)).await;
        assert_eq!(status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "{speaks}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn older_versions_are_spoken_only_where_the_operator_says_so() {
    let (new, older) = (scene("tls-new", "1.3").await, scene("tls-older", "1.2+").await);
    assert!(new.connect(&[&version::TLS12], &[]).await.is_err());
    assert!(older.connect(&[&version::TLS12], &[]).await.is_ok());
    assert!(older.connect(&[&version::TLS13], &[]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_renewed_without_a_restart_and_a_broken_one_changes_nothing() {
    let mut scene = scene("tls-renew", "1.3").await;
    std::fs::write(scene.home.join("cert.pem"), "nonsense").expect("written");
    assert!(matches!(scene.tls.reload(), Err(TlsError::Empty(_) | TlsError::File(..))));
    assert_eq!(scene.get(&[], "").await.0, StatusCode::OK);
    let renewed = certify(&scene.home);
    scene.tls.reload().expect("read");
    assert!(scene.connect(&[&version::TLS13], &[]).await.is_err(), "the old one is no longer shown");
    scene.known = renewed;
    assert_eq!(scene.get(&[], "").await.0, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_agrees_on_nothing_is_sent_away_and_plain_http_is_not_spoken() {
    let scene = scene("tls-silent", "1.3").await;
    let mut silent = TcpStream::connect(scene.addr).await.expect("connected");
    let mut all = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), silent.read_to_end(&mut all)).await.expect("the server closes");
    let mut plain = TcpStream::connect(scene.addr).await.expect("connected");
    tokio::io::AsyncWriteExt::write_all(&mut plain, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("sent");
    let _ = tokio::time::timeout(Duration::from_secs(5), plain.read_to_end(&mut all)).await.expect("the server closes");
    assert!(!String::from_utf8_lossy(&all).contains("HTTP/1.1"));
    assert_eq!(scene.get(&["h2"], "").await.0, StatusCode::OK);
}
