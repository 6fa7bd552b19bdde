//! Requests: the first byte chooses an address, the second who asks, the rest is what they send.

use crate::site::{Door, site};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Method, Request, Uri};
use server::rest::{ROUTES, Route};

const ID: &str = "019b2f6c-0a5d-7f3b-8e21-6d4c1b9a5f02";
/// Headers that anything here reads, and one that nothing does.
const HEADERS: &[&str] = &[
    "if-match",
    "if-none-match",
    "idempotency-key",
    "content-type",
    "accept",
    "authorization",
    "cookie",
    "x-forwarded-for",
    "x-forwarded-proto",
    "forwarded",
    "origin",
    "sec-fetch-site",
    "accept-language",
    "accept-encoding",
    "host",
    "range",
    "user-agent",
    "referer",
    "x-request-id",
    "access-control-request-method",
    "access-control-request-headers",
    "expect",
    "x-nothing",
];

/// One of `all`, chosen by a byte.
fn one<T>(all: &[T], byte: u8) -> Option<&T> {
    all.get(usize::from(byte) % all.len().max(1))
}

fn routes(is_wanted: impl Fn(&Route) -> bool) -> Vec<&'static Route> {
    ROUTES.iter().filter(|route| is_wanted(route)).collect()
}

/// The address with something for each of its parameters.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { ID } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// Query strings of the API's lists and of the pages.
pub(crate) fn query(data: &[u8]) {
    let [at, who, rest @ ..] = data else { return };
    let lists = routes(|route| route.method == Method::GET);
    let pages: Vec<&str> = app::PAGES.iter().map(|page| page.path).collect();
    let paths: Vec<&str> = lists.iter().map(|route| route.path).chain(pages).collect();
    let Some(path) = one(&paths, *at) else { return };
    let raw = [filled(path).as_bytes(), b"?", rest].concat();
    let Ok(uri) = Uri::try_from(raw) else { return };
    let Ok(request) = Request::builder().uri(uri).body(Body::empty()) else { return };
    site().ask(Door::of(*who), request);
}

/// JSON bodies of the API.
pub(crate) fn body(data: &[u8]) {
    let [at, who, rest @ ..] = data else { return };
    let Some(route) = one(&routes(|route| route.method == Method::POST || route.method == Method::PUT), *at).copied() else { return };
    let request = Request::builder().method(&route.method).uri(filled(route.path)).header("content-type", "application/json");
    let Ok(request) = request.header("sec-fetch-site", "same-origin").body(Body::from(rest.to_vec())) else { return };
    site().ask(Door::of(*who), request);
}

/// Headers: a line each, of which the first byte chooses the name.
pub(crate) fn header(data: &[u8]) {
    let [at, who, rest @ ..] = data else { return };
    let Some(route) = one(ROUTES, *at) else { return };
    let Ok(mut request) = Request::builder().method(&route.method).uri(filled(route.path)).body(Body::from("{}")) else { return };
    for line in rest.split(|byte| *byte == b'\n') {
        let Some((name, value)) = line.split_first() else { continue };
        let Some(name) = one(HEADERS, *name) else { continue };
        if let Ok(value) = HeaderValue::from_bytes(value) {
            request.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    site().ask(Door::of(*who), request);
}

/// Forms of the pages.
pub(crate) fn form(data: &[u8]) {
    let [at, who, rest @ ..] = data else { return };
    let paths: Vec<&str> = app::acts().iter().map(|act| act.path).collect();
    let Some(path) = one(&paths, *at) else { return };
    let request = Request::builder().method(Method::POST).uri(filled(path)).header("content-type", "application/x-www-form-urlencoded");
    let Ok(request) = request.header("sec-fetch-site", "same-origin").body(Body::from(rest.to_vec())) else { return };
    site().ask(Door::of(*who), request);
}
