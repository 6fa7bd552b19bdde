//! `GET /live`: tells a signed-in doctor or patient that one of their appointments changed, as server-sent events.
//!
//! Events carry the appointment's id and nothing else; who hears one asks for what they may see. `event: refresh` says that
//! something may have been missed.

mod hub;

use crate::layer::refusal;
use crate::session::{Store, Visitor};
use crate::state::AppState;
use axum::Router;
use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::policy::{Policy, Who, Whose};
use domain::{Caller, Code};
use futures::stream;
use hub::{Hub, Note, Place};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use tokio::time::{Instant, Interval, interval_at};
use tower_sessions::Session;
use tower_sessions::session::Id;

/// The address.
pub const PATH: &str = "/live";
/// Every address here, with its policy.
pub const ROUTES: &[(&str, Policy)] = &[(PATH, Policy::new(Who::SignedIn, Whose::Own))];
/// Something is sent at least this often, so that neither side takes silence for a broken line.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// How often it is asked whether the session still holds.
const CHECK: Duration = Duration::from_secs(30);
/// After how long browsers try again.
const RETRY: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Live {
    hub: Arc<Hub>,
    sessions: Store,
}

/// The one route. Runs behind [`crate::session::identify`].
pub fn router(state: &AppState, sessions: Store) -> Router<AppState> {
    let live = Live { hub: Hub::new(state.db.clone()), sessions };
    Router::new().route(PATH, get(listen)).with_state(live)
}

async fn listen(State(live): State<Live>, visitor: Visitor, session: Session) -> Response {
    let caller = visitor.caller();
    let refuse = |code| refusal::answer(PATH, code);
    let (Some(user), Some(id)) = (caller.user(), session.id()) else { return refuse(Code::Unauthenticated) };
    if caller.doctor().is_none() && caller.patient().is_none() {
        return refuse(Code::Forbidden);
    }
    let Some(place) = live.hub.place(user) else { return refuse(Code::RateLimited) };
    let open = Open {
        caller,
        id,
        greeted: false,
        notes: live.hub.subscribe(),
        closing: live.hub.closing(),
        check: interval_at(Instant::now() + CHECK, CHECK),
        sessions: live.sessions,
        _place: place,
    };
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE);
    let mut response = Sse::new(stream::unfold(open, next)).keep_alive(keep_alive).into_response();
    // Proxies that buffer would hold events back.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}

/// One open line.
struct Open {
    caller: Caller,
    id: Id,
    greeted: bool,
    notes: Receiver<Note>,
    closing: watch::Receiver<bool>,
    check: Interval,
    sessions: Store,
    _place: Place,
}

impl Open {
    fn concerns(&self, note: &Note) -> bool {
        self.caller.doctor() == Some(note.doctor) || self.caller.patient() == Some(note.patient)
    }

    /// Whether the session still holds; while the database is down nobody is thrown out.
    async fn is_signed_in(&self) -> bool {
        self.sessions.lives(&self.id).await.unwrap_or(true)
    }
}

/// The next event; nothing more when the session or the server ends.
async fn next(mut open: Open) -> Option<(Result<Event, Infallible>, Open)> {
    if !open.greeted {
        open.greeted = true;
        return Some((Ok(Event::default().comment("listening").retry(RETRY)), open));
    }
    loop {
        tokio::select! {
            () = hub::closed(&mut open.closing) => return None,
            _ = open.check.tick() => {
                if !open.is_signed_in().await {
                    return None;
                }
            }
            heard = open.notes.recv() => match heard {
                Ok(Note { refresh: true, .. }) | Err(RecvError::Lagged(_)) => {
                    return Some((Ok(Event::default().event("refresh").data("now")), open));
                }
                Ok(note) if open.concerns(&note) => {
                    let event = Event::default().event("appointment").data(note.appointment.to_string());
                    return Some((Ok(event), open));
                }
                Ok(_) => {}
                Err(RecvError::Closed) => return None,
            },
        }
    }
}
