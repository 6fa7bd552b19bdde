//! The browser of a request, and the cookie by which an account knows it again.

use crate::page::cookie;
use crate::state::AppState;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::UserId;
use domain::account::Account;
use service::Error;
use service::account::device;
use std::convert::Infallible;
use std::sync::{Arc, OnceLock};

/// Name of the cookie; see [`super::cookie_name`].
fn name(secure: bool) -> &'static str {
    if secure { "__Host-device" } else { "device" }
}

/// What a request tells of the device that it comes from.
#[derive(Debug, Clone, Default)]
pub struct Device {
    secret: Option<String>,
    label: String,
    given: Arc<OnceLock<String>>,
}

impl Device {
    fn of(headers: &HeaderMap, secure: bool) -> Self {
        let secret = cookie(headers, name(secure)).filter(|raw| raw.len() == 64 && raw.bytes().all(|b| b.is_ascii_hexdigit()));
        let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        Self { secret: secret.map(str::to_owned), label: domain::device::label(agent), given: Arc::default() }
    }

    /// Its cookie, if it has one.
    pub fn secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// "Firefox on Linux".
    pub fn label(&self) -> &str {
        &self.label
    }

    /// Notes that an account signs in here, and has its owner told where it does so for the first time.
    pub(super) async fn arrive(&self, state: &AppState, account: &Account) -> Result<(), Error> {
        if let Some(secret) = device::arrive(&state.services, account, self.secret(), &self.label).await? {
            let _ = self.given.set(secret);
        }
        Ok(())
    }

    /// Makes the device known to an account whose owner has shown here that it is theirs.
    pub async fn introduce(&self, state: &AppState, user: UserId) -> Result<(), Error> {
        let _ = self.given.set(device::introduce(&state.services, user, self.secret()).await?);
        Ok(())
    }
}

impl<S: Sync> FromRequestParts<S> for Device {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Puts the device into the request's extensions, and a cookie that was made for it into the answer.
pub async fn remember(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let secure = state.settings.cookie_secure;
    let device = Device::of(request.headers(), secure);
    let given = device.given.clone();
    request.extensions_mut().insert(device);
    let mut response = next.run(request).await;
    if let Some(secret) = given.get() {
        let (name, age, only) = (name(secure), device::REMEMBERED_DAYS * 86_400, if secure { "; Secure" } else { "" });
        let cookie = format!("{name}={secret}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{only}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
