//! How often one place and one account may ask. Everything together is counted in this process; what is costly or sensitive in the
//! database, over all of them.

use super::refusal;
use crate::client::Client;
use crate::page::is_of_parts;
use crate::session::Visitor;
use crate::settings::Limits;
use crate::state::AppState;
use app::act::Act;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{Extensions, Method};
use axum::middleware::Next;
use axum::response::Response;
use service::rate::{Rate, Try, count};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Most places that are told apart; of more, the last ones go uncounted until the window ends.
const MOST_PLACES: usize = 200_000;
/// Longest wait for a count, where people can be helped without the database.
const PATIENCE: Duration = Duration::from_millis(300);

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Register,
    Link,
    Engine,
    Booking,
    Export,
    Upload,
    Emergency,
}

/// Addresses that are costly or sensitive when something is posted there. Pages and API share their counts.
/// Passwords and codes are counted where they are checked, by the service: for their account, and passwords for their address too unless the account
/// knows the device. Nothing that a neighbour sends keeps somebody out who has been here before; a passkey cannot be guessed.
const COSTLY: &[(&str, Kind)] = &[
    ("/api/auth/register", Kind::Register),
    ("/register", Kind::Register),
    ("/account/forgot", Kind::Link),
    ("/account/reset", Kind::Link),
    ("/api/auth/password-reset", Kind::Link),
    ("/api/auth/password-reset/confirm", Kind::Link),
    ("/api/auth/verify-email", Kind::Link),
    ("/api/auth/email/confirm", Kind::Link),
    ("/api/ai/predict-disease", Kind::Engine),
    ("/api/ai/recommend-doctor", Kind::Engine),
    ("/api/ai/interview", Kind::Engine),
    ("/symptoms", Kind::Engine),
    ("/symptoms/{report}/questions", Kind::Engine),
    ("/api/appointments", Kind::Booking),
    ("/api/appointments/{id}/reschedule", Kind::Booking),
    ("/book/{doctor}", Kind::Booking),
    ("/appointments/{appointment}/move", Kind::Booking),
    ("/api/users/me/export", Kind::Export),
    ("/api/health-records/{id}/attachments", Kind::Upload),
    ("/api/health-records/import", Kind::Upload),
    ("/records/{record}", Kind::Upload),
    ("/records/import", Kind::Upload),
    ("/api/blogs/images", Kind::Upload),
    ("/dashboard/blog/{post}", Kind::Upload),
    ("/api/patients/emergency", Kind::Emergency),
    ("/patients/emergency", Kind::Emergency),
];

/// Acts that are costly on pages where more is done: path and name. Counted once the form is read.
const COSTLY_ACTS: &[(&str, &str, Kind)] = &[("/settings/privacy", "export", Kind::Export)];

impl Kind {
    fn of(request: &Request) -> Option<Self> {
        let path = request.extensions().get::<MatchedPath>()?.as_str();
        let path = path.strip_suffix('/').unwrap_or(path);
        let is_post = *request.method() == Method::POST;
        let kind = COSTLY.iter().find(|(costly, _)| is_post && *costly == path).map(|(_, kind)| *kind);
        // More is done on those pages than sending files.
        kind.filter(|kind| *kind != Self::Upload || path.starts_with("/api/") || is_of_parts(request.headers()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Link => "link",
            Self::Engine => "engine",
            Self::Booking => "booking",
            Self::Export => "export",
            Self::Upload => "upload",
            Self::Emergency => "emergency",
        }
    }

    /// By address, and by account.
    fn rates(self, limits: &Limits) -> (Option<Rate>, Option<Rate>) {
        match self {
            Self::Register => (limits.register, None),
            Self::Link => (limits.login, None),
            Self::Engine => (limits.engine_address, limits.engine),
            Self::Booking => (limits.booking_address, limits.booking),
            Self::Export => (None, limits.export),
            Self::Upload => (None, limits.upload),
            // Who tries addresses and dates of birth guesses, as at the door.
            Self::Emergency => (limits.login, limits.login),
        }
    }
}

/// Counts of this process.
#[derive(Debug, Default)]
pub struct Rates {
    window: Mutex<Window>,
}

#[derive(Debug, Default)]
struct Window {
    began: Option<Instant>,
    counts: HashMap<IpAddr, u32>,
}

impl Rates {
    /// Counts a request of a place; the seconds to wait where it was too many.
    fn count(&self, place: IpAddr, rate: Rate, now: Instant) -> Option<u32> {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = window.began.map_or(rate.period, |began| now.saturating_duration_since(began));
        if passed >= rate.period {
            *window = Window { began: Some(now), counts: HashMap::new() };
        }
        let left = rate.period.saturating_sub(if passed >= rate.period { Duration::ZERO } else { passed });
        if window.counts.len() >= MOST_PLACES && !window.counts.contains_key(&place) {
            return None;
        }
        let count = window.counts.entry(place).or_default();
        *count = count.saturating_add(1);
        (*count > rate.most).then(|| u32::try_from(left.as_secs()).unwrap_or(u32::MAX).saturating_add(1))
    }
}

/// Everything together: generous, and costs no statement.
pub async fn general(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let client = Client::of(request.extensions()).filter(|client| !client.is_here());
    let too_many = client.zip(state.settings.limits.general).and_then(|(c, rate)| state.rates.count(c.place(), rate, Instant::now()));
    match too_many {
        Some(seconds) => refusal::limited(request.uri().path(), seconds),
        None => next.run(request).await,
    }
}

/// What is costly or sensitive, by address and by account. Runs behind [`crate::session::identify`].
pub async fn costly(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if let Some(kind) = Kind::of(&request)
        && let Some(seconds) = wait(&state, kind, request.extensions()).await
    {
        return refusal::limited(request.uri().path(), seconds);
    }
    next.run(request).await
}

/// The same for an act of a page; the answer where it was done too often.
pub(crate) async fn costly_act(state: &AppState, act: &Act, parts: &Parts) -> Option<Response> {
    let (.., kind) = COSTLY_ACTS.iter().find(|(path, name, _)| (*path, *name) == (act.path, act.name))?;
    let seconds = wait(state, *kind, &parts.extensions).await?;
    Some(refusal::limited(parts.uri.path(), seconds))
}

/// Counts a request; the seconds to wait where it was too many.
async fn wait(state: &AppState, kind: Kind, asking: &Extensions) -> Option<u32> {
    let tries = who(asking, kind.rates(&state.settings.limits));
    let seconds = too_many(state, kind, &tries).await?;
    tracing::warn!(kind = kind.name(), seconds, "asked too often");
    Some(seconds)
}

/// The place and the account that ask, with how often each may.
fn who(asking: &Extensions, (by_address, by_account): (Option<Rate>, Option<Rate>)) -> Vec<(String, Rate)> {
    let place = Client::of(asking).map(|client| client.place().to_string());
    let account = asking.get::<Visitor>().and_then(|visitor| visitor.caller().user()).map(|user| user.to_string());
    [place.zip(by_address), account.zip(by_account)].into_iter().flatten().collect()
}

async fn too_many(state: &AppState, kind: Kind, tries: &[(String, Rate)]) -> Option<u32> {
    if tries.is_empty() {
        return None;
    }
    let tries: Vec<Try> = tries.iter().map(|(who, rate)| Try { kind: kind.name(), who, rate: *rate }).collect();
    match tokio::time::timeout(PATIENCE, count(&state.services, &tries)).await {
        Ok(Ok(seconds)) => seconds,
        // The work itself says what is wrong with the database, if it needs one; symptoms are assessed without.
        Ok(Err(error)) => {
            tracing::warn!(%error, "a request could not be counted");
            None
        }
        Err(_) => {
            tracing::warn!("a request could not be counted in time");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_asks_too_often_waits_for_the_window_to_end_and_others_do_not() {
        let (rates, rate, now) = (Rates::default(), Rate { most: 2, period: Duration::from_secs(60) }, Instant::now());
        let [one, other] = [1_u8, 2].map(|n| IpAddr::from([192, 0, 2, n]));
        assert_eq!([0, 0].map(|_| rates.count(one, rate, now)), [None, None]);
        assert_eq!(rates.count(one, rate, now + Duration::from_secs(10)), Some(51));
        assert_eq!(rates.count(other, rate, now), None);
        assert_eq!(rates.count(one, rate, now + Duration::from_secs(60)), None);
    }

    #[test]
    fn every_costly_address_exists() {
        let acts = app::acts();
        for (path, _) in COSTLY {
            let is_api = crate::rest::ROUTES.iter().any(|r| r.method == Method::POST && r.path.trim_end_matches('/') == *path);
            assert!(is_api || acts.iter().any(|act| act.path == *path), "{path}");
        }
        for (path, name, _) in COSTLY_ACTS {
            assert!(acts.iter().any(|act| (act.path, act.name) == (*path, *name)), "{path} {name}");
            assert!(COSTLY.iter().all(|(costly, _)| costly != path), "{path} is counted twice");
        }
    }
}
