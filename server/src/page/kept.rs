//! Pages that are the same for every stranger – articles – and may be kept for a minute by whoever passes them on.
//!
//! What is kept must hold nothing of one visit: no cookie, and no nonce, which would be everybody's. So these pages have a policy of their own
//! that names no nonce: their one script is a file of ours.

use crate::layer::headers::CspNonce;
use crate::session;
use app::PageEntry;
use app::ctx::Ctx;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Longest page, in bytes.
const MOST: usize = 8 << 20;
const MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");
/// What else the page depends on: who is signed in and how it looks, and whose emergency number it names.
const VARIES: HeaderValue = HeaderValue::from_static("cookie, accept-language");
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'",
);

/// A stranger's request for such a page.
pub struct Kept {
    nonce: String,
    known: Vec<String>,
}

impl Kept {
    /// None where the page, the visitor or what is said once makes it a page of its own.
    pub fn of(page: &PageEntry, ctx: &Ctx, parts: &Parts, secure: bool) -> Option<Self> {
        let is_strangers = ctx.viewer.account.is_none() && ctx.viewer.notice.is_none() && !session::has_cookie(&parts.headers, secure);
        (page.kept && is_strangers).then(|| Self {
            nonce: parts.extensions.get::<CspNonce>().map(|CspNonce(nonce)| nonce.as_inner().to_string()).unwrap_or_default(),
            known: known(&parts.headers),
        })
    }

    /// The page with its version, or only that where it is known. Errors stay what they are.
    pub async fn answer(self, response: Response) -> Response {
        if response.status() != StatusCode::OK || response.headers().contains_key(header::SET_COOKIE) {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let Ok(whole) = to_bytes(body, MOST).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let page = String::from_utf8_lossy(&whole).replace(&format!(" nonce=\"{}\"", self.nonce), "");
        let tag = tag(&page);
        let is_known = self.known.iter().any(|known| known == "*" || *known == tag);
        let Ok(value) = HeaderValue::from_str(&format!("W/{tag}")) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let headers =
            [(header::CACHE_CONTROL, MINUTE), (header::VARY, VARIES), (header::CONTENT_SECURITY_POLICY, POLICY), (header::ETAG, value)];
        if is_known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.extend(headers);
        Response::from_parts(parts, Body::from(page))
    }
}

/// `"0123456789abcdef"`, of what is on the page.
fn tag(page: &str) -> String {
    let digest: String = Sha256::digest(page).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{digest}\"")
}

/// The versions that the asker has, compared weakly (RFC 9110, 13.1.2).
fn known(headers: &HeaderMap) -> Vec<String> {
    let lines = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().trim_start_matches("W/").to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(body: &'static str) -> Response {
        Body::from(body).into_response()
    }

    async fn answered(body: &'static str, known: &[&str]) -> (StatusCode, String, HeaderMap) {
        let kept = Kept { nonce: "abc".into(), known: known.iter().map(|tag| (*tag).to_owned()).collect() };
        let (parts, body) = kept.answer(page(body)).await.into_parts();
        let body = to_bytes(body, MOST).await.expect("a body");
        (parts.status, String::from_utf8_lossy(&body).into_owned(), parts.headers)
    }

    #[tokio::test]
    async fn two_visits_to_the_same_page_have_one_version_and_the_second_brings_nothing() {
        let (status, body, headers) = answered("<script src=\"/page.js\" nonce=\"abc\"></script>", &[]).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, "<script src=\"/page.js\"></script>"));
        let tag = headers[header::ETAG].to_str().expect("a tag").to_owned();
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=60");
        let known = tag.trim_start_matches("W/");
        let (status, body, headers) = answered("<script src=\"/page.js\"></script>", &["\"other\"", known]).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));
        assert_eq!(headers[header::ETAG], tag.as_str());
        let (status, ..) = answered("<p>changed</p>", &[known]).await;
        assert_eq!(status, StatusCode::OK);
    }

    #[tokio::test]
    async fn what_sets_a_cookie_or_is_an_error_is_nobody_elses() {
        for response in [([(header::SET_COOKIE, "notice=")], "").into_response(), StatusCode::NOT_FOUND.into_response()] {
            let kept = Kept { nonce: "abc".into(), known: vec!["*".into()] };
            let answer = kept.answer(response).await;
            assert!(!answer.headers().contains_key(header::ETAG) && !answer.headers().contains_key(header::CACHE_CONTROL));
        }
    }

    #[test]
    fn versions_are_read_one_by_one_whether_weak_or_not() {
        let mut headers = HeaderMap::new();
        headers.insert(header::IF_NONE_MATCH, HeaderValue::from_static("W/\"a\", \"b\""));
        assert_eq!(known(&headers), ["\"a\"", "\"b\""]);
    }
}
