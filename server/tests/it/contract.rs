//! The API's document as a promise: whatever the API answers in any test is held against it.

use crate::rest_site::Told;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use boon::{Compiler, Draft, SchemaIndex, Schemas};
use serde_json::{Value, json};
use server::rest::{ROUTES, document};
use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

const PLACE: &str = "http://localhost/openapi.json";
/// Headers that are there exactly where the document lists them.
const HEADERS: [&str; 6] = ["X-Request-Id", "Retry-After", "ETag", "Location", "Set-Cookie", "WWW-Authenticate"];

pub static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::from_str(&document().text).expect("JSON"));

/// What is at a JSON pointer of the document, past one reference.
pub fn at(pointer: &str) -> (String, &'static Value) {
    let found = DOCUMENT.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is not in the document"));
    match found["$ref"].as_str() {
        Some(way) => at(way.trim_start_matches('#')),
        None => (pointer.to_owned(), found),
    }
}

/// Validates a value against the schema at a JSON pointer of the document.
pub fn validate(pointer: &str, value: &Value) -> Result<(), String> {
    static COMPILED: LazyLock<Mutex<HashMap<String, (Schemas, SchemaIndex)>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if !compiled.contains_key(pointer) {
        let mut compiler = Compiler::new();
        compiler.set_default_draft(Draft::V2020_12);
        compiler.enable_format_assertions();
        compiler.add_resource(PLACE, DOCUMENT.clone()).expect("a resource");
        let mut schemas = Schemas::new();
        let index = compiler.compile(&format!("{PLACE}#{pointer}"), &mut schemas).unwrap_or_else(|e| panic!("{pointer}: {e:#}"));
        compiled.insert(pointer.to_owned(), (schemas, index));
    }
    let (schemas, index) = &compiled[pointer];
    schemas.validate(value, *index).map_err(|e| format!("{e:#}\n{value:#}"))
}

/// The pointer of the operation of a request; none where the document has none.
fn operation(method: &str, path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default().trim_end_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let is_it = |template: &str| {
        let template: Vec<&str> = template.trim_end_matches('/').split('/').collect();
        template.len() == parts.len() && template.iter().zip(&parts).all(|(t, p)| t == p || (*t == "{id}" && !p.is_empty()))
    };
    let mut found: Vec<&String> = DOCUMENT["paths"].as_object()?.keys().filter(|template| is_it(template)).collect();
    // `me` is no id.
    found.sort_by_key(|template| template.contains("{id}"));
    let pointer = format!("/paths/{}/{}", found.first()?.replace('/', "~1"), method.to_lowercase());
    DOCUMENT.pointer(&pointer).map(|_| pointer)
}

/// Panics where an answer breaks the promise.
pub fn hold(method: &str, path: &str, told: &Told) {
    let Some(operation) = operation(method, path) else { return };
    let case = format!("{method} {path} {told:?}");
    let response = format!("{operation}/responses/{}", told.status.as_u16());
    assert!(DOCUMENT.pointer(&response).is_some(), "the document knows no such status: {case}");
    let (place, response) = at(&response);
    for name in HEADERS {
        let is_told = response["headers"].get(name).is_some();
        // A session that ends takes its cookie with it, whatever the operation; of refusals only those of a token tell its scope.
        let can_be = name == "Set-Cookie" || (name == "WWW-Authenticate" && told.status == 403);
        assert!(told.headers.contains_key(name) == is_told || can_be, "{name}: {case}");
    }
    if response.get("content").is_none() {
        assert_eq!(told.body, "", "{case}");
    } else if response["content"].get("application/json").is_none() {
        let kind = told.header("content-type").unwrap_or_default();
        assert!(response["content"].get(kind).is_some(), "a file of another kind: {case}");
    } else if let Err(wrong) = validate(&format!("{place}/content/application~1json/schema"), &told.json()) {
        panic!("{wrong}\n{method} {path}");
    }
}

/// Every example of the document with the pointer of its schema.
fn examples() -> Vec<(String, Value)> {
    fn collect(pointer: String, value: &Value, found: &mut Vec<(String, Value)>) {
        if let (Some(_), Value::Object(fields)) = (value.get("schema"), value) {
            let several = fields.get("examples").and_then(Value::as_object).into_iter().flatten().map(|(_, example)| &example["value"]);
            found.extend(fields.get("example").into_iter().chain(several).map(|example| (format!("{pointer}/schema"), example.clone())));
        }
        let inner: Vec<(String, &Value)> = match value {
            Value::Object(fields) => fields.iter().map(|(name, field)| (name.replace('~', "~0").replace('/', "~1"), field)).collect(),
            Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
            _ => Vec::new(),
        };
        for (name, field) in inner {
            collect(format!("{pointer}/{name}"), field, found);
        }
    }
    let mut found = Vec::new();
    collect(String::new(), &DOCUMENT, &mut found);
    found
}

#[test]
fn every_example_is_one_of_what_it_stands_for() {
    let examples = examples();
    assert!(examples.len() > ROUTES.len(), "{}", examples.len());
    let wrong: Vec<String> =
        examples.iter().filter_map(|(pointer, example)| validate(pointer, example).err().map(|e| format!("{pointer}: {e}"))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_broken_promise_is_noticed() {
    let answer = |status: u16, name: &'static str, body: Value| {
        let headers =
            [("x-request-id", "1"), (name, "2")].map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let status = StatusCode::from_u16(status).expect("a status");
        Told { status, headers: headers.into_iter().collect(), body: body.to_string() }
    };
    let conflict = json!({ "success": false, "error": { "code": "CONFLICT", "message": "x" } });
    let nothing = json!({ "success": true, "data": null, "message": "OK" });
    for (told, is_kept) in [
        (answer(200, "date", nothing.clone()), true),
        (answer(200, "etag", nothing.clone()), false),
        (answer(201, "date", nothing), false),
        (answer(200, "date", json!({ "success": true, "data": {}, "message": "OK" })), false),
        (answer(409, "date", conflict.clone()), false),
        (answer(403, "date", conflict), false),
    ] {
        let held = std::panic::catch_unwind(|| hold("POST", "/api/auth/logout/", &told));
        assert_eq!(held.is_ok(), is_kept, "{told:?}");
    }
}

#[test]
fn what_is_refused_by_the_rules_is_refused_by_the_schemas() {
    for (schema, value) in [
        ("NewAppointment", json!({})),
        ("NewAppointment", json!({ "doctor": "x", "start": "2026-06-01T08:00:00Z" })),
        ("Login", json!({ "email": "jo@example.org", "password": "x", "admin": true })),
        ("Registration", json!({ "email": "jo@example.org", "password": "short", "user_type": "patient", "name": "Jo" })),
        ("Registration", json!({ "email": "jo@example.org", "password": "three quiet otters", "user_type": "admin", "name": "Jo" })),
        ("TimeOfDay", json!("9:30")),
        ("TimeOfDay", json!("24:01")),
        ("Description", json!({ "text": "a", "age": -1 })),
        ("RiskInput", json!({ "score": "horoscope", "inputs": {} })),
        ("Weekday", json!("Monday")),
        ("Hold", json!({})),
        ("Hold", json!({ "reason": "" })),
    ] {
        assert!(validate(&format!("/components/schemas/{schema}"), &value).is_err(), "{schema} {value}");
    }
    assert_eq!(validate("/components/schemas/TimeOfDay", &json!("24:00")), Ok(()));
}
