//! `Idempotency-Key`: a request that got lost can be sent again, and is done once.
//!
//! One layer for every row of the table that says [`super::Route::repeatable`]; booking keeps its answer itself, within its transaction.

use super::extract::{IdempotencyKey, read};
use super::problem::Problem;
use crate::session::Visitor;
use crate::state::AppState;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::{Caller, Code};
use futures::FutureExt;
use serde_json::Value;
use service::Services;
use service::repeat::{self, Answer, Claim};
use sha2::{Digest, Sha256};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tracing::Instrument;

/// How long a repetition waits for the first request to end, and how often it looks.
const PATIENCE: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(50);
/// Largest answer that is kept, in bytes.
const MOST: usize = 1 << 20;
/// What an answer is without.
const LASTING: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

/// Does a request once for its key. Without a key, and for strangers, whom nothing tells apart, it is done as often as it comes.
pub(super) async fn once(State(state): State<AppState>, request: Request, next: Next) -> Response {
    answer(state.services, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn answer(services: Services, request: Request, next: Next) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let IdempotencyKey(key) = IdempotencyKey::from_request_parts(&mut parts, &()).await?;
    let caller = parts.extensions.get::<Visitor>().map_or(Caller::Anonymous, Visitor::caller);
    let Some(key) = key.filter(|_| caller.is_signed_in()) else { return Ok(next.run(Request::from_parts(parts, body)).await) };
    let body = read(Request::from_parts(parts.clone(), body), &()).await?;
    let digest = digest(&parts, &body);
    let begun = tokio::time::Instant::now();
    loop {
        match repeat::claim(&services, &caller, &key, &digest).await? {
            Claim::First => break,
            Claim::Done(answer) => return Ok(again(answer)),
            Claim::AtWork if begun.elapsed() < PATIENCE => tokio::time::sleep(LOOK).await,
            Claim::AtWork => return Err(Problem::from(Code::Conflict).saying("The first request with this key is still at work.")),
        }
    }
    // On a task of its own: a client that goes away meanwhile is the very one that asks again.
    let work = work(services, caller, key, Request::from_parts(parts, Body::from(body)), next);
    match tokio::spawn(work.in_current_span()).await {
        Ok(response) => Ok(response),
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(Code::Unavailable.into()),
        },
    }
}

async fn work(services: Services, caller: Caller, key: String, request: Request, next: Next) -> Response {
    let response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(panic) => {
            let _ = repeat::forget(&services, &caller, &key).await;
            std::panic::resume_unwind(panic)
        }
    };
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MOST).await else { return Problem::from(Code::Internal).into_response() };
    let noted = match kept(parts.status, &parts.headers, &body) {
        Some(answer) => repeat::keep(&services, &caller, &key, &answer).await,
        None => repeat::forget(&services, &caller, &key).await,
    };
    if let Err(error) = noted {
        // Done is done: who asks again is told by the rules, or has it done after a while.
        tracing::error!(%error, "an answer could not be kept for repetitions");
    }
    Response::from_parts(parts, Body::from(body))
}

/// What is kept of an answer: nothing of a refusal, and nothing that bears a secret.
fn kept(status: StatusCode, headers: &HeaderMap, body: &Bytes) -> Option<Answer> {
    if !status.is_success() || headers.contains_key(header::SET_COOKIE) {
        return None;
    }
    let lasting = LASTING.iter().filter_map(|name| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned())));
    Some(Answer { status: status.as_u16(), headers: lasting.collect(), body: String::from_utf8(body.to_vec()).ok()? })
}

fn again(answer: Answer) -> Response {
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// Method, address and body, without what does not matter: a slash at the end, spaces and the order of fields in JSON.
fn digest(parts: &Parts, body: &[u8]) -> Vec<u8> {
    let json = if body.is_empty() { Some(Value::Object(serde_json::Map::new())) } else { serde_json::from_slice::<Value>(body).ok() };
    let body = json.map_or_else(|| body.to_vec(), |json| json.to_string().into_bytes());
    let address = parts.uri.path().trim_end_matches('/');
    let digest = Sha256::new().chain_update(parts.method.as_str()).chain_update([0]).chain_update(address).chain_update([0]);
    digest.chain_update(body).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(method: &str, address: &str, body: &str) -> Vec<u8> {
        let (parts, ()) = Request::builder().method(method).uri(address).body(()).expect("a request").into_parts();
        digest(&parts, body.as_bytes())
    }

    #[test]
    fn a_request_is_the_same_whatever_its_spaces_and_another_by_anything_else() {
        let one = of("POST", "/api/a/", r#"{"x":1,"y":[2]}"#);
        assert_eq!(one, of("POST", "/api/a", r#"{ "y": [2], "x": 1 }"#));
        assert_eq!(of("POST", "/api/a", ""), of("POST", "/api/a/", "{}"));
        for (method, address, body) in
            [("PUT", "/api/a", r#"{"x":1,"y":[2]}"#), ("POST", "/api/b", r#"{"x":1,"y":[2]}"#), ("POST", "/api/a", r#"{"x":1,"y":[3]}"#)]
        {
            assert_ne!(one, of(method, address, body));
        }
    }

    #[test]
    fn refusals_and_secrets_are_not_kept() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, HeaderValue::from_static("\"2\""));
        headers.insert("x-request-id", HeaderValue::from_static("1"));
        let body = Bytes::from_static(b"{}");
        let answer = kept(StatusCode::OK, &headers, &body).expect("kept");
        assert_eq!(answer.headers, [("etag".to_owned(), "\"2\"".to_owned())]);
        assert_eq!(kept(StatusCode::CONFLICT, &headers, &body), None);
        headers.insert(header::SET_COOKIE, HeaderValue::from_static("shs=1"));
        assert_eq!(kept(StatusCode::OK, &headers, &body), None);
    }
}
