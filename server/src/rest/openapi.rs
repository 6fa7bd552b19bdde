//! The API's document (OpenAPI 3.1): made of the table of routes, the handlers' own types, and a few words and examples for each.
//!
//! A row of the table names its handler once; its types come from the handler itself (`signature`) and its words from the function of the
//! same name in `words`. So an address without a documented operation does not compile.

mod failure;
mod kind;
mod operation;
mod query;
mod serve;
mod signature;
pub(super) mod words;

#[cfg(test)]
mod tests;

pub(super) use kind::{BloodGroup, Language, Line, PatientOrDoctor, ScopeList, Severity, TimeZone, Weekday};
pub use serve::router;
pub(super) use signature::Signature;

use super::ROUTES;
use super::problem::Body;
use domain::FieldProblem;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;
use utoipa::{PartialSchema, ToSchema};

/// Every way in which a request can show who sends it; operations that ask for somebody accept any of them.
const SECURITY: &[(&str, Scheme)] = &[("session", session), ("token", bearer)];

/// A security scheme as it stands in the document.
type Scheme = fn() -> Value;

/// The modules of the handlers as readers know them, in the order in which they are shown.
const TAGS: &[(&str, &str, &str)] = &[
    ("account", "Accounts", "Register, sign in, sign out."),
    ("access", "Access", "Links that come by mail, password, address, and where one is signed in."),
    ("token", "Tokens", "For programs: access tokens with refresh tokens, and personal tokens for scripts."),
    ("second_factor", "Second factor", "Codes of a device beside the password: set up, confirm, sign in."),
    ("passkey", "Passkeys", "Keys of devices that open an account without a password."),
    ("privacy", "Privacy", "A copy of everything, consents, the end of the account."),
    ("user", "Users", "Who one is; the administrator's list of accounts."),
    ("doctor", "Doctors", "Search, profiles, free slots, and the check of licences."),
    ("clinic", "Clinics", "Where doctors work."),
    ("review", "Reviews", "What patients say of doctors after a visit."),
    ("statistics", "Statistics", "What became of a doctor's visits, month by month."),
    ("blog", "Blog", "Articles that doctors write and other doctors review, and what readers say of them."),
    ("availability", "Availability", "When a doctor can be booked, in the clinic's local time."),
    ("patient", "Patients", "A patient's own profile."),
    ("sharing", "Access to records", "What patients share, who looked into their record, whom a doctor treats."),
    ("appointment", "Appointments", "Hold, book, confirm, move, call off, and the steps of a visit."),
    ("prescription", "Prescriptions", "Write, check, issue, end, print; and what doctors write often."),
    ("symptom", "Symptoms", "What it may be, how urgent it is, and who can help. It advises and does not diagnose."),
    ("record", "Health records", "Entries of a health record with their values, corrections, files, and tables in and out."),
    ("audit", "Audit", "Who touched whose data."),
    ("risk", "Risk scores", "Published scores with their valid ranges and sources."),
];

/// The document, as text and with the tag of its version.
#[derive(Debug)]
pub struct Document {
    /// Indented JSON with sorted keys and a line break at its end.
    pub text: String,
    /// Changes when the text does.
    pub version: String,
}

/// The document of this program; made once.
pub fn document() -> &'static Document {
    static DOCUMENT: LazyLock<Document> = LazyLock::new(|| {
        let text = format!("{:#}\n", whole());
        let digest = Sha256::digest(&text);
        let version = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Document { text, version }
    });
    &DOCUMENT
}

fn whole() -> Value {
    let mut schemas = general();
    let mut paths: Map<String, Value> = Map::new();
    for route in ROUTES {
        let signature = (route.signature)();
        let signature = if route.repeatable { signature.repeatable() } else { signature };
        let operation = operation::of(route, &signature);
        paths.entry(route.path).or_insert_with(|| json!({}))[route.method.as_str().to_lowercase()] = operation;
        schemas.extend(signature.schemas);
    }
    let security: Map<String, Value> = SECURITY.iter().map(|(name, scheme)| ((*name).to_owned(), scheme())).collect();
    let responses = failure::components(&paths);
    json!({
        "openapi": "3.1.0",
        "info": info(),
        "servers": [{ "url": "/", "description": "This server." }],
        "tags": TAGS.iter().map(|(_, name, description)| json!({ "name": name, "description": description })).collect::<Value>(),
        "paths": paths,
        "components": { "schemas": schemas, "responses": responses, "headers": all_headers(), "securitySchemes": security },
    })
}

fn info() -> Value {
    json!({
        "title": "Smart Health Synchronizer",
        "summary": "Symptoms, the right doctor, a free time.",
        "description": format!("{}{}", include_str!("openapi/about.md"), table_of_codes()),
        "version": env!("CARGO_PKG_VERSION"),
        "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
    })
}

fn table_of_codes() -> String {
    let row = |code: &domain::Code| format!("| {} | `{}` | {} |\n", code.status(), failure::name(*code), code.message());
    let rows: String = failure::all().iter().map(row).collect();
    format!("| status | code | what it says |\n|---|---|---|\n{rows}")
}

/// The schemas that no single handler answers.
fn general() -> Map<String, Value> {
    let mut found = Vec::new();
    Body::schemas(&mut found);
    FieldProblem::schemas(&mut found);
    found.extend([(Body::name().into_owned(), Body::schema()), (FieldProblem::name().into_owned(), FieldProblem::schema())]);
    let named = found.into_iter().map(|(name, schema)| (name, json!(schema)));
    named.chain([("Failure".to_owned(), failure::envelope())]).collect()
}

fn session() -> Value {
    json!({ "type": "apiKey", "in": "cookie", "name": crate::session::cookie_name(true), "description": include_str!("openapi/session.md").trim_end() })
}

fn bearer() -> Value {
    json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": include_str!("openapi/token.md").trim_end() })
}

/// References to headers of answers.
fn headers(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/headers/{name}") }))).collect::<Map<_, _>>().into()
}

fn all_headers() -> Value {
    let whole = json!({ "type": "integer", "minimum": 1 });
    let header = |description: &str, schema: Value, example: Value| json!({ "description": description, "required": true, "schema": schema, "example": example });
    json!({
        "X-Request-Id": header("Names the request in the server's log. A client's own `X-Request-Id` is kept where it is 8 to 64 of `A-Za-z0-9._-`.", text(), json!("0198c1d2-6d1f-7bbb-8ccc-1234567890ab")),
        "WWW-Authenticate": json!({ "description": "How to show who one is, and what was wrong with the token that was sent (RFC 6750).", "schema": text(), "example": "Bearer realm=\"smart-health\", error=\"invalid_token\"" }),
        "Retry-After": header("Seconds after which it can be tried again.", whole, json!(2)),
        "ETag": header("The version of the record, for `If-Match` and `If-None-Match`.", text(), json!("\"1\"")),
        "Location": header("Where the new record is.", json!({ "type": "string", "format": "uri-reference" }), json!("/api/appointments/019b2f6e-7c1a-7d52-9a39-5f0f4a1c2e71/")),
        "Set-Cookie": header("The session. It is out of reach of scripts and ends with a sign-out or some time without a request.", text(), json!("__Host-shs=…; HttpOnly; SameSite=Lax; Secure; Path=/")),
    })
}

fn text() -> Value {
    json!({ "type": "string" })
}

/// The tag of a handler's module.
fn tag(module: &str) -> &'static str {
    TAGS.iter().find(|(name, ..)| *name == module).map_or("Other", |(_, tag, _)| tag)
}
