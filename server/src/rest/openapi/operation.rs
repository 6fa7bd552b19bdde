//! One operation of the document.

use super::signature::Signature;
use super::words::Words;
use super::{failure, headers};
use crate::rest::route::Route;
use domain::policy::Who;
use serde_json::{Value, json};

/// The operation of a row of the table.
pub(super) fn of(route: &Route, signature: &Signature) -> Value {
    let words = (route.words)();
    let (module, name) = route.name;
    let mut operation = json!({
        "operationId": id(module, name),
        "tags": [super::tag(module)],
        "summary": words.summary,
        "description": description(&words, route.policy.who),
        "security": security(route),
        "responses": responses(route, signature, &words),
    });
    if !signature.parameters.is_empty() {
        operation["parameters"] = json!(signature.parameters);
    }
    if let Some(body) = &signature.body {
        let mut content = json!({ "schema": body.schema });
        if let Some(example) = &words.request {
            content["example"] = example.clone();
        }
        operation["requestBody"] = json!({ "required": body.is_required, "content": { "application/json": content } });
    }
    if !signature.takes_files.is_empty() {
        operation["requestBody"] = json!({ "required": true, "content": files(&signature.takes_files) });
    }
    operation
}

/// A file of any of these kinds.
fn files(kinds: &[&str]) -> Value {
    let file = json!({ "schema": { "type": "string", "format": "binary" } });
    kinds.iter().map(|kind| ((*kind).to_owned(), file.clone())).collect::<serde_json::Map<_, _>>().into()
}

/// `appointmentCheckIn`, `secondFactorConfirm`
fn id(module: &str, name: &str) -> String {
    let upper = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    let words = || module.split('_').chain(name.split('_'));
    words().take(1).map(str::to_owned).chain(words().skip(1).map(upper)).collect()
}

fn description(words: &Words, who: Who) -> String {
    let who = match who {
        Who::Anyone => "For everybody.",
        Who::SignedIn => "For everybody who is signed in.",
        Who::Patient => "For patients.",
        Who::Doctor => "For doctors.",
        Who::Admin => "For administrators.",
    };
    format!("{}\n\n{who}", words.description)
}

/// Any of the ways to show who one is, a token with its scope. What is for everybody and yet about somebody's own data needs none, but
/// looks at it.
fn security(route: &Route) -> Value {
    let Some(scope) = route.scope() else { return json!([]) };
    let ways = super::SECURITY.iter().map(|(name, _)| {
        let scopes = if *name == "token" { json!([scope]) } else { json!([]) };
        json!({ *name: scopes })
    });
    match route.policy.who {
        Who::Anyone => [json!({})].into_iter().chain(ways).collect(),
        _ => ways.collect(),
    }
}

fn responses(route: &Route, signature: &Signature, words: &Words) -> Value {
    let mut all = failure::responses(route, signature, words);
    let mut with = vec!["X-Request-Id"];
    with.extend(&words.headers);
    all.insert(signature.status.to_string(), success(signature, words, &with));
    if signature.can_be_known {
        let known = json!({ "description": "The client has this version already.", "headers": headers(&with) });
        all.insert("304".to_owned(), known);
    }
    Value::Object(all)
}

fn success(signature: &Signature, words: &Words, with: &[&str]) -> Value {
    if !signature.gives.is_empty() {
        return json!({ "description": words.message, "headers": headers(with), "content": files(&signature.gives) });
    }
    let schema = json!({
        "type": "object",
        "required": ["success", "data", "message"],
        "properties": {
            "success": { "type": "boolean", "const": true, "description": "Whether it was done." },
            "data": signature.data,
            "message": { "type": "string", "description": "A sentence for people." },
        },
    });
    let example = json!({ "success": true, "data": words.answer, "message": words.message });
    json!({
        "description": words.message,
        "headers": headers(with),
        "content": { "application/json": { "schema": schema, "example": example } },
    })
}
