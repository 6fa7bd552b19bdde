//! Versions of one record: `ETag`, `If-None-Match`, `If-Match` (RFC 9110, 8.8.3 and 13.1).

use super::answer::{Answer, ok};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use service::Meant;
use sha2::{Digest, Sha256};
use std::convert::Infallible;
use std::fmt::Display;

/// The tag of a version.
pub(super) fn tag(version: impl Display) -> HeaderValue {
    // Digits, letters and quotes are always a header value.
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// The tag of a version whose bytes can differ, as when they are compressed.
pub(super) fn weak(version: impl Display) -> HeaderValue {
    HeaderValue::from_str(&format!("W/\"{version}\"")).unwrap_or(HeaderValue::from_static("W/\"\""))
}

/// The versions that the client has.
#[derive(Debug)]
pub(super) struct IfNoneMatch(Vec<String>);

impl IfNoneMatch {
    /// Whether this one is among them. Compared weakly, as the standard asks for reads.
    pub(super) fn knows(&self, version: impl Display) -> bool {
        let version = version.to_string();
        self.0.iter().any(|tag| names(tag.strip_prefix("W/").unwrap_or(tag), &version))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfNoneMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(tags(&parts.headers, header::IF_NONE_MATCH)))
    }
}

/// The versions for which a change was thought out; any where nothing is said.
#[derive(Debug)]
pub(super) struct IfMatch(Option<Vec<String>>);

impl IfMatch {
    /// Whether the client said for which.
    fn is_given(&self) -> bool {
        self.0.is_some()
    }

    /// Whether a change was thought out for this version.
    pub(super) fn is_meant(&self, version: impl Display) -> bool {
        let version = version.to_string();
        self.0.as_ref().is_none_or(|tags| tags.iter().any(|tag| names(tag, &version)))
    }

    /// The condition that the use case asks under its lock.
    pub(super) fn only<'a, T>(&self, holds: &'a (dyn Fn(&T) -> bool + Send + Sync)) -> Meant<'a, T> {
        if self.is_given() { Meant::only(holds) } else { Meant::any() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let is_given = parts.headers.contains_key(header::IF_MATCH);
        Ok(Self(is_given.then(|| tags(&parts.headers, header::IF_MATCH))))
    }
}

/// The version of a record that counts none: a digest of all that is shown of it.
pub(super) fn version(shown: &impl Serialize) -> String {
    // What is answered as JSON can be written as JSON.
    let json = serde_json::to_vec(shown).unwrap_or_default();
    Sha256::digest(json).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A record with the version of what is shown of it.
pub(super) fn tagged<T: Serialize>(shown: T) -> Answer<T> {
    let tag = tag(version(&shown));
    ok(shown).header(header::ETAG, tag)
}

/// The same, or only the tag where the client has that version already.
pub(super) fn versioned<T: Serialize>(shown: T, known: &IfNoneMatch) -> Versioned<T> {
    let version = version(&shown);
    let tag = tag(&version);
    if known.knows(version) { Versioned::Known(tag) } else { Versioned::Whole(ok(shown).header(header::ETAG, tag)) }
}

/// A record, or only its tag where the client has that version already.
#[derive(Debug)]
pub(super) enum Versioned<T> {
    /// 304.
    Known(HeaderValue),
    /// The whole record.
    Whole(Answer<T>),
}

impl<T: Serialize> IntoResponse for Versioned<T> {
    fn into_response(self) -> Response {
        match self {
            Self::Known(tag) => (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response(),
            Self::Whole(answer) => answer.into_response(),
        }
    }
}

fn tags(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(|tag| tag.trim().to_owned()).collect()
}

fn names(tag: &str, version: &str) -> bool {
    tag == "*" || tag.strip_prefix('"').and_then(|t| t.strip_suffix('"')) == Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::Request;

    async fn read<T: FromRequestParts<(), Rejection = Infallible>>(name: HeaderName, value: Option<&str>) -> T {
        let request = value.into_iter().fold(Request::builder(), |request, value| request.header(name.clone(), value));
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        let Ok(read) = T::from_request_parts(&mut parts, &()).await;
        read
    }

    #[tokio::test]
    async fn a_change_needs_the_very_version_and_a_read_also_takes_a_weak_tag() {
        for (value, changes, reads) in [
            (Some("\"7\""), true, true),
            (Some("*"), true, true),
            (Some("\"6\", \"7\""), true, true),
            (Some("W/\"7\""), false, true),
            (Some("\"8\""), false, false),
            (Some("7"), false, false),
            (None, true, false),
        ] {
            let change: IfMatch = read(header::IF_MATCH, value).await;
            assert_eq!((change.is_meant(7), change.is_given()), (changes, value.is_some()), "{value:?}");
            assert_eq!(read::<IfNoneMatch>(header::IF_NONE_MATCH, value).await.knows(7), reads, "{value:?}");
        }
        assert_eq!((tag(7), weak("a1")), (HeaderValue::from_static("\"7\""), HeaderValue::from_static("W/\"a1\"")));
    }
}
