//! From the session to the caller that services know.

use super::data::ACCOUNT;
use crate::layer::refusal;
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use domain::account::Account;
use domain::{Caller, Code};
use std::convert::Infallible;
use tower_sessions::Session;

/// Who makes a request; in the extensions of every request that comes to a page or the API.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The account, when somebody is signed in.
    pub account: Option<Account>,
}

impl Visitor {
    /// Who they are to the services.
    pub fn caller(&self) -> Caller {
        self.account.as_ref().map_or(Caller::Anonymous, |account| account.caller)
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Finds out who is asking. Without the cookie nobody is asked: no query, no session.
///
/// While the database is down somebody with a cookie is answered 503, not treated as a stranger.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let mut visitor = Visitor::default();
    if super::has_cookie(request.headers(), state.settings.cookie_secure) {
        let session = request.extensions().get::<Session>().cloned();
        match account(session).await {
            Ok(account) => visitor.account = account,
            Err(error) => {
                tracing::error!(error, "who is asking could not be found out");
                return refusal::answer(request.uri().path(), Code::Unavailable);
            }
        }
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

async fn account(session: Option<Session>) -> Result<Option<Account>, String> {
    let Some(session) = session else { return Ok(None) };
    session.get::<Account>(ACCOUNT).await.map_err(|e| e.to_string())
}
