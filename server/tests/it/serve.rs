//! The accept loop against clients that do not behave.

use axum::Router;
use axum::routing::get;
use server::settings::Settings;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

async fn serve(drain_ms: &'static str) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let given = move |name: &str| match name {
        "HOME" => Some("/nonexistent".to_owned()),
        "SHS_HEADER_TIMEOUT_MS" => Some("200".to_owned()),
        "SHS_DRAIN_MS" => Some(drain_ms.to_owned()),
        _ => None,
    };
    let settings = Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("its number");
    let slow = async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        "done"
    };
    let app = Router::new().route("/", get(async || "here")).route("/slow", get(slow));
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        server::serve::serve(listener, app, &settings, async { drop(stopped.await) }).await;
    });
    (addr, stop, server)
}

async fn say(addr: SocketAddr, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.expect("connected");
    stream.write_all(words.as_bytes()).await.expect("sent");
    stream
}

async fn rest(mut stream: TcpStream) -> String {
    let mut all = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut all)).await.expect("the server closes");
    String::from_utf8_lossy(&all).into_owned()
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_headers_is_sent_away() {
    let (addr, _stop, _server) = serve("1000").await;
    for words in ["", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let begun = Instant::now();
        let _ = rest(say(addr, words).await).await;
        assert!(begun.elapsed() < Duration::from_secs(2), "{words:?} was kept for {:?}", begun.elapsed());
    }
    let answer = rest(say(addr, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await;
    assert!(answer.ends_with("here"), "{answer}");
}

#[tokio::test]
async fn a_running_request_is_finished_and_a_stuck_client_does_not_hold_the_end() {
    let (addr, stop, server) = serve("1500").await;
    let running = say(addr, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let _stuck = say(addr, "GET / HTTP/1.1\r\n").await;
    tokio::time::sleep(Duration::from_millis(50)).await;
    let begun = Instant::now();
    stop.send(()).expect("told");
    assert!(rest(running).await.ends_with("done"));
    server.await.expect("ended");
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(TcpStream::connect(addr).await.is_err(), "no longer listening");
}
