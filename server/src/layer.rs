//! What every request passes through, outermost first: whom it comes from, log, headers, compression, panics, other origins, how often,
//! time, size, for which site, forgery.

pub mod cors;
pub mod csrf;
pub mod headers;
mod host;
pub mod limit;
pub mod rate;
pub mod refusal;

use crate::state::AppState;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Puts the layers around `routes`, which already know their sessions.
pub fn wrap(routes: Router, state: &AppState) -> Router {
    routes
        .layer(from_fn_with_state(state.clone(), csrf::guard))
        .layer(from_fn(host::once))
        .layer(from_fn_with_state(state.clone(), limit::body))
        .layer(from_fn_with_state(state.clone(), limit::time))
        .layer(from_fn_with_state(state.clone(), rate::general))
        .layer(from_fn_with_state(state.clone(), cors::share))
        .layer(from_fn(refusal::catch_panics))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(state.clone(), headers::set))
        .layer(from_fn(crate::log::request))
        .layer(from_fn_with_state(state.clone(), crate::client::find))
}
