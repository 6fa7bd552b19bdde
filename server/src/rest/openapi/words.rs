//! The words and examples of every operation, in one function for each handler, by the same name.

pub(in crate::rest) mod access;
pub(in crate::rest) mod account;
pub(in crate::rest) mod appointment;
pub(in crate::rest) mod audit;
pub(in crate::rest) mod availability;
pub(in crate::rest) mod blog;
pub(in crate::rest) mod clinic;
pub(in crate::rest) mod doctor;
pub(in crate::rest) mod passkey;
pub(in crate::rest) mod patient;
pub(in crate::rest) mod prescription;
pub(in crate::rest) mod privacy;
pub(in crate::rest) mod record;
pub(in crate::rest) mod review;
pub(in crate::rest) mod risk;
mod sample;
pub(in crate::rest) mod second_factor;
pub(in crate::rest) mod sharing;
pub(in crate::rest) mod statistics;
pub(in crate::rest) mod symptom;
pub(in crate::rest) mod token;
pub(in crate::rest) mod user;

use domain::Code;
use serde_json::Value;

/// What an operation is called, what it does, and how it looks.
#[derive(Debug)]
pub(in crate::rest) struct Words {
    pub(super) summary: &'static str,
    pub(super) description: &'static str,
    /// An example of the body.
    pub(super) request: Option<Value>,
    /// An example of `data`.
    pub(super) answer: Value,
    pub(super) message: &'static str,
    /// Refusals beside those that follow from the policy and from what is read.
    pub(super) refuses: Vec<Code>,
    /// Headers of the answer beside `X-Request-Id`.
    pub(super) headers: Vec<&'static str>,
}

impl Words {
    fn new(summary: &'static str, description: &'static str) -> Self {
        Self { summary, description, request: None, answer: Value::Null, message: "OK", refuses: Vec::new(), headers: Vec::new() }
    }

    fn asks(self, request: Value) -> Self {
        Self { request: Some(request), ..self }
    }

    fn answers(self, answer: Value) -> Self {
        Self { answer, ..self }
    }

    fn saying(self, message: &'static str) -> Self {
        Self { message, ..self }
    }

    fn refuses(self, codes: impl IntoIterator<Item = Code>) -> Self {
        Self { refuses: codes.into_iter().collect(), ..self }
    }

    fn with(self, headers: impl IntoIterator<Item = &'static str>) -> Self {
        Self { headers: headers.into_iter().collect(), ..self }
    }
}
