//! Who is asking: a cookie, a row, an account.

pub mod bearer;
mod data;
mod device;
mod enrol;
mod store;
mod visitor;

pub use device::{Device, remember};
pub use store::Store;
pub use visitor::{Visitor, identify};

use crate::settings::Settings;
use crate::state::AppState;
use axum::http::{HeaderMap, header};
use data::{ACCOUNT, BORN, DEVICE, EPOCH, IDLE, SECOND_FACTOR, USER};
use domain::Code;
use service::Error;
use service::account::Proven;
use std::time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session_store::ExpiredDeletion;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

/// How often ended sessions are swept out.
const SWEEP: Duration = Duration::from_secs(600);

/// Name of the cookie. `__Host-` makes browsers insist on https, this host alone and the whole site.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-shs" } else { "shs" }
}

/// Whether the request bears the session cookie, valid or not.
pub fn has_cookie(headers: &HeaderMap, secure: bool) -> bool {
    let name = cookie_name(secure);
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    cookies.flat_map(|line| line.split(';')).any(|pair| pair.trim().split('=').next() == Some(name))
}

/// The layer that reads and writes the cookie. A session exists only once something is put into it: visitors have none.
pub fn manager(store: Store, settings: &Settings) -> SessionManagerLayer<Store> {
    let life = time::Duration::try_from(settings.session.absolute).unwrap_or(time::Duration::HOUR);
    SessionManagerLayer::new(store)
        .with_name(cookie_name(settings.cookie_secure))
        .with_secure(settings.cookie_secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(life))
}

/// Signs somebody in under a new session id, so that an id planted before is worthless.
///
/// Errors: `EXPIRED` where the account has changed since its owner was proven.
pub async fn sign_in(session: &Session, proven: &Proven, state: &AppState, device: &Device) -> Result<(), Error> {
    let begun = begin(session, proven, state, device).await;
    settled(session, begun).await?;
    // Only now: who comes too late is nobody whom this device knows.
    device.arrive(state, &proven.account).await
}

async fn begin(session: &Session, proven: &Proven, state: &AppState, device: &Device) -> Result<(), tower_sessions::session::Error> {
    let account = &proven.account;
    session.clear().await;
    session.cycle_id().await?;
    session.insert(USER, account.id.0).await?;
    session.insert(ACCOUNT, account).await?;
    session.insert(DEVICE, device.label()).await?;
    session.insert(SECOND_FACTOR, proven.second_factor).await?;
    session.insert(EPOCH, proven.epoch).await?;
    session.insert(BORN, state.services.now().timestamp()).await?;
    session.insert(IDLE, state.settings.idle(account.user_type).as_secs()).await?;
    // Now, and not with the answer: what changed the account meanwhile is told here.
    session.save().await
}

/// Goes on under a new id with a session that was ended together with all others of its account, by what gave the account this epoch. Nothing
/// where there is none.
pub async fn renew(session: &Session, epoch: i32) -> Result<(), Error> {
    if session.id().is_none() {
        return Ok(());
    }
    let renewed = async {
        session.cycle_id().await?;
        session.insert(EPOCH, epoch).await?;
        session.save().await
    };
    settled(session, renewed.await).await
}

/// Lets go of a session that could not be written: with the answer it would be tried again, and a second failure be told instead of the first.
async fn settled(session: &Session, written: Result<(), tower_sessions::session::Error>) -> Result<(), Error> {
    use tower_sessions::{session::Error as Failed, session_store::Error as Stored};
    let Err(error) = written else { return Ok(()) };
    // What is in the table ends by itself.
    let _ = session.flush().await;
    match error {
        Failed::Store(Stored::Backend(why)) if why == store::LATE => Err(Code::Expired.into()),
        other => Err(Error::Unavailable(format!("session: {other}"))),
    }
}

/// What is stored of the session's id.
pub fn fingerprint(session: &Session) -> Option<Vec<u8>> {
    session.id().map(|id| store::hash(&id))
}

/// Whoever is signed in has shown a second factor now; the session gets a new id, as with every gain of rights.
pub async fn strengthen(session: &Session) -> Result<(), Error> {
    let stronger = async {
        session.cycle_id().await?;
        session.insert(SECOND_FACTOR, true).await?;
        session.save().await
    };
    settled(session, stronger.await).await
}

/// Signs out: the row is gone before the answer is sent, and the cookie with it.
pub async fn sign_out(session: &Session) -> Result<(), tower_sessions::session::Error> {
    session.flush().await
}

/// Sweeps out ended sessions, for as long as the server runs.
pub async fn sweep(store: Store) {
    loop {
        tokio::time::sleep(SWEEP).await;
        if let Err(error) = store.delete_expired().await {
            tracing::warn!(%error, "ended sessions could not be swept out");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn the_cookie_is_found_by_its_whole_name() {
        for (line, found) in [("shs=abc", true), ("a=1; shs=abc; b=2", true), ("ashs=1", false), ("a=shs=1", false), ("", false)] {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, HeaderValue::from_static(line));
            assert_eq!(has_cookie(&headers, false), found, "{line}");
            assert!(!has_cookie(&headers, true), "{line}");
        }
    }
}
