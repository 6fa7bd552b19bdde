//! One thing to be done, not yet sent.

use reqwest::{Method, RequestBuilder};
use serde::Serialize;
use serde_json::Value;
use std::marker::PhantomData;

/// One thing to be done; sent by [`crate::Client::send`], as often as one likes.
#[derive(Clone)]
pub struct Operation<T> {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: Vec<(&'static str, String)>,
    body: Option<Value>,
    answers: PhantomData<fn() -> T>,
}

/// Not what is sent: passwords stand there.
impl<T> std::fmt::Debug for Operation<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Operation").field("method", &self.method).field("path", &self.path).finish_non_exhaustive()
    }
}

impl<T> Operation<T> {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        Self { method, path: path.to_owned(), query: Vec::new(), headers: Vec::new(), body: None, answers: PhantomData }
    }

    /// A key of one's own making (1 to 200 visible ASCII characters): however often it is sent, it is done once.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Self {
        self.header("idempotency-key", key.into())
    }

    /// Only if the record still is what it was when it was read: the `etag` of its answer.
    #[must_use]
    pub fn if_match(self, etag: impl Into<String>) -> Self {
        self.header("if-match", etag.into())
    }

    fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.push((name, value));
        self
    }

    pub(crate) fn asking(mut self, query: &impl Serialize) -> Self {
        // Structs of plain values: always an object.
        if let Ok(Value::Object(fields)) = serde_json::to_value(query) {
            let plain = |value: Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            self.query = fields.into_iter().map(|(name, value)| (name, plain(value))).collect();
        }
        self
    }

    pub(crate) fn saying(mut self, body: &impl Serialize) -> Self {
        self.body = serde_json::to_value(body).ok();
        self
    }

    pub(crate) fn perhaps_saying(self, body: Option<&impl Serialize>) -> Self {
        match body {
            Some(body) => self.saying(body),
            None => self,
        }
    }

    pub(crate) fn onto(&self, http: &reqwest::Client, base: &str) -> RequestBuilder {
        let request = http.request(self.method.clone(), format!("{base}{}", self.path)).query(&self.query);
        let request = self.headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        match &self.body {
            Some(body) => request.json(body),
            None => request,
        }
    }
}
