//! The one map from what went wrong to what programs are told.

use super::answer::SlotOut;
use crate::layer::refusal::challenge;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::token::Scope;
use domain::{Code, FieldProblem, Problems};
use serde::Serialize;
use service::Error;
use std::borrow::Cow;
use utoipa::ToSchema;

/// Seconds after which to come back where nothing better is known.
const RETRY_AFTER: u32 = 2;

/// A refusal, as it is answered.
#[derive(Debug)]
pub(super) struct Problem {
    code: Code,
    message: Option<Cow<'static, str>>,
    fields: Vec<FieldProblem>,
    alternatives: Option<Vec<SlotOut>>,
    retry_after: Option<u32>,
    /// What the token that was sent lacks.
    lacks: Option<Scope>,
    mfa_token: Option<Box<str>>,
}

#[derive(Serialize)]
struct Envelope<'a> {
    success: bool,
    error: Body<'a>,
}

/// Why it was refused.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub(super) struct Body<'a> {
    /// For programs; it never changes its meaning.
    code: Code,
    /// For people, in plain English.
    message: &'a str,
    /// The first field that is wrong, as `location.city` or `symptoms[2]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    field: Option<&'a str>,
    /// Every field that is wrong.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    fields: &'a [FieldProblem],
    /// The nearest free slots, where a time was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Vec<SlotOut>, required = false)]
    alternatives: Option<&'a [SlotOut]>,
    /// For the second step, where the password was right and a code is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    mfa_token: Option<&'a str>,
}

impl Problem {
    /// One wrong field.
    pub(super) fn field(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Problems::one(field, message).into()
    }

    /// Says it in other words than the code's own.
    pub(super) fn saying(mut self, message: impl Into<Cow<'static, str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Somebody has that time; these are free.
    pub(super) fn taken(free: Vec<SlotOut>) -> Self {
        Self { alternatives: Some(free), ..Self::from(Code::SlotTaken) }
    }

    /// The token that was sent may not do this; one with `scope` may.
    pub(super) fn out_of_scope(scope: Scope) -> Self {
        Self { lacks: Some(scope), ..Self::from(Code::Forbidden) }.saying("This token may not do that.")
    }

    /// The password was right; a code is still to come, with this.
    pub(super) fn second_step(mfa_token: String) -> Self {
        Self { mfa_token: Some(mfa_token.into_boxed_str()), ..Self::from(Code::SecondFactorRequired) }
    }

    /// The code.
    pub(super) fn code(&self) -> Code {
        self.code
    }

    /// The body of the answer.
    pub(super) fn told(&self) -> impl Serialize {
        let only = match self.fields.as_slice() {
            [one] => Some(&*one.message),
            _ => None,
        };
        let error = Body {
            code: self.code,
            message: self.message.as_deref().or(only).unwrap_or(self.code.message()),
            field: self.fields.first().map(|problem| &*problem.field),
            fields: &self.fields,
            alternatives: self.alternatives.as_deref(),
            mfa_token: self.mfa_token.as_deref(),
        };
        Envelope { success: false, error }
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        let retry_after = matches!(code, Code::Unavailable | Code::RateLimited).then_some(RETRY_AFTER);
        Self { code, message: None, fields: Vec::new(), alternatives: None, retry_after, lacks: None, mfa_token: None }
    }
}

impl From<Problems> for Problem {
    fn from(problems: Problems) -> Self {
        Self { fields: problems.0, ..Self::from(Code::ValidationError) }
    }
}

impl From<Error> for Problem {
    /// Writes internal causes to the log, once; they are never answered.
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(problems) => problems.into(),
            Error::Refused(code) => code.into(),
            Error::SlotTaken(free) => Self::taken(free.into_iter().map(SlotOut::from).collect()),
            Error::RateLimited(seconds) => Self { retry_after: Some(seconds), ..Self::from(Code::RateLimited) },
            Error::Unavailable(cause) => {
                tracing::error!(cause, "unavailable");
                Code::Unavailable.into()
            }
            Error::Unreadable(cause) => {
                tracing::error!(cause, "a sealed value cannot be read");
                Code::Unreadable.into()
            }
            Error::Internal(cause) => {
                tracing::error!(cause, "a use case failed");
                Code::Internal.into()
            }
        }
    }
}

impl From<tower_sessions::session::Error> for Problem {
    fn from(error: tower_sessions::session::Error) -> Self {
        tracing::error!(%error, "the session could not be read or written");
        Code::Unavailable.into()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.told())).into_response();
        let more = self.lacks.map(|scope| format!(", error=\"insufficient_scope\", scope=\"{}\"", scope.code()));
        if more.is_some() || self.code.status() == 401 {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge(more.as_deref().unwrap_or_default()));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn told(problem: impl Into<Problem>) -> (u16, String) {
        let response = problem.into().into_response();
        let status = response.status().as_u16();
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 16).await.expect("a body");
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }

    #[tokio::test]
    async fn what_went_wrong_inside_is_never_told() {
        for error in
            [Error::Internal("secret cause".into()), Error::Unreadable("secret cause".into()), Error::Unavailable("secret cause".into())]
        {
            let (status, body) = told(error).await;
            assert!(status >= 500 && !body.contains("secret"), "{body}");
        }
    }

    #[tokio::test]
    async fn one_wrong_field_speaks_for_itself_and_several_are_listed() {
        let one = told(Problems::one("name", "Please fill this in.")).await;
        let field = r#"{"field":"name","message":"Please fill this in."}"#;
        let body = format!(
            r#"{{"success":false,"error":{{"code":"VALIDATION_ERROR","message":"Please fill this in.","field":"name","fields":[{field}]}}}}"#
        );
        assert_eq!(one, (400, body));
        let mut two = Problems::one("a", "x");
        two.add("b", "y");
        assert!(told(two).await.1.contains("Please check the marked fields."));
    }

    #[tokio::test]
    async fn waiting_is_told_in_seconds() {
        let response = Problem::from(Error::RateLimited(77)).into_response();
        assert_eq!(response.headers()[header::RETRY_AFTER], "77");
        assert!(Problem::from(Code::Unavailable).into_response().headers().contains_key(header::RETRY_AFTER));
        assert!(told(Error::SlotTaken(Vec::new())).await.1.contains("\"alternatives\":[]"));
    }
}
