//! The REST API for programs in Rust.
//!
//! ```no_run
//! # async fn example() -> Result<(), client::Error> {
//! use client::{Client, api};
//!
//! // This crate brings no TLS: the program's own dependency on `reqwest` does, such as by its feature `rustls`.
//! let open = Client::over(reqwest::Client::new(), "https://clinic.example");
//! let search = api::DoctorListQuery { city: Some("Berlin".into()), ..Default::default() };
//! let doctors = open.send(api::doctor_list(&search)).await?.data.items;
//! # Ok(())
//! # }
//! ```
//!
//! [`api`] is written from the API's document. TLS is that of the `reqwest` that is handed in: see [`Client::over`].

pub mod api;
mod operation;

pub use operation::Operation;

use reqwest::{StatusCode, header};
use serde::{Deserialize, de::DeserializeOwned};

/// A way to one server, as nobody or with a token; cheap to clone.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

/// Never the token.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("base", &self.base).finish_non_exhaustive()
    }
}

/// What was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<T> {
    /// What was asked for.
    pub data: T,
    /// A sentence for people.
    pub message: String,
    /// The version of the record, for [`Operation::if_match`].
    pub etag: Option<String>,
}

/// A refusal, as the server tells it.
#[derive(Clone, PartialEq, Deserialize)]
pub struct Refusal {
    /// By which programs decide.
    pub code: api::ErrorCode,
    /// A sentence for people.
    pub message: String,
    /// The field that is wrong, where it is one.
    #[serde(default)]
    pub field: Option<String>,
    /// Everything else that it tells, such as `alternatives`.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// Not `more`: the token of a second step stands there.
impl std::fmt::Debug for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { code, message, field, .. } = self;
        f.debug_struct("Refusal").field("code", code).field("message", message).field("field", field).finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The server refused.
    #[error("{status}: {}", refusal.message)]
    Refused {
        /// The status.
        status: StatusCode,
        /// Seconds after which it may be tried again, where that was said.
        retry_after: Option<u64>,
        /// What it said.
        refusal: Box<Refusal>,
    },
    /// The server was not reached, or broke off. With a key ([`Operation::key`]) it can be tried again.
    #[error(transparent)]
    Transport(#[from] reqwest::Error),
    /// What came was no answer of this API.
    #[error("{status}: the answer cannot be read: {why}")]
    Unreadable {
        /// The status.
        status: StatusCode,
        /// Why not.
        why: serde_json::Error,
    },
}

#[derive(Deserialize)]
struct Told<T> {
    data: T,
    message: String,
}

#[derive(Deserialize)]
struct Refused {
    error: Refusal,
}

impl Client {
    /// To the server at `base`, like `http://127.0.0.1:3000`. To one at `https://…` only where the program has switched on a TLS of
    /// `reqwest`, for this crate has none: see [`Client::over`].
    #[must_use]
    pub fn new(base: impl Into<String>) -> Self {
        Self::over(reqwest::Client::new(), base)
    }

    /// To the server at `base`, like `https://clinic.example`, over a client with the TLS, proxies and times of one's own.
    #[must_use]
    pub fn over(http: reqwest::Client, base: impl Into<String>) -> Self {
        let mut base = base.into();
        base.truncate(base.trim_end_matches('/').len());
        Self { http, base, token: None }
    }

    /// The same with an access token or a personal one.
    #[must_use]
    pub fn with_token(&self, token: impl Into<String>) -> Self {
        Self { token: Some(token.into()), ..self.clone() }
    }

    /// Sends an operation.
    ///
    /// Errors: as [`Error`] tells.
    pub async fn send<T: DeserializeOwned>(&self, operation: Operation<T>) -> Result<Answer<T>, Error> {
        let mut request = operation.onto(&self.http, &self.base);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (etag, retry_after) = (text(header::ETAG), text(header::RETRY_AFTER).and_then(|seconds| seconds.parse().ok()));
        let bytes = answer.bytes().await?;
        let unreadable = |why| Error::Unreadable { status, why };
        if status.is_success() {
            let Told { data, message } = serde_json::from_slice(&bytes).map_err(unreadable)?;
            return Ok(Answer { data, message, etag });
        }
        let Refused { error } = serde_json::from_slice(&bytes).map_err(unreadable)?;
        Err(Error::Refused { status, retry_after, refusal: Box::new(error) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_an_account_is_not_in_a_programs_log() {
        let asks = api::TokenRequest { email: "ada@example.org".into(), password: "correct horse".into(), scope: None };
        let second = api::SecondStep { mfa_token: "correct horse".into(), code: "correct horse".into() };
        let refusal: Refusal =
            serde_json::from_str(r#"{"code": "CONFLICT", "message": "No.", "mfa_token": "correct horse"}"#).expect("JSON");
        let _ = rustls::crypto::ring::default_provider().install_default();
        let said = format!(
            "{asks:?} {second:?} {refusal:?} {:?} {:?}",
            api::token_issue(&asks),
            Client::new("http://localhost").with_token("correct horse")
        );
        assert!(said.contains("No.") && !said.contains("correct horse"), "{said}");
    }
}
