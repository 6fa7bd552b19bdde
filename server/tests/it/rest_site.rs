//! The whole application over a database of its own, and people who use it as programs do.

use crate::contract;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use sea_orm::DatabaseConnection;
use serde_json::Value;
use server::session::Store;
use server::settings::Settings;
use server::state::AppState;
use service::Services;
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::Database;
use tower::ServiceExt;

pub struct Site {
    pub db: Arc<Database>,
    /// What the application uses; its files are in here alone.
    pub services: Services,
    app: Router,
}

/// What a site is told in its environment.
pub fn settings(environment: &[(&str, &str)]) -> Settings {
    let environment: Vec<(String, String)> = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    let given = move |name: &str| match name {
        "HOME" => Some("/nonexistent".to_owned()),
        name => environment.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()),
    };
    let mut settings = Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings");
    // No site is built for these tests, so there is no file of hashed names.
    settings.leptos.hash_files = false;
    settings
}

/// What came back.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Told {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    pub fn data(&self) -> Value {
        let mut json = self.json();
        assert_eq!((json["success"].as_bool(), json["message"].is_string()), (Some(true), true), "{self:?}");
        json["data"].take()
    }

    /// Status, code and field of a failure in its envelope.
    pub fn error(&self) -> (u16, String, Option<String>) {
        let json = self.json();
        assert_eq!(json["success"], false, "{self:?}");
        let text = |name: &str| json["error"][name].as_str().map(str::to_owned);
        assert!(text("message").is_some_and(|m| !m.is_empty()), "{self:?}");
        (self.status.as_u16(), text("code").unwrap_or_default(), text("field"))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Everything but what is different in every answer.
    pub fn lasting(&self) -> (StatusCode, Vec<(String, String)>, &str) {
        let changes = ["x-request-id", "content-security-policy", "date"];
        let kept = self.headers.iter().filter(|(name, _)| !changes.contains(&name.as_str()));
        (self.status, kept.map(|(n, v)| (n.to_string(), format!("{v:?}"))).collect(), &self.body)
    }
}

/// A request under construction.
pub struct Ask<'a> {
    site: &'a Site,
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    peer: Option<SocketAddr>,
}

impl Ask<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Over a connection from this address.
    pub fn from(mut self, ip: &str) -> Self {
        self.peer = Some(SocketAddr::new(ip.parse().expect("an address"), 4711));
        self
    }

    /// The session cookie, as a browser on our own page sends it; nothing for an empty one.
    pub fn by(self, cookie: &str) -> Self {
        if cookie.is_empty() { self } else { self.header("cookie", cookie).header("sec-fetch-site", "same-origin") }
    }

    pub fn json(self, body: impl ToString) -> Self {
        self.raw("application/json", body.to_string())
    }

    pub fn raw(mut self, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", kind)
    }

    pub async fn told(self) -> Told {
        let request = self.headers.iter().fold(Request::builder().method(&*self.method).uri(&self.path), |r, (n, v)| r.header(n, v));
        let mut request = request.body(Body::from(self.body)).expect("a request");
        if let Some(peer) = self.peer {
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let answer = self.site.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 22).await.expect("a body");
        let is_file = parts.headers.contains_key("content-disposition");
        let body = if is_file { String::new() } else { String::from_utf8(bytes.to_vec()).expect("text") };
        let told = Told { status: parts.status, headers: parts.headers, body };
        contract::hold(&self.method, &self.path, &told);
        told
    }
}

impl Site {
    pub async fn new() -> Self {
        let db = Database::fresh().await;
        let services = db.services();
        Self::with(db, services)
    }

    /// A site that is told something in its environment.
    pub async fn told(environment: &[(&str, &str)]) -> Self {
        let db = Database::fresh().await;
        let services = db.services();
        Self::made(Arc::new(db), services, environment)
    }

    /// A site where a second factor is required of these.
    pub async fn strict(whom: &str) -> Self {
        Self::told(&[("SHS_REQUIRE_SECOND_FACTOR", whom)]).await
    }

    pub fn with(db: Database, services: Services) -> Self {
        Self::made(Arc::new(db), services, &[])
    }

    fn made(db: Arc<Database>, services: Services, environment: &[(&str, &str)]) -> Self {
        let (connection, settings) = (db.application().clone(), settings(environment));
        Self::over(db, services.allowing(settings.limits.login), connection, settings)
    }

    /// A site that reaches the database over a connection of its own.
    pub fn over(db: impl Into<Arc<Database>>, services: Services, connection: DatabaseConnection, settings: Settings) -> Self {
        let db = db.into();
        let store = Store::new(connection.clone(), settings.session.absolute, db.clock().clone());
        let model = server::start::model(&settings);
        let state = AppState::new(Arc::new(settings), services.clone(), model, connection);
        Self { services, app: server::router(&state, store), db }
    }

    /// Another process over the same database.
    pub fn second(&self, environment: &[(&str, &str)]) -> Self {
        Self::made(self.db.clone(), self.db.services(), environment)
    }

    pub fn ask(&self, method: &str, path: impl ToString) -> Ask<'_> {
        Ask { site: self, method: method.to_owned(), path: path.to_string(), headers: Vec::new(), body: Vec::new(), peer: None }
    }

    /// Serves it on a port, for as long as the test runs; its address.
    pub async fn serve(&self) -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("its number"));
        let (app, settings) = (self.app.clone(), settings(&[]));
        tokio::spawn(async move { server::serve::serve(listener, app, &settings, None, std::future::pending()).await });
        base
    }

    pub fn get(&self, path: impl ToString) -> Ask<'_> {
        self.ask("GET", path)
    }

    pub fn post(&self, path: impl ToString) -> Ask<'_> {
        self.ask("POST", path)
    }

    pub async fn login(&self, email: &str, password: &str) -> Told {
        let body = serde_json::json!({ "email": email, "password": password });
        self.post("/api/auth/login/").json(body).told().await
    }

    /// Signs somebody of the test kit in and gives their cookie.
    pub async fn cookie(&self, email: &str) -> String {
        let told = self.login(email, testkit::PASSWORD).await;
        assert_eq!(told.status, StatusCode::OK, "{told:?}");
        let set = told.headers[header::SET_COOKIE].to_str().expect("a cookie");
        set.split(';').next().expect("a pair").to_owned()
    }
}
