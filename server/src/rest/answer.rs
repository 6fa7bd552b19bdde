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

/// What a handler answers.
pub(super) type Outcome<T> = Result<Answer<T>, Problem>;

/// `{"success": true, "data": …, "message": "…"}`.
#[derive(Debug)]
pub(super) struct Answer<T> {
    status: StatusCode,
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
    Answer { status: StatusCode::OK, data, message: Cow::Borrowed("OK"), headers: HeaderMap::new() }
}

impl<T> Answer<T> {
    /// 201 instead of 200.
    pub(super) fn created(mut self) -> Self {
        self.status = StatusCode::CREATED;
        self
    }

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

impl<T: Serialize> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let body = Envelope { success: true, data: self.data, message: &self.message };
        (self.status, self.headers, Json(body)).into_response()
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
#[derive(Debug, Serialize)]
pub(super) struct SlotOut {
    start: DateTime<Utc>,
    end: DateTime<Utc>,
}

impl From<Period> for SlotOut {
    fn from(period: Period) -> Self {
        Self { start: period.start(), end: period.end() }
    }
}

/// A specialty, as the engine's answers name it too.
#[derive(Debug, Serialize)]
pub(super) struct SpecialtyOut {
    code: Specialty,
    name: &'static str,
}

impl From<Specialty> for SpecialtyOut {
    fn from(specialty: Specialty) -> Self {
        Self { code: specialty, name: specialty.name() }
    }
}
