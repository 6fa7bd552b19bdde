//! How large a request may be and how long its answer may take.

use super::refusal;
use crate::state::AppState;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Code;
use http_body_util::Limited;

/// Refuses a body that is, or turns out to be, larger than the settings allow.
pub async fn body(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let limit = state.settings.body_limit;
    let path = request.uri().path().to_owned();
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|n| n > limit as u64) {
        return refusal::answer(&path, Code::TooLarge);
    }
    let response = next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await;
    // Extractors answer with text of their own when the limit is met while reading.
    let is_ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == "application/json");
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_ours {
        return refusal::answer(&path, Code::TooLarge);
    }
    response
}

/// Answers 503 when no answer has begun in time. Streams may go on for longer.
pub async fn time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    match tokio::time::timeout(state.settings.request_timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("no answer in time");
            refusal::answer(&path, Code::Unavailable)
        }
    }
}
