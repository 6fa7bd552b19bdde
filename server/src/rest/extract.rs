//! What comes in: JSON bodies, query parameters, ids. Whatever is wrong with them is answered in the envelope and names the field.

mod wrong;

use super::problem::Problem;
use crate::client::Client;
use crate::session::Visitor;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use domain::{Caller, Code, Problems};
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::error::Category;
use std::convert::Infallible;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;
use utoipa::ToSchema;
use wrong::{every, wrong};

/// Years that dates and times in requests may lie in: beyond them neither calendars nor the database can reckon.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;
/// Most query parameters that are looked at.
const MOST_PARAMETERS: usize = 100;
/// Parameters of free text: an empty one looks for nothing. An empty value of any other is no date, number or choice that it could have.
pub(super) const MAY_BE_EMPTY: [&str; 4] = ["city", "text", "q", "action"];
/// Longest part of a reader's own words that is repeated in a message, in characters.
const REPEATED: usize = 160;

/// Who is asking. How they showed it – a cookie now, a token one day – is settled before, in [`crate::session::identify`].
#[derive(Debug, Clone, Copy)]
pub(super) struct By(pub(super) Caller);

impl<S: Send + Sync> FromRequestParts<S> for By {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Visitor>().map_or(Caller::Anonymous, Visitor::caller)))
    }
}

/// The place that the request comes from, as it is counted; unknown in tests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address(pub(super) Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for Address {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Client::of(&parts.extensions).map(|client| client.place())))
    }
}

/// The `{id}` of the path. What is no id names nothing: 404.
#[derive(Debug, Clone, Copy)]
pub(super) struct Id<T>(pub(super) T);

impl<T: FromStr + Display, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(Path(raw)) = Path::<String>::from_request_parts(parts, state).await else { return Err(Code::NotFound.into()) };
        let id = raw.parse::<T>().map_err(|_| Code::NotFound)?;
        // One record has one address: other spellings of a UUID are not it.
        if id.to_string() == raw { Ok(Self(id)) } else { Err(Code::NotFound.into()) }
    }
}

/// The `{id}` of the path, where it is an article's name in addresses. What cannot be any names nothing: 404.
#[derive(Debug, Clone)]
pub(super) struct Slug(pub(super) String);

impl<S: Send + Sync> FromRequestParts<S> for Slug {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Ok(Path(raw)) = Path::<String>::from_request_parts(parts, state).await else { return Err(Code::NotFound.into()) };
        if domain::blog::is_slug(&raw, 2 * domain::blog::SLUG_MAX) { Ok(Self(raw)) } else { Err(Code::NotFound.into()) }
    }
}

/// A JSON object of exactly the fields of `T`.
#[derive(Debug)]
pub(super) struct Json<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            return Err(no_json());
        }
        object(&read(request, state).await?).map(Self)
    }
}

/// As [`Json`], where no body at all stands for the default.
#[derive(Debug)]
pub(super) struct Maybe<T>(pub(super) T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for Maybe<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let is_json = is_json(request.headers());
        match read(request, state).await? {
            empty if empty.is_empty() => Ok(Self(T::default())),
            _ if !is_json => Err(no_json()),
            bytes => object(&bytes).map(Self),
        }
    }
}

/// A body without fields.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Nothing {}

/// Reads a date, a choice or an id that may be left out: an empty text is none of these. What it is stays to be judged with the rest.
pub(super) fn filled<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let raw = Option::<String>::deserialize(from)?;
    if raw.as_ref().is_some_and(String::is_empty) { Err(D::Error::custom("Please give this a value, or leave it out.")) } else { Ok(raw) }
}

/// The key by which a request that got lost can be sent again.
#[derive(Debug)]
pub(super) struct IdempotencyKey(pub(super) Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let is_key = |key: &&str| (1..=200).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic());
        let key = parts.headers.get("idempotency-key").map(|key| key.to_str().ok().filter(is_key).map(str::to_owned).ok_or(()));
        let key = key.transpose().map_err(|()| Problem::field("Idempotency-Key", "Please use 1 to 200 visible ASCII characters."))?;
        Ok(Self(key))
    }
}

/// The query parameters. Which ones exist is declared in the route's row and checked before.
#[derive(Debug)]
pub(super) struct Query<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let pairs = pairs(&parts.uri)?;
        let map = MapDeserializer::<_, serde::de::value::Error>::new(pairs.into_iter());
        serde_path_to_error::deserialize(map).map(Self).map_err(|e| Problems::from(wrong(e.path(), &e.inner().to_string())).into())
    }
}

/// Refuses parameters that the address does not have, that come twice, or that are no text; all of them at once.
pub(super) fn check_query(uri: &Uri, known: &[&str]) -> Result<(), Problem> {
    let (mut wrong, mut seen) = (Problems::default(), Vec::new());
    let pairs = pairs(uri)?;
    if pairs.len() > MOST_PARAMETERS {
        return Err(Problem::from(Code::ValidationError).saying("That is more parameters than any address here has."));
    }
    for (name, value) in pairs {
        if !known.contains(&&*name) {
            wrong.add(clean(&name), "There is no such parameter here.");
        } else if seen.contains(&name) {
            wrong.add(name, "Please send this once.");
        } else if value.is_empty() && !MAY_BE_EMPTY.contains(&&*name) {
            wrong.add(name.clone(), "Please give this a value, or leave it out.");
            seen.push(name);
        } else {
            // A replacement character is what decoding leaves of bytes that are not UTF-8.
            if value.contains(['\0', char::REPLACEMENT_CHARACTER]) {
                wrong.add(name.clone(), "Please send this as UTF-8 text without NUL characters.");
            }
            seen.push(name);
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.into()) }
}

fn pairs(uri: &Uri) -> Result<Vec<(String, String)>, Problem> {
    let pairs = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(uri);
    pairs.map(|query| query.0).map_err(|_| Problem::from(Code::ValidationError).saying("The query string cannot be read."))
}

/// Reads an instant (RFC 3339) of a parameter.
pub(super) fn instant(raw: &str) -> Result<DateTime<Utc>, &'static str> {
    let at = raw.trim().parse::<DateTime<Utc>>().ok().filter(|at| YEARS.contains(&at.year()));
    at.ok_or("Please write the time like 2026-05-31T09:00:00Z, and a + in it as %2B.")
}

/// Reads a date (ISO 8601).
pub(super) fn date(raw: &str) -> Result<NaiveDate, &'static str> {
    let date = raw.trim().parse::<NaiveDate>().map_err(|_| "Please write the date like 2026-05-31.")?;
    if is_near(&date) { Ok(date) } else { Err("Please choose a date between the years 1900 and 2200.") }
}

/// Whether calendars can reckon with the date.
pub(super) fn is_near(date: &NaiveDate) -> bool {
    YEARS.contains(&date.year())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn no_json() -> Problem {
    Problem::from(Code::UnsupportedMediaType).saying("Please send a JSON object, with the content type application/json.")
}

/// The whole body.
pub(super) async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state).await.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
        _ => Problem::from(Code::ValidationError).saying("The body could not be read to its end."),
    })
}

fn object<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // Serde would also read an array, by position.
    if bytes.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| *b != b'{') {
        return Err(Problem::from(Code::ValidationError).saying("Please send a JSON object."));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|e| match e.inner().classify() {
        Category::Data => every::<T>(wrong(e.path(), &e.inner().to_string()), bytes),
        _ => malformed(e.inner()),
    })?;
    json.end().map_err(|e| malformed(&e))?;
    refuse_nul(bytes)?;
    Ok(value)
}

fn malformed(error: &serde_json::Error) -> Problem {
    let place = format!("The body is not valid JSON: see line {}, column {}.", error.line(), error.column());
    Problem::from(Code::ValidationError).saying(place)
}

/// PostgreSQL cannot keep NUL in text; JSON can spell it, only as an escape.
fn refuse_nul(bytes: &[u8]) -> Result<(), Problem> {
    if !bytes.windows(5).any(|w| w == b"u0000") {
        return Ok(());
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|e| malformed(&e))?;
    match nul(&value, String::new()) {
        Some(field) => Err(Problem::field(field, "Please remove characters that cannot be shown.")),
        None => Ok(()),
    }
}

/// Where the first NUL is. The parser has bounded the depth.
fn nul(value: &Value, path: String) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then_some(path),
        Value::Array(items) => items.iter().enumerate().find_map(|(i, item)| nul(item, format!("{path}[{i}]"))),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            if name.contains('\0') { Some(clean(name)) } else { nul(field, path) }
        }),
        _ => None,
    }
}

/// A reader's own words, bounded and printable, for repeating them.
fn clean(raw: &str) -> String {
    raw.chars().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c }).take(REPEATED).collect()
}

#[cfg(test)]
mod tests;
