//! Whether the process lives, and whether it can serve.

use crate::{database, layer::refusal, state::AppState};
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use domain::Code;
use serde_json::{Value, json};
use std::time::Duration;

/// Longest wait for the database's answer.
const PING: Duration = Duration::from_secs(2);

/// `/api/health/live` and `/api/health/ready`, with and without the trailing slash.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/api/health/live", get(live))
        .route("/api/health/live/", get(live))
        .route("/api/health/ready", get(ready))
        .route("/api/health/ready/", get(ready))
        .method_not_allowed_fallback(async || refusal::answer("/api/health/", Code::MethodNotAllowed))
}

async fn live() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

/// 503 while the database does not answer or the schema is behind. Without the text model everything else works.
async fn ready(State(state): State<AppState>) -> (StatusCode, Json<Value>) {
    let database = database::answers(&state.db, PING).await;
    let schema = state.migrated.is_done();
    let engine = match state.model.state() {
        ai::State::Loading => json!({ "state": "loading" }),
        ai::State::Ready { version } => json!({ "state": "ready", "model": version }),
        // The reason names files: it is in the log, not here.
        ai::State::Off { .. } => json!({ "state": "off" }),
    };
    let row_security = database && schema && database::row_security(&state.db).await.unwrap_or(false);
    let ready = database && schema;
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let word = if ready { "ready" } else { "unavailable" };
    (status, Json(json!({ "status": word, "database": database, "schema": schema, "row_security": row_security, "engine": engine })))
}
