//! The accept loop: what `axum::serve` does, with a time limit for headers, a cap on connections and an end to draining.

use crate::settings::Settings;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// Serves `app` until `stop` is done, then finishes running requests, for no longer than the settings allow.
///
/// HTTP/1.1 only: without TLS no browser speaks HTTP/2, and its version detection would wait for silent clients without a limit.
pub async fn serve(listener: TcpListener, app: Router, settings: &Settings, stop: impl Future<Output = ()>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(settings.header_timeout).max_headers(100);
    let open = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(settings.max_connections));
    tokio::pin!(stop);
    loop {
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next(&listener, &places) => next,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of file descriptors, or the client has gone: neither may end the server.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let connection = connection(&http, &open, stream, peer, &app);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    drain(open, settings.drain).await;
}

type Accepted = std::io::Result<(TcpStream, SocketAddr)>;

async fn next(listener: &TcpListener, places: &Arc<Semaphore>) -> (Option<tokio::sync::OwnedSemaphorePermit>, Accepted) {
    let place = places.clone().acquire_owned().await.ok();
    (place, listener.accept().await)
}

/// The life of one connection; ends early, between two requests, when `open` is shut down.
fn connection(
    http: &http1::Builder,
    open: &GracefulShutdown,
    stream: TcpStream,
    peer: SocketAddr,
    app: &Router,
) -> impl Future<Output = hyper::Result<()>> + Send + use<> {
    // Small answers go out at once instead of waiting for an acknowledgement.
    let _ = stream.set_nodelay(true);
    let service = app.clone().map_request(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    });
    let watcher = open.watcher();
    watcher.watch(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service)))
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
