//! The document as a file that can be kept, and a page to read and try it with (Swagger UI, from this site's own files).

use super::document;
use crate::layer::headers::CspNonce;
use crate::layer::refusal;
use crate::rest::etag::{self, IfNoneMatch};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use domain::Code;

/// `/api/openapi.json` and `/api/docs`, with and without the trailing slash. Nobody is asked who they are.
pub fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/api/openapi.json", get(json))
        .route("/api/openapi.json/", get(json))
        .route("/api/docs", get(page))
        .route("/api/docs/", get(page))
        .method_not_allowed_fallback(async || refusal::answer("/api/", Code::MethodNotAllowed))
}

/// Kept by whoever likes, and asked for anew each time: then mostly 304.
async fn json(known: IfNoneMatch) -> Response {
    let document = document();
    let headers: [(HeaderName, HeaderValue); 2] = [
        // Weak: it may come compressed.
        (header::ETAG, etag::weak(&document.version)),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache")),
    ];
    if known.knows(&document.version) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, [(header::CONTENT_TYPE, "application/json")], document.text.as_str()).into_response()
}

/// Its scripts are files and bear the request's nonce, its style is a file: the site's policy holds here as everywhere.
async fn page(Extension(CspNonce(nonce)): Extension<CspNonce>) -> Html<String> {
    Html(include_str!("docs.html").replace("NONCE", nonce.as_inner()))
}
