//! The doors without a database behind them, and with one: what every answer bears, and who is asked.

use crate::site::Directory;
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use domain::account::{Account, UserType};
use domain::{Caller, UserId};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use server::postgres::Postgres;
use server::session::{self, Store, Visitor};
use server::settings::Settings;
use server::state::AppState;
use service::account::Proven;
use service::{Clock, Services};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower::ServiceExt;
use tower_sessions::Session;

fn settings(more: &[(&str, &str)]) -> Settings {
    let more: Vec<(String, String)> = more.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
    let given = move |name: &str| {
        more.iter().find(|(k, _)| k == name).map(|(_, v)| v.clone()).or_else(|| (name == "HOME").then(|| "/nonexistent".into()))
    };
    Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings")
}

fn state(settings: Settings, db: DatabaseConnection, clock: Clock) -> AppState {
    let model = server::start::model(&settings);
    let engine = service::Engine::new(model.clone());
    AppState::new(Arc::new(settings), Services::new(db.clone(), clock, engine, testkit::keys(), 1), model, db)
}

async fn nowhere(more: &[(&str, &str)]) -> (AppState, Store) {
    let settings = settings(more);
    let db = server::database::connect("postgres://x:y@127.0.0.1:1/z", &settings.database).await.expect("a lazy pool");
    let store = Store::new(db.clone(), settings.session.absolute, Clock::System);
    (state(settings, db, Clock::System), store)
}

async fn ask(app: &Router, request: Request<Body>) -> Response<Body> {
    app.clone().oneshot(request).await.expect("an answer")
}

fn of(method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Request<Body> {
    let request = headers.iter().fold(Request::builder().method(method).uri(path), |r, (k, v)| r.header(*k, *v));
    request.body(body.into()).expect("a request")
}

async fn body(response: Response<Body>) -> String {
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn without_a_database_the_server_lives_and_says_quickly_that_it_is_not_ready() {
    let (state, store) = nowhere(&[]).await;
    let app = server::router(&state, store);
    assert_eq!(ask(&app, of("GET", "/api/health/live", &[], "")).await.status(), StatusCode::OK);
    let begun = Instant::now();
    let ready = ask(&app, of("GET", "/api/health/ready", &[], "")).await;
    assert_eq!(ready.status(), StatusCode::SERVICE_UNAVAILABLE);
    let known = ask(&app, of("GET", "/api/nothing", &[("cookie", "shs=AAAAAAAAAAAAAAAAAAAAAA")], "")).await;
    assert_eq!(known.status(), StatusCode::NOT_FOUND, "what no route serves asks nobody");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn every_answer_bears_the_protective_headers_and_a_request_id() {
    let (state, store) = nowhere(&[]).await;
    let app = server::router(&state, store);
    let answer = ask(&app, of("GET", "/nothing", &[("x-request-id", "client-request-1")], "")).await;
    let headers = answer.headers();
    assert_eq!(headers["x-request-id"], "client-request-1");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert!(headers[header::CONTENT_SECURITY_POLICY].to_str().is_ok_and(|p| p.contains("'strict-dynamic'")));
    assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "no HSTS over http");
}

fn small() -> Router {
    Router::new()
        .route("/api/echo", post(async |body: String| body))
        .route("/api/panic", get(async || -> () { panic!("as asked") }))
        .route("/slow", get(async || tokio::time::sleep(Duration::from_secs(60)).await))
}

#[tokio::test]
async fn the_layers_answer_in_the_form_of_the_door() {
    let (state, _) = nowhere(&[("SHS_BODY_LIMIT", "1024"), ("SHS_REQUEST_TIMEOUT_MS", "50")]).await;
    let app = server::layer::wrap(small(), &state);
    let long = "x".repeat(2_000);
    let declared = ask(&app, of("POST", "/api/echo", &[("content-length", "2000")], long.clone())).await;
    assert_eq!(declared.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body(declared).await.contains("\"TOO_LARGE\""));
    let stream = futures::stream::iter([Ok::<_, std::io::Error>(long)]);
    let streamed = ask(&app, of("POST", "/api/echo", &[], Body::from_stream(stream))).await;
    assert!(body(streamed).await.contains("\"TOO_LARGE\""));
    let panicked = ask(&app, of("GET", "/api/panic", &[], "")).await;
    assert_eq!(panicked.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body(panicked).await.contains("\"INTERNAL\""));
    let slow = ask(&app, of("GET", "/slow", &[], "")).await;
    assert_eq!((slow.status(), slow.headers().contains_key(header::RETRY_AFTER)), (StatusCode::SERVICE_UNAVAILABLE, true));
    assert!(body(slow).await.starts_with("<!doctype html>"));
    let forged = ask(&app, of("POST", "/api/echo", &[("sec-fetch-site", "cross-site")], "x")).await;
    assert_eq!(forged.status(), StatusCode::FORBIDDEN);
}

const USER: uuid::Uuid = uuid::Uuid::from_u128(7);

fn account() -> Account {
    Account {
        id: UserId(USER),
        email: "root@example.org".into(),
        user_type: UserType::Admin,
        name: "Root".into(),
        zone: chrono_tz::UTC,
        country: None,
        caller: Caller::Admin { user: UserId(USER) },
    }
}

fn proven() -> Proven {
    Proven { account: account(), epoch: 0, second_factor: false }
}

/// Sign in, who am I, sign out, behind the real layers.
fn sessions(state: &AppState, store: Store) -> Router {
    let login = async |axum::extract::State(state): axum::extract::State<AppState>, session: Session| {
        session::sign_in(&session, &proven(), &state, &session::Device::default()).await.is_ok().to_string()
    };
    Router::new()
        .route("/login", post(login))
        .route("/logout", post(async |session: Session| session::sign_out(&session).await.is_ok().to_string()))
        .route("/who", get(async |visitor: Visitor| visitor.account.map_or("nobody".to_owned(), |a| a.email)))
        .layer(from_fn_with_state(state.clone(), session::identify))
        .layer(session::manager(store, &state.settings))
        .with_state(state.clone())
}

fn cookie(answer: &Response<Body>) -> String {
    let set = answer.headers()[header::SET_COOKIE].to_str().expect("a cookie");
    assert!(set.contains("HttpOnly") && set.contains("SameSite=Lax") && set.contains("Path=/"), "{set}");
    set.split(';').next().expect("a pair").to_owned()
}

async fn who(app: &Router, cookie: &str) -> String {
    body(ask(app, of("GET", "/who", &[("cookie", cookie)], "")).await).await
}

#[tokio::test]
async fn a_stranger_needs_no_database_and_a_cookie_without_one_is_answered_503() {
    let (state, store) = nowhere(&[]).await;
    let app = sessions(&state, store);
    let stranger = ask(&app, of("GET", "/who", &[], "")).await;
    assert!(!stranger.headers().contains_key(header::SET_COOKIE));
    assert_eq!(body(stranger).await, "nobody");
    let known = ask(&app, of("GET", "/who", &[("cookie", "shs=AAAAAAAAAAAAAAAAAAAAAA")], "")).await;
    assert_eq!(known.status(), StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begins_rests_and_ends() {
    let home = Directory::new("session");
    let postgres = Postgres::start_in(&home, None).await.expect("the private server");
    let (owner, application) = (postgres.url().clone(), postgres.application_url().clone());
    let schema = server::database::Schema { owner: owner.clone(), application, keys: testkit::keys() };
    server::database::migrate(&schema).await.expect("migrated");
    server::database::migrate(&schema).await.expect("a second time does nothing");
    let settings = settings(&[]);
    let db = server::database::connect(postgres.application_url().reveal(), &settings.database).await.expect("a pool");
    let insert = format!(
        "insert into account (id, email, password_hash, user_type, created_at) values ('{USER}', 'root@example.org', '', 'admin', now())"
    );
    assert!(server::database::row_security(&db).await.expect("an answer"), "the application's role is behind the wall");
    assert!(db.execute_unprepared(&insert).await.is_err(), "and without a context it writes nothing");
    let as_owner = server::database::connect(owner.reveal(), &settings.database).await.expect("a pool");
    as_owner
        .execute_unprepared(&format!("begin; select set_config('app.role', 'operator', true); {insert}; commit"))
        .await
        .expect("an account");
    let clock = Clock::fixed("2026-11-23T08:00:00Z".parse().expect("a time"));
    let store = Store::new(db.clone(), settings.session.absolute, clock.clone());
    let app = sessions(&state(settings, db.clone(), clock.clone()), store.clone());
    let sign_in = async || cookie(&ask(&app, of("POST", "/login", &[], "")).await);

    let known = sign_in().await;
    assert_eq!(who(&app, &known).await, "root@example.org");
    let other = sign_in().await;
    assert_ne!(known, other, "each sign-in has an id of its own");
    ask(&app, of("POST", "/logout", &[("cookie", &other)], "")).await;
    assert_eq!(who(&app, &other).await, "nobody");
    assert_eq!(who(&app, &known).await, "root@example.org", "signing out elsewhere is not signing out here");
    for minutes in [14, 28] {
        clock.set(format!("2026-11-23T08:{minutes}:00Z").parse().expect("a time"));
        assert_eq!(who(&app, &known).await, "root@example.org", "in use, 14 minutes apart");
    }
    clock.set("2026-11-23T08:44:00Z".parse().expect("a time"));
    assert_eq!(who(&app, &known).await, "nobody", "idle for 16 minutes");
    let last = sign_in().await;
    store.delete_of(UserId(USER)).await.expect("revoked");
    assert_eq!(who(&app, &last).await, "nobody", "revoked");

    let pid = server::postgres::Postmaster::written(&home.join("pg-15").canonicalize().unwrap_or_default()).map(|m| m.pid);
    if let Some(pid) = pid {
        assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().expect("kill").success());
        let begun = Instant::now();
        while !server::database::answers(&db, Duration::from_secs(2)).await {
            assert!(begun.elapsed() < Duration::from_secs(20), "the pool did not recover");
        }
        eprintln!("the pool is well again after {:?}", begun.elapsed());
    }
    postgres.stop().await;
}
