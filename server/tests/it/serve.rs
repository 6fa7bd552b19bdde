//! The accept loop against clients that do not behave.

use axum::Router;
use axum::body::Bytes;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use futures::future::join_all;
use server::layer::limit;
use server::settings::Settings;
use server::state::AppState;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testkit::Database;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Times that a test can wait for.
const SHORT: &[(&str, &str)] = &[
    ("SHS_FIRST_BYTE_TIMEOUT_MS", "200"),
    ("SHS_HEADER_TIMEOUT_MS", "200"),
    ("SHS_BODY_TIMEOUT_MS", "800"),
    ("SHS_KEEP_ALIVE_MS", "300"),
    ("SHS_WRITE_TIMEOUT_MS", "300"),
];

fn settings(environment: &[(&str, &str)]) -> Settings {
    let all: Vec<(String, String)> = environment.iter().chain(SHORT).map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let given = move |name: &str| match name {
        "HOME" => Some("/nonexistent".to_owned()),
        name => all.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
    };
    Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings")
}

async fn serve(environment: &[(&str, &str)]) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let settings = settings(environment);
    let slow = async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        "done"
    };
    let large = async || vec![b'x'; 64 << 20];
    let app = Router::new().route("/", get(async || "here")).route("/slow", get(slow)).route("/large", get(large));
    start(app, settings).await
}

async fn start(app: Router, settings: Settings) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("its number");
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        server::serve::serve(listener, app, &settings, None, async { drop(stopped.await) }).await;
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

/// Sends a byte at a time for as long as anybody listens; what is answered.
async fn trickle(addr: SocketAddr, words: &str, every: Duration) -> String {
    let (mut read, mut write) = say(addr, "").await.into_split();
    let words = words.as_bytes().to_vec();
    let sending = tokio::spawn(async move {
        for byte in words {
            if write.write_all(&[byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(every).await;
        }
        std::future::pending::<()>().await;
    });
    let mut all = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(10), read.read_to_end(&mut all)).await.expect("the server closes");
    sending.abort();
    String::from_utf8_lossy(&all).into_owned()
}

async fn is_served(addr: SocketAddr) -> bool {
    rest(say(addr, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await).await.ends_with("here")
}

#[tokio::test]
async fn a_client_that_does_not_finish_its_headers_is_sent_away() {
    let (addr, _stop, _server) = serve(&[]).await;
    for words in ["", "GET / HTTP/1.1\r\nHost: x\r\n"] {
        let begun = Instant::now();
        let _ = rest(say(addr, words).await).await;
        assert!(begun.elapsed() < Duration::from_secs(2), "{words:?} was kept for {:?}", begun.elapsed());
    }
    assert!(is_served(addr).await);
}

#[tokio::test]
async fn headers_that_trickle_in_end_in_the_same_time() {
    let (addr, _stop, _server) = serve(&[]).await;
    let endless = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}", "y".repeat(1_000));
    assert_eq!(trickle(addr, &endless, Duration::from_millis(20)).await, "");
}

#[tokio::test]
async fn a_connection_rests_longer_than_headers_may_take_and_not_for_ever() {
    let (addr, _stop, _server) = serve(&[("SHS_KEEP_ALIVE_MS", "900")]).await;
    let mut stream = say(addr, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    let mut first = [0; 1_024];
    assert!(stream.read(&mut first).await.expect("an answer") > 0);
    tokio::time::sleep(Duration::from_millis(450)).await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("still open");
    assert!(rest(stream).await.ends_with("here"), "and closed in the end");
}

#[tokio::test]
async fn a_client_that_takes_nothing_of_its_answer_is_sent_away() {
    let (addr, stop, server) = serve(&[("SHS_DRAIN_MS", "60000")]).await;
    let stuck = say(addr, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(is_served(addr).await);
    stop.send(()).expect("told");
    // Draining ends when the last connection does: long before its own end.
    tokio::time::timeout(Duration::from_secs(20), server).await.expect("the connection ended").expect("well");
    drop(stuck);
}

#[tokio::test]
async fn headers_that_are_too_large_are_told_so() {
    let (addr, _stop, _server) = serve(&[]).await;
    let ask = |size: usize| format!("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX: {}\r\n\r\n", "y".repeat(size));
    assert!(rest(say(addr, &ask(30_000)).await).await.starts_with("HTTP/1.1 200"));
    for words in [ask(40_000), format!("GET / HTTP/1.1\r\n{}\r\n", "X: y\r\n".repeat(101))] {
        let told = rest(say(addr, &words).await).await;
        assert!(told.starts_with("HTTP/1.1 431"), "{told}");
    }
    assert!(is_served(addr).await);
}

#[tokio::test]
async fn silent_and_slow_clients_do_not_disturb_others() {
    let (addr, _stop, _server) = serve(&[("SHS_MAX_CONNECTIONS", "400")]).await;
    let silent = join_all((0..150).map(|_| say(addr, ""))).await;
    let slow = join_all((0..150).map(|_| say(addr, "POST / HTTP/1.1\r\nHost: x\r\nContent-Le"))).await;
    for _ in 0..20 {
        assert!(is_served(addr).await);
    }
    drop((silent, slow));
}

#[tokio::test]
async fn beyond_the_cap_clients_wait_until_the_silent_ones_are_sent_away() {
    let (addr, _stop, _server) = serve(&[("SHS_MAX_CONNECTIONS", "4")]).await;
    let silent = join_all((0..12).map(|_| say(addr, ""))).await;
    assert!(is_served(addr).await);
    drop(silent);
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_told_so_and_one_that_is_merely_slow_is_read() {
    let db = Database::fresh().await;
    let settings = settings(&[("SHS_REQUEST_TIMEOUT_MS", "400")]);
    let (shared, model) = (Arc::new(settings.clone()), server::start::model(&settings));
    let state = AppState::new(shared, db.services(), model, db.connection().clone());
    let echo = post(async |body: Bytes| format!("read {}", body.len()));
    let limited = Router::new().route("/api/echo", echo).layer(from_fn_with_state(state.clone(), limit::body));
    let (addr, _stop, _server) = start(limited.layer(from_fn_with_state(state, limit::time)), settings).await;
    let head = |length: usize| format!("POST /api/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    let slow = async |length: usize, pieces: usize| {
        let mut stream = say(addr, &head(length)).await;
        for _ in 0..pieces {
            tokio::time::sleep(Duration::from_millis(150)).await;
            if stream.write_all(b"x").await.is_err() {
                break;
            }
        }
        rest(stream).await
    };
    assert!(slow(4, 4).await.ends_with("read 4"), "longer than an answer may take, but it arrives");
    let (stuck, endless) = tokio::join!(slow(100, 1), slow(100, 20));
    for told in [stuck, endless] {
        assert!(told.starts_with("HTTP/1.1 408") && told.contains("REQUEST_TIMEOUT"), "{told}");
    }
}

#[tokio::test]
async fn a_running_request_is_finished_and_a_stuck_client_does_not_hold_the_end() {
    let (addr, stop, server) = serve(&[("SHS_DRAIN_MS", "1500")]).await;
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
