//! The accept loop: what `axum::serve` does, with TLS, with time limits for clients that do not behave, with caps on connections, and with
//! an end to draining.

mod places;
mod timed;
mod tls;

pub use tls::{Tls, TlsError};

use crate::client::OverTls;
use crate::settings::Settings;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use places::{Place, Places};
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use timed::{Limits, Progress, Protocol, Timed, held};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tower::ServiceExt;

/// Most requests that one HTTP/2 connection has open.
const STREAMS: u32 = 100;
/// How often the other end of a quiet HTTP/2 connection is asked whether it lives, and how long it has to answer.
const PING: (Duration, Duration) = (Duration::from_secs(20), Duration::from_secs(10));

/// What every connection is served with.
struct Door {
    app: Router,
    tls: Option<Arc<Tls>>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    limits: Limits,
}

/// Serves `app` until `stop` is done, then finishes running requests, for no longer than the settings allow.
///
/// Without TLS it is HTTP/1.1 only: no browser speaks HTTP/2 then. With TLS the client chooses between both (ALPN).
pub async fn serve(listener: TcpListener, app: Router, settings: &Settings, tls: Option<Arc<Tls>>, stop: impl Future<Output = ()>) {
    let door = Arc::new(Door::new(app, settings, tls));
    let places = Places::new(settings.max_connections, settings.max_connections_per_address, settings.proxies.clone());
    let open = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = places.next(&listener) => accepted,
        };
        match accepted {
            Ok(Some((place, stream, peer))) => drop(tokio::spawn(door.clone().run(place, stream, peer, open.watcher()))),
            Ok(None) => {}
            Err(error) => {
                // Out of file descriptors, or the client has gone: neither may end the server.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    drain(open, settings.drain).await;
}

impl Door {
    fn new(app: Router, settings: &Settings, tls: Option<Arc<Tls>>) -> Self {
        let mut http1 = http1::Builder::new();
        // Times are kept by `timed`, which tells a rest from slow headers.
        http1.timer(TokioTimer::new()).header_read_timeout(None).max_headers(100).max_header_size(settings.header_limit);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        let headers = u32::try_from(settings.header_limit).unwrap_or(u32::MAX);
        http2.timer(TokioTimer::new()).max_concurrent_streams(STREAMS).max_header_list_size(headers);
        http2.keep_alive_interval(PING.0).keep_alive_timeout(PING.1);
        let limits = Limits {
            first_byte: settings.first_byte_timeout,
            headers: settings.header_timeout,
            rest: settings.keep_alive,
            write: settings.write_timeout,
        };
        Self { app, tls, http1, http2, limits }
    }

    /// The life of one connection.
    async fn run(self: Arc<Self>, place: Place, stream: TcpStream, peer: SocketAddr, watcher: Watcher) {
        // Small answers go out at once instead of waiting for an acknowledgement.
        let _ = stream.set_nodelay(true);
        let ended = match &self.tls {
            None => self.speak(stream, peer, watcher, Protocol::Http1).await,
            Some(tls) => match tokio::time::timeout(self.limits.headers, tls.accept(stream)).await {
                Ok(Ok((stream, protocol))) => self.speak(stream, peer, watcher, protocol).await,
                Ok(Err(error)) => Err(error.into()),
                Err(_) => Err("TLS was not agreed on in time".into()),
            },
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
        drop(place);
    }

    /// Serves requests; ends early, between two of them, when the server is told to stop.
    async fn speak<S>(&self, stream: S, peer: SocketAddr, watcher: Watcher, protocol: Protocol) -> Result<(), axum::BoxError>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let progress = Progress::new(protocol);
        let io = TokioIo::new(Timed::new(stream, self.limits, progress.clone()));
        let (app, is_tls) = (self.app.clone(), self.tls.is_some());
        let service = service_fn(move |request: Request<Incoming>| {
            let (app, busy) = (app.clone(), progress.begin());
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            if is_tls {
                request.extensions_mut().insert(OverTls);
            }
            async move {
                let Ok(response) = app.oneshot(request).await;
                Ok::<_, Infallible>(response.map(|body| held(body, busy)))
            }
        });
        match protocol {
            Protocol::Http1 => watcher.watch(self.http1.serve_connection(io, service)).await?,
            Protocol::Http2 => watcher.watch(self.http2.serve_connection(io, service)).await?,
        }
        Ok(())
    }
}

async fn drain(open: GracefulShutdown, limit: Duration) {
    let waiting = open.count();
    if waiting > 0 {
        tracing::info!(connections = waiting, "finishing running requests");
    }
    if tokio::time::timeout(limit, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Done when the operator asks to stop: SIGINT (Ctrl-C) or SIGTERM.
pub async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let mut signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
    let (Ok(terminate), Ok(interrupt)) = (&mut signals.0, &mut signals.1) else {
        tracing::error!("signals cannot be heard; stop with SIGKILL");
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
}
