//! Other sites' pages may not act here in the name of a visitor.
//!
//! The rule of Go's `http.CrossOriginProtection`: for methods that change something, the browser's own `Sec-Fetch-Site` decides; where
//! a browser is too old to send it, `Origin` must be ours. A program without cookies sends neither and has nothing to forge. A token is sent
//! by nobody unasked: who comes with one may come from anywhere, and comes without cookies.

use super::refusal;
use crate::session::bearer::{self, Presented};
use crate::settings::Origin;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Code;

/// What the rule says about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing is wrong with where it comes from.
    Accept,
    /// It may come from another site.
    Refuse(&'static str),
    /// A kind of form that needs no leave to be sent from anywhere, and that nobody here reads.
    RefuseKind,
}

/// Lets a request through or answers 403.
pub async fn guard(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if bearer::presented(request.uri().path(), request.headers()) != Presented::Nothing {
        request.headers_mut().remove(header::COOKIE);
        return next.run(request).await;
    }
    let settings = &state.settings;
    let has_session = crate::session::has_cookie(request.headers(), settings.cookie_secure);
    // Pages that may read the API may also write to it: as programs, never in the name of a session.
    let programs = settings.cors_origins.iter().filter(|_| !has_session && super::cors::is_shared(request.uri().path()));
    let trusted: Vec<&Origin> = settings.trusted_origins.iter().chain([&settings.base]).chain(programs).collect();
    match judge(request.method(), request.headers(), &trusted, has_session) {
        Verdict::Accept => next.run(request).await,
        Verdict::Refuse(why) => {
            tracing::warn!(why, "refused as possibly forged");
            refusal::answer(request.uri().path(), Code::Forbidden)
        }
        Verdict::RefuseKind => refusal::answer(request.uri().path(), Code::UnsupportedMediaType),
    }
}

/// The rule itself.
pub fn judge(method: &Method, headers: &HeaderMap, trusted: &[&Origin], has_session: bool) -> Verdict {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return Verdict::Accept;
    }
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text(header::CONTENT_TYPE).is_some_and(|t| t.trim_start().to_ascii_lowercase().starts_with("text/plain")) {
        return Verdict::RefuseKind;
    }
    let origin = text(header::ORIGIN);
    let is_trusted = || origin.and_then(|o| o.parse::<Origin>().ok()).is_some_and(|o| trusted.contains(&&o));
    match text(HeaderName::from_static("sec-fetch-site")) {
        Some("same-origin" | "none") => Verdict::Accept,
        Some(_) if is_trusted() => Verdict::Accept,
        Some(_) => Verdict::Refuse("another site's page"),
        None => match origin {
            Some(origin) if is_trusted() || is_host(origin, text(header::HOST)) => Verdict::Accept,
            Some(_) => Verdict::Refuse("another origin"),
            None if has_session => Verdict::Refuse("a session, but no word of where it comes from"),
            None => Verdict::Accept,
        },
    }
}

fn is_host(origin: &str, host: Option<&str>) -> bool {
    let Ok(origin) = origin.parse::<Origin>() else { return false };
    let scheme = if origin.is_https() { "https" } else { "http" };
    let host = host.and_then(|host| format!("{scheme}://{host}").parse::<Origin>().ok());
    host.is_some_and(|host| host == origin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    type Row = (&'static str, &'static [(&'static str, &'static str)], bool, bool);

    /// Method, headers, whether the session cookie is there, whether it is let through.
    const ROWS: &[Row] = &[
        ("GET", &[("sec-fetch-site", "cross-site")], true, true),
        ("HEAD", &[], true, true),
        ("POST", &[("sec-fetch-site", "same-origin")], true, true),
        ("POST", &[("sec-fetch-site", "none")], true, true),
        ("POST", &[("sec-fetch-site", "same-site")], true, false),
        ("POST", &[("sec-fetch-site", "cross-site")], true, false),
        ("POST", &[("sec-fetch-site", "cross-site")], false, false),
        ("POST", &[("sec-fetch-site", "nonsense")], true, false),
        ("POST", &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example")], true, true),
        ("POST", &[("sec-fetch-site", "cross-site"), ("origin", "https://clinic.example")], true, true),
        ("POST", &[("sec-fetch-site", "cross-site"), ("origin", "https://app.example.evil")], true, false),
        ("POST", &[("sec-fetch-site", "same-origin"), ("content-type", "text/plain")], true, false),
        ("POST", &[("content-type", "Text/Plain; charset=utf-8")], false, false),
        ("POST", &[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")], true, true),
        ("POST", &[("origin", "https://clinic.internal"), ("host", "clinic.internal:443")], true, true),
        ("POST", &[("origin", "http://127.0.0.1:4000"), ("host", "127.0.0.1:3000")], true, false),
        ("POST", &[("origin", "null"), ("host", "127.0.0.1:3000")], true, false),
        ("POST", &[("origin", "null")], false, false),
        ("POST", &[("origin", "https://evil.example")], false, false),
        ("DELETE", &[], true, false),
        ("DELETE", &[], false, true),
        ("PUT", &[("content-type", "application/json")], false, true),
        ("PATCH", &[("origin", "https://clinic.example")], true, true),
        ("TRACE", &[], true, false),
    ];

    #[test]
    fn only_our_own_pages_and_programs_without_cookies_change_anything() {
        let origins: Vec<Origin> = ["https://app.example", "https://clinic.example"].iter().filter_map(|o| o.parse().ok()).collect();
        let trusted: Vec<&Origin> = origins.iter().collect();
        for (method, given, has_session, passes) in ROWS {
            let mut headers = HeaderMap::new();
            for (name, value) in *given {
                headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            let method = Method::from_bytes(method.as_bytes()).unwrap_or_default();
            let verdict = judge(&method, &headers, &trusted, *has_session);
            assert_eq!(verdict == Verdict::Accept, *passes, "{method} {given:?} session={has_session}");
        }
    }
}
