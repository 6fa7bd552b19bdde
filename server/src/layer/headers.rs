//! What browsers are told: which code may run, who may frame us, what may be kept.
//!
//! The nonce is made here, before the page: it goes into the request's extensions, from where [`provide_nonce`] puts it into leptos'
//! context in place of leptos' own. So one place writes the policy for pages, errors and files alike, and it is out before the first
//! chunk of a streamed page. A handler that needs another policy sets the header itself; none does.

use crate::client::Client;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};

/// The nonce of a request's scripts, in its extensions.
#[derive(Debug, Clone)]
pub struct CspNonce(pub Nonce);

const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");
const NEVER: HeaderValue = HeaderValue::from_static("no-store");

const FIXED: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), microphone=(), midi=(), \
         payment=(), publickey-credentials-get=(self), usb=()",
    ),
];

/// Makes the nonce, and sets what a handler has not set itself.
pub async fn set(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    let path = request.uri().path().to_owned();
    let is_https = state.settings.base.is_https() || Client::of(request.extensions()).is_some_and(|client| client.is_https);
    let mut response = next.run(request).await;
    let keep = keep(&path, response.status(), response.headers(), state.settings.leptos.hash_files, &state.settings.leptos.site_pkg_dir);
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.entry(*name).or_insert(HeaderValue::from_static(value));
    }
    if let Ok(policy) = HeaderValue::from_str(&policy(nonce.as_inner())) {
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(policy);
    }
    if is_https {
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static("max-age=63072000; includeSubDomains"));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(keep);
    response
}

/// Gives leptos the request's nonce. Called in the additional context of pages, where leptos has just provided one of its own.
pub fn provide_nonce() {
    if let Some(CspNonce(nonce)) = use_context::<Parts>().and_then(|parts| parts.extensions.get::<CspNonce>().cloned()) {
        provide_context(nonce);
    }
}

/// The content security policy (level 3) of a page whose scripts bear `nonce`.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'self'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// How long the answer may be kept: files by their kind, what may be personal not at all.
fn keep(path: &str, status: StatusCode, headers: &HeaderMap, hashed: bool, pkg: &str) -> HeaderValue {
    let dynamic = super::refusal::is_for_programs(path);
    if dynamic || !matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED) {
        return NEVER;
    }
    if hashed && path.strip_prefix('/').and_then(|p| p.strip_prefix(pkg)).is_some_and(|p| p.starts_with('/')) {
        return FOREVER;
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|t| t.to_str().ok()).unwrap_or_default();
    let is_file =
        ["image/", "font/", "text/css", "text/javascript", "application/javascript", "application/wasm", "application/manifest+json"]
            .iter()
            .any(|file| kind.starts_with(file));
    if is_file { HOUR } else { NEVER }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_kept_and_only_hashed_ones_forever() {
        for (path, status, kind, kept) in [
            ("/pkg/shs.abc123.wasm", 200, "application/wasm", &FOREVER),
            ("/pkg/missing.js", 404, "text/plain", &NEVER),
            ("/icon.svg", 200, "image/svg+xml", &HOUR),
            ("/", 200, "text/html; charset=utf-8", &NEVER),
            ("/api/health-records/1/attachments/2", 200, "image/png", &NEVER),
            ("/fn/list", 200, "application/json", &NEVER),
            ("/pkgs", 200, "text/html", &NEVER),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
            let status = StatusCode::from_u16(status).unwrap_or_default();
            assert_eq!(keep(path, status, &headers, true, "pkg"), *kept, "{path}");
        }
    }

    #[test]
    fn the_policy_allows_no_inline_code_without_the_nonce() {
        let policy = policy("abc");
        assert!(policy.contains("script-src 'nonce-abc' 'strict-dynamic' 'wasm-unsafe-eval';"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    }
}
