//! Refusals: which of them an operation knows, and how each is answered.

use super::signature::Signature;
use super::words::Words;
use crate::rest::answer::SlotOut;
use crate::rest::problem::Problem;
use crate::rest::route::Route;
use axum::http::Method;
use chrono::{DateTime, TimeDelta, Utc};
use domain::policy::Policy;
use domain::{Code, Period, Problems};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use utoipa::PartialSchema;

/// Where answers stand to which several operations refer.
const RESPONSES: &str = "#/components/responses/";

/// Every code that there is, in the order in which the rules list them.
pub(super) fn all() -> Vec<Code> {
    // The schema knows every variant, so nothing has to be listed a second time.
    let schema = json!(Code::schema());
    serde_json::from_value(schema["enum"].clone()).unwrap_or_default()
}

/// The shape of every refusal.
pub(super) fn envelope() -> Value {
    json!({
        "type": "object",
        "description": "A refusal.",
        "required": ["success", "error"],
        "properties": {
            "success": { "type": "boolean", "const": false, "description": "Whether it was done." },
            "error": { "$ref": "#/components/schemas/Error", "description": "Why not." },
        },
    })
}

/// The answers of an operation when it refuses, by status.
pub(super) fn responses(route: &Route, signature: &Signature, words: &Words) -> Map<String, Value> {
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in codes(route, signature, words) {
        let codes = by_status.entry(code.status()).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    by_status.into_iter().map(|(status, codes)| (status.to_string(), shared(&codes).unwrap_or_else(|| response(&codes)))).collect()
}

/// Each code's answer by itself, where one of the operations refers to it.
pub(super) fn components(paths: &Map<String, Value>) -> Map<String, Value> {
    let paths = json!(paths).to_string();
    let referred = all().into_iter().filter(|code| paths.contains(&format!("{RESPONSES}{}\"", name(*code))));
    referred.map(|code| (name(code), response(&[code]))).collect()
}

fn shared(codes: &[Code]) -> Option<Value> {
    let [code] = codes else { return None };
    Some(json!({ "$ref": format!("{RESPONSES}{}", name(*code)) }))
}

/// As it stands in JSON.
pub(super) fn name(code: Code) -> String {
    json!(code).as_str().unwrap_or_default().to_owned()
}

fn codes(route: &Route, signature: &Signature, words: &Words) -> Vec<Code> {
    // A parameter that does not exist is refused everywhere.
    // A token that does not count is refused everywhere, too.
    let mut codes = vec![Code::ValidationError, Code::Unauthenticated, Code::SecondFactorMissing];
    // A token may lack the scope; what changes something is also refused when another site's page asks for it.
    if route.policy != Policy::PUBLIC || route.method != Method::GET {
        codes.push(Code::Forbidden);
    }
    codes.extend(signature.refuses.iter().chain(&words.refuses));
    // Each address takes so much from one place and no more.
    codes.extend([Code::RateLimited, Code::Unreadable, Code::Internal, Code::Unavailable]);
    codes
}

fn response(codes: &[Code]) -> Value {
    let lines: Vec<String> = codes.iter().map(|code| format!("`{}`: {}", name(*code), code.message())).collect();
    let examples: Map<String, Value> = codes.iter().map(|code| (name(*code), json!({ "value": example(*code).told() }))).collect();
    let narrowed = json!({ "properties": { "error": { "properties": { "code": { "enum": codes } } } } });
    let schema = json!({ "allOf": [super::signature::reference("Failure"), narrowed] });
    let mut headers = vec!["X-Request-Id"];
    if codes.iter().any(|code| matches!(code, Code::RateLimited | Code::Unavailable)) {
        headers.push("Retry-After");
    }
    if codes.iter().any(|code| code.status() == 401 || *code == Code::Forbidden) {
        headers.push("WWW-Authenticate");
    }
    json!({
        "description": lines.join("\n\n"),
        "headers": super::headers(&headers),
        "content": { "application/json": { "schema": schema, "examples": examples } },
    })
}

/// A refusal as it is really answered.
fn example(code: Code) -> Problem {
    match code {
        Code::ValidationError => {
            let mut wrong = Problems::one("limit", "Please use a number from 1 to 100.");
            wrong.add("colour", "There is no such parameter here.");
            wrong.into()
        }
        Code::SlotTaken => Problem::taken(free()),
        Code::SecondFactorRequired => {
            Problem::second_step("eyJhbGciOiJIUzI1NiIsInR5cCI6InBlbmRpbmcrand0Iiwia2lkIjoiMSJ9.eyJzdWIi….R2b7…".to_owned())
        }
        other => other.into(),
    }
}

fn free() -> Vec<SlotOut> {
    let first = DateTime::<Utc>::from_timestamp(1_780_300_800, 0).unwrap_or_default();
    (0..3).map(|n| Period::starting(first + TimeDelta::minutes(30 * n), 30).into()).collect()
}
