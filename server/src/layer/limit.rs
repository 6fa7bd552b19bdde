//! How large a request may be, how long it may take to arrive, and how long its answer may take.

mod arrival;

use super::refusal;
use crate::state::AppState;
use arrival::{Arrival, Arriving};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::Code;
use http_body_util::Limited;

/// What a form puts around a file or a text.
const AROUND: usize = 64 << 10;
/// A file.
const UPLOAD_MOST: usize = domain::record::FILE_MAX as usize + AROUND;
/// An article whose letters are all of four bytes, each byte in the three characters that forms have for it.
const ARTICLE_MOST: usize = domain::blog::BODY_MAX * 12 + AROUND;

/// Refuses a body that is, or turns out to be, larger than the settings allow, or that does not arrive in time.
pub async fn body(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let is_upload = is_upload(&request);
    let (limit, time) = if is_upload {
        (UPLOAD_MOST, state.settings.upload_timeout)
    } else if is_article(&path) {
        (state.settings.body_limit.max(ARTICLE_MOST), state.settings.body_timeout)
    } else {
        (state.settings.body_limit, state.settings.body_timeout)
    };
    let declared = request.headers().get(header::CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|n| n > limit as u64) {
        return refusal::too_large(&path, limit);
    }
    let arrival = request.extensions().get::<Arrival>().cloned().unwrap_or_default();
    // A body that stands still is told so before the answer to it is given up.
    let rest = state.settings.request_timeout.mul_f32(0.75);
    let arriving = |body| Arriving::new(Limited::new(body, limit), arrival.clone(), time, rest);
    let response = next.run(request.map(|body| Body::new(arriving(body)))).await;
    if arrival.is_late() && response.status().is_client_error() {
        return refusal::answer(&path, Code::RequestTimeout);
    }
    // Extractors answer in words of their own, without the limit, when it is met while reading. Of files we say more.
    let is_ours = response.extensions().get::<refusal::Said>().is_some();
    let is_ours = is_ours || is_upload && response.headers().get(header::CONTENT_TYPE).is_some_and(|t| t == "application/json");
    if response.status() == StatusCode::PAYLOAD_TOO_LARGE && !is_ours {
        return refusal::too_large(&path, limit);
    }
    response
}

/// Whether a file may come: only addresses that take one read more than others, and only piece by piece.
fn is_upload(request: &Request) -> bool {
    let path = request.uri().path().trim_end_matches('/');
    let is_file = path.strip_prefix("/api/health-records/").is_some_and(|rest| rest.ends_with("/attachments"));
    let is_page = ["/records/", "/dashboard/blog/"].iter().any(|start| path.starts_with(start));
    let is_page = is_page && crate::page::is_of_parts(request.headers());
    *request.method() == axum::http::Method::POST && (is_file || path == "/api/blogs/images" || is_page)
}

/// Whether an article may come, which is the longest text that people write.
fn is_article(path: &str) -> bool {
    ["/dashboard/blog/", "/fn/blog-", "/api/blogs/"].iter().any(|start| path.starts_with(start))
}

/// Answers 503 when no answer has begun in time, counted from when the request was last heard of. Streams may go on for longer.
pub async fn time(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let arrival = Arrival::default();
    request.extensions_mut().insert(arrival.clone());
    let answer = next.run(request);
    tokio::pin!(answer);
    loop {
        let until = arrival.last() + state.settings.request_timeout;
        match tokio::time::timeout_at(until, &mut answer).await {
            Ok(response) => return response,
            // More of it has arrived meanwhile.
            Err(_) if arrival.last() + state.settings.request_timeout > until => {}
            Err(_) => {
                tracing::warn!("no answer in time");
                return refusal::answer(&path, Code::Unavailable);
            }
        }
    }
}
