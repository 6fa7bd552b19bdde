//! Answers of the layers themselves: the JSON envelope for programs, a plain page for people.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use domain::Code;
use futures::FutureExt;
use std::panic::AssertUnwindSafe;

/// Whether programs, not people, read what this path answers.
pub fn is_for_programs(path: &str) -> bool {
    ["/api/", "/fn/"].iter().any(|prefix| path.starts_with(prefix))
}

/// On an answer that is ours as a whole.
#[derive(Debug, Clone, Copy)]
pub struct Said;

/// The answer for `code` at `path`. 503 and 429 ask to come back in a moment.
pub fn answer(path: &str, code: Code) -> Response {
    saying(path, code, code.message())
}

/// The answer to a body that is larger than `limit` bytes.
pub fn too_large(path: &str, limit: usize) -> Response {
    saying(path, Code::TooLarge, &format!("That is more than we can take at once: the most is {}.", domain::text::size(limit as u64)))
}

/// The answer for `code` in other words.
pub fn saying(path: &str, code: Code, message: &str) -> Response {
    let status = StatusCode::from_u16(code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = if is_for_programs(path) {
        let error = serde_json::json!({ "code": code, "message": message });
        axum::Json(serde_json::json!({ "success": false, "error": error })).into_response()
    } else {
        page(message).into_response()
    };
    *response.status_mut() = status;
    response.extensions_mut().insert(Said);
    if code == Code::Unauthenticated && is_for_programs(path) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge(""));
    }
    if matches!(code, Code::Unavailable | Code::RateLimited) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
    response
}

/// The answer to one who asks too often: come back after so many seconds.
pub fn limited(path: &str, seconds: u32) -> Response {
    let mut response = answer(path, Code::RateLimited);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds.max(1)));
    response
}

/// How one can show who one is (RFC 6750), with `more` of why it was not enough.
pub fn challenge(more: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("Bearer realm=\"smart-health\"{more}")).unwrap_or(HeaderValue::from_static("Bearer"))
}

fn page(message: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{message}</title></head><body><main><h1>{message}</h1><p><a href=\"/\">Go to the start page</a></p>\
         <p>In an emergency do not wait for this site: call your local emergency number (112 in most countries).</p></main></body></html>"
    ))
}

/// A panic in a handler: logged, answered with 500, everybody else goes on.
pub async fn catch_panics(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    AssertUnwindSafe(next.run(request)).catch_unwind().await.unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        tracing::error!(said = said.unwrap_or("something"), "a handler panicked");
        answer(&path, Code::Internal)
    })
}
