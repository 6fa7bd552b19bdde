//! Pages of other origins may call the API as programs do: with a token in a header, never with a cookie. Off until origins are named.

use crate::settings::Origin;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, DELETE");
const ASKS: HeaderValue = HeaderValue::from_static("authorization, content-type, idempotency-key, if-match, if-none-match, x-request-id");
const TELLS: HeaderValue = HeaderValue::from_static("etag, location, retry-after, x-request-id");
/// Seconds for which a browser need not ask again.
const KEPT: HeaderValue = HeaderValue::from_static("600");

/// Whether other origins can be let in there at all.
pub fn is_shared(path: &str) -> bool {
    path.starts_with("/api/")
}

/// Tells browsers which pages may read the answer. `Access-Control-Allow-Credentials` is never sent, so no cookie comes along.
pub async fn share(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let allowed = &state.settings.cors_origins;
    if allowed.is_empty() || !is_shared(request.uri().path()) {
        return next.run(request).await;
    }
    let origin = origin(request.headers(), allowed);
    let is_preflight = *request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = match &origin {
        Some(_) if is_preflight => preflight(),
        _ => next.run(request).await,
    };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_name(HeaderName::from_static("origin")));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, TELLS);
    }
    response
}

fn origin(headers: &HeaderMap, allowed: &[Origin]) -> Option<HeaderValue> {
    let given = headers.get(header::ORIGIN)?;
    let origin: Origin = given.to_str().ok()?.parse().ok()?;
    allowed.contains(&origin).then(|| given.clone())
}

fn preflight() -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ASKS);
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
    response
}
