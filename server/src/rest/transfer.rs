//! Files on their way in and out: never in memory as a whole.

use super::problem::Problem;
use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::record::{Attachment, Media};
use futures::StreamExt;
use http_body_util::LengthLimitError;
use service::prescription::Printed;
use service::privacy::Export;
use service::record::{Cut, Incoming, Outgoing};
use std::convert::Infallible;
use std::error::Error;
use std::marker::PhantomData;

/// What a body that is a file may be.
pub(super) trait Kinds {
    const TAKEN: &'static [Media];
    /// Bytes.
    const MOST: u64;
}

/// A record keeps it.
pub(super) struct Kept;

/// An article shows it.
pub(super) struct Shown;

impl Kinds for Kept {
    const TAKEN: &'static [Media] = &Media::ALL;
    const MOST: u64 = domain::record::FILE_MAX;
}

impl Kinds for Shown {
    const TAKEN: &'static [Media] = &Media::PICTURES;
    const MOST: u64 = domain::blog::IMAGE_MAX;
}

/// A body that is a file.
pub(super) struct Upload<K> {
    pub(super) name: String,
    pub(super) bytes: Incoming,
    kind: PhantomData<K>,
}

impl<S: Send + Sync, K: Kinds> FromRequest<S> for Upload<K> {
    type Rejection = Infallible;

    async fn from_request(request: Request, _: &S) -> Result<Self, Infallible> {
        let name = name(request.headers());
        let bytes = request.into_body().into_data_stream().map(|piece| piece.map_err(|error| cut(&error))).boxed();
        Ok(Self { name, bytes, kind: PhantomData })
    }
}

/// What is said of a file that could not be taken.
pub(super) fn refused<K: Kinds>(error: service::Error) -> Problem {
    let words = domain::record::refused(error.code(), K::TAKEN, K::MOST);
    let problem = Problem::from(error);
    match words {
        Some(words) => problem.saying(words),
        None => problem,
    }
}

/// Why a body ended.
pub(crate) fn cut(error: &(dyn Error + 'static)) -> Cut {
    let mut next = Some(error);
    while let Some(error) = next {
        if error.is::<LengthLimitError>() {
            return Cut::TooLarge;
        }
        next = error.source();
    }
    Cut::Broken
}

/// The name of a `Content-Disposition` (RFC 6266); empty where it says none. What is made of it is safe whatever it says.
fn name(headers: &HeaderMap) -> String {
    let raw =
        headers.get(header::CONTENT_DISPOSITION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default();
    let parts = || raw.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
    let find = |wanted: &str| parts().find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().to_owned());
    match find("filename*").and_then(|value| value.rsplit_once("''").map(|(_, name)| decoded(name))) {
        Some(name) => name,
        None => find("filename").unwrap_or_default().trim_matches('"').to_owned(),
    }
}

/// Percent-encoded UTF-8 (RFC 8187).
fn decoded(raw: &str) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.as_bytes();
    while let [first, tail @ ..] = rest {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok()).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        match (first, pair) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A file to take away. Nothing of it is shown in our pages' name: it is no page, runs nothing, and is kept nowhere on the way.
pub(super) struct Download {
    pub(super) file: Attachment,
    pub(super) bytes: Outgoing,
}

/// A body that comes while it is taken; one that breaks off is told so by its end that is missing.
pub(crate) fn flowing(bytes: Outgoing) -> Body {
    Body::from_stream(bytes.map(|piece| piece.inspect_err(|error| tracing::error!(%error, "a file broke off"))))
}

/// A copy of everything, to take away.
pub(super) struct Archive(pub(super) Export);

impl Archive {
    pub(super) const MEDIA: &'static str = "application/zip";
}

impl IntoResponse for Archive {
    fn into_response(self) -> Response {
        away(&self.0.name, Self::MEDIA, flowing(self.0.zip))
    }
}

/// A page to print.
pub(super) struct Pdf(pub(super) Printed);

impl IntoResponse for Pdf {
    fn into_response(self) -> Response {
        away(&self.0.name, Media::Pdf.code(), Body::from(self.0.pdf))
    }
}

impl IntoResponse for Download {
    fn into_response(self) -> Response {
        let mut response = away(&self.file.name, self.file.media.code(), flowing(self.bytes));
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(self.file.size));
        response
    }
}

fn away(name: &str, media: &'static str, body: Body) -> Response {
    let plain: String = name.chars().map(|c| if c.is_ascii_graphic() && !"\"\\%;".contains(c) || c == ' ' { c } else { '_' }).collect();
    let told = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", app::path::encode(name));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&told).unwrap_or(HeaderValue::from_static("attachment")));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'; frame-ancestors 'none'"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_in_both_of_its_spellings() {
        for (said, read) in [
            ("attachment; filename=\"x-ray.png\"", "x-ray.png"),
            ("attachment; filename=x.pdf", "x.pdf"),
            ("attachment; filename=\"a\"; filename*=UTF-8''Befund%20M%C3%A4rz.pdf", "Befund März.pdf"),
            ("attachment; filename*=UTF-8''%zz%", "%zz%"),
            ("attachment", ""),
            ("", ""),
        ] {
            let headers = HeaderMap::from_iter([(header::CONTENT_DISPOSITION, HeaderValue::from_static(said))]);
            assert_eq!(name(&headers), read, "{said}");
        }
    }
}
