//! What goes out when all is well: the envelope, lists and the small shapes that several records share.

use super::problem::Problem;
use axum::Json;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use domain::page::Page;
use domain::{Period, Specialty};
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// What a handler answers.
pub(super) type Outcome<T, const STATUS: u16 = 200> = Result<Answer<T, STATUS>, Problem>;

/// `{"success": true, "data": …, "message": "…"}` with its status, which stands in the type so that the API's document tells it.
#[derive(Debug)]
pub(super) struct Answer<T, const STATUS: u16 = 200> {
    data: T,
    message: Cow<'static, str>,
    headers: HeaderMap,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    success: bool,
    data: T,
    message: &'a str,
}

/// 200 with `data`.
pub(super) fn ok<T>(data: T) -> Answer<T> {
    Answer { data, message: Cow::Borrowed("OK"), headers: HeaderMap::new() }
}

impl<T> Answer<T> {
    /// 201 instead of 200.
    pub(super) fn created(self) -> Answer<T, 201> {
        let Self { data, message, headers } = self;
        Answer { data, message, headers }
    }
}

impl<T, const STATUS: u16> Answer<T, STATUS> {
    /// A sentence for people.
    pub(super) fn saying(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = message.into();
        self
    }

    /// A header more.
    pub(super) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }
}

impl<T: Serialize, const STATUS: u16> IntoResponse for Answer<T, STATUS> {
    fn into_response(self) -> Response {
        let body = Envelope { success: true, data: self.data, message: &self.message };
        (StatusCode::from_u16(STATUS).unwrap_or(StatusCode::OK), self.headers, Json(body)).into_response()
    }
}

/// One page of a list.
#[derive(Debug, Serialize)]
pub(super) struct List<T> {
    /// The rows, in order.
    pub(super) items: Vec<T>,
    /// Cursor of the next page, for `?after=`.
    pub(super) next: Option<String>,
}

impl<T> List<T> {
    /// A page, each row in its public shape.
    pub(super) fn page<R: Into<T>>(page: Page<R>) -> Self {
        Self { items: page.items.into_iter().map(Into::into).collect(), next: page.next }
    }

    /// A list that fits on one page.
    pub(super) fn whole<R: Into<T>>(rows: impl IntoIterator<Item = R>) -> Self {
        Self { items: rows.into_iter().map(Into::into).collect(), next: None }
    }
}

/// A span of time in which somebody can be seen.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Slot)]
pub(super) struct SlotOut {
    /// When it begins; what booking takes.
    start: DateTime<Utc>,
    /// The first instant after it.
    end: DateTime<Utc>,
}

impl From<Period> for SlotOut {
    fn from(period: Period) -> Self {
        Self { start: period.start(), end: period.end() }
    }
}

/// A specialty, as the engine's answers name it too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NamedSpecialty)]
pub(super) struct SpecialtyOut {
    /// The stable code.
    code: Specialty,
    /// Plain English.
    name: &'static str,
}

impl From<Specialty> for SpecialtyOut {
    fn from(specialty: Specialty) -> Self {
        Self { code: specialty, name: specialty.name() }
    }
}
