//! From the session to the caller that services know.

use super::bearer::{self, Presented};
use super::data::{ACCOUNT, SECOND_FACTOR};
use super::enrol;
use crate::layer::refusal;
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use domain::account::Account;
use domain::token::Scopes;
use domain::{Caller, Code, TokenId};
use service::{Error, Services, token};
use std::convert::Infallible;
use tower_sessions::Session;

/// Who makes a request; in the extensions of every request that comes to a page or the API.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The account, when somebody is signed in.
    pub account: Option<Account>,
    /// What the token may do, where somebody came with one instead of a session.
    pub scopes: Option<Scopes>,
    /// The grant that the token belongs to.
    pub grant: Option<TokenId>,
    /// Whether a second factor was shown; of a token, whether one was shown for it.
    pub second_factor: bool,
    /// Whether they must set one up before anything else.
    pub must_enrol: bool,
}

impl Visitor {
    /// Who they are to the services.
    pub fn caller(&self) -> Caller {
        self.account.as_ref().map_or(Caller::Anonymous, |account| account.caller)
    }

    /// They have shown a second factor just now: their session, or the grant of their token, is worth more from here on.
    pub async fn strengthen(&self, services: &Services, session: &Session) -> Result<(), Error> {
        match self.grant {
            Some(grant) => token::strengthen(services, &self.caller(), grant).await,
            None => super::strengthen(session).await,
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Finds out who is asking. Without the cookie and without a token nobody is asked: no query, no session.
///
/// Whoever comes to the API with a token is judged by it alone; one that does not count is refused, and the cookie is not looked at.
///
/// While the database is down somebody with a cookie is answered 503, not treated as a stranger.
pub async fn identify(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let mut visitor = Visitor::default();
    if let Presented::Token(token) = bearer::presented(request.uri().path(), request.headers()) {
        match bearer::visitor(&state, token).await {
            Ok(found) => visitor = found,
            Err(refusal) => return refusal,
        }
    } else if super::has_cookie(request.headers(), state.settings.cookie_secure) {
        let session = request.extensions().get::<Session>().cloned();
        match known(session).await {
            Ok(found) => visitor = found,
            Err(error) => {
                tracing::error!(error, "who is asking could not be found out");
                return refusal::answer(request.uri().path(), Code::Unavailable);
            }
        }
    }
    let binds = visitor.account.as_ref().is_some_and(|account| state.settings.session.require_second_factor.binds(account.user_type));
    visitor.must_enrol = binds && !visitor.second_factor;
    if visitor.must_enrol && !enrol::is_open(request.uri().path()) {
        return enrol::first(request.uri().path());
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

async fn known(session: Option<Session>) -> Result<Visitor, String> {
    let Some(session) = session else { return Ok(Visitor::default()) };
    let account = session.get::<Account>(ACCOUNT).await.map_err(|e| e.to_string())?;
    let second_factor = session.get::<bool>(SECOND_FACTOR).await.map_err(|e| e.to_string())?.unwrap_or_default();
    Ok(Visitor { account, second_factor, ..Visitor::default() })
}
