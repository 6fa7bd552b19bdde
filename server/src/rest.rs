//! The REST API: for programs. Each handler reads its input, calls one use case and shapes the answer; no rule lives here.
//!
//! [`ROUTES`] is the one list of addresses; the router is made of it, so an address without a declared policy cannot exist.

mod access;
mod account;
mod answer;
mod appointment;
mod audit;
mod availability;
mod blog;
mod clinic;
mod doctor;
mod etag;
mod extract;
mod glance;
mod near;
mod openapi;
mod passkey;
mod patient;
mod prescription;
mod privacy;
mod problem;
mod record;
mod repeat;
mod review;
mod risk;
mod route;
mod second_factor;
mod sharing;
mod statistics;
mod symptom;
mod token;
mod transfer;
mod user;

pub use openapi::{Document, document, router as described};
pub use route::{ROUTES, Route};

use crate::state::AppState;
use answer::{Answer, List, Outcome, ok};
use axum::Router;
use axum::routing::any;
use domain::Code;
use extract::{Address, By, Id, IdempotencyKey, Json, Maybe, Nothing, Query};
use openapi::Signature;
use problem::Problem;
pub(crate) use transfer::{cut, flowing};

/// Everything under `/api/` but health. Runs behind [`crate::session::identify`].
pub fn router(state: &AppState) -> Router<AppState> {
    route::router(state).method_not_allowed_fallback(async || Problem::from(Code::MethodNotAllowed))
}

/// What no route serves under `/api`: 404 in the envelope. It runs outside of the sessions, so it asks nobody who they are.
pub fn elsewhere<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let nothing = || any(async || Problem::from(Code::NotFound));
    Router::new().route("/api", nothing()).route("/api/", nothing()).route("/api/{*rest}", nothing())
}
