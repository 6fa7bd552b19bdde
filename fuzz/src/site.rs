//! The application without a database: whatever needs one answers 503, after everything that was sent has been read.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};
use domain::account::{Account, UserType};
use domain::{Caller, DoctorId, PatientId, UserId};
use serde_json::Value;
use server::session::{self, Store, Visitor};
use server::settings::Settings;
use server::state::AppState;
use service::{Clock, Engine, Keys, Services};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tokio::runtime::Runtime;
use tower::ServiceExt;
use uuid::Uuid;

/// A ring that everybody may know.
pub(crate) const KEYS: &str = "1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
/// No limits: the fuzzer is in more of a hurry than people are. Its address is a proxy's that is believed.
const ENVIRONMENT: &[(&str, &str)] = &[("SHS_LIMIT_GENERAL", "off"), ("SHS_TRUSTED_PROXIES", "10.0.0.0/8"), ("HOME", "/nonexistent")];
/// A database that is not there.
const NOWHERE: &str = "postgres://nobody@localhost/nothing?host=/nonexistent";
const PEER: ([u8; 4], u16) = ([10, 1, 1, 1], 4711);

pub(crate) struct Site {
    /// Behind the door: who asks is given.
    inside: Router,
    /// From the street.
    outside: Router,
    pub(crate) services: Services,
    runtime: Runtime,
}

/// Where a request comes in.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Door {
    Outside,
    Inside(Option<UserType>),
}

impl Door {
    pub(crate) fn of(byte: u8) -> Self {
        match byte % 5 {
            0 => Self::Inside(None),
            1 => Self::Inside(Some(UserType::Patient)),
            2 => Self::Inside(Some(UserType::Doctor)),
            3 => Self::Inside(Some(UserType::Admin)),
            _ => Self::Outside,
        }
    }
}

/// Made once for all inputs.
pub(crate) fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(Site::new)
}

impl Site {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let given = |name: &str| ENVIRONMENT.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let mut settings = Settings::from_text(include_str!("../../Leptos.toml"), given).settings.expect("settings");
        settings.leptos.hash_files = false;
        let model = ai::Worker::start("/nonexistent/encoder".into(), 1, 1);
        // Connects when it is first used, and then finds nobody, at once.
        let db = runtime.block_on(server::database::connect(NOWHERE, &settings.database)).expect("a pool");
        let within = runtime.enter();
        let services = Services::new(db.clone(), Clock::System, Engine::new(model.clone()), Keys::parse(KEYS).expect("a ring"), 1);
        let store = Store::new(db.clone(), settings.session.absolute, Clock::System);
        let state = AppState::new(Arc::new(settings), services.clone(), model, db);
        let manager = session::manager(store.clone(), &state.settings);
        let inside = server::rest::router(&state).merge(server::page::router(&state)).layer(manager).with_state(state.clone());
        let outside = server::router(&state, store);
        drop(within);
        Self { inside, outside, services, runtime }
    }

    pub(crate) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        self.runtime.block_on(work)
    }

    /// Sends a request and holds the answer to what every answer promises.
    pub(crate) fn ask(&self, door: Door, mut request: Request<Body>) {
        let is_api = request.uri().path().starts_with("/api/");
        let app = match door {
            Door::Outside => &self.outside,
            Door::Inside(kind) => {
                request.extensions_mut().insert(visitor(kind));
                &self.inside
            }
        };
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(PEER)));
        let (status, is_json, body) = self.block_on(async {
            let answer = app.clone().oneshot(request).await.expect("an answer");
            let packed = answer.headers().contains_key(header::CONTENT_ENCODING);
            let kind = !packed && answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
            let (parts, body) = answer.into_parts();
            (parts.status, kind, axum::body::to_bytes(body, 1 << 24).await.expect("a body that ends"))
        });
        assert!(!status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE, "{status}: {}", String::from_utf8_lossy(&body));
        if is_api && is_json {
            let told: Value = serde_json::from_slice(&body).expect("JSON");
            assert!(status.is_success() || told["error"]["code"].is_string(), "{status}: {told}");
        }
    }
}

fn visitor(kind: Option<UserType>) -> Visitor {
    let id = Uuid::from_u128(0x019b_2f6c_0a5d_7f3b_8e21_6d4c_1b9a_5f02);
    let account = kind.map(|user_type| Account {
        id: UserId(id),
        email: "somebody@example.org".to_owned(),
        user_type,
        name: "Somebody".to_owned(),
        zone: chrono_tz::Europe::Berlin,
        country: None,
        caller: match user_type {
            UserType::Patient => Caller::Patient { user: UserId(id), patient: PatientId(id) },
            UserType::Doctor => Caller::Doctor { user: UserId(id), doctor: DoctorId(id) },
            UserType::Admin => Caller::Admin { user: UserId(id) },
        },
    });
    Visitor { account, second_factor: true, ..Visitor::default() }
}
