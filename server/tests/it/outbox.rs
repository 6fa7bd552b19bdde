//! `/dev/outbox`: on a developer's own machine, and nowhere else.

use crate::rest_site::Site;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use server::session::Store;
use server::settings::Settings;
use server::state::AppState;
use service::account;
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::Database;
use tower::ServiceExt;

async fn app(db: &Database, more: &'static [(&'static str, &'static str)]) -> Router {
    let given = move |name: &str| {
        let given = more.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        given.or_else(|| (name == "HOME").then(|| "/nonexistent".to_owned()))
    };
    let mut settings = Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings");
    settings.leptos.hash_files = false;
    let store = Store::new(db.connection().clone(), settings.session.absolute, db.clock().clone());
    let model = server::start::model(&settings);
    server::router(&AppState::new(Arc::new(settings), db.services(), model, db.connection().clone()), store)
}

async fn look(app: &Router, peer: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
    let peer: SocketAddr = format!("{peer}:4000").parse().expect("an address");
    let request = headers.iter().fold(Request::builder().uri("/dev/outbox"), |request, (name, value)| request.header(*name, *value));
    let mut request = request.body(Body::empty()).expect("a request");
    request.extensions_mut().insert(ConnectInfo(peer));
    let answer = app.clone().oneshot(request).await.expect("an answer");
    let status = answer.status();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
    (status, String::from_utf8_lossy(&bytes).into_owned())
}

const HERE: (&str, &str) = ("host", "127.0.0.1:3000");

#[tokio::test]
async fn a_developer_reads_the_mails_that_wait() {
    let db = Database::fresh().await;
    let owner = db.patient().await;
    account::ask_reset(&db.services(), &owner.email, None).await.expect("asked");
    let app = app(&db, &[]).await;
    for (peer, host) in [("127.0.0.1", "127.0.0.1:3000"), ("[::1]", "localhost:3000"), ("[::ffff:127.0.0.1]", "[::1]:3000")] {
        let (status, page) = look(&app, peer, &[("host", host)]).await;
        assert_eq!(status, StatusCode::OK, "{peer} {host}");
        assert!(page.contains("<a href=\"http://localhost:3000/account/reset?token=") && page.contains(&owner.email), "{page}");
    }
}

#[tokio::test]
async fn the_outbox_is_nobody_elses() {
    let db = Database::fresh().await;
    let private = app(&db, &[]).await;
    let asked: [(&str, &[(&str, &str)]); 6] = [
        ("192.0.2.1", &[HERE]),
        ("127.0.0.1", &[("host", "clinic.example")]),
        ("127.0.0.1", &[]),
        ("127.0.0.1", &[HERE, ("x-forwarded-for", "192.0.2.1")]),
        ("127.0.0.1", &[HERE, ("forwarded", "for=192.0.2.1")]),
        ("127.0.0.1", &[HERE, ("via", "1.1 proxy")]),
    ];
    for (peer, headers) in asked {
        assert_eq!(look(&private, peer, headers).await.0, StatusCode::NOT_FOUND, "{peer} {headers:?}");
    }
    let public: [&'static [(&'static str, &'static str)]; 3] = [
        &[("SHS_ADDR", "0.0.0.0:3000")],
        &[("SHS_BASE_URL", "https://clinic.example")],
        &[("SHS_SMTP_URL", "smtps://mail.example"), ("SHS_MAIL_FROM", "no-reply@clinic.example")],
    ];
    for settings in public {
        assert_eq!(look(&app(&db, settings).await, "127.0.0.1", &[HERE]).await.0, StatusCode::NOT_FOUND, "{settings:?}");
    }
    assert_eq!(Site::new().await.get("/dev/outbox").told().await.status, StatusCode::NOT_FOUND, "where the peer is not known");
}
